"""How functions are called: their parameters."""
import sys
import types
from collections import namedtuple
from enum import IntEnum

__name__ = "inspect"


class _empty:
    """Stands for what is not there."""


class _ParameterKind(IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __str__(self):
        return self.name

    @property
    def description(self):
        return _DESCRIPTIONS[self]


_DESCRIPTIONS = {0: "positional-only", 1: "positional or keyword", 2: "variadic positional",
                 3: "keyword-only", 4: "variadic keyword"}


def formatannotation(annotation):
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        if annotation.__module__ in ("builtins", "__main__"):
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation).replace("typing.", "")


class Parameter:
    """A parameter."""

    empty = _empty
    POSITIONAL_ONLY = _ParameterKind.POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _ParameterKind.POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _ParameterKind.VAR_POSITIONAL
    KEYWORD_ONLY = _ParameterKind.KEYWORD_ONLY
    VAR_KEYWORD = _ParameterKind.VAR_KEYWORD

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = _ParameterKind(kind)
        self.default = default
        self.annotation = annotation

    def replace(self, **changes):
        values = {"name": self.name, "kind": self.kind, "default": self.default,
                  "annotation": self.annotation, **changes}
        return Parameter(**values)

    def __str__(self):
        text = self.name
        if self.annotation is not _empty:
            text += f": {formatannotation(self.annotation)}"
        if self.default is not _empty:
            sign = " = " if self.annotation is not _empty else "="
            text += f"{sign}{self.default!r}"
        if self.kind == Parameter.VAR_POSITIONAL:
            return "*" + text
        return "**" + text if self.kind == Parameter.VAR_KEYWORD else text

    def __repr__(self):
        return f'<{type(self).__name__} "{self}">'

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return str(self) == str(other) and self.kind == other.kind

    def __hash__(self):
        return hash((self.name, int(self.kind)))


class BoundArguments:
    """Arguments by the names of their parameters."""

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self.signature = signature

    @property
    def args(self):
        given = []
        for name, param in self.signature.parameters.items():
            if param.kind in (Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD):
                break
            if name not in self.arguments:
                break
            if param.kind == Parameter.VAR_POSITIONAL:
                given.extend(self.arguments[name])
            else:
                given.append(self.arguments[name])
        return tuple(given)

    @property
    def kwargs(self):
        given = {}
        named = False
        for name, param in self.signature.parameters.items():
            if param.kind in (Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD):
                named = True
            elif name not in self.arguments:
                named = True
                continue
            if not named or name not in self.arguments:
                continue
            if param.kind == Parameter.VAR_KEYWORD:
                given.update(self.arguments[name])
            else:
                given[name] = self.arguments[name]
        return given

    def apply_defaults(self):
        full = {}
        for name, param in self.signature.parameters.items():
            if name in self.arguments:
                full[name] = self.arguments[name]
            elif param.default is not _empty:
                full[name] = param.default
            elif param.kind == Parameter.VAR_POSITIONAL:
                full[name] = ()
            elif param.kind == Parameter.VAR_KEYWORD:
                full[name] = {}
        self.arguments = full

    def __repr__(self):
        shown = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        return f"<BoundArguments ({shown})>"


class Signature:
    """The parameters of a function, and what it gives."""

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = types.MappingProxyType({p.name: p for p in parameters or ()})
        self.return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, **options):
        return signature(obj)

    def replace(self, *, parameters=_empty, return_annotation=_empty):
        if parameters is _empty:
            parameters = self.parameters.values()
        if return_annotation is _empty:
            return_annotation = self.return_annotation
        return Signature(parameters, return_annotation=return_annotation)

    def __str__(self):
        shown = []
        slash = star = False
        for param in self.parameters.values():
            if param.kind == Parameter.POSITIONAL_ONLY:
                slash = True
            elif slash:
                shown.append("/")
                slash = False
            if param.kind == Parameter.VAR_POSITIONAL:
                star = True
            elif param.kind == Parameter.KEYWORD_ONLY and not star:
                shown.append("*")
                star = True
            shown.append(str(param))
        if slash:
            shown.append("/")
        text = f"({', '.join(shown)})"
        if self.return_annotation is not _empty:
            text += f" -> {formatannotation(self.return_annotation)}"
        return text

    def __repr__(self):
        return f"<Signature {self}>"

    def __eq__(self, other):
        return str(self) == str(other) if isinstance(other, Signature) else NotImplemented

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        args = list(args)
        kwargs = dict(kwargs)
        rest = None
        for name, param in self.parameters.items():
            if param.kind == Parameter.VAR_POSITIONAL:
                if args:
                    arguments[name] = tuple(args)
                    args = []
            elif param.kind == Parameter.VAR_KEYWORD:
                rest = name
            elif args and param.kind != Parameter.KEYWORD_ONLY:
                if name in kwargs and param.kind != Parameter.POSITIONAL_ONLY:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = args.pop(0)
            elif name in kwargs and param.kind != Parameter.POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
            elif param.default is _empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            if rest is None:
                name = next(iter(kwargs))
                raise TypeError(f"got an unexpected keyword argument {name!r}")
            arguments[rest] = kwargs
        return BoundArguments(self, arguments)


