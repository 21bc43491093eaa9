"""Arguments of a program, with help."""
import os
import sys

__all__ = ["ArgumentParser", "ArgumentError", "ArgumentTypeError", "Namespace", "Action",
           "HelpFormatter", "RawDescriptionHelpFormatter", "RawTextHelpFormatter",
           "ArgumentDefaultsHelpFormatter", "FileType", "BooleanOptionalAction", "SUPPRESS",
           "OPTIONAL", "ZERO_OR_MORE", "ONE_OR_MORE", "REMAINDER"]

SUPPRESS = "==SUPPRESS=="
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, REMAINDER, PARSER = "?", "*", "+", "...", "A..."


class Namespace:
    """What was given, as attributes."""

    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__

    def __repr__(self):
        shown = ", ".join([f"{k}={v!r}" for k, v in self.__dict__.items()])
        return f"Namespace({shown})"


class ArgumentError(Exception):
    """Something about an argument."""

    def __init__(self, argument, message):
        self.argument_name = _name_of(argument)
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return str(self.message)
        return f"argument {self.argument_name}: {self.message}"


class ArgumentTypeError(Exception):
    """A text cannot be converted."""


def _name_of(action):
    if action is None:
        return None
    if action.option_strings:
        return "/".join(action.option_strings)
    if action.metavar not in (None, SUPPRESS):
        return action.metavar
    if action.dest not in (None, SUPPRESS):
        return action.dest
    return "{" + ",".join(action.choices) + "}" if action.choices else None


class HelpFormatter:
    """How help looks."""

    raw_description = raw_text = defaults = False


