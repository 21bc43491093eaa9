"""What a test expects of a block: an exception, a warning, lines in a log."""
import re
import warnings

__name__ = "unittest.case"


class _Raises:
    """`assertRaises` and the like as a block."""

    def __init__(self, case, expected, pattern=None, msg=None):
        self.case, self.expected, self.pattern, self.msg = case, expected, pattern, msg

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            names = self.expected
            names = getattr(names, "__name__", None) or str(names)
            self.case._say(f"{names} not raised", self.msg)
        if not issubclass(kind, self.expected):
            return False
        self.exception = value.with_traceback(None)
        if self.pattern is not None and not re.search(self.pattern, str(value)):
            shown = getattr(self.pattern, "pattern", self.pattern)
            self.case._say(f'"{shown}" does not match "{value}"', self.msg)
        return True


class _Warns(_Raises):
    def __enter__(self):
        self._caught = warnings.catch_warnings(record=True)
        self.warnings = self._caught.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, kind, value, trace):
        self._caught.__exit__(kind, value, trace)
        if kind is not None:
            return False
        for one in self.warnings:
            if issubclass(one.category, self.expected) and (
                    self.pattern is None or re.search(self.pattern, str(one.message))):
                self.warning = one.message
                return False
        self.case._say(f"{self.expected.__name__} not triggered", self.msg)


class _Logs:
    """`assertLogs` as a block."""

    def __init__(self, case, logger, level, none):
        import logging
        self.case, self.none = case, none
        self.logger = logger if isinstance(logger, logging.Logger) else logging.getLogger(logger)
        self.level = logging._check_level(level) if level else logging.INFO
        self.records, self.output = [], []

    def __enter__(self):
        import logging
        watcher, form = self, logging.Formatter("%(levelname)s:%(name)s:%(message)s")

        class Keep(logging.Handler):
            def emit(self, record):
                watcher.records.append(record)
                watcher.output.append(form.format(record))
        logger = self.logger
        self._before = logger.handlers, logger.level, logger.propagate
        logger.handlers, logger.propagate = [Keep(self.level)], False
        logger.setLevel(self.level)
        return None if self.none else self

    def __exit__(self, kind, value, trace):
        logger = self.logger
        logger.handlers, level, logger.propagate = self._before
        logger.setLevel(level)
        if kind is not None:
            return False
        if self.none and self.records:
            self.case.fail(f"Unexpected logs found: {self.output!r}")
        if not self.none and not self.records:
            import logging
            self.case.fail(f"no logs of level {logging.getLevelName(self.level)} or higher "
                           f"triggered on {logger.name}")
