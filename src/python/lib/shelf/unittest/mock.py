"""Objects that stand for others, and remember what was done with them."""
import asyncio
import builtins
import contextlib
import functools
import importlib
import inspect
import io

from _mock_calls import ANY, DEFAULT, _Call, _CallList, _shown, call, sentinel

__all__ = ["Mock", "MagicMock", "AsyncMock", "NonCallableMock", "NonCallableMagicMock",
           "PropertyMock", "patch", "call", "ANY", "DEFAULT", "sentinel", "create_autospec",
           "mock_open", "seal", "FILTER_DIR"]

FILTER_DIR = True

_OWN = {"return_value", "side_effect", "called", "call_count", "call_args", "call_args_list",
        "mock_calls", "method_calls"}


class NonCallableMock:
    """Has every attribute, each an object of its own kind."""

    def __new__(cls, *args, **kwargs):
        # A class of its own, so that special methods can be put on it.
        return object.__new__(type(cls.__name__, (cls,), {"__doc__": cls.__doc__}))

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, side_effect=None,
                 return_value=DEFAULT, parent=None, unsafe=False, **kwargs):
        spec = spec if spec is not None else spec_set
        allowed = None
        if spec is not None:
            allowed = spec if isinstance(spec, (list, tuple)) else dir(spec)
        self.__dict__.update(
            _children={}, _name=name, _parent=parent, _wraps=wraps, _allowed=allowed,
            _spec=spec, _strict=spec_set is not None, _sealed=False, _return=return_value,
            _effect=None)
        self._forget()
        self.side_effect = side_effect
        self.configure_mock(**kwargs)

    def _forget(self):
        self.__dict__.update(called=False, call_count=0, call_args=None,
                             call_args_list=_CallList(), mock_calls=_CallList(),
                             method_calls=_CallList())

    @property
    def __class__(self):
        spec = self.__dict__.get("_spec")
        if spec is None or isinstance(spec, (list, tuple)):
            return type(self)
        return spec if isinstance(spec, type) else type(spec)

    @property
    def return_value(self):
        if self._return is DEFAULT:
            self.__dict__["_return"] = self._make_child("()")
        return self._return

    @return_value.setter
    def return_value(self, value):
        self.__dict__["_return"] = value

    @property
    def side_effect(self):
        return self._effect

    @side_effect.setter
    def side_effect(self, value):
        if value is not None and not callable(value) and not _is_exception(value):
            value = iter(value)
        self.__dict__["_effect"] = value

    def _make_child(self, name, **kwargs):
        kind = self.__dict__.get("_kind_of_children") or type(self).__mro__[1]
        return kind(name=None, parent=(self, name), **kwargs)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__") or "_children" not in self.__dict__:
            raise AttributeError(name)
        if self._allowed is not None and name not in self._allowed:
            raise AttributeError(f"Mock object has no attribute {name!r}")
        if name.startswith(("assert", "assret", "asert", "aseert", "assrt")):
            raise AttributeError(f"{name!r} is not a valid assertion. Use a spec for the mock if "
                                 f"{name!r} is meant to be an attribute.")
        if name not in self._children:
            if self._sealed:
                raise AttributeError(f"mock.{name}")
            wraps = getattr(self._wraps, name) if self._wraps is not None else None
            self._children[name] = self._make_child(name, wraps=wraps)
        found = self._children[name]
        if found is _DELETED:
            raise AttributeError(name)
        return found

    def __setattr__(self, name, value):
        if name in _OWN and isinstance(getattr(NonCallableMock, name, None), property):
            object.__setattr__(self, name, value)
        elif name.startswith("__") and name.endswith("__") and name != "__class__":
            if isinstance(value, NonCallableMock) and value._parent is None:
                value.__dict__["_parent"] = (self, name)
            holder = value if isinstance(value, NonCallableMock) else \
                functools.partial(_with_self, value)
            setattr(type(self), name, _Special(holder, isinstance(value, NonCallableMock)))
        else:
            if self._strict and name not in self._allowed:
                raise AttributeError(f"Mock object has no attribute {name!r}")
            if isinstance(value, NonCallableMock) and value._parent is None \
                    and value._name is None:
                value.__dict__["_parent"] = (self, name)
            self._children.pop(name, None)
            self.__dict__[name] = value

    def __delattr__(self, name):
        self.__dict__.pop(name, None)
        self._children[name] = _DELETED

    def __dir__(self):
        own = set(self._allowed or ()) | set(self._children) | set(dir(type(self)))
        return sorted(own | {n for n in self.__dict__ if not n.startswith("_")})

    def _path(self):
        """The name with those of the mocks that it belongs to."""
        if self._parent is None:
            return self._name or "mock"
        parent, name = self._parent
        before = parent._path()
        return before + name if name == "()" else f"{before}.{name}"

    def __repr__(self):
        shown = f" name={self._path()!r}" if self._name or self._parent else ""
        spec = ""
        if self._spec is not None and not isinstance(self._spec, (list, tuple)):
            kind = self._spec if isinstance(self._spec, type) else type(self._spec)
            spec = f" spec={kind.__name__!r}"
        return f"<{type(self).__name__}{shown}{spec} id='{id(self)}'>"

    def configure_mock(self, **kwargs):
        for name in sorted(kwargs, key=lambda each: each.count(".")):
            *path, last = name.split(".")
            holder = self
            for part in path:
                holder = getattr(holder, part)
            setattr(holder, last, kwargs[name])

    def attach_mock(self, mock, attribute):
        mock.__dict__["_parent"] = None
        mock.__dict__["_name"] = None
        setattr(self, attribute, mock)

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        self._forget()
        if return_value:
            self.__dict__["_return"] = DEFAULT
        if side_effect:
            self.__dict__["_effect"] = None
        for child in list(self._children.values()) + [self._return]:
            if isinstance(child, NonCallableMock) and child is not self:
                child.reset_mock()

    def _record(self, args, kwargs):
        self.__dict__["called"] = True
        self.__dict__["call_count"] += 1
        made = _Call(args=args, kwargs=kwargs, two=True)
        self.__dict__["call_args"] = made
        self.call_args_list.append(made)
        self.mock_calls.append(_Call("", args, kwargs))
        name, parent, plain = "", self._parent, True
        while parent is not None:
            above, part = parent
            name = part + name if not name or name.startswith("()") else f"{part}.{name}"
            plain = plain and part != "()" and not part.startswith("__")
            if plain:
                above.method_calls.append(_Call(name, args, kwargs))
            above.mock_calls.append(_Call(name, args, kwargs))
            parent = above._parent

    def _answer(self, args, kwargs):
        effect = self._effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            result = effect(*args, **kwargs) if callable(effect) else next(effect)
            if _is_exception(result):
                raise result
            if result is not DEFAULT:
                return result
        if self._return is DEFAULT and self._wraps is not None:
            return self._wraps(*args, **kwargs)
        return self.return_value

    def _label(self):
        return self._name or (self._parent[1] if self._parent else "mock")

    def _fail(self, text):
        raise AssertionError(text)

    def _calls_shown(self):
        return f"\nCalls: {self.mock_calls!r}." if self.mock_calls else ""

    def assert_called(self):
        if not self.call_count:
            self._fail(f"Expected '{self._label()}' to have been called.")

    def assert_not_called(self):
        if self.call_count:
            self._fail(f"Expected '{self._label()}' to not have been called. "
                       f"Called {self.call_count} times.{self._calls_shown()}")

    def assert_called_once(self):
        if self.call_count != 1:
            self._fail(f"Expected '{self._label()}' to have been called once. "
                       f"Called {self.call_count} times.{self._calls_shown()}")

    def assert_called_with(self, /, *args, **kwargs):
        expected = _Call(args=args, kwargs=kwargs, two=True)
        name = self._label()
        if self.call_args is None:
            self._fail(f"expected call not found.\nExpected: {name}{_shown(args, kwargs)}\n"
                       "  Actual: not called.")
        if self.call_args != expected:
            actual = f"{name}{_shown(*self.call_args)}"
            self._fail(f"expected call not found.\nExpected: {name}{_shown(args, kwargs)}\n"
                       f"  Actual: {actual}")

    def assert_called_once_with(self, /, *args, **kwargs):
        if self.call_count != 1:
            self._fail(f"Expected '{self._label()}' to be called once. "
                       f"Called {self.call_count} times.{self._calls_shown()}")
        self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        if _Call(args=args, kwargs=kwargs, two=True) not in self.call_args_list:
            self._fail(f"{self._label()}{_shown(args, kwargs)} call not found")

    def assert_has_calls(self, calls, any_order=False):
        if not any_order:
            if list(calls) not in self.mock_calls:
                actual = f"\nActual: {self.mock_calls!r}" if self.mock_calls else ""
                self._fail(f"Calls not found.\nExpected: {_CallList(calls)!r}{actual}")
            return
        left = list(self.mock_calls)
        missing = []
        for each in calls:
            if each in left:
                left.remove(each)
            else:
                missing.append(each)
        if missing:
            self._fail(f"{self._label()!r} does not contain all of {tuple(missing)!r} in its call "
                       f"list, found {self.mock_calls!r} instead")


