"""Payloads to pages: encodings, exact characters, blocks, links, and anything at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.page import Block, Page
from tasks.reading.text import page_of

ADDRESS = "https://harbour.test/reports/1"


def html(markup: str | bytes, charset: str | None = "utf-8") -> Page:
    payload = markup if isinstance(markup, bytes) else markup.encode()
    return page_of(payload, address=ADDRESS, media_type="text/html", charset=charset)


def texts(page: Page) -> list[str]:
    return [page.block_text(block) for block in page.blocks]


def rules(page: Page) -> list[str]:
    return [issue.rule for issue in page.issues]


def block(page: Page, text: str) -> Block:
    return next(block for block in page.blocks if page.block_text(block) == text)


# ---------------------------------------------------------------- characters


def test_white_space_folds_as_in_a_browser_and_nothing_else_changes() -> None:
    exact = "می\u200cخواهم e\u0301 so\u00adft\u200d\u200eX «y»\u00a0"
    page = html(f"<p>  one\n\t two {exact}\n</p>")
    assert texts(page) == [f"one two {exact}"]


def test_spacer_paragraphs_are_no_blocks() -> None:
    assert texts(html("<p>a</p><p>&nbsp;</p><p> </p><div>&nbsp;<br></div><p>b</p>")) == ["a", "b"]


def test_single_break_is_a_line_and_two_breaks_part_a_block() -> None:
    page = html("<div>one<br>two <br/> <br>three<br>&nbsp;<br>four<br></div>")
    assert texts(page) == ["one\ntwo", "three", "four"]
    assert page.text == "one\ntwo\n\nthree\n\nfour"


def test_entities_are_decoded_once() -> None:
    assert texts(html("<p>a &amp;amp; b &lt;i&gt; &#8220;c&#8221;</p>")) == ["a &amp; b <i> “c”"]


def test_preformatted_text_keeps_its_white_space() -> None:
    assert texts(html("<pre>  a   b\r\n\tc\n\n\nd  e</pre>")) == ["a   b\n\tc", "d  e"]


def test_inline_elements_join_and_time_stays() -> None:
    page = html("<p>It <b>bro</b>ke on <time datetime='2011-05-20'>20 May</time>, <i>he</i> said.</p>")
    assert texts(page) == ["It broke on 20 May, he said."]


def test_quotation_elements_print_their_marks_as_browsers_do() -> None:
    assert texts(html("<p><q>No <q>ferry</q></q>, she said. <q>“Marked”</q></p>")) == [
        "“No ‘ferry’”, she said. “Marked”"
    ]


def test_what_is_not_printed_is_no_text() -> None:
    page = html(
        "<head><title>T</title><style>x</style></head><body><script>x</script><noscript>x</noscript>"
        "<template>x</template><p hidden>x</p><p style='DISPLAY : none'>x</p><svg><title>x</title></svg>"
        "<select><option>x</option></select><!-- x --><p>seen</p>tail</body>"
    )
    assert texts(page) == ["seen", "tail"]


def test_page_hidden_until_a_script_runs_is_read() -> None:
    assert texts(html("<body style='display:none'><p>seen</p></body>")) == ["seen"]


# ---------------------------------------------------------------- structure


def test_loose_words_beside_blocks_become_blocks() -> None:
    page = html("<div>lead<p>par</p>tail <b>bold</b><ul><li>item</li></ul></div>")
    assert texts(page) == ["lead", "par", "tail bold", "item"]
    assert [block.element for block in page.blocks] == ["div", "p", "div", "li"]


def test_cells_of_a_row_share_a_number() -> None:
    page = html(
        "<table><tr><td>Publisher</td><td><b>Harbour Press</b></td></tr><tr><th>Date</th><td>May</td></tr></table>"
        "<p>x</p>"
    )
    rows = [block.row for block in page.blocks]
    assert rows[0] == rows[1] is not None
    assert rows[2] == rows[3] not in (rows[0], None)
    assert rows[4] is None


def test_term_and_description_share_a_number() -> None:
    page = html("<dl><dt>Publisher</dt><dd>Press</dd><dt>Topics</dt><dd>Tides</dd><dd>Boats</dd></dl>")
    rows = [block.row for block in page.blocks]
    assert rows[0] == rows[1]
    assert rows[2] == rows[3] == rows[4] != rows[0]


def test_ancestors_name_identity_and_classes() -> None:
    page = html("<body><div id=main class='a b'><p class=lead>x</p></div></body>")
    assert page.blocks[0].ancestors == ("html", "body", "div div#main div.a div.b", "p p.lead")


def test_links_have_exact_offsets_and_absolute_targets() -> None:
    page = html(
        "<base href='/docs/'><p>See <a href='a.html'> The <i>Tide</i> </a>and <a href='//other.test/b'>B</a>"
        " <a href='#c'>c</a> <a href='mailto:x@y.test'>d</a> <a href='http://[bad/'>e</a></p>"
    )
    assert [(page.text[link.start_char : link.end_char], link.target) for link in page.links] == [
        ("The Tide", "https://harbour.test/docs/a.html"),
        ("B", "https://other.test/b"),
    ]


def test_link_around_blocks_is_a_link_in_each() -> None:
    page = html("<a href='/s'><h3>Title</h3><p>Teaser<br><br>more</p></a><p>after</p>")
    assert [page.text[link.start_char : link.end_char] for link in page.links] == ["Title", "Teaser", "more"]


def test_head_values() -> None:
    page = html(
        "<html lang='fr'><head><title> A &amp;\n B </title><link rel='canonical' href='/c'>"
        "<meta property='og:title' content=' O '><meta name=rights content=R></head><body>x</body></html>"
    )
    assert page.head_value("html:lang") == "fr"
    assert page.head_value("title") == "A & B"
    assert page.head_value("link:canonical") == "https://harbour.test/c"
    assert page.head_value("meta:og:title") == "O"
    assert page.head_value("meta:rights") == "R"


def test_article_is_selected_and_menu_is_not() -> None:
    story = "".join(
        f"<p>The keeper of light {n} counted nine boats, soft\u00adly, and rowed home again.</p>" for n in range(9)
    )
    page = html(
        f"<body><nav><a href=/>Home</a> <a href=/x>Shop</a></nav><article>{story}</article><footer>Imprint</footer>"
    )
    chosen = [page.block_text(block) for block in page.blocks if block.is_selected]
    assert len(chosen) == 9
    assert "soft\u00adly" in chosen[0]


# ---------------------------------------------------------------- plain text


def test_plain_text_is_kept_exactly_with_one_block_a_line() -> None:
    text = "  Title \r\n\r\nPublisher X\r\nDate Y\u00a0\n \u00a0 \n<b>not markup</b>\rlast"
    page = page_of(text.encode(), address=ADDRESS, media_type="text/plain", charset=None)
    assert page.text == text
    assert texts(page) == ["Title", "Publisher X", "Date Y\u00a0", "<b>not markup</b>", "last"]
    assert {block.element for block in page.blocks} == {"text"}


def test_text_without_markup_is_plain_whatever_it_is_called() -> None:
    for media_type in ("text/html", "", "application/octet-stream"):
        page = page_of(b"5 < 6 and R & D\n\nnext", address=ADDRESS, media_type=media_type, charset=None)
        assert page.text == "5 < 6 and R & D\n\nnext"


def test_markup_is_read_as_markup_when_nobody_says_what_it_is() -> None:
    page = page_of(b"<!DOCTYPE html><title>T</title><p>a", address=ADDRESS, media_type="", charset=None)
    assert texts(page) == ["a"]


# ---------------------------------------------------------------- sitemaps and feeds


def test_each_element_of_a_sitemap_is_a_block() -> None:
    sitemap = (
        b'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://x.test/1</loc>"
        b"<lastmod>2020-01-02</lastmod></url><url><loc>http://x.test/2</loc><title>&a;T</title></url></urlset>"
    )
    for media_type in ("application/xml", "text/xml", ""):
        page = page_of(sitemap, address=ADDRESS, media_type=media_type, charset=None)
        assert texts(page) == ["http://x.test/1", "2020-01-02", "http://x.test/2", "T"]
        assert [block.element for block in page.blocks] == ["loc", "lastmod", "loc", "title"]
        assert page.blocks[0].ancestors == ("urlset", "url", "loc")


def test_xhtml_is_html() -> None:
    page = html("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>a <b>b</b></p></body></html>")
    assert texts(page) == ["a b"]


# ---------------------------------------------------------------- encodings

FRENCH = "<p>Un témoin, « très » âgé — l’été.</p>"
RUSSIAN = "<p>Суд отложен, сообщили родственники задержанных.</p>"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_declared_encodings(codec: str) -> None:
    page = html(FRENCH.encode(codec), {"utf-16": None, "utf-8-sig": None}.get(codec, codec))
    assert texts(page) == ["Un témoin, « très » âgé — l’été."]
    assert not page.issues


def test_latin_1_means_windows_1252() -> None:
    assert texts(html("<p>l’été</p>".encode("cp1252"), "ISO-8859-1")) == ["l’été"]
    assert texts(html(b"<p>a\x81b\x92</p>", "iso-8859-1")) == ["a\x81b’"]


def test_meta_says_what_no_header_says() -> None:
    payload = b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>" + RUSSIAN.encode("cp1251")
    assert texts(html(payload, None)) == ["Суд отложен, сообщили родственники задержанных."]


def test_one_bad_byte_costs_one_character() -> None:
    page = html("<p>été </p>".encode() + b"<p>\xe9t</p>" + RUSSIAN.encode(), "utf-8")
    assert texts(page) == ["été", "\ufffdt", "Суд отложен, сообщили родственники задержанных."]
    assert rules(page) == ["encoding"]


def test_utf_8_under_a_wrong_label_is_read_as_utf_8() -> None:
    page = html(RUSSIAN.encode(), "iso-8859-1")
    assert texts(page) == ["Суд отложен, сообщили родственники задержанных."]
    assert rules(page) == ["encoding"]


@pytest.mark.parametrize("charset", ["utf-8", None, "no-such-thing", "idna", "rot13"])
@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_cyrillic_that_nobody_declared(charset: str | None, codec: str) -> None:
    page = html(RUSSIAN.encode(codec), charset)
    assert texts(page) == ["Суд отложен, сообщили родственники задержанных."]
    assert "encoding" in rules(page)


def test_french_that_nobody_declared() -> None:
    assert texts(html(FRENCH.encode("cp1252"), None)) == ["Un témoin, « très » âgé — l’été."]


# ---------------------------------------------------------------- no text


@pytest.mark.parametrize(
    ("payload", "seen"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n%...", "not text: PDF"),
        (b"\x89PNG\r\n\x1a\n....", "not text: PNG image"),
        (b"\x1f\x8b\x08\x00", "not text: gzip data"),
        (b"a\x00\x01b\x00\x00", "not text: binary data (text/html)"),
        (bytes(range(1, 32)) * 20, "not text: too many control characters"),
        (b"<html><head><title>T</title></head><body> </body></html>", "no text"),
        (b" \n\t ", "no text"),
        (b"<!-- nothing -->", "no markup could be parsed"),
    ],
)
def test_what_cannot_be_read_says_why(payload: bytes, seen: str) -> None:
    page = html(payload, None)
    assert page.text.strip() == ""
    assert page.blocks == ()
    assert [(issue.rule, issue.seen) for issue in page.issues][-1] == ("unreadable", seen)


def test_too_large_a_page_is_not_read() -> None:
    page = html(b"x" * (5 * 1024 * 1024 + 1))
    assert page.issues[0].seen == "too large: 5242881 bytes"


def test_hostile_nesting_neither_stops_nor_hides() -> None:
    page = html("<div>" * 30_000 + "deep" + "</div>" * 30_000 + "<p>after</p>")
    assert "nesting" in rules(page) or "unreadable" in rules(page)


def test_large_page_takes_seconds_not_minutes() -> None:
    paragraph = "<p>The keeper <a href='/x'>rows</a> out &amp; counts<br>nine boats, and rows home again.</p>\n"
    started = time.monotonic()
    page = html(paragraph * 50_000)
    assert len(page.blocks) == 50_000
    assert "selection" in rules(page)
    assert time.monotonic() - started < 15


# ---------------------------------------------------------------- anything at all

TAGS = (
    "<p> </p> <br> <div> </div> <td> <tr> <table> </table> <dl> <dt> <dd> <pre> </pre> </a> <q> </q> <b> </b> &amp;"
    " &#0; &#xD800; &nbsp; <!-- <textarea> <title> <svg> word “"
)
LINKS = ["<a href='/x'>", "<a href='http://['>", "<base href='http://['>"]
SPACES = [" ", "\n", "\u00a0", "\u200c", "\x00", "\u2028"]
FRAGMENTS = st.sampled_from([*TAGS.split(), *LINKS, *SPACES])


def assert_sane(page: Page) -> None:
    reached = 0
    for found in page.blocks:
        text = page.block_text(found)
        assert reached <= found.start_char < found.end_char <= len(page.text)
        assert text.strip() and text == text.strip(" \t\n\r\f\v")
        assert not page.text[reached : found.start_char].strip()
        reached = found.end_char
    if page.blocks:
        assert not page.text[reached:].strip()
    else:
        assert "unreadable" in rules(page)
    assert all(0 <= link.start_char < link.end_char <= len(page.text) for link in page.links)
    assert all(page.text[link.start_char : link.end_char].strip() for link in page.links)
    page.text.encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(["text/html", "text/plain", "", "text/xml"]),
    st.sampled_from([None, "utf-8", "cp1251", "x"]),
)
def test_any_bytes_end_in_a_page(payload: bytes, media_type: str, charset: str | None) -> None:
    assert_sane(page_of(payload, address=ADDRESS, media_type=media_type, charset=charset))


@settings(max_examples=200, deadline=None)
@given(st.lists(FRAGMENTS, max_size=40))
def test_any_markup_ends_in_a_page(fragments: list[str]) -> None:
    assert_sane(html("".join(fragments)))
    payload = f"<?xml version='1.0'?><x>{''.join(fragments)}</x>".encode()
    assert_sane(page_of(payload, address=ADDRESS, media_type="text/xml", charset=None))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_kept_exactly(text: str) -> None:
    try:
        payload = text.encode()
    except UnicodeEncodeError:
        return
    page = page_of(payload, address=ADDRESS, media_type="text/plain", charset="utf-8")
    assert_sane(page)
    if page.blocks:
        assert page.text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("other.html", "http://archive.test/20190101000000mp_/http://www.site.test/docid/other.html"),
        (
            "/20190101000000mp_/https://www.site.test/docid/b.html",
            "http://archive.test/20190101000000mp_/https://www.site.test/docid/b.html",
        ),
        ("http://elsewhere.test/a//b", "http://elsewhere.test/a//b"),
    ],
)
def test_links_inside_a_replay_keep_the_address_in_their_path(href: str, target: str) -> None:
    page = page_of(
        f'<p>See <a href="{href}">the other report</a>.</p>'.encode(),
        address="http://archive.test/20190101000000mp_/http://www.site.test/docid/a.html",
        media_type="text/html",
        charset=None,
    )
    assert [link.target for link in page.links] == [target]


def test_a_link_ends_where_another_begins() -> None:
    page = html('<p><a href="/one">One boat <a href="/two">two boats</a> and the harbour.</p>')
    words = [(page.text[link.start_char : link.end_char], link.target[-4:]) for link in page.links]
    assert words == [("One boat", "/one"), ("two boats", "/two")]


@pytest.mark.parametrize("value", ["=1", '=">"', "/", ""])
def test_thousands_of_attributes_cost_no_time_and_are_told(value: str) -> None:
    attributes = " ".join(f"a{number}{value}" for number in range(150_000))
    began = time.process_time()
    page = html(f"<p {attributes}>The light is lit.</p>")
    assert time.process_time() - began < 2
    assert page.text == "The light is lit."
    assert "markup" in rules(page)


def test_what_a_script_holds_is_no_tag() -> None:
    script = "if (a<b) " + "f(a = 1); " * 2_000
    page = html(f"<p>One.</p><script>{script}</script><p>Two.</p><!-- <a {'x ' * 3_000} --><p>Three.</p>")
    assert texts(page) == ["One.", "Two.", "Three."]
    assert "markup" not in rules(page)
