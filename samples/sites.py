"""All that the sample hosts answer, computed once: the same bytes at every request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from samples import iwpr, legacy, live
from samples.loader import load_reports
from samples.markup import Answer, document, moved


@cache
def routes() -> Mapping[str, Mapping[str, Answer]]:
    """Host → path and query, percent-decoded → answer."""
    reports = load_reports()
    at_iwpr = iwpr.iwpr_routes(reports)
    at_refworld = live.live_routes(reports)
    return {
        "iwpr.test": at_iwpr,
        "www.iwpr.test": at_iwpr,
        "www.refworld.test": at_refworld,
        "refworld.test": {path: _at_www(path, answer) for path, answer in at_refworld.items()},
        legacy.HOST: legacy.legacy_routes(reports),
    }


def not_found(host: str) -> Answer:
    """Each site's own words for a page that is not there."""
    page = document("Page not found", "", f"<h1>Page not found</h1><p>{host} has no page at this address.</p>")
    return Answer(page.encode(), status=404)


def _at_www(path: str, answer: Answer) -> Answer:
    return answer if path == "/robots.txt" else moved(f"http://{live.HOST}{path}")
