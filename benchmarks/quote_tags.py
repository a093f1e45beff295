"""Tags in the text of the quotes gold: ``⟦1 words⟧`` a segment of quote 1, ``⟦c1 said⟧`` its cue, ``⟦s1 she⟧`` the
mention beside it. Tags may nest; one blank follows the tag's name, and the rest is text, exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.report import Span

NEAR = 24
"""Characters shown of a place in the text."""
_TAG = re.compile(r"⟦(?P<what>[cs]?)(?P<id>[0-9]{1,4}) |⟦|⟧")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tagged stretch of the text."""

    what: str
    """Empty for a segment, ``c`` for a cue, ``s`` for a mention."""
    id: int
    span: Span


def untagged(tagged: str) -> tuple[str, list[Tag], list[str]]:
    """The text without its tags, the tags with offsets into it, and what is wrong with them."""
    parts: list[str] = []
    length, last = 0, 0
    open_tags: list[tuple[str, int, int]] = []
    found: list[tuple[str, int, int, int]] = []
    troubles: list[str] = []
    for match in _TAG.finditer(tagged):
        parts.append(tagged[last : match.start()])
        length += match.start() - last
        last = match.end()
        near = " ".join(tagged[match.start() : match.start() + NEAR].split())
        if match["id"]:
            open_tags.append((match["what"], int(match["id"]), length))
        elif match[0] == "⟦":
            troubles.append(f"no tag name and one blank after ⟦ at “{near}…”")
        elif open_tags:
            found.append((*open_tags.pop(), length))
        else:
            troubles.append(f"⟧ without its ⟦ before “{near}…”")
    troubles += [f"⟦{what}{number} has no ⟧" for what, number, _ in open_tags]
    text = "".join([*parts, tagged[last:]])
    tags = [Tag(what, number, Span(start, end, text[start:end])) for what, number, start, end in found]
    return text, sorted(tags, key=lambda tag: (tag.span.start_char, -tag.span.end_char)), troubles
