"""The interpreter as a program sees it."""
import _machine

version = "3.11.7 (simulated machine)"
version_info = None
hexversion = 0x030B07F0
copyright = ""
platform = "linux"
byteorder = "little"
maxsize = 9223372036854775807
maxunicode = 0x10FFFF
executable = "/usr/bin/python3"
prefix = exec_prefix = base_prefix = base_exec_prefix = "/usr"
path = ["", "/usr/lib/python3.11"]
argv = [""]
orig_argv = ["python3"]
warnoptions = []
dont_write_bytecode = True
api_version = 1013
float_repr_style = "short"
pycache_prefix = None
builtin_module_names = ("_machine", "builtins", "sys")
stdlib_module_names = frozenset()
meta_path = []
path_hooks = []
ps1, ps2 = ">>> ", "... "

modules = _machine.modules()


class _Record(tuple):
    """A tuple whose places have names."""

    _names = ()
    _title = ""

    def __getattr__(self, name):
        if name in self._names:
            return self[self._names.index(name)]
        raise AttributeError(f"'{self._title}' object has no attribute '{name}'")

    def __repr__(self):
        shown = ", ".join([f"{n}={v!r}" for n, v in zip(self._names, self)])
        return f"{self._title}({shown})"


class _VersionInfo(_Record):
    _names = ("major", "minor", "micro", "releaselevel", "serial")
    _title = "sys.version_info"


class _Flags(_Record):
    _names = ("debug", "inspect", "interactive", "optimize", "dont_write_bytecode",
              "no_user_site", "no_site", "ignore_environment", "verbose", "bytes_warning",
              "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode",
              "warn_default_encoding", "safe_path", "int_max_str_digits")
    _title = "sys.flags"


class _FloatInfo(_Record):
    _names = ("max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig",
              "epsilon", "radix", "rounds")
    _title = "sys.float_info"


class _IntInfo(_Record):
    _names = ("bits_per_digit", "sizeof_digit", "default_max_str_digits",
              "str_digits_check_threshold")
    _title = "sys.int_info"


class _HashInfo(_Record):
    _names = ("width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits",
              "cutoff")
    _title = "sys.hash_info"


class _Implementation:
    """Which interpreter it is."""

    name = "cpython"
    cache_tag = "cpython-311"


version_info = _VersionInfo((3, 11, 7, "final", 0))
flags = _Flags((0,) * 17 + (4300,))
float_info = _FloatInfo((1.7976931348623157e+308, 1024, 308, 2.2250738585072014e-308, -1021, -307,
                         15, 53, 2.220446049250313e-16, 2, 1))
int_info = _IntInfo((30, 4, 4300, 640))
hash_info = _HashInfo((64, 2305843009213693951, 314159, 0, 1000003, "siphash13", 64, 128, 0))
implementation = _Implementation()
implementation.version = version_info
implementation.hexversion = hexversion


