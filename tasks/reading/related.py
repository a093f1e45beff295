"""See-also passages to the documents they name."""

from __future__ import annotations

from dataclasses import replace

from tasks.page import Link
from tasks.reading.see_also import titles_in
from tasks.report import Issue, Passage, Related, Report

SEEN_CHARACTERS = 120


def find(report: Report, links: tuple[Link, ...]) -> Report:
    """Adds the titles of every see-also passage to `citation.related`, with the target where a link covers them.

    A link's words are the title, since its author marked where the title begins and ends; elsewhere the sentence is
    parted. A reference without a title, or one that may join two titles or hold one, leaves an issue ``see-also``.
    """
    found: list[Related] = []
    issues: list[Issue] = []
    for passage in report.passages:
        if passage.kind != "see-also":
            continue
        titles, is_sure = _titles(report, passage, links)
        found.extend(titles)
        if not titles or not is_sure:
            seen = report.body[passage.start_char : passage.end_char][:SEEN_CHARACTERS]
            issues.append(Issue("see-also", seen, passage.start_char, passage.end_char))
    known = {(related.title, related.address) for related in report.citation.related}
    added = [related for related in dict.fromkeys(found) if (related.title, related.address) not in known]
    citation = replace(report.citation, related=(*report.citation.related, *added))
    return replace(report, citation=citation, issues=(*report.issues, *issues))


def _titles(report: Report, passage: Passage, links: tuple[Link, ...]) -> tuple[list[Related], bool]:
    inside = [
        link
        for link in _joined(links)
        if passage.start_char <= link.start_char and link.end_char <= passage.end_char and _names(report.body, link)
    ]
    printed = titles_in(report.body[passage.start_char : passage.end_char])
    spans = [(start + passage.start_char, end + passage.start_char) for start, end in printed.spans]
    unlinked = [
        (start, end) for start, end in spans if all(end <= link.start_char or start >= link.end_char for link in inside)
    ]
    found = [(link.start_char, _related(report.body[link.start_char : link.end_char], link.target)) for link in inside]
    found.extend((start, _related(report.body[start:end], None)) for start, end in unlinked)
    return [related for _, related in sorted(found, key=lambda pair: pair[0])], printed.is_sure or bool(inside)


def _related(title: str, address: str | None) -> Related:
    # A title broken over two lines of a capture is one title.
    words = title.strip().strip("“”«»").rstrip(".,;") if address else title
    return Related("see-also", " ".join(words.split()), address, "see-also-link" if address else "see-also-text")


def _names(body: str, link: Link) -> bool:
    """Whether a link's words can be a title: "here" and "this report" are not."""
    words = body[link.start_char : link.end_char].split()
    return len(words) >= 2 and not words[0][:1].islower()


def _joined(links: tuple[Link, ...]) -> list[Link]:
    """Neighbouring links to one target as one: markup often breaks a title into several."""
    joined: list[Link] = []
    for link in links:
        if joined and joined[-1].target == link.target and 0 <= link.start_char - joined[-1].end_char <= 1:
            joined[-1] = Link(joined[-1].start_char, link.end_char, link.target)
            continue
        joined.append(link)
    return joined
