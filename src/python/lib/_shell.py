"""A small shell: lists, pipelines, `if`, `for`, `while`, quotes, redirections,
here-documents, variables, `$(…)` and `$((…))`.

The stages of a pipeline run one after the other.
"""
import os

import _commands
from _shell_words import SIGNS, expand, split


class _Exit(Exception):
    def __init__(self, code):
        self.code = code


class _Jump(Exception):
    """`break` and `continue`."""


_OPENERS = ("if", "for", "while", "until", "(", "{")
_CLOSERS = ("then", "elif", "else", "fi", "do", "done", ")", "}")


def main(name, args, io):
    """Runs `sh -c text`."""
    if args[:1] != ["-c"] or len(args) < 2:
        io.tell(f"{name}: only -c is there\n")
        return 2
    names = {str(n): word for n, word in enumerate(args[2:])}
    names["?"] = "0"
    names["#"] = str(max(0, len(args) - 3))
    names["$"] = str(os.getpid())
    names.setdefault("0", name)
    try:
        program = _Reader(split(args[1])).whole()
        return _Runner(names).list(program, io)
    except _Exit as exc:
        return exc.code
    except SyntaxError as exc:
        io.tell(f"{name}: 1: Syntax error: {exc}\n")
        return 2


class _Reader:
    """Words and signs as commands within commands."""

    def __init__(self, tokens):
        self._tokens = tokens
        self._at = 0

    def whole(self):
        found = self.list()
        if self._at < len(self._tokens):
            raise SyntaxError(f'"{self._word()}" unexpected')
        return found

    def _word(self):
        """The next token as plain text; none at the end."""
        if self._at == len(self._tokens):
            return None
        token = self._tokens[self._at]
        if isinstance(token, str):
            return token
        return "".join([text for quote, text in token]) if all(
            not quote for quote, text in token) else ""

    def _need(self, word):
        if self._word() != word:
            found = self._word()
            shown = "end of file" if found is None else f'"{found}"'
            raise SyntaxError(f'{shown} unexpected (expecting "{word}")')
        self._at += 1

    def list(self):
        """Pipelines with what stands before each."""
        found = []
        before = ";"
        while True:
            while self._word() == ";":
                self._at += 1
                before = ";"
            if self._word() is None or self._word() in _CLOSERS:
                return found
            found.append((before, self._pipeline()))
            if self._word() in (";", "&&", "||", "&"):
                before = self._word()
                self._at += 1
            elif self._word() is not None and self._word() not in _CLOSERS:
                raise SyntaxError(f'"{self._word()}" unexpected')

    def _pipeline(self):
        inverted = self._word() == "!"
        if inverted:
            self._at += 1
        stages = [self._command()]
        while self._word() == "|":
            self._at += 1
            stages.append(self._command())
        return inverted, stages

    def _command(self):
        word = self._word()
        if word in _OPENERS:
            self._at += 1
            made = getattr(self, "_" + {"(": "group", "{": "group", "until": "while"}.get(
                word, word))(word)
        else:
            made = ("simple", self._simple())
            return made
        outs = self._redirections()
        return ("with", made, outs) if outs else made

    def _redirections(self):
        found = []
        while self._word() in SIGNS and self._word() not in (";", "&&", "||", "|", "&", "(", ")"):
            found.append(self._tokens[self._at])
            self._at += 1
            if found[-1][-2:] not in ("&1", "&2"):
                found.append(self._tokens[self._at])
                self._at += 1
        return found

    def _simple(self):
        words = []
        while self._at < len(self._tokens):
            if self._word() in (";", "&&", "||", "|", "&", ")"):
                break
            words.append(self._tokens[self._at])
            self._at += 1
        return words

    def _if(self, word):
        branches, other = [], None
        while True:
            test = self.list()
            self._need("then")
            branches.append((test, self.list()))
            if self._word() != "elif":
                break
            self._at += 1
        if self._word() == "else":
            self._at += 1
            other = self.list()
        self._need("fi")
        return "if", branches, other

    def _for(self, word):
        name = self._word()
        self._at += 1
        words = []
        if self._word() == "in":
            self._at += 1
            words = self._simple()
        if self._word() == ";":
            self._at += 1
        self._need("do")
        body = self.list()
        self._need("done")
        return "for", name, words, body

    def _while(self, word):
        test = self.list()
        self._need("do")
        body = self.list()
        self._need("done")
        return "while", word == "while", test, body

    def _group(self, word):
        body = self.list()
        self._need(")" if word == "(" else "}")
        return "group", word == "(", body


