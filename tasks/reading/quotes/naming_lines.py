"""The lines of a text that can tell of names changed or kept back: the rest of a long text need not be searched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.reading.quotes.utterances import Stretch

_HINTS = (
    *("name", "pseudonym", "alias", "call", "identi", "refer", "guerre", "known", "quoted"),
    *("not his", "not her", "not their", "not the ", "not real", "not own", "not true", "not actual", "not given"),
)
_WITHHELD = re.compile(
    r"\b(?:names|identities)(?: [\w’'-]+){0,6}? (?:have been|has been|were|are|is) (?:withheld|omitted|kept"
    r"|not (?:used|given|published|printed))"
    r"|\b(?:has|have|is|are|was|were) (?:not (?:naming|identifying|using the names of)"
    r"|with(?:held|holding) (?:the )?(?:real |full )?(?:names|identities)(?: of)?)"
    r" (?:all|most|any|those|the|its|our|people|interviewees|witnesses|sources|victims|survivors)?",
    re.IGNORECASE,
)
"""Of everybody who is not named: "Names have been withheld except where …"."""


def naming_lines(body: str) -> Iterator[Stretch]:
    """In order. A hint may be in capitals or begin with one."""
    written = {form for hint in _HINTS for form in (hint, hint.capitalize(), hint.upper())}
    ahead = {form: at for form in written if (at := body.find(form)) >= 0}
    while ahead:
        at = min(ahead.values())
        start = body.rfind("\n", 0, at) + 1
        end = body.find("\n", at)
        end = len(body) if end < 0 else end
        yield start, end
        # What comes next is looked for again only where it lay in this line.
        behind = {form: body.find(form, end) if found < end else found for form, found in ahead.items()}
        ahead = {form: found for form, found in behind.items() if found >= 0}


def hides_all(text: str) -> bool:
    """Whether a report says that it keeps back names at large."""
    return any(_WITHHELD.search(text, *line) for line in naming_lines(text))
