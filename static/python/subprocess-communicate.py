import subprocess
import time


def children():
    return [subprocess.Popen(["sleep", str(seconds)]) for seconds in (1, 2, 3)]


def told(what):
    print(f"{time.perf_counter() - begin:.1f} s: {what}")


begin = time.perf_counter()
for child in children():
    child.communicate()
    told("in turn")

begin = time.perf_counter()
one, two, three = children()
for child in (one, three, two):
    child.communicate()
    told("out of turn")

begin = time.perf_counter()
child = subprocess.Popen(["sleep", "4"])
try:
    child.communicate(timeout=1)
except subprocess.TimeoutExpired as late:
    told(f"TimeoutExpired after {late.timeout:.1f} s")
told(f"it still runs: {child.poll() is None}")
child.kill()
child.communicate()
told(f"killed: {child.returncode}")
