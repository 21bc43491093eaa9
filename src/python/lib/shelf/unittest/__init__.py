"""Tests as methods of classes, and what runs them."""
import sys
import time
import traceback

from _unittest_case import (FunctionTestCase, IsolatedAsyncioTestCase, SkipTest, TestCase, _name,
                            expectedFailure, skip, skipIf, skipUnless)

__all__ = ["TestCase", "IsolatedAsyncioTestCase", "TestSuite", "TestLoader", "TestResult",
           "TextTestResult", "TextTestRunner", "FunctionTestCase", "SkipTest", "main",
           "defaultTestLoader", "skip", "skipIf", "skipUnless", "expectedFailure"]


class TestSuite:
    """Tests in a row."""

    def __init__(self, tests=()):
        self._tests = list(tests)

    def __iter__(self):
        return iter(self._tests)

    def addTest(self, test):
        self._tests.append(test)

    def addTests(self, tests):
        self._tests.extend(tests)

    def countTestCases(self):
        return sum(test.countTestCases() for test in self)

    def _all(self):
        for test in self:
            if isinstance(test, TestSuite):
                yield from test._all()
            else:
                yield test

    def run(self, result):
        tests = list(self._all())
        broken = False
        for i, test in enumerate(tests):
            if result.shouldStop:
                break
            cls = type(test)
            if i == 0 or type(tests[i - 1]) is not cls:
                broken = not getattr(cls, "__unittest_skip__", False) and not self._class(
                    cls, "setUpClass", result)
            if not broken:
                test.run(result)
            if i + 1 == len(tests) or type(tests[i + 1]) is not cls:
                if not broken and not getattr(cls, "__unittest_skip__", False):
                    self._class(cls, "tearDownClass", result)
                for function, args, kwargs in reversed(getattr(cls, "_class_cleanups", ())):
                    function(*args, **kwargs)
        return result

    __call__ = run

    def _class(self, cls, name, result):
        try:
            getattr(cls, name, lambda: None)()
            return True
        except SkipTest as exc:
            result.addSkip(_Holder(f"{name} ({_name(cls)})"), str(exc))
        except Exception:
            result.addError(_Holder(f"{name} ({_name(cls)})"), sys.exc_info())
        return False


class _Holder:
    failureException = None

    def __init__(self, about):
        self._about = about

    def __str__(self):
        return self._about

    id = __str__

    def shortDescription(self):
        return None


class TestLoader:
    """Finds tests."""

    testMethodPrefix = "test"

    def getTestCaseNames(self, testCaseClass):
        return sorted(name for name in dir(testCaseClass) if name.startswith(
            self.testMethodPrefix) and callable(getattr(testCaseClass, name)))

    def loadTestsFromTestCase(self, testCaseClass):
        return TestSuite(map(testCaseClass, self.getTestCaseNames(testCaseClass)))

    def loadTestsFromModule(self, module, *args, pattern=None):
        kinds = [item for _, item in sorted(vars(module).items())
                 if isinstance(item, type) and issubclass(item, TestCase)
                 and item not in (TestCase, IsolatedAsyncioTestCase, FunctionTestCase)]
        return TestSuite(map(self.loadTestsFromTestCase, kinds))

    def loadTestsFromName(self, name, module=None):
        found = module
        for part in name.split("."):
            parent, found = found, getattr(found, part)
        if isinstance(found, type):
            return self.loadTestsFromTestCase(found)
        return TestSuite([parent(part)])

    def loadTestsFromNames(self, names, module=None):
        return TestSuite([self.loadTestsFromName(name, module) for name in names])


defaultTestLoader = TestLoader()


class TestResult:
    """What came of tests."""

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses = [], []
        self.testsRun = 0
        self.shouldStop = self.failfast = self.buffer = False

    def startTest(self, test):
        self.testsRun += 1

    def stopTest(self, test):
        pass

    startTestRun = stopTestRun = lambda self: None

    def stop(self):
        self.shouldStop = True

    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def _text(self, info, test):
        kind, value, trace = info
        return "".join(traceback.format_exception(kind, value, trace))

    def addError(self, test, err):
        self.errors.append((test, self._text(err, test)))
        self.shouldStop |= self.failfast

    def addFailure(self, test, err):
        self.failures.append((test, self._text(err, test)))
        self.shouldStop |= self.failfast

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            (self.failures if failed else self.errors).append((subtest, self._text(err, test)))

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._text(err, test)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)

    def __repr__(self):
        return (f"<{_name(type(self))} run={self.testsRun} errors={len(self.errors)} "
                f"failures={len(self.failures)}>")


