"""Reading dates and times by a format, for `time.strptime` and `datetime.strptime`."""

import re

_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december"]
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def _either(names):
    return "|".join(sorted(names, key=len, reverse=True))


_FIELDS = {
    "a": _either(name[:3] for name in _WEEKDAYS),
    "A": _either(_WEEKDAYS),
    "b": _either(name[:3] for name in _MONTHS),
    "B": _either(_MONTHS),
    "d": r"3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]",
    "f": r"[0-9]{1,6}",
    "G": r"\d\d\d\d",
    "H": r"2[0-3]|[0-1]\d|\d",
    "I": r"1[0-2]|0[1-9]|[1-9]",
    "j": r"36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]",
    "m": r"1[0-2]|0[1-9]|[1-9]",
    "M": r"[0-5]\d|\d",
    "p": r"am|pm",
    "S": r"6[0-1]|[0-5]\d|\d",
    "u": r"[1-7]",
    "U": r"5[0-3]|[0-4]\d|\d",
    "V": r"5[0-3]|0[1-9]|[1-4]\d|\d",
    "w": r"[0-6]",
    "W": r"5[0-3]|[0-4]\d|\d",
    "y": r"\d\d",
    "Y": r"\d\d\d\d",
    "z": r"[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|(?-i:Z)",
    "Z": r"utc|gmt",
}
_WHOLE = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S", "D": "%m/%d/%y", "T": "%H:%M:%S",
          "R": "%H:%M", "F": "%Y-%m-%d"}
_patterns = {}


def _pattern(format):
    found = _patterns.get(format)
    if found is None:
        found = _patterns[format] = _compile(format)
    return found


def _compile(format):
    whole = format
    for letter in "cxX":
        whole = whole.replace("%" + letter, _WHOLE[letter])
    out = []
    at = 0
    while at < len(whole):
        letter = whole[at]
        at += 1
        if letter == "%":
            if at == len(whole):
                raise ValueError(f"stray % in format '{format}'")
            kind = whole[at]
            at += 1
            if kind == "%":
                out.append("%")
            elif kind not in _FIELDS:
                raise ValueError(f"'{kind}' is a bad directive in format '{format}'")
            else:
                out.append(f"(?P<{kind}>{_FIELDS[kind]})")
        elif letter.isspace():
            if not out or out[-1] != r"\s+":
                out.append(r"\s+")
        else:
            out.append(re.escape(letter))
    return re.compile("".join(out), re.IGNORECASE)


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _offset(text):
    """Seconds and microseconds of `%z`."""
    if text == "Z":
        return 0, 0
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60
    micro = 0
    if len(digits) > 4:
        seconds += int(digits[4:6])
        micro = int(digits[7:].ljust(6, "0")) if len(digits) > 6 else 0
    return sign * seconds, sign * micro


def _parse(text, format):
    """The parts of a moment: nine of a time tuple, microseconds, offset and zone."""
    for name, value in (("0", text), ("1", format)):
        if not isinstance(value, str):
            raise TypeError(f"strptime() argument {name} must be str, not {type(value)}")
    match = _pattern(format).match(text)
    if match is None:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    if match.end() != len(text):
        raise ValueError(f"unconverted data remains: {text[match.end():]}")
    found = match.groupdict()
    number = lambda key: int(found[key]) if key in found else None
    year, month, day = number("Y"), number("m"), number("d")
    if "y" in found:
        year = number("y")
        year += 2000 if year <= 68 else 1900
    if "B" in found:
        month = _MONTHS.index(found["B"].lower()) + 1
    if "b" in found:
        month = [name[:3] for name in _MONTHS].index(found["b"].lower()) + 1
    hour = number("H") or 0
    if "I" in found:
        hour = number("I") % 12
        if found.get("p", "").lower() == "pm":
            hour += 12
    minute, second = number("M") or 0, number("S") or 0
    micro = int(found["f"].ljust(6, "0")) if "f" in found else 0
    weekday = None
    if "A" in found:
        weekday = _WEEKDAYS.index(found["A"].lower())
    if "a" in found:
        weekday = [name[:3] for name in _WEEKDAYS].index(found["a"].lower())
    if "w" in found:
        weekday = (number("w") - 1) % 7
    if "u" in found:
        weekday = number("u") - 1
    leap_fix = False
    if year is None and month == 2 and day == 29:
        year = 1904
        leap_fix = True
    elif year is None:
        year = 1900
    julian = number("j")
    import datetime
    iso_year = number("G")
    if iso_year is not None and "V" in found and weekday is not None:
        moment = datetime.date.fromisocalendar(iso_year, number("V"), weekday + 1)
        year, month, day = moment.year, moment.month, moment.day
    elif iso_year is not None or "V" in found:
        raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' "
                         "and a weekday directive ('%A', '%a', '%w', or '%u')."
                         if "V" in found else
                         "ISO year directive '%G' must be used with the ISO week directive '%V' "
                         "and a weekday directive ('%A', '%a', '%w', or '%u').")
    elif julian is None and weekday is not None and ("U" in found or "W" in found):
        monday_first = "W" in found
        week = number("W") if monday_first else number("U")
        first = datetime.date(year, 1, 1).weekday()
        shown = weekday
        if not monday_first:
            first = (first + 1) % 7
            shown = (weekday + 1) % 7
        lead = (7 - first) % 7
        julian = 1 + shown - first if week == 0 else 1 + lead + 7 * (week - 1) + shown
    if julian is not None and (month is None or day is None):
        moment = datetime.date.fromordinal(julian - 1 + datetime.date(year, 1, 1).toordinal())
        year, month, day = moment.year, moment.month, moment.day
    month = 1 if month is None else month
    day = 1 if day is None else day
    moment = datetime.date(year, month, day)
    if weekday is None:
        weekday = moment.weekday()
    day_of_year = moment.toordinal() - datetime.date(year, 1, 1).toordinal() + 1
    offset = _offset(found["z"]) if found.get("z") else None
    zone = found.get("Z")
    if leap_fix:
        year = 1900
    parts = (year, month, day, hour, minute, second, weekday, day_of_year, 0 if zone else -1)
    return parts, micro, offset, zone


def _time_tuple(text, format):
    import time
    return time.struct_time(_parse(text, format)[0])


def _moment(cls, text, format):
    import datetime
    parts, micro, offset, zone = _parse(text, format)
    tz = None
    if offset is not None:
        delta = datetime.timedelta(seconds=offset[0], microseconds=offset[1])
        tz = datetime.timezone(delta, zone.upper()) if zone else datetime.timezone(delta)
    return cls(*parts[:6], micro, tz)
