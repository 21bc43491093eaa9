"""Examples in docstrings, run and held against what they say."""
import re
import sys
import traceback
import types
from collections import namedtuple

__all__ = ["testmod", "run_docstring_examples", "DocTestParser", "DocTestFinder", "DocTestRunner",
           "DocTest", "Example", "OutputChecker", "TestResults", "ELLIPSIS",
           "NORMALIZE_WHITESPACE", "IGNORE_EXCEPTION_DETAIL", "SKIP", "REPORT_NDIFF",
           "DONT_ACCEPT_TRUE_FOR_1", "DONT_ACCEPT_BLANKLINE", "FAIL_FAST",
           "REPORT_ONLY_FIRST_FAILURE"]

TestResults = namedtuple("TestResults", "failed attempted")
_FLAGS = {}
for _name in ("DONT_ACCEPT_TRUE_FOR_1", "DONT_ACCEPT_BLANKLINE", "NORMALIZE_WHITESPACE",
              "ELLIPSIS", "SKIP", "IGNORE_EXCEPTION_DETAIL", "REPORT_UDIFF", "REPORT_CDIFF",
              "REPORT_NDIFF", "REPORT_ONLY_FIRST_FAILURE", "FAIL_FAST"):
    globals()[_name] = _FLAGS[_name] = 1 << len(_FLAGS)
_RULE = "*" * 70

_EXAMPLE = re.compile(r"""
    (?P<source>(?:^(?P<indent>[ ]*)>>>.*)(?:\n[ ]*\.\.\..*)*)
    \n?
    (?P<want>(?:(?![ ]*$)(?![ ]*>>>).+$\n?)*)""", re.M | re.X)
_RAISED = re.compile(
    r"^Traceback \((?:most recent call last|innermost last)\):\s*$(?:.*?)^(?P<msg>\w+.*)",
    re.M | re.S)
_OPTION = re.compile(r"#\s*doctest:\s*([^\n]*)$", re.M)


class Example:
    """What is typed, and what should come of it."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = source if source.endswith("\n") else source + "\n"
        self.want = want + "\n" if want and not want.endswith("\n") else want
        self.exc_msg = exc_msg
        self.lineno = lineno
        self.indent = indent
        self.options = options or {}


class DocTest:
    """The examples of one docstring."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        self.examples = examples
        self.globs = dict(globs)
        self.name = name
        self.filename = filename
        self.lineno = lineno
        self.docstring = docstring

    def __repr__(self):
        count = len(self.examples)
        shown = {0: "no examples", 1: "1 example"}.get(count, f"{count} examples")
        return f"<DocTest {self.name} from {self.filename}:{self.lineno} ({shown})>"


class DocTestParser:
    """Finds examples in text."""

    def get_examples(self, string, name="<string>"):
        string = string.expandtabs()
        examples = []
        for found in _EXAMPLE.finditer(string):
            indent = len(found["indent"])
            lines = [line[indent + 4:] for line in found["source"].split("\n")]
            want = "\n".join(line[indent:] for line in found["want"].rstrip().split("\n"))
            raised = _RAISED.match(want)
            options = {}
            for told in _OPTION.finditer("\n".join(lines)):
                for word in told[1].replace(",", " ").split():
                    options[_FLAGS[word[1:]]] = word[0] == "+"
            examples.append(Example("\n".join(lines), want, raised["msg"] + "\n" if raised else None,
                                    string.count("\n", 0, found.start()), indent, options))
        return examples

    def get_doctest(self, string, globs, name, filename, lineno):
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)


