"""Pages of unknown sites: which blocks are the article, and that each is the page's own text to the character."""

from __future__ import annotations

from html import escape

import pytest

from tasks.reading.select import selected
from tasks.reading.text import page_of

TITLE = "The Lamp of Port Selby Burns Again"
BODY = [
    "The harbour lamp of Port Selby was lit on Tuesday, eleven months after the storm that broke its glass and stair.",
    "“We rowed out every evening and counted the boats by hand,” said Oline Tarrow, who has kept the light since 1998.",
    "The council had refused the money twice, once in May and once in September, and each time without a word of why.",
    "Fishermen from the three villages of the bay paid for the oil themselves and carried it up the rocks in cans.",
    "Nobody in the town hall wished to speak about the letters that the keeper says she sent to it every single month.",
    "A new glass was cut in Varn and came over the pass on a cart, since the coast road is closed to lorries.",
    "The first boat to come in under the light on Tuesday night was the Marit, with four men and a goat on board.",
    "The harbour office has promised to pay the keeper the wages of last year before the herring come in the spring.",
]
MENU = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("News", "Weather", "Boats", "Letters"))
TEASERS = "".join(
    f'<div class="teaser"><h3><a href="/{n}">{escape(words)}</a></h3></div>'
    for n, words in enumerate(
        ("Goat found on the pass", "Herring late again this spring", "Council hires a second clerk")
    )
)


def whole(content: str, head: str = "") -> bytes:
    """A page around an article, as newspapers have them."""
    page = (
        f"<!doctype html><html><head><meta charset=utf-8><title>{TITLE} | The Selby Lantern</title>{head}</head><body>"
        f"<header><nav><ul>{MENU}</ul></nav></header>{content}"
        f"<section class='latest'><h2>Latest</h2>{TEASERS}</section>"
        "<footer><p>© The Selby Lantern. All rights reserved.</p></footer></body></html>"
    )
    return page.encode()


def article(content: str) -> list[str]:
    page = page_of(whole(content), address="http://lantern.test/lamp", media_type="text/html", charset=None)
    return [page.block_text(block) for block in selected(page)]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def test_the_article_and_nothing_else() -> None:
    assert article(f"<main><h1>{TITLE}</h1><div class='story'>{paragraphs(BODY)}</div></main>") == BODY


def test_paragraphs_parted_by_an_advertisement_are_one_article() -> None:
    grid = "".join(
        f"<div class='grid'><div class='column'>{paragraphs(part)}</div></div><p><a href='/ad'>Oars</a></p>"
        for part in (BODY[:5], BODY[5:7], BODY[7:])
    )
    assert article(f"<main><h1>{TITLE}</h1>{grid}</main>") == BODY


def test_the_standfirst_is_kept_in_its_place() -> None:
    lead = "Eleven months after the storm, fishermen paid for what the council would not."
    content = f"<h1>{TITLE}</h1><div class='summary'>{lead}</div><div class='text'>{paragraphs(BODY)}</div>"
    assert article(f"<article>{content}</article>") == [lead, *BODY]


@pytest.mark.parametrize(
    "block",
    [
        "<blockquote><p>“A light that is not lit is a rock.”</p><footer></footer></blockquote>",
        "<div class='subhead'>Oil carried up the rocks</div>",
        "<h3>Oil carried up the rocks</h3>",
        "<aside class='pull'><p>“I wrote to them every month, and they have the letters,” the keeper said.</p></aside>",
        "<p>On <time datetime='2021-03-02'>2 March</time> the glass broke, and with it the lamp house stair.</p>",
        "<p>*&nbsp;*&nbsp;*</p>",
    ],
)
def test_what_stands_between_paragraphs_is_kept(block: str) -> None:
    content = f"<main><h1>{TITLE}</h1><div>{paragraphs(BODY[:4])}{block}{paragraphs(BODY[4:])}</div></main>"
    found = article(content)
    assert found[:4] == BODY[:4]
    assert found[-4:] == BODY[4:]
    assert len(found) == 9


def test_the_attribution_of_a_block_quote_is_kept() -> None:
    quote = "<blockquote><p>“A light that is not lit is a rock.”</p><div>Oline Tarrow, keeper</div></blockquote>"
    content = f"<main><h1>{TITLE}</h1><div>{paragraphs(BODY[:4])}{quote}{paragraphs(BODY[4:])}</div></main>"
    assert "Oline Tarrow, keeper" in article(content)


def test_a_pull_quote_that_repeats_the_article_is_not_read_twice() -> None:
    pull = "<aside><p>“We rowed out every evening and counted the boats by hand”</p></aside>"
    content = f"<main><h1>{TITLE}</h1><div>{paragraphs(BODY[:4])}{pull}{paragraphs(BODY[4:])}</div></main>"
    assert article(content) == BODY


def test_a_line_that_leads_to_another_story_is_left() -> None:
    more = "<p><a href='/goat'>READ MORE: Goat found on the pass</a></p>"
    content = f"<main><h1>{TITLE}</h1><div>{paragraphs(BODY[:4])}{more}{paragraphs(BODY[4:])}</div></main>"
    assert article(content) == BODY


def test_characters_that_trafilatura_normalises_are_the_pages_own() -> None:
    odd = (
        "نامه‌های او را نخوانده‌اند, read the keeper’s sign, and be­low it in the clerk’s hand: "
        "Café Lumière‏ is closed for the winter, from the first snow to the last."
    )
    found = article(f"<main><h1>{TITLE}</h1><div>{paragraphs([*BODY[:3], odd, *BODY[3:]])}</div></main>")
    assert found[3] == odd


def test_a_page_of_teasers_alone_does_not_fail() -> None:
    page = page_of(whole("<main></main>"), address="http://lantern.test/", media_type="text/html", charset=None)
    assert page.text
