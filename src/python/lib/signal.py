"""Signals, as far as a program can send them to itself or to its children."""
import _machine
from enum import IntEnum

__all__ = ["Signals", "Handlers", "signal", "getsignal", "raise_signal", "alarm", "strsignal",
           "default_int_handler", "valid_signals", "pause", "set_wakeup_fd", "siginterrupt",
           "Sigmasks", "pthread_kill", "pthread_sigmask", "sigpending", "sigwait", "ITIMER_REAL",
           "ItimerError", "getitimer", "setitimer"]


class Signals(IntEnum):
    """The signals of a Unix system."""

    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGILL = 4
    SIGTRAP = 5
    SIGABRT = 6
    SIGBUS = 7
    SIGFPE = 8
    SIGKILL = 9
    SIGUSR1 = 10
    SIGSEGV = 11
    SIGUSR2 = 12
    SIGPIPE = 13
    SIGALRM = 14
    SIGTERM = 15
    SIGCHLD = 17
    SIGCONT = 18
    SIGSTOP = 19
    SIGTSTP = 20
    SIGTTIN = 21
    SIGTTOU = 22
    SIGURG = 23
    SIGXCPU = 24
    SIGXFSZ = 25
    SIGVTALRM = 26
    SIGPROF = 27
    SIGWINCH = 28
    SIGIO = 29
    SIGPWR = 30
    SIGSYS = 31


class Handlers(IntEnum):
    """What is done without a function."""

    SIG_DFL = 0
    SIG_IGN = 1


globals().update(Signals.__members__)
globals().update(Handlers.__members__)
SIGCLD, SIGPOLL, NSIG = Signals.SIGCHLD, Signals.SIGIO, 65
__all__ += [*Signals.__members__, *Handlers.__members__]

_WORDS = {1: "Hangup", 2: "Interrupt", 3: "Quit", 4: "Illegal instruction",
          5: "Trace/breakpoint trap", 6: "Aborted", 7: "Bus error",
          8: "Floating point exception", 9: "Killed",
          10: "User defined signal 1", 11: "Segmentation fault", 12: "User defined signal 2",
          13: "Broken pipe", 14: "Alarm clock", 15: "Terminated", 17: "Child exited",
          18: "Continued", 19: "Stopped (signal)", 20: "Stopped", 21: "Stopped (tty input)",
          22: "Stopped (tty output)", 23: "Urgent I/O condition", 24: "CPU time limit exceeded",
          25: "File size limit exceeded", 26: "Virtual timer expired",
          27: "Profiling timer expired", 28: "Window changed", 29: "I/O possible",
          30: "Power failure", 31: "Bad system call"}


def default_int_handler(signum, frame):
    """What an interrupt does unless the program says otherwise."""
    raise KeyboardInterrupt


_handlers = {number: Handlers.SIG_DFL for number in Signals}
_handlers[Signals.SIGINT] = default_int_handler
_handlers[Signals.SIGPIPE] = _handlers[Signals.SIGXFSZ] = Handlers.SIG_IGN
_alarm = None


def _number(signum):
    try:
        return Signals(signum)
    except ValueError:
        raise ValueError("signal number out of range") from None


def signal(signalnum, handler):
    """Says what a signal does; what it did before."""
    import threading
    if threading.current_thread() is not threading.main_thread():
        raise ValueError("signal only works in main thread of the main interpreter")
    number = _number(signalnum)
    if number in (Signals.SIGKILL, Signals.SIGSTOP):
        raise OSError(22, "Invalid argument")
    if not callable(handler):
        if handler not in (Handlers.SIG_DFL, Handlers.SIG_IGN):
            raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, "
                            "or a callable object")
        handler = Handlers(handler)
    before = _handlers[number]
    _handlers[number] = handler
    _tell()
    return before


def getsignal(signalnum):
    """What a signal does."""
    return _handlers[_number(signalnum)]


def _deliver(number):
    """What a signal that is handled here does now: the machine calls it as the
    main thread does.
    """
    import sys
    number = Signals(number)
    handler = _handlers[number]
    try:
        if handler is default_int_handler:
            runners = sys.modules.get("asyncio.runners")
            if runners is not None and runners._interrupted():
                return
        if callable(handler) and not isinstance(handler, Handlers):
            handler(int(number), _frame())
    finally:
        if _arrived is not None:
            _machine.set(_arrived)


def _frame():
    """Where the program stands, or waits."""
    import sys
    try:
        return sys._getframe(2)
    except ValueError:
        return sys._frame_of(_machine.waiting_frames())


def raise_signal(signum):
    """Sends a signal to this process."""
    _machine.send_signal(_machine.process(), int(_number(signum)))


def strsignal(signalnum):
    """What a signal means."""
    return _WORDS.get(int(_number(signalnum)))


