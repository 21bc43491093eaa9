"""Circles of objects, weak references into them; instances that change their class."""
import gc
import weakref

gc.collect()


class Node:
    def __init__(self, name):
        self.name = name

    def hello(self):
        return f"hello from {self.name}"


class Loud(Node):
    def __del__(self):
        print("gone:", self.name)


def pair(kind):
    a, b = kind("a"), kind("b")
    a.other, b.other = b, a
    return weakref.ref(a, lambda r: print("told, and it leads to", r()))


def closure():
    node = Node("c")
    node.call = lambda: node


class Slotted:
    __slots__ = ("me",)


class Table(dict):
    pass


reference = pair(Node)
alive = reference() is not None
print(alive, gc.collect(), reference())
reference = pair(Loud)
print("before", reference().hello())
print(gc.collect(), reference())
closure()
print("closure", gc.collect())
node = Node("list")
node.items = [node, {"me": node}, (1, node)]
del node
print("containers", gc.collect())
node = Node("method")
node.say = node.hello
del node
print("method", gc.collect())
slotted = Slotted()
slotted.me = slotted
del slotted
print("slots", gc.collect())
table = Table()
table["me"] = table
del table
print("table", gc.collect())
kept = []


class Phoenix:
    def __del__(self):
        print("rises")
        kept.append(self)


bird = Phoenix()
bird.me = bird
del bird
gc.collect()
print("kept", len(kept), kept[0].me is kept[0], gc.collect())
kept[0].me = None
used = Node("used")
used.me = used
print("in use", gc.collect(), used.me.name)


class Idle:
    def __init__(self):
        self.count = 0

    def step(self):
        self.__class__ = Busy
        return "starts"


class Busy(Idle):
    def step(self):
        self.count += 1
        if self.count % 2 == 0:
            self.__class__ = Idle
            return "stops"
        return "works"


machine = Idle()
print([machine.step() for _ in range(7)], type(machine).__name__, machine.count)
print(isinstance(machine, Busy))
for value, to in [(machine, 5), (machine, Slotted), (5, Idle), (machine, int), (Slotted(), Idle)]:
    try:
        value.__class__ = to
    except TypeError as error:
        print(error)

print(int.__divmod__(7, 2), int.__rdivmod__(2, 7), float.__divmod__(7.5, 2))
print(int.__pow__(2, 10, 1000), int.__add__(1, 2.0), int.__invert__(6), int.__float__(3))
print(int.__round__(1250, -2), float.__round__(2.567, 1), int.__divmod__(1, "a"))


def f(*args, **named):
    return args, named


for text in ["f(*5)", "f(1, *5)", "f(**5)", "{**5}", "[*5]", "1j * [1]", "'%c' % 10**30", "chr(10**10)"]:
    try:
        print(eval(text))
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)


class Last:
    def __init__(self):
        self.me = self

    def __del__(self):
        print("at the end of the program")


Last()
text = "".join(str(i) for i in range(5))
same = text
text += "!"
print(text, same)
