import logging, logging.handlers, sys, threading, queue, io, time, os
class ListHandler(logging.Handler):
    def __init__(self, level=logging.NOTSET): super().__init__(level); self.records = []
    def emit(self, record): self.records.append(self.format(record))
logging.basicConfig(level=logging.DEBUG, format="%(levelname)-8s|%(name)s|%(threadName)s|%(message)s", stream=sys.stdout)
log = logging.getLogger("app"); sub = logging.getLogger("app.db.pool")
log.debug("d %s", 1); log.info("%(a)d and %(b)s", {"a": 1, "b": "x"}); log.warning("w %r %5.2f", "q", 3.14159)
sub.error("from %s", sub.name); print(sub.parent.name, sub.getEffectiveLevel(), log.isEnabledFor(10), logging.getLevelName(30), logging.getLevelName("ERROR"))
log.error("with info", exc_info=ValueError("given")); log.log(25, "custom")
logging.addLevelName(25, "NOTICE"); log.log(25, "named"); log.info("stack", stack_info=False)
def t(): log.info("in thread")
th = threading.Thread(target=t, name="worker-1"); th.start(); th.join()
h = ListHandler(logging.WARNING); h.setFormatter(logging.Formatter("{levelname}:{message}:{funcName}:{lineno}", style="{")); log.addHandler(h)
class F(logging.Filter):
    def filter(self, r): r.msg = str(r.msg).upper(); return "SECRET" not in r.msg
log.addFilter(F()); log.warning("hello"); log.warning("secret"); log.error("bye"); print(h.records); log.filters.clear()
log.propagate = False; log.critical("only list"); print(h.records[-1]); log.propagate = True
q = queue.Queue(); qh = logging.handlers.QueueHandler(q); lst = logging.handlers.QueueListener(q, logging.StreamHandler(sys.stdout), respect_handler_level=True)
ql = logging.getLogger("q"); ql.propagate = False; ql.addHandler(qh); lst.start(); ql.info("queued %d", 5); lst.stop()
mh = logging.handlers.MemoryHandler(3, logging.ERROR, logging.StreamHandler(sys.stdout)); ml = logging.getLogger("mem"); ml.propagate = False; ml.addHandler(mh)
ml.info("1"); ml.info("2"); print("--"); ml.error("flush"); mh.close()
ad = logging.LoggerAdapter(log, {"user": "kim"}); ad.info("adapted %s", 1)
class A(logging.LoggerAdapter):
    def process(self, msg, kw): return f"[{self.extra['id']}] {msg}", kw
A(log, {"id": 7}).warning("pre")
s = io.StringIO(); sh = logging.StreamHandler(s); sh.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y")); x = logging.getLogger("x"); x.addHandler(sh); x.propagate = False; x.setLevel("INFO"); x.info("timed"); print(len(s.getvalue()), x, sh)
print(logging.root, logging.getLogger() is logging.root, logging.getLogger("app").handlers, log.hasHandlers(), log.getChild("k").name)
logging.disable(logging.CRITICAL); log.critical("no"); logging.disable(logging.NOTSET)
fh = logging.handlers.RotatingFileHandler("rot.log", maxBytes=60, backupCount=2); fh.setFormatter(logging.Formatter("%(message)s")); rl = logging.getLogger("rot"); rl.propagate = False; rl.addHandler(fh)
for i in range(12): rl.info("message number %d", i)
fh.close(); print(sorted(f for f in os.listdir(".") if f.startswith("rot.log")), open("rot.log").read().split("\n"), open("rot.log.1").read().count("\n")); [os.remove(f) for f in ("rot.log", "rot.log.1", "rot.log.2")]
log.info("bad args %d", "x") if False else None
r = logging.LogRecord("n", 20, "/a/b.py", 10, "m %s", ("a",), None); print(r.getMessage(), r.filename, r.module, r, logging.makeLogRecord({"msg": "hi", "levelno": 10}).getMessage())
logging.captureWarnings(True); import warnings; warnings.warn("careful") if 0 else None; logging.captureWarnings(False)
nh = logging.getLogger("lib"); nh.addHandler(logging.NullHandler()); nh.propagate = False; nh.error("silent")
print(logging.Formatter("%(message)s", defaults={"a": 1})._fmt, logging.BASIC_FORMAT)
try: logging.Formatter("%(message)", style="%"); logging.Formatter("{bad", style="{")
except ValueError as e: print(e)
try: log.setLevel("NOPE")
except ValueError as e: print(e)
