"""Regular expressions."""

import _re

__all__ = ["match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge",
           "escape", "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE",
           "LOCALE", "MULTILINE", "DOTALL", "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag"]


_NAMES = (("IGNORECASE", 2), ("LOCALE", 4), ("MULTILINE", 8), ("DOTALL", 16), ("UNICODE", 32), ("VERBOSE", 64),
          ("DEBUG", 128), ("ASCII", 256))


class RegexFlag(int):
    """Flags of a pattern. Not an enumeration proper: `re` is imported by too much to import `enum`."""

    def __or__(self, other):
        return RegexFlag(int(self) | int(other)) if isinstance(other, int) else NotImplemented

    def __and__(self, other):
        return RegexFlag(int(self) & int(other)) if isinstance(other, int) else NotImplemented

    def __xor__(self, other):
        return RegexFlag(int(self) ^ int(other)) if isinstance(other, int) else NotImplemented

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        return RegexFlag(510 & ~int(self))

    @property
    def value(self):
        return int(self)

    @property
    def name(self):
        parts = [name for name, bit in _NAMES if int(self) & bit]
        return "|".join(parts) if parts else "NOFLAG"

    def __repr__(self):
        parts = [f"re.{name}" for name, bit in _NAMES if int(self) & bit]
        return "|".join(parts) if parts else "re.NOFLAG"

    __str__ = __repr__


NOFLAG = RegexFlag(0)
I = IGNORECASE = RegexFlag(2)
L = LOCALE = RegexFlag(4)
M = MULTILINE = RegexFlag(8)
S = DOTALL = RegexFlag(16)
U = UNICODE = RegexFlag(32)
X = VERBOSE = RegexFlag(64)
A = ASCII = RegexFlag(256)
for _flag in (NOFLAG, I, L, M, S, U, X, A):
    setattr(RegexFlag, _flag.name, _flag)


class error(Exception):
    """A pattern that cannot be read: `msg`, `pattern`, `pos`, `lineno`, `colno`."""

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            msg = f"{msg} at position {pos}"
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        super().__init__(msg)


_FAR = 1 << 62
_ANYWHERE, _HERE, _WHOLE = 0, 1, 2