_DELETED = object()


def _is_exception(value):
    return isinstance(value, BaseException) \
        or isinstance(value, type) and issubclass(value, BaseException)


def _with_self(function, self, *args, **kwargs):
    return function(self, *args, **kwargs)


class _Special:
    """A special method of one mock."""

    def __init__(self, holder, is_mock):
        self.holder = holder
        self.is_mock = is_mock

    def __get__(self, obj, owner=None):
        if obj is None or self.is_mock:
            return self.holder
        return functools.partial(self.holder, obj)


class Mock(NonCallableMock):
    """The same, which can be called."""

    def __call__(self, /, *args, **kwargs):
        self._record(args, kwargs)
        return self._answer(args, kwargs)


class _Magic:
    """Has the special methods too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = self._allowed
        for name in _ANSWERS:
            if allowed is None or name in allowed:
                if name in ("__enter__", "__exit__"):
                    made = Mock(parent=(self, name))
                    made.__dict__["_kind_of_children"] = MagicMock
                    if name == "__exit__":
                        made.return_value = False
                    setattr(type(self), name, made)
                else:
                    setattr(type(self), name, _Lazy(name))


# What special methods answer before they are told.
_ANSWERS = {
    "__len__": 0, "__bool__": True, "__int__": 1, "__float__": 1.0, "__complex__": 1j,
    "__index__": 1, "__contains__": False, "__exit__": False, "__iter__": None,
    "__enter__": DEFAULT, "__getitem__": DEFAULT, "__setitem__": DEFAULT, "__delitem__": DEFAULT,
    "__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented,
    "__ge__": NotImplemented, "__hash__": None, "__str__": None,
}
for _name in ("add sub mul truediv floordiv mod divmod pow lshift rshift and or xor "
              "matmul").split():
    _ANSWERS[f"__{_name}__"] = _ANSWERS[f"__r{_name}__"] = DEFAULT
for _name in "neg pos abs invert round trunc floor ceil".split():
    _ANSWERS[f"__{_name}__"] = DEFAULT
_FROM_SELF = {"__iter__": lambda self: lambda: iter([]), "__hash__": lambda self: (
    lambda: object.__hash__(self)), "__str__": lambda self: lambda: object.__repr__(self)}


class _Lazy:
    """A special method that becomes a mock when it is first asked for."""

    def __init__(self, name):
        self.name = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        name = self.name
        made = MagicMock(parent=(obj, name)) if _ANSWERS[name] is DEFAULT else \
            Mock(parent=(obj, name))
        if name in _FROM_SELF:
            made.side_effect = _IterAnswer(made) if name == "__iter__" else _FROM_SELF[name](obj)
        elif _ANSWERS[name] is not DEFAULT:
            made.return_value = _ANSWERS[name]
        setattr(type(obj), name, _Special(made, True))
        return made


class _IterAnswer:
    """What `iter` of a mock gives: its return value's items, or none."""

    def __init__(self, mock):
        self.mock = mock

    def __call__(self):
        kept = self.mock._return
        return iter([]) if kept is DEFAULT else iter(kept)


