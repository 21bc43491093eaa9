"""The machine and the interpreter in words."""
import os
import sys


def system():
    return "Linux"


def node():
    return os.uname().nodename


def release():
    return os.uname().release


def version():
    return os.uname().version


def machine():
    return os.uname().machine


def processor():
    return os.uname().machine


def architecture(executable=None, bits="", linkage=""):
    return "64bit", ""


def uname():
    from collections import namedtuple
    made = namedtuple("uname_result", "system node release version machine")
    return made(system(), node(), release(), version(), machine())


def platform(aliased=False, terse=False):
    return f"{system()}-{release()}-{machine()}"


def python_version():
    return "3.11.7"


def python_version_tuple():
    return ("3", "11", "7")


def python_implementation():
    return "CPython"


def python_compiler():
    return "none"


def python_build():
    return "main", "simulated machine"


def python_branch():
    return ""


python_revision = python_branch


def freedesktop_os_release():
    return {"NAME": "Linux", "ID": "linux", "PRETTY_NAME": "Linux"}


assert sys.implementation.name == "cpython"
