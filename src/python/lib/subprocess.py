"""Other programs, of which the simulated machine has a few: see `_commands`."""
import _machine
import signal
import os
import sys

__all__ = ["Popen", "PIPE", "STDOUT", "DEVNULL", "call", "check_call", "check_output",
           "getoutput", "getstatusoutput", "run", "CalledProcessError", "CompletedProcess",
           "SubprocessError", "TimeoutExpired", "list2cmdline"]

PIPE = -1
STDOUT = -2
DEVNULL = -3


class SubprocessError(Exception):
    """Something about other programs."""


class CalledProcessError(SubprocessError):
    """A program failed."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if self.returncode and self.returncode < 0:
            try:
                return f"Command '{self.cmd}' died with {signal.Signals(-self.returncode)!r}."
            except ValueError:
                return f"Command '{self.cmd}' died with unknown signal {-self.returncode}."
        return f"Command '{self.cmd}' returned non-zero exit status {self.returncode}."

    @property
    def stdout(self):
        return self.output


class TimeoutExpired(SubprocessError):
    """A program took too long."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"

    @property
    def stdout(self):
        return self.output


class CompletedProcess:
    """A program that has ended."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        shown = [f"args={self.args!r}", f"returncode={self.returncode!r}"]
        if self.stdout is not None:
            shown.append(f"stdout={self.stdout!r}")
        if self.stderr is not None:
            shown.append(f"stderr={self.stderr!r}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def check_returncode(self):
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


class _Reader:
    """The end of a pipe from which a program's output is read."""

    def __init__(self, pipe, encoding):
        self._pipe = pipe
        self._encoding = encoding
        self._kept = b""
        self._over = False
        self.closed = False

    def _more(self, limit=None):
        """Takes the next piece; whether there was one in time."""
        if self._over:
            return False
        begun = _machine.now()
        arrived, data = _machine.pipe_receive(self._pipe, limit)
        if arrived and data is not None:
            self._kept += data
            return True
        if arrived or limit is None or _machine.now() - begun < limit:
            self._over = True
        return False

    def _shown(self, data):
        return data.decode(self._encoding) if self._encoding else data

    def read(self, size=-1):
        while (size < 0 or len(self._kept) < size) and self._more():
            pass
        if size < 0:
            size = len(self._kept)
        data, self._kept = self._kept[:size], self._kept[size:]
        return self._shown(data)

    def readline(self):
        while b"\n" not in self._kept and self._more():
            pass
        end = self._kept.find(b"\n") + 1 or len(self._kept)
        data, self._kept = self._kept[:end], self._kept[end:]
        return self._shown(data)

    def readlines(self):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()


class _Writer:
    """The end of a pipe at which a program's input is written."""

    def __init__(self, pipe, encoding):
        self._pipe = pipe
        self._encoding = encoding
        self.closed = False

    def write(self, data):
        if self.closed:
            raise ValueError("write to closed file")
        size = len(data)
        if self._encoding:
            data = data.encode(self._encoding)
        elif not isinstance(data, (bytes, bytearray)):
            raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
        if not _machine.pipe_send(self._pipe, bytes(data)):
            raise BrokenPipeError(32, "Broken pipe")
        return size

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def close(self):
        if not self.closed:
            self.closed = True
            _machine.pipe_close(self._pipe, True)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()


def _end(wish):
    """What a program reads from or writes to, as it is handed on."""
    if isinstance(wish, int):
        wish = os._open.get(wish, {1: sys.stdout, 2: sys.stderr}.get(wish))
    if hasattr(wish, "_pipe"):
        return wish._pipe
    if hasattr(wish, "flush"):
        wish.flush()
    return getattr(wish, "name", None)


def _argv(args, shell):
    """The words of a command, and the command as it is told."""
    if isinstance(args, (str, bytes)):
        text = args if isinstance(args, str) else args.decode()
        return ("/bin/sh", "-c", text) if shell else (text,)
    words = tuple([_word(word) for word in args])
    return ("/bin/sh", "-c") + words if shell else words


def _word(word):
    if isinstance(word, bytes):
        return word.decode()
    if isinstance(word, str):
        return word
    if hasattr(word, "__fspath__"):
        return word.__fspath__()
    raise TypeError(f"expected str, bytes or os.PathLike object, not {type(word).__name__}")


_made = 0


