from __future__ import annotations
print(annotations)
class A:
    x: int
    def f(self, y: str) -> list[int]: ...
print(A.__annotations__, A.f.__annotations__)
class Proxy:
    def __init__(self): self.colour = 1
    def __getattr__(self, name):
        raise AttributeError(f"no {name}")
Proxy().color
