"""Captions and photographers' credits, in all forms that IWPR prints (sources.md §4)."""

from __future__ import annotations

import re

from tasks.page import Block
from tasks.sources.iwpr.units import ancestors_named, has_class

MAX_CAPTION = 400
_CREDIT = re.compile(
    r"\((?:(?:Photos?|Photographs?|Pictures?|Images?|Фото)\b[^()]{0,120}|©[^()]{2,120})\)\W{0,3}\Z"
    r"|©\s{0,3}[^©\n]{2,80}(?:/|via Getty Images)[^©\n]{0,60}\Z|via Getty Images\W{0,3}\Z"
    r"|\b(?:Photo|Photograph|Picture|Image)(?:\s(?:credit|by|courtesy of))?\s?:\s?[^.:]{2,80}\.?\Z",
    re.IGNORECASE,
)
_CAPTION_CLASSES = ("caption", "photo-credit", "image-credit", "media-credit")


def has_credit(text: str) -> bool:
    """Whether a short text ends as a caption does: ``(Photo: NAME)``, ``© NAME/AGENCY via Getty Images``."""
    return len(text) <= MAX_CAPTION and _CREDIT.search(text) is not None


def is_caption_element(block: Block) -> bool:
    """Whether a block stands where only captions stand. The source of a quotation may stand in a figure too, and so
    may a table."""
    names = {*ancestors_named(block), block.element}
    if not names.isdisjoint({"blockquote", "table"}):
        return False
    return not names.isdisjoint({"figcaption", "figure"}) or has_class(block, _CAPTION_CLASSES, 2)
