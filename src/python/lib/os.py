"""The safe part of what an operating system offers."""
import _machine
import posixpath as path
import sys
from _machine import cpu_count, getpid, getppid

name, linesep, sep, curdir, pardir, extsep = "posix", "\n", "/", ".", "..", "."
altsep, pathsep, devnull = None, ":", "/dev/null"
error = OSError
O_RDONLY, O_WRONLY, O_RDWR = 0, 1, 2
O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_NONBLOCK = 64, 128, 512, 1024, 2048
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
EX_OK, EX_USAGE, EX_SOFTWARE = 0, 64, 70
WNOHANG, WUNTRACED = 1, 2
SCHED_OTHER, SCHED_FIFO, SCHED_RR = 0, 1, 2
sys.modules["os.path"] = path

environ = {"HOME": "/learner", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "USER": "user",
           "PWD": "/learner"}
_where = "/learner"


class PathLike:
    """What has a path."""

    def __fspath__(self):
        raise NotImplementedError


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    method = getattr(type(path), "__fspath__", None)
    if method is None:
        raise TypeError("expected str, bytes or os.PathLike object, "
                        f"not {type(path).__name__}")
    return method(path)


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    environ[key] = value


def unsetenv(key):
    environ.pop(key, None)


def getcwd():
    return _where


def chdir(path_):
    global _where
    if not path.isdir(path_):
        raise FileNotFoundError(2, "No such file or directory", fspath(path_))
    _where = path.abspath(path_)


def getlogin():
    return "user"


def getuid():
    return 1000


getgid = geteuid = getegid = getuid


def uname():
    from collections import namedtuple
    made = namedtuple("uname_result", "sysname nodename release version machine")
    return made("Linux", "simulated", "6.1.0", "#1 SMP", "x86_64")


def urandom(size):
    return b"".join(_machine.random_bits().to_bytes(8, "little")
                    for _ in range(size // 8 + 1))[:size]


getrandom = urandom


def getloadavg():
    return 0.0, 0.0, 0.0


def sched_getaffinity(pid):
    return set(range(cpu_count()))


def sched_yield():
    _machine.yield_now()


def nice(increment):
    return 0


def umask(mask):
    return 0o022


def getpriority(which, who):
    return 0




def times():
    from collections import namedtuple
    now = _machine.now() / 1e9
    made = namedtuple("times_result", "user system children_user children_system elapsed")
    return made(now, 0.0, 0.0, 0.0, now)


def _exit(status):
    """Ends this process at once."""
    _machine.exit_process(status)


def abort():
    kill(getpid(), 6)


def kill(pid, sig, /):
    """Sends a signal to a process."""
    process = _machine.find_process(pid)
    if process is None:
        raise ProcessLookupError(3, "No such process")
    if sig:
        _machine.send_signal(process, int(sig))


def system(command):
    import subprocess
    return subprocess.call(["sh", "-c", command]) << 8


def popen(cmd, mode="r", buffering=-1):
    import io
    import subprocess
    return io.StringIO(subprocess.run(cmd, shell=True, text=True, stdout=-1).stdout)


class DirEntry:
    """An entry of a directory."""

    def __init__(self, folder, name):
        self.name = name
        self.path = path.join(folder, name)

    def is_file(self, *, follow_symlinks=True):
        return path.isfile(self.path)

    def is_dir(self, *, follow_symlinks=True):
        return path.isdir(self.path)

    def stat(self, *, follow_symlinks=True):
        return stat(self.path)

    def __fspath__(self):
        return self.path

    def is_symlink(self):
        return False

    def inode(self):
        return self.stat().st_ino

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


def _missing(what):
    return FileNotFoundError(2, "No such file or directory", fspath(what))


def listdir(path_="."):
    where = path.abspath(path_)
    if not path.isdir(where):
        if path.exists(where):
            raise NotADirectoryError(20, "Not a directory", fspath(path_))
        raise _missing(path_)
    start = where.rstrip("/") + "/"
    names = {each[len(start):].split("/")[0] for each in _machine.file_list()
             if each.startswith(start) and each != start}
    return sorted(name for name in names if name)


class _Scan:
    """The entries of a directory, one after the other."""

    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path_="."):
    return _Scan([DirEntry(fspath(path_), name) for name in listdir(path_)])


def mkdir(path_, mode=0o777):
    where = path.abspath(path_)
    if path.exists(where):
        raise FileExistsError(17, "File exists", fspath(path_))
    if not path.isdir(path.dirname(where)):
        raise _missing(path_)
    _machine.file_set(where, None)


def makedirs(name, mode=0o777, exist_ok=False):
    where = path.abspath(name)
    if path.exists(where):
        if not exist_ok or not path.isdir(where):
            raise FileExistsError(17, "File exists", fspath(name))
        return
    parent = path.dirname(where)
    if not path.exists(parent):
        makedirs(parent, exist_ok=True)
    _machine.file_set(where, None)


def remove(path_):
    where = path.abspath(path_)
    if path.isdir(where):
        raise IsADirectoryError(21, "Is a directory", fspath(path_))
    if not path.exists(where):
        raise _missing(path_)
    _machine.file_remove(where)


unlink = remove


def rmdir(path_):
    where = path.abspath(path_)
    if not path.exists(where):
        raise _missing(path_)
    if not path.isdir(where):
        raise NotADirectoryError(20, "Not a directory", fspath(path_))
    if listdir(where):
        raise OSError(39, "Directory not empty", fspath(path_))
    _machine.file_remove(where)


def removedirs(name):
    rmdir(name)
    parent = path.dirname(path.abspath(name))
    while parent != "/" and not listdir(parent):
        rmdir(parent)
        parent = path.dirname(parent)


def _refuse(what, hint):
    def refuse(*args, **kwargs):
        raise PermissionError(1, f"Operation not permitted: os.{what} is not there; {hint}")
    refuse.__name__ = what
    return refuse


symlink = _refuse("symlink", "files of this machine have one name each")
link = _refuse("link", "files of this machine have one name each")


def rename(src, dst):
    start, end = path.abspath(src), path.abspath(dst)
    if not path.exists(start) or not path.isdir(path.dirname(end)):
        raise FileNotFoundError(2, "No such file or directory", fspath(src), None, fspath(dst))
    if path.isdir(end) and path.isfile(start):
        raise IsADirectoryError(21, "Is a directory", fspath(src), None, fspath(dst))
    if start == end:
        return
    for each in list(_machine.file_list()):
        if each == start or each.startswith(start + "/"):
            _machine.file_set(end + each[len(start):], _machine.file_get(each))
            _machine.file_remove(each)


replace = rename


class stat_result(tuple):
    """What is known of a file."""

    _names = ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime",
              "st_mtime", "st_ctime")

    def __getattr__(self, name):
        if name.endswith("_ns"):
            return int(getattr(self, name[:-3]) * 1_000_000_000)
        if name in self._names:
            value = self[self._names.index(name)]
            return float(value) if name.endswith("time") else value
        raise AttributeError(f"'os.stat_result' object has no attribute '{name}'")

    def __repr__(self):
        shown = ", ".join([f"{n}={int(v)}" for n, v in zip(self._names, self)])
        return f"os.stat_result({shown})"


