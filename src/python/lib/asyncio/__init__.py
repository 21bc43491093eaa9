"""Coroutines, and the loop that runs them."""
import _machine
from .exceptions import (BrokenBarrierError, CancelledError, IncompleteReadError,
                         InvalidStateError, LimitOverrunError, SendfileNotAvailableError,
                         TimeoutError)
from .events import (AbstractEventLoop, AbstractEventLoopPolicy, DefaultEventLoopPolicy, Handle,
                     TimerHandle, _get_running_loop, _set_running_loop, get_event_loop,
                     get_event_loop_policy, get_running_loop, new_event_loop, set_event_loop,
                     set_event_loop_policy)
from .coroutines import iscoroutine, iscoroutinefunction
from .futures import Future, isfuture, wrap_future
from .tasks import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Task, all_tasks,
                    as_completed, create_task, current_task, ensure_future, gather,
                    run_coroutine_threadsafe, shield, sleep, wait, wait_for)
from .base_events import BaseEventLoop, EventLoop, SelectorEventLoop
from .locks import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
from .queues import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull
from .runners import Runner, run
from .taskgroups import TaskGroup
from .threads import to_thread
from .timeouts import Timeout, timeout, timeout_at

# What belongs to connections and other programs is made when it is first asked for.
_LATE = {
    "subprocess": ("create_subprocess_exec", "create_subprocess_shell"),
    "streams": ("StreamReader", "StreamWriter", "StreamReaderProtocol", "open_connection",
                "start_server", "open_unix_connection", "start_unix_server"),
    "transports": ("BaseTransport", "ReadTransport", "WriteTransport", "Transport",
                   "DatagramTransport", "SubprocessTransport", "BaseProtocol", "Protocol",
                   "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol",
                   "AbstractServer", "Server"),
}


def __getattr__(name):
    if name == "__all__":
        # CPython 3.11 leaves `TaskGroup` out.
        kept = [key for key, value in globals().items()
                if key[0] != "_" and key != "TaskGroup" and type(value) is not type(_machine)]
        return kept + [late for names in _LATE.values() for late in names]
    if name in _LATE:
        return __import__(f"asyncio.{name}", fromlist=[name])
    for module, names in _LATE.items():
        if name in names:
            found = getattr(__import__(f"asyncio.{module}", fromlist=[name]), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module 'asyncio' has no attribute '{name}'")