class _Runner:
    """Runs commands with variables."""

    def __init__(self, names):
        self._names = names

    def list(self, found, io):
        code = 0
        for before, pipeline in found:
            if before == "&&" and code or before == "||" and not code:
                continue
            code = self._pipeline(pipeline, io)
            self._names["?"] = str(code)
        return code

    def _pipeline(self, pipeline, io):
        inverted, stages = pipeline
        data = None
        for n, stage in enumerate(stages):
            out = io._out if n == len(stages) - 1 else []
            part = _commands.Streams(io._in if n == 0 else data, out, io._err)
            code = self._command(stage, part)
            if n == 0:
                io._in = part._in
            data = out
        return int(not code) if inverted else code

    def _command(self, command, io):
        return getattr(self, "_run_" + command[0])(io, *command[1:])

    def _run_with(self, io, command, outs):
        self._redirect(outs, io)
        return self._command(command, io)

    def _run_if(self, io, branches, other):
        for test, body in branches:
            if self.list(test, io) == 0:
                return self.list(body, io)
        return self.list(other, io) if other is not None else 0

    def _run_for(self, io, name, words, body):
        code = 0
        for word in self._expanded(words):
            self._names[name] = word
            try:
                code = self.list(body, io)
            except _Jump as jump:
                if jump.args[0] == "break":
                    break
        return code

    def _run_while(self, io, wish, test, body):
        code = 0
        while (self.list(test, io) == 0) == wish:
            try:
                code = self.list(body, io)
            except _Jump as jump:
                if jump.args[0] == "break":
                    break
        return code

    def _run_group(self, io, apart, body):
        if not apart:
            return self.list(body, io)
        try:
            return _Runner(dict(self._names)).list(body, io)
        except _Exit as exc:
            return exc.code

    def _output(self, text):
        """What a command within `$(…)` writes."""
        out = []
        io = _commands.Streams(None, out, None)
        try:
            _Runner(dict(self._names)).list(_Reader(split(text)).whole(), io)
        except _Exit:
            pass
        return b"".join(out).decode().rstrip("\n")

    def _expanded(self, words):
        found = []
        for word in words:
            found.extend(expand(word, self._names, self._output))
        return found

    def _redirect(self, outs, io):
        i = 0
        while i < len(outs):
            sign = outs[i]
            i += 1
            if sign == "2>&1":
                io._err = io._out
                continue
            if sign in (">&2", "1>&2"):
                io._out = io._err if io._err is not None else "<stderr>"
                continue
            words = self._expanded([outs[i]])
            i += 1
            if sign in ("<<", "<<-"):
                io._in = ["".join(words).encode()]
                continue
            name = words[0]
            if sign == "<":
                with open(name, "rb") as file:
                    io._in = [file.read()]
                continue
            name = "null" if name == "/dev/null" else os.path.abspath(name)
            if not sign.endswith(">>") and name != "null":
                open(name, "wb").close()
            if sign.startswith("2"):
                io._err = name
            else:
                io._out = name

    def _run_simple(self, io, tokens):
        words, outs = [], []
        rest = iter(tokens)
        for token in rest:
            if isinstance(token, str):
                outs.append(token)
                if token[-2:] not in ("&1", "&2"):
                    name = next(rest, None)
                    if name is None or isinstance(name, str):
                        shown = "end of file" if name is None else f'"{name}"'
                        raise SyntaxError(f"{shown} unexpected")
                    outs.append(name)
            else:
                words.append(token)
        try:
            self._redirect(outs, io)
        except OSError as exc:
            io.tell(f"{self._names['0']}: 1: cannot open {exc.filename}: {exc.strerror}\n")
            return 2
        words = self._expanded(words)
        while words and "=" in words[0] and words[0].split("=")[0].isidentifier():
            name, _, value = words.pop(0).partition("=")
            self._names[name] = value
        if not words:
            return 0
        return self._builtin(words, io)

    def _builtin(self, words, io):
        name = words[0]
        if name == "exit":
            raise _Exit(int(words[1] if len(words) > 1 else self._names["?"]) & 255)
        if name in ("break", "continue"):
            raise _Jump(name)
        if name in (":", "set", "wait", "trap"):
            return 0
        if name == "export":
            for word in words[1:]:
                key, sign, value = word.partition("=")
                os.environ[key] = value if sign else self._names.get(key, "")
            return 0
        if name == "cd":
            try:
                os.chdir(words[1] if len(words) > 1 else "~")
            except OSError:
                io.tell(f"{self._names['0']}: 1: cd: can't cd to {words[1]}\n")
                return 2
            return 0
        if name == "read":
            line = io.line()
            self._names[words[1] if len(words) > 1 else "REPLY"] = (line or "").rstrip("\n")
            return 0 if line else 1
        return _commands.execute(words, io, self._names["0"])
