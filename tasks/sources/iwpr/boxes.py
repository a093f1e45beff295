"""The boxes a page of IWPR sets around and into its reports: other stories, appeals, letters, buttons.

A box is told by its heading's words and by what stands under it. Most of these words are ordinary ones too, so that
"Latest" or "Related" is a box only over a list of links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.page import Page
from tasks.sources.iwpr.stamps import bare, dateline_of, plain_date_of
from tasks.sources.iwpr.units import Laid
from tasks.sources.lines import Line, folded, is_inside, is_one_link

LONG = 200
"""Characters from which unlinked text is nobody's teaser."""
TEASER = 120
SPOKEN = 60
"""Characters from which a line with a quotation is text: titles quote too, but are shorter."""
MAX_HEADING = 80

_STORIES = frozenset({"more iwpr's global voices", "more global voices"})
_WEAK_STORIES = re.compile(
    r"(?:the )?latest(?: (?:news|stories|articles|reports))?"
    r"|related(?: [a-z]{2,12}){0,2}(?: (?:&|and) [a-z]{3,12})?"
    r"|editors?'?s? picks?|editors' picks?|most (?:read|popular|viewed)"
    r"|more from (?:iwpr|this (?:author|series|region))"
    r"|more (?:stories|articles|news)|read more|you (?:might|may) also like|also by .{2,40}|in this series"
    r"|последние (?:новости|материалы)|похожие (?:материалы|статьи)|по теме|читайте также|مواضيع ذات صلة"
)
_APPEAL = re.compile(
    r"support (?:local journalists|our (?:work|reporters|journalists)|us|iwpr)|give to iwpr ?:.{0,60}|donate(?: now)?"
)
_LETTER = re.compile(
    r"receive from iwpr ?:|(?:sign up|subscribe|join)\b.{0,60}|stay (?:informed|in touch|up to date).{0,40}"
    r"|(?:our |iwpr's )?(?:newsletters?|frontline updates)(?: sign-?up)?|get our (?:newsletter|stories).{0,40}"
)
_TOOLS = re.compile(
    r"(?:share|print|e-?mail|tweet|facebook|twitter|linkedin|whatsapp|telegram|save|comments?|tags?|topics?|pdf|listen)"
    r"(?: (?:this|the)(?: (?:article|story|page|report))?)?(?: (?:on|via|by|with) .{2,30})?:?"
    r"|(?:printer-friendly|print) version|download(?: (?:the )?pdf)?|back to (?:top|the (?:index|front page))"
    r"|\d{1,2} min(?:ute)?s? read"
)
_BUTTONS = frozenset(
    "share print email e-mail tweet facebook twitter x linkedin whatsapp telegram save copy link pdf".split()  # noqa: SIM905
)
_AUTHORS = re.compile(r"about the (?:authors?|writers?|contributors?)")
_MARKS = re.compile(r"[\"“”«»„]")


@dataclass(frozen=True, slots=True)
class Box:
    """Units of one box, from its heading on."""

    kind: str
    rule: str
    first: int
    after: int


def is_box_heading(text: str) -> bool:
    """Whether a line can be a box's heading; of many only what stands below tells."""
    return _kind(text) is not None


def is_tool(text: str) -> bool:
    """Whether a line is a button of the site: "Share", "Print this article"."""
    if len(text) > MAX_HEADING:
        return False
    words = folded(text)
    return _TOOLS.fullmatch(words) is not None or (" " in words and _BUTTONS.issuperset(words.split()))


def is_linked(page: Page, unit: Line) -> bool:
    """Whether a unit is nothing but links."""
    return is_one_link(page, unit.start, unit.end)


def find_boxes(laid: Laid, first: int, text_container: tuple[str, ...]) -> list[Box]:
    """The boxes behind unit `first`; `text_container` holds the running text."""
    boxes: list[Box] = []
    at = first + 1
    last_prose = _last_prose(laid)
    while at < len(laid.units):
        box = _box_at(laid, at, text_container, last_prose)
        if box is not None:
            boxes.append(box)
        at = box.after if box else at + 1
    return boxes


