a = 10
shelf = [10]


def reads():
    return a + 1


def shadows():
    a = 20
    return a


def fails():
    try:
        a = a + 10
    except UnboundLocalError as error:
        print(error)


def rebinds():
    global a
    a = 20


def changes():
    # The name is not bound anew: the list itself changes.
    shelf.append(20)
    del shelf[0]


print(reads(), shadows(), a)
fails()
rebinds()
print(a)
changes()
print(shelf)


def outer():
    b = 10

    def inner():
        nonlocal b
        b += 20
        return b

    return inner(), b


print(outer())
try:
    compile("def f():\n    nonlocal b\n", "f", "exec")
except SyntaxError as error:
    print(error.msg)
