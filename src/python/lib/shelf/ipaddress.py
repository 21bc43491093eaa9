"""Addresses of the Internet Protocol, and the networks they are in."""
from functools import total_ordering

IPV4LENGTH, IPV6LENGTH = 32, 128


class AddressValueError(ValueError):
    """What is written is no address."""


class NetmaskValueError(ValueError):
    """What is written is no mask."""


def _first_of(kinds, given, strict=()):
    for kind in kinds:
        try:
            return kind(given, *strict)
        except (AddressValueError, NetmaskValueError):
            pass
    what = {IPv4Network: "network", IPv4Interface: "interface"}.get(kinds[0], "address")
    raise ValueError(f"{given!r} does not appear to be an IPv4 or IPv6 {what}")


def ip_address(address):
    return _first_of((IPv4Address, IPv6Address), address)


def ip_network(address, strict=True):
    return _first_of((IPv4Network, IPv6Network), address, (strict,))


def ip_interface(address):
    return _first_of((IPv4Interface, IPv6Interface), address)


def _octet(text, whole):
    if not text:
        raise ValueError("Empty octet not permitted")
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"Only decimal digits permitted in {text!r}")
    if len(text) > 3:
        raise ValueError(f"At most 3 characters permitted in {text!r}")
    if text != "0" and text[0] == "0":
        raise ValueError(f"Leading zeros are not permitted in {text!r}")
    if int(text) > 255:
        raise ValueError(f"Octet {int(text)} (> 255) not permitted")
    return int(text)


def _read4(text):
    if not text:
        raise AddressValueError("Address cannot be empty")
    octets = text.split(".")
    if len(octets) != 4:
        raise AddressValueError(f"Expected 4 octets in {text!r}")
    try:
        return int.from_bytes([_octet(each, text) for each in octets], "big")
    except ValueError as exc:
        raise AddressValueError(f"{exc} in {text!r}") from None


def _write4(number):
    return ".".join(map(str, number.to_bytes(4, "big")))


def _group(text):
    if not set("0123456789abcdefABCDEF").issuperset(text):
        raise ValueError(f"Only hex digits permitted in {text!r}")
    if len(text) > 4:
        raise ValueError(f"At most 4 characters permitted in {text!r}")
    return int(text, 16)


def _read6(text):
    if not text:
        raise AddressValueError("Address cannot be empty")
    parts = text.split(":")
    if len(parts) < 3:
        raise AddressValueError(f"At least 3 parts expected in {text!r}")
    if "." in parts[-1]:
        try:
            four = _read4(parts.pop())
        except AddressValueError as exc:
            raise AddressValueError(f"{exc} in {text!r}") from None
        parts += [f"{four >> 16:x}", f"{four & 0xffff:x}"]
    if len(parts) > 9:
        raise AddressValueError(f"At most 8 colons permitted in {text!r}")
    gaps = [place for place in range(1, len(parts) - 1) if not parts[place]]
    if len(gaps) > 1:
        raise AddressValueError(f"At most one '::' permitted in {text!r}")
    before, after = (parts[:gaps[0]], parts[gaps[0] + 1:]) if gaps else (parts, [])
    if not gaps and len(parts) != 8:
        raise AddressValueError(f"Exactly 8 parts expected without '::' in {text!r}")
    if not parts[0]:
        before = before[1:]
        if before or not gaps:
            raise AddressValueError(f"Leading ':' only permitted as part of '::' in {text!r}")
    if not parts[-1]:
        if after[:-1] or not gaps:
            raise AddressValueError(f"Trailing ':' only permitted as part of '::' in {text!r}")
        after = []
    left = 8 - len(before) - len(after)
    if gaps and left < 1:
        raise AddressValueError(f"Expected at most 7 other parts with '::' in {text!r}")
    try:
        groups = [_group(each) for each in before] + [0] * left + [_group(each) for each in after]
    except ValueError as exc:
        raise AddressValueError(f"{exc} in {text!r}") from None
    return sum(group << 16 * (7 - place) for place, group in enumerate(groups))


def _groups(number):
    return [number >> shift & 0xffff for shift in range(112, -1, -16)]


def _write6(number):
    """With the longest run of zeros, of two at least, left out (RFC 5952, section 4.2)."""
    groups = [f"{group:x}" for group in _groups(number)]
    for length in range(8, 1, -1):
        for start in range(9 - length):
            if groups[start:start + length] == ["0"] * length:
                return ":".join(groups[:start]) + "::" + ":".join(groups[start + length:])
    return ":".join(groups)


