"""Who runs the program, and a word that is not shown."""
import os
import sys


class GetPassWarning(UserWarning):
    """The word may be seen."""


def getuser():
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    return os.getlogin()


def getpass(prompt="Password: ", stream=None):
    (stream or sys.stderr).write(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")
