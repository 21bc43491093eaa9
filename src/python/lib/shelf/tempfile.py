"""Files and folders for a while."""
import io
import os
import random as _random_module
import shutil

tempdir = None
template = "tmp"
TMP_MAX = 10000
_random = _random_module.Random(int.from_bytes(os.urandom(8), "little"))


def gettempdir():
    return tempdir or "/tmp"


def gettempprefix():
    return template


def _names(suffix, prefix, folder):
    folder = os.fspath(folder) if folder is not None else gettempdir()
    letters = "abcdefghijklmnopqrstuvwxyz0123456789_"
    for _ in range(TMP_MAX):
        middle = "".join(_random.choices(letters, k=8))
        path = os.path.join(folder, (prefix or template) + middle + (suffix or ""))
        if not os.path.exists(path):
            return os.path.abspath(path)
    raise FileExistsError(17, "No usable temporary file name found")


def mktemp(suffix="", prefix=template, dir=None):
    return _names(suffix, prefix, dir)


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    path = _names(suffix, prefix, dir)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL), path


def mkdtemp(suffix=None, prefix=None, dir=None):
    path = _names(suffix, prefix, dir)
    os.mkdir(path)
    return path


class _Temporary:
    """A file that is removed when it is closed."""

    def __init__(self, file, name, delete):
        self.file, self.name, self.delete = file, name, delete

    def __getattr__(self, name):
        return getattr(self.__dict__["file"], name)

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, kind, value, trace):
        self.close()

    def __iter__(self):
        return iter(self.file)

    def close(self):
        if not self.file.closed:
            self.file.close()
            if self.delete and os.path.exists(self.name):
                os.remove(self.name)

    def __del__(self):
        self.close()

    def __repr__(self):
        return f"<tempfile._TemporaryFileWrapper object at {id(self):#x}>"


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None):
    path = _names(suffix, prefix, dir)
    file = io.open(path, mode, encoding=encoding, newline=newline, errors=errors)
    return _Temporary(file, path, delete)


TemporaryFile = NamedTemporaryFile


class SpooledTemporaryFile(_Temporary):
    """A file that is kept in memory."""

    def __init__(self, max_size=0, mode="w+b", buffering=-1, encoding=None, newline=None,
                 suffix=None, prefix=None, dir=None, *, errors=None):
        super().__init__(io.BytesIO() if "b" in mode else io.StringIO(), None, False)


class TemporaryDirectory:
    """A folder that is removed with all that is in it."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self._ignore = ignore_cleanup_errors
        self.name = mkdtemp(suffix, prefix, dir)

    def __enter__(self):
        return self.name

    def __exit__(self, kind, value, trace):
        self.cleanup()

    def cleanup(self):
        if os.path.exists(self.name):
            shutil.rmtree(self.name, ignore_errors=self._ignore)

    def __repr__(self):
        return f"<TemporaryDirectory {self.name!r}>"
