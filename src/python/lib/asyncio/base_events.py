"""The event loop.

Calls that are ready run first in, first out; calls with a time become ready
when it has come, in the order of their times and, of equal ones, of their
making. A turn of the loop runs what was ready when it began.
"""
import _machine
import heapq
import sys
import threading
from collections import deque

from . import coroutines, events, futures, tasks
from .events import Handle, TimerHandle
from .selector_events import Files

__all__ = ["BaseEventLoop", "EventLoop", "SelectorEventLoop"]

SLOW_CALL = 0.1


def _is_over(future):
    """Stops the loop that ran until this future was done."""
    if not future.cancelled():
        exc = future.exception()
        if isinstance(exc, (SystemExit, KeyboardInterrupt)):
            return
    future._loop.stop()


class BaseEventLoop(Files, events.AbstractEventLoop):
    """A loop over calls, driven by the machine's clock."""

    slow_callback_duration = SLOW_CALL

    def __init__(self):
        self._ready = deque()
        self._timers = []
        self._timers_made = 0
        self._port = _machine.port()
        self._stopping = False
        self._closed = False
        self._thread = None
        self._debug = False
        self._current = None
        self._alive = {}
        self._factory = None
        self._exception_handler = None
        self._executor = None
        self._executor_closed = False
        self._generators = {}
        self._signals = {}
        self._plain = type(self).call_soon is BaseEventLoop.call_soon
        if "logging" in sys.modules:
            # A program that logs everything sees which selector a loop has.
            sys.modules["logging"].getLogger("asyncio").debug("Using selector: EpollSelector")

    def __repr__(self):
        state = f"running={self.is_running()} closed={self._closed} debug={self._debug}"
        return f"<{type(self).__name__} {state}>"

    def time(self):
        return _machine.now() / 1e9

    # Calls

    def call_soon(self, callback, *args, context=None):
        if self._closed:
            self._refuse_closed()
        if self._debug:
            self._check_thread()
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        if self._closed:
            self._refuse_closed()
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        _machine.post(self._port)
        return handle

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(_machine.now() / 1e9 + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        if self._closed:
            self._refuse_closed()
        if self._debug:
            self._check_thread()
        timer = TimerHandle(when, callback, args, self, context)
        self._timers_made += 1
        timer._order = self._timers_made
        timer._scheduled = True
        heapq.heappush(self._timers, timer)
        return timer

    def _check_thread(self):
        if self._thread is not None and self._thread != _machine.ident():
            raise RuntimeError(
                "Non-thread-safe operation invoked on an event loop other than the current one")

    def _refuse_closed(self):
        raise RuntimeError("Event loop is closed")

    # Futures and tasks

    def create_future(self):
        return futures.Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        if self._closed:
            self._refuse_closed()
        if self._factory is None:
            return tasks.Task(coro, loop=self, name=name, context=context)
        if context is None:
            task = self._factory(self, coro)
        else:
            task = self._factory(self, coro, context=context)
        if name is not None and hasattr(task, "set_name"):
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._factory = factory

    def get_task_factory(self):
        return self._factory

    # Running

    def _run_once(self):
        ready = self._ready
        timers = self._timers
        while timers and timers[0]._cancelled:
            heapq.heappop(timers)
        if self._readers or self._writers:
            self._look_at_files()
        if ready or self._stopping:
            _machine.port_clear(self._port)
        elif timers:
            # As `epoll`, which waits for whole milliseconds: what is due within one
            # wakes together.
            now = _machine.now()
            wait = -int(timers[0]._when * 1e9 + 0.999 - now) // 1_000_000
            _machine.port_wait(self._port, now - min(wait, 0) * 1_000_000)
        else:
            _machine.port_wait(self._port, None)
        if timers:
            now = _machine.now() / 1e9 + 1e-9
            while timers and timers[0]._when < now:
                timer = heapq.heappop(timers)
                timer._scheduled = False
                ready.append(timer)
        if self._debug:
            for _ in range(len(ready)):
                handle = ready.popleft()
                if not handle._cancelled:
                    self._run_watched(handle)
        else:
            _machine.turn(self, ready, len(ready), tasks.Task._step, tasks.Task._wake_up)

    def _run_watched(self, handle):
        begun = _machine.now()
        handle._run()
        took = (_machine.now() - begun) / 1e9
        if took >= self.slow_callback_duration:
            import logging
            logging.getLogger("asyncio").warning(
                "Executing %s took %.3f seconds", _describe_handle(handle), took)

    def run_forever(self):
        if self._closed:
            self._refuse_closed()
        if self._thread is not None:
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        self._thread = _machine.ident()
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(
            firstiter=self._generator_begins, finalizer=self._generator_is_dropped)
        events._set_running_loop(self)
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._thread = None
            events._set_running_loop(None)
            sys.set_asyncgen_hooks(*hooks)

    def run_until_complete(self, future):
        if self._closed:
            self._refuse_closed()
        if self._thread is not None:
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        is_new = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        future.add_done_callback(_is_over)
        try:
            self.run_forever()
        except:
            if is_new and future.done() and not future.cancelled():
                # The error reaches the caller already.
                future.exception()
            raise
        finally:
            future.remove_done_callback(_is_over)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def stop(self):
        self._stopping = True

    def is_running(self):
        return self._thread is not None

    def is_closed(self):
        return self._closed

    def close(self):
        if self._thread is not None:
            raise RuntimeError("Cannot close a running event loop")
        if self._closed:
            return
        for sig in list(self._signals):
            self.remove_signal_handler(sig)
        self._forget_files()
        self._closed = True
        self._ready.clear()
        self._timers.clear()
        self._executor_closed = True
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    # Asynchronous generators

    def _generator_begins(self, generator):
        self._generators[id(generator)] = generator

    def _generator_is_dropped(self, generator):
        self._generators.pop(id(generator), None)
        if not self._closed:
            self.call_soon_threadsafe(self.create_task, generator.aclose())

    async def shutdown_asyncgens(self):
        left = [g for g in self._generators.values() if g.ag_frame is not None]
        self._generators.clear()
        if not left:
            return
        closing = [g.aclose() for g in left]
        results = await tasks.gather(*closing, return_exceptions=True)
        for result, generator in zip(results, left):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    "message": f"an error occurred during closing of "
                               f"asynchronous generator {generator!r}",
                    "exception": result,
                    "asyncgen": generator,
                })

    # Other threads

    def run_in_executor(self, executor, func, *args):
        if self._closed:
            self._refuse_closed()
        if executor is None:
            if self._executor_closed:
                raise RuntimeError("Executor shutdown has been called")
            executor = self._executor
            if executor is None:
                from concurrent.futures import ThreadPoolExecutor
                executor = ThreadPoolExecutor(thread_name_prefix="asyncio")
                self._executor = executor
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        from concurrent.futures import ThreadPoolExecutor
        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")
        self._executor = executor

    async def shutdown_default_executor(self):
        self._executor_closed = True
        if self._executor is None:
            return
        future = self.create_future()
        thread = threading.Thread(target=self._shut_executor, args=(future,))
        thread.start()
        try:
            await future
        finally:
            thread.join()

    def _shut_executor(self, future):
        try:
            self._executor.shutdown(wait=True)
            if not self._closed:
                self.call_soon_threadsafe(future.set_result, None)
        except Exception as exc:
            if not self._closed:
                self.call_soon_threadsafe(future.set_exception, exc)

    # Signals

    def add_signal_handler(self, sig, callback, *args):
        import signal
        self._signals[sig] = (callback, args)
        signal.signal(sig, lambda number, frame: self.call_soon_threadsafe(callback, *args))

    def remove_signal_handler(self, sig):
        import signal
        if self._signals.pop(sig, None) is None:
            return False
        usual = signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL
        signal.signal(sig, usual)
        return True

    # What went wrong

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = bool(enabled)

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._exception_handler = handler

    def default_exception_handler(self, context):
        import logging
        message = context.get("message") or "Unhandled exception in event loop"
        exception = context.get("exception")
        lines = [message]
        for key in sorted(context):
            if key not in ("message", "exception"):
                lines.append(f"{key}: {context[key]!r}")
        info = False
        if exception is not None:
            info = (type(exception), exception, exception.__traceback__)
        logging.getLogger("asyncio").error("\n".join(lines), exc_info=info)

    def call_exception_handler(self, context):
        if self._exception_handler is None:
            self.default_exception_handler(context)
            return
        try:
            self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self.default_exception_handler({
                "message": "Unhandled error in exception handler",
                "exception": exc,
                "context": context,
            })

    # Connections

    async def create_connection(self, protocol_factory, host=None, port=None, *, ssl=None,
                                sock=None, **options):
        import _network
        import _sockets
        import socket
        from .transports import Transport
        if sock is not None:
            connection = sock._connected()
            # From now on the transport closes it.
            sock.detach()
        else:
            took = _sockets.setup_time(host)
            if took:
                await tasks.sleep(took * (3 if ssl else 1))
            try:
                connection = _sockets.connect(host or "localhost", port)
            except ConnectionRefusedError:
                raise ConnectionRefusedError(
                    111, f"Connect call failed {(_sockets.address_of(host), port)!r}") from None
            except _network.HostNotFound as exc:
                raise socket.gaierror(*exc.args) from None
        protocol = protocol_factory()
        transport = Transport(self, connection, protocol)
        await tasks.sleep(0)
        return transport, protocol

    async def create_server(self, protocol_factory, host=None, port=None, *, sock=None,
                            start_serving=True, **options):
        from .transports import Server
        try:
            return Server(self, host or "0.0.0.0", port, protocol_factory)
        except OSError as exc:
            raise OSError(exc.errno, "error while attempting to bind on address "
                          f"{(host, port)!r}: address already in use") from None

    async def create_datagram_endpoint(self, protocol_factory, local_addr=None,
                                       remote_addr=None, **options):
        import socket
        from .transports import DatagramTransport
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(local_addr or ("127.0.0.1", 0))
        protocol = protocol_factory()
        transport = DatagramTransport(self, sock, protocol, remote_addr)
        await tasks.sleep(0)
        return transport, protocol

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        import socket
        return socket.getaddrinfo(host, port, family, type, proto, flags)

    # Programs

    async def subprocess_exec(self, protocol_factory, *args, **kwargs):
        raise NotImplementedError("use asyncio.create_subprocess_exec")

    async def subprocess_shell(self, protocol_factory, cmd, **kwargs):
        raise NotImplementedError("use asyncio.create_subprocess_shell")


class EventLoop(BaseEventLoop):
    """The loop that programs get."""

    def __repr__(self):
        state = f"running={self.is_running()} closed={self._closed} debug={self._debug}"
        return f"<_UnixSelectorEventLoop {state}>"


SelectorEventLoop = EventLoop


def _describe_handle(handle):
    task = getattr(handle._callback, "__self__", None)
    if isinstance(task, tasks.Task):
        return repr(task)
    return repr(handle)
