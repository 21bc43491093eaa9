"""Processes of the simulated machine, each with a memory of its own."""
import _machine
import os
import signal
import sys
import threading

__name__ = "multiprocessing.process"

_children = set()
_counter = 0


class BaseProcess:
    """A process that makes a call."""

    _parent_pid = None
    # How it begins; none: as processes begin otherwise.
    _start_method = None

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        global _counter
        if group is not None:
            raise AssertionError("group argument must be None for now")
        _counter += 1
        me = current_process()
        self._identity = me._identity + (_counter,)
        self._parent_pid = os.getpid()
        self._parent_name = me.name
        self._handle = None
        self._closed = False
        self._pid = None
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        numbers = ":".join(str(n) for n in self._identity)
        self._name = name or f"{type(self).__name__}-{numbers}"
        self._daemonic = me._daemonic if daemon is None else bool(daemon)

    def _check_closed(self):
        if self._closed:
            raise ValueError("process object is closed")

    def run(self):
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        self._check_closed()
        if self._handle is not None:
            raise AssertionError("cannot start a process twice")
        if self._parent_pid != os.getpid():
            raise AssertionError("can only start a process object created by current process")
        if current_process()._daemonic:
            raise AssertionError("daemonic processes are not allowed to have children")
        _tidy()
        method = self._start_method or sys.modules["multiprocessing"].get_start_method()
        sys.stdout.flush()
        if method == "fork":
            self._handle = _machine.fork(self._begin, self._name)
        else:
            from .spawn import start
            self._handle = start(self, method)
        self._pid = _machine.process_id(self._handle)
        del self._target, self._args, self._kwargs
        _children.add(self)

    def _take_over(self):
        """From now on this is the process that runs."""
        global _children, _parent
        _parent = _ParentProcess(self._parent_name, self._parent_pid)
        _machine.set_process_object(self)
        self._handle = _machine.process()
        self._pid = os.getpid()
        _children = set()

    def _begin(self):
        """What the new process does, in its copy of everything; its exit code."""
        self._take_over()
        for module in ("threading", "concurrent.futures.thread", "concurrent.futures.process",
                       "asyncio.events", "atexit", "random", "signal"):
            tidy = getattr(sys.modules.get(module), "_after_fork", None)
            if tidy is not None:
                tidy()
        return self._bootstrap()

    def _bootstrap(self):
        try:
            try:
                self.run()
                code = 0
            finally:
                _end()
        except SystemExit as exc:
            code = _code_of(exc)
        except BaseException:
            import traceback
            kind, value, trace = sys.exc_info()
            trace = _machine.skip_frames(trace, __file__)
            lines = traceback.format_exception(kind, value, trace)
            sys.stderr.write(f"Process {self._name}:\n" + "".join(lines))
            code = 1
        finally:
            threading._shutdown()
            sys.stdout.flush()
            sys.stderr.flush()
        return code

    def terminate(self):
        self._check_closed()
        self._send(int(signal.Signals.SIGTERM))

    def kill(self):
        self._check_closed()
        self._send(int(signal.Signals.SIGKILL))

    def _send(self, number):
        if self._handle is None:
            raise AttributeError("'NoneType' object has no attribute "
                                 f"'{'kill' if number == 9 else 'terminate'}'")
        if _machine.process_code(self._handle) is None:
            _machine.send_signal(self._handle, number)

    def join(self, timeout=None):
        self._check_closed()
        if self._parent_pid != os.getpid():
            raise AssertionError("can only join a child process")
        if self._handle is None:
            raise AssertionError("can only join a started process")
        limit = None if timeout is None else max(0, int(timeout * 1e9))
        if _machine.process_wait(self._handle, limit):
            _children.discard(self)

    def is_alive(self):
        self._check_closed()
        if self is current_process():
            return True
        if self._parent_pid != os.getpid():
            raise AssertionError("can only test a child process")
        if self._handle is None:
            return False
        if _machine.process_code(self._handle) is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        if self._handle is not None and _machine.process_code(self._handle) is None:
            raise ValueError("Cannot close a process while it is still running. "
                             "You should first call join() or terminate().")
        _children.discard(self)
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        if not isinstance(name, str):
            raise AssertionError("name must be a string")
        self._name = name

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if self._handle is not None:
            raise AssertionError("process has already started")
        self._daemonic = daemonic

    @property
    def authkey(self):
        return b"simulated"

    @property
    def exitcode(self):
        self._check_closed()
        if self is current_process() or self._handle is None:
            return None
        return _machine.process_code(self._handle)

    @property
    def pid(self):
        self._check_closed()
        return os.getpid() if self is current_process() else self._pid

    ident = pid

    @property
    def sentinel(self):
        self._check_closed()
        if self._handle is None:
            raise ValueError("process not started")
        return self._pid

    def __repr__(self):
        info = [type(self).__name__, f"name={self._name!r}"]
        if self._closed:
            info.append("closed")
        else:
            if self._pid is not None and self is not current_process():
                info.append(f"pid={self._pid}")
            info.append(f"parent={self._parent_pid}")
            code = self.exitcode
            if self is current_process():
                info.append("started")
            elif self._handle is None:
                info.append("initial")
            elif code is None:
                info.append("started")
            else:
                info.append("stopped")
                info.append(f"exitcode={_describe_code(code)}")
        if self._daemonic:
            info.append("daemon")
        return f"<{' '.join(info)}>"


def _describe_code(code):
    if code < 0:
        try:
            return f"-{signal.Signals(-code).name}"
        except ValueError:
            pass
    return str(code)


class Process(BaseProcess):
    """A process that makes a call."""


Process.__module__ = "multiprocessing.context"


class ForkProcess(Process):
    """A process that begins as a copy."""

    _start_method = "fork"


class _MainProcess(BaseProcess):
    """The process in which the program began."""

    def __init__(self):
        self._identity = ()
        self._name = "MainProcess"
        self._parent_pid = None
        self._handle = None
        self._closed = False
        self._pid = None
        self._daemonic = False

    def close(self):
        pass


class _ParentProcess(BaseProcess):
    """The process that made this one."""

    def __init__(self, name, pid):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._handle = None
        self._closed = False
        self._daemonic = False

    @property
    def pid(self):
        return self._pid

    ident = pid


_parent = None


def current_process():
    """The process that asks."""
    found = _machine.process_object()
    if found is None:
        found = _MainProcess()
        _machine.set_process_object(found)
    return found


def parent_process():
    """The process that made this one; none for the first."""
    return _parent


def active_children():
    """The children that are alive."""
    _tidy()
    return list(_children)


def _tidy():
    for child in list(_children):
        if _machine.process_code(child._handle) is not None:
            _children.discard(child)


def _code_of(exc):
    """The exit code of a SystemExit."""
    if exc.code is None:
        return 0
    if isinstance(exc.code, int):
        return exc.code
    sys.stderr.write(f"{exc.code}\n")
    return 1


def _end():
    """At the end daemons are ended and the other children waited for."""
    left = sorted(_children, key=lambda child: child._identity)
    for child in left:
        if child._daemonic:
            child.terminate()
    for child in left:
        child.join()
