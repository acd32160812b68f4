"""Which words of a description a reason may quote."""

import pytest

from retrieval.mentions import Mentions
from tests.retrieval.toy import ToyEncoder

VOCABULARY = {"露營", "露營車", "帳篷", "貓砂", "貓砂盆", "茶"}


def mentions(query: str, content: str, most: int = 3) -> tuple[str, ...]:
    encoder = ToyEncoder()
    return Mentions(encoder, VOCABULARY).of(encoder.queries([query])[0], content, most)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("開露營車搭帳篷", ["露營車", "帳篷"]),  # the longest word at each place
        ("十四種貓砂盆", ["貓砂盆"]),
        ("喝茶", []),  # one character says too little
        ("the Tent and her stove", ["Tent", "stove"]),
        ("", []),
    ],
)
def test_words_that_can_be_named(text: str, words: list[str]) -> None:
    assert Mentions(ToyEncoder(), VOCABULARY).words(text) == words


def test_the_closest_words_come_first_and_the_far_ones_not_at_all() -> None:
    assert mentions("tent stove stove", "pitches a tent. burns a stove. bakes bread") == ("stove", "tent")


def test_what_is_refused_is_not_quoted() -> None:
    assert "stove" not in mentions("stove", "never a stove, always a tent")


def test_a_word_is_not_named_beside_a_part_of_itself() -> None:
    assert mentions("露營 露營車 露營車", "露營車上的露營") == ("露營車",)


def test_without_a_close_word_a_close_clause_is_quoted() -> None:
    (quoted,) = mentions("火堆旁", "坐在 火堆旁 " * 9 + "，一 二 三")
    assert quoted.startswith("坐在 火堆旁") and len(quoted) == 40


def test_nothing_is_quoted_where_nothing_is_close() -> None:
    assert mentions("露營", "一 二 三 四，五 六") == ()


def test_nothing_is_quoted_of_nothing() -> None:
    assert mentions("tent", "") == ()