def _of_function(func):
    code = func.__code__
    names = code.co_varnames
    count = code.co_argcount
    only = getattr(code, "co_posonlyargcount", 0)
    named = code.co_kwonlyargcount
    annotations = func.__annotations__
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    params = []
    for i, name in enumerate(names[:count]):
        place = i - (count - len(defaults))
        params.append(Parameter(
            name, Parameter.POSITIONAL_ONLY if i < only else Parameter.POSITIONAL_OR_KEYWORD,
            default=defaults[place] if place >= 0 else _empty,
            annotation=annotations.get(name, _empty)))
    after = count + named
    if code.co_flags & 4:
        name = names[after]
        params.append(Parameter(
            name, Parameter.VAR_POSITIONAL, annotation=annotations.get(name, _empty)))
        after += 1
    for name in names[count:count + named]:
        params.append(Parameter(name, Parameter.KEYWORD_ONLY,
                                default=kwdefaults.get(name, _empty),
                                annotation=annotations.get(name, _empty)))
    if code.co_flags & 8:
        name = names[after]
        params.append(Parameter(
            name, Parameter.VAR_KEYWORD, annotation=annotations.get(name, _empty)))
    return Signature(params, return_annotation=annotations.get("return", _empty))


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """The signature of anything that can be called."""
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if isinstance(obj, types.MethodType):
        found = signature(obj.__func__)
        return found.replace(parameters=list(found.parameters.values())[1:])
    if follow_wrapped:
        while hasattr(obj, "__wrapped__"):
            obj = obj.__wrapped__
    if isinstance(obj, types.FunctionType):
        return _of_function(obj)
    if type(obj).__name__ == "partial" and hasattr(obj, "keywords"):
        return _of_partial(obj)
    if isinstance(obj, type):
        for name in ("__new__", "__init__"):
            method = getattr(obj, name, None)
            if isinstance(method, types.FunctionType):
                found = _of_function(method)
                return found.replace(parameters=list(found.parameters.values())[1:])
        if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
            return Signature()
        raise ValueError(f"no signature found for builtin type {obj!r}")
    call = getattr(type(obj), "__call__", None)
    if isinstance(call, types.FunctionType):
        found = _of_function(call)
        return found.replace(parameters=list(found.parameters.values())[1:])
    raise ValueError(f"no signature found for builtin {obj!r}")


def _of_partial(obj):
    found = signature(obj.func)
    given = len(obj.args)
    params = []
    named = False
    for param in list(found.parameters.values())[given:]:
        named = named or param.name in obj.keywords
        if named and param.kind == Parameter.VAR_POSITIONAL:
            continue
        if param.name in obj.keywords:
            param = param.replace(
                kind=Parameter.KEYWORD_ONLY, default=obj.keywords[param.name])
        elif params and params[-1].kind == Parameter.KEYWORD_ONLY \
                and param.kind == Parameter.POSITIONAL_OR_KEYWORD:
            param = param.replace(kind=Parameter.KEYWORD_ONLY)
        params.append(param)
    return found.replace(parameters=params)


FullArgSpec = namedtuple(
    "FullArgSpec", "args varargs varkw defaults kwonlyargs kwonlydefaults annotations")


def getfullargspec(func):
    """The parameters in the older form."""
    found = signature(func, follow_wrapped=False)
    args, kwonly, defaults, kwdefaults = [], [], [], {}
    varargs = varkw = None
    annotations = {}
    if found.return_annotation is not _empty:
        annotations["return"] = found.return_annotation
    for name, param in found.parameters.items():
        if param.kind == Parameter.VAR_POSITIONAL:
            varargs = name
        elif param.kind == Parameter.VAR_KEYWORD:
            varkw = name
        elif param.kind == Parameter.KEYWORD_ONLY:
            kwonly.append(name)
            if param.default is not _empty:
                kwdefaults[name] = param.default
        else:
            args.append(name)
            if param.default is not _empty:
                defaults.append(param.default)
        if param.annotation is not _empty:
            annotations[name] = param.annotation
    return FullArgSpec(args, varargs, varkw, tuple(defaults) or None, kwonly, kwdefaults or None,
                       annotations)


def getcallargs(func, /, *positional, **named):
    """What each parameter would get."""
    bound = signature(func).bind(*positional, **named)
    bound.apply_defaults()
    return bound.arguments
