"""Dates, times of day, moments, lengths of time and offsets from UTC."""

import time as _time

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")

MINYEAR = 1
MAXYEAR = 9999

_DAYS_IN_MONTH = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_MICROSECONDS = 86400 * 1000000
_EPOCH_ORDINAL = 719163


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before_year(year):
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN_MONTH[month]


def _days_before_month(year, month):
    days = sum(_DAYS_IN_MONTH[1:month])
    return days + 1 if month > 2 and _is_leap(year) else days


def _to_ordinal(year, month, day):
    return _days_before_year(year) + _days_before_month(year, month) + day


def _from_ordinal(ordinal):
    # 400 years have 146097 days: an estimate of the year, one too late at most.
    year = (ordinal - 1) * 400 // 146097 + 1
    if _days_before_year(year + 1) < ordinal:
        year += 1
    rest = ordinal - _days_before_year(year)
    month = 1
    while rest > _days_in_month(year, month):
        rest -= _days_in_month(year, month)
        month += 1
    return year, month, rest


def _first_iso_monday(year):
    """The ordinal of the Monday of the week with the year's first Thursday."""
    first = _to_ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def _whole(value, name=None):
    if type(value) is int:
        return value
    if isinstance(value, float):
        raise TypeError("integer argument expected, got float" if name is None else
                        "'float' object cannot be interpreted as an integer")
    try:
        return value.__index__()
    except AttributeError:
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer") from None


def _check_date(year, month, day):
    year, month, day = _whole(year, "year"), _whole(month, "month"), _whole(day, "day")
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour, minute, second = _whole(hour, "hour"), _whole(minute, "minute"), _whole(second, "second")
    microsecond = _whole(microsecond, "microsecond")
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond


def _check_zone(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, "
                        f"not type '{type(tz).__name__}'")


def _round_half_even(top, bottom):
    whole, rest = divmod(top, bottom)
    twice = 2 * rest
    return whole + 1 if twice > bottom or (twice == bottom and whole % 2) else whole


def _offset_text(offset, colon=":"):
    if offset is None:
        return ""
    sign = "+"
    if offset.days < 0:
        sign, offset = "-", -offset
    minutes, seconds = divmod(offset.seconds, 60)
    text = f"{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}"
    if seconds or offset.microseconds:
        text += f"{colon}{seconds:02d}"
        if offset.microseconds:
            text += f".{offset.microseconds:06d}"
    return text


def _time_text(hour, minute, second, microsecond, timespec):
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    if timespec == "hours":
        return f"{hour:02d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    text = f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "seconds":
        return text
    if timespec == "milliseconds":
        return f"{text}.{microsecond // 1000:03d}"
    if timespec == "microseconds":
        return f"{text}.{microsecond:06d}"
    raise ValueError("Unknown timespec value")


def _format(moment, format, timetuple):
    """`strftime` with what only these types know: `%f`, `%z` and `%Z`."""
    out = []
    at = 0
    while at < len(format):
        letter = format[at]
        at += 1
        if letter != "%" or at == len(format):
            out.append(letter)
            continue
        kind = format[at]
        at += 1
        if kind == "f":
            out.append(f"{getattr(moment, 'microsecond', 0):06d}")
        elif kind == "z":
            out.append(_offset_text(moment.utcoffset(), "") if hasattr(moment, "utcoffset") else "")
        elif kind == "Z":
            name = moment.tzname() if hasattr(moment, "tzname") else None
            out.append((name or "").replace("%", "%%"))
        else:
            out.append("%" + kind)
    return _time.strftime("".join(out), timetuple)


def _parse_digits(text, start, count):
    part = text[start:start + count]
    if len(part) != count or not (part.isascii() and part.isdigit()):
        raise ValueError
    return int(part)


def _parse_date(text):
    """Year, month and day of `YYYY-MM-DD`, `YYYYMMDD` or a week's day."""
    year = _parse_digits(text, 0, 4)
    dash = text[4:5] == "-"
    at = 5 if dash else 4
    if text[at:at + 1] == "W":
        week = _parse_digits(text, at + 1, 2)
        rest = text[at + 3:]
        day = 1
        if rest:
            if dash != rest.startswith("-"):
                raise ValueError
            rest = rest[1:] if dash else rest
            if len(rest) != 1:
                raise ValueError
            day = _parse_digits(rest, 0, 1)
        found = date.fromisocalendar(year, week, day)
        return found.year, found.month, found.day
    month = _parse_digits(text, at, 2)
    at += 2
    if dash:
        if text[at:at + 1] != "-":
            raise ValueError
        at += 1
    if len(text) != at + 2:
        raise ValueError
    return year, month, _parse_digits(text, at, 2)


