# tokenizer + parser + vm
import re, sys
from typing import NamedTuple
from functools import reduce
class Token(NamedTuple): kind: str; text: str; line: int; col: int
SPEC = [("NUM", r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"), ("ID", r"[^\W\d]\w*"), ("STR", r"'(?:[^'\\]|\\.)*'"), ("OP", r"\*\*|[-+*/%()=<>!,:]=?"), ("NL", r"\n"), ("WS", r"[ \t]+"), ("COM", r"#[^\n]*"), ("BAD", r".")]
RX = re.compile("|".join(f"(?P<{k}>{p})" for k, p in SPEC))
def lex(src):
    line, start = 1, 0
    for m in RX.finditer(src):
        k, t = m.lastgroup, m.group()
        if k == "NL": line += 1; start = m.end(); yield Token(k, "\\n", line - 1, m.start() - start)
        elif k == "BAD": raise SyntaxError(f"unexpected {t!r} at {line}:{m.start() - start + 1}")
        elif k not in ("WS", "COM"): yield Token(k, t, line, m.start() - start + 1)
    yield Token("EOF", "", line, 0)
PREC = {"+": 10, "-": 10, "*": 20, "/": 20, "%": 20, "**": 30, "<": 5, ">": 5, "==": 5}
class Parser:
    def __init__(self, src): self.toks = list(lex(src)); self.i = 0
    @property
    def cur(self): return self.toks[self.i]
    def eat(self, *texts):
        if self.cur.text in texts or self.cur.kind in texts: self.i += 1; return self.toks[self.i - 1]
        raise SyntaxError(f"expected {' or '.join(map(repr, texts))}, got {self.cur.text!r}", ("<in>", self.cur.line, self.cur.col, self.cur.text))
    def program(self):
        out = []
        while self.cur.kind != "EOF":
            if self.cur.kind == "NL": self.i += 1; continue
            out.append(self.stmt())
        return out
    def stmt(self):
        if self.cur.kind == "ID" and self.toks[self.i + 1].text == "=":
            n = self.eat("ID").text; self.eat("="); return ("let", n, self.expr())
        return ("expr", self.expr())
    def expr(self, min_p=0):
        left = self.atom()
        while (op := self.cur.text) in PREC and PREC[op] >= min_p:
            self.i += 1; left = ("bin", op, left, self.expr(PREC[op] + (op != "**")))
        return left
    def atom(self):
        match self.cur:
            case Token("NUM", t): self.i += 1; return ("num", float(t) if "." in t or "e" in t else int(t))
            case Token("STR", t): self.i += 1; return ("str", t[1:-1])
            case Token("ID", n):
                self.i += 1
                if self.cur.text == "(":
                    self.eat("("); args = []
                    while self.cur.text != ")":
                        args.append(self.expr())
                        if self.cur.text == ",": self.eat(",")
                    self.eat(")"); return ("call", n, args)
                return ("var", n)
            case Token(text="("): self.eat("("); e = self.expr(); self.eat(")"); return e
            case Token(text="-"): self.i += 1; return ("neg", self.expr(25))
            case t: raise SyntaxError(f"unexpected {t.text!r}")
import operator as o
OPS = {"+": o.add, "-": o.sub, "*": o.mul, "/": o.truediv, "%": o.mod, "**": o.pow, "<": o.lt, ">": o.gt, "==": o.eq}
def ev(n, env):
    match n:
        case ("num" | "str", v): return v
        case ("var", x) if x in env: return env[x]
        case ("var", x): raise NameError(f"undefined {x}")
        case ("bin", op, a, b): return OPS[op](ev(a, env), ev(b, env))
        case ("neg", a): return -ev(a, env)
        case ("call", f, args): return env[f](*(ev(a, env) for a in args))
        case ("let", name, e): env[name] = ev(e, env); return env[name]
        case ("expr", e): return ev(e, env)
        case [*_]: raise ValueError(n)
env = {"max": max, "len": len, "print": print}
for s in ("x = 2 + 3 * 4\ny = -x ** 2 / 4 # c\nmax(x, y, 2 ** 3 ** 2)", "len('a\\'bc') + 1.5e1 % 4", "1 +", "foo", "3 $ 4", "f(1", "1 / 0", "'a' + 1", "(1 + 2) * -3 < 0"):
    try: print([ev(st, env) for st in Parser(s).program()])
    except SyntaxError as e: print("SyntaxError", e, e.lineno, e.args)
    except Exception as e: print(type(e).__name__, e)
print(re.sub(r"(?P<a>\w)(\d)", r"\2\g<a>", "a1 b2"), re.split(r"([,;])\s*", "a, b;c"), re.findall(r"(\w)=(\d)", "a=1 b=2"), re.fullmatch(r"[a-z]+", "abc").span(), re.compile(r"x", re.I | re.M), re.escape("a.b*c"))
m = re.search(r"(?P<y>\d{4})-(?P<m>\d\d)(-(?P<d>\d\d))?", "on 2024-05 x"); print(m, m.groupdict(), m.groups("zz"), m["y"], m.start("m"), m.end(), m.expand(r"\g<m>/\1"), m.lastgroup, m.re.groups, m.string[m.start():], bool(m), m.group(1, 2))
print(re.sub(r"\b(\w)(\w*)", lambda m: m[1].upper() + m[2], "the quick brown"), re.subn("a", "b", "aaa", count=2), re.match("b", "ab"), [x.group() for x in re.finditer(r"(?i)THE", "the The")], re.sub(r"(?<=a)b(?!c)", "_", "abab abc"), re.findall(r"""(?x) \d+ # num
  (?: \. \d+ )?""", "1.5 2"), re.split(r"\s*", "ab c"), re.search(r"(a)|b", "b").groups())
try: re.compile("(a")
except re.error as e: print(e, e.pos, e.msg)
try: re.compile("*a")
except re.error as e: print(e)
try: re.compile(r"(?P<n>a)(?P<n>b)")
except re.error as e: print(e)
print(re.findall(r"(\d+)\s(?:apples|pears)", "3 apples 5 pears"), re.sub("x*", "-", "abxd"), re.search("^b$", "a\nb\nc", re.M).span(), re.search("a.c", "a\nc", re.S) is not None, re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.match(r"(.)(.)\2\1", "abba").group())
