"""The title of an IWPR page: where it is printed, and what else claims to be it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.page import Page
from tasks.report import Found
from tasks.sources.iwpr.boxes import is_box_heading
from tasks.sources.iwpr.kinds import is_kicker
from tasks.sources.iwpr.stamps import bare, stamp_of
from tasks.sources.iwpr.units import Laid, container_of, is_anchor
from tasks.sources.lines import HEADINGS, Line, folded, is_one_link
from tasks.weighing import Trust

TITLE_TRUST = (
    Trust("h1", "the page prints it as its own heading"),
    Trust("first-line", "the first line of a text capture"),
    Trust("window-title", "the browser's title as a capture keeps it"),
    Trust("above-byline", "printed above the byline"),
    Trust("head:", "the head's title stands on the page"),
)
OPENING = 24
"""Units after the first title among which date and byline stand."""
MAX_TITLE = 300
_NAME = r"(?:IWPR\s)?Institute for War (?:and|&) Peace Reporting|IWPR(?:\.net)?|Giving Voice, Driving Change"
SITE_TITLE = re.compile(
    rf"(?:{_NAME})(?:\s?[|:–—-]\s?(?:{_NAME}|[^|]{{0,60}}\|?\s?Home))?|Home|Giving Voice, Driving Change", re.IGNORECASE
)
WINDOW_TITLE = re.compile(rf"(?P<title>[^|]*[^|\s])\s?[|–—-]\s?(?:{_NAME})(?:\s?\|.{{0,80}})?", re.IGNORECASE)
_PROGRAMME = re.compile(
    r"(?:iwpr(?:'s)? )?(?:balkan(?: crisis report|s)?|caucasus(?: reporting service)?|(?:reporting )?central asia"
    r"|(?:iraqi crisis|afghan recovery|africa) reports?|(?:international justice )?tribunal (?:update|report|watch)"
    r"|archive)"
)
"""Programmes, whose names head the pages of their reports."""
_AHEAD = re.compile(rf"(?:{_NAME}|Home)\s?(?:[|»]|\s[–—-]\s|::)\s?", re.IGNORECASE)
_BEHIND = re.compile(rf"\s?(?:[|«»]|\s[–—-]|::)\s?(?:{_NAME}|Home)(?:\s?\|.{{0,80}})?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """Where the title stands, and all its printings."""

    at: int | None
    """Number of the unit that first prints it; none where only the head does."""
    offers: tuple[Found[str], ...]
    is_window: bool = False
    """Whether a capture's first line is the browser's title."""


def head_titles(page: Page) -> tuple[Found[str], ...]:
    """The titles in the head, without the site's name before or behind them."""
    found = []
    for name in ("meta:og:title", "meta:twitter:title", "title"):
        title = site_less(page.head_value(name) or "")
        if title:
            found.append(Found(title, f"head:{name.removeprefix('meta:')}"))
    return tuple(found)


def site_less(text: str) -> str:
    """A title in the head without the site's name; empty where it is nothing else."""
    text = bare(text)[:MAX_TITLE]
    if SITE_TITLE.fullmatch(text):
        return ""
    title = _BEHIND.sub("", _AHEAD.sub("", text, count=1), count=1).strip()
    return "" if SITE_TITLE.fullmatch(title) else title


def is_site_title(text: str) -> bool:
    """Whether a line is the site's own title."""
    return len(text) <= MAX_TITLE and SITE_TITLE.fullmatch(bare(text)) is not None


def find_title(laid: Laid, in_head: Sequence[Found[str]]) -> Title:
    """The title by its heading, by the head, by its place in a capture, or above the byline."""
    units = laid.units
    own = [at for at, unit in enumerate(units) if not is_site_title(unit.text)]
    keys = {folded(title.value): title for title in in_head}
    headings = [at for at in own if laid.block(units[at]).element == "h1" and not is_box_heading(units[at].text)]
    if headings:
        named = [at for at in headings if folded(units[at].text) in keys]
        at = (named or headings)[0]
        return Title(at, (_as_printed(units[at], "h1"), *in_head))
    for at in own:
        title = keys.get(folded(units[at].text))
        if title and not is_one_link(laid.page, units[at].start, units[at].end):
            return Title(at, (_as_printed(units[at], title.rule), *in_head))
    if not laid.page.head and own:
        if (found := _in_capture(laid, own)) is not None:
            return found
    elif (above := _above_byline(laid, own)) is not None:
        return Title(above, (_as_printed(units[above], "above-byline"), *in_head))
    return Title(None, tuple(in_head))


def _as_printed(unit: Line, rule: str) -> Found[str]:
    """The title as it is printed, a break inside it as a blank."""
    return Found(" ".join(part.strip(" \t") for part in unit.text.splitlines()).replace("  ", " "), rule)


def _in_capture(laid: Laid, own: list[int]) -> Title | None:
    """A text capture: the title is its first line, which today's layout prints twice and that of 2020 below the
    site's own title; both print date or byline soon after. Some keep the browser's title as their first line."""
    units = laid.units
    is_window = len(units[0].text) <= MAX_TITLE and not is_site_title(units[0].text)
    window = WINDOW_TITLE.fullmatch(units[0].text) if is_window else None
    if window:
        key = folded(window["title"])
        at = next((at for at in own if folded(units[at].text) == key), None)
        return Title(at, (Found(window["title"], "window-title"),), True)
    opening = units[:OPENING]
    # An issue's number and date may head its first report.
    first = next((at for at in own[:2] if not stamp_of(units[at].text)), own[0])
    repeated = Counter(folded(unit.text) for unit in opening)
    below = first + 1 if is_kicker(units[first].text) and first + 1 < len(units) else first
    is_dated = any(is_anchor(unit.text) for unit in opening[below + 1 :])
    if first > 0 or repeated[folded(units[below].text)] > 1 or is_dated:
        return Title(below, (_as_printed(units[below], "first-line"),))
    return None


def _above_byline(laid: Laid, own: Sequence[int]) -> int | None:
    """The line two above the byline, or one where no standfirst is between: old pages print nothing else there. A
    heading right above, in another element, is the title of both."""
    units = laid.units
    anchor = next((at for at in own if is_anchor(units[at].text)), None)
    if anchor is None:
        return None
    run: list[int] = []
    container = container_of(laid.block(units[anchor]))
    for at in range(anchor - 1, max(anchor - 5, -1), -1):
        unit = units[at]
        if is_one_link(laid.page, unit.start, unit.end) or len(unit.text) > MAX_TITLE:
            break
        if is_site_title(unit.text) or is_kicker(unit.text) or _PROGRAMME.fullmatch(folded(unit.text)):
            break
        is_beside = container_of(laid.block(unit)) == container
        if is_beside or (len(run) == 1 and laid.block(unit).element == "h2"):
            run.append(at)
        if not is_beside:
            break
    headings = [at for at in run if laid.block(units[at]).element in HEADINGS]
    if headings:
        return min(headings, key=lambda at: (laid.block(units[at]).element, at))
    return run[1] if len(run) > 1 else run[0] if run else None