class DocTestFinder:
    """Finds docstrings with examples."""

    def __init__(self, verbose=False, parser=DocTestParser(), recurse=True, exclude_empty=True):
        self._parser = parser
        self._exclude_empty = exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        name = name or obj.__name__
        if module is None:
            module = obj if isinstance(obj, types.ModuleType) else \
                sys.modules.get(getattr(obj, "__module__", None))
        globs = dict(module.__dict__ if globs is None and module else globs or {})
        globs.update(extraglobs or {})
        globs.setdefault("__name__", "__main__")
        tests = []
        self._find(tests, obj, name, module, globs, set())
        return sorted(tests, key=lambda test: test.name)

    def _find(self, tests, obj, name, module, globs, seen):
        if id(obj) in seen:
            return
        seen.add(id(obj))
        doc = getattr(obj, "__doc__", None)
        if isinstance(doc, str) and (doc or not self._exclude_empty):
            filename = getattr(module, "__file__", None) or "<string>"
            test = self._parser.get_doctest(doc, globs, name, filename, _line_of(obj, doc))
            if test.examples or not self._exclude_empty:
                tests.append(test)
        if not isinstance(obj, (types.ModuleType, type)):
            return
        for each, value in list(obj.__dict__.items()):
            if isinstance(value, (staticmethod, classmethod)):
                value = value.__func__
            if isinstance(obj, type) and isinstance(value, property) or (
                    isinstance(value, (types.FunctionType, type))
                    and value.__module__ == getattr(module, "__name__", None)):
                self._find(tests, value, f"{name}.{each}", module, globs, seen)


def _line_of(obj, doc):
    """The line before the one where a docstring begins, from 0."""
    import linecache
    function = getattr(obj, "fget", None) or getattr(obj, "__wrapped__", obj)
    code = getattr(function, "__code__", None)
    if code is not None:
        first, file = code.co_firstlineno, code.co_filename
    elif isinstance(obj, types.ModuleType):
        first, file = 1, getattr(obj, "__file__", "")
    else:
        module = sys.modules.get(getattr(obj, "__module__", ""), None)
        first, file = 1, getattr(module, "__file__", "") or ""
        for number, line in enumerate(linecache.getlines(file), 1):
            if re.match(rf"\s*class\s+{obj.__name__}\b", line):
                first = number
    lines = linecache.getlines(file or "")
    for number in range(first - 1, len(lines)):
        if re.match(r"""\s*[rRuU]?["']""", lines[number]):
            return number
    return None


