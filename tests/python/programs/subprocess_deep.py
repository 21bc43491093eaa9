import subprocess
import sys
import time
import os
from subprocess import PIPE, STDOUT, DEVNULL, CalledProcessError, TimeoutExpired

T = time.monotonic()


def at():
    return f"{time.monotonic() - T:.1f}"


r = subprocess.run(["echo", "hello", "world"], capture_output=True, text=True)
print(r, r.returncode, repr(r.stdout), repr(r.stderr), r.args)
r = subprocess.run("echo one; echo two >&2; exit 3", shell=True, stdout=PIPE, stderr=PIPE, text=True)
print(r.returncode, r.stdout, r.stderr)
try:
    r.check_returncode()
except CalledProcessError as e:
    print(e, e.returncode, e.cmd, e.stdout)
try:
    subprocess.run(["false"], check=True)
except CalledProcessError as e:
    print(e)
print(subprocess.run(["true"]).returncode, subprocess.call(["false"]), subprocess.check_call(["true"]))
print(subprocess.check_output(["echo", "bytes"]), subprocess.check_output("echo shell", shell=True, text=True).strip())
try:
    subprocess.check_output("echo out; exit 2", shell=True)
except CalledProcessError as e:
    print(e.output, e.returncode)
try:
    subprocess.run(["sleep", "5"], timeout=0.3)
except TimeoutExpired as e:
    print(type(e).__name__, e.cmd, round(e.timeout, 1), at())
try:
    subprocess.run(["no-such-program", "x"])
except FileNotFoundError as e:
    print(e)
p = subprocess.Popen(["sleep", "0.4"])
print(p.poll(), p.returncode, p.pid > 0, p.args)
print(p.wait(), p.poll(), at())
p = subprocess.Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True)
out, err = p.communicate("line 1\nline 2\n")
print(repr(out), err, p.returncode)
p = subprocess.Popen(["sleep", "10"])
try:
    p.wait(timeout=0.2)
except TimeoutExpired as e:
    print(e.cmd)
p.terminate()
print(p.wait(), at())
p = subprocess.Popen(["sleep", "10"])
p.kill()
print(p.wait())
print(p)
with subprocess.Popen(["echo", "ctx"], stdout=PIPE, text=True) as p:
    print(p.stdout.read().strip())
print(p.returncode)
p = subprocess.Popen("for i in 1 2 3; do echo line $i; sleep 0.1; done", shell=True, stdout=PIPE, text=True)
for line in p.stdout:
    print(line.rstrip(), at())
p.wait()
r = subprocess.run([sys.executable, "-c", "import sys; print('child', sys.argv[1:]); sys.exit(4)", "a", "b"], capture_output=True, text=True)
print(r.returncode, r.stdout)
r = subprocess.run([sys.executable, "-c", "print(input().upper())"], input="quiet\n", capture_output=True, text=True)
print(r.stdout)
r = subprocess.run([sys.executable, "-c", "raise ValueError('boom')"], capture_output=True, text=True)
print(r.returncode, r.stderr.splitlines()[-1])
r = subprocess.run([sys.executable, "-c", "import os; print(os.environ['GREETING'])"], env={**os.environ, "GREETING": "hi"}, capture_output=True, text=True)
print(r.stdout)
ps = [subprocess.Popen(["sleep", s]) for s in ("0.3", "0.1", "0.2")]
print([p.wait() for p in ps], at())
r = subprocess.run("echo a | cat", shell=True, stdout=PIPE, stderr=STDOUT)
print(r.stdout)
print(subprocess.run(["echo", "x"], stdout=DEVNULL).stdout)
print(subprocess.getoutput("echo got"), subprocess.getstatusoutput("false"))
a = subprocess.Popen(["echo", "b\na\nc"], stdout=PIPE)
b = subprocess.Popen(["sort"], stdin=a.stdout, stdout=PIPE, text=True)
a.stdout.close()
print(b.communicate()[0].split())
p = subprocess.Popen(["cat"], stdin=PIPE, stdout=PIPE)
try:
    p.communicate(b"x", timeout=5)
except TimeoutExpired:
    print("late")
print(p.returncode)
r = subprocess.run(["sh", "-c", "echo $0 $1", "zero", "one"], capture_output=True, text=True)
print(r.stdout)
r = subprocess.run(["ls", "/nonexistent-folder"], capture_output=True, text=True)
print(r.returncode != 0)
sys.stdout.flush()
subprocess.run(["echo", "direct"])
subprocess.run([sys.executable, "-c", "print('direct child')"])
print(subprocess.list2cmdline(["a b", "c"]))
try:
    subprocess.run("echo", capture_output=True, stdout=PIPE)
except ValueError as e:
    print(e)
print("end", at())
