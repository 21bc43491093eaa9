"""Tests as methods of classes: what they say must be true."""
import difflib
import functools
import pprint
import re
import sys
from collections import Counter

from _unittest_blocks import _Logs, _Raises, _Warns

__name__ = "unittest.case"


class SkipTest(Exception):
    """The test is left out."""


class _Wanted(Exception):
    """A test failed that had to."""


def skip(reason):
    """Leaves a test or a class out."""
    def decorate(item):
        if not isinstance(item, type):
            @functools.wraps(item)
            def skipped(*args, **kwargs):
                raise SkipTest(reason)
            item = skipped
        item.__unittest_skip__ = True
        item.__unittest_skip_why__ = reason
        return item
    if callable(reason):
        item, reason = reason, ""
        return decorate(item)
    return decorate


def skipIf(condition, reason):
    return skip(reason) if condition else lambda item: item


def skipUnless(condition, reason):
    return skipIf(not condition, reason)


def expectedFailure(item):
    item.__unittest_expecting_failure__ = True
    return item


def _name(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


class _SubTest:
    """One of several checks of a test."""

    failureException = AssertionError

    def __init__(self, case, message, params):
        self._case, self._message, self._params = case, message, params

    def id(self):
        return f"{self._case.id()} {self._about()}"

    def _about(self):
        parts = [] if self._message is None else [f"[{self._message}]"]
        if self._params:
            parts.append("({})".format(", ".join(f"{k}={v!r}" for k, v in self._params.items())))
        return " ".join(parts) or "(<subtest>)"

    def shortDescription(self):
        return self._case.shortDescription()

    def __str__(self):
        return f"{self._case} {self._about()}"


class TestCase:
    """A test; its methods say what must be true."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 640

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._cleanups = []
        self._result = None

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    _class_cleanups = ()

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        cls._class_cleanups = (*cls._class_cleanups, (function, args, kwargs))

    def addCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        value = type(cm).__enter__(cm)
        self.addCleanup(type(cm).__exit__, cm, None, None, None)
        return value

    def doCleanups(self):
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._attempt(self._call, function, *args, **kwargs)

    def countTestCases(self):
        return 1

    def id(self):
        return f"{_name(type(self))}.{self._testMethodName}"

    def shortDescription(self):
        doc = getattr(self, self._testMethodName).__doc__
        return doc.strip().split("\n")[0].strip() if doc else None

    def __str__(self):
        return f"{self._testMethodName} ({_name(type(self))}.{self._testMethodName})"

    def __repr__(self):
        return f"<{_name(type(self))} testMethod={self._testMethodName}>"

    def __eq__(self, other):
        return type(self) is type(other) and self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    # Running

    def _call(self, method, *args, **kwargs):
        value = method(*args, **kwargs)
        return value

    def _attempt(self, call, *args, **kwargs):
        """Makes a call and tells how it ended; whether it went well."""
        try:
            call(*args, **kwargs)
            return True
        except KeyboardInterrupt:
            raise
        except SkipTest as exc:
            self._result.addSkip(self, str(exc))
        except _Wanted:
            pass
        except BaseException:
            info = sys.exc_info()
            if self._must_fail:
                self._failed = info
            elif issubclass(info[0], self.failureException):
                self._result.addFailure(self, info)
            else:
                self._result.addError(self, info)
        self._well = False
        return False

    def run(self, result=None):
        result = result if result is not None else self.defaultTestResult()
        self._result = result
        result.startTest(self)
        method = getattr(self, self._testMethodName)
        try:
            for item in (type(self), method):
                if getattr(item, "__unittest_skip__", False):
                    result.addSkip(self, item.__unittest_skip_why__)
                    return result
            self._must_fail = getattr(method, "__unittest_expecting_failure__", False) or getattr(
                type(self), "__unittest_expecting_failure__", False)
            self._failed, self._well = None, True
            self._begin()
            if self._attempt(self._call, self.setUp):
                self._attempt(self._call, method)
                self._attempt(self._call, self.tearDown)
            self.doCleanups()
            self._finish()
            if self._must_fail:
                if self._failed:
                    result.addExpectedFailure(self, self._failed)
                elif self._well:
                    result.addUnexpectedSuccess(self)
            elif self._well:
                result.addSuccess(self)
            return result
        finally:
            result.stopTest(self)

    def _begin(self):
        pass

    _finish = _begin
    __call__ = run

    def defaultTestResult(self):
        return TestResult()

    def debug(self):
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()

    def skipTest(self, reason):
        raise SkipTest(reason)

    def subTest(self, msg=None, **params):
        return _sub_test(self, msg, params)

    # What must be true

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _say(self, standard, msg):
        if msg is not None:
            standard = f"{standard} : {msg}" if self.longMessage else msg
        raise self.failureException(standard)

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._say(f"{_shown(expr)} is not true", msg)

    def assertFalse(self, expr, msg=None):
        if expr:
            self._say(f"{_shown(expr)} is not false", msg)

    def assertEqual(self, first, second, msg=None):
        if first == second:
            return
        for kind, how in ((str, self._lines), (list, self._items), (tuple, self._items),
                          (dict, self._pairs), (set, self._members), (frozenset, self._members)):
            if type(first) is type(second) is kind:
                how(first, second, msg)
        self._say(f"{_shown(first)} != {_shown(second)}", msg)

    def _diff(self, head, first, second, msg):
        lines = "\n".join(difflib.ndiff(first, second))
        if self.maxDiff is not None and len(lines) > self.maxDiff:
            self._say(f"{head}\nDiff is {len(lines)} characters long. "
                      "Set self.maxDiff to None to see it.", msg)
        self._say(f"{head}\n{lines}", msg)

    def _lines(self, first, second, msg):
        head = f"{_shown(first)} != {_shown(second)}"
        firsts, seconds = [(text + "\n").splitlines(True) for text in (first, second)]
        if len(firsts) == 1 and first.strip("\r\n") == first:
            lines = "".join(line if line.endswith("\n") else line + "\n"
                            for line in difflib.ndiff(firsts, seconds))
            self._say(f"{head}\n{lines}", msg)
        lines = "".join(difflib.ndiff(first.splitlines(True), second.splitlines(True)))
        self._say(f"{head}\n{lines}", msg)

    def _items(self, first, second, msg):
        kind = type(first).__name__
        head = f"{kind.capitalize()}s differ: {_shown(first)} != {_shown(second)}\n"
        for i, (a, b) in enumerate(zip(first, second)):
            if a != b:
                head += f"\nFirst differing element {i}:\n{_shown(a)}\n{_shown(b)}\n"
                break
        for this, that, word in ((first, second, "First"), (second, first, "Second")):
            if len(this) > len(that):
                head += f"\n{word} {kind} contains {len(this) - len(that)} additional elements.\n"
                head += f"First extra element {len(that)}:\n{_shown(this[len(that)])}\n"
        self._diff(head, pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines(), msg)

    def _pairs(self, first, second, msg):
        self._diff(f"{_shown(first)} != {_shown(second)}",
                   pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines(), msg)

    def _members(self, first, second, msg):
        lines = []
        for left, word in ((first - second, "first"), (second - first, "second")):
            if left:
                lines.append(f"Items in the {word} set but not the "
                             f"{'second' if word == 'first' else 'first'}:")
                lines += [repr(item) for item in left]
        self._say("\n".join(lines), msg)

    def _typed(kind):
        def method(self, first, second, msg=None):
            for value, word in ((first, "First"), (second, "Second")):
                if kind is not None and not isinstance(value, kind):
                    self._say(f"{word} argument is not a {kind.__name__}" if kind is str else
                              f"{word} sequence is not a {kind.__name__}: {_shown(value)}", msg)
            self.assertEqual(first, second, msg)
        return method

    assertListEqual, assertTupleEqual = _typed(list), _typed(tuple)
    assertDictEqual, assertMultiLineEqual = _typed(dict), _typed(str)
    assertSequenceEqual = assertSetEqual = _typed(None)

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._say(f"{_shown(first)} == {_shown(second)}", msg)

    def assertIs(self, first, second, msg=None):
        if first is not second:
            self._say(f"{_shown(first)} is not {_shown(second)}", msg)

    def assertIsNot(self, first, second, msg=None):
        if first is second:
            self._say(f"unexpectedly identical: {_shown(first)}", msg)

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._say(f"{_shown(obj)} is not None", msg)

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._say("unexpectedly None", msg)

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._say(f"{_shown(member)} not found in {_shown(container)}", msg)

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._say(f"{_shown(member)} unexpectedly found in {_shown(container)}", msg)

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            self._say(f"{_shown(obj)} is not an instance of {cls!r}", msg)

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            self._say(f"{_shown(obj)} is an instance of {cls!r}", msg)

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._say(f"{_shown(a)} not less than {_shown(b)}", msg)

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._say(f"{_shown(a)} not less than or equal to {_shown(b)}", msg)

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._say(f"{_shown(a)} not greater than {_shown(b)}", msg)

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._say(f"{_shown(a)} not greater than or equal to {_shown(b)}", msg)

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        self._near(first, second, places, msg, delta, True)

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        self._near(first, second, places, msg, delta, False)

    def _near(self, first, second, places, msg, delta, wanted):
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        difference = abs(first - second)
        places = 7 if places is None else places
        near = difference <= delta if delta is not None else round(difference, places) == 0
        if (first == second or near) != wanted:
            within = f"{_shown(delta)} delta" if delta is not None else f"{places!r} places"
            if not wanted:
                self._say(f"{_shown(first)} == {_shown(second)} within {within}", msg)
            self._say(f"{_shown(first)} != {_shown(second)} within {within} "
                      f"({_shown(difference)} difference)", msg)

    def assertRaises(self, expected_exception, *args, **kwargs):
        return self._expect(_Raises, expected_exception, None, args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        return self._expect(_Raises, expected_exception, expected_regex, args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        return self._expect(_Warns, expected_warning, None, args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        return self._expect(_Warns, expected_warning, expected_regex, args, kwargs)

    def _expect(self, kind, expected, pattern, args, kwargs):
        if not args:
            return kind(self, expected, pattern, kwargs.get("msg"))
        call, *args = args
        with kind(self, expected, pattern):
            call(*args, **kwargs)

    def assertLogs(self, logger=None, level=None):
        return _Logs(self, logger, level, False)

    def assertNoLogs(self, logger=None, level=None):
        return _Logs(self, logger, level, True)

    def assertRegex(self, text, expected_regex, msg=None):
        if not re.search(expected_regex, text):
            shown = getattr(expected_regex, "pattern", expected_regex)
            self._say(f"Regex didn't match: {shown!r} not found in {text!r}", msg)

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        found = re.search(unexpected_regex, text)
        if found:
            shown = getattr(unexpected_regex, "pattern", unexpected_regex)
            self._say(f"Regex matched: {found[0]!r} matches {shown!r} in {text!r}", msg)

    def assertCountEqual(self, first, second, msg=None):
        first, second = Counter(first), Counter(second)
        if first != second:
            lines = ["Element counts were not equal:"]
            for item in {**first, **second}:
                if first[item] != second[item]:
                    lines.append(f"First has {first[item]}, Second has {second[item]}:  {item!r}")
            self._say("\n".join(lines), msg)

    del _typed


class _sub_test:
    def __init__(self, case, message, params):
        self._case, self._test = case, _SubTest(case, message, params)

    def __enter__(self):
        pass

    def __exit__(self, kind, value, trace):
        if kind is None:
            return False
        case = self._case
        case._well = False
        if issubclass(kind, SkipTest):
            case._result.addSkip(self._test, str(value))
        else:
            case._result.addSubTest(case, self._test, (kind, value, trace))
        return True


class IsolatedAsyncioTestCase(TestCase):
    """The same, in an event loop."""

    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        self.addCleanup(func, *args, **kwargs)

    async def enterAsyncContext(self, cm):
        value = await type(cm).__aenter__(cm)
        self.addAsyncCleanup(type(cm).__aexit__, cm, None, None, None)
        return value

    def _begin(self):
        import asyncio
        self._runner = asyncio.Runner(debug=False)
        self._runner.__enter__()

    def _finish(self):
        self._runner.close()

    def _call(self, method, *args, **kwargs):
        async def all_of_it():
            if method == self.tearDown:
                await self.asyncTearDown()
            value = method(*args, **kwargs)
            if hasattr(value, "__await__"):
                await value
            if method == self.setUp:
                await self.asyncSetUp()
        self._runner.run(all_of_it())


class FunctionTestCase(TestCase):
    """A function as a test."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__("runTest")
        self.runTest = testFunc
        self.setUp, self.tearDown = setUp or self.setUp, tearDown or self.tearDown

    def __str__(self):
        return f"{self.runTest.__name__}"


def _shown(value):
    text = repr(value)
    return text if len(text) <= 80 * 8 else text[:80] + " [truncated]..."
