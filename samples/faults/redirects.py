"""Redirects that lead round and round, inside, or nowhere."""

from __future__ import annotations

from samples.faults.fault import SITE, Fault, own_host
from samples.faults.pages import story
from samples.faults.wire import Asked, Wire, answer, head, moved

PUBLIC_ADDRESS = "93.184.215.14"
"""Stands for a public server; the tests' socket layer leads it to the fault server."""

INSIDE_NAME, MIXED_NAME, TURNING_NAME, NO_NAME = map(own_host, ("inside", "mixed", "turning", "no-such-name"))
NAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    INSIDE_NAME: (("10.20.30.40",),),
    MIXED_NAME: ((PUBLIC_ADDRESS, "192.168.4.5"),),
    # Rebinding: public for whoever checks the name, private for whoever then connects to it.
    TURNING_NAME: ((PUBLIC_ADDRESS,), ("127.0.0.1",)),
}
"""What the name service says of each name: the answers to the first look-up, the second, and so on in turn."""


def _to(name: str, sent: str, location: str | None, expected: str = "address-refused") -> Fault:
    return Fault(name, "redirect", sent, expected, moved(location))


def _inside(name: str, what: str, host: str) -> Fault:
    return _to(f"to-{name}", f"A redirect to {what}, `http://{host}/`.", f"http://{host}/global-voices/inside")


def _further(wire: Wire, asked: Asked) -> None:
    number = int(asked.target.rpartition("/")[2])
    wire.send(head(302, (("Location", f"/hops/{number + 1}"), ("Content-Length", "0"))))


def _closing(wire: Wire, _: Asked) -> None:
    """Ends the connection, so that the next request needs a new look at the name."""
    wire.send(head(404, (("Content-Length", "0"), ("Connection", "close"))))
    wire.close()


ROUND = (
    Fault(
        "chain-without-end",
        "redirect",
        "A redirect to a redirect, each to a new address, without end.",
        "too-many-redirects",
        moved("/hops/1"),
        {(SITE, "/hops/*"): _further},
    ),
    Fault(
        "loop-of-two",
        "redirect",
        "Two addresses that redirect to each other.",
        "too-many-redirects",
        moved("/loop"),
        {(SITE, "/loop"): moved("/global-voices/loop-of-two")},
    ),
    Fault(
        "to-itself", "redirect", "A redirect to itself.", "too-many-redirects", moved("/global-voices/to-itself#again")
    ),
    Fault("location-missing", "redirect", "302 without Location.", "redirect", moved(None)),
    Fault(
        "to-another-port",
        "redirect",
        "A redirect to another port of the same host.",
        "unidentified",
        moved(f"http://{SITE}:8443/global-voices/other-port"),
        {(SITE, "/global-voices/other-port"): answer(200, story("Behind Another Port"))},
    ),
)

INSIDE = (
    _inside("loopback", "loopback", "127.0.0.1"),
    _inside("loopback-short", "loopback in short", "127.1"),
    _inside("loopback-decimal", "loopback as one number", "2130706433"),
    _inside("loopback-hex", "loopback in hexadecimal", "0x7f000001"),
    _inside("loopback-octal", "loopback in octal", "0177.0.0.1"),
    _inside("any-address", "the address that means this machine", "0.0.0.0"),  # noqa: S104
    _inside("localhost", "the name of this machine", "localhost"),
    _inside("localhost-dotted", "the same, written as an absolute name", "LOCALHOST."),
    _inside("private-10", "a private network", "10.1.2.3"),
    _inside("private-172", "a private network", "172.16.0.1"),
    _inside("private-192", "a private network", "192.168.1.1"),
    _inside("carrier-nat", "a carrier's network", "100.64.0.1"),
    _inside("metadata", "a cloud's metadata service", "169.254.169.254"),
    _inside("ipv6-loopback", "loopback in IPv6", "[::1]"),
    _inside("ipv6-mapped", "loopback wrapped in IPv6", "[::ffff:127.0.0.1]"),
    _inside("ipv6-nat64", "the metadata service behind NAT64", "[64:ff9b::a9fe:a9fe]"),
    _inside("ipv6-private", "a private network in IPv6", "[fd00::1]"),
    _inside("ipv6-link-local", "a link-local address", "[fe80::1]"),
    _inside("inside-name", "a name that resolves to a private address", INSIDE_NAME),
    _inside("mixed-name", "a name that resolves to a public address and a private one", MIXED_NAME),
    Fault(
        "to-turning-name",
        "redirect",
        f"A redirect to a name that resolves to a public address first and to loopback next (DNS rebinding), "
        f"`http://{TURNING_NAME}/`.",
        "address-refused",
        moved(f"http://{TURNING_NAME}/page"),
        {(TURNING_NAME, "/robots.txt"): _closing, (TURNING_NAME, "/page"): answer(200, story("Turned"))},
    ),
)

NOWHERE = (
    _to("to-no-such-name", "A redirect to a name that does not exist.", f"http://{NO_NAME}/", "robots-unreachable"),
    _to("to-file", "A redirect to `file:///etc/passwd`.", "file:///etc/passwd"),
    _to("to-ftp", "A redirect to an `ftp:` address.", f"ftp://{SITE}/story"),
    _to("to-javascript", "A redirect to a `javascript:` address.", "javascript:alert(1)"),
    _to("to-data", "A redirect to a `data:` address.", "data:text/html,story"),
    _to("to-credentials", "A redirect to an address with a password.", f"http://amara:secret@{SITE}/story"),
    _to("to-no-address", "A redirect to `http://[`.", "http://["),
    _to("to-port-zero", "A redirect to port 0.", f"http://{SITE}:0/story"),
    _to("to-long-host", "A redirect to a host name of 300 characters.", f"http://{'a' * 300}.test/"),
    _to(
        "to-long-idn-host",
        "A redirect to a host name of a hundred Cyrillic letters, as raw UTF-8.",
        f"http://{'остра' * 20}.test/".encode().decode("latin-1"),
    ),
)

REDIRECTS = (*ROUND, *INSIDE, *NOWHERE)
