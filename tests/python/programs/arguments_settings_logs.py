# argparse configparser logging warnings
import argparse, configparser, logging, warnings, io, sys
p=argparse.ArgumentParser(prog="tool",description="A tool.",epilog="bye")
p.add_argument("file",help="input file"); p.add_argument("-v","--verbose",action="store_true",help="talk"); p.add_argument("-n","--num",type=int,default=3,metavar="N",help="count (default: %(default)s)"); p.add_argument("--mode",choices=["fast","slow"],default="fast"); p.add_argument("--tag",action="append"); p.add_argument("-c",action="count",default=0); p.add_argument("rest",nargs="*"); p.add_argument("--ver",action="version",version="%(prog)s 1.0")
g=p.add_mutually_exclusive_group(); g.add_argument("--on",dest="sw",action="store_const",const=1); g.add_argument("--off",dest="sw",action="store_const",const=0)
print(p.parse_args(["a.txt","r1","r2","-v","-n","5","--tag","x","--tag=y","-ccc","--mode","slow"])); print(p.parse_args(["f"])); p.print_help()
print(p.format_usage())
sys.stderr=sys.stdout
for a in ([],["f","--num","x"],["f","--mode","z"],["f","--bogus"],["f","--on","--off"],["--ver"],["-h"],["f","-n"],["f","--ver=1"]):
    try: print(p.parse_args(a))
    except SystemExit as e: print("exit",e.code)
s=argparse.ArgumentParser(prog="git"); sub=s.add_subparsers(dest="cmd",required=True,title="commands"); a=sub.add_parser("add",help="add files"); a.add_argument("paths",nargs="+"); a.set_defaults(func=lambda n:len(n.paths)); c=sub.add_parser("commit"); c.add_argument("-m","--message",required=True)
n=s.parse_args(["add","x","y"]); print(n.cmd,n.func(n),n.paths)
for a in ([],["commit"],["nope"],["add"]):
    try: s.parse_args(a)
    except SystemExit as e: print("exit",e.code)
s.print_help(); print(p.parse_known_args(["f","--zz","1"]))
class Up(argparse.Action):
    def __call__(self,parser,ns,values,opt=None): setattr(ns,self.dest,values.upper())
q=argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter,prog="q"); q.add_argument("--name",action=Up,default="z",help="the name"); q.add_argument("--size",nargs=2,type=float,metavar=("W","H")); q.add_argument("--opt",nargs="?",const="C",default="D"); q.add_argument("--flag",action=argparse.BooleanOptionalAction,default=True)
print(q.parse_args(["--name","bob","--size","1","2.5","--opt","--no-flag"]), vars(q.parse_args([]))); q.print_help()
def pos(v):
    v=int(v)
    if v<=0: raise argparse.ArgumentTypeError(f"{v} not positive")
    return v
t=argparse.ArgumentParser(prog="t"); t.add_argument("--k",type=pos)
try: t.parse_args(["--k","-1"])
except SystemExit as e: print(e.code)
cp=configparser.ConfigParser(); cp.read_string("[DEFAULT]\nhome=/x\n[a]\nx = 1\ny: two\npath=%(home)s/b\nflag=yes\n[b]\nlist=1,\n  2\n; c\n# d\nempty=\n")
print(cp.sections(), cp["a"]["path"], cp.getint("a","x"), cp.getboolean("a","flag"), cp.get("b","list"), cp.get("b","zz",fallback="fb"), "y" in cp["a"], dict(cp["a"]), cp.has_option("a","home"), cp.options("b"), cp.items("a"))
cp["new"]={"k":"v"}; cp.set("a","x","9"); o=io.StringIO(); cp.write(o); print(o.getvalue())
for bad in ("cp['zz']","cp.get('a','q')","cp.getint('a','y')","cp.read_string('x=1')","cp.read_string('[a]\\n[a]')","cp.add_section('a')","cp.set('a','k',1)"):
    try: eval(bad); print("ok")
    except Exception as e: print(type(e).__name__,e)
out=io.StringIO(); h=logging.StreamHandler(out); h.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(funcName)s|%(lineno)d|%(message)s")); lg=logging.getLogger("app.db"); lg.addHandler(h); lg.setLevel(logging.INFO); lg.propagate=False
def work():
    lg.debug("no"); lg.info("x=%d %s",1,"y"); lg.warning("w"); 
    try: 1/0
    except ZeroDivisionError: lg.error("failed")
work(); lg.error("e %(a)s",{"a":5}); lg.log(35,"custom"); print(out.getvalue()); print(lg, lg.parent, logging.getLevelName(30), lg.isEnabledFor(10), lg.getEffectiveLevel(), lg.handlers)
class F(logging.Filter):
    def filter(self,r): return "secret" not in r.getMessage()
h.addFilter(F()); out.truncate(0); out.seek(0); lg.info("secret"); lg.info("open"); print(out.getvalue())
ch=lg.getChild("sub"); print(ch.name, logging.getLogger("app.db") is lg); ad=logging.LoggerAdapter(lg,{"u":1}); ad.info("adapted"); print(out.getvalue())
logging.basicConfig(format="{levelname}:{name}:{message}",style="{",stream=sys.stdout,level=logging.DEBUG,force=True); logging.debug("root"); logging.getLogger("z").critical("crit"); logging.info("%s","%"); logging.warning("bad %d","x") if 0 else None
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.warn("old",DeprecationWarning); warnings.warn("u"); print([(str(x.message),x.category.__name__) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("err")
    except UserWarning as e: print(repr(e))
with warnings.catch_warnings():
    warnings.filterwarnings("ignore"); warnings.warn("silent")
print(warnings.formatwarning("m",UserWarning,"f.py",3,"line"))