class Match:
    """What a search found."""

    __slots__ = ("re", "string", "pos", "endpos", "lastindex", "_spans")

    def group(self, *groups):
        if not groups:
            return self._text(0, None)
        found = [self._text(self._number(group), None) for group in groups]
        return found[0] if len(found) == 1 else tuple(found)

    __getitem__ = lambda self, group: self._text(self._number(group), None)

    def _number(self, group):
        if isinstance(group, str):
            number = self.re.groupindex.get(group)
            if number is not None:
                return number
        elif hasattr(group, "__index__") and 0 <= group.__index__() < len(self._spans):
            return group.__index__()
        raise IndexError("no such group")

    def _text(self, number, default):
        start, end = self._spans[number]
        return default if start < 0 else self.string[start:end]

    def groups(self, default=None):
        return tuple([self._text(number, default) for number in range(1, len(self._spans))])

    def groupdict(self, default=None):
        return {name: self._text(number, default) for name, number in self.re.groupindex.items()}

    def start(self, group=0, /):
        return self._spans[self._number(group)][0]

    def end(self, group=0, /):
        return self._spans[self._number(group)][1]

    def span(self, group=0, /):
        return self._spans[self._number(group)]

    @property
    def regs(self):
        return self._spans

    @property
    def lastgroup(self):
        for name, number in self.re.groupindex.items():
            if number == self.lastindex:
                return name
        return None

    def expand(self, template):
        return _expand(_template(self.re, template), self)

    def __repr__(self):
        return f"<re.Match object; span={self._spans[0]!r}, match={self.group()!r}>"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class Pattern:
    """A pattern that was read."""

    __slots__ = ("pattern", "flags", "groups", "groupindex", "_program", "_templates")

    def _check(self, string):
        text = isinstance(self.pattern, str)
        if isinstance(string, str) != text and isinstance(string, (str, bytes, bytearray)):
            if text:
                raise TypeError("cannot use a string pattern on a bytes-like object")
            raise TypeError("cannot use a bytes pattern on a string-like object")
        return _re.characters(string)

    def _match(self, found, string, pos, endpos):
        match = Match()
        match.re = self
        match.string = string
        match.pos = min(max(pos, 0), len(string))
        match.endpos = min(max(endpos, 0), len(string))
        match._spans, match.lastindex = found
        return match

    def _once(self, string, pos, endpos, mode):
        characters = self._check(string)
        found = _re.search(self._program, characters, pos, endpos, mode, False)
        return None if found is None else self._match(found, string, pos, endpos)

    def match(self, string, pos=0, endpos=_FAR):
        return self._once(string, pos, endpos, _HERE)

    def fullmatch(self, string, pos=0, endpos=_FAR):
        return self._once(string, pos, endpos, _WHOLE)

    def search(self, string, pos=0, endpos=_FAR):
        return self._once(string, pos, endpos, _ANYWHERE)

    def finditer(self, string, pos=0, endpos=_FAR):
        return self._all(self._check(string), string, pos, endpos)

    def _all(self, characters, string, pos, endpos):
        at, must_advance = pos, False
        while True:
            found = _re.search(self._program, characters, at, endpos, _ANYWHERE, must_advance)
            if found is None:
                return
            yield self._match(found, string, pos, endpos)
            start, at = found[0][0]
            must_advance = start == at

    def findall(self, string, pos=0, endpos=_FAR):
        if self.groups == 0:
            return [match.group() for match in self.finditer(string, pos, endpos)]
        empty = string[:0]
        if self.groups == 1:
            return [match._text(1, empty) for match in self.finditer(string, pos, endpos)]
        return [match.groups(empty) for match in self.finditer(string, pos, endpos)]

    def split(self, string, maxsplit=0):
        parts, at = [], 0
        if maxsplit >= 0:
            for match in self.finditer(string):
                start, end = match._spans[0]
                parts.append(string[at:start])
                parts.extend(match.groups())
                at = end
                maxsplit -= 1
                if maxsplit == 0:
                    break
        parts.append(string[at:])
        return parts

    def subn(self, repl, string, count=0):
        if not callable(repl):
            parts = _template(self, repl)
            if len(parts) == 1 and not isinstance(parts[0], int):
                text = parts[0]
                repl = lambda match: text
            else:
                repl = lambda match: _expand(parts, match)
        out, at, done = [], 0, 0
        for match in self.finditer(string):
            start, end = match._spans[0]
            out.append(string[at:start])
            put = repl(match)
            if put is not None:
                out.append(put)
            at = end
            done += 1
            if done == count:
                break
        out.append(string[at:])
        return string[:0].join(out), done

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def __repr__(self):
        shown = repr(self.pattern)
        if len(shown) > 200:
            shown = shown[:200]
        flags = self.flags & ~32 if isinstance(self.pattern, str) else self.flags
        parts = [f"re.{name}" for name, bit in _NAMES if flags & bit]
        return f"re.compile({shown}{', ' if parts else ''}{'|'.join(parts)})"

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return compile, (self.pattern, self.flags)


def _template(pattern, repl):
    """The parts of a replacement: texts and numbers of groups."""
    parts = pattern._templates.get(repl)
    if parts is None:
        parts = _re.template(repl, pattern.groups, list(pattern.groupindex.items()))
        if isinstance(parts, str):
            raise IndexError(f"unknown group name {parts!r}")
        if isinstance(parts, tuple):
            raise error(parts[0], repl, parts[1])
        if not isinstance(repl, str):
            parts = [part if isinstance(part, int) else part.encode("latin-1") for part in parts]
        if not parts:
            parts = [repl[:0]]
        pattern._templates[repl] = parts
    return parts


def _expand(parts, match):
    empty = match.string[:0]
    return empty.join([match._text(part, empty) if isinstance(part, int) else part for part in parts])


_cache = {}


def compile(pattern, flags=0):
    """A pattern, read once."""
    flags = int(flags)
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    key = (type(pattern), pattern, flags)
    found = _cache.get(key)
    if found is not None:
        return found
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    if isinstance(pattern, str) and flags & 4:
        raise ValueError("cannot use LOCALE flag with a str pattern")
    if isinstance(pattern, bytes) and flags & 32:
        raise ValueError("cannot use UNICODE flag with a bytes pattern")
    if flags & 256 and flags & 32:
        raise ValueError("ASCII and UNICODE flags are incompatible")
    made = _re.compile(pattern, flags, isinstance(pattern, bytes))
    if len(made) == 3:
        message, place, overflow = made
        if not overflow:
            raise error(message, pattern, place)
        raise error(message) if message.startswith("look-behind") else OverflowError(message)
    found = Pattern()
    found.pattern = pattern
    found._program, found.flags, found.groups, names = made
    found.groupindex = dict(names)
    found._templates = {}
    if len(_cache) >= 512:
        _cache.clear()
    _cache[key] = found
    return found


def purge():
    _cache.clear()


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def escape(pattern):
    """A pattern for this text."""
    if isinstance(pattern, str):
        return _re.escape(pattern)
    return _re.escape(pattern).encode("latin-1")
