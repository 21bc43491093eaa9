"""Sequences times integers, and classes of sequences that say how themselves."""
print((2).__mul__((1, 2)), (1, 2).__rmul__(2), (1).__add__("a"), [1].__mul__(2), "a".__rmul__(3))
class V(tuple):
    def __mul__(self, k): return "V*"
    __rmul__ = __mul__
print(2 * V((1,)), V((1,)) * 2)
class W(tuple): pass
print(2 * W((1,)), W((1,)) * 2, True * W((2,)))
class L(list):
    def __rmul__(self, k): return "L"
    def __radd__(self, o): return "radd"
print(3 * L([1]), [1] + L([2]), (1,) + V((2,)), 1 + L())
class S(str):
    def __rmul__(self, k): return "S"
    def __rmod__(self, o): return "rmod"
print(2 * S("a"), "%s" % S("x"))
