"""What a page says of itself, line by line, for the forms in which a reading is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.report import Report


@dataclass(frozen=True, slots=True)
class Fact:
    """One value, and the rule that found it; without a rule, where none is needed."""

    name: str
    value: str
    rule: str = ""


def facts(report: Report) -> Iterator[Fact]:
    """State and identity, then what the page prints about itself."""
    cited = report.citation
    yield Fact("state", report.state)
    yield Fact("document", str(report.document_key))
    for name in ("title", "publisher", "symbol", "report_kind", "language", "last_updated_at", "accessed_on"):
        found = getattr(cited, name)
        if found is not None:
            yield Fact(name, str(found.value), found.rule)
    if cited.published is not None:
        yield Fact("published", f"{cited.published.value} ({cited.published.precision})", cited.published.rule)
    for author in cited.authors:
        yield Fact("author", f"{author.name}{' (pseudonym)' if author.is_pseudonym else ''}", author.rule)
    for country in cited.countries:
        yield Fact("country", f"{country.code} ({country.printed})", country.rule)
    for other in cited.candidates:
        if not other.is_chosen:
            yield Fact(f"not {other.field}", f"{other.value} ({other.reason})", other.rule)
    if cited.cite_complete is not None:
        yield Fact("cite as", cited.cite_complete.value)
