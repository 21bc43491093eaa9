"""Settings in sections."""
import re
from collections.abc import MutableMapping

__all__ = ["NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError",
           "InterpolationError", "InterpolationDepthError", "InterpolationMissingOptionError",
           "InterpolationSyntaxError", "ParsingError", "MissingSectionHeaderError",
           "ConfigParser", "RawConfigParser", "Interpolation", "BasicInterpolation",
           "ExtendedInterpolation", "SectionProxy", "DEFAULTSECT"]

DEFAULTSECT = "DEFAULT"
_NONE = object()


class Error(Exception):
    """Something about settings."""

    def __init__(self, msg=""):
        self.message = msg
        Exception.__init__(self, msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    def __init__(self, section):
        Error.__init__(self, f"No section: {section!r}")
        self.section = section
        self.args = (section,)


class NoOptionError(Error):
    def __init__(self, option, section):
        Error.__init__(self, f"No option {option!r} in section: {section!r}")
        self.option, self.section = option, section
        self.args = (option, section)


class DuplicateSectionError(Error):
    def __init__(self, section, source=None, lineno=None):
        place = f"While reading from {source!r}" + (f" [line {lineno:2d}]" if lineno else "") + ": s" \
            if source is not None else "S"
        Error.__init__(self, f"{place}ection {section!r} already exists")
        self.section, self.source, self.lineno = section, source, lineno
        self.args = (section, source, lineno)


class DuplicateOptionError(Error):
    def __init__(self, section, option, source=None, lineno=None):
        place = f"While reading from {source!r}" + (f" [line {lineno:2d}]" if lineno else "") + ": o" \
            if source is not None else "O"
        Error.__init__(self, f"{place}ption {option!r} in section {section!r} already exists")
        self.section, self.option, self.source, self.lineno = section, option, source, lineno
        self.args = (section, option, source, lineno)


class InterpolationError(Error):
    def __init__(self, option, section, msg):
        Error.__init__(self, msg)
        self.option, self.section = option, section
        self.args = (option, section, msg)


class InterpolationMissingOptionError(InterpolationError):
    def __init__(self, option, section, rawval, reference):
        super().__init__(option, section, (
            f"Bad value substitution: option {option!r} in section {section!r} contains an "
            f"interpolation key {reference!r} which is not a valid option name. "
            f"Raw value: {rawval!r}"))
        self.reference = reference


class InterpolationSyntaxError(InterpolationError):
    """A value refers to others in a way that cannot be read."""


class InterpolationDepthError(InterpolationError):
    def __init__(self, option, section, rawval):
        super().__init__(option, section, (
            f"Recursion limit exceeded in value substitution: option {option!r} in section "
            f"{section!r} contains an interpolation key which cannot be substituted in 10 steps. "
            f"Raw value: {rawval!r}"))


class ParsingError(Error):
    def __init__(self, source):
        Error.__init__(self, f"Source contains parsing errors: {source!r}")
        self.source, self.errors = source, []
        self.args = (source,)

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += "\n\t[line %2d]: %s" % (lineno, line)


class MissingSectionHeaderError(ParsingError):
    def __init__(self, filename, lineno, line):
        Error.__init__(self, "File contains no section headers.\nfile: %r, line: %d\n%r"
                       % (filename, lineno, line))
        self.source, self.lineno, self.line = filename, lineno, line
        self.args = (filename, lineno, line)


class Interpolation:
    """Values are what they are."""

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value


class BasicInterpolation(Interpolation):
    """`%(name)s` is another setting of the section."""

    _REFERENCE = re.compile(r"%\(([^)]*)\)s")

    def before_set(self, parser, section, option, value):
        rest = self._REFERENCE.sub("", value.replace("%%", ""))
        if "%" in rest:
            raise ValueError(f"invalid interpolation syntax in {value!r} at position "
                             f"{rest.find('%')}")
        return value

    def before_get(self, parser, section, option, value, defaults):
        return self._resolve(parser, section, option, value, value, defaults, 1)

    def _resolve(self, parser, section, option, raw, value, names, depth):
        if depth > 10:
            raise InterpolationDepthError(option, section, raw)
        out, rest = "", value
        while "%" in rest:
            before, _, rest = rest.partition("%")
            out += before
            if rest[:1] == "%":
                out, rest = out + "%", rest[1:]
                continue
            found = self._REFERENCE.match("%" + rest)
            if not found:
                if rest[:1] == "(":
                    raise InterpolationSyntaxError(
                        option, section, "bad interpolation variable reference %r" % ("%" + rest))
                raise InterpolationSyntaxError(
                    option, section, "'%%' must be followed by '%%' or '(', found: %r" % ("%" + rest))
            name = parser.optionxform(found[1])
            if name not in names:
                raise InterpolationMissingOptionError(option, section, raw, name)
            out += self._resolve(parser, section, option, raw, names[name] or "", names, depth + 1)
            rest = rest[found.end() - 1:]
        return out + rest


class ExtendedInterpolation(Interpolation):
    """`${name}` is another setting, `${section:name}` one of another section."""

    def before_get(self, parser, section, option, value, defaults, depth=1):
        if depth > 10:
            raise InterpolationDepthError(option, section, value)

        def other(found):
            if found[0] == "$$":
                return "$"
            place, _, name = found[1].rpartition(":")
            name = parser.optionxform(name)
            try:
                raw = parser.get(place, name, raw=True) if place else defaults[name]
            except (KeyError, NoSectionError, NoOptionError):
                raise InterpolationMissingOptionError(option, section, value, found[1]) from None
            inner = dict(parser.items(place, raw=True)) if place else defaults
            return self.before_get(parser, place or section, name, raw, inner, depth + 1)
        return re.sub(r"\$\$|\$\{([^}]*)\}", other, value)


class RawConfigParser(MutableMapping):
    """Sections, and what is set in each."""

    _DEFAULT_INTERPOLATION = Interpolation()
    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True,
                      "0": False, "no": False, "false": False, "off": False}

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *,
                 delimiters=("=", ":"), comment_prefixes=("#", ";"), inline_comment_prefixes=None,
                 strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT,
                 interpolation=_NONE, converters=None):
        self._sections, self._defaults = {}, {}
        self._allow_no_value, self._delimiters = allow_no_value, delimiters
        self._comments, self._inline = comment_prefixes, inline_comment_prefixes or ()
        self._strict, self.default_section = strict, default_section
        self._interpolation = self._DEFAULT_INTERPOLATION if interpolation is _NONE \
            else interpolation or Interpolation()
        self._converters = {"int": int, "float": float, "boolean": self._boolean,
                            **(converters or {})}
        for name, convert in (converters or {}).items():
            def get(section, option, *, convert=convert, **kwargs):
                return self._converted(section, convert, option, **kwargs)
            setattr(self, "get" + name, get)
        if defaults:
            self._read_dict({default_section: defaults}, "<defaults>")

    def optionxform(self, optionstr):
        return optionstr.lower()

    def defaults(self):
        return self._defaults

    def sections(self):
        return list(self._sections)

    def add_section(self, section):
        if section == self.default_section:
            raise ValueError(f"Invalid section name: {section!r}")
        if not isinstance(section, str):
            raise TypeError("section names must be strings")
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = {}

    def has_section(self, section):
        return section in self._sections

    def options(self, section):
        if section not in self._sections:
            raise NoSectionError(section)
        return list({**self._sections[section], **self._defaults})

    def has_option(self, section, option):
        option = self.optionxform(option)
        if not section or section == self.default_section:
            return option in self._defaults
        return section in self._sections and (
            option in self._sections[section] or option in self._defaults)

    # Reading

    def read(self, filenames, encoding=None):
        done = []
        for name in [filenames] if isinstance(filenames, str) or hasattr(
                filenames, "__fspath__") else filenames:
            try:
                with open(name, encoding=encoding) as file:
                    self._read(file, str(name))
            except OSError:
                continue
            done.append(str(name))
        return done

    def read_file(self, f, source=None):
        self._read(f, source or getattr(f, "name", "<???>"))

    def read_string(self, string, source="<string>"):
        self._read(string.splitlines(True), source)

    def read_dict(self, dictionary, source="<dict>"):
        self._read_dict(dictionary, source)

    def _read_dict(self, dictionary, source):
        seen = set()
        for section, pairs in dictionary.items():
            section = str(section)
            if section != self.default_section:
                if self._strict and section in seen:
                    raise DuplicateSectionError(section)
                self._sections.setdefault(section, {})
            seen.add(section)
            for key, value in pairs.items():
                self.set(section, self.optionxform(str(key)), None if value is None else str(value))

    def _read(self, lines, source):
        names = where = option = trouble = None
        seen, indent = set(), 0
        for number, line in enumerate(lines, 1):
            text = line
            for mark in self._inline:
                found = re.search(r"(?:^|\s)" + re.escape(mark), text)
                if found:
                    text = text[:found.start()]
            if text.strip().startswith(self._comments):
                continue
            text = text.strip()
            if not text:
                if names is not None and option and isinstance(names.get(option), list) \
                        and not line.strip():
                    names[option].append("")
                continue
            depth = len(line) - len(line.lstrip())
            if names is not None and option and depth > indent and names[option] is not None:
                names[option].append(text)
                continue
            indent = depth
            header = re.match(r"\[(?P<header>.+)\]", text)
            if header:
                where, option = header["header"], None
                if where == self.default_section:
                    names = self._defaults
                elif where in self._sections:
                    if self._strict and (where,) in seen:
                        raise DuplicateSectionError(where, source, number)
                    names = self._sections[where]
                else:
                    names = self._sections[where] = {}
                seen.add((where,))
                continue
            if names is None:
                raise MissingSectionHeaderError(source, number, line)
            marks = "|".join(map(re.escape, self._delimiters))
            found = re.match(rf"(?P<key>.*?)\s*(?:(?P<mark>{marks})\s*(?P<value>.*))?$", text) \
                if self._allow_no_value else re.match(rf"(?P<key>.*?)\s*(?P<mark>{marks})\s*(?P<value>.*)$", text)
            if not found or not found["key"]:
                trouble = trouble or ParsingError(source)
                trouble.append(number, repr(line))
                continue
            option = self.optionxform(found["key"].rstrip())
            if self._strict and (where, option) in seen:
                raise DuplicateOptionError(where, option, source, number)
            seen.add((where, option))
            value = found["value"]
            names[option] = None if value is None else [value.strip()]
        for names in (self._defaults, *self._sections.values()):
            for key, value in names.items():
                if isinstance(value, list):
                    names[key] = "\n".join(value).rstrip()
        if trouble:
            raise trouble

    # Getting

    def _names(self, section, vars=None):
        if section in self._sections:
            own = self._sections[section]
        elif section == self.default_section:
            own = {}
        else:
            raise NoSectionError(section)
        given = {self.optionxform(k): None if v is None else str(v) for k, v in (vars or {}).items()}
        return {**self._defaults, **own, **given}

    def get(self, section, option, *, raw=False, vars=None, fallback=_NONE):
        try:
            names = self._names(section, vars)
        except NoSectionError:
            if fallback is _NONE:
                raise
            return fallback
        option = self.optionxform(option)
        if option not in names:
            if fallback is _NONE:
                raise NoOptionError(option, section)
            return fallback
        value = names[option]
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, names)

    def _converted(self, section, convert, option, *, fallback=_NONE, **kwargs):
        try:
            return convert(self.get(section, option, **kwargs))
        except (NoSectionError, NoOptionError):
            if fallback is _NONE:
                raise
            return fallback

    def getint(self, section, option, **kwargs):
        return self._converted(section, int, option, **kwargs)

    def getfloat(self, section, option, **kwargs):
        return self._converted(section, float, option, **kwargs)

    def getboolean(self, section, option, **kwargs):
        return self._converted(section, self._boolean, option, **kwargs)

    def _boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError("Not a boolean: %s" % value)
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_NONE, raw=False, vars=None):
        if section is _NONE:
            return super().items()
        return [(name, self.get(section, name, raw=raw, vars=vars))
                for name in self._names(section, vars)]

    # Changing

    def set(self, section, option, value=None):
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        if not section or section == self.default_section:
            names = self._defaults
        elif section in self._sections:
            names = self._sections[section]
        else:
            raise NoSectionError(section)
        names[self.optionxform(option)] = value

    def remove_option(self, section, option):
        if section != self.default_section and section not in self._sections:
            raise NoSectionError(section)
        names = self._defaults if section == self.default_section else self._sections[section]
        return names.pop(self.optionxform(option), _NONE) is not _NONE

    def remove_section(self, section):
        return self._sections.pop(section, _NONE) is not _NONE

    def write(self, fp, space_around_delimiters=True):
        mark = f" {self._delimiters[0]} " if space_around_delimiters else self._delimiters[0]
        rows = [(self.default_section, self._defaults)] if self._defaults else []
        for section, names in rows + list(self._sections.items()):
            fp.write(f"[{section}]\n")
            for key, value in names.items():
                shown = "" if value is None else mark + str(value).replace("\n", "\n\t")
                fp.write(f"{key}{shown}\n")
            fp.write("\n")

    # As a mapping

    def __getitem__(self, key):
        if key != self.default_section and key not in self._sections:
            raise KeyError(key)
        return SectionProxy(self, key)

    def __setitem__(self, key, value):
        if key in self._sections:
            self._sections[key].clear()
        self._read_dict({key: dict(value)}, "<dict>")

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if key not in self._sections:
            raise KeyError(key)
        self.remove_section(key)

    def __contains__(self, key):
        return key == self.default_section or key in self._sections

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return iter([self.default_section, *self._sections])


class ConfigParser(RawConfigParser):
    """The same, with values that refer to others."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        if not isinstance(option, str):
            raise TypeError("option keys must be strings")
        if not isinstance(value, str) and not (value is None and self._allow_no_value):
            raise TypeError("option values must be strings")
        super().set(section, option, value)


class SectionProxy(MutableMapping):
    """A section as a mapping."""

    def __init__(self, parser, name):
        self._parser, self._name = parser, name

    name = property(lambda self: self._name)
    parser = property(lambda self: self._parser)

    def __repr__(self):
        return f"<Section: {self._name}>"

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not self._parser.remove_option(self._name, key):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def __len__(self):
        return len(self._parser._names(self._name))

    def __iter__(self):
        if self._name == self._parser.default_section:
            return iter(list(self._parser.defaults()))
        return iter(self._parser.options(self._name))

    def get(self, option, fallback=None, *, raw=False, vars=None):
        return self._parser.get(self._name, option, raw=raw, vars=vars, fallback=fallback)

    def __getattr__(self, name):
        if name.startswith("get") and hasattr(self._parser, name):
            def get(option, fallback=None, **kwargs):
                return getattr(self._parser, name)(self._name, option, fallback=fallback, **kwargs)
            return get
        raise AttributeError(name)
