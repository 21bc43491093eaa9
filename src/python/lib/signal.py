"""Signals, as far as a program can send them to itself or to its children."""
import _machine
from enum import IntEnum

__all__ = ["Signals", "Handlers", "signal", "getsignal", "raise_signal", "alarm", "strsignal",
           "default_int_handler", "valid_signals", "pause", "set_wakeup_fd", "siginterrupt"]


class Signals(IntEnum):
    """The signals of a Unix system."""

    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGABRT = 6
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


class Handlers(IntEnum):
    """What is done without a function."""

    SIG_DFL = 0
    SIG_IGN = 1


globals().update(Signals.__members__)
globals().update(Handlers.__members__)

_WORDS = {1: "Hangup", 2: "Interrupt", 3: "Quit", 6: "Aborted", 9: "Killed",
          10: "User defined signal 1", 11: "Segmentation fault", 12: "User defined signal 2",
          13: "Broken pipe", 14: "Alarm clock", 15: "Terminated", 17: "Child exited",
          18: "Continued", 19: "Stopped (signal)"}


def default_int_handler(signum, frame):
    """What an interrupt does unless the program says otherwise."""
    raise KeyboardInterrupt


_handlers = {number: Handlers.SIG_DFL for number in Signals}
_handlers[Signals.SIGINT] = default_int_handler
_handlers[Signals.SIGPIPE] = Handlers.SIG_IGN
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
    """What a signal of this process does now, in its main thread."""
    import sys
    handler = _handlers[number]
    if callable(handler) and not isinstance(handler, Handlers):
        handler(number, sys._getframe(1))
    elif handler == Handlers.SIG_DFL and number not in (Signals.SIGCHLD, Signals.SIGCONT):
        _machine.exit_process(-number)


def raise_signal(signum):
    """Sends a signal to this process."""
    _deliver(_number(signum))


def strsignal(signalnum):
    """What a signal means."""
    return _WORDS.get(int(_number(signalnum)))


def valid_signals():
    """All signals."""
    return set(Signals)


# Signals that have come for the main thread, and the event that wakes it.
_pending = []
_arrived = None


def _listen():
    """From now on, signals wake the main thread where it sleeps."""
    global _arrived
    if _arrived is None:
        import time
        _arrived = _machine.event("_signal")
        time._interruptible = _sleep


def _tell():
    """Says which signals of other processes are handled here: when the main
    thread sleeps, as those of this one.
    """
    _listen()
    _machine.listen(_arrived, tuple([int(number) for number, handler in _handlers.items()
                                     if handler != Handlers.SIG_DFL]))


def _after_fork():
    """A new process handles what its parent handles."""
    _pending.clear()
    if _arrived is not None:
        _machine.clear(_arrived)
        _tell()


def _come(number):
    """A signal for the main thread, from another one."""
    _pending.append(number)
    _machine.set(_arrived)


def _handle_pending():
    _machine.clear(_arrived)
    _pending.extend(_machine.signals())
    while _pending:
        _deliver(Signals(_pending.pop(0)))


def _sleep(nanoseconds):
    """Sleeps, for ever if none is given, and handles what comes meanwhile."""
    import threading
    if threading.current_thread() is not threading.main_thread():
        _machine.sleep(nanoseconds)
        return
    _machine.look_out(True)
    try:
        _look(None if nanoseconds is None else _machine.now() + nanoseconds)
    finally:
        _machine.look_out(False)


def _look(end):
    """Handles signals until it is time, or one has come if there is no end."""
    while True:
        _handle_pending()
        left = None if end is None else end - _machine.now()
        if left is not None and left <= 0:
            return
        if _machine.await_set(_arrived, left) and end is None:
            _handle_pending()
            return


class ItimerError(OSError):
    """A timer cannot be set."""


ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2


def _arm(seconds, interval):
    """Has SIGALRM come; what was left of an earlier alarm, and its interval."""
    global _alarm
    import threading
    _listen()
    before = (0.0, 0.0)
    if _alarm is not None and _alarm.is_alive():
        before = (max(0.0, (_alarm._ends - _machine.now()) / 1e9), _alarm._again)
        _alarm.cancel()
    _alarm = None
    if seconds:
        _alarm = threading.Timer(seconds, _ring, (interval,))
        _alarm._name, _alarm._daemonic, _alarm._again = "SIGALRM", True, interval
        _alarm._ends = _machine.now() + int(seconds * 1e9)
        _alarm.start()
    return before


def _ring(interval):
    _come(Signals.SIGALRM)
    if interval:
        _arm(interval, interval)


def alarm(seconds):
    """Has SIGALRM come after that many seconds; how many an earlier one had left.

    It is handled when the main thread sleeps next: what computes or waits for a
    lock is not interrupted.
    """
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
    if _alarm is None or not _alarm.is_alive():
        return (0.0, 0.0)
    return ((_alarm._ends - _machine.now()) / 1e9, _alarm._again)


def pause():
    """Waits until a signal has come."""
    _listen()
    _sleep(None)


def pthread_kill(thread_id, signalnum):
    """Signals are handled by the main thread, whichever gets them."""
    _listen()
    _come(_number(signalnum))


def set_wakeup_fd(fd, *, warn_on_full_buffer=True):
    """Nothing listens on files for signals here."""
    return -1


def siginterrupt(signalnum, flag):
    """Waits are always interrupted here."""
