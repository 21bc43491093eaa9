import time
from functools import wraps


def timed(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        begin = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            print(f"{function.__name__}: {time.perf_counter() - begin:.2f} s")

    return wrapper


def repeated(times):
    def decorate(function):
        @wraps(function)
        def wrapper(*args):
            return [function(*args) for _ in range(times)]

        return wrapper

    return decorate


@timed
def wait(seconds):
    """Sleeps."""
    time.sleep(seconds)
    return seconds


@timed
@repeated(3)
def nap():
    time.sleep(0.2)


print(wait(1.5))
print(nap())
print(wait.__name__, wait.__doc__, wait.__wrapped__ is not wait)
