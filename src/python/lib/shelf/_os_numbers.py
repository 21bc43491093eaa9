"""The part of `os` that goes by numbers: files by theirs, processes by theirs."""
import _machine
import io
import os
import sys
from posixpath import exists

# The ends of pipes, and files that `os.open` has opened.
_open = {}


class _PipeEnd(io.BufferedIOBase):
    """One end of a pipe of bytes. What is written through a file object waits
    until it is flushed, as in CPython.
    """

    def __init__(self, pipe, writes):
        self._pipe, self._writes, self._rest, self._waiting = pipe, writes, b"", b""
        self.closed, self.shared = False, 1
        self.name = self.number = -1

    def readable(self):
        return not self._writes

    def writable(self):
        return self._writes

    def fileno(self):
        return self.number

    def get(self, size):
        """What has come, at least a byte of it; nothing at the end."""
        if self._writes:
            raise OSError(9, "Bad file descriptor")
        if not self._rest:
            arrived, data = _machine.pipe_receive(self._pipe, None)
            self._rest = data if arrived else b""
        while len(self._rest) < size and _machine.pipe_size(self._pipe):
            self._rest += _machine.pipe_receive(self._pipe, None)[1]
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def put(self, data):
        if not self._writes:
            raise OSError(9, "Bad file descriptor")
        if not _machine.pipe_send(self._pipe, bytes(data)):
            raise BrokenPipeError(32, "Broken pipe")
        return len(data)

    def read(self, size=-1):
        self._check()
        whole = b""
        while size is None or size < 0 or len(whole) < size:
            part = self.get(65536 if size is None or size < 0 else size - len(whole))
            if not part:
                break
            whole += part
        return whole

    def read1(self, size=-1):
        return self.get(65536 if size < 0 else size)

    def readline(self, size=-1):
        self._check()
        line = b""
        while not line.endswith(b"\n"):
            part = self.get(65536)
            end = part.find(b"\n") + 1 or len(part)
            line += part[:end]
            self._rest = part[end:] + self._rest
            if not part:
                break
        return line

    def write(self, data):
        self._check()
        self._waiting += bytes(data)
        if len(self._waiting) >= io.DEFAULT_BUFFER_SIZE:
            self.flush()
        return len(data)

    def flush(self):
        data, self._waiting = self._waiting, b""
        if data:
            self.put(data)

    def close(self):
        if self.closed:
            return
        try:
            self.flush()
        finally:
            self.closed = True
            _open.pop(self.number, None)
            self.shared -= 1
            if not self.shared:
                _machine.pipe_close(self._pipe, self._writes)

    def __del__(self):
        if not self.closed and self._waiting:
            self.close()


def _number(file):
    number = 3
    while number in _open:
        number += 1
    _open[number] = file
    if isinstance(file, _PipeEnd):
        file.name = file.number = number
    return number


def _file(fd):
    if fd not in _open:
        raise OSError(9, "Bad file descriptor")
    return _open[fd]


def pipe():
    """The numbers of a pipe's ends: one to read, one to write."""
    made = _machine.pipe("Pipe")
    return _number(_PipeEnd(made, False)), _number(_PipeEnd(made, True))


def pipe2(flags):
    return pipe()


def open(path_, flags, mode=0o777, *, dir_fd=None):
    there = exists(path_)
    if not there and not flags & os.O_CREAT:
        raise os._missing(path_)
    if there and flags & os.O_CREAT and flags & os.O_EXCL:
        raise FileExistsError(17, "File exists", os.fspath(path_))
    if flags & os.O_APPEND:
        kind = "ab+"
    elif flags & os.O_TRUNC or not there:
        kind = "wb+"
    else:
        kind = "rb+" if flags & 3 else "rb"
    return _number(io.open(path_, kind, buffering=0))


