"""Whatever bytes come, through the whole reading of all three sources: a report that holds, and the same one twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.inputs import ASKED, Asked, parted, recorded
from tests.fuzz.invariants import check
from tests.fuzz.snippets import LABELS, NASTIES, NOTICES, SNIPPETS, TAGS, WORDS

Page = tuple[Asked, bytes]

ASKED_FOR = st.sampled_from(ASKED)
RECORDED = [parted(data) for _, data in recorded()]
ENCODINGS = st.sampled_from(["utf-8", "utf-8", "utf-8", "cp1252", "cp1251", "utf-16"])
ELEMENTS = st.sampled_from(
    ["p", "div", "td", "tr", "table", "li", "ul", "dl", "dt", "dd", "h1", "blockquote", "figcaption", "aside", "span"]
)


def encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "replace")


def wrapped(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    elements = st.tuples(ELEMENTS, st.lists(inside, max_size=4))
    return elements.map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>")


TEXT = st.one_of(st.sampled_from((*LABELS, *NOTICES, *WORDS)), st.text(max_size=20))
TREES = st.lists(st.recursive(TEXT, wrapped, max_leaves=25), max_size=12).map("".join)
SOUP = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.sampled_from(TAGS), st.text(max_size=12)), max_size=60)
MARKUP = st.builds(encoded, st.one_of(SOUP.map("".join), TREES), ENCODINGS)


@st.composite
def mutated(draw: st.DrawFn) -> Page:
    """A recorded page, cut, spliced, with other bytes in it, perhaps asked for as another source's."""
    asked, body = draw(st.sampled_from(RECORDED))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.sampled_from([0, 1, 7, 60, 400, 5000])))
        change = draw(st.sampled_from(["cut", "double", "move", "bytes", "snippet", "splice"]))
        match change:
            case "cut":
                body = body[:start] + body[end:]
            case "double":
                body = body[:end] + body[start:]
            case "move":
                body = body[end:] + body[:end]
            case "bytes":
                body = body[:start] + draw(st.binary(max_size=4)) + body[start + 1 :]
            case "snippet":
                body = body[:start] + draw(st.sampled_from(SNIPPETS)).encode() + body[end:]
            case "splice":
                body = body[:start] + draw(st.sampled_from(RECORDED))[1][start:]
    return draw(st.one_of(st.just(asked), ASKED_FOR)), body


PAGES: dict[str, st.SearchStrategy[Page]] = {
    "bytes": st.tuples(ASKED_FOR, st.one_of(st.binary(max_size=600), st.sampled_from(NASTIES))),
    "markup": st.tuples(ASKED_FOR, MARKUP),
    "recorded pages, changed": mutated(),
}


def proved(pages: st.SearchStrategy[Page], examples: int) -> Callable[[], None]:
    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(pages)
    def holds(page: Page) -> None:
        check(*page)

    return holds


@pytest.mark.parametrize(("kind", "examples"), [("bytes", 80), ("markup", 120), ("recorded pages, changed", 90)])
def test_any_page_ends_in_a_report_that_holds(kind: str, examples: int) -> None:
    proved(PAGES[kind], examples)()


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
def test_thousands_of_pages_end_in_reports_that_hold(kind: str) -> None:
    proved(PAGES[kind], 3000)()


@pytest.mark.parametrize("body", NASTIES, ids=range(len(NASTIES)))
def test_a_page_made_to_break_a_reader_does_not(body: bytes) -> None:
    for asked in ASKED:
        check(asked, body)
