b=bytearray(b'hello'); b[0]=72; b.append(33); b.extend(b'xyz'); print(b, len(b), b[1], b[1:3], bytes(b), b+b'q', b'q'+b, b*2, b==b'Hello!xyz', b.find(b'l'), b.upper(), b.decode(), list(b[:3]), 72 in b, b'ell' in b)
b[1:3]=b'EEEE'; print(b); del b[0]; print(b); del b[::2]; print(b); b.pop(); b.insert(0,65); b.remove(65); b.reverse(); print(b); b.clear(); print(b, bool(b)); b+=b'abc'; print(b, b.hex(), bytearray(3), bytearray([1,2]), bytearray('é','utf8'), bytearray(b'a').replace(b'a',b'bb'), b.split(b'b'), b.join([b'1',b'2']), type(b.strip()), hash(bytes(b))==hash(b'abc'), b.copy(), b.index(98), b.count(b'a'), b.startswith(b'a'), sorted(b), bytearray.fromhex('0a0b'), repr(b), str(b), b>b'abb', b.__class__, isinstance(b,bytes))
for e in ('b[0]=300','b["a"]=1','b.append("a")','hash(b)','b[10]','b[0:2]=5','bytearray("x")','b+"s"','b.append(256)'):
    try: exec(e)if '=' in e else eval(e)
    except Exception as x: print(e,type(x).__name__,x)
m=memoryview(b); print(m[0], m[1:2].tobytes(), len(m), m.tolist(), bytes(m), m.readonly, m.nbytes, m.itemsize, m.format); m[0]=90; print(b, m==b'Zbc'); 
try: memoryview(b'abc')[0]=1
except TypeError as e: print(e)
m.release()
try: m[0]
except ValueError as e: print(e)
print(b'abc'[0], b'abc'[1:], b'\x00\xff\n\t\'"', b"it's", bytes([65,66]), bytes(3), bytes('é','utf-8'), b'a,b'.split(b','), b'%d %s'%(5,b'x'), b'abc'.hex(' '), bytes.fromhex('61 62'), b'ab'*2, b'a'<b'b', b'abc'.translate(bytes.maketrans(b'a',b'z')), b' x '.strip(), b'x'.center(5,b'-'), b'aXb'.lower(), b'abc'.find(98), list(b'ab'), b'ab'.isalpha(), b'a\nb'.splitlines(), b'abc'.partition(b'b'), b'abc'.removeprefix(b'a'), b'a'.zfill(3), 97 in b'abc', b'abc'.rjust(5), b'x=%r'%1, b'tab\t'.expandtabs(4), max(b'abc'), b'abc'.endswith((b'c',b'd')), b''.join([b'a',b'b']))
