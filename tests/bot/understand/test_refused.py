"""Values that no campaign can have are refused with what to send instead; texts exist in both languages."""

import re
from pathlib import Path

import pytest

import bot
from bot.understand import Context, understand
from knowledge.models import Brief

EMPTY = Brief.model_validate({})
LOCALE = Path(bot.__file__).parent / "locale"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("-5000", "negative"),
        ("負五千", "negative"),
        ("0", "zero"),
        ("0元", "zero"),
        ("5000 BTC", "currency"),
        ("3萬盧布", "currency"),
        ("99999999999999999999", "absurd"),
        ("9999億億", "absurd"),
    ],
)
def test_a_refused_budget_fills_nothing_and_says_why(words: str, key: str) -> None:
    understood = understand(words, EMPTY, Context(asked="budget"))
    assert understood.brief == EMPTY
    assert [problem.key for problem in understood.problems] == [f"understand.problem.{key}"]


def test_what_else_was_said_is_kept() -> None:
    understood = understand("我賣手工皂 預算-5000", EMPTY, Context())
    assert understood.brief.product == "手工皂"
    assert understood.brief.budget is None
    assert understood.problems


@pytest.mark.parametrize("words", ["", " ", "\n", "🥲", "?", "-", "$", "萬", "一"])
def test_next_to_nothing_is_nothing(words: str) -> None:
    understood = understand(words, EMPTY, Context())
    assert (understood.brief, understood.changes, understood.doubt) == (EMPTY, (), None)


def messages(language: str) -> dict[str, set[str]]:
    """Every msgid of the catalogue with its placeholders."""
    text = (LOCALE / language / "understand.po").read_text("utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE)
    return {key: set(re.findall(r"\{(\w+)\}", message)) for key, message in pairs}


def test_both_languages_have_the_same_texts_and_placeholders() -> None:
    assert messages("zh_Hant_TW") == messages("en")


def test_every_text_key_in_the_source_has_a_text() -> None:
    source = "".join(path.read_text("utf-8") for path in (LOCALE.parent / "understand").glob("*.py"))
    keys = set(re.findall(r'"(understand\.(?:problem|doubt|option)\.\w+)"', source))
    assert keys | {"understand.option.price", "understand.option.budget"} == set(messages("en"))
