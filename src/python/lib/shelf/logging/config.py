"""Loggers, handlers and formatters from a dict."""
import logging
import logging.handlers

__all__ = ["dictConfig", "dictConfigClass", "DictConfigurator", "fileConfig"]


def _resolve(name):
    """What a dotted name leads to."""
    parts = name.split(".")
    used = parts.pop(0)
    try:
        found = __import__(used)
        for part in parts:
            used += "." + part
            try:
                found = getattr(found, part)
            except AttributeError:
                __import__(used)
                found = getattr(found, part)
        return found
    except ImportError as exc:
        raise ValueError(f"Cannot resolve {name!r}: {exc}") from exc


class DictConfigurator:
    """Makes what a dict describes."""

    def __init__(self, config):
        self.config = config

    def value(self, value):
        """A value, `ext://` and `cfg://` names resolved."""
        if isinstance(value, str):
            if value.startswith("ext://"):
                return _resolve(value[6:])
            if value.startswith("cfg://"):
                found = self.config
                for part in value[6:].replace("[", ".").replace("]", "").split("."):
                    found = found[int(part) if isinstance(found, (list, tuple)) else part]
                return self.value(found)
        return value

    def _custom(self, config):
        config = dict(config)
        make = config.pop("()")
        make = make if callable(make) else _resolve(make)
        own = config.pop(".", None)
        made = make(**{key: self.value(config[key]) for key in config})
        for key, value in (own or {}).items():
            setattr(made, key, self.value(value))
        return made

    def configure(self):
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        if not config.get("incremental", False):
            self._clear(config)
            self._make("formatters", "formatter", self._formatter)
            self._make("filters", "filter", self._filter)
            self._make("handlers", "handler", self._handler)
        for name, one in config.get("loggers", {}).items():
            self._try("logger", name, self._logger, logging.getLogger(name), one)
        if config.get("root"):
            self._try("root logger", None, self._logger, logging.getLogger(), config["root"])

    def _clear(self, config):
        if config.get("disable_existing_loggers", True):
            named = config.get("loggers", {})
            for name, logger in logging.root.manager.loggerDict.items():
                under = any(name == known or name.startswith(known + ".") for known in named)
                if isinstance(logger, logging.Logger):
                    logger.disabled = not under

    def _try(self, kind, name, make, *args):
        try:
            return make(*args)
        except Exception as exc:
            shown = "" if name is None else f" {name!r}"
            raise ValueError(f"Unable to configure {kind}{shown}") from exc

    def _make(self, section, kind, make):
        made = {}
        setattr(self, "_" + section, made)
        waiting = list(self.config.get(section, {}).items())
        for name, one in sorted(waiting, key=lambda item: "target" in item[1]):
            made[name] = self._try(kind, name, make, name, one)

    def _formatter(self, name, config):
        if "()" in config:
            return self._custom(config)
        make = _resolve(config["class"]) if config.get("class") else logging.Formatter
        return make(config.get("format"), config.get("datefmt"), config.get("style", "%"),
                    config.get("validate", True))

    def _filter(self, name, config):
        return self._custom(config) if "()" in config else logging.Filter(config.get("name", ""))

    def _add_filters(self, to, names):
        for one in names or ():
            if not callable(one) and not hasattr(one, "filter"):
                try:
                    one = self._filters[one]
                except KeyError as exc:
                    raise ValueError(f"Unable to add filter {one!r}") from exc
            to.addFilter(one)

    def _handler(self, name, config):
        config = dict(config)
        formatter = config.pop("formatter", None)
        if formatter:
            try:
                formatter = self._formatters[formatter]
            except KeyError as exc:
                raise ValueError(f"Unable to set formatter {formatter!r}") from exc
        level, filters = config.pop("level", None), config.pop("filters", None)
        if "()" in config:
            made = self._custom(config)
        else:
            make = _resolve(config.pop("class"))
            if "target" in config and issubclass(make, logging.handlers.MemoryHandler):
                config["target"] = self._handlers[config["target"]]
            own = config.pop(".", None)
            made = make(**{key: self.value(value) for key, value in config.items()})
            for key, value in (own or {}).items():
                setattr(made, key, self.value(value))
        made.name = name
        if formatter:
            made.setFormatter(formatter)
        if level is not None:
            made.setLevel(logging._check_level(level))
        self._add_filters(made, filters)
        return made

    def _logger(self, logger, config):
        if config.get("level") is not None:
            logger.setLevel(logging._check_level(config["level"]))
        if not self.config.get("incremental", False):
            for handler in logger.handlers[:]:
                logger.removeHandler(handler)
            for name in config.get("handlers") or ():
                try:
                    logger.addHandler(self._handlers[name])
                except KeyError as exc:
                    raise ValueError(f"Unable to add handler {name!r}") from exc
            self._add_filters(logger, config.get("filters"))
            logger.disabled = False
        if config.get("propagate") is not None:
            logger.propagate = config["propagate"]


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Makes what a dict describes."""
    dictConfigClass(config).configure()


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """The older form, in a file with sections."""
    import configparser
    parser = configparser.ConfigParser(defaults)
    if hasattr(fname, "readline"):
        parser.read_file(fname)
    else:
        parser.read(fname, encoding=encoding)

    def names(text):
        return [name.strip() for name in text.split(",") if name.strip()]

    config = {"version": 1, "disable_existing_loggers": disable_existing_loggers,
              "formatters": {}, "handlers": {}, "loggers": {}}
    for name in names(parser.get("formatters", "keys", fallback="")):
        section = parser["formatter_" + name]
        config["formatters"][name] = {
            key: section.get(key, raw=True) for key in ("format", "datefmt", "style", "class")
            if key in section}
    for name in names(parser.get("handlers", "keys", fallback="")):
        section = parser["handler_" + name]
        args = eval(section.get("args", "()", raw=True), vars(logging))
        kwargs = eval(section.get("kwargs", "{}", raw=True), vars(logging))
        cls = section["class"]
        make = getattr(logging, cls, None) or _resolve("logging." + cls)
        one = {"()": lambda make=make, args=args, kwargs=kwargs: make(*args, **kwargs)}
        for key in ("level", "formatter"):
            if section.get(key):
                one[key] = section[key]
        config["handlers"][name] = one
    for name in names(parser["loggers"]["keys"]):
        section = parser["logger_" + name]
        one = {"handlers": names(section.get("handlers", "")),
               "propagate": bool(int(section.get("propagate", "1")))}
        if section.get("level"):
            one["level"] = section["level"]
        if name == "root":
            config["root"] = one
        else:
            config["loggers"][section["qualname"]] = one
    dictConfig(config)
