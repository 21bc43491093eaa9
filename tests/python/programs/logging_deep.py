import io
import logging
import logging.handlers
import queue
import sys
import threading
import time

root = logging.getLogger()
print(root, root.level, logging.getLevelName(20), logging.getLevelName("ERROR"), logging.getLevelName(15))
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(levelname)-8s|%(name)s|%(threadName)s|%(message)s")
log = logging.getLogger("app.db")
log.debug("value %d of %s", 3, "x")
log.info("named %(a)s", {"a": 5})
log.warning("warn")
log.error("err %r", "q")
log.critical("crit")
log.log(25, "custom level")
logging.addLevelName(25, "NOTICE")
log.log(25, "notice")
print(log.name, log.parent.name, log.level, log.getEffectiveLevel(), log.isEnabledFor(10), log.hasHandlers(), log.propagate)
child = log.getChild("pool")
print(child.name, child)
log.setLevel("WARNING")
child.info("hidden")
child.warning("shown")
try:
    log.setLevel("NOPE")
except ValueError as e:
    print(e)
try:
    1 / 0
except ZeroDivisionError:
    log.error("failed", exc_info=False)
buffer = io.StringIO()
handler = logging.StreamHandler(buffer)
handler.setFormatter(logging.Formatter("{levelname}:{message}:{funcName}:{lineno}", style="{"))
handler.setLevel(logging.ERROR)
log.addHandler(handler)
log.propagate = False


def inside():
    log.warning("not for the handler")
    log.error("for the handler")


inside()
print(buffer.getvalue(), end="")
print(handler, log.handlers == [handler])


class OnlyEven(logging.Filter):
    def filter(self, record):
        return record.args[0] % 2 == 0 if record.args else True


class Collect(logging.Handler):
    def __init__(self):
        super().__init__()
        self.seen = []

    def emit(self, record):
        self.seen.append((record.levelname, record.getMessage(), record.threadName, record.name))


collect = Collect()
collect.addFilter(OnlyEven())
worker_log = logging.getLogger("workers")
worker_log.propagate = False
worker_log.addHandler(collect)


def work(n):
    worker_log.info("job %d", n)


threads = [threading.Thread(target=work, args=(n,), name=f"w{n}") for n in range(4)]
for t in threads:
    t.start()
    t.join()
print(collect.seen)
worker_log.addFilter(lambda r: "secret" not in r.getMessage())
worker_log.info("secret")
print(len(collect.seen))

q = queue.Queue()
qh = logging.handlers.QueueHandler(q)
target = Collect()
listener = logging.handlers.QueueListener(q, target, respect_handler_level=True)
ql = logging.getLogger("queued")
ql.propagate = False
ql.addHandler(qh)
listener.start()
ql.warning("over the queue %s", 1)
listener.stop()
print(target.seen)

adapter = logging.LoggerAdapter(logging.getLogger("adapted"), {"user": "kim"})
logging.getLogger("adapted").addHandler(h := logging.StreamHandler(sys.stdout))
logging.getLogger("adapted").propagate = False
h.setFormatter(logging.Formatter("%(user)s %(message)s %(levelno)s"))
adapter.warning("hello %s", "there")


class Prefix(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        return f"[{self.extra['id']}] {msg}", kwargs


p = Prefix(logging.getLogger("prefixed"), {"id": 7})
p.error("bad")
logging.getLogger("x").info("extra", extra={"k": 1})
try:
    logging.getLogger("x").info("extra", extra={"message": 1})
except KeyError as e:
    print(e)
f = logging.Formatter("%(asctime)s %(message)s", datefmt="%H:%M")
print(len(f.format(logging.LogRecord("n", 20, "p", 1, "m", (), None))))
print(logging.Formatter().format(logging.LogRecord("n", 20, "p", 1, "m %s", ("a",), None)))
r = logging.makeLogRecord({"msg": "made", "levelname": "INFO"})
print(r, r.getMessage())
logging.disable(logging.ERROR)
root.error("disabled")
root.critical("still")
logging.disable(logging.NOTSET)
logging.captureWarnings(True)
memory = logging.handlers.MemoryHandler(10, flushLevel=logging.ERROR, target=logging.StreamHandler(sys.stdout))
ml = logging.getLogger("mem")
ml.propagate = False
ml.addHandler(memory)
ml.info("kept")
print("nothing yet")
ml.error("flushes")
null = logging.getLogger("lib")
null.addHandler(logging.NullHandler())
null.warning("seen by root")
log.warning("x", stack_info=False, stacklevel=1)
try:
    logging.basicConfig(bad=1)
except ValueError as e:
    print(e)
logging.basicConfig(force=True, stream=sys.stdout, format="%(process)d"[:0] + "%(module)s %(filename)s %(pathname).0s%(message)s")
root.warning("forced")
logging.getLogger("app").warning("lazy %s", [1, 2])
logging.warning("module level %s", "fn")
logging.getLogger().handlers[0].terminator = "!\n"
logging.info("low")
logging.error("term")
print(sorted(n for n in logging.root.manager.loggerDict if n.startswith("app")))
print(logging.getLogger("app.db") is log, logging.INFO < logging.WARN)
logging.shutdown()
