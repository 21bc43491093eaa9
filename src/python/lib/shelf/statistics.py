"""Means, spreads and relations of numbers, exact where that is possible."""
import math
import random
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from fractions import Fraction

__all__ = ["NormalDist", "StatisticsError", "correlation", "covariance", "fmean",
           "geometric_mean", "harmonic_mean", "linear_regression", "mean", "median",
           "median_grouped", "median_high", "median_low", "mode", "multimode", "pstdev",
           "pvariance", "quantiles", "stdev", "variance"]

LinearRegression = namedtuple("LinearRegression", ("slope", "intercept"))


class StatisticsError(ValueError):
    """There are too few numbers, or unfit ones."""


def _exact(data):
    """How many, their exact sum, and the type of results."""
    count, total, kind = 0, Fraction(0), int
    special = None
    for value in data:
        count += 1
        if isinstance(value, float) and not math.isfinite(value):
            special = value if special is None else special + value
        else:
            total += Fraction(value)
        kind = _wider(kind, type(value))
    return count, total if special is None else special, kind


def _wider(a, b):
    if b is bool:
        b = int
    if a is b or b is int:
        return a
    if a is int:
        return b
    if issubclass(a, float) or issubclass(b, float):
        return float
    if issubclass(b, a):
        return b
    return a


def _convert(value, kind):
    """An exact result as that type has it."""
    if isinstance(value, float):
        return value
    if kind is int or issubclass(kind, int):
        if value.denominator == 1:
            return int(value)
        kind = float
    if issubclass(kind, Fraction):
        return value
    if kind.__name__ == "Decimal":
        return kind(value.numerator) / value.denominator
    return value.numerator / value.denominator


def _listed(data):
    return data if isinstance(data, (list, tuple)) else list(data)


def mean(data):
    count, total, kind = _exact(data)
    if count < 1:
        raise StatisticsError("mean requires at least one data point")
    return _convert(total / count, kind)


def fmean(data, weights=None):
    data = _listed(data)
    if weights is None:
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return math.fsum(data) / len(data)
    weights = _listed(weights)
    if len(weights) != len(data):
        raise StatisticsError("data and weights must be the same length")
    total = math.fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return math.fsum(a * b for a, b in zip(data, weights)) / total


def geometric_mean(data):
    try:
        return math.exp(fmean(map(math.log, data)))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset "
                              "containing positive numbers") from None


def harmonic_mean(data, weights=None):
    data = _listed(data)
    if not data:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if weights is None:
        weights = [1] * len(data)
    elif len(weights) != len(data):
        raise StatisticsError("Number of weights does not match data size")
    if any(x < 0 for x in data):
        raise StatisticsError("harmonic mean does not support negative values")
    if any(x == 0 for x in data):
        return 0
    _, total, kind = _exact(weights)
    _, inverse, other = _exact([Fraction(w) / Fraction(x) for x, w in zip(data, weights)])
    for x in data:
        kind = _wider(kind, type(x))
    if kind is int:
        kind = float
    return _convert(total / inverse, kind)


