import subprocess
import time

begin = time.perf_counter()
child = subprocess.Popen(["sleep", "1"])
while child.poll() is None:
    print(f"{time.perf_counter() - begin:.1f} s: not yet")
    time.sleep(0.3)
print(f"{time.perf_counter() - begin:.1f} s: ended with {child.returncode}")

print(subprocess.run(["echo", "hi"], capture_output=True, text=True).stdout.strip())
try:
    subprocess.run(["sleep", "5"], timeout=1)
except subprocess.TimeoutExpired as late:
    print(f"not over after {late.timeout:.0f} s")
