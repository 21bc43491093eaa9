"""Files and folders as a whole."""
import fnmatch
import io
import os
from collections import namedtuple

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move",
           "rmtree", "Error", "SameFileError", "disk_usage", "which", "get_terminal_size",
           "ignore_patterns"]

_Usage = namedtuple("usage", "total used free")
_Usage.__qualname__ = _Usage.__name__ = "usage"


class Error(OSError):
    """Something about many files."""


class SameFileError(Error):
    """Source and target are one file."""


class SpecialFileError(OSError):
    """Such a file cannot be copied."""


def copyfileobj(fsrc, fdst, length=65536):
    while data := fsrc.read(length):
        fdst.write(data)


def copyfile(src, dst, *, follow_symlinks=True):
    if os.path.abspath(src) == os.path.abspath(dst):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    with io.open(src, "rb") as source, io.open(dst, "wb") as target:
        target.write(source.read())
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    os.chmod(dst, os.stat(src).st_mode & 0o7777)


def copystat(src, dst, *, follow_symlinks=True):
    found = os.stat(src)
    os.utime(dst, (found.st_atime, found.st_mtime))


def _into(src, dst):
    return os.path.join(dst, os.path.basename(os.fspath(src))) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    return copyfile(src, _into(src, dst))


def copy2(src, dst, *, follow_symlinks=True):
    made = copyfile(src, _into(src, dst))
    copystat(src, made)
    return made


def ignore_patterns(*patterns):
    def ignored(path, names):
        return {name for name in names if any(fnmatch.fnmatch(name, p) for p in patterns)}
    return ignored


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2,
             ignore_dangling_symlinks=False, dirs_exist_ok=False):
    names = os.listdir(src)
    left_out = ignore(os.fspath(src), names) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    for name in names:
        if name in left_out:
            continue
        source, target = os.path.join(src, name), os.path.join(dst, name)
        if os.path.isdir(source):
            copytree(source, target, ignore=ignore, copy_function=copy_function,
                     dirs_exist_ok=dirs_exist_ok)
        else:
            copy_function(source, target)
    return dst


def rmtree(path, ignore_errors=False, onerror=None):
    try:
        names = os.listdir(path)
    except OSError:
        if ignore_errors:
            return
        raise
    for name in names:
        inner = os.path.join(path, name)
        if os.path.isdir(inner):
            rmtree(inner, ignore_errors)
        else:
            os.remove(inner)
    os.rmdir(path)


def move(src, dst, copy_function=copy2):
    target = dst
    if os.path.isdir(dst):
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip("/")))
        if os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    os.rename(src, target)
    return target


def disk_usage(path):
    return _Usage(64 << 20, 0, 64 << 20)


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    if os.path.dirname(cmd):
        return cmd if _runs(cmd, mode) else None
    if path is None:
        path = os.environ.get("PATH", "/bin:/usr/bin")
    for folder in path.split(os.pathsep) if path else ():
        found = os.path.join(folder, cmd)
        if _runs(found, mode):
            return found
    return None


def _runs(path, mode):
    """Whether a file may be run; the commands of the machine are no files."""
    import _commands
    folder, name = os.path.split(path)
    if folder == "/usr/bin" and name in _commands._COMMANDS:
        return True
    return os.path.isfile(path) and os.access(path, mode)


def get_terminal_size(fallback=(80, 24)):
    return os.get_terminal_size()
