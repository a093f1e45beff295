"""What each kind of report is called in CSL, BibTeX and RIS.

CSL: types of CSL 1.0.2, appendix III. BibTeX: only entry types that every style knows, so that news, pages and law are
``misc``. RIS: types of the format's specification of 2001 and of EndNote's list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ItemType:
    """The name of a kind of report in each form, and the words a reader knows it by."""

    csl: str
    bibtex: str
    ris: str
    genre: str | None = None

    @property
    def is_news(self) -> bool:
        """Whether it stands in a publication, as an article does."""
        return self.csl == "article-newspaper"

    @property
    def is_page(self) -> bool:
        """Whether it is nothing but a page of a site."""
        return self.csl == "webpage"


PAGE = ItemType("webpage", "misc", "ELEC")
_DOCUMENT = ItemType("report", "misc", "RPRT")
TYPES: Mapping[str, ItemType] = MappingProxyType(
    {
        "reporting": ItemType("article-newspaper", "misc", "NEWS"),
        "annual-report": ItemType("report", "techreport", "RPRT", "Annual report"),
        "country-report": ItemType("report", "techreport", "RPRT", "Country report"),
        "query-response": ItemType("report", "techreport", "RPRT", "Query response"),
        "project-review": ItemType("webpage", "misc", "ELEC", "Project review"),
        "press-release": ItemType("webpage", "misc", "ELEC", "Press release"),
        "newsletter": ItemType("webpage", "misc", "ELEC", "Newsletter"),
        "house-news": PAGE,
        "legislation": ItemType("legislation", "misc", "STAT"),
        "case-law": ItemType("legal_case", "misc", "CASE"),
    }
)
"""By ``reports.report_kind``."""


def type_of(kind: str | None, publisher: str | None, site: str | None) -> ItemType:
    """Of a kind that nothing tells: what a site shows for another publisher is that publisher's document, since styles
    would leave the publisher of a page out; anything else is a page, which is true of all."""
    known = TYPES.get(kind or "")
    return known or (_DOCUMENT if publisher and publisher != site else PAGE)