class NonCallableMagicMock(_Magic, NonCallableMock):
    """A mock with special methods that cannot be called."""


class MagicMock(_Magic, Mock):
    """A mock with special methods."""


class AsyncMock(_Magic, Mock):
    """A mock whose call is awaited."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__.update(await_count=0, await_args=None, await_args_list=_CallList())

    async def _awaited(self, args, kwargs):
        self.__dict__["await_count"] += 1
        made = _Call(args=args, kwargs=kwargs, two=True)
        self.__dict__["await_args"] = made
        self.await_args_list.append(made)
        result = self._answer(args, kwargs)
        return await result if asyncio.iscoroutine(result) else result

    def __call__(self, /, *args, **kwargs):
        self._record(args, kwargs)
        return self._awaited(args, kwargs)

    def assert_awaited(self):
        if not self.await_count:
            self._fail(f"Expected {self._label()} to have been awaited.")

    def assert_awaited_once(self):
        if self.await_count != 1:
            self._fail(f"Expected {self._label()} to have been awaited once. "
                       f"Awaited {self.await_count} times.")

    def assert_awaited_with(self, /, *args, **kwargs):
        if self.await_args != _Call(args=args, kwargs=kwargs, two=True):
            self._fail(f"expected await not found.\nExpected: {self._label()}"
                       f"{_shown(args, kwargs)}")

    def assert_awaited_once_with(self, /, *args, **kwargs):
        self.assert_awaited_once()
        self.assert_awaited_with(*args, **kwargs)

    def assert_not_awaited(self):
        if self.await_count:
            self._fail(f"Expected {self._label()} to not have been awaited. "
                       f"Awaited {self.await_count} times.")


class PropertyMock(Mock):
    """A mock in the place of a property."""

    def __get__(self, obj, owner=None):
        return self()

    def __set__(self, obj, value):
        self(value)


class _Patch:
    """Puts something in the place of an attribute for a while."""

    def __init__(self, target, attribute, new, spec, create, autospec, kwargs):
        self.target = target
        self.attribute = attribute
        self.new = new
        self.spec = spec
        self.create = create
        self.autospec = autospec
        self.kwargs = kwargs

    def __enter__(self):
        target = self.target() if callable(self.target) else self.target
        name = self.attribute
        self.own = name in getattr(target, "__dict__", {})
        original = getattr(target, "__dict__", {}).get(name, DEFAULT)
        if original is DEFAULT:
            original = getattr(target, name, DEFAULT)
        if original is DEFAULT and getattr(target, "__name__", "") == "builtins":
            self.create = True
        if original is DEFAULT and not self.create:
            if hasattr(builtins, name) and hasattr(target, "__name__"):
                original = DEFAULT
            else:
                raise AttributeError(f"{target!r} does not have the attribute {name!r}")
        new = self.new
        if self.autospec:
            new = create_autospec(original, **self.kwargs)
        elif new is DEFAULT:
            kind = self.kwargs.pop("new_callable", None)
            is_async = inspect.iscoroutinefunction(original)
            kind = kind or (AsyncMock if is_async else MagicMock)
            kwargs = dict(self.kwargs)
            if issubclass(kind, NonCallableMock) and kind is not PropertyMock:
                kwargs.setdefault("name", name)
            if self.spec is not None:
                kwargs["spec"] = original if self.spec is True else self.spec
            new = kind(**kwargs)
        self.patched, self.original = target, original
        setattr(target, name, new)
        return new

    def __exit__(self, *exc_info):
        if self.own and self.original is not DEFAULT:
            setattr(self.patched, self.attribute, self.original)
        else:
            delattr(self.patched, self.attribute)

    start = __enter__

    def stop(self):
        self.__exit__(None, None, None)

    def __call__(self, decorated):
        if isinstance(decorated, type):
            for name, value in list(decorated.__dict__.items()):
                if name.startswith(patch.TEST_PREFIX) and callable(value):
                    setattr(decorated, name, self(value))
            return decorated
        return _decorated(self, decorated, self.new is DEFAULT)

    def copy(self):
        return _Patch(self.target, self.attribute, self.new, self.spec, self.create,
                      self.autospec, dict(self.kwargs))


def _decorated(manager, function, hands_over):
    """A function that runs with patches; what they make comes behind its own
    arguments, the innermost patch's first.
    """
    patches = getattr(function, "_patches", None)
    if patches is not None:
        patches.append((manager, hands_over))
        return function
    patches = [(manager, hands_over)]

    @contextlib.contextmanager
    def patched(args):
        with contextlib.ExitStack() as stack:
            for each, hands in patches:
                made = stack.enter_context(each.copy() if isinstance(each, _Patch) else each)
                args += (made,) if hands else ()
            yield args

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        with patched(args) as given:
            return function(*given, **kwargs)

    @functools.wraps(function)
    async def async_wrapper(*args, **kwargs):
        with patched(args) as given:
            return await function(*given, **kwargs)

    made = async_wrapper if inspect.iscoroutinefunction(function) else wrapper
    made._patches = patches
    return made


def _found(path):
    """What a name with dots means, imported as far as it is a module."""
    first, *rest = path.split(".")
    thing = importlib.import_module(first)
    for part in rest:
        first += "." + part
        try:
            thing = getattr(thing, part)
        except AttributeError:
            importlib.import_module(first)
            thing = getattr(thing, part)
    return thing


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None,
          new_callable=None, **kwargs):
    """Patches what a name with dots means."""
    path, _, name = target.rpartition(".")
    if not path:
        raise TypeError("Need a valid target to patch. You supplied: "
                        f"{target!r}")
    if new_callable is not None:
        kwargs["new_callable"] = new_callable
    return _Patch(lambda: _found(path), name, new, spec or spec_set, create, autospec, kwargs)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None,
                  autospec=None, new_callable=None, **kwargs):
    if new_callable is not None:
        kwargs["new_callable"] = new_callable
    return _Patch(lambda: target, attribute, new, spec or spec_set, create, autospec, kwargs)


class _PatchDict:
    """Puts other entries in a dict for a while."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = dict(values, **kwargs)
        self.clear = clear

    def __enter__(self):
        held = self.in_dict
        self.held = _found(held) if isinstance(held, str) else held
        self.before = dict(self.held)
        if self.clear:
            self.held.clear()
        self.held.update(self.values)
        return self.held

    def __exit__(self, *exc_info):
        self.held.clear()
        self.held.update(self.before)

    start = __enter__

    def stop(self):
        self.__exit__()

    def __call__(self, function):
        return _decorated(self, function, False)


