import configparser, io, zoneinfo, codecs, locale, importlib, importlib.util
from datetime import *
c=configparser.ConfigParser()
c.read_string("""
[DEFAULT]
base = /srv
debug = no
[web]
host = localhost
port: 8080
root = %(base)s/web
# comment
long = a
   b
   c
debug = yes
[db]
url = x=y
empty =
pct = 50%%
""")
print(c.sections(), c["web"]["root"], c.getint("web","port"), c.getboolean("web","debug"), c["db"].getboolean("debug"), repr(c["web"]["long"]), dict(c["web"]), c.get("db","nope",fallback=3), c.has_option("db","url"), c["db"]["pct"], repr(c["db"]["empty"]), "web" in c, list(c), c["web"].getint("port"), c["web"].get("zz"), c["web"].get("zz","d"), c.items("db"), c.options("db"), c["web"])
for f in (lambda: c.get("x","y"), lambda: c.get("web","y"), lambda: c["x"], lambda: c["web"]["y"], lambda: c.getint("web","host"), lambda: c.add_section("web"), lambda: c.set("web","a",1), lambda: c.read_string("a=1"), lambda: c.read_string("[a]\nb=1\nb=2"), lambda: c.read_string("[q]\n[q]"), lambda: c.read_string("[z]\nnovalue\n"), lambda: c.getboolean("web","host"), lambda: c.set("web", "p", "5%")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
c["new"]={"a":"1","b":"%(a)s2"}; c.set("new","c","3"); c.remove_option("web","long"); s=io.StringIO(); c.write(s); print(s.getvalue(), c["new"]["b"]); c.remove_section("db"); del c["web"]; print(c.sections())
c.read_dict({"bad": {"x": "%(nope)s", "l": "%(l)s"}})
for o in "xl":
    try: c.get("bad", o)
    except Exception as e: print(type(e).__name__, e)
e=configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation()); e.read_string("[a]\nx=1\n[b]\ny=${a:x}2 ${z} $$\nz=9"); print(e["b"]["y"])
r=configparser.RawConfigParser(allow_no_value=True); r.optionxform=str; r.read_string("[A]\nKey\nB=%(x)s ; c\n"); print(dict(r["A"]), r.read("/nope.ini"))
p=configparser.ConfigParser(inline_comment_prefixes=("#",), converters={"list": lambda s: s.split(",")}); p.read_string("[s]\na = 1,2 # hey\n"); print(p.getlist("s","a"), p["s"].getlist("a"))
Z=zoneinfo.ZoneInfo
for k in ("Asia/Seoul","Europe/Paris","America/New_York","Australia/Sydney","UTC","Europe/London","Asia/Kolkata"):
    for m in (1,3,7,11):
        for d in (10, 31):
            for h in (1, 2, 3):
                try: t=datetime(2024,m,d,h,30,tzinfo=Z(k))
                except ValueError: continue
                u=datetime(2023,m,d,h,30,tzinfo=timezone.utc).astimezone(Z(k))
                print(t, t.tzname(), t.dst(), t.replace(fold=1).utcoffset(), u, u.fold, u.tzname())
print(repr(Z("Asia/Seoul")), Z("Asia/Seoul") is Z("Asia/Seoul"), datetime(2024,1,1,tzinfo=Z("Asia/Seoul")).astimezone(Z("America/New_York")))
try: Z("Nope/X")
except zoneinfo.ZoneInfoNotFoundError as e: print(e)
print(codecs.encode("hello","rot13"), codecs.decode(b"68656c6c6f","hex"), codecs.encode("é","utf-8"), codecs.BOM_UTF8, codecs.lookup("utf8").name, locale.setlocale(locale.LC_ALL,"C"), locale.atof("1.5"))
m=importlib.import_module("json"); print(m.dumps([1]), importlib.import_module(".decoder","json").__name__, importlib.util.find_spec("nope_mod"), importlib.util.find_spec("json").name)
try: importlib.import_module("nope_mod")
except ModuleNotFoundError as e: print(e, e.name)
