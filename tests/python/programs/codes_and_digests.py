import base64, binascii, uuid, array, html, http, shlex, hashlib, hmac, secrets, random
print(base64.b64encode(b"hello"), base64.b64decode("aGVsbG8="), base64.urlsafe_b64encode(b"\xff\xfe\xfd"), base64.b32encode(b"hi"), base64.b32decode("NBUQ===="), base64.b16encode(b"\xab"), base64.b16decode("AB"), base64.b64encode(b""), base64.b64decode("aGk"+"="))
for a in ("base64.b64decode('a')","base64.b64decode('abc')","base64.b64encode('x')","binascii.unhexlify('abc')","binascii.unhexlify('zz')"):
    try: print(eval(a))
    except Exception as e: print(type(e).__name__, e)
print(binascii.hexlify(b"ab"), binascii.crc32(b"hello"), binascii.crc_hqx(b"a",0), binascii.hexlify(b"abc","-"))
u=uuid.UUID("12345678-1234-5678-1234-567812345678"); print(u, repr(u), u.hex, u.int, u.version, u.fields, u.bytes, u.urn, uuid.uuid5(uuid.NAMESPACE_DNS,"python.org"), uuid.uuid3(uuid.NAMESPACE_URL,"x"), uuid.uuid4().version, len(str(uuid.uuid1())), u==uuid.UUID(int=u.int), u<uuid.UUID(int=2**127))
for a in ("uuid.UUID('x')","uuid.UUID()"):
    try: print(eval(a))
    except Exception as e: print(type(e).__name__, e)
a=array.array("i",[1,2,3]); a.append(4); a.extend([5]); a[0]=9; print(a, a[1:3], len(a), a.tobytes(), a.itemsize, a.typecode, sum(a), a.tolist(), array.array("d",[1.5])*2, array.array("f",[0.1])[0], array.array("u","ab"), a==array.array("i",[9,2,3,4,5]), a.index(3), a.pop(), 2 in a, array.array("B",b"\x01\x02"), array.array("q"))
for x in ("a.append('x')","a.append(2**40)","array.array('z')","a[10]","a.append(1.5)","array.array('B',[-1])","array.array('H',[70000])","a.remove(77)","array.array('i').pop()"):
    try: print(eval(x))
    except Exception as e: print(type(e).__name__, e)
print(html.escape("<a href='x'>&\"</a>"), html.unescape("&lt;&#65;&#x42;&amp;&nope;"), http.HTTPStatus.NOT_FOUND, http.HTTPStatus(200).phrase, http.HTTPStatus.OK==200, repr(http.HTTPStatus.OK), http.HTTPMethod.GET)
print(shlex.split("a 'b c' \"d \\\" e\" f\\ g"), shlex.quote("it's"), shlex.join(["a b","c"]))
print(hashlib.sha256(b"x").hexdigest(), hashlib.md5(b"a").hexdigest(), hashlib.new("sha1",b"q").digest().hex(), hashlib.sha512(b"").hexdigest()[:20], hashlib.sha224(b"abc").hexdigest(), hashlib.sha384(b"abc").hexdigest()[:10])
h=hashlib.sha256(); h.update(b"a"); h.update(b"b"); print(h.hexdigest()==hashlib.sha256(b"ab").hexdigest(), h.name, h.digest_size, h.block_size, hmac.new(b"k",b"m","sha256").hexdigest(), hashlib.pbkdf2_hmac("sha256",b"pw",b"salt",3).hex())
for x in ("hashlib.md5('x')","hashlib.new('nope')"):
    try: print(eval(x))
    except Exception as e: print(type(e).__name__, e)
print(len(secrets.token_hex(8)), secrets.randbelow(1), random.Random("seed").random(), random.Random(b"b").random(), random.Random(1.5).random())
