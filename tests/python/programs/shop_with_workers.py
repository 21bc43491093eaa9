# inventory service: dataclass + enum + threads + queue + logging + contextvars
import contextvars, dataclasses, enum, logging, queue, random, sys, threading, time, itertools, collections, functools, operator, json
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(relativeCreated)05d"[:0] + "[%(levelname).1s] %(threadName)-10s %(funcName)s: %(message)s")
request_id = contextvars.ContextVar("request_id", default="-")
class Status(enum.Enum):
    PENDING = "pending"; DONE = "done"; FAILED = "failed"
    def __str__(self): return self.value.upper()
@dataclasses.dataclass(slots=True)
class Order:
    id: int; items: dict[str, int]; status: Status = Status.PENDING; notes: list[str] = dataclasses.field(default_factory=list)
    @property
    def total(self): return sum(PRICES[k] * n for k, n in self.items.items())
PRICES = {"tea": 2.5, "rice": 10, "salt": 1.25}
class OutOfStock(LookupError):
    def __init__(self, item, wanted, left): super().__init__(item, wanted, left); self.item = item
    def __str__(self): return "{} ({} wanted, {} left)".format(*self.args)
class Stock:
    def __init__(self, **k): self._d = dict(k); self._cond = threading.Condition()
    def take(self, item, n, timeout=None):
        with self._cond:
            if not self._cond.wait_for(lambda: self._d.get(item, 0) >= n, timeout): raise OutOfStock(item, n, self._d.get(item, 0))
            self._d[item] -= n
    def put(self, item, n):
        with self._cond: self._d[item] = self._d.get(item, 0) + n; self._cond.notify_all()
    def __repr__(self): return f"Stock({self._d})"
class Filter(logging.Filter):
    def filter(self, record): record.msg = f"<{request_id.get()}> {record.msg}"; return True
log = logging.getLogger("shop"); log.addFilter(Filter())
stock = Stock(tea=3, rice=1); orders = queue.Queue(); results = {}
def handle(order):
    tok = request_id.set(f"req{order.id}")
    try:
        for item, n in order.items.items():
            stock.take(item, n, timeout=0.5)
        order.status = Status.DONE; log.info("order %d: %s %.2f", order.id, order.status, order.total)
    except OutOfStock as e:
        order.status = Status.FAILED; order.notes.append(str(e)); log.warning("failed: %s", e)
    finally: request_id.reset(tok)
def worker():
    while (o := orders.get()) is not None:
        handle(o); results[o.id] = o; orders.task_done()
    orders.task_done()
ws = [threading.Thread(target=worker, name=f"worker-{i}") for i in range(2)]
[w.start() for w in ws]
for i, it in enumerate([{"tea": 2}, {"rice": 1, "tea": 1}, {"rice": 1}, {"salt": 4}]): orders.put(Order(i, it)); time.sleep(0.05)
threading.Timer(0.3, stock.put, ("salt", 10)).start()
for _ in ws: orders.put(None)
orders.join(); [w.join() for w in ws]
print(*(results[k] for k in sorted(results)), sep="\n"); print(stock, request_id.get())
by = collections.defaultdict(list)
for o in results.values(): by[o.status].append(o.id)
print({str(k): sorted(v) for k, v in sorted(by.items(), key=lambda kv: kv[0].value)}, json.dumps(dataclasses.asdict(results[0]), default=str))
