"""How web archives are asked, and for which sources: checked before anything is asked, for the command line and the
deployment's form alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from samples.webarchives import ENDPOINTS, MATCH, connect_to
from tasks.archive.asking.session import check_contact
from tasks.batch.backfilling import LEAST_PACE, BackfillSettings, archives_of
from tasks.batch.patterns import is_of, wanted_in
from tasks.sources import ArchiveConfig, Source, source, sources

Kind = Literal["replay", "wayback", "pywb", "commoncrawl"]
Pick = Literal["newest", "oldest", "all"]


def settings_of(
    contact: str,
    *,
    kind: Kind | None,
    endpoint: str | None,
    replay: str | None,
    wanted: Path | None,
    pick: Pick,
    since: date | None,
    until: date | None,
    max_copies: int | None,
    pace: float | None,
    sample_port: int | None,
) -> BackfillSettings:
    """How the web archives are asked.

    Raises ValueError, in the words of the command line, for what makes no sense or is not to be done to an archive. No
    message repeats an address: it may hold a secret.
    """
    _check_who_and_how_fast(contact, pace, is_sample=sample_port is not None)
    _check_where(kind, endpoint, replay)
    if since is not None and until is not None and since > until:
        raise ValueError("--since is after --until: no copy lies between")
    if max_copies is not None and max_copies < 1:
        raise ValueError("--max: fewer than one copy is none")
    return BackfillSettings(
        contact=contact,
        archives=(ArchiveConfig(kind, endpoint, ()),) if endpoint is not None and kind is not None else None,
        kinds=(kind,) if kind is not None else (),
        replay=replay,
        wanted=wanted,
        pick=pick,
        since=since,
        until=until,
        most=max_copies,
        pace=pace,
        sample_hosts=connect_to(sample_port) if sample_port is not None else None,
    )


def asked_of(
    names: Sequence[str] | None, settings: BackfillSettings, sample_port: int | None
) -> tuple[tuple[Source, BackfillSettings], ...]:
    """The sources whose copies are looked for, each with its own settings: those named, else all that a web archive is
    known for and that anything is wanted of.

    Raises LookupError for a source there is not, ValueError where nothing could be asked, OSError where the file of
    addresses cannot be read.
    """
    chosen = tuple(source(name) for name in dict.fromkeys(names)) if names else sources()
    wanted = wanted_in(settings.wanted)
    concerned = [each for each in chosen if not wanted or any(is_of(each, line) for line in wanted)]
    if settings.wanted is not None and not (wanted and concerned):
        raise ValueError("none of the addresses belongs to a source that is to be asked for")
    asked: list[tuple[Source, BackfillSettings]] = []
    for each in concerned:
        own = _own(each, settings, sample_port)
        if archives_of(each, own):
            asked.append((each, own))
        elif names:
            raise ValueError(f"no web archive {_of(settings)}is known for {each.config.name}")
    if not asked:
        raise ValueError(f"no web archive {_of(settings)}is known for any source")
    return tuple(asked)


def check_wanted(lines: Sequence[str], asked: Sequence[tuple[Source, BackfillSettings]]) -> None:
    """Raises ValueError where one of the addresses and patterns is of none of the sources."""
    if not all(any(is_of(each, line) for each, _ in asked) for line in lines):
        raise ValueError("--address, --match: one of them belongs to no source that is to be asked for")


def _of(settings: BackfillSettings) -> str:
    return f"of kind {settings.kinds[0]} " if settings.kinds else ""


def _check_who_and_how_fast(contact: str, pace: float | None, *, is_sample: bool) -> None:
    try:
        check_contact(contact)
    except ValueError as error:
        raise ValueError(f"--contact: {error}") from error
    if pace is None:
        return
    if not is_sample and not LEAST_PACE <= pace < math.inf:
        raise ValueError(f"--pace: less than {LEAST_PACE:g} second is no pace for an archive")
    if not 0 <= pace < math.inf:
        raise ValueError("--pace: a number of seconds is needed")


def _check_where(kind: Kind | None, endpoint: str | None, replay: str | None) -> None:
    if endpoint is not None and kind is None:
        raise ValueError("--endpoint needs --from: which kind of archive it is")
    if replay is not None and (endpoint is None or kind == "replay"):
        raise ValueError("--replay needs --endpoint, of an archive that has an index")
    for name, address in (("--endpoint", endpoint), ("--replay", replay)):
        if address is not None and not _is_plain(address):
            raise ValueError(f"{name}: an http or https address without credentials is needed")
    if kind == "replay" and endpoint is not None and not endpoint.endswith("/"):
        raise ValueError("--endpoint: it must end where a copy's 14 digits begin, with /")


def _is_plain(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _own(source: Source, settings: BackfillSettings, sample_port: int | None) -> BackfillSettings:
    """The same with what is the source's own: which addresses are looked for in an archive that an operator names, and
    which of the sample archives stand for its real ones."""
    named = settings.archives or source.config.archives
    own = dict.fromkeys(pattern for archive in source.config.archives for pattern in archive.match)
    match = MATCH.get(source.config.name, ()) if sample_port is not None else tuple(own)
    if sample_port is not None and settings.archives is None:
        named = tuple(ArchiveConfig(each.kind, ENDPOINTS[each.kind], match) for each in named)
    asked = (replace(each, match=each.match or match) for each in named)
    return replace(settings, archives=tuple(each for each in asked if each.match or settings.wanted))
