"""A small internet for tests: a name service that knows what it was told, and sockets that reach loopback alone.

In this process::

    with Loopback({"inside.test": (("10.0.0.1",),)}) as net:
        ...
    assert not net.refused

In another one, whose attempts stand in FILE line by line afterwards::

    python -m tests.loopback FILE flows.cli status

Whatever the code under test believes it may do, no packet leaves: a connection to anywhere else is written down and
refused by the socket itself.
"""

from __future__ import annotations

import ipaddress
import runpy
import socket
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

Answers = Mapping[str, Sequence[Sequence[str]]]
"""By name: the addresses that the first look-up gives, those that the second gives, and so on in turn."""

LOCALHOST: Answers = {"localhost": (("127.0.0.1", "::1"),)}
_PATCHED = ("connect", "connect_ex", "sendto", "sendmsg")


class PacketRefusedError(OSError):
    """Something was about to be sent to another machine."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A connection that was about to be opened, or a datagram about to be sent."""

    address: str
    port: int


class Loopback:
    """The name service and the sockets, in force for the whole process while the context lasts."""

    def __init__(
        self, names: Answers | None = None, led: Mapping[str, tuple[str, int]] | None = None, log: Path | None = None
    ) -> None:
        """`led` says of addresses that stand for public servers where on loopback they are really found; `log` is a
        file to which each refused attempt is added at once."""
        self._names = {**LOCALHOST, **(names or {})}
        self._led = dict(led or {})
        self._log = log
        self._lock = Lock()
        self._asked: Counter[str] = Counter()
        self._kept: dict[str, Any] = {}
        self.lookups: list[str] = []
        """Names asked for, in order."""
        self.allowed: list[Attempt] = []
        """Connections that were let through, each as it was asked for."""
        self.refused: list[Attempt] = []
        """Attempts to reach another machine. There must be none."""

    def __enter__(self) -> Self:
        self._kept = {name: getattr(socket.socket, name) for name in _PATCHED}
        self._kept |= {name: getattr(socket, name) for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex")}
        net, kept = self, self._kept

        def connect(self: socket.socket, address: Any) -> None:
            kept["connect"](self, net.vetted(self, address))

        def connect_ex(self: socket.socket, address: Any) -> int:
            return int(kept["connect_ex"](self, net.vetted(self, address)))

        def sendto(self: socket.socket, *arguments: Any) -> int:
            return int(kept["sendto"](self, *arguments[:-1], net.vetted(self, arguments[-1])))

        def sendmsg(self: socket.socket, *arguments: Any) -> int:
            if len(arguments) > 3 and arguments[3] is not None:
                net.vetted(self, arguments[3])
            return int(kept["sendmsg"](self, *arguments))

        for patch in (connect, connect_ex, sendto, sendmsg):
            setattr(socket.socket, patch.__name__, patch)
        for look_up in (self.getaddrinfo, self.gethostbyname, self.gethostbyname_ex):
            setattr(socket, look_up.__name__, look_up)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, original in self._kept.items():
            setattr(socket.socket if name in _PATCHED else socket, name, original)

    def vetted(self, asking: socket.socket, address: Any) -> Any:
        """Where a packet for `address` really goes. Raises PacketRefusedError where it would leave this machine."""
        if asking.family not in (socket.AF_INET, socket.AF_INET6):
            return address
        attempt = Attempt(str(address[0]), int(address[1]))
        target = self._led.get(attempt.address)
        with self._lock:
            if target is None and not _is_loopback(attempt.address):
                self.refused.append(attempt)
                self._write(attempt)
                raise PacketRefusedError(f"a packet to {attempt.address} was refused")
            self.allowed.append(attempt)
        return target or address

    def _write(self, attempt: Attempt) -> None:
        if self._log is not None:
            with self._log.open("a", encoding="utf-8") as file:
                file.write(f"{attempt.address} {attempt.port}\n")

    def getaddrinfo(
        self, host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
    ) -> list[Any]:
        """As `socket.getaddrinfo`, from the names alone. What the C library takes for a number stays one."""
        real: Callable[..., list[Any]] = self._kept["getaddrinfo"]
        if host is None:
            return real(host, port, family, type, proto, flags)
        name = host.decode("ascii") if isinstance(host, bytes) else str(host)
        try:
            return real(name, port, family, type, proto, flags | socket.AI_NUMERICHOST)
        except socket.gaierror:
            found = [
                answer
                for ip in self._look_up(name)
                if family in (0, _family(ip))
                for answer in real(ip, port, family, type, proto, flags | socket.AI_NUMERICHOST)
            ]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return found

    def gethostbyname(self, name: str) -> str:
        return str(self.getaddrinfo(name, None, socket.AF_INET)[0][4][0])

    def gethostbyname_ex(self, name: str) -> tuple[str, list[str], list[str]]:
        found = self.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_STREAM)
        return name, [], [str(answer[4][0]) for answer in found]

    def _look_up(self, name: str) -> Sequence[str]:
        key = name.lower().rstrip(".")
        with self._lock:
            self.lookups.append(key)
            turns = self._names.get(key)
            if not turns:
                return ()
            self._asked[key] += 1
            return turns[(self._asked[key] - 1) % len(turns)]


def _family(ip: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in ip else socket.AF_INET


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False  # a name, or a number in another spelling: whoever connects must have looked it up before


def main() -> None:
    """Runs a module as `python -m` does, behind these sockets."""
    _, log, module, *arguments = sys.argv
    sys.argv = [module, *arguments]
    with Loopback(log=Path(log)):
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
