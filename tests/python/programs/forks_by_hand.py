"""`os.fork`: copies that go on where they stand, pipes, what has become of them."""
import os, sys, time, signal
print("start")
def child(n):
    time.sleep(0.1 * n)
    print("child", n, "ppid ok", os.getppid() == PARENT)
    return n
PARENT = os.getpid()
x = [1, 2]
pid = os.fork()
if pid == 0:
    x.append(3)
    print("in child", x, os.getpid() != PARENT)
    os._exit(7)
else:
    got, status = os.waitpid(pid, 0)
    print("in parent", x, got == pid, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status))
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.close(r)
    with os.fdopen(w, "w") as f:
        for i in range(3):
            f.write(f"line {i}\n")
    os._exit(0)
os.close(w)
with os.fdopen(r) as f:
    for line in f:
        print("got", line.strip())
os.waitpid(pid, 0)
kids = []
for i in range(3):
    p = os.fork()
    if not p:
        sys.exit(child(3 - i))
    kids.append(p)
for _ in kids:
    p, st = os.wait()
    print("ended", kids.index(p), os.WEXITSTATUS(st))
try:
    os.wait()
except ChildProcessError as e:
    print(type(e).__name__, e)
p = os.fork()
if p == 0:
    time.sleep(10)
    print("never")
time.sleep(0.1)
print(os.waitpid(p, os.WNOHANG))
os.kill(p, signal.SIGTERM)
q, st = os.waitpid(p, 0)
print(os.WIFSIGNALED(st), os.WTERMSIG(st), os.waitstatus_to_exitcode(st))
def gen():
    a = 1
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        yield "parent"
    else:
        yield "child"
    yield a
for v in gen():
    print(v)
    if v == "child":
        with open("/dev/null"):
            os._exit(0)
class A:
    def __init__(self):
        self.pid = os.fork()
a = A()
if a.pid == 0:
    print("object child")
    raise SystemExit(3)
print(os.waitpid(a.pid, 0)[1] >> 8)
import atexit
atexit.register(print, "bye")
pid = os.fork()
if pid:
    print(os.waitpid(pid, 0)[1])
    print("parent end")
else:
    raise ValueError("in child")