def fdopen(fd, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True,
           opener=None):
    """A file object over a number."""
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd).__name__}, expected integer)")
    if fd in (1, 2) and fd not in _open:
        return sys.__stdout__ if fd == 1 else sys.__stderr__
    raw = _file(fd)
    if "b" in mode:
        return raw
    made = io.TextIOWrapper(raw, encoding, errors, newline, line_buffering=buffering == 1)
    made.mode = mode
    return made


def read(fd, n):
    if fd == 0 and fd not in _open:
        return sys.stdin.readline().encode()[:n]
    file = _file(fd)
    return file.get(n) if isinstance(file, _PipeEnd) else file.read(n)


def write(fd, data):
    if fd in (1, 2) and fd not in _open:
        _machine.write(fd, bytes(data).decode("utf-8", "replace"))
        return len(data)
    file = _file(fd)
    if isinstance(file, _PipeEnd):
        return file.put(data)
    size = file.write(data)
    file.flush()
    return size


def close(fd):
    if fd in (0, 1, 2) and fd not in _open:
        return
    file = _file(fd)
    del _open[fd]
    if isinstance(file, _PipeEnd) and file.shared > 1:
        file.shared -= 1
        return
    file.close()


def closerange(fd_low, fd_high):
    for fd in [fd for fd in _open if fd_low <= fd < fd_high]:
        close(fd)


def dup(fd, /):
    file = _file(fd)
    if isinstance(file, _PipeEnd):
        file.shared += 1
    number = 3
    while number in _open:
        number += 1
    _open[number] = file
    return number


def dup2(fd, fd2, inheritable=True):
    if fd2 in (0, 1, 2):
        raise OSError(38, "os.dup2 onto a standard stream is not there: assign sys.stdout or "
                          "sys.stdin, or use subprocess with stdin and stdout")
    file = _file(fd)
    if fd == fd2:
        return fd2
    if fd2 in _open:
        close(fd2)
    if isinstance(file, _PipeEnd):
        file.shared += 1
    _open[fd2] = file
    return fd2


def isatty(fd):
    return False


def fsync(fd):
    pass


def fstat(fd):
    return os.stat(_file(fd).name)


def lseek(fd, position, whence, /):
    file = _file(fd)
    if isinstance(file, _PipeEnd):
        raise OSError(29, "Illegal seek")
    return file.seek(position, whence)


def ftruncate(fd, length, /):
    _file(fd).truncate(length)


def get_inheritable(fd, /):
    return False


def set_inheritable(fd, inheritable, /):
    pass


def get_blocking(fd, /):
    return True


def set_blocking(fd, blocking, /):
    if not blocking:
        raise OSError(38, "files here always wait: use selectors with sockets, or asyncio")


# Processes.

WNOWAIT = 0x1000000
P_WAIT, P_NOWAIT = 0, 1
# The children that were not waited for yet, by their numbers.
_children = {}
_hooks = {"before": [], "after_in_parent": [], "after_in_child": []}


def register_at_fork(*, before=None, after_in_parent=None, after_in_child=None):
    """What is called when this process forks."""
    for name, call in (("before", before), ("after_in_parent", after_in_parent),
                       ("after_in_child", after_in_child)):
        if call is not None:
            if not callable(call):
                raise TypeError(f"'{name}' must be callable, not {type(call).__name__}")
            _hooks[name].append(call)


def fork():
    """Makes a copy of this process: 0 in the copy, the copy's number here."""
    for call in reversed(_hooks["before"]):
        call()
    owner = _machine.process_object()
    handle = _machine.fork_here()
    if handle is not None:
        pid = _machine.process_id(handle)
        _children[pid] = handle
        for call in _hooks["after_in_parent"]:
            call()
        return pid
    _machine.set_process_object(owner)
    _children.clear()
    _after_fork()
    for call in _hooks["after_in_child"]:
        call()
    return 0


def _after_fork():
    """The library's modules are told that they are in a new process."""
    for name in ("threading", "concurrent.futures.thread", "concurrent.futures.process",
                 "asyncio.events", "random", "signal"):
        tidy = getattr(sys.modules.get(name), "_after_fork", None)
        if tidy is not None:
            tidy()
    processes = sys.modules.get("multiprocessing.process")
    if processes is not None:
        processes._children.clear()