def _parse_clock(text):
    """Hour, minute, second and microsecond."""
    parts = [_parse_digits(text, 0, 2), 0, 0, 0]
    at = 2
    colon = text[2:3] == ":"
    for place in (1, 2):
        if at >= len(text):
            return parts
        if colon:
            if text[at] != ":":
                raise ValueError
            at += 1
        parts[place] = _parse_digits(text, at, 2)
        at += 2
    if at < len(text):
        if text[at] not in ".,":
            raise ValueError
        digits = text[at + 1:]
        if not digits or not (digits.isascii() and digits.isdigit()):
            raise ValueError
        parts[3] = int(digits[:6].ljust(6, "0"))
    return parts


def _parse_time(text):
    """The parts of a time of day and its offset."""
    zone = None
    for at, letter in enumerate(text):
        if letter in "+-Z":
            if letter == "Z":
                if at + 1 != len(text):
                    raise ValueError
                zone = timezone.utc
            else:
                hour, minute, second, microsecond = _parse_clock(text[at + 1:])
                offset = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=microsecond)
                zone = timezone(-offset if letter == "-" else offset) if offset else timezone.utc
            text = text[:at]
            break
    return _parse_clock(text), zone


class timedelta:
    """A length of time: days, seconds and microseconds, the latter two never negative."""

    __slots__ = ("_days", "_seconds", "_microseconds", "_hash")

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total = 0
        parts = ((days, _DAY_MICROSECONDS, "days"), (seconds, 1000000, "seconds"),
                 (microseconds, 1, "microseconds"), (milliseconds, 1000, "milliseconds"),
                 (minutes, 60000000, "minutes"), (hours, 3600000000, "hours"),
                 (weeks, 7 * _DAY_MICROSECONDS, "weeks"))
        fraction = 0.0
        for value, unit, name in parts:
            if isinstance(value, int):
                total += value * unit
            elif isinstance(value, float):
                whole = int(value)
                total += whole * unit
                rest = (value - whole) * unit
                total += int(rest)
                fraction += rest - int(rest)
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        if fraction:
            total += round(fraction) if abs(fraction) != 0.5 else _round_half_even(
                2 * total + int(2 * fraction), 2) - total
        return cls._of(total)

    @classmethod
    def _of(cls, microseconds):
        days, rest = divmod(microseconds, _DAY_MICROSECONDS)
        if abs(days) >= 1 << 31:
            raise OverflowError("Python int too large to convert to C int")
        if not -999999999 <= days <= 999999999:
            raise OverflowError(f"days={days}; must have magnitude <= 999999999")
        self = object.__new__(cls)
        self._days = days
        self._seconds, self._microseconds = divmod(rest, 1000000)
        self._hash = -1
        return self

    @property
    def days(self):
        return self._days

    @property
    def seconds(self):
        return self._seconds

    @property
    def microseconds(self):
        return self._microseconds

    def _total(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def total_seconds(self):
        return self._total() / 10**6

    def __repr__(self):
        parts = []
        if self._days:
            parts.append(f"days={self._days}")
        if self._seconds:
            parts.append(f"seconds={self._seconds}")
        if self._microseconds:
            parts.append(f"microseconds={self._microseconds}")
        module = type(self).__module__
        return f"{module}.{type(self).__qualname__}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        text = f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
        if self._days:
            text = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, {text}"
        if self._microseconds:
            text += f".{self._microseconds:06d}"
        return text

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total() + other._total())

    __radd__ = __add__

    def __sub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total() - other._total())

    def __rsub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(other._total() - self._total())

    def __neg__(self):
        return timedelta._of(-self._total())

    def __pos__(self):
        return timedelta._of(self._total())

    def __abs__(self):
        return timedelta._of(abs(self._total()))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._total() * other)
        if isinstance(other, float):
            top, bottom = other.as_integer_ratio()
            return timedelta._of(_round_half_even(self._total() * top, bottom))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            if other == 0:
                raise ZeroDivisionError("integer division or modulo by zero")
            top, bottom = (self._total(), other) if other > 0 else (-self._total(), -other)
            return timedelta._of(_round_half_even(top, bottom))
        if isinstance(other, float):
            top, bottom = other.as_integer_ratio()
            if top < 0:
                top, bottom = -top, -bottom
            if top == 0:
                raise ZeroDivisionError("integer division or modulo by zero")
            sign = -1 if bottom < 0 else 1
            return timedelta._of(_round_half_even(self._total() * bottom * sign * sign, top))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total() // other._total()
        if isinstance(other, int):
            return timedelta._of(self._total() // other)
        return NotImplemented

    def __mod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total() % other._total())

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        whole, rest = divmod(self._total(), other._total())
        return whole, timedelta._of(rest)

    def __eq__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self._total() == other._total()

    def __lt__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self._total() < other._total()

    def __le__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self._total() <= other._total()

    def __gt__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self._total() > other._total()

    def __ge__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self._total() >= other._total()

    def __hash__(self):
        return hash((self._days, self._seconds, self._microseconds))

    def __bool__(self):
        return self._total() != 0

    def __reduce__(self):
        return type(self), (self._days, self._seconds, self._microseconds)


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


