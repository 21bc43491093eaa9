"""Time zones by their names: those of some large cities, by the rules of today.

Offsets and rules: IANA time zone database 2024a, as they stand since 2007
(United States) and 1996 (European Union).
"""
from datetime import datetime, timedelta, tzinfo

__all__ = ["ZoneInfo", "ZoneInfoNotFoundError", "available_timezones", "reset_tzpath", "TZPATH"]

TZPATH = ()
# Hours from UTC, the names of standard and summer time, and whose rules.
_ZONES = {
    "UTC": (0, "UTC"), "Etc/UTC": (0, "UTC"), "GMT": (0, "GMT"),
    "Asia/Seoul": (9, "KST"), "Asia/Tokyo": (9, "JST"), "Asia/Shanghai": (8, "CST"),
    "Asia/Hong_Kong": (8, "HKT"), "Asia/Taipei": (8, "CST"), "Asia/Singapore": (8, "+08"),
    "Asia/Bangkok": (7, "+07"), "Asia/Ho_Chi_Minh": (7, "+07"), "Asia/Jakarta": (7, "WIB"),
    "Asia/Manila": (8, "PST"), "Asia/Kolkata": (5.5, "IST"), "Asia/Dubai": (4, "+04"),
    "Europe/Moscow": (3, "MSK"), "Europe/Istanbul": (3, "+03"), "Africa/Nairobi": (3, "EAT"),
    "Africa/Lagos": (1, "WAT"), "Africa/Johannesburg": (2, "SAST"),
    "America/Sao_Paulo": (-3, "-03"), "America/Argentina/Buenos_Aires": (-3, "-03"),
    "America/Bogota": (-5, "-05"), "America/Phoenix": (-7, "MST"), "Pacific/Honolulu": (-10, "HST"),
    "Australia/Brisbane": (10, "AEST"), "Australia/Sydney": (10, "AEST", "AEDT", "AU"),
    "Australia/Melbourne": (10, "AEST", "AEDT", "AU"),
    "Europe/London": (0, "GMT", "BST", "EU"), "Europe/Lisbon": (0, "WET", "WEST", "EU"),
    **{f"Europe/{city}": (1, "CET", "CEST", "EU") for city in (
        "Amsterdam", "Berlin", "Brussels", "Copenhagen", "Madrid", "Oslo", "Paris", "Prague",
        "Rome", "Stockholm", "Vienna", "Warsaw", "Zurich", "Budapest")},
    **{f"Europe/{city}": (2, "EET", "EEST", "EU") for city in ("Athens", "Helsinki", "Kyiv")},
    "America/New_York": (-5, "EST", "EDT", "US"), "America/Toronto": (-5, "EST", "EDT", "US"),
    "America/Chicago": (-6, "CST", "CDT", "US"), "America/Denver": (-7, "MST", "MDT", "US"),
    "America/Los_Angeles": (-8, "PST", "PDT", "US"), "America/Vancouver": (-8, "PST", "PDT", "US"),
    "US/Eastern": (-5, "EST", "EDT", "US"), "US/Pacific": (-8, "PST", "PDT", "US"),
}
_HOUR = timedelta(hours=1)


class ZoneInfoNotFoundError(KeyError):
    """There is no such zone."""


def _sunday(year, month, which):
    """The first, second … Sunday of a month, or the last (-1)."""
    if which < 0:
        day = datetime(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        return day - timedelta((day.weekday() + 1) % 7)
    day = datetime(year, month, 1)
    return day + timedelta((6 - day.weekday()) % 7 + 7 * (which - 1))


def _summer(year, rules, offset):
    """When summer time begins and ends, in UTC."""
    if rules == "EU":
        return [_sunday(year, month, -1) + _HOUR for month in (3, 10)]
    if rules == "US":
        return (_sunday(year, 3, 2) + 2 * _HOUR - offset, _sunday(year, 11, 1) + _HOUR - offset)
    return (_sunday(year, 10, 1) + 2 * _HOUR - offset, _sunday(year, 4, 1) + 2 * _HOUR - offset)


class ZoneInfo(tzinfo):
    """A time zone."""

    _made = {}

    def __new__(cls, key):
        if key not in cls._made:
            if key not in _ZONES:
                raise ZoneInfoNotFoundError(f"No time zone found with key {key}")
            self = cls._made[key] = tzinfo.__new__(cls)
            hours, self._name, self._summer_name, self._rules = (_ZONES[key] + (None, None))[:4]
            self._offset = timedelta(hours=hours)
            self.key = key
        return cls._made[key]

    @classmethod
    def no_cache(cls, key):
        return cls(key)

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        pass

    def _is_summer(self, utc):
        if not self._rules:
            return False
        begin, end = _summer((utc + self._offset).year, self._rules, self._offset)
        return begin <= utc < end if begin < end else not end <= utc < begin

    def _summer_of(self, dt):
        """Whether it is summer time on a clock on the wall; of two such hours `fold` chooses."""
        wall = dt.replace(tzinfo=None, fold=0)
        first, second = [self._is_summer(wall - self._offset - extra) for extra in (_HOUR, 0 * _HOUR)]
        return first if first == second or not dt.fold else second

    def utcoffset(self, dt):
        if dt is None:
            return None if self._rules else self._offset
        return self._offset + (_HOUR if self._summer_of(dt) else 0 * _HOUR)

    def dst(self, dt):
        if dt is None:
            return None if self._rules else 0 * _HOUR
        return _HOUR if self._summer_of(dt) else 0 * _HOUR

    def tzname(self, dt):
        if dt is None:
            return None if self._rules else self._name
        return self._summer_name if self._summer_of(dt) else self._name

    def fromutc(self, dt):
        utc = dt.replace(tzinfo=None)
        summer = self._is_summer(utc)
        local = dt + self._offset + (_HOUR if summer else 0 * _HOUR)
        # The hour that comes twice, the second time.
        return local.replace(fold=int(not summer and self._is_summer(utc - _HOUR)))

    def __repr__(self):
        return f"zoneinfo.ZoneInfo(key={self.key!r})"

    def __str__(self):
        return self.key

    def __reduce__(self):
        return ZoneInfo, (self.key,)


def available_timezones():
    """The names of those that are there."""
    return set(_ZONES)


def reset_tzpath(to=None):
    pass
