"""The fake's reading of rich messages: what Telegram's rules allow passes, all else is a violation."""

import pytest

from tests.fakes.telegram.rich import Page
from tests.fakes.telegram.schema import Malformed

TABLE = (
    '<table bordered striped><tr><th>A</th><th align="right">B</th></tr><tr><td>1</td><td>2</td></tr></table>'
)


def test_what_people_see_of_it() -> None:
    page = Page(f"<h3>T &amp; t</h3><p>a <b>b</b></p>{TABLE}")
    assert page.texts == ["T & t", "a b"] and page.tables == [[["A", "B"], ["1", "2"]]]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "plain",
        "<p>open",
        "<p>a</b>",
        "<div>a</div>",
        "<table><tr><td>1</td></tr>",
        "<table>loose<tr><td>1</td></tr></table>",
        "<table><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<table style='x'><tr><td>1</td></tr></table>",
        "<table><tr><td align='up'>1</td></tr></table>",
        f"<table><tr>{'<td>1</td>' * 21}</tr></table>",
        f"<p>{'x' * 32_769}</p>",
        "<p>x</p>" * 501,
    ],
)
def test_what_telegram_would_refuse_or_drop_is_refused(source: str) -> None:
    with pytest.raises(Malformed):
        Page(source)
