"""A link's address is the same however it is come by: joined in general, or by the short way for plain paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.reading.addresses import joined, joiner

BASES = (
    "https://iwpr.test/a/b",
    "http://iwpr.test:80",
    "https://web.archive.test/web/20110520000000id_/http://r.test/a",
    "",
)
HREFS = st.text(alphabet="/ab._-;?:#%é 1", max_size=12)


@given(base=st.sampled_from(BASES), href=HREFS.filter(lambda href: not href.startswith("http")))
def test_short_way_gives_what_joining_gives(base: str, href: str) -> None:
    assert joiner(base)(href) == joined(base, href)


@pytest.mark.parametrize("base", ["http://[x/", "ftp://iwpr.test/a", "HTTP://IWPR.test/q?z=1", "//iwpr.test/y"])
@pytest.mark.parametrize("href", ["/a", "/a/../b", "/a//b", "/.a", "/a/"])
def test_strange_bases_take_no_other_way(base: str, href: str) -> None:
    assert joiner(base)(href) == joined(base, href)