def _patch_multiple(target, **kwargs):
    """Patches several attributes of one thing."""
    @contextlib.contextmanager
    def patched():
        thing = _found(target) if isinstance(target, str) else target
        with contextlib.ExitStack() as stack:
            made = {name: stack.enter_context(_patch_object(thing, name, new))
                    for name, new in kwargs.items()}
            yield {name: each for name, each in made.items() if kwargs[name] is DEFAULT}
    return patched()


patch.object = _patch_object
patch.dict = _PatchDict
patch.multiple = _patch_multiple
patch.TEST_PREFIX = "test"


def create_autospec(spec, spec_set=False, instance=False, **kwargs):
    """A mock that takes what the real thing takes."""
    if not isinstance(spec, type) and not callable(spec):
        return NonCallableMagicMock(spec=spec, **kwargs)
    kind = AsyncMock if inspect.iscoroutinefunction(spec) else MagicMock
    made = kind(spec=spec, **kwargs)
    try:
        signature = inspect.signature(spec)
    except (TypeError, ValueError):
        signature = None
    if isinstance(spec, type):
        if not instance:
            made.return_value = create_autospec(spec, instance=True)
        for name, value in inspect.getmembers(spec, inspect.isfunction):
            if not name.startswith("__"):
                child = create_autospec(value)
                _checked(child, inspect.signature(value), skip=True)
                setattr(made, name, child)
    if signature is not None and not (isinstance(spec, type) and instance):
        _checked(made, signature)
    return made


