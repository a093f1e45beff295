"""CSL-JSON: what Zotero, Pandoc and every other citation processor reads. Schema: csl-data.json of CSL 1.0.2."""

from __future__ import annotations

import json

from warehouse.citing.item import CitationItem, PartialDate


def csl_json(item: CitationItem) -> str:
    """One item, as a JSON object on one line. Names are literal, dates as long as they are known."""
    container = item.container
    variables: dict[str, object] = {
        "id": item.key,
        "type": item.kind.csl,
        "citation-key": item.key,
        "title": item.title,
        "author": [{"literal": author.text} for author in item.authors],
        "issued": _date(item.issued),
        "container-title": container,
        "publisher": item.publisher,
        "authority": item.publisher if item.kind.csl == "legal_case" else None,
        "genre": item.genre,
        "number": item.symbol,
        "URL": item.address,
        "accessed": _date(item.accessed),
        "archive": item.copy.archive,
        "archive_location": item.copy.location,
        "source": item.site if item.site != container else None,
        "language": item.language,
        "note": item.note,
    }
    return json.dumps({name: value for name, value in variables.items() if value}, ensure_ascii=False)


def _date(value: PartialDate | None) -> dict[str, object] | None:
    return {"date-parts": [value.parts()]} if value else None
