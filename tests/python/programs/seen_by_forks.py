"""What a forked process finds: context variables, locals of the thread, its number."""
import contextvars
import multiprocessing
import os
import threading

variable = contextvars.ContextVar("variable", default=0)
local = threading.local()


def look(number):
    print(variable.get(), getattr(local, "x", None), threading.get_ident() == number)
    print(threading.current_thread().name, threading.main_thread() is threading.current_thread())


def in_a_thread():
    variable.set("thread's")
    local.x = "its own"
    process = multiprocessing.Process(target=look, args=(threading.get_ident(),))
    process.start()
    process.join()


if __name__ == "__main__":
    variable.set(5)
    local.x = 9
    process = multiprocessing.Process(target=look, args=(threading.get_ident(),))
    process.start()
    process.join()
    thread = threading.Thread(target=in_a_thread)
    thread.start()
    thread.join()
    os.register_at_fork(before=lambda: print("before"),
                        after_in_parent=lambda: print("after"),
                        after_in_child=lambda: print("in the child"))
    if os.fork() == 0:
        look(threading.get_ident())
        os._exit(0)
    os.wait()