def valid_signals():
    """All signals."""
    return set(Signals)


# What is set when a signal was handled, or is kept.
_arrived = None
_blocked = set()


def _tell():
    """Tells the machine which signals are handled here, ignored and kept."""
    global _arrived
    if _arrived is None:
        _arrived = _machine.event("_signal")
    ignored = [SIGCHLD, SIGCONT, SIGURG, SIGWINCH]
    ignored = [int(n) for n, h in _handlers.items()
               if h == Handlers.SIG_IGN or h == Handlers.SIG_DFL and n in ignored]
    handled = [int(n) for n, h in _handlers.items()
               if h != Handlers.SIG_DFL and h != Handlers.SIG_IGN]
    _machine.listen(_arrived, tuple(handled), tuple(ignored), tuple(map(int, _blocked)))


def _after_fork():
    """A new process handles what its parent handles; no alarm is set in it."""
    global _alarm
    _alarm = None
    if _arrived is not None:
        _machine.clear(_arrived)
        _tell()


class Sigmasks(IntEnum):
    """What is done with a set of signals."""

    SIG_BLOCK = 0
    SIG_UNBLOCK = 1
    SIG_SETMASK = 2


globals().update(Sigmasks.__members__)
__all__ += Sigmasks.__members__


def pthread_sigmask(how, mask):
    """Which signals are kept until they are asked for; which were before."""
    global _blocked
    before = set(_blocked)
    mask = {_number(n) for n in mask}
    if how == SIG_BLOCK:
        _blocked = before | mask
    elif how == SIG_UNBLOCK:
        _blocked = before - mask
    elif how == SIG_SETMASK:
        _blocked = mask
    else:
        raise OSError(22, "Invalid argument")
    _tell()
    # What comes now is handled before this returns.
    _machine.process_code(_machine.process())
    return before


def sigpending():
    """Which signals have come and are kept."""
    return {Signals(n) for n in _machine.kept_signals(tuple(map(int, Signals)), False)}


def sigwait(sigset):
    """Waits for one of these signals, and takes it."""
    wanted = tuple(int(_number(n)) for n in sigset)
    _tell()
    while True:
        _machine.clear(_arrived)
        found = _machine.kept_signals(wanted, True)
        if found:
            return Signals(found[0])
        _machine.await_set(_arrived, None)


class ItimerError(OSError):
    """A timer cannot be set."""


ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2


class _Alarm:
    """A timer that sends SIGALRM."""

    def __init__(self, seconds, interval):
        self.due = _machine.now() + int(seconds * 1e9 + 0.5)
        self.interval = int(interval * 1e9 + 0.5)
        self.process = _machine.process()
        _machine.spawn(self._run, "SIGALRM timer", True)

    def _run(self):
        while True:
            _machine.sleep(max(0, self.due - _machine.now()))
            if _alarm is not self:
                return
            if self.interval:
                self.due += self.interval
            else:
                _forget(self)
            _machine.send_signal(self.process, 14)
            if not self.interval:
                return


def _forget(alarm):
    global _alarm
    if _alarm is alarm:
        _alarm = None


def _arm(seconds, interval):
    """Has SIGALRM come; what was left of an earlier alarm, and its interval."""
    global _alarm
    before = getitimer(ITIMER_REAL)
    _alarm = _Alarm(seconds, interval) if seconds else None
    return before


def alarm(seconds):
    """Has SIGALRM come after that many seconds; how many an earlier one had left."""
    if not isinstance(seconds, int):
        kind = type(seconds).__name__
        raise TypeError(f"'{kind}' object cannot be interpreted as an integer")
    left = _arm(seconds, 0.0)[0]
    return -int(-left // 1)


def setitimer(which, seconds, interval=0.0):
    """The same with parts of seconds, and again and again."""
    if which != ITIMER_REAL:
        raise ItimerError(22, "Invalid argument: only ITIMER_REAL is there")
    if seconds < 0 or interval < 0:
        raise ItimerError(22, "Invalid argument")
    return _arm(seconds, interval)


def getitimer(which):
    """What is left of the alarm, and its interval."""
    if _alarm is None:
        return (0.0, 0.0)
    return (max(0, _alarm.due - _machine.now()) / 1e9, _alarm.interval / 1e9)


def pause():
    """Waits until a signal has been handled."""
    _tell()
    _machine.clear(_arrived)
    _machine.await_set(_arrived, None)


def pthread_kill(thread_id, signalnum):
    """Signals are handled by the main thread, whichever gets them."""
    if signalnum:
        raise_signal(signalnum)


def set_wakeup_fd(fd, *, warn_on_full_buffer=True):
    """Nothing listens on files for signals here."""
    return -1


def siginterrupt(signalnum, flag):
    """Waits are always interrupted here."""
