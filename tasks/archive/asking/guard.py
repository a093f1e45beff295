"""Which network addresses may be connected to: none inside a private network, whatever name leads there.

A listing or a redirect may name any host. Whoever collects inside an organisation's network must not be made to read
that network's own servers.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tasks.archive.asking.fetcherrors import AddressRefusedError, UnreachableError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
NETWORKS_INSIDE: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = (
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
    ipaddress.IPv6Network("2001::/23"),
    ipaddress.IPv6Network("3fff::/20"),
)
"""Special-purpose networks (RFC 6890) that some Pythons count as global."""

MAX_HOST = 253
"""Longest host name (RFC 1035 §2.3.4, without the length of its root)."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """A vetted network address: connections go to it, not to a name that could be looked up differently again."""

    ip: str
    port: int


@dataclass(frozen=True, slots=True)
class Guard:
    """Vets hosts."""

    connect_to: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Hosts that are asked at another address and port than the name service says, private ones too."""
    only_connect_to: bool = False
    """True where no host besides those of `connect_to` may be asked."""

    def vet(self, host: str, port: int) -> tuple[Target, ...]:
        """The addresses that a host may be reached at.

        Raises AddressRefusedError where any address of the name is not public, UnreachableError where it has none.
        """
        name = host.lower().strip("[]").rstrip(".")
        if name in self.connect_to:
            ip, to_port = self.connect_to[name]
            return (Target(ip, to_port),)
        if self.only_connect_to:
            raise AddressRefusedError(f"{name} is not one of the hosts this run may ask")
        try:
            found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise UnreachableError(f"{name} has no address") from error
        ips = list(dict.fromkeys(str(answer[4][0]) for answer in found))
        if not all(is_public(ipaddress.ip_address(ip)) for ip in ips):
            # One private address among public ones is how a name is made to lead inside on the second try.
            raise AddressRefusedError(f"{name} leads to an address that is not public")
        return tuple(Target(ip, port) for ip in ips)


def is_public(address: IPAddress) -> bool:
    """True for a unicast address of the public internet, also where IPv6 wraps an IPv4 address."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    if any(address in network for network in NETWORKS_INSIDE if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _wrapped(address: ipaddress.IPv6Address) -> IPAddress | None:
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def check_address(address: str) -> None:
    """Raises AddressRefusedError for what is no plain http or https address."""
    try:
        parts = urlsplit(address)
        is_plain = (
            not re.search(r"[\x00-\x1f\x7f]", address)
            and parts.scheme in ("http", "https")
            and 0 < len((parts.hostname or "").rstrip(".")) <= MAX_HOST
            and parts.port != 0
        )
    except ValueError:
        is_plain = False
    if not is_plain:
        raise AddressRefusedError("not an http or https address")
    if parts.username is not None or parts.password is not None:
        raise AddressRefusedError("the address holds credentials")
