"""The programs that the simulated machine has: a few of a Unix system's.

Each runs in a process of its own, in a memory of its own.
"""
import _machine
import sys
import time


class Streams:
    """What a program reads and where it writes."""

    def __init__(self, stdin, stdout, stderr):
        self._in = stdin
        self._out = stdout
        self._err = stderr

    def read(self):
        """The next piece of the input; none at its end."""
        if self._in is None or self._in in ("null", "<stdin>"):
            return None
        if isinstance(self._in, str):
            with open(self._in, "rb") as file:
                self._in = [file.read()]
        if isinstance(self._in, list):
            data, self._in = b"".join(self._in), None
            return data or None
        arrived, data = _machine.pipe_receive(self._in, None)
        return data if arrived else None

    def line(self):
        """The next line of the input; none at its end."""
        data = b""
        while b"\n" not in data:
            piece = self.read()
            if piece is None:
                break
            data += piece
        line, sign, rest = data.partition(b"\n")
        if rest:
            self._in = [rest] if self._in is None else self._in
        return (line + sign).decode() if data else None

    def write(self, data):
        _put(self._out, 1, data)

    def tell(self, text):
        _put(self._err, 2, text.encode())

    def close(self):
        for end in (self._out, self._err):
            if end is not None and not isinstance(end, (str, list)):
                _machine.pipe_close(end, True)


def _put(end, number, data):
    if end is None or end in ("<stdout>", "<stderr>"):
        _machine.write(2 if end == "<stderr>" else number, data.decode("utf-8", "replace"))
    elif isinstance(end, list):
        end.append(bytes(data))
    elif isinstance(end, str):
        if end != "null":
            with open(end, "ab") as file:
                file.write(data)
    else:
        _machine.pipe_send(end, data)


def _echo(args, io):
    end = b"\n"
    args = list(args)
    escapes = False
    while args and args[0] in ("-n", "-e", "-ne", "-en"):
        flag = args.pop(0)
        end = b"" if "n" in flag else end
        escapes = escapes or "e" in flag
    text = " ".join(args)
    if escapes:
        text = text.replace("\\n", "\n").replace("\\t", "\t")
    io.write(text.encode() + end)
    return 0


def _sleep(args, io):
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    if not args:
        io.tell("sleep: missing operand\n")
        return 1
    total = 0.0
    for arg in args:
        scale = units.get(arg[-1:], None)
        try:
            total += float(arg[:-1] if scale else arg) * (scale or 1)
        except ValueError:
            io.tell(f"sleep: invalid time interval '{arg}'\n")
            return 1
    time.sleep(total)
    return 0


def _cat(args, io):
    code = 0
    for name in args or ["-"]:
        if name == "-":
            while (data := io.read()) is not None:
                io.write(data)
            continue
        try:
            with open(name, "rb") as file:
                io.write(file.read())
        except OSError as exc:
            io.tell(f"cat: {name}: {exc.strerror}\n")
            code = 1
    return code


def _all_input(args, io, what):
    """What the named files hold, or the input."""
    if not args:
        data = b""
        while (piece := io.read()) is not None:
            data += piece
        return data
    data = b""
    for name in args:
        with open(name, "rb") as file:
            data += file.read()
    return data


def _wc(args, io):
    flags = "".join(arg[1:] for arg in args if arg.startswith("-"))
    data = _all_input([arg for arg in args if not arg.startswith("-")], io, "wc")
    counts = {"l": data.count(b"\n"), "w": len(data.split()), "c": len(data)}
    io.write(" ".join(str(counts[f]) for f in flags or "lwc").encode() + b"\n")
    return 0


def _sort(args, io):
    data = _all_input([arg for arg in args if not arg.startswith("-")], io, "sort")
    lines = sorted(data.splitlines(), reverse="-r" in args)
    io.write(b"".join(line + b"\n" for line in lines))
    return 0


def _head(args, io):
    count = 10
    args = list(args)
    if args and args[0] == "-n":
        count = int(args[1])
        args = args[2:]
    lines = _all_input(args, io, "head").splitlines(True)
    io.write(b"".join(lines[:count]))
    return 0


def _grep(args, io):
    import re
    words = [arg for arg in args if not arg.startswith("-")]
    flags = "".join(arg[1:] for arg in args if arg.startswith("-"))
    pattern = re.compile(words[0], re.I if "i" in flags else 0)
    lines = _all_input(words[1:], io, "grep").decode().splitlines()
    found = [f"{number}:{line}" if "n" in flags else line for number, line in enumerate(lines, 1)
             if bool(pattern.search(line)) != ("v" in flags)]
    if "c" in flags:
        found = [str(len(found))]
    if "q" not in flags:
        io.write("".join(line + "\n" for line in found).encode())
    if "c" in flags:
        return 0 if found != ["0"] else 1
    return 0 if found else 1


