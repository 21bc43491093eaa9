import asyncio
import threading
import time
from collections import Counter


def in_turn(wait):
    for _ in range(3):
        time.sleep(wait)


def in_threads(wait):
    threads = [threading.Thread(target=time.sleep, args=(wait,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def joined_at_once(wait):
    for _ in range(3):
        thread = threading.Thread(target=time.sleep, args=(wait,))
        thread.start()
        thread.join()


async def blocked(wait):
    async def job():
        time.sleep(wait)
    await asyncio.gather(*(job() for _ in range(3)))


# Topic, what runs, and your guess in seconds: first predict, then run.
GUESSES = [
    ("waiting", in_turn, 0.6),
    ("threads", in_threads, 0.2),
    ("threads", joined_at_once, 0.2),
    ("asyncio", lambda wait: asyncio.run(blocked(wait)), 0.2),
]
asked, missed = Counter(), Counter()
for topic, job, guess in GUESSES:
    started = time.perf_counter()
    job(0.2)
    seconds = round(time.perf_counter() - started, 1)
    asked[topic] += 1
    missed[topic] += seconds != guess
    print(f"{topic:8} guess {guess} s, measured {seconds} s", "" if seconds == guess else "<- look")
for topic, count in missed.most_common():
    print(f"{topic:8} {count} of {asked[topic]} wrong", "- read again" if count else "- known")