def _sorted(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data


def median(data):
    data = _sorted(data)
    half = len(data) // 2
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    data = _sorted(data)
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = _sorted(data)
    return data[len(data) // 2]


def median_grouped(data, interval=1):
    data = _sorted(data)
    n = len(data)
    x = data[n // 2]
    below = bisect_left(data, x)
    inside = bisect_right(data, x, lo=below) - below
    interval, x = float(interval), float(x)
    return x - interval / 2.0 + interval * (n / 2 - below) / inside


def mode(data):
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError("no mode for empty data")
    return pairs[0][0]


def multimode(data):
    counts = Counter(iter(data))
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    size = len(data)
    if size < 2:
        raise StatisticsError("must have at least two data points")
    result = []
    if method == "inclusive":
        for i in range(1, n):
            j, delta = divmod(i * (size - 1), n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method == "exclusive":
        for i in range(1, n):
            j = min(max(i * (size + 1) // n, 1), size - 1)
            delta = i * (size + 1) - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError(f"Unknown method: {method!r}")


def _squares(data, centre, least, name):
    """Count, exact sum of squared distances, type."""
    data = _listed(data)
    count, total, kind = _exact(data)
    if count < least:
        words = ("one data point", "two data points")[least - 1]
        raise StatisticsError(f"{name} requires at least {words}")
    if isinstance(total, float):
        return count, math.nan, kind
    c = total / count if centre is None else Fraction(centre)
    return count, sum((Fraction(x) - c) ** 2 for x in data), kind


def variance(data, xbar=None):
    count, squares, kind = _squares(data, xbar, 2, "variance")
    return _convert(squares / (count - 1), kind)


def pvariance(data, mu=None):
    count, squares, kind = _squares(data, mu, 1, "pvariance")
    return _convert(squares / count, kind)


def _root(value, kind):
    """The square root of a fraction, rightly rounded."""
    if isinstance(value, float):
        return math.sqrt(value)
    if kind.__name__ == "Decimal":
        return (kind(value.numerator) / kind(value.denominator)).sqrt()
    n, m = value.numerator, value.denominator
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        root = _odd_root(n, m << 2 * shift) << shift
        return float(root)
    return math.ldexp(_odd_root(n << -2 * shift, m), shift)


def _odd_root(n, m):
    """The root of n/m, with the last bit set if it is not exact."""
    a = math.isqrt(n // m)
    return a | (a * a * m != n)


def stdev(data, xbar=None):
    count, squares, kind = _squares(data, xbar, 2, "stdev")
    return _root(squares / (count - 1), kind)


def pstdev(data, mu=None):
    count, squares, kind = _squares(data, mu, 1, "pstdev")
    return _root(squares / count, kind)


def covariance(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("covariance requires that both inputs have same number of "
                              "data points")
    if n < 2:
        raise StatisticsError("covariance requires at least two data points")
    mx, my = math.fsum(x) / n, math.fsum(y) / n
    return math.fsum((a - mx) * (b - my) for a, b in zip(x, y)) / (n - 1)


def correlation(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("correlation requires that both inputs have same number of "
                              "data points")
    if n < 2:
        raise StatisticsError("correlation requires at least two data points")
    mx, my = math.fsum(x) / n, math.fsum(y) / n
    sxy = math.fsum((a - mx) * (b - my) for a, b in zip(x, y))
    sxx = math.fsum((d := a - mx) * d for a in x)
    syy = math.fsum((d := b - my) * d for b in y)
    if not sxx * syy:
        raise StatisticsError("at least one of the inputs is constant")
    return sxy / math.sqrt(sxx * syy)


def linear_regression(x, y, /, *, proportional=False):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("linear regression requires that both inputs have same number of "
                              "data points")
    if n < 2:
        raise StatisticsError("linear regression requires at least two data points")
    mx = my = 0.0
    if proportional:
        sxy = math.fsum(a * b for a, b in zip(x, y))
        sxx = math.fsum(a * a for a in x)
    else:
        mx, my = math.fsum(x) / n, math.fsum(y) / n
        sxy = math.fsum((a - mx) * (b - my) for a, b in zip(x, y))
        sxx = math.fsum((d := a - mx) * d for a in x)
    if not sxx:
        raise StatisticsError("x is constant")
    slope = sxy / sxx
    return LinearRegression(slope, 0.0 if proportional else my - slope * mx)


class NormalDist:
    """The bell curve of a mean and a spread."""

    __slots__ = ("_mu", "_sigma")

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        data = _listed(data)
        return cls(float(mean(data)), float(stdev(data)))

    mean = median = mode = property(lambda self: self._mu)
    stdev = property(lambda self: self._sigma)
    variance = property(lambda self: self._sigma * self._sigma)

    def samples(self, n, *, seed=None):
        gauss = random.gauss if seed is None else random.Random(seed).gauss
        return [gauss(self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        if not self._sigma:
            raise StatisticsError("pdf() not defined when sigma is zero")
        variance = self._sigma * self._sigma
        diff = x - self._mu
        return math.exp(diff * diff / (-2.0 * variance)) / math.sqrt(math.tau * variance)

    def cdf(self, x):
        if not self._sigma:
            raise StatisticsError("cdf() not defined when sigma is zero")
        return 0.5 * (1.0 + math.erf((x - self._mu) / (self._sigma * math.sqrt(2.0))))

    def inv_cdf(self, p):
        """Where so much of the curve lies to the left; found by halving and then Newton's steps."""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        low, high = -40.0, 40.0
        for _ in range(200):
            middle = (low + high) / 2
            value = 0.5 * math.erfc(-middle / math.sqrt(2.0))
            if value < p:
                low = middle
            else:
                high = middle
        return self._mu + (low + high) / 2 * self._sigma

    def zscore(self, x):
        if not self._sigma:
            raise StatisticsError("zscore() not defined when sigma is zero")
        return (x - self._mu) / self._sigma

    def quantiles(self, n=4):
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        a, b = sorted((self, other), key=lambda d: (d._sigma, d._mu))
        va, vb = a.variance, b.variance
        dv, dm = vb - va, abs(b._mu - a._mu)
        if not dv:
            return 1.0 - math.erf(dm / (2.0 * a._sigma * math.sqrt(2.0)))
        first = a._mu * vb - b._mu * va
        second = a._sigma * b._sigma * math.sqrt(dm * dm + dv * math.log(vb / va))
        one, two = (first + second) / dv, (first - second) / dv
        return 1.0 - (abs(b.cdf(one) - a.cdf(one)) + abs(b.cdf(two) - a.cdf(two)))

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, other):
        return NormalDist(self._mu * other, self._sigma * abs(other))

    def __truediv__(self, other):
        return NormalDist(self._mu / other, self._sigma / abs(other))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return -(self - other)

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return self._mu == other._mu and self._sigma == other._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"