class _Console:
    """Standard output or standard error."""

    encoding = "utf-8"
    errors = "strict"
    newlines = None
    closed = False
    line_buffering = True
    mode = "w"

    def __init__(self, number, name):
        self._number = number
        self.name = name

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            _machine.write(self._number, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return True

    def seekable(self):
        return False

    def fileno(self):
        return self._number

    def reconfigure(self, **options):
        pass

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        pass

    @property
    def buffer(self):
        return _Bytes(self)

    def __repr__(self):
        return f"<_io.TextIOWrapper name='{self.name}' mode='w' encoding='utf-8'>"


class _Bytes:
    """The same for bytes."""

    def __init__(self, console):
        self._console = console

    def write(self, data):
        self._console.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def flush(self):
        pass


class _Keyboard:
    """Standard input."""

    encoding = "utf-8"
    errors = "strict"
    closed = False
    name = "<stdin>"
    mode = "r"

    def readline(self, size=-1):
        try:
            return _machine.read_line() + "\n"
        except EOFError:
            return ""

    def read(self, size=-1):
        return "".join(self)

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        return iter(self.readline, "")

    def isatty(self):
        return False

    def readable(self):
        return True

    def fileno(self):
        return 0


stdout = __stdout__ = _Console(1, "<stdout>")
stderr = __stderr__ = _Console(2, "<stderr>")
stdin = __stdin__ = _Keyboard()


def _input(prompt=""):
    """What `input` does where one of the streams is not the program's first."""
    if stdin is None:
        raise RuntimeError("input(): lost sys.stdin")
    stdout.write(str(prompt))
    line = stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return line[:-1] if line[-1] == "\n" else line


def exit(status=None, /):
    """Ends the program."""
    raise SystemExit(status)


def exc_info():
    """The error that is being handled."""
    exc = _machine.handled()
    if exc is None:
        return None, None, None
    return type(exc), exc, exc.__traceback__


def exception():
    """The error that is being handled."""
    return _machine.handled()


def excepthook(kind, value, trace, /):
    """Tells an error on standard error."""
    stderr.write(_machine.format_uncaught(value))


def unraisablehook(unraisable, /):
    stderr.write(f"{unraisable.err_msg or 'Exception ignored in'}: {unraisable.object!r}\n")
    stderr.write(_machine.format_uncaught(unraisable.exc_value))


def displayhook(value, /):
    if value is not None:
        print(repr(value))


def breakpointhook(*args, **kwargs):
    raise RuntimeError("there is no debugger here: the timeline shows every line, step through it")


def breakpoint(*args, **kwargs):
    """What the built-in function does."""
    return breakpointhook(*args, **kwargs)


__breakpointhook__ = breakpointhook
__excepthook__ = excepthook
__displayhook__ = displayhook
__unraisablehook__ = unraisablehook


def getrecursionlimit():
    return _machine.depth(None)


def setrecursionlimit(limit, /):
    if limit < 1:
        raise ValueError("recursion limit must be greater or equal than 1")
    _machine.depth(min(limit, 100_000))


_told_interval = None


def getswitchinterval():
    return _machine.switch_interval() / 1e9 if _told_interval is None else _told_interval


def setswitchinterval(interval, /):
    """The interval is a setting of the machine: this one is only remembered."""
    global _told_interval
    if interval <= 0:
        raise ValueError("switch interval must be strictly positive")
    _told_interval = float(interval)


def getsizeof(object, default=None):
    """About what CPython needs for it."""
    size = {int: 28, float: 24, bool: 28, str: 49, bytes: 33, list: 56, tuple: 40, dict: 64,
            set: 216, type(None): 16}.get(type(object), 48)
    if isinstance(object, (str, bytes)):
        return size + len(object)
    if isinstance(object, (list, tuple)):
        return size + 8 * len(object)
    if isinstance(object, dict):
        return size + (0 if not object else 120 + 24 * len(object))
    if isinstance(object, int) and not isinstance(object, bool):
        return 24 + 4 * max(1, -(-object.bit_length() // 30))
    return size


def getrefcount(object, /):
    return 2


def intern(string, /):
    return string


def is_finalizing():
    return False


def getdefaultencoding():
    return "utf-8"


def getfilesystemencoding():
    return "utf-8"


def get_int_max_str_digits():
    return _machine.max_digits(None)


def set_int_max_str_digits(maxdigits):
    if type(maxdigits) is not int:
        raise TypeError(f"'{type(maxdigits).__name__}' object cannot be interpreted as an integer")
    if maxdigits != 0 and maxdigits < 640:
        raise ValueError("maxdigits must be 0 or larger than 640")
    _machine.max_digits(maxdigits)


def settrace(function, /):
    pass


def gettrace():
    return None


def setprofile(function, /):
    pass


def getprofile():
    return None


def audit(event, *args):
    pass


def addaudithook(hook):
    pass


def call_tracing(func, args, /):
    return func(*args)


class _Frame:
    """A frame of the stack."""

    f_trace = None

    def __init__(self, frames):
        """frames: the parts of this frame and of those further out."""
        self.f_code, self.f_globals, self.f_lineno, self.f_locals = frames[0]
        self.f_builtins = modules["builtins"].__dict__ if "builtins" in modules else {}
        self.f_lasti = 0
        self._outer = frames[1:]

    @property
    def f_back(self):
        return _Frame(self._outer) if self._outer else None

    def clear(self):
        pass

    def __repr__(self):
        return (f"<frame at {id(self):#x}, file {self.f_code.co_filename!r}, "
                f"line {self.f_lineno}, code {self.f_code.co_name}>")


def _begin():
    """The file of what begins a program; it lies beside this one."""
    return _begin.__code__.co_filename.replace("sys.py", "_boot.py")


def _getframe(depth=0, /):
    """The frame of the caller, or one further out."""
    frames = []
    outer = depth + 1
    begin = _begin()
    # What begins a program is not part of its stack.
    while (parts := _machine.frame(outer)) is not None \
            and parts[0].co_filename != begin:
        frames.append(parts)
        outer += 1
    if not frames:
        raise ValueError("call stack is not deep enough")
    return _Frame(frames)


def _frame_of(frames):
    """The frame of what a thread stood at, innermost first; None for nothing."""
    begin = _begin()
    own = [parts for parts in frames or () if parts[0].co_filename != begin]
    return _Frame(own) if own else None


class _Hooks(_Record):
    _names = ("firstiter", "finalizer")
    _title = "sys.asyncgen_hooks"


_hooks = {}


def get_asyncgen_hooks():
    return _Hooks(_hooks.get(_machine.ident(), (None, None)))


def set_asyncgen_hooks(firstiter=None, finalizer=None):
    _hooks[_machine.ident()] = (firstiter, finalizer)
