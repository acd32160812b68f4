"""The fake's HTML, against what Telegram documents and answers."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screens.screen import Screen, bold, esc, quote
from tests.fakes.telegram.html import CannotParse, Entity, parse


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a", "a", ()),
        ("<b>a</b>b", "ab", (Entity("bold", 0, 1),)),
        ("a<b>b<i>c</i></b>", "abc", (Entity("bold", 1, 2), Entity("italic", 2, 1))),
        ("&lt;b&gt; &amp;amp; &quot;&#39;", "<b> &amp; \"'", ()),
        ("<blockquote expandable>a</blockquote>", "a", (Entity("expandable_blockquote", 0, 1),)),
        ("<blockquote>a <b>b</b></blockquote>", "a b", (Entity("blockquote", 0, 3), Entity("bold", 2, 1))),
        ('<a href="https://a.b/?c=1">a</a>', "a", (Entity("text_link", 0, 1),)),
        ("\n <b>a</b> \n", "a", (Entity("bold", 0, 1),)),
        ("<b></b>a", "a", ()),
        ("1 > 0", "1 > 0", ()),
    ],
)
def test_what_people_read(source: str, text: str, entities: tuple[Entity, ...]) -> None:
    assert parse(source) == (text, entities)


@pytest.mark.parametrize(
    "source",
    [
        "<b>a",
        "a</b>",
        "<b>a</i>",
        "<b><i>a</b></i>",
        "I <3 soap",
        "a < b",
        "<",
        "<>",
        "<p>a</p>",
        "<B>a</B>",
        "<br>",
        "<b class='x'>a</b>",
        "<a>a</a>",
        "<blockquote open>a</blockquote>",
        "<blockquote><blockquote>a</blockquote></blockquote>",
        "<code><b>a</b></code>",
        "<b><code>a</code></b>",
        "&nbsp;",
        "AT&T",
        "a & b",
        "&#xZZ;",
        "<b>a</b>" * 101,
    ],
)
def test_what_cannot_be_parsed(source: str) -> None:
    with pytest.raises(CannotParse):
        parse(source)


@given(st.text())
def test_escaped_text_comes_through_as_it_is(text: str) -> None:
    assert parse(esc(text)).text == html.unescape(esc(text)).strip()
    assert parse(bold(text)).text == parse(esc(text)).text


@given(st.lists(st.text(alphabet="ab<>&\"' \n表😀"), max_size=4))
def test_a_screen_reads_the_same_in_the_terminal(lines: list[str]) -> None:
    screen = Screen("\n".join([bold(line) for line in lines] + [quote([esc(line) for line in lines])]))
    assert parse(screen.html).text == screen.plain.strip()