class RawDescriptionHelpFormatter(HelpFormatter):
    """Descriptions as they are."""

    raw_description = True


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """All texts as they are."""

    raw_text = True


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Says defaults."""

    defaults = True


class FileType:
    """Opens what is named."""

    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode, self._encoding = mode, encoding

    def __call__(self, string):
        if string == "-":
            return sys.stdin if "r" in self._mode else sys.stdout
        try:
            return open(string, self._mode, encoding=self._encoding)
        except OSError as exc:
            raise ArgumentTypeError(f"can't open '{string}': {exc}") from None


class Action:
    """What an argument does."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None):
        self.option_strings, self.dest, self.nargs, self.const = option_strings, dest, nargs, const
        self.default, self.type, self.choices, self.required = default, type, choices, required
        self.help, self.metavar = help, metavar

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class _Store(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _Const(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None,
                 metavar=None):
        super().__init__(option_strings, dest, 0, const, default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _True(_Const):
    def __init__(self, option_strings, dest, default=False, required=False, help=None):
        super().__init__(option_strings, dest, True, default, required, help)


class _False(_Const):
    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        super().__init__(option_strings, dest, False, default, required, help)


class _Append(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + [values])


class _AppendConst(_Const):
    def __call__(self, parser, namespace, values, option_string=None):
        before = list(getattr(namespace, self.dest, None) or [])
        setattr(namespace, self.dest, before + [self.const])


class _Extend(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        before = list(getattr(namespace, self.dest, None) or [])
        setattr(namespace, self.dest, before + list(values))


class _Count(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None):
        super().__init__(option_strings, dest, 0, None, default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _Help(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        super().__init__(option_strings, dest, 0, default=default, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _Version(Action):
    def __init__(self, option_strings, dest=SUPPRESS, version=None, default=SUPPRESS,
                 help="show program's version number and exit"):
        super().__init__(option_strings, dest, 0, default=default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        parser.exit(message=parser._filled(self.version) + "\n", file=sys.stdout)


class BooleanOptionalAction(Action):
    """`--name` and `--no-name`."""

    def __init__(self, option_strings, dest, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None):
        names = []
        for name in option_strings:
            names.append(name)
            if name.startswith("--"):
                names.append("--no-" + name[2:])
        super().__init__(names, dest, 0, default=default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, not option_string.startswith("--no-"))


class _Subparsers(Action):
    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False,
                 help=None, metavar=None, title=None, description=None):
        self._parsers, self._class, self._prog = {}, parser_class, prog
        self._helps = []
        self.title = title
        super().__init__(option_strings, dest, PARSER, choices=self._parsers, required=required,
                         help=help, metavar=metavar)

    def add_parser(self, name, *, help=None, aliases=(), **kwargs):
        kwargs.setdefault("prog", f"{self._prog} {name}")
        made = self._class(**kwargs)
        for each in (name, *aliases):
            self._parsers[each] = made
        if help is not None:
            self._helps.append((name + (f" ({', '.join(aliases)})" if aliases else ""), help))
        return made

    def __call__(self, parser, namespace, values, option_string=None):
        name, rest = values[0], values[1:]
        if self.dest != SUPPRESS:
            setattr(namespace, self.dest, name)
        inner, unknown = self._parsers[name].parse_known_args(rest, None)
        namespace.__dict__.update(vars(inner))
        namespace.__dict__.setdefault("_unknown", []).extend(unknown)


_ACTIONS = {None: _Store, "store": _Store, "store_const": _Const, "store_true": _True,
            "store_false": _False, "append": _Append, "append_const": _AppendConst,
            "extend": _Extend, "count": _Count, "help": _Help, "version": _Version}


class _Group:
    """Arguments under a title, or of which one excludes the others."""

    def __init__(self, parser, title=None, description=None, exclusive=False, required=False):
        self._parser, self.title, self.description = parser, title, description
        self.exclusive, self.required = exclusive, required
        self.actions = []

    def add_argument(self, *args, **kwargs):
        action = self._parser._made(args, kwargs)
        self.actions.append(action)
        if not self.exclusive:
            action._group = self
        return action

    def add_mutually_exclusive_group(self, *, required=False):
        return self._parser.add_mutually_exclusive_group(required=required)


class ArgumentParser:
    """Reads arguments."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(),
                 formatter_class=HelpFormatter, prefix_chars="-", fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler="error", add_help=True,
                 allow_abbrev=True, exit_on_error=True):
        self.prog = prog or os.path.basename(sys.argv[0])
        self.usage, self.description, self.epilog = usage, description, epilog
        self._look, self._default = formatter_class, argument_default
        self._abbreviations, self.exit_on_error = allow_abbrev, exit_on_error
        self._actions, self._options, self._groups, self._exclusive = [], {}, [], []
        self._defaults = {}
        if add_help:
            self.add_argument("-h", "--help", action="help",
                              help="show this help message and exit")
        for parent in parents:
            for action in parent._actions:
                if not isinstance(action, _Help):
                    self._keep(action)

    # Making

    def add_argument(self, *args, **kwargs):
        return self._made(args, kwargs)

    def _made(self, names, options):
        if not names or len(names) == 1 and not names[0].startswith("-"):
            if "dest" in options and names:
                raise ValueError("dest supplied twice for positional argument")
            dest = names[0] if names else options.pop("dest")
            if "required" in options:
                raise TypeError("'required' is an invalid argument for positionals")
            if options.get("nargs") not in (OPTIONAL, ZERO_OR_MORE, REMAINDER):
                options["required"] = True
            if options.get("nargs") == ZERO_OR_MORE and "default" not in options:
                options["required"] = True
            flags = []
        else:
            flags = list(names)
            dest = options.pop("dest", None)
            if dest is None:
                long = [name for name in flags if name.startswith("--")] or flags
                dest = long[0].lstrip("-").replace("-", "_")
        if "default" not in options and self._default is not None:
            options["default"] = self._default
        kind = options.pop("action", None)
        cls = _ACTIONS.get(kind, kind) if not isinstance(kind, type) else kind
        if isinstance(cls, str):
            raise ValueError(f'unknown action "{cls}"')
        if not flags and cls in (_True, _False, _Const, _Count):
            options.pop("required", None)
        action = cls(flags, SUPPRESS if cls in (_Help, _Version) else dest, **options)
        if action.type is not None and not callable(action.type):
            raise ValueError(f"{action.type!r} is not callable")
        return self._keep(action)

    def _keep(self, action):
        taken = [name for name in action.option_strings if name in self._options]
        if taken:
            word = "string" if len(taken) == 1 else "strings"
            raise ArgumentError(action, f"conflicting option {word}: {', '.join(taken)}")
        for name in action.option_strings:
            self._options[name] = action
        self._actions.append(action)
        return action

    def add_argument_group(self, title=None, description=None):
        self._groups.append(_Group(self, title, description))
        return self._groups[-1]

    def add_mutually_exclusive_group(self, *, required=False):
        self._exclusive.append(_Group(self, exclusive=True, required=required))
        return self._exclusive[-1]

    def add_subparsers(self, *, title=None, description=None, prog=None, dest=SUPPRESS,
                       required=False, help=None, metavar=None, parser_class=None):
        positionals = [self._shown(a) for a in self._actions if not a.option_strings]
        made = _Subparsers([], prog or " ".join([self.prog] + positionals),
                           parser_class or type(self), dest, required, help, metavar, title)
        return self._keep(made)

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    # Reading

    def parse_args(self, args=None, namespace=None):
        found, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return found

    def parse_known_args(self, args=None, namespace=None):
        args = list(sys.argv[1:] if args is None else args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest != SUPPRESS and action.default != SUPPRESS \
                    and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for name, value in self._defaults.items():
            if not hasattr(namespace, name):
                setattr(namespace, name, value)
        try:
            rest = self._read(args, namespace)
        except ArgumentError as exc:
            if not self.exit_on_error:
                raise
            self.error(str(exc))
        rest += namespace.__dict__.pop("_unknown", [])
        return namespace, rest

    def _option(self, arg):
        """The option that an argument names, and a value that stands in it."""
        if not arg.startswith("-") or arg == "-":
            return None
        if arg in self._options:
            return self._options[arg], arg, None
        name, sign, value = arg.partition("=")
        if sign and name in self._options:
            return self._options[name], name, value
        if arg.startswith("--"):
            fits = [n for n in self._options if n.startswith(name)] if self._abbreviations else []
            if len(fits) > 1:
                raise ArgumentError(None, f"ambiguous option: {arg} could match "
                                          f"{', '.join(fits)}")
            if fits:
                return self._options[fits[0]], fits[0], value if sign else None
        elif arg[:2] in self._options:
            return self._options[arg[:2]], arg[:2], arg[2:]
        try:
            float(arg)
            if not any(n[1:2].isdigit() for n in self._options):
                return None
        except ValueError:
            pass
        return (None, arg, None) if " " not in arg else None

    def _read(self, args, namespace):
        positionals = [a for a in self._actions if not a.option_strings]
        seen, rest, waiting, i = set(), [], [], 0

        def flush():
            """Gives what stands between options to positional arguments."""
            counts = self._shares(positionals, len(waiting))
            for action, count in list(zip(list(positionals), counts)):
                positionals.remove(action)
                given, waiting[:count] = waiting[:count], []
                self._act(action, given, namespace, None, seen)
            return sum(counts)

        while i < len(args):
            arg = args[i]
            if arg == "--":
                waiting.extend(args[i + 1:])
                break
            found = self._option(arg)
            if found is None:
                if positionals and positionals[0].nargs in (PARSER, REMAINDER) \
                        or len(positionals) == 1 and positionals[0].nargs in (PARSER, REMAINDER):
                    waiting.extend(args[i:])
                    break
                waiting.append(arg)
                before = [a for a in positionals if a.nargs is None]
                if len(positionals) > len(before) and len(waiting) > len(before) and \
                        positionals[len(before)].nargs == PARSER:
                    waiting.extend(args[i + 1:])
                    break
                i += 1
                continue
            while waiting and flush():
                pass
            rest.extend(waiting)
            waiting.clear()
            action, name, value = found
            i += 1
            if action is None:
                rest.append(arg)
                continue
            given = [] if value is None else [value]
            if value is not None and action.nargs == 0:
                if not name.startswith("--") and "-" + value[:1] in self._options:
                    args.insert(i, "-" + value)
                    given = []
                else:
                    raise ArgumentError(action, f"ignored explicit argument {value!r}")
            elif value is None:
                most = {None: 1, OPTIONAL: 1, 0: 0}.get(action.nargs, len(args))
                most = action.nargs if isinstance(action.nargs, int) else most
                while i < len(args) and len(given) < most and (
                        action.nargs == REMAINDER or args[i] != "--"
                        and self._option(args[i]) is None):
                    given.append(args[i])
                    i += 1
            self._check_count(action, given)
            self._act(action, given, namespace, name, seen)
        flush()
        rest.extend(waiting)
        self._check_required(seen, namespace)
        return rest

    def _check_count(self, action, given):
        need = 1 if action.nargs in (None, ONE_OR_MORE) else \
            action.nargs if isinstance(action.nargs, int) else 0
        if len(given) < need:
            words = "expected one argument" if action.nargs is None else \
                "expected at least one argument" if action.nargs == ONE_OR_MORE else \
                f"expected {need} argument{'s' if need > 1 else ''}"
            raise ArgumentError(action, words)

    def _shares(self, positionals, count):
        """How many texts each of the next positional arguments gets: of as many of
        them as can be served, the first as many as it may, and so on.
        """
        import re
        wants = {None: "(A)", OPTIONAL: "(A?)", ZERO_OR_MORE: "(A*)", ONE_OR_MORE: "(A+)",
                 PARSER: "(A+)", REMAINDER: "(A*)"}
        parts = [wants[a.nargs] if a.nargs in wants else f"(A{{{a.nargs}}})"
                 for a in positionals]
        for n in range(len(parts), 0, -1):
            found = re.match("".join(parts[:n]), "A" * count)
            if found:
                return [len(group) for group in found.groups()]
        return []

    def _act(self, action, given, namespace, name, seen):
        if not given and action.nargs in (OPTIONAL, ZERO_OR_MORE) and not action.option_strings:
            value = action.default if action.nargs == OPTIONAL or action.default is not None \
                else []
            if isinstance(value, str):
                value = self._value(action, value)
        elif action.nargs == OPTIONAL:
            value = self._checked(action, given[0]) if given else action.const
        elif action.nargs is None:
            value = self._checked(action, given[0])
        elif action.nargs == PARSER:
            self._check_choice(action, given[0])
            value = given
        else:
            value = [self._checked(action, text) for text in given]
        if given or action.option_strings or action.nargs != OPTIONAL:
            seen.add(action)
        for group in self._exclusive:
            if action in group.actions and given is not None:
                for other in group.actions:
                    if other is not action and other in seen:
                        raise ArgumentError(action, "not allowed with argument "
                                                    f"{_name_of(other)}")
        action(self, namespace, value, name)

    def _value(self, action, text):
        if action.type is None:
            return text
        try:
            return action.type(text)
        except ArgumentTypeError as exc:
            raise ArgumentError(action, str(exc)) from None
        except (TypeError, ValueError):
            kind = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {kind} value: {text!r}") from None

    def _check_choice(self, action, value):
        if action.choices is not None and value not in action.choices:
            shown = ", ".join([repr(choice) for choice in action.choices])
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {shown})")

    def _checked(self, action, text):
        value = self._value(action, text)
        self._check_choice(action, value)
        return value

    def _check_required(self, seen, namespace):
        missing = []
        for action in self._actions:
            if action in seen:
                continue
            if action.required:
                missing.append(_name_of(action))
            elif isinstance(action.default, str) and action.dest != SUPPRESS \
                    and action.default != SUPPRESS \
                    and getattr(namespace, action.dest, None) is action.default:
                setattr(namespace, action.dest, self._value(action, action.default))
        if missing:
            self.error("the following arguments are required: "
                       + ", ".join([name for name in missing if name is not None]))
        for group in self._exclusive:
            if group.required and not any(action in seen for action in group.actions):
                names = " ".join([_name_of(action) for action in group.actions])
                self.error(f"one of the arguments {names} is required")

    # Help

    def _filled(self, text):
        return text.replace("%(prog)s", self.prog) if text else text

    def _metavar(self, action):
        if action.metavar is not None:
            return action.metavar
        if action.choices is not None:
            return "{" + ",".join([str(choice) for choice in action.choices]) + "}"
        return action.dest.upper() if action.option_strings else action.dest

    def _values(self, action):
        name = self._metavar(action)
        names = name if isinstance(name, tuple) else (name,) * 9
        if action.nargs is None:
            return names[0]
        if action.nargs == OPTIONAL:
            return f"[{names[0]}]"
        if action.nargs == ZERO_OR_MORE:
            return f"[{names[0]} ...]"
        if action.nargs == ONE_OR_MORE:
            return f"{names[0]} [{names[0]} ...]"
        if action.nargs == REMAINDER:
            return "..."
        if action.nargs == PARSER:
            return f"{names[0]} ..."
        return " ".join(names[:action.nargs])

    def _shown(self, action):
        """An argument in the line of usage."""
        if not action.option_strings:
            return self._values(action)
        if isinstance(action, BooleanOptionalAction):
            text = " | ".join(action.option_strings)
        else:
            text = action.option_strings[0]
            if action.nargs != 0:
                text += " " + self._values(action)
        return text if action.required else f"[{text}]"

    def format_usage(self):
        if self.usage is not None:
            return f"usage: {self._filled(self.usage)}\n"
        visible = [a for a in self._actions if a.help != SUPPRESS]
        options, done = [], set()
        for action in visible:
            if action in done or not action.option_strings:
                continue
            group = next((g for g in self._exclusive if action in g.actions), None)
            if group is not None and len(group.actions) > 1:
                done.update(group.actions)
                inner = " | ".join([self._shown(a).strip("[]") if not a.required
                                    else self._shown(a) for a in group.actions])
                options.append(f"({inner})" if group.required else f"[{inner}]")
            else:
                options.append(self._shown(action))
        others = [self._shown(a) for a in visible if not a.option_strings]
        line = " ".join([f"usage: {self.prog}"] + options + others)
        width = _width()
        if len(line) <= width:
            return line + "\n"
        indent = " " * (len("usage: ") + len(self.prog) + 1)
        lines = [f"usage: {self.prog}"]
        for part in (options, others):
            fresh = part is others and len(lines) > 0 and bool(options)
            for n, word in enumerate(part):
                if fresh and n == 0 or len(lines[-1]) + 1 + len(word) > width:
                    lines.append(indent + word)
                else:
                    lines[-1] += " " + word
        return "\n".join(lines) + "\n"

    def format_help(self):
        parts = [self.format_usage()]
        if self.description:
            parts.append(self._paragraph(self.description))
        visible = [a for a in self._actions if a.help != SUPPRESS]
        own = [a for a in visible if getattr(a, "_group", None) is None]
        subs = [a for a in own if isinstance(a, _Subparsers) and a.title]
        sections = [("positional arguments", None,
                     [a for a in own if not a.option_strings and a not in subs]),
                    ("options", None, [a for a in own if a.option_strings])]
        sections += [(a.title, None, [a]) for a in subs]
        sections += [(g.title, g.description, [a for a in g.actions if a.help != SUPPRESS])
                     for g in self._groups]
        rows = [row for _, _, actions in sections for a in actions for row in self._rows(a)]
        place = min(max([len(head) + 2 for head, _ in rows], default=0), 24)
        for title, description, actions in sections:
            if actions:
                lines = [f"{title}:\n"]
                if description:
                    lines.append(f"  {description}\n\n")
                for action in actions:
                    for head, text in self._rows(action):
                        lines.append(self._row(head, text, place))
                parts.append("".join(lines))
        if self.epilog:
            parts.append(self._paragraph(self.epilog))
        return "\n".join(parts)

    def _rows(self, action):
        if isinstance(action, _Subparsers):
            rows = [("  " + self._metavar(action), action.help)]
            return rows + [("    " + name, text) for name, text in action._helps]
        if not action.option_strings:
            head = self._metavar(action)
            head = " ".join(head) if isinstance(head, tuple) else head
        elif action.nargs == 0:
            head = ", ".join(action.option_strings)
        else:
            head = ", ".join([f"{name} {self._values(action)}" for name in action.option_strings])
        text = action.help
        if text is not None:
            if self._look.defaults and action.default != SUPPRESS \
                    and "%(default)" not in text and (action.option_strings
                                                      or action.nargs in (OPTIONAL, ZERO_OR_MORE)):
                text += " (default: %(default)s)"
            kind = getattr(action.type, "__name__", action.type)
            choices = ", ".join(map(str, action.choices)) if action.choices is not None else None
            text = text % {**vars(action), "prog": self.prog, "type": kind, "choices": choices}
        return [("  " + head, text)]

    def _row(self, head, text, place):
        if not text:
            return head + "\n"
        if self._look.raw_text:
            lines = text.splitlines()
        else:
            import textwrap
            lines = textwrap.wrap(" ".join(text.split()), max(_width() - place, 11))
        if len(head) + 2 > place:
            first = head + "\n" + " " * place + lines[0]
        else:
            first = head.ljust(place) + lines[0]
        return "\n".join([first] + [" " * place + line for line in lines[1:]]) + "\n"

    def _paragraph(self, text):
        text = self._filled(text)
        if self._look.raw_description:
            return text.rstrip("\n") + "\n"
        import textwrap
        return textwrap.fill(" ".join(text.split()), _width()) + "\n"

    def print_usage(self, file=None):
        (file or sys.stdout).write(self.format_usage())

    def print_help(self, file=None):
        (file or sys.stdout).write(self.format_help())

    def exit(self, status=0, message=None, file=None):
        if message:
            (file or sys.stderr).write(message)
        sys.exit(status)

    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")


def _width():
    return int(os.environ.get("COLUMNS", 80)) - 2