class OutputChecker:
    """Says whether what came is what was wanted."""

    def check_output(self, want, got, optionflags):
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 \
                and (got, want) in (("True\n", "1\n"), ("False\n", "0\n")):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(r"(?m)^<BLANKLINE>\s*?$", "", want)
            got = re.sub(r"(?m)^[^\S\n]+$", "", got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            got, want = " ".join(got.split()), " ".join(want.split())
            if got == want:
                return True
        if optionflags & ELLIPSIS:
            return re.fullmatch(".*".join(map(re.escape, want.split("..."))), got, re.S) is not None
        return False

    def output_difference(self, example, got, optionflags):
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub(r"(?m)^[ ]*(?=\n)", "<BLANKLINE>", got)
        if want and got:
            return f"Expected:\n{_indented(want)}Got:\n{_indented(got)}"
        if want:
            return f"Expected:\n{_indented(want)}Got nothing\n"
        return f"Expected nothing\nGot:\n{_indented(got)}" if got else \
            "Expected nothing\nGot nothing\n"


def _indented(text):
    return re.sub(r"(?m)^(?!$)", "    ", text)


class _Output:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        pass

    def take(self):
        text = "".join(self.parts)
        self.parts.clear()
        return text + "\n" if text and not text.endswith("\n") else text


class DocTestRunner:
    """Runs examples and tells what went wrong."""

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = "-v" in sys.argv if verbose is None else verbose
        self.optionflags = optionflags
        self.tries = self.failures = 0
        self._counts = {}

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        real = sys.stdout
        out = out or real.write
        failures = tries = 0
        caught = _Output()
        for number, example in enumerate(test.examples):
            flags = self.optionflags
            for flag, on in example.options.items():
                flags = flags | flag if on else flags & ~flag
            if flags & SKIP:
                continue
            tries += 1
            if self._verbose:
                expects = f"Expecting:\n{_indented(example.want)}" if example.want \
                    else "Expecting nothing\n"
                out(f"Trying:\n{_indented(example.source)}{expects}")
            sys.stdout = caught
            error = None
            try:
                _run(example.source, f"<doctest {test.name}[{number}]>", test.globs)
            except KeyboardInterrupt:
                raise
            except BaseException as exc:
                error = exc
            finally:
                sys.stdout = real
            problem = self._problem(example, caught.take(), error, flags)
            if problem is None:
                if self._verbose:
                    out("ok\n")
                continue
            failures += 1
            out(self._heading(test, example) + problem)
            if flags & FAIL_FAST:
                break
        self.tries += tries
        self.failures += failures
        before = self._counts.get(test.name, (0, 0))
        self._counts[test.name] = before[0] + failures, before[1] + tries
        return TestResults(failures, tries)

    def _problem(self, example, got, error, flags):
        """What is told of an example that went wrong; None if it did not."""
        if error is None:
            if self._checker.check_output(example.want, got, flags):
                return None
            return self._checker.output_difference(example, got, flags)
        said = traceback.format_exception_only(type(error), error)[-1]
        if example.exc_msg is None:
            lines = traceback.format_exception(type(error), error, error.__traceback__)
            return "Exception raised:\n" + _indented("".join(lines))
        wanted = example.exc_msg
        if self._checker.check_output(wanted, said, flags):
            return None
        if flags & IGNORE_EXCEPTION_DETAIL and _kind(wanted) == _kind(said):
            return None
        return self._checker.output_difference(
            example, got + "Traceback (most recent call last):\n" + said, flags)

    def _heading(self, test, example):
        if test.filename and test.lineno is not None:
            where = f'File "{test.filename}", line {test.lineno + example.lineno + 1}, in {test.name}'
        elif test.filename:
            where = f'File "{test.filename}", line ?, in {test.name}'
        else:
            where = f"Line {example.lineno + 1}, in {test.name}"
        return f"{_RULE}\n{where}\nFailed example:\n{_indented(example.source)}"

    def summarize(self, verbose=None):
        verbose = self._verbose if verbose is None else verbose
        failed = [(name, counts) for name, counts in sorted(self._counts.items()) if counts[0]]
        passed = [(name, n) for name, (bad, n) in sorted(self._counts.items()) if n and not bad]
        empty = [name for name, (_, n) in sorted(self._counts.items()) if not n]
        if verbose:
            if empty:
                print(len(empty), "items had no tests:")
                for name in empty:
                    print("   ", name)
            if passed:
                print(len(passed), "items passed all tests:")
                for name, n in passed:
                    print(f" {n:3d} tests in {name}")
        if failed:
            print(f"{_RULE}\n{len(failed)} items had failures:")
            for name, (bad, n) in failed:
                print(f" {bad:3d} of {n:3d} in {name}")
        if verbose:
            print(f"{self.tries} tests in {len(self._counts)} items.")
            print(f"{self.tries - self.failures} passed and {self.failures} failed.")
        if self.failures:
            print(f"***Test Failed*** {self.failures} failures.")
        elif verbose:
            print("Test passed.")
        return TestResults(self.failures, self.tries)


def _kind(message):
    return message.split(":")[0].split(".")[-1].strip()


def _run(source, name, globs):
    """Runs what is typed; the value of an expression is shown."""
    try:
        code = compile(source.strip(), name, "eval")
    except SyntaxError:
        exec(compile(source, name, "exec"), globs)
        return
    value = eval(code, globs)
    if value is not None:
        print(repr(value))


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0,
            extraglobs=None, raise_on_error=False, exclude_empty=False):
    """Runs the examples of a module, of this program if none is given."""
    m = m or sys.modules["__main__"]
    name = name or m.__name__
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    finder = DocTestFinder(exclude_empty=exclude_empty and not runner._verbose)
    for test in finder.find(m, name, globs=globs, extraglobs=extraglobs):
        runner.run(test)
    if report:
        runner.summarize()
    return TestResults(runner.failures, runner.tries)


def run_docstring_examples(f, globs, verbose=False, name="NoName", compileflags=None,
                           optionflags=0):
    """Runs the examples of one docstring."""
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder().find(f, name, globs=globs):
        runner.run(test)
