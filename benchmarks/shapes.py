"""Huge pages of one shape each, in which a step that compares everything with everything would drown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.fuzz.inputs import LEGACY, LIVE, STORY, Asked

MEGABYTE = 1_000_000
HEADS: Mapping[str, str] = {
    "iwpr": "<html><head><title>Salt</title></head><body><h1>Salt Workers of Qarovul Wait for Pay</h1>"
    "<p>Nobody has paid them since spring.</p><p>By Aru Telim</p><p>Friday, 15 May, 2026</p>",
    "refworld": "<html><head><title>Salt | Refworld</title></head><body><h1>Salt Workers of Qarovul</h1>"
    "<div>Author:</div><div>Lanternhouse Press</div><div>Date:</div><div>20 May 2011</div>",
    "refworld_legacy": "<html><body><table><tr><td>Last Updated: Sunday, 1 March 2026, 02:00 GMT</td></tr></table>"
    "<h1>Salt Workers of Qarovul</h1><table><tr><td>Publisher</td><td>Lanternhouse Press</td></tr>"
    "<tr><td>Publication Date</td><td>20 May 2011</td></tr></table>",
}
ADDRESSES = {"iwpr": STORY, "refworld": LIVE, "refworld_legacy": LEGACY}
SENTENCE = "Workers at the pans of Qarovul in Kazakhstan say that nobody has paid them since the spring of last year. "
QUOTED = "“We were told to wait,” said Dilbar Osh, head of the Pan Workers’ Circle. “Nobody told us why.” "


NAME_LENGTH = 6


def _name(number: int) -> bytes:
    """A name of its own for each number: Aaaaaa, Baaaaa, Caaaaa …"""
    letters = bytearray()
    for _ in range(NAME_LENGTH):
        number, letter = divmod(number, 26)
        letters.append(ord("a") + letter)
    return bytes(letters).capitalize()


@dataclass(frozen=True, slots=True)
class Shape:
    """A page is a head, the opening, the unit again and again, the closing; ``%`` is another name each time."""

    name: str
    unit: str
    opening: str = ""
    closing: str = ""
    is_plain: bool = False

    def page(self, source: str, size: int) -> bytes:
        """A page of this shape at a source, of about `size` bytes."""
        unit = self.unit.encode("utf-8")
        head = "" if self.is_plain else HEADS[source]
        times = max(1, (size - len(head)) // (len(unit) + unit.count(b"%") * (NAME_LENGTH - 1)))
        named = b"".join(unit.replace(b"%", _name(at)) for at in range(times)) if b"%" in unit else unit * times
        return (head + self.opening).encode("utf-8") + named + self.closing.encode("utf-8")

    def asked(self, source: str) -> Asked:
        """How such a page is asked for."""
        return Asked(source, ADDRESSES[source], "text/plain" if self.is_plain else "text/html", "utf-8")


SHAPES = (
    Shape("many paragraphs", f"<p>{SENTENCE * 4}</p>\n"),
    Shape("one huge paragraph", SENTENCE, "<p>", "</p>"),
    Shape("one huge word", "salt", "<p>", "</p>"),
    Shape("a huge table", "<tr><td>Salt</td><td>Publisher</td><td>4 000</td></tr>", "<table>", "</table>"),
    Shape("thousands of links", '<p><a href="/global-voices/dust-over-qarovul">Dust over Qarovul</a> is near.</p>'),
    Shape("links in one paragraph", '<a href="/docid/4ddb8c732.html">Dust over Qarovul</a>, ', "<p>", "</p>"),
    Shape("deep nesting", "<div><b>Salt </b>"),
    Shape("tags never closed", "<b><i><font color=red>Salt "),
    Shape("quotes everywhere", f"<p>{QUOTED}</p>"),
    Shape("quotes in one paragraph", QUOTED, "<p>", "</p>"),
    Shape("marks that never close", "“‘«Salt ", "<p>", "</p>"),
    Shape("cues without quotes", "said Dilbar Osh, who told IWPR that ", "<p>", "</p>"),
    Shape("label-like lines", "<div>Publisher</div><div>Author</div><div>Last Updated: Sunday</div><div>Date:</div>"),
    Shape("label-like lines in one cell", "Publisher<br>Author<br>Cite as<br>Disclaimer", "<td>", "</td>"),
    Shape("notice-like lines", "<p>(Photo: M. Vey)</p><p>This article was produced jointly under</p><p>Latest</p>"),
    Shape(
        "notices in one paragraph",
        "The contents of this article are the sole responsibility of Aru Telim, whose names have been changed. ",
        "<p>",
        "</p>",
    ),
    Shape(
        "notices and quotes in one paragraph",
        "The contents of this article are the sole responsibility of “Aru Telim”. “We wait,” said Dilbar Osh. ",
        "<p>",
        "</p>",
    ),
    Shape("see-also everywhere", "<p>(For more on this issue, see Dust over Qarovul.) [From the introductory text</p>"),
    Shape("headings", "<h2>No date in sight</h2><h1>Salt Workers of Qarovul Wait for Pay</h1>"),
    Shape("list items", "<ul><li>Salt<li>By Aru Telim</ul>"),
    Shape("line breaks", "Salt<br>\n", "<p>", "</p>"),
    Shape("blanks", "&nbsp; \n", "<p>Salt", "</p>"),
    Shape("countries and dates", "<p>Kazakhstan, Zaire, 20 May 2011, Georgia (Photo: AFP), LKA103960.FE</p>"),
    Shape("other scripts", "<p>Рабочие солеварни ждут. عمال الملح ينتظرون. 盐工在等工资。</p>"),
    Shape("comments and scripts", "<!-- Salt --><script>let a = 1 < 2;</script><p>Salt</p>"),
    Shape(
        "another speaker each time", "<p>“We were told to wait,” said %, a driver. “Nobody told us why,” she added.</p>"
    ),
    Shape("many bearers of one surname", "<p>“We were told to wait,” said % Osh. “Nobody told us why,” Osh added.</p>"),
    Shape(
        "many surnames of one given name", "<p>“We were told to wait,” said Dilbar %. Dilbar told IWPR that % left.</p>"
    ),
    Shape(
        "another link each time",
        '<p>(For more on this, see <a href="/global-voices/%">The % Road</a>.) The % Road.</p>',
    ),
    Shape("another label each time", "<div>% label:</div><div>%</div>\n"),
    Shape("pseudonyms", "<p>% is the pseudonym of a journalist in Qarovul. (% is not her real name.)</p>"),
    Shape("nested lists", "<ul><li>Salt</li><ul><li>%</li></ul>"),
    Shape("nested quotes", "“% said ‘we ", "<p>", "</p>"),
    Shape("titles repeated", "<p>Salt Workers of Qarovul Wait for Pay</p><p>By Aru Telim</p>"),
    Shape("dates everywhere", "<p>Friday, 15 May, 2026</p><p>(RCA No. 352, 25-Feb-05)</p><p>20 May 2011</p>"),
    Shape("plain lines", f"{SENTENCE}\n", is_plain=True),
    Shape("plain label-like lines", "Publisher\nAuthor Aru Telim\nCite as Salt, available at: \n", is_plain=True),
    Shape("plain text in one line", SENTENCE, "Last Updated: Publisher ", is_plain=True),
    Shape("plain empty lines", "\n \n", "Salt", is_plain=True),
)
