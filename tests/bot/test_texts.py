"""Every text in every language, with the same placeholders; values shown as sellers write them."""

import ast
import re
import string
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import LANGUAGES, Texts, catalogue, language_of, written_in
from knowledge.models import Reason
from knowledge.money import Money, MoneyRange

ROOT = Path(__file__).parent.parent.parent
FILES = sorted((ROOT / "bot" / "locale").rglob("*.po"))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def keys_of(file: Path) -> set[str]:
    return {str(message.id) for message in read_po(BytesIO(file.read_bytes())) if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_text_in_every_language(language: str) -> None:
    keys = set().union(*(catalogue(other) for other in LANGUAGES))
    assert keys - catalogue(language).keys() == set()
    assert [key for key, text in catalogue(language).items() if not text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_equal_in_all_languages(language: str) -> None:
    told, en = catalogue(language), catalogue("en")
    assert {k: (told[k], en[k]) for k in told if placeholders(told[k]) != placeholders(en[k])} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_amount_has_a_bare_dollar_sign(language: str) -> None:
    assert {k: text for k, text in catalogue(language).items() if re.search(r"(?<![A-Z])\$", text)} == {}


# Where Chinese words are read or measured with, and not said.
READ_THERE = ("understand/", "bench", "sums.py", "chat.py", "rosters/creators.py", "roster_cli.py")


def test_what_is_said_in_chinese_is_said_in_the_catalogues() -> None:
    found = []
    for file in sorted((ROOT / "bot").rglob("*.py")):
        name = file.relative_to(ROOT / "bot").as_posix()
        if not name.startswith(READ_THERE):
            tree = ast.parse(file.read_text("utf-8"))
            told = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
            strings = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in told)
            found += [(name, n.value) for n in strings if re.search(r"[一-鿿]{2}", str(n.value))]
    assert found == []


def _has_docstring(node: Any) -> bool:
    body = getattr(node, "body", None)
    return isinstance(body, list) and bool(body) and isinstance(body[0], ast.Expr)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_key_is_given_twice(file: Path) -> None:
    others = [other for other in FILES if other.parent == file.parent and other != file]
    assert keys_of(file) & set().union(*map(keys_of, others)) == set()


MAINLAND = [
    "視頻",
    "質量",
    "性價比",
    "信息",
    "網絡",
    "點擊率低",
    "激活",
    "默認",
    "鏈接",
    "賬號",
    "用戶",
    "軟件",
]


def test_chinese_is_taiwans() -> None:
    assert [
        (key, word) for key, text in catalogue("zh-TW").items() for word in MAINLAND if word in text
    ] == []


def test_chinese_texts_use_full_width_punctuation() -> None:
    half = re.compile(r"[一-鿿][,;!?](?=[一-鿿 ])")
    assert {key: text for key, text in catalogue("zh-TW").items() if half.search(text)} == {}


@pytest.mark.parametrize(
    ("money", "zh", "en"),
    [
        (Money.of(1280, "TWD"), "NT$1,280", "NT$1,280"),
        (Money.of("12.5", "USD"), "US$12.5", "US$12.5"),
        (Money.of(3000, "JPY"), "JP¥3,000", "JP¥3,000"),
        (MoneyRange.of(3000, 5000, "TWD"), "NT$3,000–5,000", "NT$3,000–5,000"),
        (MoneyRange.of(5000, 5000, "HKD"), "HK$5,000", "HK$5,000"),
        (MoneyRange.of(0, 50000, "TWD"), "NT$50,000 以內", "up to NT$50,000"),
        (MoneyRange.of(50000, None, "TWD"), "NT$50,000 以上", "NT$50,000 or more"),
        (Money.of(7, "XYZ"), "XYZ 7", "XYZ 7"),
    ],
)
def test_money_names_its_currency(money: Money | MoneyRange, zh: str, en: str) -> None:
    assert (Texts("zh-TW").money(money), Texts("en").money(money)) == (zh, en)


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("followers", 12_345, "1.2萬", "12.3K"),
        ("followers", 950, "950", "950"),
        ("followers", 7_396, "7,396", "7.4K"),
        ("views", 2_500_000, "250萬", "2.5M"),
        ("click_rate", 0.0234, "2.3%", "2.3%"),
        ("female_share", 0.62, "62%", "62%"),
        ("n", 1234567, "1,234,567", "1,234,567"),
        ("year", 2025, "2025", "2025"),
        ("platform", "youtube", "YouTube", "YouTube"),
        ("platforms", ["youtube", "instagram"], "YouTube、Instagram", "YouTube, Instagram"),
        ("fee", {"low": 3000, "high": 5000, "currency": "TWD"}, "NT$3,000–5,000", "NT$3,000–5,000"),
        ("price", {"amount": 280, "currency": "TWD"}, "NT$280", "NT$280"),
        ("as_of", date(2026, 11, 1), "2026-11-01", "2026-11-01"),
        ("words", "拆開來講", "拆開來講", "拆開來講"),
        ("anything", None, "未知", "unknown"),
    ],
)
def test_values_look_right(name: str, value: Any, zh: str, en: str) -> None:
    assert (Texts("zh-TW").value(name, value), Texts("en").value(name, value)) == (zh, en)


def test_an_id_nobody_named_is_shown_as_it_is() -> None:
    assert Texts("en").value("region", "ZZ") == "ZZ"


def test_a_reason_without_a_text_is_an_error_not_a_blank() -> None:
    with pytest.raises(KeyError):
        Texts("en").reason(Reason(code="nobody.wrote.this"))


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hant", "zh-TW"),
        ("zh-hans", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("en-GB", "en"),
        ("fr", "en"),
        (None, "zh-TW"),
    ],
)
def test_telegrams_language_codes(code: str | None, language: str) -> None:
    assert language_of(code) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我賣手工皂", "zh-TW"),
        ("we sell camping cots for $60", "en"),
        ("5w", None),
        ("IG", None),
        ("JBL Flip 6", None),
        ("", None),
        ("😀😀", None),
    ],
)
def test_the_script_of_the_words_tells_the_language_only_when_plain(text: str, language: str | None) -> None:
    assert written_in(text) == language


@given(st.integers(0, 10**12), st.sampled_from(["TWD", "USD", "JPY"]))
def test_money_shown_is_money_meant(minor: int, currency: str) -> None:
    shown = Texts("en").money(Money(minor=minor, currency=currency))
    digits = shown.removeprefix({"TWD": "NT$", "USD": "US$", "JPY": "JP¥"}[currency]).replace(",", "")
    assert Money.of(digits, currency).minor == minor