def _kind(text: str) -> tuple[str, bool] | None:
    """The kind of box a heading names, and whether its words alone prove it."""
    if len(text) > MAX_HEADING:
        return None
    words = folded(bare(text))
    if words in _STORIES:
        return "related-stories", True
    if _WEAK_STORIES.fullmatch(words.rstrip(":")):
        return "related-stories", False
    if _APPEAL.fullmatch(words.rstrip(".!")):
        return "donation", words.startswith(("support local", "give to"))
    if _AUTHORS.fullmatch(words.rstrip(":")):
        return "author-note", False
    if _LETTER.fullmatch(words):
        return "newsletter", words.startswith("receive from")
    return None


def _box_at(laid: Laid, at: int, text_container: tuple[str, ...], last_prose: int) -> Box | None:
    unit = laid.units[at]
    if (named := _kind(unit.text)) is None:
        return None
    kind, is_sure = named
    if laid.block(unit).element == "text":
        after = _end_in_capture(laid, at, last_prose)
        below = laid.units[at + 1].text if at + 1 < len(laid.units) else ""
        is_title = not below.endswith(".") and not below[:1].islower()  # the first line of a list is a title
        is_list = is_title and (after == len(laid.units) or at > last_prose)
        if kind != "related-stories":
            return Box(kind, "heading", at, at + 1) if is_sure else None
        return Box(kind, "list-of-stories", at, after) if after > at + 1 and (is_sure or is_list) else None
    inside = _end_in_container(laid, at, text_container)
    if inside is not None and (kind != "related-stories" or _holds_links(laid, at + 1, inside)):
        return Box(kind, "box", at, inside)
    if kind != "related-stories":
        return Box(kind, "heading", at, at + 1) if is_sure else None
    after = _end_of_links(laid, at)
    return Box(kind, "list-of-stories", at, after) if after > at + 1 or is_sure else None


def _end_in_container(laid: Laid, at: int, text_container: tuple[str, ...]) -> int | None:
    """Where the element ends that holds a heading and what belongs to it; none where the running text is in it too."""
    container = laid.block(laid.units[at]).ancestors
    while text_container[: len(container)] != container:
        after = at + 1
        while after < len(laid.units) and _belongs(laid, after, container):
            after += 1
        if after > at + 1:
            return after
        container = container[:-1]
    return None


def _belongs(laid: Laid, at: int, container: tuple[str, ...]) -> bool:
    unit = laid.units[at]
    if not is_inside(laid.block(unit), container):
        return False
    if is_linked(laid.page, unit):
        return True
    return unit.end - unit.start < LONG and _kind(unit.text) is None


def _holds_links(laid: Laid, first: int, after: int) -> bool:
    """Whether stories are linked early in a box: a kicker or a picture's words may stand before the first."""
    return any(is_linked(laid.page, laid.units[at]) for at in range(first, min(first + 3, after)))


def _end_of_links(laid: Laid, at: int) -> int:
    """Where the links end that follow a heading in the text's own container, with their dates and teasers."""
    after = at + 1
    while after < len(laid.units):
        unit = laid.units[after]
        is_of_list = is_linked(laid.page, unit) or bool(dateline_of(unit.text) or plain_date_of(unit.text))
        # The teaser below a linked title, before the next one.
        is_teaser = (
            after > at + 1
            and after + 1 < len(laid.units)
            and len(unit.text) < TEASER
            and is_linked(laid.page, laid.units[after - 1])
            and is_linked(laid.page, laid.units[after + 1])
        )
        if _kind(unit.text) or not (is_of_list or is_teaser):
            break
        after += 1
    return after


def _end_in_capture(laid: Laid, at: int, last_prose: int) -> int:
    """A capture has lost its links: a list of titles and teasers goes on to the next box, or to the text's return."""
    after = at + 1
    while after < len(laid.units) and not _kind(laid.units[after].text):
        if after <= last_prose and _is_sentence(laid.units[after]):
            break
        after += 1
    return after


def _last_prose(laid: Laid) -> int:
    """The last unit too long for a teaser."""
    units = laid.units
    return next((at for at in range(len(units) - 1, -1, -1) if _is_prose(laid.page, units[at])), -1)


def _is_prose(page: Page, unit: Line) -> bool:
    length = unit.end - unit.start
    is_long = length >= TEASER or (length >= SPOKEN and len(_MARKS.findall(unit.text)) > 1)
    return is_long and _is_sentence(unit) and not is_linked(page, unit)


def _is_sentence(unit: Line) -> bool:
    return unit.text.rstrip().endswith((".", "!", "?", "”", '"', "»", "…", ")", "؟", "։"))
