"""`unicodedata`, all of it for the first planes."""
import unicodedata as u
for c in "aé가ﬁ½٣あＡ☃\n²Ⅷ中Å":
    print(ascii(c), u.category(c), u.name(c, "-"), u.combining(c), u.east_asian_width(c), u.bidirectional(c), u.mirrored(c), u.decimal(c, None), u.digit(c, None), u.numeric(c, None))
for t in ("한글 café ﬁ Å Ω", "q\u0307\u0323", "ｱｲｳ①", "\u1100\u1161\u11a8", "\u0958", "豈"):
    for f in ("NFC", "NFD", "NFKC", "NFKD"):
        n = u.normalize(f, t)
        print(f, ascii(n), u.is_normalized(f, t))
print(u.lookup("SNOWMAN"), u.unidata_version)
for f in (lambda: u.lookup("NO SUCH"), lambda: u.name("\n"), lambda: u.decimal("x"), lambda: u.digit("x"), lambda: u.numeric("x"), lambda: u.normalize("X", "é")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
def width(s):
    return sum(2 if u.east_asian_width(c) in "WF" else 1 for c in s)
for s in ("이름", "name", "Ｗide"):
    print(s + " " * (10 - width(s)) + "|")
import hashlib
h = hashlib.sha256()
for i in list(range(0x20, 0x1200)) + list(range(0xf900, 0x10000)) + list(range(0x1d100, 0x1d200)):
    c = chr(i)
    h.update(repr((u.category(c), u.combining(c), u.east_asian_width(c), u.bidirectional(c), u.mirrored(c), u.numeric(c, None), u.digit(c, None), u.normalize("NFD", c), u.normalize("NFC", c), u.normalize("NFKD", c), u.name(c, ""))).encode())
print(h.hexdigest())