# When files were written, as far as this process knows.
_times = {}


def _touch(where, when=None):
    _times[where] = (_machine.wall() if when is None else when) / 1e9


def stat(path_, *, follow_symlinks=True):
    where = path.abspath(path_)
    if not path.exists(where):
        raise _missing(path_)
    data = _machine.file_get(where)
    mode, size = (0o040755, 4096) if data is None else (0o100644, len(data))
    time = _times.get(where, 1735689600.0)
    return stat_result((_modes.get(where, mode), hash(where) & 0xFFFFFF, 1, 1, 1000, 1000, size,
                        time, time, time))


lstat = stat
_modes = {}


def chmod(path_, mode, *, follow_symlinks=True):
    where = path.abspath(path_)
    _modes[where] = stat(where).st_mode & ~0o7777 | mode


def utime(path_, times=None, *, ns=None):
    where = path.abspath(path_)
    if not path.exists(where):
        raise _missing(path_)
    when = None if times is None else int(times[1] * 1e9)
    _touch(where, when if ns is None else ns[1])


def access(path_, mode):
    if not path.exists(path_):
        return False
    return not mode & X_OK or stat(path_).st_mode & 0o111 != 0


def walk(top, topdown=True, onerror=None, followlinks=False):
    names = listdir(top)
    folders = [name for name in names if path.isdir(path.join(top, name))]
    files = [name for name in names if name not in folders]
    if topdown:
        yield fspath(top), folders, files
    for name in folders:
        yield from walk(path.join(top, name), topdown)
    if not topdown:
        yield fspath(top), folders, files


def get_terminal_size(fd=1):
    from collections import namedtuple
    return namedtuple("terminal_size", "columns lines")(80, 24)


def strerror(code):
    import errno
    return errno._words.get(code, f"Unknown error {code}")


# Files by number and processes by hand are in a module of their own.

_LATE = frozenset("""
    WCOREDUMP WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED WNOWAIT WSTOPSIG WTERMSIG
    close closerange dup dup2 execl execle execlp execlpe execv execve execvp execvpe fdopen fork
    forkpty fstat fsync ftruncate get_blocking get_inheritable isatty lseek open pipe pipe2
    posix_spawn posix_spawnp read register_at_fork set_blocking set_inheritable spawnlp spawnv
    spawnvp spawnl wait wait3 wait4 waitpid waitstatus_to_exitcode write P_NOWAIT P_WAIT
""".split())


def __getattr__(name):
    if name not in _LATE:
        raise AttributeError(f"module 'os' has no attribute '{name}'")
    import _os_numbers
    globals()[name] = found = getattr(_os_numbers, name)
    return found