class tzinfo:
    """What a zone's own class derives from."""

    __slots__ = ()

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset, summer = dt.utcoffset(), dt.dst()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        if summer is None:
            raise ValueError("fromutc: non-None dst() result required")
        standard = offset - summer
        if standard:
            dt += standard
            summer = dt.dst()
        return dt + summer


class timezone(tzinfo):
    """A zone of one offset."""

    __slots__ = ("_offset", "_name")

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError("timezone() argument 1 must be datetime.timedelta, "
                            f"not {type(offset).__name__}")
        if not -timedelta(hours=24) < offset < timedelta(hours=24):
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and "
                             f"timedelta(hours=24), not {offset!r}.")
        if name is None and not offset and hasattr(cls, "utc"):
            return cls.utc
        self = object.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def utcoffset(self, dt):
        return self._offset

    def dst(self, dt):
        return None

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return "UTC" + _offset_text(self._offset) if self._offset else "UTC"

    def fromutc(self, dt):
        return dt + self._offset

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        name = "" if self._name is None else f", {self._name!r}"
        return f"datetime.timezone({self._offset!r}{name})"

    def __str__(self):
        return self.tzname(None)

    def __reduce__(self):
        return timezone, (self._offset,) if self._name is None else (self._offset, self._name)


timezone.utc = UTC = timezone(timedelta(0))
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))


class IsoCalendarDate(tuple):
    """What `isocalendar()` gives."""

    @property
    def year(self):
        return self[0]

    @property
    def week(self):
        return self[1]

    @property
    def weekday(self):
        return self[2]

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"