def _date(args, io):
    form = args[0][1:] if args and args[0].startswith("+") else "%a %b %e %H:%M:%S UTC %Y"
    io.write(time.strftime(form, time.gmtime()).encode() + b"\n")
    return 0


def _ls(args, io):
    import os
    code = 0
    for path in [arg for arg in args if not arg.startswith("-")] or ["."]:
        if not os.path.exists(path):
            io.tell(f"ls: cannot access '{path}': No such file or directory\n")
            code = 2
        elif os.path.isfile(path):
            io.write(path.encode() + b"\n")
        else:
            names = [name for name in sorted(os.listdir(path)) if name[0] != "."]
            io.write("".join(name + "\n" for name in names).encode())
    return code


def _seq(args, io):
    numbers = [int(arg) for arg in args]
    first, step, last = (1, 1, numbers[0]) if len(numbers) == 1 else \
        (numbers[0], 1, numbers[1]) if len(numbers) == 2 else numbers
    found = range(first, last + (1 if step > 0 else -1), step)
    io.write("".join(f"{n}\n" for n in found).encode())
    return 0


def _test(args, io):
    import os
    if args and args[-1] == "]":
        args = args[:-1]
    if args[:1] == ["!"]:
        return int(not _test(args[1:], io))
    if len(args) == 2:
        kind, what = args
        found = {"-n": lambda: bool(what), "-z": lambda: not what,
                 "-f": lambda: os.path.isfile(what), "-d": lambda: os.path.isdir(what),
                 "-e": lambda: os.path.exists(what)}[kind]()
        return int(not found)
    if len(args) == 3:
        a, sign, b = args
        if sign in ("=", "==", "!="):
            return int((a == b) == (sign == "!="))
        a, b = int(a), int(b)
        found = {"-eq": a == b, "-ne": a != b, "-lt": a < b, "-le": a <= b, "-gt": a > b,
                 "-ge": a >= b}[sign]
        return int(not found)
    return int(not (args and args[0]))


def _tail(args, io):
    count = 10
    args = list(args)
    if args and args[0] == "-n":
        count = int(args[1])
        args = args[2:]
    lines = _all_input(args, io, "tail").splitlines(True)
    io.write(b"".join(lines[-count:] if count else []))
    return 0


def _tr(args, io):
    def letters(text):
        import re
        return re.sub("(.)-(.)", lambda m: "".join(
            chr(c) for c in range(ord(m[1]), ord(m[2]) + 1)), text)
    text = _all_input([], io, "tr").decode()
    if args[0] == "-d":
        gone = letters(args[1])
        text = "".join(c for c in text if c not in gone)
    else:
        old, new = letters(args[0]), letters(args[1])
        new += new[-1:] * (len(old) - len(new))
        text = "".join(new[old.index(c)] if c in old else c for c in text)
    io.write(text.encode())
    return 0


def _env(args, io):
    import os
    args = list(args)
    while args and "=" in args[0]:
        name, _, value = args.pop(0).partition("=")
        os.environ[name] = value
    if args:
        return execute(args, io)
    io.write("".join(f"{k}={v}\n" for k, v in os.environ.items()).encode())
    return 0


def _on_files(what):
    """A command that does something with each file that it is given."""
    def run(args, io):
        import os
        code = 0
        for path in [arg for arg in args if not arg.startswith("-")]:
            try:
                what(os, path, args)
            except OSError as exc:
                io.tell(f"{path}: {exc.strerror}\n")
                code = 1
        return code
    return run


def _rm(os, path, args):
    import shutil
    if "-f" in args and not os.path.exists(path):
        return
    if any(arg in ("-r", "-rf", "-fr") for arg in args):
        shutil.rmtree(path, ignore_errors=True)
    else:
        os.remove(path)


def _touch(os, path, args):
    open(path, "ab").close()


def _mkdir(os, path, args):
    os.makedirs(path, exist_ok=True) if "-p" in args else os.mkdir(path)


def _tee(args, io):
    data = _all_input([], io, "tee")
    for path in args:
        with open(path, "wb") as file:
            file.write(data)
    io.write(data)
    return 0


def _uniq(args, io):
    kept = []
    for line in _all_input([], io, "uniq").splitlines(True):
        if not kept or kept[-1] != line:
            kept.append(line)
    io.write(b"".join(kept))
    return 0


def _pwd(args, io):
    import os
    io.write(os.getcwd().encode() + b"\n")
    return 0


