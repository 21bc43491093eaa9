"""A small shell: commands with `;`, `&&`, `||`, `|`, quotes, `>` and variables."""
import _commands


class _Exit(Exception):
    def __init__(self, code):
        self.code = code


def main(args, io):
    """Runs `sh -c text`."""
    if args[:1] != ["-c"] or len(args) < 2:
        io.tell("sh: only -c is there\n")
        return 2
    words = {str(n): word for n, word in enumerate(args[2:])}
    words["?"] = "0"
    words.setdefault("0", "sh")
    try:
        return _run_list(_split(args[1]), io, words)
    except _Exit as exc:
        return exc.code
    except SyntaxError as exc:
        io.tell(f"sh: 1: Syntax error: {exc}\n")
        return 2


_SIGNS = (";", "&&", "||", "|", ">>", ">", "2>&1", "2>", "&", "\n", "<")


def _split(text):
    """Words and signs; a word is a list of (quote, text)."""
    tokens = []
    word = None
    i = 0
    while i < len(text):
        c = text[i]
        sign = next((s for s in ("2>&1", "2>", "&&", "||", ">>", ";", "|", ">", "&", "\n", "<")
                     if text.startswith(s, i)), None)
        if sign is not None and not (sign[0] == "2" and word is not None):
            if word is not None:
                tokens.append(word)
                word = None
            tokens.append(";" if sign == "\n" else sign)
            i += len(sign)
        elif c in " \t":
            if word is not None:
                tokens.append(word)
                word = None
            i += 1
        elif c in "'\"":
            end = text.find(c, i + 1)
            if end < 0:
                raise SyntaxError("Unterminated quoted string")
            word = (word or []) + [(c, text[i + 1:end])]
            i = end + 1
        elif c == "\\" and i + 1 < len(text):
            word = (word or []) + [("'", text[i + 1])]
            i += 2
        elif c == "#" and word is None:
            end = text.find("\n", i)
            i = len(text) if end < 0 else end
        else:
            word = (word or []) + [("", c)]
            i += 1
    if word is not None:
        tokens.append(word)
    return tokens


def _expand(word, names):
    """A word with its variables put in."""
    text = ""
    joined = []
    for quote, part in word:
        if joined and joined[-1][0] == quote:
            joined[-1][1] += part
        else:
            joined.append([quote, part])
    for quote, part in joined:
        text += part if quote == "'" else _variables(part, names)
    return text


def _variables(text, names):
    import os
    result = ""
    i = 0
    while i < len(text):
        if text[i] != "$" or i + 1 == len(text):
            result += text[i]
            i += 1
            continue
        i += 1
        if text[i] == "{":
            end = text.index("}", i)
            name, i = text[i + 1:end], end + 1
        else:
            end = i + 1
            if text[i].isalpha() or text[i] == "_":
                while end < len(text) and (text[end].isalnum() or text[end] == "_"):
                    end += 1
            name, i = text[i:end], end
        result += names.get(name, os.environ.get(name, ""))
    return result


def _run_list(tokens, io, names):
    code = 0
    command = []
    before = ";"
    for token in tokens + [";"]:
        if token not in (";", "&&", "||", "&"):
            command.append(token)
            continue
        if command:
            if before in (";", "&") or before == "&&" and code == 0 or before == "||" and code:
                code = _run_pipeline(command, io, names)
                names["?"] = str(code)
            command = []
        before = token
    return code


def _run_pipeline(tokens, io, names):
    stages = [[]]
    for token in tokens:
        if token == "|":
            stages.append([])
        else:
            stages[-1].append(token)
    data = None
    code = 0
    for n, stage in enumerate(stages):
        last = n == len(stages) - 1
        out = io._out if last else bytearray()
        part = _commands.Streams(io._in if n == 0 else data, out, io._err)
        code = _run_command(stage, part, names)
        data = out
    return code


def _run_command(tokens, io, names):
    words = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token == "2>&1":
            io._err = io._out
        elif token in (">", ">>", "2>", "<"):
            i += 1
            name = _expand(tokens[i], names)
            if token == "<":
                with open(name, "rb") as file:
                    io._in = bytearray(file.read())
            else:
                name = "null" if name == "/dev/null" else name
                if token == ">" and name != "null":
                    open(name, "wb").close()
                if token == "2>":
                    io._err = name
                else:
                    io._out = name
        else:
            words.append(_expand(token, names))
        i += 1
    while words and "=" in words[0] and words[0].split("=")[0].isidentifier():
        name, _, value = words.pop(0).partition("=")
        names[name] = value
    if not words:
        return 0
    if words[0] == "exit":
        raise _Exit(int(words[1]) if len(words) > 1 else int(names["?"]))
    if words[0] in (":", "cd", "export", "set"):
        return 0
    return _commands.execute(words, io)