class date:
    """A day of the Gregorian calendar."""

    __slots__ = ("_year", "_month", "_day")

    def __new__(cls, year, month=None, day=None):
        if month is None:
            _whole(year)
            raise TypeError("function missing required argument 'month' (pos 2)")
        if day is None:
            raise TypeError("function missing required argument 'day' (pos 3)")
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    @classmethod
    def fromtimestamp(cls, timestamp):
        moment = _time.localtime(timestamp)
        return cls(moment[0], moment[1], moment[2])

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, ordinal):
        if ordinal < 1:
            raise ValueError("ordinal must be >= 1")
        if ordinal > 3652059:
            raise ValueError(f"year {10000} is out of range")
        return cls(*_from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            parts = _parse_date(text)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {text!r}") from None
        return cls(*parts)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        if not MINYEAR <= year <= MAXYEAR:
            raise ValueError(f"Year is out of range: {year}")
        weeks = (_first_iso_monday(year + 1) - _first_iso_monday(year)) // 7
        if not 1 <= week <= weeks:
            raise ValueError(f"Invalid week: {week}")
        if not 1 <= day <= 7:
            raise ValueError(f"Invalid day: {day} (range is [1, 7])")
        return cls.fromordinal(_first_iso_monday(year) + (week - 1) * 7 + day - 1)

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def toordinal(self):
        return _to_ordinal(self._year, self._month, self._day)

    def timetuple(self):
        return _time.struct_time((self._year, self._month, self._day, 0, 0, 0, self.weekday(),
                                  self._day_of_year(), -1))

    def _day_of_year(self):
        return _days_before_month(self._year, self._month) + self._day

    def replace(self, year=None, month=None, day=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        year = self._year
        today = self.toordinal()
        if year < MAXYEAR and today >= _first_iso_monday(year + 1):
            year += 1
        elif today < _first_iso_monday(year):
            year -= 1
        week, day = divmod(today - _first_iso_monday(year), 7)
        return IsoCalendarDate((year, week + 1, day + 1))

    def isoformat(self):
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    __str__ = isoformat

    def ctime(self):
        return (f"{_WEEKDAYS[self.isoweekday()]} {_MONTHS[self._month]} {self._day:2d} "
                f"00:00:00 {self._year:04d}")

    def strftime(self, format):
        return _format(self, format, self.timetuple())

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def __repr__(self):
        return f"{type(self).__module__}.{type(self).__qualname__}({self._year}, {self._month}, {self._day})"

    def _key(self):
        return self._year, self._month, self._day

    def _comparable(self, other):
        return isinstance(other, date) and not isinstance(other, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._comparable(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._comparable(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._comparable(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        ordinal = self.toordinal() + other.days
        if not 1 <= ordinal <= 3652059:
            raise OverflowError("date value out of range")
        return type(self).fromordinal(ordinal)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if self._comparable(other):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def __reduce__(self):
        return type(self), self._key()


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


class time:
    """A time of day."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        parts = _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = parts
        self._tzinfo = tzinfo
        self._fold = fold
        return self

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            parts, zone = _parse_time(text.removeprefix("T"))
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {text!r}") from None
        return cls(*parts, zone)

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(None)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        return type(self)(self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    def isoformat(self, timespec="auto"):
        text = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        return text + _offset_text(self.utcoffset())

    __str__ = isoformat

    def strftime(self, format):
        parts = (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1)
        return _format(self, format, parts)

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def __repr__(self):
        parts = [str(self._hour), str(self._minute)]
        if self._second or self._microsecond:
            parts.append(str(self._second))
        if self._microsecond:
            parts.append(str(self._microsecond))
        if self._tzinfo is not None:
            parts.append(f"tzinfo={self._tzinfo!r}")
        if self._fold:
            parts.append("fold=1")
        return f"{type(self).__module__}.{type(self).__qualname__}({', '.join(parts)})"

    def _key(self):
        own = ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond
        offset = self.utcoffset()
        return (offset is None, own if offset is None else own - offset._total())

    def _compare(self, other):
        mine, theirs = self._key(), other._key()
        if mine[0] != theirs[0]:
            raise TypeError("can't compare offset-naive and offset-aware times")
        return mine[1] - theirs[1]

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._compare(other) < 0 if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._compare(other) <= 0 if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._compare(other) > 0 if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._compare(other) >= 0 if isinstance(other, time) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __reduce__(self):
        return type(self), (self._hour, self._minute, self._second, self._microsecond, self._tzinfo)


_time_class = time
time.min = time(0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
_zone_class = tzinfo


class datetime(date):
    """A moment: a day and a time of day."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None,
                *, fold=0):
        self = date.__new__(cls, year, month, day)
        parts = _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self._hour, self._minute, self._second, self._microsecond = parts
        self._tzinfo = tzinfo
        self._fold = fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def _at(cls, ordinal, microseconds, tz=None):
        """The moment so many microseconds after the beginning of a day."""
        days, rest = divmod(microseconds, _DAY_MICROSECONDS)
        ordinal += days
        if not 1 <= ordinal <= 3652059:
            raise OverflowError("date value out of range")
        seconds, microsecond = divmod(rest, 1000000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return cls(*_from_ordinal(ordinal), hour, minute, second, microsecond, tz)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        _check_zone(tz)
        moment = cls.utcfromtimestamp(timestamp)
        if tz is None:
            local = _time.localtime(timestamp)
            return cls(local[0], local[1], local[2], local[3], local[4], min(local[5], 59),
                       moment._microsecond)
        return tz.fromutc(moment.replace(tzinfo=tz))

    @classmethod
    def utcfromtimestamp(cls, timestamp):
        if isinstance(timestamp, float):
            top, bottom = timestamp.as_integer_ratio()
            microseconds = _round_half_even(top * 1000000, bottom)
        else:
            microseconds = _whole(timestamp) * 1000000
        if not -62135596800000000 <= microseconds < 253402300800000000:
            year = 1970 + microseconds // 31556952000000
            raise ValueError(f"year {year} is out of range")
        return cls._at(_EPOCH_ORDINAL, microseconds)

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        zone = time.tzinfo if tzinfo is True else tzinfo
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   zone, fold=time.fold)

    @classmethod
    def fromordinal(cls, ordinal):
        if ordinal < 1:
            raise ValueError("ordinal must be >= 1")
        return cls(*_from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            end = cls._date_end(text)
            day = _parse_date(text[:end])
            parts, zone = _parse_time(text[end + 1:]) if end < len(text) else ((0, 0, 0, 0), None)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {text!r}") from None
        return cls(*day, *parts, zone)

    @staticmethod
    def _date_end(text):
        """Where the date ends and one character stands between it and the time."""
        if len(text) < 7:
            raise ValueError
        if text[4] == "-":
            if text[5] != "W":
                return min(10, len(text))
            return 10 if text[8:9] == "-" and text[9:10].isdigit() else 8
        if text[4] != "W":
            return min(8, len(text))
        at = 7
        while at < len(text) and text[at].isdigit():
            at += 1
        return 8 if at in (8, 9) and (at - 7) % 2 else 7

    @classmethod
    def strptime(cls, text, format):
        import _strptime
        return _strptime._moment(cls, text, format)

    def timetuple(self):
        dst = self.dst()
        flag = -1 if dst is None else 1 if dst else 0
        return _time.struct_time((self._year, self._month, self._day, self._hour, self._minute, self._second,
                                  self.weekday(), self._day_of_year(), flag))

    def utctimetuple(self):
        offset = self.utcoffset()
        moment = self - offset if offset else self
        return _time.struct_time((moment._year, moment._month, moment._day, moment._hour, moment._minute,
                                  moment._second, moment.weekday(), moment._day_of_year(), 0))

    def _microseconds_of_day(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond

    def timestamp(self):
        if self._tzinfo is None:
            return _time.mktime(self.timetuple()) + self._microsecond / 1e6
        return (self - _EPOCH).total_seconds()

    def date(self):
        return date(self._year, self._month, self._day)

    def time(self):
        return _time_class(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        return _time_class(self._hour, self._minute, self._second, self._microsecond, self._tzinfo,
                           fold=self._fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day, self._hour if hour is None else hour,
                          self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    def astimezone(self, tz=None):
        if tz is None:
            local = _time.localtime(self.timestamp())
            offset = getattr(local, "tm_gmtoff", 0) or 0
            tz = timezone(timedelta(seconds=offset), getattr(local, "tm_zone", None))
        elif not isinstance(tz, _zone_class):
            raise TypeError(f"tz argument must be an instance of tzinfo")
        mine = self._tzinfo
        if mine is tz:
            return self
        offset = self.utcoffset()
        if offset is None:
            local = _time.localtime(self.timestamp())
            offset = timedelta(seconds=getattr(local, "tm_gmtoff", 0) or 0)
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def ctime(self):
        return (f"{_WEEKDAYS[self.isoweekday()]} {_MONTHS[self._month]} {self._day:2d} "
                f"{self._hour:02d}:{self._minute:02d}:{self._second:02d} {self._year:04d}")

    def isoformat(self, sep="T", timespec="auto"):
        day = f"{self._year:04d}-{self._month:02d}-{self._day:02d}"
        clock = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        return f"{day}{sep}{clock}{_offset_text(self.utcoffset())}"

    def __str__(self):
        return self.isoformat(sep=" ")

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond]
        if parts[-1] == 0:
            parts.pop()
            if parts[-1] == 0:
                parts.pop()
        parts = list(map(str, parts))
        if self._tzinfo is not None:
            parts.append(f"tzinfo={self._tzinfo!r}")
        if self._fold:
            parts.append("fold=1")
        return f"{type(self).__module__}.{type(self).__qualname__}({', '.join(parts)})"

    def _moment(self):
        """Microseconds since the beginning of the calendar, by UTC where the offset is known."""
        own = self.toordinal() * _DAY_MICROSECONDS + self._microseconds_of_day()
        offset = self.utcoffset()
        return offset is None, own if offset is None else own - offset._total()

    def _compare(self, other):
        mine, theirs = self._moment(), other._moment()
        if mine[0] != theirs[0]:
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return mine[1] - theirs[1]

    def _orderable(self, other):
        if isinstance(other, datetime):
            return True
        if isinstance(other, date):
            raise TypeError("can't compare datetime.datetime to datetime.date")
        return False

    def __eq__(self, other):
        if isinstance(other, datetime):
            return self._moment() == other._moment()
        return False if isinstance(other, date) else NotImplemented

    def __lt__(self, other):
        return self._compare(other) < 0 if self._orderable(other) else NotImplemented

    def __le__(self, other):
        return self._compare(other) <= 0 if self._orderable(other) else NotImplemented

    def __gt__(self, other):
        return self._compare(other) > 0 if self._orderable(other) else NotImplemented

    def __ge__(self, other):
        return self._compare(other) >= 0 if self._orderable(other) else NotImplemented

    def __hash__(self):
        return hash(self._moment())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        total = self._microseconds_of_day() + other._total()
        return type(self)._at(self.toordinal(), total, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        mine, theirs = self._moment(), other._moment()
        if mine[0] != theirs[0]:
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return timedelta._of(mine[1] - theirs[1])

    def __reduce__(self):
        return type(self), (self._year, self._month, self._day, self._hour, self._minute, self._second,
                            self._microsecond, self._tzinfo)


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