class TextTestResult(TestResult):
    """The same, told as it comes."""

    def __init__(self, stream, descriptions, verbosity):
        super().__init__(stream, descriptions, verbosity)
        self.stream, self.verbosity = stream, verbosity

    def getDescription(self, test):
        first = test.shortDescription()
        return f"{test}\n{first}" if first else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.verbosity > 1:
            self.stream.write(f"{self.getDescription(test)} ... ")

    def _tell(self, short, long):
        if self.verbosity > 1:
            self.stream.write(long + "\n")
        elif self.verbosity == 1:
            self.stream.write(short)
        self.stream.flush()

    def addSuccess(self, test):
        self._tell(".", "ok")

    def addError(self, test, err):
        super().addError(test, err)
        self._tell("E", "ERROR")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell("F", "FAIL")

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            if self.verbosity > 1:
                self.stream.write(f"\n  {self.getDescription(subtest)} ... ")
            self._tell(*(("F", "FAIL") if failed else ("E", "ERROR")))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell("s", f"skipped {reason!r}")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._tell("x", "expected failure")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._tell("u", "unexpected success")

    def printErrors(self):
        if self.verbosity:
            self.stream.write("\n")
        for word, rows in (("ERROR", self.errors), ("FAIL", self.failures)):
            for test, text in rows:
                self.stream.write("=" * 70 + f"\n{word}: {self.getDescription(test)}\n"
                                  + "-" * 70 + f"\n{text}\n")
        for test in self.unexpectedSuccesses:
            self.stream.write("=" * 70 + f"\nUNEXPECTED SUCCESS: {self.getDescription(test)}\n")


TextTestResult.__module__ = "unittest.runner"


class TextTestRunner:
    """Runs tests and tells what came of them."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False,
                 resultclass=None, warnings=None, **other):
        self.stream, self.descriptions, self.verbosity = stream, descriptions, verbosity
        self.failfast, self.resultclass = failfast, resultclass or self.resultclass

    def run(self, test):
        stream = self.stream or sys.stderr
        result = self.resultclass(stream, self.descriptions, self.verbosity)
        result.failfast = self.failfast
        begun = time.perf_counter()
        result.startTestRun()
        test(result)
        result.stopTestRun()
        took = time.perf_counter() - begun
        result.printErrors()
        stream.write("-" * 70 + "\n")
        count = result.testsRun
        stream.write(f"Ran {count} test{'' if count == 1 else 's'} in {took:.3f}s\n\n")
        parts = [] if result.wasSuccessful() else [
            f"{word}={len(rows)}" for word, rows in (
                ("failures", result.failures), ("errors", result.errors)) if rows]
        parts += [f"{word}={len(rows)}" for word, rows in (
            ("skipped", result.skipped), ("expected failures", result.expectedFailures),
            ("unexpected successes", result.unexpectedSuccesses)) if rows]
        head = "OK" if result.wasSuccessful() else "FAILED"
        stream.write(head + (f" ({', '.join(parts)})" if parts else "") + "\n")
        stream.flush()
        return result


class main:
    """Runs the tests of a module, as a program does."""

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None,
                 testLoader=defaultTestLoader, exit=True, verbosity=1, failfast=False, **other):
        if isinstance(module, str):
            module = sys.modules[module]
        words = (sys.argv if argv is None else argv)[1:]
        if "-v" in words or "--verbose" in words:
            verbosity = 2
        elif "-q" in words or "--quiet" in words:
            verbosity = 0
        names = [word for word in words if not word.startswith("-")]
        if not names and defaultTest:
            names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
        tests = testLoader.loadTestsFromNames(names, module) if names \
            else testLoader.loadTestsFromModule(module)
        runner = testRunner or TextTestRunner
        if isinstance(runner, type):
            runner = runner(verbosity=verbosity, failfast=failfast)
        self.result = runner.run(tests)
        if exit:
            sys.exit(not self.result.wasSuccessful())
