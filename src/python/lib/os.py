"""The safe part of what an operating system offers."""
import _machine
import posixpath as path
import sys
from _machine import cpu_count, getpid, getppid

name, linesep, sep, curdir, pardir, extsep = "posix", "\n", "/", ".", "..", "."
altsep, pathsep, devnull = None, ":", "/dev/null"
error = OSError
O_RDONLY, O_WRONLY, O_RDWR = 0, 1, 2
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


def getloadavg():
    return 0.0, 0.0, 0.0


def sched_getaffinity(pid):
    return set(range(cpu_count()))


def times():
    from collections import namedtuple
    now = _machine.now() / 1e9
    made = namedtuple("times_result", "user system children_user children_system elapsed")
    return made(now, 0.0, 0.0, 0.0, now)


def _exit(status):
    """Ends this process at once."""
    _machine.exit_process(status)


def abort():
    _machine.exit_process(-6)


def kill(pid, sig, /):
    """Sends a signal to a process."""
    if pid == getpid():
        import signal
        signal.raise_signal(sig)
        return
    process = _machine.find_process(pid)
    if process is None:
        raise ProcessLookupError(3, "No such process")
    if sig:
        _machine.send_signal(process, int(sig))


def system(command):
    import subprocess
    return subprocess.call(command, shell=True) << 8


def popen(cmd, mode="r", buffering=-1):
    import io
    import subprocess
    return io.StringIO(subprocess.run(cmd, shell=True, text=True, stdout=-1).stdout)


def fork():
    raise OSError(38, "os.fork is not there: use multiprocessing.Process")


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


def scandir(path_="."):
    return iter([DirEntry(fspath(path_), name) for name in listdir(path_)])


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


def rename(src, dst):
    start, end = path.abspath(src), path.abspath(dst)
    if not path.exists(start):
        raise FileNotFoundError(2, "No such file or directory", fspath(src))
    for each in list(_machine.file_list()):
        if each == start or each.startswith(start + "/"):
            _machine.file_set(end + each[len(start):], _machine.file_get(each))
            _machine.file_remove(each)


replace = rename


class stat_result:
    """What is known of a file."""

    def __init__(self, size, is_dir):
        self.st_size = size
        self.st_mode = 0o040755 if is_dir else 0o100644
        self.st_mtime = self.st_ctime = self.st_atime = 0.0


def stat(path_, *, follow_symlinks=True):
    where = path.abspath(path_)
    if not path.exists(where):
        raise _missing(path_)
    data = _machine.file_get(where)
    return stat_result(4096 if data is None else len(data), data is None)


def access(path_, mode):
    return path.exists(path_)


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
    return {2: "No such file or directory", 13: "Permission denied",
            17: "File exists"}.get(code, f"Unknown error {code}")
