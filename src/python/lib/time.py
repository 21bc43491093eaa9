"""The clocks of the simulated machine."""
import _machine
from _machine import now as monotonic_ns
from _machine import wall as time_ns
from _machine import worked as process_time_ns

timezone = altzone = daylight = 0
tzname = ("UTC", "UTC")

perf_counter_ns = monotonic_ns
thread_time_ns = process_time_ns

CLOCK_REALTIME, CLOCK_MONOTONIC = 0, 1


def time():
    """Seconds since 1970."""
    return time_ns() / 1e9


def monotonic():
    """Seconds since the machine was switched on."""
    return monotonic_ns() / 1e9


perf_counter = monotonic

def process_time():
    """Seconds that the cores have worked for this process."""
    return process_time_ns() / 1e9


thread_time = process_time


def sleep(secs, /):
    """Waits that many seconds."""
    if not isinstance(secs, (int, float)) and not hasattr(type(secs), "__index__") \
            and not hasattr(type(secs), "__float__"):
        kind = type(secs).__name__
        raise TypeError(f"'{kind}' object cannot be interpreted as an integer")
    if secs < 0:
        raise ValueError("sleep length must be non-negative")
    if secs != secs:
        raise ValueError("Invalid value NaN (not a number)")
    if secs > 9223372036.0:
        raise OverflowError("timestamp out of range for platform time_t")
    _machine.sleep(int(secs * 1e9 + 0.5))


class struct_time(tuple):
    """A moment by the calendar."""

    n_fields, n_sequence_fields, n_unnamed_fields = 11, 9, 0
    _names = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday",
              "tm_isdst")

    def __new__(cls, sequence):
        values = tuple(sequence)
        if not 9 <= len(values) <= 11:
            raise TypeError(f"time.struct_time() takes an at least 9-sequence ({len(values)}-sequence given)")
        return tuple.__new__(cls, values[:9])

    tm_year = property(lambda self: self[0])
    tm_mon = property(lambda self: self[1])
    tm_mday = property(lambda self: self[2])
    tm_hour = property(lambda self: self[3])
    tm_min = property(lambda self: self[4])
    tm_sec = property(lambda self: self[5])
    tm_wday = property(lambda self: self[6])
    tm_yday = property(lambda self: self[7])
    tm_isdst = property(lambda self: self[8])
    tm_zone = property(lambda self: "UTC")
    tm_gmtoff = property(lambda self: 0)

    def __repr__(self):
        shown = ", ".join(f"{name}={value}" for name, value in zip(self._names, self))
        return f"time.struct_time({shown})"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")


