"""Round robin in SimPy (https://simpy.readthedocs.io): the schedule that
`benches/reference` records, with one process a core and a store as the queue.

    python3 round_robin.py TASKS CORES TURNS QUANTUM ROUNDS

prints the slices recorded and the seconds of the quickest of the rounds.
"""

import sys
import time

import simpy


def core(env, number, ready, left, since, quantum, log):
    while True:
        task = yield ready.get()
        start = env.now
        if start > since[task]:
            log.append((task, "ready", since[task], start))
        yield env.timeout(min(left[task], quantum))
        end = env.now
        log.append((number, "core", start, end))
        log.append((task, "running", start, end))
        left[task] -= end - start
        since[task] = end
        if left[task] > 0:
            yield ready.put(task)


def run(tasks, cores, turns, quantum):
    env = simpy.Environment()
    ready = simpy.Store(env)
    ready.items.extend(range(tasks))
    left = [quantum * turns] * tasks
    since = [0] * tasks
    log = []
    for number in range(cores):
        env.process(core(env, number, ready, left, since, quantum, log))
    env.run()
    return len(log)


def main():
    tasks, cores, turns, quantum, rounds = map(int, sys.argv[1:])
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        slices = run(tasks, cores, turns, quantum)
        best = min(best, time.process_time() - begun)
    print(slices, best)


main()
