"""Small pieces of HTML and dates that all three sites share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from samples.model import Block, SampleReport

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

INVENTED = "Sample page: every person, place, organisation and event on it is invented."


LAUNCHED = date(2026, 1, 5)
"""Last-Modified of pages that carry no date of their own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says at one address."""

    body: bytes
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    modified: date = LAUNCHED


def html_answer(text: str, *, modified: date | None = None, status: int = 200) -> Answer:
    """A page in UTF-8."""
    return Answer(text.encode(), status=status, modified=modified or LAUNCHED)


def moved(address: str, *, status: int = 301) -> Answer:
    """A redirect to an absolute address or a path."""
    body = f'<html><head><title>Moved</title></head><body><a href="{escape(address)}">Moved</a></body></html>\n'
    return Answer(body.encode(), status=status, headers=(("Location", address),))


def document(title: str, head: str, body: str, *, language: str = "en") -> str:
    """A whole HTML document."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f"{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def block_html(block: Block, report: SampleReport) -> str:
    """One paragraph, list item, heading or line of a fact box, with the cross references linked."""
    inner = escape(block.text, quote=False)
    if any(part.kind == "see-also" for part in block.parts):
        for title in report.gold.see_also:
            printed = escape(title, quote=False)
            inner = inner.replace(printed, f'<a href="{slug_address(title)}">{printed}</a>')
    if block.element == "li":
        return f"<ul><li>{inner}</li></ul>"
    if block.element == "blockquote":
        return f"<blockquote><p>{inner}</p></blockquote>"
    if block.element == "h3":
        return f"<h3>{inner}</h3>"
    if block.element == "fact":
        name, colon, value = inner.partition(":")
        return f"<div><b>{name}{colon}</b>{value}</div>"
    return f"<p>{inner}</p>"


def body_html(report: SampleReport) -> str:
    """All paragraphs; neighbouring list items stand in one list."""
    text = "\n".join(block_html(block, report) for block in report.blocks)
    return text.replace("</ul>\n<ul>", "\n")


def slug_address(title: str) -> str:
    """Where a cross reference leads: a story that is not among the samples."""
    words = "".join(character if character.isalnum() else " " for character in title.lower()).split()
    return "http://iwpr.test/global-voices/" + "-".join(word for word in words if word not in {"a", "the", "of", "in"})


def links(items: Iterable[tuple[str, str]]) -> str:
    """A list of links: (address, text)."""
    return "<ul>" + "".join(f'<li><a href="{escape(to)}">{escape(text)}</a></li>' for to, text in items) + "</ul>"


def day_month_year(day: date) -> str:
    """``4 March 2011``"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_date(day: date) -> str:
    """``Friday, 4 March, 2011``, as IWPR stamps its pages."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}, {day.year}"


def pages_of(items: Sequence[str], size: int) -> list[list[str]]:
    """The items in pages of `size`; one empty page where there are none."""
    return [list(items[first : first + size]) for first in range(0, len(items), size)] or [[]]
