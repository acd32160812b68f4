"""Format an amount in every notation that sellers use, and the same money comes back, whatever stands around."""

from collections.abc import Callable
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand import Context, understand
from bot.understand.figures import find
from bot.understand.folding import Folded
from knowledge.models import Brief
from knowledge.money import MoneyRange

EMPTY = Brief.model_validate({})
ASKED = Context(asked="budget")


def budget_of(words: str) -> MoneyRange | None:
    return understand(words, EMPTY, ASKED).brief.budget


def twd(low: int | Decimal, high: int | Decimal | None = None) -> MoneyRange:
    return MoneyRange.of(low, low if high is None else high, "TWD")


def full_width(text: str) -> str:
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,.$"})


PLAIN: dict[str, Callable[[int], str]] = {
    "digits": str,
    "commas": lambda n: f"{n:,}",
    "full width": lambda n: full_width(f"{n:,}"),
    "NT$": lambda n: f"NT${n:,}",
    "NT$ with a space": lambda n: f"NT$ {n}",
    "TWD behind": lambda n: f"{n} TWD",
    "TWD touching": lambda n: f"{n}twd",
    "ntd touching": lambda n: f"ntd{n}",
    "元": lambda n: f"{n}元",
    "元整": lambda n: f"{n}元整",
    "塊": lambda n: f"{n} 塊",
    "台幣": lambda n: f"台幣{n:,}元",
    "Chinese": lambda n: cn2an.an2cn(n),
    "Chinese with 元": lambda n: cn2an.an2cn(n) + "元",
    "formal": lambda n: cn2an.an2cn(n, "up") + "元整",
    "about": lambda n: f"大概{n}左右",
    "around": lambda n: f"around {n} NTD",
}
OTHER_CURRENCIES = {
    "USD": ("US${}", "{} USD", "USD {}", "美金{}", "{}美元", "us$ {}", "{} US dollars"),
    "HKD": ("HK${}", "港幣{}", "{} HKD", "{}港幣", "{}蚊"),
    "CNY": ("RMB {}", "人民幣{}", "{}人民幣", "{} CNY", "{}元人民幣"),
    "JPY": ("JPY {}", "日圓{}", "{}日圓", "{} yen", "{}円"),
    "MYR": ("RM{}", "RM {}", "MYR {}", "{} ringgit", "馬幣{}"),
    "SGD": ("S${}", "SGD {}", "{} SGD", "新幣{}"),
    "EUR": ("€{}", "{} EUR", "歐元{}"),
}
# Amounts from ten, below which a lone digit is a count, to what a campaign can cost.
AMOUNTS = st.integers(10, 90_000_000)


@pytest.mark.parametrize("notation", PLAIN, ids=str)
@given(n=AMOUNTS)
def test_an_amount_comes_back_from_every_notation(notation: str, n: int) -> None:
    assert budget_of(PLAIN[notation](n)) == twd(n)


@pytest.mark.parametrize(("code", "form"), [(c, f) for c, fs in OTHER_CURRENCIES.items() for f in fs])
@given(n=st.integers(10, 9_000_000))
def test_an_amount_comes_back_in_its_own_currency(code: str, form: str, n: int) -> None:
    assert budget_of(form.format(n)) == MoneyRange.of(n, n, code)


@given(
    tenths=st.integers(1, 99_999), unit=st.sampled_from(["萬", "万", "w", "萬元", " 萬", "萬塊", "萬台幣"])
)
def test_ten_thousands_are_read_exactly(tenths: int, unit: str) -> None:
    assert budget_of(f"{Decimal(tenths) / 10}{unit}") == twd(tenths * 1000)


@given(tenths=st.integers(1, 9_999), unit=st.sampled_from(["k", "K", " k", "k NTD", " thousand"]))
def test_thousands_are_read_exactly(tenths: int, unit: str) -> None:
    assert budget_of(f"{Decimal(tenths) / 10}{unit}") == twd(tenths * 100)


@given(whole=st.integers(1, 99), digit=st.integers(1, 9))
def test_a_digit_behind_a_unit_counts_its_tenths(whole: int, digit: int) -> None:
    wanted = twd(whole * 10_000 + digit * 1000)
    assert budget_of(f"{whole}萬{digit}") == wanted
    assert budget_of(f"{whole}萬{digit}千") == wanted
    assert budget_of(cn2an.an2cn(whole) + "萬" + cn2an.an2cn(digit)) == wanted


@given(
    low=st.integers(1, 98),
    more=st.integers(1, 50),
    join=st.sampled_from(["到", "-", "~", "～", "至", " - ", "–"]),
)
def test_a_range_shares_its_unit_and_keeps_both_ends(low: int, more: int, join: str) -> None:
    high = low + more
    wanted = twd(low * 10_000, high * 10_000)
    assert budget_of(f"{low}{join}{high}萬") == wanted
    assert budget_of(f"{low}萬{join}{high}萬") == wanted
    assert budget_of(f"NT${low * 10_000:,}{join}{high * 10_000:,}") == wanted
    assert budget_of(f"between {low}k and {high}k NTD") == twd(low * 1000, high * 1000)


@given(n=st.integers(1000, 9_000_000))
def test_bounds_open_one_end(n: int) -> None:
    for words in (f"{n}以內", f"不超過{n}", f"最多{n}元", f"under {n}", f"up to {n} NTD", f"{n} max"):
        assert budget_of(words) == twd(0, n), words
    for words in (f"至少{n}", f"{n}以上", f"at least {n}", f"more than {n} NTD"):
        assert budget_of(words) == MoneyRange.of(n, None, "TWD"), words


@given(n=st.integers(0, 99_999_999))
def test_chinese_numerals_agree_with_cn2an(n: int) -> None:
    figures = find(Folded.of(cn2an.an2cn(n) + "元"))
    assert [figure.high for figure in figures] == [n]


NOISE = (
    "謝謝",
    "不急",
    "你好",
    "thank you",
    "用iPhone 15打字",
    "統編12345678",
    "電話0912-345-678",
    "24小時都可以",
    "🙏",
    "www.example.com",
    "2入組",
    "500ml",
    "PM2.5",
    "7-11",
    "營業額300萬",
    "去年花了20萬",
    "成立於1998年",
    "🤔🤔",
    "八折",
)


@given(n=st.integers(1000, 9_000_000), before=st.sampled_from(NOISE), after=st.sampled_from(NOISE))
def test_noise_around_never_changes_a_found_amount(n: int, before: str, after: str) -> None:
    assert understand(f"{before}。預算 {n} 元。{after}", EMPTY, Context()).brief.budget == twd(n)


@given(n=st.integers(100, 9_000), junk=st.text("abcxyz他的是在哈，。 ", max_size=12))
def test_junk_behind_a_stop_changes_no_price(n: int, junk: str) -> None:
    price = understand(f"單價 {n} 元。{junk}", EMPTY, Context()).brief.unit_price
    assert price is not None
    assert price.amount == n


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_exception_and_twice_the_same(text: str) -> None:
    first = understand(text, EMPTY, Context())
    assert understand(text, EMPTY, Context()) == first
    Brief.model_validate(first.brief.model_dump())


@given(
    st.lists(
        st.sampled_from(
            [*NOISE, "預算", "不要", "IG", "3萬", "每位", "找", "5", "到", "一個", "$", "-", "萬", "粉", "歲"]
        ),
        max_size=14,
    )
)
def test_pieces_in_any_order_leave_a_valid_brief(pieces: list[str]) -> None:
    brief = understand(" ".join(pieces), EMPTY, Context()).brief
    assert Brief.model_validate_json(brief.model_dump_json()) == brief