class Popen:
    """A program that runs."""

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None,
                 preexec_fn=None, close_fds=True, shell=False, cwd=None, env=None,
                 universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
                 start_new_session=False, pass_fds=(), *, user=None, group=None,
                 extra_groups=None, encoding=None, errors=None, text=None, umask=-1,
                 pipesize=-1, process_group=None):
        global _made
        import _commands
        self.args = args
        self.returncode = None
        wants_text = text or universal_newlines or encoding or errors
        coding = (encoding or "utf-8") if wants_text else None
        argv = _argv(args, shell)
        if not argv:
            raise IndexError("list index out of range")
        if not _commands.is_known(argv[0]):
            from posixpath import exists
            if exists(argv[0]):
                raise PermissionError(13, "Permission denied", argv[0])
            raise FileNotFoundError(2, "No such file or directory", argv[0])
        _made += 1
        self.stdin = self.stdout = self.stderr = None
        ends = []
        for what, wish in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
            if wish == PIPE:
                pipe = _machine.pipe(f"_{argv[0]}-{_made} {what}")
                end = _Writer if what == "stdin" else _Reader
                setattr(self, what, end(pipe, coding))
                ends.append(pipe)
            elif wish == STDOUT:
                ends.append(ends[1])
            elif wish == DEVNULL:
                ends.append("null")
            else:
                ends.append(_end(wish))
        self._encoding = coding
        sys.stdout.flush()
        names = os.environ if env is None else env
        here = (os.path.abspath(cwd) if cwd is not None else os.getcwd(),
                tuple([(str(k), str(v)) for k, v in names.items()]))
        if not os.path.isdir(here[0]):
            raise FileNotFoundError(2, "No such file or directory", cwd)
        self._handle = _machine.start_program(argv[0], argv, tuple(ends) + (here,))
        self.pid = _machine.process_id(self._handle)

    def __repr__(self):
        return f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"

    def poll(self):
        if self.returncode is None:
            self.returncode = _machine.process_code(self._handle)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None:
            limit = None if timeout is None else max(0, int(timeout * 1e9))
            if not _machine.process_wait(self._handle, limit):
                raise TimeoutExpired(self.args, timeout)
            self.returncode = _machine.process_code(self._handle)
        return self.returncode

    def communicate(self, input=None, timeout=None):
        end = None if timeout is None else _machine.now() + int(timeout * 1e9)
        if self.stdin is not None:
            if input:
                try:
                    self.stdin.write(input)
                except BrokenPipeError:
                    pass
            self.stdin.close()
        for reader in (self.stdout, self.stderr):
            while reader is not None and not reader._over:
                left = None if end is None else max(0, end - _machine.now())
                if not reader._more(left) and not reader._over:
                    raise TimeoutExpired(self.args, timeout, reader._kept or None)
        left = None if end is None else max(0, end - _machine.now()) / 1e9
        try:
            self.wait(left)
        except TimeoutExpired:
            raise TimeoutExpired(self.args, timeout) from None
        return (self.stdout.read() if self.stdout is not None else None,
                self.stderr.read() if self.stderr is not None else None)

    def send_signal(self, sig):
        if self.poll() is None:
            _machine.send_signal(self._handle, int(sig))

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if self.stdin is not None:
            self.stdin.close()
        self.wait()


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Runs a program to its end."""
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs["stdout"] = kwargs["stderr"] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            raise
        code = process.poll()
        if check and code:
            raise CalledProcessError(code, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, code, stdout, stderr)


def call(*popenargs, timeout=None, **kwargs):
    """Runs a program; its exit code."""
    with Popen(*popenargs, **kwargs) as process:
        try:
            return process.wait(timeout=timeout)
        except:
            process.kill()
            raise


def check_call(*popenargs, **kwargs):
    """The same, and an error unless it is 0."""
    code = call(*popenargs, **kwargs)
    if code:
        raise CalledProcessError(code, popenargs[0] if popenargs else kwargs.get("args"))
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Runs a program; its output."""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """Runs a command of the shell; its exit code and its output."""
    done = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT)
    return done.returncode, done.stdout.removesuffix("\n")


def getoutput(cmd, *, encoding=None, errors=None):
    """Runs a command of the shell; its output."""
    return getstatusoutput(cmd)[1]


def list2cmdline(seq):
    """Words as one line."""
    return " ".join(f'"{word}"' if " " in word or not word else word for word in seq)