def _uname(args, io):
    io.write(b"Linux simulated 6.1.0 x86_64 GNU/Linux\n" if "-a" in args else b"Linux\n")
    return 0


def _printf(args, io):
    form = args[0].replace("\\n", "\n").replace("\\t", "\t")
    io.write((form % tuple(args[1:]) if "%" in form else form).encode())
    return 0


def _python(args, io):
    """Python itself, on a text or on a file."""
    args = list(args)
    while args and args[0] in ("-u", "-B", "-I", "-E", "-s", "-S", "-q", "-O"):
        args.pop(0)
    if args[:1] in (["-V"], ["--version"]):
        io.write(f"Python {sys.version.split()[0]}\n".encode())
        return 0
    if args[:1] == ["-c"]:
        source, name, argv = args[1], "<string>", ["-c"] + args[2:]
    elif args[:1] == ["-m"]:
        source, name, argv = f"import runpy\nrunpy.run_module({args[1]!r})", "<string>", args[1:]
    elif args and args[0] != "-":
        try:
            with open(args[0]) as file:
                source = file.read()
        except OSError as exc:
            io.tell(f"{sys.executable}: can't open file '{args[0]}': "
                    f"[Errno {exc.errno}] {exc.strerror}\n")
            return 2
        name, argv = args[0], args
    else:
        data = b""
        while (piece := io.read()) is not None:
            data += piece
        source, name, argv = data.decode(), "<stdin>", args or [""]
    # Unlike other programs it handles interrupts.
    _machine.listen(_machine.event("_signal"), (2,), (13, 17, 18, 23, 28), ())
    sys.stdout = _Stream(io.write)
    sys.stderr = _Stream(lambda data: io.tell(data.decode()))
    sys.stdin = _Input(io)
    sys.argv = argv
    import _boot
    return _boot.run_text(source, name)


class _Stream:
    """`sys.stdout` of a program whose output goes elsewhere."""

    encoding = "utf-8"
    errors = "strict"
    closed = False

    def __init__(self, put):
        self._put = put

    def write(self, text):
        self._put(text.encode())
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def fileno(self):
        return 1


class _Input:
    """`sys.stdin` of a program whose input comes from elsewhere."""

    def __init__(self, io):
        self._io = io
        self._kept = b""

    def _more(self):
        piece = self._io.read()
        if piece is None:
            return False
        self._kept += piece
        return True

    def readline(self):
        while b"\n" not in self._kept and self._more():
            pass
        end = self._kept.find(b"\n") + 1 or len(self._kept)
        line, self._kept = self._kept[:end], self._kept[end:]
        return line.decode()

    def read(self):
        while self._more():
            pass
        text, self._kept = self._kept.decode(), b""
        return text

    def __iter__(self):
        return iter(self.readline, "")


_COMMANDS = {
    "echo": _echo, "sleep": _sleep, "cat": _cat, "true": lambda args, io: 0, "wc": _wc,
    "false": lambda args, io: 1, "sort": _sort, "head": _head, "grep": _grep, "date": _date,
    "seq": _seq, "test": _test, "[": _test, "tail": _tail, "tr": _tr, "env": _env, "tee": _tee,
    "uniq": _uniq, "rm": _on_files(_rm), "touch": _on_files(_touch), "mkdir": _on_files(_mkdir),
    "ls": _ls, "pwd": _pwd, "uname": _uname, "printf": _printf, "python": _python,
    "python3": _python,
}


def _base(name):
    name = name.rpartition("/")[2]
    return "python3" if name.startswith("python3") else name


def is_known(name):
    """Whether there is such a program."""
    return name == sys.executable or _base(name) in _COMMANDS or _base(name) in ("sh", "bash")


def main(argv, ends):
    """What the process of a program does; its exit code."""
    if argv[0] == "#spawn":
        from multiprocessing.spawn import begin
        return begin(*argv[1:])
    io = Streams(*ends[:3])
    _settle(*ends[3])
    try:
        return execute(list(argv), io)
    finally:
        io.close()


def _settle(where, names):
    """The folder and the environment that a program begins with."""
    import os
    os.chdir(where)
    os.environ.clear()
    os.environ.update(names)


def execute(argv, io, shell="sh"):
    """Runs a command with these streams."""
    name = "python3" if argv[0] == sys.executable else _base(argv[0])
    if name in ("sh", "bash"):
        import _shell
        return _shell.main(argv[0], argv[1:], io)
    command = _COMMANDS.get(name)
    if command is None:
        io.tell(f"{shell}: 1: {argv[0]}: not found\n")
        return 127
    return command(argv[1:], io)