def forkpty():
    raise OSError(38, "there is no terminal here: use os.fork or subprocess")


def _status(handle):
    """How a process has ended, as the system writes it; none if it has not."""
    code = _machine.process_code(handle)
    return code if code is None else (code & 0xFF) << 8 if code >= 0 else -code


def waitpid(pid, options, /):
    """Waits for a child: its number, and how it has ended."""
    if pid > 0:
        handle = _children.get(pid) or _elsewhere(pid)
        if handle is None:
            raise ChildProcessError(10, "No child processes")
        if not options & os.WNOHANG:
            _machine.process_wait(handle, None)
        status = _status(handle)
        if status is None:
            return 0, 0
        _children.pop(pid, None)
        return pid, status
    while True:
        if not _children:
            raise ChildProcessError(10, "No child processes")
        for child, handle in _children.items():
            status = _status(handle)
            if status is not None:
                del _children[child]
                return child, status
        if options & os.WNOHANG:
            return 0, 0
        _machine.sleep(500_000)


def _elsewhere(pid):
    """A child that `multiprocessing` or `subprocess` has made."""
    processes = sys.modules.get("multiprocessing.process")
    made = [each._handle for each in (processes._children if processes else ()) if each._pid == pid]
    return made[0] if made else None


def wait():
    """Waits for any child."""
    return waitpid(-1, 0)


def wait3(options):
    return wait4(-1, options)


def wait4(pid, options):
    import resource
    return (*waitpid(pid, options), resource.getrusage(-1))


def waitstatus_to_exitcode(status):
    """The exit code of how a process has ended; below zero for a signal."""
    if not isinstance(status, int):
        raise TypeError(f"'{type(status).__name__}' object cannot be interpreted as an integer")
    return -(status & 127) if status & 127 else status >> 8


def WIFEXITED(status):
    return not status & 127


def WEXITSTATUS(status):
    return status >> 8 & 0xFF


def WIFSIGNALED(status):
    return bool(status & 127)


def WTERMSIG(status):
    return status & 127


def WIFSTOPPED(status):
    return False


WIFCONTINUED = WCOREDUMP = WIFSTOPPED


def WSTOPSIG(status):
    return status >> 8 & 0xFF


def _become(file, args, env=None):
    """Another program takes the place of this one: it runs as a child, and this
    process ends as it does.
    """
    import subprocess
    args = [os.fsdecode(arg) for arg in args]
    if not args:
        raise ValueError("execv() arg 2 must not be empty")
    args[0] = os.fsdecode(file)
    try:
        code = subprocess.call(args, env=env)
    except FileNotFoundError as exc:
        raise FileNotFoundError(exc.errno, exc.strerror) from None
    os._exit(code if code >= 0 else 128 - code)


def execv(path, argv, /):
    _become(path, argv)


execvp = execv


def execve(path, argv, env):
    _become(path, argv, env)


execvpe = execve


def execl(file, *args):
    _become(file, args)


execlp = execl


def execle(file, *args):
    _become(file, args[:-1], args[-1])


execlpe = execle


def posix_spawn(path, argv, env, **options):
    """Begins a program; its number."""
    import subprocess
    child = subprocess.Popen([os.fsdecode(path), *map(os.fsdecode, argv[1:])], env=dict(env))
    _children[child.pid] = _machine.find_process(child.pid)
    return child.pid


posix_spawnp = posix_spawn


def spawnv(mode, file, args):
    """Begins a program and, if it is to, waits for it."""
    pid = posix_spawn(file, args, os.environ)
    return pid if mode == P_NOWAIT else waitstatus_to_exitcode(waitpid(pid, 0)[1])


spawnvp = spawnv


def spawnl(mode, file, *args):
    return spawnv(mode, file, args)


spawnlp = spawnl
