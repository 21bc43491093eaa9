"""Processes that begin anew: they read the program again, under another name,
and are handed what they are to do written down.
"""
import _machine
import pickle
import sys
import types

from .process import current_process

_UNREADY = """
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable.

        To fix this issue, refer to the "Safe importing of main module"
        section in https://docs.python.org/3/library/multiprocessing.html
        """


class _Beginning:
    """The process that reads the program, before it knows what it is to do."""

    _inheriting = True
    _identity = ()
    _daemonic = False

    def __init__(self, name):
        self._name = self.name = name


def start(process, method):
    """Begins a process anew; its handle."""
    if getattr(current_process(), "_inheriting", False):
        raise RuntimeError(_UNREADY)
    tree = pickle.to_tree(process, begins=True)
    path = getattr(sys.modules["__main__"], "__file__", None)
    words = ("#spawn", process.name, method, path, tuple(sys.argv), tree)
    handle = _machine.start_program(process.name, words, ("<stdin>", "<stdout>", "<stderr>"))
    _hand_over(tree, handle)
    return handle


def _hand_over(tree, process):
    """The new process has the ends of pipes that it was given."""
    if type(tree) is not tuple:
        return
    if tree[:1] == ("shared",):
        reads, writes = tree[3] if tree[2][1] == "Connection" else (tree[3], tree[3])
        for handles, writing in ((reads, False), (writes, True)):
            for handle in handles if type(handles) is tuple else (handles,):
                if handle is not None:
                    _machine.pipe_open(handle, writing, process)
        return
    for part in tree:
        _hand_over(part, process)


def begin(name, method, path, argv, tree):
    """What the new process does; its exit code."""
    import multiprocessing
    _machine.set_process_object(_Beginning(name))
    _machine.listen(_machine.event("_signal"), (2,), (13, 17, 18, 23, 28), ())
    multiprocessing.set_start_method(method, force=True)
    sys.argv = list(argv)
    try:
        if path is not None:
            _read_main(path)
        process = pickle.from_tree(tree)
    except SystemExit as exc:
        import _boot
        return _boot.exit_code(exc)
    except BaseException as exc:
        sys.stderr.write(_machine.format_uncaught(exc))
        return 1
    process._take_over()
    return process._bootstrap()


def _read_main(path):
    """The main module, read again under the name that it has in such processes."""
    source = _machine.source(path)
    if source is None:
        with open(path) as file:
            source = file.read()
    main = types.ModuleType("__mp_main__")
    main.__file__ = path
    sys.modules["__mp_main__"] = main
    exec(compile(source, path, "exec"), main.__dict__)
    sys.modules["__main__"] = main


def freeze_support():
    """Nothing is to be done here."""


def get_executable():
    return sys.executable
