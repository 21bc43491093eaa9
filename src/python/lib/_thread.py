"""The small interface below `threading`."""
import _machine
from _machine import ident as get_ident
from _machine import native_id as get_native_id
from _sync import TIMEOUT_MAX, Lock as LockType, RLock
from _threading_local import local as _local

error = RuntimeError
allocate_lock = LockType


def start_new_thread(function, args, kwargs=None):
    """Starts a thread that calls a function; what it raises is told and dropped."""
    import threading
    thread = threading.Thread(target=function, args=args, kwargs=kwargs, daemon=True)
    thread.start()
    return thread.ident


def interrupt_main(signum=2):
    """Has the main thread handle a signal."""
    _machine.send_signal(_machine.process(), int(signum))


def exit():
    """Ends this thread."""
    raise SystemExit


def stack_size(size=0):
    """Threads of the machine need no size of stack."""
    return 0
