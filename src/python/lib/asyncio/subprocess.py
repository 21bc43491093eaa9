"""Other programs, waited for with await.

A thread waits for each program in the loop's place.
"""
import subprocess
from subprocess import DEVNULL, PIPE, STDOUT

from . import events
from .threads import to_thread

__all__ = ["create_subprocess_exec", "create_subprocess_shell"]


class _Reader:
    """A program's output."""

    def __init__(self, file):
        self._file = file

    async def read(self, n=-1):
        return await to_thread(self._file.read, n)

    async def readline(self):
        return await to_thread(self._file.readline)

    async def readexactly(self, n):
        data = await to_thread(self._file.read, n)
        if len(data) < n:
            from .exceptions import IncompleteReadError
            raise IncompleteReadError(data, n)
        return data

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line


class _Writer:
    """A program's input."""

    def __init__(self, file):
        self._file = file

    def write(self, data):
        self._file.write(data)

    def writelines(self, lines):
        self._file.writelines(lines)

    async def drain(self):
        pass

    def close(self):
        self._file.close()

    async def wait_closed(self):
        pass


class Process:
    """A program that runs."""

    def __init__(self, popen):
        self._popen = popen
        self.stdin = None if popen.stdin is None else _Writer(popen.stdin)
        self.stdout = None if popen.stdout is None else _Reader(popen.stdout)
        self.stderr = None if popen.stderr is None else _Reader(popen.stderr)
        self.pid = popen.pid

    def __repr__(self):
        return f"<Process {self.pid}>"

    @property
    def returncode(self):
        return self._popen.poll()

    async def wait(self):
        return await to_thread(self._popen.wait)

    async def communicate(self, input=None):
        return await to_thread(self._popen.communicate, input)

    def send_signal(self, signal):
        if self.returncode is not None:
            raise ProcessLookupError()
        self._popen.send_signal(signal)

    def terminate(self):
        if self.returncode is not None:
            raise ProcessLookupError()
        self._popen.terminate()

    def kill(self):
        if self.returncode is not None:
            raise ProcessLookupError()
        self._popen.kill()


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None,
                                 limit=65536, **kwds):
    """Starts a program."""
    popen = subprocess.Popen(
        (program,) + args, stdin=stdin, stdout=stdout, stderr=stderr, **kwds)
    return Process(popen)


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None, limit=65536, **kwds):
    """Starts a command of the shell."""
    popen = subprocess.Popen(
        cmd, shell=True, stdin=stdin, stdout=stdout, stderr=stderr, **kwds)
    return Process(popen)
