import inspect


def visitor():
    print("  runs, and is", inspect.getgeneratorstate(me))
    got = yield "first"
    print("  got", got)
    yield "second"


me = visitor()
print(inspect.getgeneratorstate(me))
print(next(me), inspect.getgeneratorstate(me))
print(me.send("hello"), inspect.getgeneratorstate(me))
try:
    next(me)
except StopIteration:
    print(inspect.getgeneratorstate(me))
