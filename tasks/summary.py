"""What an operator reads in the Prefect UI: progress while a batch runs, and one summary a night.

Counts and names of rules only: no page text, no person's name, no address (a slug can hold a name).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact

from tasks.archive.entries import SourceRun
from tasks.batch.outcome import Outcome, SourceOutcome
from tasks.batch.progress import Progress

SECONDS_BETWEEN_UPDATES = 5.0
"""Each update is a request to the server; more often would cost the night more than it tells."""


@contextmanager
def ui_progress(key: str) -> Iterator[Progress]:
    """A progress artifact in the UI, under a stable key so that it keeps its history."""
    # Keys take no underscore. In a task the call never gives a coroutine.
    artifact = cast(UUID, create_progress_artifact(progress=0.0, key=key.replace("_", "-")))
    last = time.monotonic()

    def tell(doing: str, done: int, total: int | None) -> None:
        nonlocal last
        if not total or time.monotonic() - last < SECONDS_BETWEEN_UPDATES:
            return
        last = time.monotonic()
        update_progress_artifact(artifact, progress=100.0 * done / total, description=doing)

    yield tell
    update_progress_artifact(artifact, progress=100.0)


@task(name="summary")
def write_summary(outcome: Outcome, key: str) -> str:
    """Writes the run's summary as a Markdown artifact and returns its first sentence."""
    create_markdown_artifact(summary_markdown(outcome), key=key, description="What the run came to, by source.")
    return outcome.sentence


def summary_markdown(outcome: Outcome) -> str:
    """A sentence, what needs a look, then a table and what else came of the run."""
    lines = [f"**{outcome.sentence}**", ""]
    if outcome.findings or outcome.notes:
        lines += ["Needs a look:", "", *(f"- {finding}" for finding in (*outcome.findings, *outcome.notes)), ""]
    if outcome.questions:
        lines += ["To see the examples:", "", "```sql", *(f"{question};" for question in outcome.questions), "```", ""]
    lines += ["| source | listed | new | unchanged | failed | blocked | refused | reports read | quotes | issues |"]
    lines += ["|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"]
    lines += [_row(source) for source in outcome.sources]
    if any(source.no_reports for source in outcome.sources):
        lines += ["", "Captures that are no reports:", ""]
        lines += [_no_reports(source) for source in outcome.sources if source.no_reports]
    if outcome.build is not None:
        tables = ", ".join(f"{rows:,} {name}" for name, rows in outcome.build_counts)
        lines += ["", f"Published in {outcome.build.seconds:.1f} s: {tables}; {outcome.build.checks} checks passed."]
    rules = _rules(outcome.sources)
    if rules:
        lines += ["", "| issue outside pages | times |", "|---|--:|"] + [f"| `{rule}` | {n} |" for rule, n in rules]
    return "\n".join(lines) + "\n"


def _row(source: SourceOutcome) -> str:
    run = source.collected or SourceRun(source.name, 0, 0, 0, 0, 0, 0, ())
    read = source.read
    cells = [run.listed, run.fetched, run.unchanged, run.failed, run.blocked, run.refused]
    cells += [read.reports, read.quotes, read.issues] if read else ["–", "–", "–"]  # type: ignore[list-item]
    return f"| {source.name} | " + " | ".join(str(cell) for cell in cells) + " |"


def _no_reports(source: SourceOutcome) -> str:
    return f"- {source.name}: " + ", ".join(f"{n} {state}" for state, n in source.no_reports)


def _rules(sources: Sequence[SourceOutcome]) -> list[tuple[str, int]]:
    found = Counter(issue.rule for source in sources if source.collected for issue in source.collected.issues)
    return found.most_common()
