"""heapq and deque: a queue by priority, a queue by turns."""
import heapq
from collections import deque


def work(n):
    heap = []
    seed = 12345
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2147483648
        heapq.heappush(heap, seed)
    total = 0
    while heap:
        total = (total * 31 + heapq.heappop(heap)) % 1000003
    turns = deque(range(100))
    for _ in range(n * 5):
        turns.append(turns.popleft())
    return total, turns[0]


print(work(50_000))
