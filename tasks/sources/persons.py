"""Personal names among printed words: in ``Comments``, in the note on the author below a text."""

from __future__ import annotations

import re
from dataclasses import replace

from tasks.report import Author
from tasks.sources.lines import Claims

NOTED_PARAGRAPHS = 6
"""A note on the author stands among the last paragraphs, before funding and copyright."""

MAX_NOTE = 500

_CAPITALISED = r"(?:d['’]|[ae]l-)?[^\W\d_a-zà-öø-ÿа-яё](?:[\w'’‘ʼ-]*\.?)"
_PARTICLE = r"(?:al|ad|el|bin|ibn|bint|ben|de|del|della|di|da|do|dos|du|la|le|van|von|den|der|ter|zu|y|ould|uulu|kyzy)"
_PERSON = re.compile(rf"{_CAPITALISED}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_CAPITALISED}){{1,4}}")
_AUTHOR_NOTE = re.compile(
    r"[*(\[]{0,3}\s{0,3}(?P<names>[^.:\n]{3,120}?),?\s+(?:is|are|was|were)\s+(?:"
    r"(?:an?\s+|the\s+)?(?:former\s+)?(?:IWPR|Institute for War (?:and|&) Peace Reporting)(?:['’]s)?(?:[- ]trained)?"
    r"\s+[^.\n]{0,40}?(?:correspondent|journalist|reporter|contributor|editor|bureau chief|director)s?\b"
    r"|(?:an?\s+|the\s+)?(?:pseudonyms?|pen[- ]names?)\s+(?:of|used by|for)\s)"
)
"""``… is an IWPR correspondent in …``, ``… is the pseudonym of a journalist in …`` (sources.md §4)."""
_OCCUPATION = re.compile(
    r"[*(\[]{0,3}\s{0,3}(?P<names>[^.:\n]{3,120}?),?\s+(?:is|are)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,4}"
    r"(?:correspondent|journalist|reporter|contributor|editor|analyst|commentator|columnist|writer)s?"
    r"\s+(?:in|with|for|from|at|based|who|working|and|of)\b[^.\n]{0,160}\.?\Z"
)
"""``… is a freelance journalist in …``: an author where nothing else on the page speaks of that person."""
_OF_AUTHOR = re.compile(
    r"[*(\[]{0,3}\s{0,3}(?P<names>[^.:\n]{3,120}?),?\s+(?:is|are|was|has|have|lives?|works?|writes?|covers?|teaches)\s"
)
"""``… is a lawyer in …``: a note where the page's byline has that name."""
_PRONOUN = re.compile(r"(?:He|She|They|His|Her|Their)\s")
_DECLARED = re.compile(
    r"[*(\[]{0,3}\s{0,3}(?P<names>[^.:\n]{3,120}?),?\s+(?:is|are|was|were)\s+(?:an?\s+|the\s+)?"
    r"(?:pseudonyms?|pen[- ]names?|assumed names?|not (?:his|her|their) real names?)\b"
)
_AUTHORS_HIDDEN = re.compile(
    r"[*(\[]{0,3}\s{0,3}(?:the\s+)?(?:(?:names?\s+of\s+the\s+)?(?:authors?|writers?)(?:['’]s?)?(?:\s+(?:real\s+)?names?)?"
    r"\s+(?:has|have)\s+been\s+changed"
    r"|(?:authors?|writers?)\s+(?:is|are|writes?)\s+(?:(?:writing|published)\s+)?(?:under|using)\s+(?:an?\s+)?"
    r"(?:pseudonyms?|pen[- ]names?|assumed\s+names?)"
    r"|(?:authors?|writers?)['’]s?\s+names?\s+(?:is|are)\s+(?:an?\s+)?pseudonyms?)\b",
    re.IGNORECASE,
)
"""The protection of all authors, without their names."""
_FOOTNOTE = re.compile(
    r"[(\[]?\*{1,3}\s{0,3}(?:an?\s+)?(?:not\s+(?:his|her|their)\s+real\s+names?|pseudonyms?|(?:the\s+)?names?\s+(?:has\s+been\s+|"
    r"have\s+been\s+)?changed)\b[^.\n]{0,80}\.?[)\]]?",
    re.IGNORECASE,
)
"""What an asterisk beside a name means."""
_PSEUDONYM = re.compile(r"\bpseudonym|\bpen[- ]name")
_SIGNATURE = re.compile(r"--\s?(?P<name>[^\n.,]{3,60})\.?")
_SENTENCE = re.compile(r"(?<=[^\W\d_]\.)\s{1,9}(?=[^\W\d_a-z])")
_NOT_PERSONS = frozenset(
    """a act advisory agency amnesty an and annual article assembly board briefing bulletin by centre center chapter
    commission committee congress constitution convention council country court crisis department document edition
    english entry excerpt extract federation final first for foundation french government human immigration in
    institute international issue journal law letter list ministry national new news no note number of office official
    on original page paper part people press programme project protocol public published refugee release report
    reports republic resolution response review revised rights russian second section series service source special
    state states statement study summary supplement survey text the third translation united university unofficial
    update updated version volume with working world""".split()  # noqa: SIM905
)
"""Words of titles, series and organisations."""


