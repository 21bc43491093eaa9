"""Names that a person at a prompt uses, and that programs borrow."""


class Quitter:
    """`exit` and `quit`."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Use {self.name}() or Ctrl-D (i.e. EOF) to exit"

    def __call__(self, code=None):
        raise SystemExit(code)


class _Helper:
    """`help`."""

    def __repr__(self):
        return "Type help() for interactive help, or help(object) for help about object."

    def __call__(self, *what):
        for item in what:
            name = getattr(item, "__qualname__", type(item).__qualname__)
            print(f"Help on {name}:\n\n{getattr(item, '__doc__', None) or ''}")


class _Text:
    """Something that is printed when it is called."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text

    def __call__(self):
        print(self.text)


exit = Quitter("exit")
quit = Quitter("quit")
help = _Helper()
copyright = _Text("This interpreter is a part of Concurrency Lab (MIT or Apache-2.0).")
credits = _Text("This interpreter is a part of Concurrency Lab.")
license = _Text("MIT or Apache-2.0")


async def anext_or(iterator, default):
    """`anext` with something to give at the end."""
    try:
        return await anext(iterator)
    except StopAsyncIteration:
        return default
