"""Abstract classes: ones of which there are no objects until all is there."""

__all__ = ["ABC", "ABCMeta", "abstractmethod", "abstractproperty", "abstractclassmethod",
           "abstractstaticmethod", "get_cache_token", "update_abstractmethods"]

_registered = 0


def abstractmethod(funcobj):
    """Says that subclasses have to define it."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """The older way for a class method."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """The older way for a static method."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """The older way for a property."""

    __isabstractmethod__ = True


def _missing(cls):
    """The names of a class that are still abstract."""
    names = {name for name, value in cls.__dict__.items()
             if getattr(value, "__isabstractmethod__", False)}
    for base in cls.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.add(name)
    return frozenset(names)


class ABCMeta(type):
    """The class of abstract classes, in which others may be registered."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _missing(cls)
        cls._abc_registry = []
        return cls

    def register(cls, subclass):
        """Says that a class counts as a subclass."""
        global _registered
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        cls._abc_registry.append(subclass)
        _registered += 1
        return subclass

    def __instancecheck__(cls, instance):
        kind = type(instance)
        if cls.__subclasscheck__(kind):
            return True
        claimed = getattr(instance, "__class__", kind)
        return claimed is not kind and cls.__subclasscheck__(claimed)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        answer = cls.__subclasshook__(subclass)
        if answer is not NotImplemented:
            return answer
        if cls in subclass.__mro__:
            return True
        if any(issubclass(subclass, other) for other in cls._abc_registry):
            return True
        return any(issubclass(subclass, other) for other in type.__subclasses__(cls))


class ABC(metaclass=ABCMeta):
    """An abstract class to inherit from."""

    __slots__ = ()


def get_cache_token():
    """Changes whenever a class is registered."""
    return _registered


def update_abstractmethods(cls):
    """Looks again at what is abstract, after a class was changed."""
    if hasattr(cls, "__abstractmethods__"):
        cls.__abstractmethods__ = _missing(cls)
    return cls
