"""A shell's words: taken apart, and with their variables put in."""
import os

SIGNS = ("2>&1", "1>&2", ">&2", "2>>", "2>", "&&", "||", ">>", "<<-", "<<", ";", "|", ">", "&",
         "\n", "<", "(", ")")


def _end_of(text, i):
    """The place behind the parenthesis that closes the one before `i`."""
    depth = 1
    while i < len(text):
        depth += (text[i] == "(") - (text[i] == ")")
        i += 1
        if not depth:
            return i
    raise SyntaxError("end of file unexpected (expecting \")\")")


def _end_of_quote(text, i):
    """The place behind the sign that closes the quote at `i`."""
    end = i + 1
    while end < len(text) and text[end] != text[i]:
        end += 2 if text[i] != "'" and text[end] == "\\" else 1
    if end >= len(text):
        raise SyntaxError("Unterminated quoted string")
    return end + 1


def _document(text, i, tokens, at):
    """Puts the here-document that begins at `i` in the place of the word that ends it.

    Returns the place behind it.
    """
    if at >= len(tokens) or isinstance(tokens[at], str):
        shown = "redirection" if at < len(tokens) else "end of file"
        raise SyntaxError(f"{shown} unexpected")
    ending = "".join([part for quote, part in tokens[at]])
    lines = []
    while i < len(text):
        line, newline, _ = text[i:].partition("\n")
        i += len(line) + 1
        if tokens[at - 1] == "<<-":
            line = line.lstrip("\t")
        if line == ending:
            break
        lines.append(line + newline)
    plain = all([not quote for quote, part in tokens[at]])
    tokens[at] = [("<" if plain else "'", "".join(lines))]
    return min(i, len(text))


def split(text):
    """Words and signs; a word is a list of (quote, text)."""
    tokens = []
    word = None
    awaited = []  # where the words stand that end the here-documents of this line

    def finish():
        nonlocal word
        if word is not None:
            tokens.append(word)
            word = None

    i = 0
    while i < len(text):
        c = text[i]
        sign = next((s for s in SIGNS if text.startswith(s, i)), None)
        if text.startswith("$(", i) or c == "`":
            end = _end_of(text, i + 2) if c == "$" else _end_of_quote(text, i)
            word = (word or []) + [("", text[i:end])]
            i = end
        elif sign is not None and not (sign[0] in "12" and word is not None):
            finish()
            tokens.append(";" if sign == "\n" else sign)
            i += len(sign)
            if sign in ("<<", "<<-"):
                awaited.append(len(tokens))
            elif sign == "\n":
                for at in awaited:
                    i = _document(text, i, tokens, at)
                awaited.clear()
        elif c in " \t":
            finish()
            i += 1
        elif c in "'\"":
            end = _end_of_quote(text, i)
            word = (word or []) + [(c, text[i + 1:end - 1])]
            i = end
        elif c == "\\" and i + 1 < len(text):
            word = (word or []) + [("'", text[i + 1])]
            i += 2
        elif c == "#" and word is None:
            end = text.find("\n", i)
            i = len(text) if end < 0 else end
        else:
            word = (word or []) + [("", c)]
            i += 1
    finish()
    for at in awaited:
        _document(text, i, tokens, at)
    return tokens


def expand(word, names, output):
    """The words that a word becomes: what is not in quotes falls apart at spaces."""
    joined = []
    for quote, part in word:
        if joined and joined[-1][0] == quote == "":
            joined[-1][1] += part
        else:
            joined.append([quote, part])
    found, current = [], None
    for quote, part in joined:
        if quote == "'":
            current = (current or "") + part
            continue
        value = _values(part, names, output, {"": "", '"': '$`"\\\n', "<": "$`\\\n"}[quote])
        if quote or value == part:
            current = (current or "") + value
            continue
        pieces = value.split()
        if not pieces:
            continue
        current = (current or "") + pieces[0]
        for piece in pieces[1:]:
            found.append(current)
            current = piece
    if current is not None:
        found.append(current)
    return found


def _values(text, names, output, escaped=""):
    """A text with its variables, commands and sums put in.

    Before a sign of `escaped`, a backslash takes the sign's meaning away.
    """
    result = []
    i = 0
    while i < len(text):
        if text[i] == "\\" and text[i + 1:i + 2] and text[i + 1] in escaped:
            result.append(text[i + 1].strip("\n"))
            i += 2
            continue
        if text[i] == "`":
            end = _end_of_quote(text, i)
            result.append(output(text[i + 1:end - 1]))
            i = end
            continue
        if text[i] != "$" or i + 1 == len(text):
            result.append(text[i])
            i += 1
            continue
        i += 1
        if text.startswith("((", i):
            end = _end_of(text, i + 1)
            result.append(str(_sum(text[i + 2:end - 2], names)))
            i = end
            continue
        if text[i] == "(":
            end = _end_of(text, i + 1)
            result.append(output(text[i + 1:end - 1]))
            i = end
            continue
        if text[i] == "{":
            end = text.index("}", i)
            name, i = text[i + 1:end], end + 1
        else:
            end = i + 1
            if text[i].isalpha() or text[i] == "_":
                while end < len(text) and (text[end].isalnum() or text[end] == "_"):
                    end += 1
            name, i = text[i:end], end
        name, sign, default = name.partition(":-")
        value = names.get(name, os.environ.get(name, ""))
        if name == "@" or name == "*":
            value = " ".join([names[k] for k in sorted(names) if k.isdigit() and k != "0"])
        result.append(value or default if sign else value)
    return "".join(result)


def _sum(text, names):
    """Whole numbers with signs between them."""
    import re
    filled = re.sub(r"\$?([A-Za-z_]\w*)", lambda m: names.get(m[1], os.environ.get(m[1])) or "0",
                    text)
    if not re.fullmatch(r"[\d\s+\-*/%()<>=!&|]*", filled):
        raise SyntaxError(f"arithmetic expression: \"{text}\"")
    return int(eval(filled.replace("/", "//") or "0", {}))
