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


def alarm(seconds):
    """Has SIGALRM come after that many seconds; how many an earlier one had left."""
    global _alarm
    import threading
    left = 0
    if _alarm is not None and _alarm.is_alive():
        left = max(1, round((_alarm._ends - _machine.now()) / 1e9))
        _alarm.cancel()
    _alarm = None
    if seconds:
        _alarm = threading.Timer(seconds, _machine.interrupt_main, (int(Signals.SIGALRM),))
        _alarm.daemon = True
        _alarm._ends = _machine.now() + int(seconds * 1e9)
        _alarm.start()
    return left


def pause():
    """Waits until a signal has come."""
    _machine.sleep(None)


def set_wakeup_fd(fd, *, warn_on_full_buffer=True):
    """Nothing listens on files for signals here."""
    return -1


def siginterrupt(signalnum, flag):
    """Waits are always interrupted here."""