class _Common:
    """What addresses and networks of both kinds have."""

    @property
    def compressed(self):
        return str(self)

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __repr__(self):
        return f"{self.__class__.__name__}({str(self)!r})"


@total_ordering
class _Address(_Common):
    """An address; `_ip` is its number."""

    def __init__(self, address):
        if isinstance(address, int):
            self._ip = self._checked(address)
        elif isinstance(address, bytes):
            if len(address) * 8 != self.max_prefixlen:
                raise AddressValueError(f"{address!r} (len {len(address)} != "
                                        f"{self.max_prefixlen // 8}) is not permitted as an "
                                        f"IPv{self.version} address")
            self._ip = int.from_bytes(address, "big")
        else:
            text = str(address)
            if "/" in text:
                raise AddressValueError(f"Unexpected '/' in {text!r}")
            self._ip = self._read(text)

    def _checked(self, number):
        if number < 0:
            raise AddressValueError(f"{number} (< 0) is not permitted as an IPv{self.version} "
                                    "address")
        if number >> self.max_prefixlen:
            raise AddressValueError(f"{number} (>= 2**{self.max_prefixlen}) is not permitted as "
                                    f"an IPv{self.version} address")
        return number

    def __int__(self):
        return self._ip

    def __str__(self):
        return self._write(self._ip)

    def __hash__(self):
        return hash(hex(self._ip))

    def __eq__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        return self._ip == other._ip and self.version == other.version

    def __lt__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        if self.version != other.version:
            raise TypeError(f"{self} and {other} are not of the same version")
        return self._ip < other._ip

    def __add__(self, other):
        return self._address(int(self) + other) if isinstance(other, int) else NotImplemented

    def __sub__(self, other):
        return self._address(int(self) - other) if isinstance(other, int) else NotImplemented

    def __format__(self, how):
        kind = how[-1:]
        if not kind or kind == "s":
            return format(str(self), how)
        if kind not in "bnXx" or how[:-1] not in ("", "#", "_", "#_"):
            return super().__format__(how)
        kind = {"n": "b" if self.version == 4 else "x"}.get(kind, kind)
        width = self.max_prefixlen if kind == "b" else self.max_prefixlen // 4
        width += 2 * ("#" in how) + ("_" in how) * (width // 4 - 1)
        return format(int(self), f"{'#' * ('#' in how)}0{width}{'_' * ('_' in how)}{kind}")

    @property
    def packed(self):
        return self._ip.to_bytes(self.max_prefixlen // 8, "big")

    def _in(self, *networks):
        return any(self in self._network(each) for each in networks)

    @property
    def is_unspecified(self):
        return self._ip == 0


class _Four:
    """The fourth version."""

    version, max_prefixlen = 4, IPV4LENGTH
    _read, _write = staticmethod(_read4), staticmethod(_write4)

    @property
    def _address(self):
        return IPv4Address

    @property
    def _network(self):
        return IPv4Network

    @property
    def exploded(self):
        return str(self)


class _Six:
    """The sixth version."""

    version, max_prefixlen = 6, IPV6LENGTH
    _read, _write = staticmethod(_read6), staticmethod(_write6)

    @property
    def _address(self):
        return IPv6Address

    @property
    def _network(self):
        return IPv6Network

    @property
    def exploded(self):
        address, slash, length = str(self).partition("/")
        return ":".join(f"{group:04x}" for group in _groups(_read6(address))) + slash + length


class IPv4Address(_Four, _Address):
    """An address of 32 bits; what is special comes from IANA's registry, RFC 6890."""

    @property
    def reverse_pointer(self):
        return ".".join(reversed(str(self).split("."))) + ".in-addr.arpa"

    @property
    def is_loopback(self):
        return self._in("127.0.0.0/8")

    @property
    def is_multicast(self):
        return self._in("224.0.0.0/4")

    @property
    def is_link_local(self):
        return self._in("169.254.0.0/16")

    @property
    def is_reserved(self):
        return self._in("240.0.0.0/4")

    _PRIVATE = ("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                "192.0.0.0/29", "192.0.0.170/31", "192.0.2.0/24", "192.168.0.0/16",
                "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
                "255.255.255.255/32")

    @property
    def is_private(self):
        return self._in(*self._PRIVATE)

    @property
    def is_global(self):
        return not self._in("100.64.0.0/10") and not self.is_private


class IPv6Address(_Six, _Address):
    """An address of 128 bits."""

    _PRIVATE = ("::1/128", "::/128", "::ffff:0:0/96", "100::/64", "2001::/23", "2001:db8::/32",
                "2001:10::/28", "fc00::/7", "fe80::/10")

    @property
    def reverse_pointer(self):
        return ".".join(reversed(self.exploded.replace(":", ""))) + ".ip6.arpa"

    @property
    def ipv4_mapped(self):
        return IPv4Address(self._ip & 0xffffffff) if self._ip >> 32 == 0xffff else None

    @property
    def is_loopback(self):
        return self._ip == 1

    @property
    def is_multicast(self):
        return self._in("ff00::/8")

    @property
    def is_link_local(self):
        return self._in("fe80::/10")

    @property
    def is_private(self):
        if self.ipv4_mapped is not None:
            return self.ipv4_mapped.is_private
        return self._in(*self._PRIVATE)

    @property
    def is_global(self):
        return not self.is_private


@total_ordering
class _Network(_Common):
    """An address and how many of its bits all addresses of the network share."""

    def __init__(self, address, strict=True):
        given, length = _parted(address, self.max_prefixlen)
        number = int(self._address(given))
        self._prefixlen = _length(length, self)
        self.netmask = self._address(self._mask(self._prefixlen))
        self.network_address = self._address(number & int(self.netmask))
        if strict and number != int(self.network_address):
            raise ValueError(f"{self._address(number)}/{self._prefixlen} has host bits set")

    def _mask(self, length):
        return (1 << self.max_prefixlen) - (1 << self.max_prefixlen - length)

    @property
    def prefixlen(self):
        return self._prefixlen

    @property
    def num_addresses(self):
        return 1 << self.max_prefixlen - self._prefixlen

    @property
    def hostmask(self):
        return self._address(self.num_addresses - 1)

    @property
    def broadcast_address(self):
        return self._address(int(self.network_address) + self.num_addresses - 1)

    @property
    def with_prefixlen(self):
        return f"{self.network_address}/{self._prefixlen}"

    @property
    def with_netmask(self):
        return f"{self.network_address}/{self.netmask}"

    @property
    def with_hostmask(self):
        return f"{self.network_address}/{self.hostmask}"

    def __str__(self):
        return self.with_prefixlen

    def __hash__(self):
        return hash((int(self.network_address), int(self.netmask)))

    def __eq__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        return (self.network_address, self.prefixlen) == (other.network_address, other.prefixlen)

    def __lt__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        _same_version(self, other)
        return (self.network_address, self.prefixlen) < (other.network_address, other.prefixlen)

    def __iter__(self):
        first = int(self.network_address)
        return map(self._address, range(first, first + self.num_addresses))

    def hosts(self):
        """Those that a machine may have; the outermost have meanings of their own."""
        first, last = int(self.network_address), int(self.broadcast_address)
        left = self.max_prefixlen - self._prefixlen
        if left == 0:
            return [self._address(first)]
        if left == 1:
            return list(self)
        return map(self._address, range(first + 1, last + (self.version == 6)))

    def __getitem__(self, n):
        first, last = int(self.network_address), int(self.broadcast_address)
        number = first + n if n >= 0 else last + n + 1
        if not first <= number <= last:
            raise IndexError("address out of range")
        return self._address(number)

    def __contains__(self, other):
        if other.version != self.version or isinstance(other, _Network):
            return False
        return int(other) & int(self.netmask) == int(self.network_address)

    def overlaps(self, other):
        return (self.network_address in other or self.broadcast_address in other
                or other.network_address in self or other.broadcast_address in self)

    def subnet_of(self, other):
        _same_version(self, other)
        return (other.network_address <= self.network_address
                and other.broadcast_address >= self.broadcast_address)

    def supernet_of(self, other):
        return other.subnet_of(self)

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        if self._prefixlen == self.max_prefixlen:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError("new prefix must be longer")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError("prefix length diff must be > 0")
        length = self._prefixlen + prefixlen_diff
        if length > self.max_prefixlen:
            raise ValueError(f"prefix length diff {length} is invalid for netblock {self}")
        first, step = int(self.network_address), 1 << self.max_prefixlen - length
        for number in range(first, first + self.num_addresses, step):
            yield self.__class__((number, length))

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError("new prefix must be shorter")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = self._prefixlen - new_prefix
        length = self._prefixlen - prefixlen_diff
        if length < 0:
            raise ValueError(f"current prefixlen is {self._prefixlen}, cannot have a "
                             f"prefixlen_diff of {prefixlen_diff}")
        return self.__class__((int(self.network_address), length), strict=False)

    def address_exclude(self, other):
        _same_version(self, other)
        if not other.subnet_of(self):
            raise ValueError(f"{other} not contained in {self}")
        rest = self
        while rest != other:
            one, two = rest.subnets()
            rest, left = (one, two) if other.subnet_of(one) else (two, one)
            yield left

    def _in(self, *networks):
        return any(self.subnet_of(self.__class__(each)) for each in networks)

    @property
    def is_private(self):
        return self._in(*self._address._PRIVATE)

    @property
    def is_global(self):
        shared = self.version == 4 and self._in("100.64.0.0/10")
        return not shared and not self.is_private

    def __getattr__(self, name):
        # Of a network it holds if it holds of its first and last address.
        if not name.startswith("is_"):
            raise AttributeError(f"{self.__class__.__name__!r} object has no attribute {name!r}")
        return getattr(self.network_address, name) and getattr(self.broadcast_address, name)


def _same_version(one, other):
    if one.version != other.version:
        raise TypeError(f"{one} and {other} are not of the same version")


def _parted(address, most):
    """An address and the length or mask after it."""
    if isinstance(address, (int, bytes)):
        return address, most
    if isinstance(address, tuple):
        return address[0], address[1] if len(address) > 1 else most
    parts = str(address).split("/")
    if len(parts) > 2:
        raise AddressValueError(f"Only one '/' permitted in {address!r}")
    return parts[0], parts[1] if len(parts) == 2 else most


def _length(given, kind):
    """How many bits are shared, from a length or a mask."""
    most = kind.max_prefixlen
    text = str(given)
    if text.isascii() and text.isdigit() and int(text) <= most:
        return int(text)
    if kind.version == 4 and "." in text:
        try:
            mask = _read4(text)
        except AddressValueError:
            mask = None
        for length in range(most + 1):
            if mask in (kind._mask(length), (1 << most) - 1 - kind._mask(length)):
                return length
    raise NetmaskValueError(f"{text!r} is not a valid netmask")


class IPv4Network(_Four, _Network):
    """A network of the fourth version."""


class IPv6Network(_Six, _Network):
    """A network of the sixth version."""


class _Interface:
    """An address in its network."""

    def __init__(self, address):
        given, length = _parted(address, self.max_prefixlen)
        super().__init__(given)
        self.network = self._network((self._ip, length), strict=False)
        self.netmask, self.hostmask = self.network.netmask, self.network.hostmask

    @property
    def ip(self):
        return self._address(self._ip)

    def _with(self, what):
        return f"{self.ip}/{what}"

    with_prefixlen = property(lambda self: self._with(self.network.prefixlen))
    with_netmask = property(lambda self: self._with(self.netmask))
    with_hostmask = property(lambda self: self._with(self.hostmask))

    def __str__(self):
        return self.with_prefixlen

    def __hash__(self):
        return hash((self._ip, self.network))

    def __eq__(self, other):
        same = super().__eq__(other)
        if same is not True:
            return same
        return isinstance(other, _Interface) and self.network == other.network

    def __lt__(self, other):
        if isinstance(other, _Interface) and self.network != other.network:
            return self.network < other.network
        return super().__lt__(other)


class IPv4Interface(_Interface, IPv4Address):
    """An address of the fourth version in its network."""


class IPv6Interface(_Interface, IPv6Address):
    """An address of the sixth version in its network."""


def summarize_address_range(first, last):
    """The fewest networks that have all addresses from one to another."""
    if not (isinstance(first, _Address) and isinstance(last, _Address)):
        raise TypeError("first and last must be IP addresses, not networks")
    if first.version != last.version:
        raise TypeError(f"{first} and {last} are not of the same version")
    if first > last:
        raise ValueError("last IP address must be greater than first")
    at, end, most = int(first), int(last), first.max_prefixlen
    while at <= end:
        bits = min((at & -at).bit_length() - 1 if at else most, (end - at + 1).bit_length() - 1)
        yield first._network((at, most - bits))
        at += 1 << bits


def collapse_addresses(addresses):
    """The fewest networks that have the same addresses."""
    ranges = []
    for each in addresses:
        network = each
        if isinstance(each, _Address):
            network = each._network((int(each), each.max_prefixlen))
        if ranges:
            _same_version(ranges[0][2], network)
        ranges.append((int(network.network_address), int(network.broadcast_address), network))
    ranges.sort(key=lambda each: each[:2])
    joined = []
    for first, last, network in ranges:
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    if ranges:
        make = ranges[0][2]._address
        for first, last in joined:
            yield from summarize_address_range(make(first), make(last))


def v4_int_to_packed(address):
    return address.to_bytes(4, "big")


def v6_int_to_packed(address):
    return address.to_bytes(16, "big")


def get_mixed_type_key(obj):
    if isinstance(obj, _Network):
        return obj.version, obj.network_address, obj.netmask
    return (obj.version, obj) if isinstance(obj, _Address) else NotImplemented