def _civil(days):
    """Year, month and day of a number of days since 1970-01-01, and the day of the year.

    Counts in eras of 400 years that begin in March, so that a leap day is a
    year's last.
    """
    shifted = days + 719468
    era, day_of_era = divmod(shifted, 146097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524
                   - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    year = year_of_era + era * 400 + (month <= 2)
    return year, month, day, days - _days(year, 1, 1) + 1


def _days(year, month, day):
    """How many days after 1970-01-01 a day is."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    shifted = (month + 9) % 12
    day_of_year = (153 * shifted + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146097 + day_of_era - 719468


def gmtime(secs=None, /):
    """A moment by the calendar."""
    whole = int((time() if secs is None else secs) // 1)
    days, rest = divmod(whole, 86400)
    year, month, day, yday = _civil(days)
    return struct_time((year, month, day, rest // 3600, rest // 60 % 60, rest % 60,
                        (days + 3) % 7, yday, 0))


localtime = gmtime


def mktime(t, /):
    """The seconds of a moment by the calendar."""
    months = t[0] * 12 + t[1] - 1
    days = _days(months // 12, months % 12 + 1, 1) + t[2] - 1
    return float(days * 86400 + t[3] * 3600 + t[4] * 60 + t[5])


def asctime(t=None, /):
    """A moment as a text of 24 characters."""
    t = gmtime() if t is None else t
    return (f"{_DAYS[t[6]][:3]} {_MONTHS[t[1] - 1][:3]} {t[2]:2} "
            f"{t[3]:02}:{t[4]:02}:{t[5]:02} {t[0]}")


def ctime(secs=None, /):
    return asctime(gmtime(secs))


def _iso_week(t):
    """The year and number of the week of a day."""
    weekday = t[6]
    week = (t[7] - 1 - weekday + 10) // 7
    if week < 1:
        return t[0] - 1, _weeks(t[0] - 1)
    if week > _weeks(t[0]):
        return t[0] + 1, 1
    return t[0], week


def _weeks(year):
    """How many weeks a year has."""
    first = (_days(year, 1, 1) + 3) % 7
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 53 if first == 3 or leap and first == 2 else 52


_FIELDS = {
    "a": lambda t: _DAYS[t[6]][:3],
    "A": lambda t: _DAYS[t[6]],
    "b": lambda t: _MONTHS[t[1] - 1][:3],
    "B": lambda t: _MONTHS[t[1] - 1],
    "c": asctime,
    "C": lambda t: f"{t[0] // 100:02}",
    "d": lambda t: f"{t[2]:02}",
    "D": lambda t: f"{t[1]:02}/{t[2]:02}/{t[0] % 100:02}",
    "e": lambda t: f"{t[2]:2}",
    "F": lambda t: f"{t[0]}-{t[1]:02}-{t[2]:02}",
    "G": lambda t: str(_iso_week(t)[0]),
    "h": lambda t: _MONTHS[t[1] - 1][:3],
    "H": lambda t: f"{t[3]:02}",
    "I": lambda t: f"{(t[3] + 11) % 12 + 1:02}",
    "j": lambda t: f"{t[7]:03}",
    "k": lambda t: f"{t[3]:2}",
    "l": lambda t: f"{(t[3] + 11) % 12 + 1:2}",
    "m": lambda t: f"{t[1]:02}",
    "M": lambda t: f"{t[4]:02}",
    "n": lambda t: "\n",
    "p": lambda t: "AM" if t[3] < 12 else "PM",
    "P": lambda t: "am" if t[3] < 12 else "pm",
    "r": lambda t: f"{(t[3] + 11) % 12 + 1:02}:{t[4]:02}:{t[5]:02} {'AM' if t[3] < 12 else 'PM'}",
    "R": lambda t: f"{t[3]:02}:{t[4]:02}",
    "s": lambda t: str(int(mktime(t))),
    "S": lambda t: f"{t[5]:02}",
    "t": lambda t: "\t",
    "T": lambda t: f"{t[3]:02}:{t[4]:02}:{t[5]:02}",
    "u": lambda t: str(t[6] + 1),
    "U": lambda t: f"{(t[7] - 1 + 7 - (t[6] + 1) % 7) // 7:02}",
    "V": lambda t: f"{_iso_week(t)[1]:02}",
    "w": lambda t: str((t[6] + 1) % 7),
    "W": lambda t: f"{(t[7] - 1 + 7 - t[6]) // 7:02}",
    "x": lambda t: f"{t[1]:02}/{t[2]:02}/{t[0] % 100:02}",
    "X": lambda t: f"{t[3]:02}:{t[4]:02}:{t[5]:02}",
    "y": lambda t: f"{t[0] % 100:02}",
    "Y": lambda t: str(t[0]),
    "z": lambda t: "+0000",
    "Z": lambda t: "UTC",
    "%": lambda t: "%",
}


def strftime(format, t=None, /):
    """A moment as a text of that form."""
    t = gmtime() if t is None else t
    shown = []
    at = 0
    while at < len(format):
        letter = format[at]
        if letter != "%" or at + 1 == len(format):
            shown.append(letter)
            at += 1
            continue
        at += 1
        plain = format[at] == "-" and at + 1 < len(format)
        at += plain
        field = _FIELDS.get(format[at])
        text = "%" + format[at] if field is None else field(t)
        shown.append((text.lstrip("0 ") or "0") if plain else text)
        at += 1
    return "".join(shown)


def strptime(data_string, format="%a %b %d %H:%M:%S %Y", /):
    """The moment that a text of that form says."""
    import _strptime
    return _strptime._time_tuple(data_string, format)


def get_clock_info(name):
    """What a clock is like."""
    from types import SimpleNamespace
    return SimpleNamespace(implementation="virtual", monotonic=name != "time",
                           adjustable=False, resolution=1e-09)


def clock_gettime(clk_id):
    return time() if clk_id == CLOCK_REALTIME else monotonic()


def tzset():
    """The machine's clock shows universal time."""
