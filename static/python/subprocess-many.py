import subprocess
import time

begin = time.perf_counter()
children = [subprocess.Popen(["sleep", str(seconds)]) for seconds in range(1, 6)]
print(f"{time.perf_counter() - begin:.1f} s: all are started")
for child in children:
    child.communicate()
    print(f"{time.perf_counter() - begin:.1f} s: one more has ended")
