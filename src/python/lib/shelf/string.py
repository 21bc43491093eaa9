"""Sets of characters, templates and the machinery of `str.format`."""

import re as _re

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits", "octdigits",
           "printable", "punctuation", "whitespace", "Formatter", "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Each word in small letters but for its first."""
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


class Template:
    """Text with `$name` and `${name}` in it."""

    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = _re.IGNORECASE

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._prepare()

    @classmethod
    def _prepare(cls):
        pattern = cls.__dict__.get("pattern")
        if pattern is None:
            mark = _re.escape(cls.delimiter)
            name = cls.idpattern
            braced = cls.braceidpattern or name
            pattern = (f"{mark}(?:(?P<escaped>{mark})|(?P<named>{name})|"
                       f"{{(?P<braced>{braced})}}|(?P<invalid>))")
        cls.pattern = _re.compile(pattern, cls.flags | _re.VERBOSE)

    def __init__(self, template):
        self.template = template

    def _refuse(self, match):
        before = self.template[:match.start("invalid")]
        lines = before.splitlines(keepends=True)
        if not lines:
            line, column = 1, 1
        else:
            line, column = len(lines), match.start("invalid") - len("".join(lines[:-1]))
        raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    def _fill(self, mapping, kws, safe):
        if mapping is None:
            mapping = kws
        elif kws:
            mapping = {**mapping, **kws}

        def put(match):
            name = match.group("named") or match.group("braced")
            if name is not None:
                if safe:
                    try:
                        return str(mapping[name])
                    except KeyError:
                        return match.group()
                return str(mapping[name])
            if match.group("escaped") is not None:
                return self.delimiter
            if safe:
                return match.group()
            self._refuse(match)

        return self.pattern.sub(put, self.template)

    def substitute(self, mapping=None, /, **kws):
        return self._fill(mapping, kws, False)

    def safe_substitute(self, mapping=None, /, **kws):
        return self._fill(mapping, kws, True)

    def is_valid(self):
        return all(match.group("invalid") is None for match in self.pattern.finditer(self.template))

    def get_identifiers(self):
        found = []
        for match in self.pattern.finditer(self.template):
            name = match.group("named") or match.group("braced")
            if name is not None and name not in found:
                found.append(name)
        return found


Template._prepare()


def _pieces(text):
    """Text, field, specification and conversion of each piece of a format text."""
    literal = ""
    at = 0
    end = len(text)
    while at < end:
        letter = text[at]
        at += 1
        if letter not in "{}":
            literal += letter
            continue
        if text[at:at + 1] == letter:
            at += 1
            yield literal + letter, None, None, None
            literal = ""
            continue
        if letter == "}" or at == end:
            raise ValueError(f"Single '{letter}' encountered in format string")
        start = at
        key = False
        while at < end and (key or text[at] not in "}:!"):
            if not key and text[at] == "{":
                raise ValueError("unexpected '{' in field name")
            key = text[at] != "]" if key else text[at] == "["
            at += 1
        if at == end:
            raise ValueError("expected '}' before end of string")
        name, mark, spec, conversion = text[start:at], text[at], "", None
        at += 1
        if mark == "!":
            if at == end:
                raise ValueError("end of string while looking for conversion specifier")
            conversion = text[at]
            at += 1
            mark = text[at:at + 1]
            if mark not in ("}", ":", ""):
                raise ValueError("expected ':' after conversion specifier")
            at += 1
        if mark != "}":
            depth, start = 1, at
            while at < end:
                depth += (text[at] == "{") - (text[at] == "}")
                at += 1
                if depth == 0:
                    break
            else:
                raise ValueError("unmatched '{' in format spec")
            spec = text[start:at - 1]
        yield literal, name, spec, conversion
        literal = ""
    if literal:
        yield literal, None, None, None


class Formatter:
    """`str.format` in steps that a class of one's own may change."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        text, _ = self._vformat(format_string, args, kwargs, used, 2, 0)
        self.check_unused_args(used, args, kwargs)
        return text

    def _vformat(self, format_string, args, kwargs, used, depth, number):
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        out = []
        for literal, name, spec, conversion in self.parse(format_string):
            out.append(literal)
            if name is None:
                continue
            if name == "":
                if number is None:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                name = str(number)
                number += 1
            elif name.isdigit():
                if number:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                number = None
            value, first = self.get_field(name, args, kwargs)
            used.add(first)
            value = self.convert_field(value, conversion)
            spec, number = self._vformat(spec, args, kwargs, used, depth - 1, number)
            out.append(self.format_field(value, spec))
        return "".join(out), number

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        return _pieces(format_string)

    def get_field(self, field_name, args, kwargs):
        first = _re.match(r"[^.\[]*", field_name).group()
        rest = field_name[len(first):]
        first = int(first) if first.isdigit() else first
        value = self.get_value(first, args, kwargs)
        for step in _re.finditer(r"\.([^.\[]+)|\[([^\]]+)\]", rest):
            name, key = step.groups()
            if name is not None:
                value = getattr(value, name)
            else:
                value = value[int(key) if key.isdigit() else key]
        return value, first
