"""Decimal numbers in fields: what `format` makes of them."""
import re

from _decimal_context import getcontext

__name__ = "decimal"

_SPEC = re.compile(
    r"(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([eEfFgGn%])?", re.S)


def format_decimal(self, spec):
    """What `format` gives."""
    found = _SPEC.fullmatch(spec)
    if not found or found[8] == "_":
        raise ValueError("invalid format string")
    fill, align, plus, _, _, zero, width, comma, digits, kind = found.groups()
    if zero:
        if align:
            raise ValueError("invalid format string")
        fill, align = "0", "="
    fill, align, width = fill or " ", align or ">", int(width or 0)
    digits = None if digits is None else int(digits)
    plus = "-" if self._sign else plus if plus in ("+", " ") else ""
    if self._kind:
        body = self.copy_abs()._text() + ("%" if kind == "%" else "")
        fill = " " if fill == "0" else fill
    else:
        body = _body(self, kind or "", digits)
    if comma and not self._kind:
        body = _grouped(body)
    room = width - len(plus) - len(body)
    if zero and comma and room > 0:
        whole = body.partition(".")[0]
        while len(body) + len(plus) < width:
            bare = "0" + whole.replace(",", "")
            body = _grouped(bare) + body[len(whole):]
            whole = body.partition(".")[0]
        return plus + body
    if align == "=":
        return plus + fill * room + body
    text = plus + body
    if align == "^":
        left = max(0, room) // 2
        return fill * left + text + fill * (max(0, room) - left)
    return text + fill * room if align == "<" else fill * room + text


def _body(self, kind, digits):
    rounding = getcontext().rounding
    if kind == "%":
        self = type(self)._new(self._sign, self._n, self._exp + 2)
    if digits is not None:
        if kind in ("e", "E"):
            self = _to_digits(self, digits + 1, rounding)
        elif kind in ("f", "F", "%"):
            self = self._to_exp(-digits, rounding)
        elif kind in ("g", "G", "n", "") and len(str(self._n)) > digits:
            self = _to_digits(self, max(1, digits), rounding)
    if not self._n and self._exp > 0 and kind in ("f", "F", "%"):
        self = self._to_exp(0, rounding)
    text = str(self._n)
    left = self._exp + len(text)
    if kind in ("e", "E"):
        dot = 1 - digits if not self._n and digits is not None else 1
    elif kind in ("f", "F", "%"):
        dot = left
    else:
        dot = left if self._exp <= 0 and left > -6 else 1
    if dot < 0:
        whole, frac = "0", "0" * -dot + text
    elif dot > len(text):
        whole, frac = text + "0" * (dot - len(text)), ""
    else:
        whole, frac = text[:dot] or "0", text[dot:]
    exp = left - dot
    tail = f"{'E' if kind in ('E', 'G', '') else 'e'}{exp:+d}" if exp or kind in ("e", "E") else ""
    return whole + ("." + frac if frac else "") + tail + ("%" if kind == "%" else "")


def _to_digits(self, digits, rounding):
    """With so many digits in all."""
    if not self._n:
        return type(self)._new(self._sign, 0, self._exp + 1 - digits)
    have = len(str(self._n))
    made = self._to_exp(self._exp + have - digits, rounding)
    if len(str(made._n)) > digits:
        made = made._to_exp(made._exp + 1, rounding)
    return made


def _grouped(body):
    whole = re.match(r"\d*", body)[0]
    parts = []
    rest = whole
    while len(rest) > 3:
        parts.append(rest[-3:])
        rest = rest[:-3]
    return ",".join([rest] + parts[::-1]) + body[len(whole):]
