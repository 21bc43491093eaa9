"""An office plans its network: addresses, networks, interfaces."""
import ipaddress
import pickle
from ipaddress import (AddressValueError, IPv4Address, IPv4Interface, IPv4Network, IPv6Address,
                       IPv6Network, NetmaskValueError, collapse_addresses, ip_address,
                       ip_interface, ip_network, summarize_address_range)

for text in ["192.168.0.1", "8.8.8.8", "127.0.0.1", "224.0.0.5", "169.254.1.1", "240.0.0.1", "0.0.0.0",
             "172.31.255.255", "172.32.0.0", "100.64.0.1", "::1", "::", "2001:db8::1", "fe80::1",
             "2606:4700:4700::1111", "ff02::1", "::ffff:10.0.0.1", "2001:0db8:0:0:1:0:0:1", "1::",
             "fc00::12:0:0:0", "1:2:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"]:
    a = ip_address(text)
    print(repr(a), a.version, int(a), a.exploded, a.compressed, a.packed.hex(), a.reverse_pointer)
    print("  ", [n for n in ("is_private", "is_global", "is_loopback", "is_multicast",
                             "is_link_local", "is_unspecified") if getattr(a, n)])

WRONG = ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "a.b.c.d", "01.2.3.4", "1.2..4", "1234.1.1.1", "1.2.3.4/24",
         ":", "1:2", "1::2::3", "12345::", "g::1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", ":1:2:3:4:5:6:7",
         "1:2:3:4:5:6:7:", "1:2:3:4:5:6:7::8:9", "::1.2.3", "1:2:3:4:5:6:7:8::", "::1:", ":1::", -1, 2**32, 2**128,
         b"abc"]
for text in WRONG:
    for kind in (IPv4Address, IPv6Address, ip_address):
        try:
            print(kind.__name__, repr(text), repr(kind(text)))
        except ValueError as error:
            print(kind.__name__, type(error).__name__, error)

NETS = ["192.168.0.0/24", "10.0.0.0/255.0.0.0", "10.0.0.0/0.255.255.255", "1.2.3.4", "2001:db8::/126", "::/0",
        "192.168.0.1/24", "192.168.0.0/33", "10.0.0.0/x", "10.0.0.0/8/8", "10.0.0.0/255.0.255.0", "host"]
for text in NETS:
    for strict in (True, False):
        try:
            n = ip_network(text, strict=strict)
            print(repr(n), n.network_address, n.broadcast_address, n.netmask, n.hostmask, n.prefixlen,
                  n.num_addresses, n.with_netmask, n.with_hostmask, n.is_private, n.exploded)
        except ValueError as error:
            print(type(error).__name__, error)
for kind, text in ((IPv4Network, "10.0.0.0/99"), (IPv6Network, "::/200"), (IPv4Network, "1.1.1/8")):
    try:
        kind(text)
    except (AddressValueError, NetmaskValueError) as error:
        print(type(error).__name__, error)

office = IPv4Network("10.1.0.0/24")
for name, floor in zip(("ground", "first", "second", "roof"), office.subnets(prefixlen_diff=2)):
    hosts = list(floor.hosts())
    print(f"{name:8}{str(floor):>16} {len(hosts):>4} {hosts[0]} .. {hosts[-1]}", floor.subnet_of(office))
print(list(office.subnets(new_prefix=25)), office.supernet(), office.supernet(new_prefix=8))
print(IPv4Address("10.1.0.77") in office, IPv4Address("10.2.0.1") in office, ip_address("::1") in office)
print(office[0], office[-1], office[10], list(IPv4Network("10.0.0.4/31").hosts()), list(IPv4Network("1.1.1.1/32").hosts()))
print(list(IPv4Network("10.0.0.0/30")), list(IPv6Network("::8/126").hosts()))
print(list(office.address_exclude(IPv4Network("10.1.0.64/26"))))
print(office.overlaps(IPv4Network("10.1.0.128/25")), office.overlaps(IPv4Network("10.1.1.0/24")))
print(list(summarize_address_range(IPv4Address("192.0.2.0"), IPv4Address("192.0.2.130"))))
print(list(collapse_addresses([IPv4Network("192.0.2.0/25"), IPv4Network("192.0.2.128/25"), IPv4Address("10.0.0.1")])))
for wrong in (lambda: office[256], lambda: list(office.subnets(new_prefix=8)), lambda: office.supernet(30),
              lambda: IPv4Address("1.1.1.1") < IPv6Address("::1"), lambda: IPv4Address("255.255.255.255") + 1,
              lambda: office.subnet_of(IPv6Network("::/0")), lambda: IPv4Address("1.1.1.1") + "1",
              lambda: list(summarize_address_range(IPv4Address(2), IPv4Address(1))),
              lambda: list(office.subnets(9)), lambda: list(office.address_exclude(IPv4Network("9.0.0.0/8")))):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)

card = ip_interface("192.168.5.7/20")
print(repr(card), card.ip, card.network, card.with_netmask, card.with_hostmask, card == IPv4Interface("192.168.5.7/20"),
      card == card.ip, card.is_private, isinstance(card, IPv4Address))
print(repr(ip_interface("2001:db8::5/64")), ip_interface("2001:db8::5/64").network)
a = IPv4Address("10.0.0.9")
print(a + 1, a - 10, a == ip_address("10.0.0.9"), a == "10.0.0.9", a < IPv4Address("10.0.0.10"), hash(a) == hash(IPv4Address(int(a))))
print(sorted([IPv4Address("10.0.0.10"), a, IPv4Address("9.255.255.255")]), max(office.hosts()))
print(sorted([IPv4Network("10.0.0.0/9"), IPv4Network("10.0.0.0/8"), IPv4Network("9.0.0.0/24")]))
print(f"{a:b} {a:#x} {a:_b} {a:X} {a:n} {a!s:>12} {a:s} {a:>20s} {ip_address('::1'):x} {ip_address('::1'):#_n}")
print({a: "printer"}[IPv4Address("10.0.0.9")], len({a, ip_address("10.0.0.9")}), pickle.loads(pickle.dumps([a, office, card])))
print(sorted([IPv6Address("::1"), a], key=ipaddress.get_mixed_type_key), IPv6Address("::ffff:1.2.3.4").ipv4_mapped)
