"""What a process has used of the machine, and its limits."""
import _machine
from collections import namedtuple

RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD = 0, -1, 1
RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE = 0, 1, 2, 3, 4
RLIMIT_NOFILE, RLIMIT_AS, RLIMIT_NPROC = 7, 9, 6
RLIM_INFINITY = -1
error = OSError

struct_rusage = namedtuple(
    "struct_rusage", "ru_utime ru_stime ru_maxrss ru_ixrss ru_idrss ru_isrss ru_minflt ru_majflt "
    "ru_nswap ru_inblock ru_oublock ru_msgsnd ru_msgrcv ru_nsignals ru_nvcsw ru_nivcsw")
_limits = {}


def getrusage(who):
    """Time on the cores; the rest is not counted."""
    worked = _machine.worked() / 1e9 if who != RUSAGE_CHILDREN else 0.0
    return struct_rusage(worked, 0.0, 10_000, *(0,) * 13)


def getrlimit(resource):
    return _limits.get(resource, (RLIM_INFINITY, RLIM_INFINITY))


def setrlimit(resource, limits):
    _limits[resource] = tuple(limits)


def getpagesize():
    return 4096