def is_person(text: str) -> bool:
    """Whether a text looks like a bare personal name: two to five capitalised words, none of them a thing's name."""
    words = text.split()
    if len(text) > 60 or not _PERSON.fullmatch(" ".join(words)) or text.isupper():
        return False
    return not any(word.strip(".,").lower() in _NOT_PERSONS for word in words)


def noted_authors(claims: Claims) -> tuple[Author, ...]:
    """The authors that a note below the text introduces: where a copy has lost the byline, nothing else names them."""
    return next((authors for text in _last_paragraphs(claims) if (authors := noted(text, "author-note"))), ())


def author_notes(claims: Claims) -> tuple[tuple[Author, ...], ...]:
    """What notes and signatures below the text say of its authors, note by note.

    Beside the notes of `noted_authors`: ``… is a freelance journalist in …`` as a whole paragraph, where the text does
    not speak of that person, and a name alone behind two dashes (``-- NAME``).
    """
    found: list[tuple[Author, ...]] = []
    for text in _last_paragraphs(claims):
        match = _SIGNATURE.fullmatch(text.strip())
        if authors := introduced(claims, text):
            found.append(authors)
        elif match and is_person(match["name"].strip()):
            found.append((Author(match["name"].strip(), False, "signature"),))
    return tuple(found)


def is_introduction(claims: Claims, text: str) -> bool:
    """Whether a paragraph says who its authors are, and nothing else; a pseudonym is another kind of note."""
    if len(text) > MAX_NOTE or _PSEUDONYM.search(text):
        return False
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    is_of_author = bool(sentences) and _is_of_author(claims, sentences[0])
    return all(
        noted(each, "author-note")
        or _by_occupation(claims, each, text)
        or (is_of_author and (_PRONOUN.match(each) or _is_of_author(claims, each)))
        for each in sentences
    )


def protected(claims: Claims, authors: tuple[Author, ...], starred: frozenset[str]) -> tuple[Author, ...]:
    """The authors, those among them marked whose names a note below the text calls pseudonyms: by name, all of them
    ("The author is writing under a pseudonym"), or those with the asterisk that the note begins with."""
    sentences = [each for text in _last_paragraphs(claims) for each in _SENTENCE.split(text[:MAX_NOTE])]
    names = {author.name for each in sentences for author in _named(_DECLARED.match(each), "")}
    if any(_FOOTNOTE.fullmatch(each.strip()) for each in sentences):
        names |= starred
    are_all = any(_AUTHORS_HIDDEN.match(each) for each in sentences)
    return tuple(
        replace(author, is_pseudonym=True, rule=f"{author.rule}+pseudonym-notice")
        if not author.is_pseudonym and (are_all or author.name in names)
        else author
        for author in authors
    )


def _is_of_author(claims: Claims, sentence: str) -> bool:
    """Whether a sentence's subjects are all in the page's byline."""
    match = _OF_AUTHOR.match(sentence)
    names = re.split(r"\s+and\s+|,\s+(?:and\s+)?", match["names"]) if match else []
    if not names or not all(is_person(name) for name in names):
        return False
    bylines = [passage for passage in claims.passages() if passage.kind == "byline"]
    printed = "\n".join(claims.page.text[passage.start_char : passage.end_char] for passage in bylines)
    return all(name in printed for name in names)


def introduced(claims: Claims, text: str) -> tuple[Author, ...]:
    """The authors that a paragraph introduces sentence by sentence; none where its first sentence does not."""
    authors: list[Author] = []
    for sentence in _SENTENCE.split(text[:MAX_NOTE]):
        named = noted(sentence, "author-note") or _by_occupation(claims, sentence, text)
        if not named:
            break
        authors.extend(named)
    return tuple(authors)


def noted(text: str, rule: str) -> tuple[Author, ...]:
    """The authors that a text introduces: "NAME is the pseudonym of a journalist in …"; none where it does not."""
    return _named(_AUTHOR_NOTE.match(text), rule)


def _by_occupation(claims: Claims, sentence: str, paragraph: str) -> tuple[Author, ...]:
    authors = _named(_OCCUPATION.match(sentence), "author-note")
    if not authors:
        return ()
    told = [passage for passage in claims.passages() if passage.kind in ("body", "heading")]
    text = "\n".join(claims.page.text[passage.start_char : passage.end_char] for passage in told)
    is_told_of = any(text.replace(paragraph, "").count(author.name.split()[-1]) for author in authors)
    return () if is_told_of else authors


def _named(match: re.Match[str] | None, rule: str) -> tuple[Author, ...]:
    names = re.split(r"\s+and\s+|,\s+(?:and\s+)?", match["names"]) if match else []
    if not names or not all(is_person(name) for name in names):
        return ()
    return tuple(Author(name, False, rule) for name in names)


def _last_paragraphs(claims: Claims) -> list[str]:
    bodies = [passage for passage in claims.passages() if passage.kind in ("body", "author-note")][-NOTED_PARAGRAPHS:]
    return [claims.page.text[passage.start_char : passage.end_char] for passage in bodies]
