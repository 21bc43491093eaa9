print(complex(1,2), 1+2j, (1+2j)*(3-1j), (1+2j)/(3-1j), abs(3+4j), (1+2j).conjugate(), (1+2j).real, (1+2j).imag, -1j, 1j**2, (1+2j)**2, (1+2j)**0.5, complex('1+2j'), complex('-3.5'), complex('j'), repr(1e20+1j), 0j, -0j, complex(0,-0.0), 1+0j==1, hash(1+0j), hash(1+2j), bool(0j), complex(2), (2+0j)-2, sum([1j,2]), [1j], f'{1+2j:.2f}', f'{1+2j}', str(3j), complex(1.5,-2.5), complex(float('inf'),float('nan')), 2*1j, 1j-1, 1/1j, {1j:1}, type(1j), isinstance(1j,complex), 1j!=2, -(1+1j), +(1j), pow(1j,3), round(abs(1+1j),4), complex(imag=2), complex(real=1), (1+2j).__class__.__name__, 1j.__add__(2), complex(1+1j, 2j))
for e in ('1j<2','1j//2','1j%2','int(1j)','float(1j)','round(1j)','1j/0','0j**-1','divmod(1j,1)','complex("1+")','complex("1 + 2j")','1j>>1','"%d"%1j','"%f"%1j','f"{1j:d}"','0j.foo','complex(None)','complex("1",1)','~1j'):
    import math
    try: print(eval(e))
    except Exception as x: print(e,type(x).__name__,x)
