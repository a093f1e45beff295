"""From what a reader found to a `Report`: addresses, hints of the address, the last resorts for a body."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tasks.country_codes import coded
from tasks.page import Page
from tasks.report import Author, Capture, Citation, Country, Found, Issue, PublicationDate, Report, State
from tasks.sources.addresses import own_address, unwrap, without_fragment
from tasks.sources.lines import Claims
from tasks.sources.source import Identity
from tasks.weighing import Offer, Trust, dated, weigh

Identify = Callable[[str], Identity | None]

REPORT_KINDS = {
    "ANNUALREPORT": "annual-report",
    "COUNTRYREP": "country-report",
    "COUNTRYPROF": "country-report",
    "QUERYRESPONSE": "query-response",
    "LEGISLATION": "legislation",
    "NATLEGINSTR": "legislation",
    "CASELAW": "case-law",
}
"""By the document type in an address of either Refworld."""


@dataclass(slots=True)
class Described:
    """What a reader has found so far."""

    claims: Claims
    citation: Citation = field(default_factory=Citation)
    issues: list[Issue] = field(default_factory=list)
    state: State = "report"
    _offers: dict[str, list[Offer[object]]] = field(default_factory=dict)

    def offer(self, name: str, value: Found[str] | PublicationDate | tuple[Author, ...] | None) -> None:
        """Adds what one rule found for a field of the citation; `decide` chooses. None and nothing are no offer.

        One value may be offered from the header, one from "Cite as", one from the head: all may be wrong.
        """
        if not value:
            return
        if isinstance(value, tuple):
            text, rule = "; ".join(author.name for author in value), value[0].rule
        else:
            text, rule = (dated(value) if isinstance(value, PublicationDate) else value.value), value.rule
        self._offers.setdefault(name, []).append(Offer(value, text, rule))

    def decide(self, trust: Mapping[str, Sequence[Trust]]) -> None:
        """Fills every field that has offers, by its order of trust; where they disagree, all become candidates."""
        for name, offers in self._offers.items():
            if weighed := weigh(name, offers, trust.get(name, ())):
                self.set(**{name: weighed.chosen.value})
                self.set(candidates=(*self.citation.candidates, *weighed.candidates))
        self._offers.clear()

    def set(self, **values: object) -> None:
        """Fills fields of the citation."""
        self.citation = replace(self.citation, **values)  # type: ignore[arg-type]

    def issue(self, rule: str, seen: str, start: int | None = None, end: int | None = None) -> None:
        """Notes what was not understood; `seen` is cut short."""
        self.issues.append(Issue(rule, seen[:120], start, end))


def claim_selected(page: Page, found: Described, start: int) -> None:
    """The body where neither labels nor structure tell: the blocks trafilatura takes for the article."""
    count = 0
    for block in page.blocks:
        if block.is_selected and block.start_char >= start:
            found.claims.block(block, "trafilatura", block.start_char, block.end_char)
            count += 1
    if not count:
        found.issue("body", "no body by labels, structure or selection")


def finish(page: Page, capture: Capture, found: Described, identify: Identify) -> Report:
    """The report, with everything that its addresses say."""
    identity = identify(own_address(capture))
    if identity:
        _add_hints(found, identity)
    named = [address for address in _named(page) if identify(address)]
    canonical = identity.canonical_address if identity else None
    if identity and found.citation.canonical_address is None and canonical:
        found.set(canonical_address=Found(canonical, "address"))
    asked = without_fragment(capture.address)
    copy = capture.archive_address
    candidates = [
        asked,
        # A copy inside a WARC file lies at an offset of it: no address that a citation could name.
        copy if copy and copy.startswith(("http://", "https://")) and "#" not in copy else None,
        without_fragment(identity.original_address if identity else own_address(capture)),
        canonical,
        *named,
    ]
    printed = found.citation.canonical_address
    if printed:
        candidates.append(printed.value)
    return Report(
        capture=capture,
        state=found.state,
        document_key=identity.document_key if identity else None,
        aliases=tuple(dict.fromkeys(address for address in candidates if address)),
        citation=found.citation,
        body=page.text,
        passages=found.claims.passages(),
        issues=tuple(found.issues),
    )


def head_address(page: Page, name: str) -> str | None:
    """An address in the head, without the web archive that rewrote it."""
    value = page.head_value(name)
    return without_fragment(unwrap(value).address) if value and value.strip() else None


def head_title(page: Page, *site_names: str) -> Found[str] | None:
    """The title in the head, without the site's own name before or behind it."""
    for name in ("meta:og:title", "meta:twitter:title", "title"):
        parts = [part.strip() for part in (page.head_value(name) or "").split("|")]
        kept = [part for part in parts if part and part.casefold() not in site_names]
        if kept:
            return Found(" | ".join(kept), f"head:{name.removeprefix('meta:')}")
    return None


def _named(page: Page) -> list[str]:
    found = (head_address(page, name) for name in ("link:canonical", "meta:og:url"))
    return [address for address in found if address]


def _add_hints(found: Described, identity: Identity) -> None:
    citation = found.citation
    if identity.publisher_code and citation.publisher_code is None:
        found.set(publisher_code=Found(identity.publisher_code, "address"))
    if identity.document_type:
        found.set(document_type=Found(identity.document_type, "address"))
        kind = REPORT_KINDS.get(identity.document_type.upper())
        if kind and citation.report_kind is None:
            found.set(report_kind=Found(kind, "address"))
    code = identity.country_code
    if code and not citation.countries:
        if country := coded(code):
            found.set(countries=(Country(country.code, code, country.rule("address")),))
        else:
            found.issue("country", code)
