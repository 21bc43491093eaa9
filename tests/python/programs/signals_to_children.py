# Children that end in good order when they are told to
import multiprocessing as mp, os, signal, sys, time
running = True
def stop(signum, frame):
    global running
    print(mp.current_process().name, "hears", signal.Signals(signum).name, frame is not None, flush=True)
    running = False
def service(q):
    signal.signal(signal.SIGTERM, stop)
    n = 0
    while running: time.sleep(0.1); n += 1
    q.put(("rounds", n)); sys.exit(4)
def leaves(q):
    def bye(signum, frame): raise SystemExit(9)
    signal.signal(signal.SIGTERM, bye)
    try:
        while True: time.sleep(0.1)
    finally: q.put("left")
def ignores():
    signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(0.5)
def counts(q):
    seen = []
    signal.signal(signal.SIGUSR1, lambda s, f: seen.append(s))
    end = time.monotonic() + 0.6
    while time.monotonic() < end: time.sleep(0.05)
    q.put(len(seen))
if __name__ == "__main__":
    q = mp.Queue()
    p = mp.Process(target=service, args=(q,), name="service"); p.start(); time.sleep(0.55); p.terminate(); p.join(); print(p.exitcode, q.get())
    p = mp.Process(target=leaves, args=(q,)); p.start(); time.sleep(0.2); os.kill(p.pid, signal.SIGTERM); p.join(); print(p.exitcode, q.get())
    t = time.monotonic(); p = mp.Process(target=ignores); p.start(); time.sleep(0.1); p.terminate(); p.join(); print(p.exitcode, round(time.monotonic() - t, 1))
    p = mp.Process(target=time.sleep, args=(9,)); p.start(); time.sleep(0.1); p.terminate(); p.join(); print(p.exitcode)
    p = mp.Process(target=counts, args=(q,)); p.start()
    for _ in range(3): time.sleep(0.1); os.kill(p.pid, signal.SIGUSR1)
    p.join(); print(p.exitcode, q.get())
    got = []
    signal.signal(signal.SIGUSR2, lambda s, f: got.append(mp.current_process().name))
    def inherits(q): os.kill(os.getppid(), signal.SIGUSR2); time.sleep(0.2); q.put(len(got))
    p = mp.Process(target=inherits, args=(q,)); p.start(); time.sleep(0.3); os.kill(p.pid, signal.SIGKILL) if p.is_alive() else None; p.join(); print(p.exitcode, q.get(), got)
