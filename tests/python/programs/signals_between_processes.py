import multiprocessing as mp, os, signal, subprocess, sys, time
def child(ready):
    def term(s, f):
        print("child got", signal.Signals(s).name, flush=True)
        sys.exit(7)
    signal.signal(signal.SIGTERM, term)
    ready.set()
    while True: time.sleep(0.05)
def busy(ready):
    got = []
    signal.signal(signal.SIGUSR1, lambda s, f: got.append(s))
    ready.set()
    n = 0
    while not got: n += 1
    print("busy child saw", got, flush=True)
def ki(ready):
    ready.set()
    try: time.sleep(5)
    except KeyboardInterrupt: print("child KI", flush=True); sys.exit(3)
def deaf(ready):
    signal.signal(signal.SIGTERM, signal.SIG_IGN); ready.set(); time.sleep(5)
if __name__ == "__main__":
    for target, sig in ((child, signal.SIGTERM), (busy, signal.SIGUSR1), (ki, signal.SIGINT), (deaf, signal.SIGTERM)):
        ready = mp.Event()
        p = mp.Process(target=target, args=(ready,)); p.start(); ready.wait()
        time.sleep(0.05)
        os.kill(p.pid, sig); p.join(0.5)
        print(target.__name__, p.exitcode, p.is_alive())
        if p.is_alive(): p.kill(); p.join(); print(p.exitcode)
    p = mp.Process(target=time.sleep, args=(5,)); p.start(); os.kill(p.pid, signal.SIGUSR2); p.join(); print(p.exitcode, p)if False else print(p.exitcode)
    s = subprocess.Popen(["sleep", "5"]); s.send_signal(signal.SIGINT); print(s.wait())
    s = subprocess.Popen(["sleep", "5"]); s.send_signal(signal.SIGHUP); print(s.wait())
    s = subprocess.Popen([sys.executable, "-c", "import time\ntry:\n    time.sleep(5)\nexcept KeyboardInterrupt:\n    print('inner KI')"], stdout=subprocess.PIPE, text=True); time.sleep(0.3); s.send_signal(signal.SIGINT); print(s.communicate(), s.returncode)
    s = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(5)"], stderr=subprocess.PIPE, text=True); time.sleep(0.3); s.send_signal(signal.SIGINT); print(s.communicate()[1].splitlines()[-1], s.returncode)
    try: os.kill(999999, 0)
    except ProcessLookupError as e: print(e)
    print(signal.sigpending() == set())
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1}); os.kill(os.getpid(), signal.SIGUSR1); print(signal.sigpending()); print(signal.sigwait({signal.SIGUSR1}))
    pid = os.getpid()
    signal.signal(signal.SIGCHLD, lambda *a: print("SIGCHLD")); p = mp.Process(target=print, args=("hi",)); p.start(); p.join()
    time.sleep(0.05)
