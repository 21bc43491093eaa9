# concurrent.futures: what a future can tell, and what a pool does in every case.
import concurrent.futures as cf
import threading
import time
from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor, as_completed, wait, FIRST_COMPLETED, \
    FIRST_EXCEPTION, ALL_COMPLETED, CancelledError, Future, TimeoutError, InvalidStateError, BrokenExecutor

T0 = time.monotonic()


def at():
    return f"{time.monotonic() - T0:.1f}s"


def nap(seconds, answer=None):
    time.sleep(seconds)
    if isinstance(answer, Exception):
        raise answer
    return answer if answer is not None else seconds


def square(x):
    return x * x


def broken(x):
    if x == 3:
        raise ValueError(f"no {x}")
    return x


def names(prefix):
    return threading.current_thread().name


state = threading.local()


def setup(value):
    state.value = value


def read_state(_):
    return state.value


def failing_setup():
    raise RuntimeError("setup failed")


def main():
    print("-- submit and result")
    with ThreadPoolExecutor(max_workers=2) as pool:
        f = pool.submit(nap, 0.2, "ok")
        print(f.done(), f.running() or not f.done(), f.cancelled())
        print(f.result(), f.done(), f.exception(), at())
        f = pool.submit(nap, 0.1, KeyError("k"))
        print(repr(f.exception()), at())
        try:
            f.result()
        except KeyError as error:
            print("raised", error)
        f = pool.submit(nap, 0.5)
        try:
            f.result(timeout=0.2)
        except TimeoutError as error:
            print("timeout", repr(error), at(), TimeoutError is cf.TimeoutError, cf.TimeoutError.__module__)
        try:
            f.exception(timeout=0.1)
        except cf.TimeoutError:
            print("timeout again", at())
    print("the pool waited", at())
    try:
        pool.submit(square, 1)
    except RuntimeError as error:
        print("RuntimeError", error)

    print("-- map")
    with ThreadPoolExecutor(3) as pool:
        print(list(pool.map(square, range(5))))
        print(list(pool.map(pow, [2, 3], [3, 2, 9])))
        results = pool.map(broken, range(5))
        try:
            for r in results:
                print(r, end=" ")
        except ValueError as error:
            print("->", error)
        try:
            for r in pool.map(nap, [0.1, 0.5], timeout=0.3):
                print(r, at())
        except TimeoutError:
            print("map timed out", at())
        print(list(pool.map(nap, [0.3, 0.2, 0.1])), at())

    print("-- cancel")
    pool = ThreadPoolExecutor(1, thread_name_prefix="solo")
    first = pool.submit(nap, 0.2)
    second = pool.submit(nap, 0.2)
    third = pool.submit(names, "x")
    time.sleep(0.05)
    print(first.cancel(), second.cancel(), second.cancelled(), second.done(), first.running())
    try:
        second.result()
    except CancelledError as error:
        print("cancelled", repr(error), CancelledError.__module__)
    print(third.result())
    pool.shutdown(wait=True)
    pool = ThreadPoolExecutor(1)
    fs = [pool.submit(nap, 0.1) for _ in range(4)]
    pool.shutdown(wait=False, cancel_futures=True)
    time.sleep(0.2)
    print([f.cancelled() for f in fs])
    print(repr(fs[3]).split(" ")[-1], repr(fs[0]).split("state=")[1])

    print("-- wait")
    with ThreadPoolExecutor(4) as pool:
        fs = [pool.submit(nap, s) for s in (0.1, 0.2, 0.3)]
        done, rest = wait(fs, return_when=FIRST_COMPLETED)
        print(len(done), len(rest), at())
        done, rest = wait(fs, timeout=0.05)
        print(len(done), len(rest), at())
        result = wait(fs, return_when=ALL_COMPLETED)
        print(len(result.done), len(result.not_done), at(), type(result).__name__)
        fs = [pool.submit(nap, 0.3), pool.submit(nap, 0.1, OSError("disk"))]
        done, rest = wait(fs, return_when=FIRST_EXCEPTION)
        print(len(done), len(rest), at())

    print("-- as_completed")
    with ThreadPoolExecutor(4) as pool:
        jobs = {pool.submit(nap, s, n): n for n, s in (("c", 0.3), ("a", 0.1), ("b", 0.2))}
        for f in as_completed(jobs):
            print(jobs[f], f.result(), at())
        try:
            for f in as_completed([pool.submit(nap, 0.1), pool.submit(nap, 0.6)], timeout=0.3):
                print("one", at())
        except TimeoutError as error:
            print(error, at())

    print("-- callbacks")
    seen = []
    with ThreadPoolExecutor(1) as pool:
        f = pool.submit(nap, 0.1, "v")
        f.add_done_callback(lambda f: seen.append(("first", f.result())))
        f.add_done_callback(lambda f: 1 / 0)
        f.add_done_callback(lambda f: seen.append(("third", threading.current_thread() is threading.main_thread())))
    print(seen)
    f.add_done_callback(lambda f: seen.append("late, at once"))
    print(seen[-1])

    print("-- a future by hand")
    f = Future()
    print(f.set_running_or_notify_cancel(), f.running())
    f.set_result(5)
    print(f.result())
    for action in (lambda: f.set_result(6), lambda: f.set_exception(ValueError())):
        try:
            action()
        except InvalidStateError as error:
            print("InvalidStateError", str(error).split(":")[0])
    g = Future()
    print(g.cancel(), g.set_running_or_notify_cancel(), g.cancelled())

    print("-- initializer")
    with ThreadPoolExecutor(2, initializer=setup, initargs=("ready",)) as pool:
        print(set(pool.map(read_state, range(4))))
    for wrong in (0, -1):
        try:
            ThreadPoolExecutor(max_workers=wrong)
        except ValueError as error:
            print("ValueError", error)
    try:
        ThreadPoolExecutor(initializer=5)
    except TypeError as error:
        print("TypeError", error)

    print("-- deadlock in a pool that waits for itself")
    pool = ThreadPoolExecutor(1)

    def outer():
        inner = pool.submit(square, 3)
        try:
            return inner.result(timeout=0.2)
        except TimeoutError:
            return "nobody is free to do it"

    print(pool.submit(outer).result(), at())
    pool.shutdown()

    print("-- processes")
    with ProcessPoolExecutor(max_workers=2) as pool:
        print(list(pool.map(square, range(6), chunksize=2)))
        f = pool.submit(broken, 3)
        error = f.exception()
        print(type(error).__name__, error, type(error.__cause__).__name__)
        print(pool.submit(nap, 0.2, "slept").result(), at())
        try:
            pool.submit(lambda: 1).result()
        except Exception as error:
            print(type(error).__name__, error)
        fs = [pool.submit(nap, s / 10) for s in (3, 1, 2)]
        print([f.result() for f in as_completed(fs)], at())


if __name__ == "__main__":
    main()
    print("end", at())
