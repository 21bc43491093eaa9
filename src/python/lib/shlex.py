"""Words as a shell has them."""
import re

__all__ = ["join", "quote", "split"]


def quote(s):
    if not s:
        return "''"
    if re.search(r"[^\w@%+=:,./-]", s, re.ASCII) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    return " ".join([quote(arg) for arg in split_command])


def split(s, comments=False, posix=True):
    if s is None:
        raise ValueError("s argument must not be None")
    words, word, i = [], None, 0
    while i < len(s):
        c = s[i]
        i += 1
        if c.isspace():
            if word is not None:
                words.append(word)
                word = None
        elif c == "#" and comments and word is None:
            end = s.find("\n", i)
            i = len(s) if end < 0 else end
        elif c == "\\":
            if i == len(s):
                raise ValueError("No escaped character")
            word = (word or "") + s[i]
            i += 1
        elif c in "'\"":
            word = word or ""
            while i < len(s) and s[i] != c:
                if c == '"' and s[i] == "\\" and s[i + 1:i + 2] in ('"', "\\"):
                    i += 1
                word += s[i]
                i += 1
            if i == len(s):
                raise ValueError("No closing quotation")
            i += 1
        else:
            word = (word or "") + c
    if word is not None:
        words.append(word)
    return words
