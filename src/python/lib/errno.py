"""Numbers of what may go wrong, as Linux has them."""

_words = {
    1: "Operation not permitted", 2: "No such file or directory", 3: "No such process",
    4: "Interrupted system call", 5: "Input/output error", 6: "No such device or address",
    7: "Argument list too long", 8: "Exec format error", 9: "Bad file descriptor",
    10: "No child processes", 11: "Resource temporarily unavailable", 12: "Cannot allocate memory",
    13: "Permission denied", 14: "Bad address", 16: "Device or resource busy", 17: "File exists",
    18: "Invalid cross-device link", 20: "Not a directory", 21: "Is a directory",
    22: "Invalid argument", 24: "Too many open files", 25: "Inappropriate ioctl for device",
    27: "File too large", 28: "No space left on device", 29: "Illegal seek",
    30: "Read-only file system", 31: "Too many links", 32: "Broken pipe",
    33: "Numerical argument out of domain", 34: "Numerical result out of range",
    35: "Resource deadlock avoided", 36: "File name too long", 38: "Function not implemented",
    39: "Directory not empty", 40: "Too many levels of symbolic links",
    88: "Socket operation on non-socket", 95: "Operation not supported",
    98: "Address already in use", 99: "Cannot assign requested address",
    100: "Network is down", 101: "Network is unreachable", 103: "Software caused connection abort",
    104: "Connection reset by peer", 106: "Transport endpoint is already connected",
    107: "Transport endpoint is not connected", 110: "Connection timed out",
    111: "Connection refused", 113: "No route to host", 114: "Operation already in progress",
    115: "Operation now in progress", 125: "Operation canceled",
}

errorcode = {
    1: "EPERM", 2: "ENOENT", 3: "ESRCH", 4: "EINTR", 5: "EIO", 6: "ENXIO", 7: "E2BIG",
    8: "ENOEXEC", 9: "EBADF", 10: "ECHILD", 11: "EAGAIN", 12: "ENOMEM", 13: "EACCES",
    14: "EFAULT", 16: "EBUSY", 17: "EEXIST", 18: "EXDEV", 20: "ENOTDIR", 21: "EISDIR",
    22: "EINVAL", 24: "EMFILE", 25: "ENOTTY", 27: "EFBIG", 28: "ENOSPC", 29: "ESPIPE",
    30: "EROFS", 31: "EMLINK", 32: "EPIPE", 33: "EDOM", 34: "ERANGE", 35: "EDEADLK",
    36: "ENAMETOOLONG", 38: "ENOSYS", 39: "ENOTEMPTY", 40: "ELOOP", 88: "ENOTSOCK",
    95: "ENOTSUP", 98: "EADDRINUSE", 99: "EADDRNOTAVAIL", 100: "ENETDOWN", 101: "ENETUNREACH",
    103: "ECONNABORTED", 104: "ECONNRESET", 106: "EISCONN", 107: "ENOTCONN", 110: "ETIMEDOUT",
    111: "ECONNREFUSED", 113: "EHOSTUNREACH", 114: "EALREADY", 115: "EINPROGRESS",
    125: "ECANCELED",
}

globals().update({name: number for number, name in errorcode.items()})
EWOULDBLOCK, EDEADLOCK, EOPNOTSUPP = 11, 35, 95
