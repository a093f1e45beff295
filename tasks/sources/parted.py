"""A line that holds several labels, as inline elements print them: ``Document source: X | Date: Y``.

Nobody has seen the markup of every layout (sources.md §1, §2): labels in spans side by side come as one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tasks.sources.fields import LabelSet, pattern_of, plain_label
from tasks.sources.lines import ASCII_SPACE, Line

MAX_VALUE = 160
"""A longer value is a sentence, and what looks like a label behind it part of one."""
MAX_LINE = 1_000
"""Of a longer line no more is looked at."""

_BETWEEN = ASCII_SPACE + "\xa0|·•;,–—/"
_SENTENCE_END = (".", "!", "?", "…")


def parted(lines: Sequence[Line], labels: LabelSet) -> list[Line]:
    """The lines, those parted that print two labels or more, each once and with its colon.

    A line that begins with no label, or whose values end like sentences, is left whole.
    """
    names = pattern_of(labels)
    first = re.compile(rf"(?:{names})[ \xa0]?:")
    # Side by side without a blank, a label follows a small letter or a digit: "Tide InstituteDate:".
    each = re.compile(rf"(?:^|(?<=[\s|·•;,/)a-zß-öø-ÿ0-9]))(?P<label>{names})[ \xa0]?:(?!//)")
    return [part for line in lines for part in (_parts(line, each, labels) if first.match(line.text) else (line,))]


def _parts(line: Line, each: re.Pattern[str], labels: LabelSet) -> Iterator[Line]:
    starts = [0]
    seen: set[str] = set()
    value_start = 0
    for match in each.finditer(line.text[:MAX_LINE]):
        value = line.text[value_start : match.start()].rstrip(_BETWEEN)
        label = plain_label(match["label"])
        if match.start() and (label in seen or len(value) > MAX_VALUE or value.endswith(_SENTENCE_END)):
            break
        if match.start():
            starts.append(match.start())
        if label in labels.long_values:
            break
        seen.add(label)
        value_start = match.end()
    if len(starts) == 1:
        yield line
        return
    for start, end in pairwise([*starts, len(line.text)]):
        text = line.text[start:end].rstrip(_BETWEEN)
        yield Line(line.start + start, line.start + start + len(text), text, line.block)
