"""Random numbers for secrets; here they come from the run's seed."""
import base64
import os
import random

DEFAULT_ENTROPY = 32


class SystemRandom(random.Random):
    """Numbers from the system."""


_random = SystemRandom(int.from_bytes(os.urandom(32), "little"))
choice, randbits = _random.choice, _random.getrandbits


def randbelow(exclusive_upper_bound):
    if exclusive_upper_bound <= 0:
        raise ValueError("Upper bound must be positive.")
    return _random.randrange(exclusive_upper_bound)


def token_bytes(nbytes=None):
    return os.urandom(DEFAULT_ENTROPY if nbytes is None else nbytes)


def token_hex(nbytes=None):
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    return base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b"=").decode("ascii")


def compare_digest(a, b):
    return a == b
