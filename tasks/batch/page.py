"""One page, from its payload to its report: the order of the steps, and nothing else. No store is touched."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from tasks.archive.payload import Payload
from tasks.page import Page
from tasks.reading import (
    citation,
    copies,
    countries,
    labels,
    language,
    notice_like,
    quotes,
    related,
    replay,
    states,
    text,
)
from tasks.report import Capture, Issue, Passage, Report, State
from tasks.sources import Source, identify
from tasks.sources.addresses import own_address, replay_prefix

Step = Callable[[Report], Report]

WITHOUT_TEXT: frozenset[State] = frozenset({"redirect"})
"""States decided by the status line alone, whose payload says nothing more."""


@contextmanager
def _collector_paused() -> Iterator[None]:
    """The collector of cycles looks at a huge page's millions of live objects again and again, a fifth of its time, and
    frees nothing. Where readings overlap, it may run before the last has ended: that costs time alone.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_collector_paused()
def read_page(capture: Capture, payload: Payload, source: Source) -> Report:
    """Reads one capture with today's rules.

    Never raises for what the page holds: a step that fails leaves an issue with its name and the kind of error, and
    the steps after it go on from the report as it was.
    """
    address = own_address(capture)
    identity = source.identify(address)
    key = identity.document_key if identity else None
    status_only = states.state_of(capture.status, payload.headers, None, payload.body, capture.truncated)
    if status_only in WITHOUT_TEXT:
        return Report(capture, status_only, key)

    # A confirmation (304) has no media type of its own: its capture has that of the payload it confirms.
    media_type = payload.media_type or capture.media_type
    printed = text.page_of(payload.body, address=address, media_type=media_type, charset=payload.charset)
    page, toolbar = as_captured(printed, capture, payload.body)
    state = states.state_of(capture.status, payload.headers, page, payload.body, capture.truncated)
    if state != "report":
        # An answer that is no page need not be readable; only a page that should be is an issue when it is not.
        issues = page.issues if state == "unreadable" else (Issue(f"state:{state}", capture.address),)
        return Report(capture, state, key, issues=issues)
    if identity is None:
        return Report(capture, "unidentified", issues=(Issue("state:unidentified", capture.address),))

    try:
        report = source.describe(page, capture)
    except Exception as error:
        return Report(capture, "unreadable", key, issues=(*page.issues, _failed("describe", error)))
    passages = tuple(sorted((*report.passages, *toolbar), key=lambda passage: passage.start_char))
    report = replace(report, passages=passages, issues=(*page.issues, *report.issues))
    if report.state != "report":
        return replace(report, issues=(*report.issues, Issue(f"state:{report.state}", capture.address)))
    return _take(
        report,
        {
            "labels": labels.label,
            "notice-like": notice_like.find,
            "related": partial(related.find, links=page.links),
            "citation": citation.complete,
            "countries": countries.find,
            "language": language.detect,
            "quotes": quotes.find,
            "copies": copies.sign,
        },
    )


def as_captured(page: Page, capture: Capture, body: bytes) -> tuple[Page, tuple[Passage, ...]]:
    """The page as its site gave it, and the toolbar that a web archive laid over it: the sources read sites alone."""
    archive = replay.archive_of(page.address, replay_prefix(capture), body)
    return replay.parted(replay.undone(page, archive)) if archive else (page, ())


def _take(report: Report, steps: dict[str, Step]) -> Report:
    for name, step in steps.items():
        try:
            report = step(report)
        except Exception as error:  # one page must never stop a night; the kind of error says where to look
            report = replace(report, issues=(*report.issues, _failed(name, error)))
    return report


def _failed(step: str, error: Exception) -> Issue:
    return Issue(f"step-failed:{step}", type(error).__name__)


def source_of(address: str) -> Source | None:
    """The source that an address belongs to."""
    found = identify(address)
    return found[0] if found else None
