from collections import deque


def task(name, steps):
    for step in range(1, steps + 1):
        print(f"{name} {step}/{steps}")
        yield


ready = deque([task("A", 3), task("B", 1), task("C", 2)])
while ready:
    one = ready.popleft()
    try:
        next(one)
    except StopIteration:
        continue
    ready.append(one)
