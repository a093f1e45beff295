"""The table of faults in docs/collecting.md: an ordinary collection over a site that misbehaves in every way.

    python -m benchmarks.faults [--write]

Prints the table; with ``--write`` also puts it in the place of the one in the document. Exits with 1 where a fault did
not end in its named state.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.walk import Row, walk

DOCUMENT = Path(__file__).parents[1] / "docs" / "collecting.md"
BEGIN, END = "<!-- faults: python -m benchmarks.faults --write -->", "<!-- end of faults -->"
HEAD = ("fault", "what was sent", "what was recorded", "peak memory, MB", "seconds")


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown, group by group as the catalogue has them."""
    lines = [f"| {' | '.join(HEAD)} |", "|---|---|---|---:|---:|"]
    lines += [
        f"| {row.fault.group}: {row.fault.name} | {row.fault.sent} | `{row.recorded}` | {row.peak_mb:.1f}"
        f" | {row.seconds:.2f} |"
        for row in rows
    ]
    return "\n".join(lines)


def written(document: str, new: str) -> str:
    """The document with `new` between the marks. Raises ValueError where they are missing."""
    before, _, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{DOCUMENT.name} lacks the marks of the table")
    return f"{before}{BEGIN}\n\n{new}\n\n{END}{after}"


def main(arguments: Sequence[str]) -> int:
    """Walks, prints, writes."""
    with TemporaryDirectory() as folder:
        walked = walk(Path(folder))
    made = table(walked.rows)
    print(made)
    wrong = [row for row in walked.rows if row.recorded != row.fault.expected]
    for row in wrong:
        print(f"{row.fault.name}: {row.recorded}, not {row.fault.expected}", file=sys.stderr)
    if "--write" in arguments and not wrong:
        DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), made), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
