"""Slices of ranges, division by large integers, bytes with %, names of patterns, variables that have no value yet."""

for r in (range(5), range(0), range(10, 0, -3), range(-4, 9, 7)):
    for start in (None, -12, -2, 0, 3, 12):
        for stop in (None, -12, -1, 2, 12):
            print([r[start:stop:step] for step in (None, -4, -1, 1, 2, 3)])
print(range(2**62)[:: 2**61], range(10)[::2][1:], range(10)[::-1], range(5)[5:], range(5)[9:2:-1])

for top in (0, 2, -7, 10**30, 2**64):
    for bottom in (-(2**63), -(10**25), 3 - 2**65, -5, 2**63):
        print(top / bottom, top // bottom, top % bottom)

for form, values in (
    (b"%d %s %b %r %a|%5.2f|%-5s|%c%c", (1, b"x", b"y", "é", b"z", 2.5, b"q", 65, b"B")),
    (b"", None), (b"%s", 5), (b"%s", "text"), (b"%%b %x", 255), (b"%c", 256), (b"%c", "x"),
    (b"%(k)s", {b"k": b"v"}), (b"%d", ()), (b"%d", (1, 2)), (b"%y", 1),
):
    try:
        print(form % values)
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)


class Packed:
    def __bytes__(self):
        return b"packed"


print(b"<%s> <%b>" % (Packed(), Packed()))

for left in ([1], (1,), "a", b"a"):
    for right in (1j, object(), None):
        for how in ("left + right", "right + left", "left * right"):
            try:
                eval(how)
            except TypeError as e:
                print(how, e)


def matched(value):
    match value:
        case {"k": [*rest], **others}:
            pass
        case [a, (b, c) as d, {"q": e, **h}]:
            pass
    return locals()


print(matched({"k": [], "z": 0}), matched([1, (2, 3), {"q": 4, "w": 5}]))


def unassigned(flag):
    if flag:
        a = b = c = d = e = f = g = 1
    for name in ("a", "d", "g"):
        print(name in locals())
    try:
        return a, d, g
    except UnboundLocalError as error:
        return str(error)


try:
    [][1:][print(1, 2, 3, 4)]
except (KeyError, TypeError, ValueError) as error:
    print(unassigned(False), [1, (2, 3), unassigned(False)], {1: unassigned(False)})
