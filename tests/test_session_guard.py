"""No address inside a private network is ever connected to, however it is written."""

from __future__ import annotations

import ipaddress
import socket
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.archive.asking.fetcherrors import AddressRefusedError, FetchError, UnreachableError
from tasks.archive.asking.guard import Guard, Target, is_public
from tasks.archive.asking.pacing import retry_after

# fmt: off
PRIVATE = (
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:101::", "fc00::1",
    "fd12::1", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
)
PUBLIC = (
    "8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450::1", "64:ff9b::808:808", "2002:808:808::",
)
# fmt: on


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_wrapped_in_ipv6_is_judged_as_itself(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    translated = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(address))
    assert is_public(mapped) == is_public(translated) == is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "127.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0",
    ],
)
def test_loopback_in_every_spelling_is_refused(host: str) -> None:
    with pytest.raises((AddressRefusedError, UnreachableError)):
        Guard().vet(host, 80)


def _answers(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def look_up(host: str, port: int, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr("tasks.archive.asking.guard.socket.getaddrinfo", look_up)


def test_public_addresses_are_handed_out_to_connect_to(monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(monkeypatch, "93.184.215.14", "93.184.215.14", "8.8.8.8")
    assert Guard().vet("site.test", 443) == (Target("93.184.215.14", 443), Target("8.8.8.8", 443))


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(monkeypatch, "93.184.215.14", "10.0.0.1")
    with pytest.raises(AddressRefusedError):
        Guard().vet("site.test", 443)


def test_named_host_is_sent_to_where_the_settings_say() -> None:
    guard = Guard({"iwpr.test": ("127.0.0.1", 8080)})
    assert guard.vet("IWPR.test.", 443) == (Target("127.0.0.1", 8080),)
    with pytest.raises(FetchError):
        guard.vet("localhost", 80)


NOW = datetime(2031, 5, 4, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Sun, 04 May 2031 12:00:30 GMT", 30.0),
        ("Sun, 04 May 2031 14:00:30 +0200", 30.0),
        ("Sun, 04 May 2031 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", 1.5),
        ("600, 600", 600.0),
        ("9999999999", 365 * 24 * 3600.0),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_raises(value: str) -> None:
    found = retry_after(value, NOW)
    assert found is None or found >= 0
