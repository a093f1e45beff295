"""Protection that a report gives its speakers: pseudonyms, changed names, and those who asked not to be named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tasks.reading.quotes.naming_lines import naming_lines
from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch, Text
from tasks.report import Report

_HIS = r"(?:his|her|their)"
_CHANGED = (
    r"(?:(?:has|have|had) been |(?:is|are|was|were) being |was |were |is |are |being |to be |be )?"
    r"(?:changed|altered|withheld|concealed|not (?:used|given|printed|published|real|genuine))"
)
_NOT_HIS = rf"not (?:{_HIS} |the )?(?:real|own|true|actual|given|original)(?: (?:first |last |full )?names?)?"
_NOT_REAL = re.compile(
    rf"[(,–—-]\s?(?:which is |that is |an? |the |this )?(?:name )?(?:is )?"
    rf"(?:{_NOT_HIS}|(?:a )?pseudonym|(?:an )?(?:assumed|invented|fictitious|false|changed) name"
    rf"|using a pseudonym|name changed"
    rf"|(?:who (?:is |was )?)?using (?:a|an) (?:\w+ )?(?:pseudonym|alias|name)"
    rf"|(?:who )?asked that {_HIS} real name not be (?:used|given|published|printed)"
    rf"|as (?:we|I) (?:shall|will|have) call(?:ed)? (?:him|her)|as (?:he|she) (?:asked|wanted|wished) to be called"
    rf"|(?:{_HIS}|whose|the) (?:real )?name(?:, like [^,)\n]{{1,40}},)? {_CHANGED})",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    rf"whose (?:real |full )?names? (?:{_CHANGED}|(?:we|I) (?:have |has )?(?:changed|altered))"
    r"|identified (?:here )?(?:only )?by (?:a|an) (?:pseudonym|alias|assumed name|false name)",
    re.IGNORECASE,
)
_HER_NAME = re.compile(
    rf"[.!?][”\"’]? (His|Her)(?: real| own)? name(?:, like [^,.\n]{{1,60}},)? {_CHANGED}", re.IGNORECASE
)
_OTHER = {"his": "female", "her": "male"}
_IS = re.compile(
    r"(\b[A-Z][\w’'-]{0,30}(?: [A-Z][\w’'.-]{0,30}){0,3})[’”\"]?"
    rf" is (?:a pseudonym|not {_HIS} (?:real|own|true) name)"
)
_THE_NAME = re.compile(
    r"\b[Tt]he name ‘?(\b[A-Z][\w’'-]{0,30}(?: [A-Z][\w’'.-]{0,30}){0,3}?)[’”\"]?"
    r" (?:has been|was|is) (?:changed|invented|not real|fictitious|made up|a pseudonym)"
)
_CALLED = re.compile(
    r"(?:whom|who|woman|man|girl|boy) (?:we|I) (?:shall |will |have )?call(?:ed)? [‘“\"]?(?=[A-Z])"
    r"|\bwhom? (?:[\w/’'-]+ ){1,4}?(?:calls|calling|identif(?:ies|ying) as|refer(?:s|ring)? to as|call)"
    r" [‘“\"]?(?=[A-Z])"
    r"|\b(?:ask|asks|asked|asking|wish|wished|wants|wanted|chose)"
    r" (?:(?:on being|that (?:he|she) be|to be) (?:called|known|identified|referred|named|quoted)(?: to)?"
    r"|(?:us|me) to call (?:him|her))"
    r"(?: here)?(?: only| simply| just)?(?: as)?(?: only| just| simply)? "
    r"[‘“\"]?(?=[A-Z])"
    r"|\b(?:ask|asks|asked|asking|wanted|wished|begged|told) (?:that )?(?:[\w/’'-]+ ){1,4}?(?:to )?call (?:him|her)"
    r" (?:only |simply |just |here )?[‘“\"]?(?=[A-Z])"
    r"|\b(?:under|using|uses|used|go(?:es|ing)? by) (?:the |a |an )?"
    r"(?:false |assumed |invented |fictitious |made-up |cover )?"
    r"(?:name|pseudonym|alias|nom de guerre)(?: of)?,? [‘“\"]?(?=[A-Z])"
    r"|\b(?:by|under|with) (?:the |a |an )(?:false name|assumed name|pseudonym|alias)(?: of)?,? [‘“\"]?(?=[A-Z])"
    r"|\bnames? (?:we|I|IWPR|RFE/RL) (?:have |has )?(?:changed|altered) to [‘“\"]?(?=[A-Z])"
    r"|\bhere (?:called|named|identified as|referred to as|quoted as) [‘“\"]?(?=[A-Z])"
    r"|\b(?:we|I) (?:shall|will|have) call(?:ed)? (?:him|her) [‘“\"]?(?=[A-Z])"
    r"|(?<=[a-z])(?<!\band)(?<!\bbut)(?<!\bthat)(?<!\bsaid) we (?:shall|will) call [‘“\"]?(?=[A-Z])"
    r"|(?i:let (?:us|me) call (?:him|her) )[‘“\"]?(?=[A-Z])"
    r"|(?:is|are|be) (?:called|identified as|referred to as|named) [‘“\"]?"
    r"(?=[A-Z][\w’'-]*(?: [A-Z][\w’'.-]*)?[’”\"]? "
    r"(?:here|in this (?:report|article|story)|for this|throughout|to protect))"
    r"|(?:identified|referred to|quoted|named|called|known) (?:here|in this (?:report|article|story))"
    r" (?:only |simply |just )?(?:as |by )?[‘“\"]?(?=[A-Z])"
)
_OF_THEM = re.compile(
    r"(?<![\w’'])(?:(?:all|their|the|of) (?:[\w’']+ ){0,4}?)?names"
    r" (?:of [\w’ ']{3,60}? |used (?:here )?|in this (?:report|article|story) |given (?:here )?){0,2}"
    rf"(?:have been|were|are|be) (?:changed|altered|invented|fictitious|pseudonyms|{_NOT_HIS})[^.\n]{{0,60}}"
    r"|(?:has|have|had) changed (?:the |all |their |some |most )?names (?:of|to) [^.\n]{0,60}"
    r"|names (?:that|which) are not their (?:own|real|true)\b[^.\n]{0,60}"
    r"|(?:uses?|used|using|identified by|referred to by|are|under|with|by) "
    r"(?:pseudonyms|(?:false|invented|assumed|fictitious) names)\b[^.\n]{0,60}"
    r"|pseudonyms (?:are|were|have been) used",
    re.IGNORECASE,
)
"""A notice that changes the names at large, be it labelled as one or a sentence of the running text."""
_SOME = re.compile(r"\bsome\b", re.IGNORECASE)
_ASTERISK = re.compile(
    r"^\*{1,3}\s?(?:(?:the |not (?:his|her|their) )?(?:real |own )?names?\b(?: {0,1}[\w]+){0,3}|(?:a )?pseudonyms?\b)",
    re.I | re.M,
)
_REFUSED = (
    r"\b(?:not|\w{1,9}n[’']t|never|cannot|declin(?:ed|es|ing)|refus(?:ed|es|ing)|afraid|fear(?:ed|s|ing)?"
    r"|unless|if|no|neither|without|unwilling|reluctant)"
)
_BETWEEN = r"(?: (?!know|knew|remember|recall|recogni|hear|forg|spell|mention)[\w’'-]+)"
_UNNAMED = re.compile(
    rf"\banonym(?:ity|ous|ously)\b|\boff the record\b"
    rf"|{_REFUSED}{_BETWEEN}{{0,7}}? (?:named|identified|identifiable|recogni[sz]able)\b(?! (?:as|in the|on|among))"
    r"|\bnot (?:naming|identifying|be(?:ing)? recogni[sz]ed)\b"
    rf"|{_REFUSED}{_BETWEEN}{{0,6}}? {_HIS} (?:full |real |last |own )?(?:sur)?names?\b"
    r"|\b(?:gave|giving) no name\b"
    rf"|\b(?:name|names|surname|identity){_BETWEEN}{{0,3}}? (?:withheld|protected|left out|kept out|kept secret"
    r"|concealed|not (?:be )?(?:used|given|published|printed|disclosed|revealed|known))\b"
    r"|\bwhose (?:name|identity) is known to\b"
    rf"|\bwithh(?:eld|olding|olds) {_HIS} (?:full |real )?(?:name|identity)\b"
    r"|\b(?:remain|stay|go|be) (?:unnamed|nameless|unidentified)\b"
    r"|\bnot (?:to be )?named\b(?! (?:as|in the))"
    r"|\bnot (?:authori[sz]ed|allowed|permitted|entitled|supposed) to (?:speak|talk|comment|discuss|brief|be quoted"
    r"|give (?:interviews|statements))\b"
    r"|\b(?:barred|forbidden|banned) from (?:speaking|talking) to (?:the )?(?:press|media|journalists|reporters)\b",
    re.IGNORECASE,
)
_OPENING = 20  # tokens in which the subject of a sentence comes
_SUBJECT = 5  # tokens in which "Two officials" comes
_ONE_OF_THEM = frozenset({"a", "an", "one", "another"})
_SEVERAL = frozenset({"two", "three", "four", "five", "both", "several", "some"})
_TITLE = 8  # characters of a form of address
_APPOSED = 110  # characters of "X, a student at the university, whose real name …"
_ANOTHER = re.compile(r"[’']s\b|\b(?:that|his|her|their|my)\b")
_ENDS = re.compile(r"[.;:?!](?!,)|[“”\"]|[’']s\b|\b(?:and|who|which|that|said|says|told|his|her|their|my)\b")
_NEAR = 40  # characters between a name and the bracket that says it is not real


def mark_pseudonyms(report: Report, register: Register) -> None:
    """Marks the people whose names the report says are not theirs.

    A notice that changes "names" at large covers those who bear one name only: nobody changes a minister's.
    """
    body = report.body
    lines = [*naming_lines(body)]
    for line in lines:
        _mark_in_line(body, line, register)
    _mark_asterisks(body, register)
    for notice in _notices(report, lines):
        words = {word.strip(".,;:()'\"’“”").lower() for word in notice.split()}
        is_general = bool(_OF_THEM.search(notice)) and not _SOME.search(notice)
        for person in register.people:
            is_named = set(person.words) <= words
            is_short = len(person.words) == 1 or (len(person.words) == 2 and len(person.words[1]) == 1)
            if is_named or (is_general and is_short and not person.is_body and not person.is_titled):
                person.is_pseudonym = True


def _mark_in_line(body: str, line: Stretch, register: Register) -> None:
    for match in _NOT_REAL.finditer(body, *line):
        person = _before(register, match.start())
        if person and not ("whose" in match.group() and _is_anothers(body, register, match.start())):
            person.is_pseudonym = True
    for match in _WHOSE.finditer(body, *line):
        person = _before(register, match.start(), _APPOSED)
        if person and not (person.is_body or _ENDS.search(body, _last_seen(register, match.start()), match.start())):
            person.is_pseudonym = True
    for match in _HER_NAME.finditer(body, *line):
        person = _before(register, match.start(), _APPOSED)
        if person and not person.is_body and person.gender != _OTHER[match.group(1).lower()]:
            person.is_pseudonym = True
    for match in [*_IS.finditer(body, *line), *_THE_NAME.finditer(body, *line)]:
        person = register.find(match.group(1).lower().split())
        if person:
            person.is_pseudonym = True
    for match in _CALLED.finditer(body, *line):
        person = register.at(match.end()) or _behind(register, match.end())
        if person and not person.is_body:
            person.is_pseudonym = True


def _mark_asterisks(body: str, register: Register) -> None:
    """ "Ahmad*", where a note says "* Name changed"."""
    if not _ASTERISK.search(body):
        return
    for person in register.people:
        if body[person.name[1] : person.name[1] + 1] == "*":
            person.is_pseudonym = True


def _notices(report: Report, lines: Sequence[Stretch]) -> Iterator[str]:
    """The labelled notices, and sentences of the running text that say of the names at large that they are changed."""
    for passage in report.passages:
        start, end = passage.start_char, passage.end_char
        if passage.kind == "pseudonym":
            yield report.body[start:end]
        elif passage.kind == "body":
            for match in _in_lines(_OF_THEM, report.body, lines, (start, end)):
                before = report.body[max(start, match.start() - 5) : match.start()]
                yield before + match.group()


def _in_lines(
    pattern: re.Pattern[str], body: str, lines: Sequence[Stretch], stretch: Stretch
) -> Iterator[re.Match[str]]:
    """What a pattern finds in those lines, or pieces of them, that lie in a stretch."""
    start, end = stretch
    for at in range(bisect_right(lines, start, key=lambda line: line[1]), len(lines)):
        if lines[at][0] >= end:
            return
        yield from pattern.finditer(body, max(start, lines[at][0]), min(end, lines[at][1]))


def _behind(register: Register, start_char: int) -> Person | None:
    """Whose name begins with a form of address at an offset: "Uncle N"."""
    at = register.before(start_char)
    if at == len(register.sightings):
        return None
    sighting = register.sightings[at]
    return sighting.person if sighting.start_char - start_char <= _TITLE else None


def _before(register: Register, start_char: int, near: int = _NEAR) -> Person | None:
    at = register.before(start_char)
    if at == 0:
        return None
    sighting = register.sightings[at - 1]
    return sighting.person if start_char - sighting.start_char <= near else None


def _is_anothers(body: str, register: Register, start_char: int) -> bool:
    """ "X and his cousin, whose name has been changed": not that of X."""
    return _ANOTHER.search(body, _last_seen(register, start_char), start_char) is not None


def _last_seen(register: Register, start_char: int) -> int:
    """Where the last name before an offset begins."""
    return register.sightings[register.before(start_char) - 1].start_char


def anonymous_sentences(text: Text) -> list[Stretch]:
    """Sentences that say their speaker is not to be named, from where they speak of him."""
    found: list[Stretch] = []
    for paragraph in text.paragraphs:
        tokens = paragraph.tokens
        starts = [tokens[start].start for start, _ in paragraph.sentences]
        quoted = [token for token in tokens if token.is_quote]
        for match in _UNNAMED.finditer(text.body, paragraph.start_char, paragraph.end_char):
            if _is_inside(quoted, match.start()):
                continue
            at = max(bisect_right(starts, match.start()) - 1, 0)
            start, end = paragraph.sentences[at]
            while at > 0 and _goes_on(paragraph, start, match.start()):
                at -= 1
                start = paragraph.sentences[at][0]
            while at + 1 < len(paragraph.sentences) and _is_of_these(paragraph, start, at + 1):
                at += 1
                end = paragraph.sentences[at][1]
            found.append((tokens[start].start, tokens[end - 1].end))
    return found


def _is_of_these(paragraph: Paragraph, start: int, following: int) -> bool:
    """ "Two guards asked not to be named. One said …": the sentence is about one of those who asked."""
    first, end = paragraph.sentences[following]
    tokens = paragraph.tokens
    if tokens[first].low not in _ONE_OF_THEM or first + 1 >= end:
        return False
    opening = tokens[start : min(start + _SUBJECT, first)]
    return any(token.low in _SEVERAL or kind_of_noun(token.low) == "group" for token in opening)


def _is_inside(quoted: list[Token], start_char: int) -> bool:
    at = bisect_right(quoted, start_char, key=lambda token: token.start) - 1
    return at >= 0 and quoted[at].end > start_char


def _goes_on(paragraph: Paragraph, start: int, before: int) -> bool:
    """ "…, said a baker. Like the others, he asked not to be named": the sentence is about the one before."""
    for at in range(start, min(len(paragraph.tokens), start + _OPENING)):
        token = paragraph.tokens[at]
        if token.start >= before or token.is_quote or kind_of_noun(token.low) in ("role", "anonymous"):
            return False
        if token.low in ("he", "she"):
            return True
    return False