def _checked(mock, signature, skip=False):
    """Has a mock refuse arguments that a signature does not take."""
    if skip:
        parameters = list(signature.parameters.values())[1:]
        signature = signature.replace(parameters=parameters)
    record = mock._record

    def strict(args, kwargs):
        signature.bind(*args, **kwargs)
        record(args, kwargs)
    mock.__dict__["_record"] = strict


def mock_open(mock=None, read_data=""):
    """A stand-in for `open`."""
    kept = {}

    def fresh(*args, **kwargs):
        kept["file"] = io.BytesIO(read_data) if isinstance(read_data, bytes) \
            else io.StringIO(read_data)
        return DEFAULT

    handle = MagicMock()
    fresh()
    for name in ("read", "readline", "readlines"):
        def answer(*args, _name=name):
            return getattr(kept["file"], _name)(*args)
        getattr(handle, name).side_effect = answer
    handle.__enter__.return_value = handle
    handle.__iter__.side_effect = lambda: iter(kept["file"])
    mock = MagicMock(name="open") if mock is None else mock
    mock.side_effect = fresh
    mock.return_value = handle
    return mock


def seal(mock):
    """Makes no further attributes."""
    mock.__dict__["_sealed"] = True
    for child in mock._children.values():
        if isinstance(child, NonCallableMock):
            seal(child)
