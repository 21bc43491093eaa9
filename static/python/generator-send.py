import inspect


def average():
    total, count, mean = 0, 0, None
    try:
        while True:
            try:
                number = yield mean
            except ValueError:
                print("  start again")
                total, count, mean = 0, 0, None
                continue
            total, count = total + number, count + 1
            mean = total / count
    finally:
        print("  put away")


routine = average()
try:
    routine.send(100)
except TypeError as error:
    print(error)
print(next(routine))
print(routine.send(10), routine.send(20), routine.send(60))
print(routine.throw(ValueError))
print(routine.send(1))
print(inspect.getgeneratorstate(routine))
routine.close()
print(inspect.getgeneratorstate(routine))
