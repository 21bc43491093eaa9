import statistics as s
from fractions import Fraction as F
import math, struct, csv, io, fnmatch, errno, os, numbers
data=[2.5, 3.25, 5.5, 11.25, 11.75]
ints=[1,2,2,3,4,7,9]
for f in (s.mean,s.fmean,s.geometric_mean,s.harmonic_mean,s.median,s.median_low,s.median_high,s.median_grouped,s.mode,s.multimode,s.stdev,s.pstdev,s.variance,s.pvariance,s.quantiles):
    for d in (data,ints,[1,2,3,4],[F(1,2),F(1,3)]):
        try: print(f.__name__, f(d))
        except Exception as e: print(f.__name__, type(e).__name__, e)
    try: f([])
    except Exception as e: print(type(e).__name__, e)
print(s.quantiles(range(1,100), n=10), s.quantiles(data, n=4, method="inclusive"))
print(s.correlation([1,2,3],[1,5,2]), s.linear_regression([1,2,3],[2,4,7]), s.covariance([1,2,3],[1,5,2]))
n=s.NormalDist(100,15); print(n, n.pdf(100), round(n.cdf(115),12), round(n.inv_cdf(0.9),10), n.zscore(130), n+5, n*2, n.quantiles()[1])
print(s.mean([0.1]*10), s.pstdev([0.1,0.2,0.3]), s.stdev([1,1]), s.mean([1,2,3.0]))
print(F(3,6), F("1/3"), F("0.25"), F("1e-2"), F(0.5), F(1.1).limit_denominator(100), F(7,2)//1, F(7,2)%1, -F(7,2), F(1,3)+1, 1+F(1,3), F(1,3)*0.5, F(1,2)**2, F(1,2)**-2, 2**F(2), round(F(7,3),2), round(F(5,2)), int(F(-7,2)), math.floor(F(-7,2)), math.ceil(F(7,2)), F(1,2)==0.5, F(1,3)<F(1,2), hash(F(1,2))==hash(0.5), sum([F(1,10)]*3), repr(F(3)), str(F(3)), divmod(F(7,2),1), abs(F(-1,2)), bool(F(0)), F(3,4).numerator, isinstance(F(1), numbers.Rational), isinstance(3, numbers.Integral), isinstance(2.5, numbers.Real), isinstance(2.5, numbers.Integral))
for a in ("F(1,0)","F('x')","F(1.5,2)","F('1/0')","F([])","1/F(0)"):
    try: print(eval(a))
    except Exception as e: print(type(e).__name__, e)
print(struct.pack("<ihb?", 1, -2, 3, True), struct.unpack("<ihb?", struct.pack("<ihb?", 1,-2,3,True)), struct.calcsize("@ibq"), struct.calcsize("<ibq"), struct.pack(">f", 1.5), struct.pack("d", math.pi), struct.unpack("<f", struct.pack("<f", 0.1)), struct.pack("5s", b"hi"), struct.pack(">I", 0xdeadbeef), struct.pack("e",0.5), struct.pack("3p",b"abcdef"))
for a in ("struct.pack('b',200)","struct.pack('i')","struct.unpack('i',b'1')","struct.pack('z',1)","struct.pack('<I',-1)","struct.pack('i','a')","struct.pack('H',70000)","struct.pack('<i',2**40)","struct.pack('i',2**40)","struct.pack('q',2**70)"):
    try: print(eval(a))
    except Exception as e: print(type(e).__name__, e)
out=io.StringIO(); w=csv.writer(out); w.writerow(["a",1,2.5,None,'q"x','c,d',"l\nm"]); w.writerows([[1,2],["",""],[""]])
print(repr(out.getvalue()))
print(list(csv.reader(io.StringIO('a,"b ""q"" c",d\n1,,"x\ny"\n\n'))))
print(list(csv.DictReader(["n,v","a,1","b,2,3","c"])))
out=io.StringIO(); w=csv.DictWriter(out,["x","y"]); w.writeheader(); w.writerow({"x":1,"y":2}); w.writerow({"x":1})
try: w.writerow({"z":1})
except ValueError as e: print(e)
print(repr(out.getvalue()), csv.list_dialects(), list(csv.reader(["a;b"],delimiter=";")))
print(fnmatch.filter(["a.py","b.txt",".c.py"],"*.py"), fnmatch.fnmatch("x1","x[0-9]"), fnmatch.fnmatch("x1","x[!0-9]"), fnmatch.translate("a*b?[c].x"))
print(errno.ENOENT, errno.errorcode[13], os.strerror(2), os.strerror(errno.EPIPE))
