"""The one pass that finds every figure of a message: what it says, where, and what its own unit makes it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.understand import currencies, numerals
from bot.understand import figure_words as words
from bot.understand.folding import Folded, pattern
from bot.understand.noise import OTHER_UNIT, TIME_UNIT, noise


class Kind(StrEnum):
    """What the unit beside a figure says it counts."""

    MONEY = "money"  # a currency, or 元 or 塊
    BARE = "bare"
    FOLLOWERS = "followers"
    PEOPLE = "people"  # 位, 名, 人: creators if the text says so
    AGE = "age"
    MONTHS = "months"
    OTHER = "other"


class Bound(StrEnum):
    """Which end of a range a figure is."""

    MOST = "most"
    LEAST = "least"
    ABOUT = "about"


@dataclass(frozen=True)
class Figure:
    """A number or range at a place. ``currency`` is an ISO code, or a sign that several share, or None.

    ``start`` and ``end`` take in currency and unit; ``spoken`` also takes in words such as 以內 or under.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    kind: Kind = Kind.BARE
    currency: str | None = None
    scaled: bool = False
    scale: int = 1
    bound: Bound | None = None
    negative: bool = False
    spoken: tuple[int, int] = (0, 0)
    word: bool = False  # written as an English or a bare Chinese word: weak evidence of an amount

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def may_be_money(self) -> bool:
        return self.kind is Kind.MONEY or (self.kind is Kind.BARE and (not self.word or self.scaled))


_SCALE = r"\s?(?:k|w|m|mil|mn|million|millions|thousand|grand|bn|billion)(?![a-z])"
_NUMBER = re.compile(
    rf"(?P<mixed>(?<![\d.]){numerals.MIXED_NUMBER})"
    rf"|(?P<ascii>(?<![\d])(?:{numerals.ASCII_NUMBER})(?:{_SCALE})?)"
    rf"|(?P<han>{numerals.HAN_NUMBER})|(?P<english>{numerals.ENGLISH_NUMBER})"
)
_JOIN = pattern(r"\s{0,2}(?:到|至|~|-|--|to|until|and|or|跟|和|或)\s{0,2}")
_AND = pattern(r"(?:between|介於|介于|在)\s?$")
_MOST_FIGURES = 40  # more is a spreadsheet, not a message


def find(folded: Folded) -> tuple[Figure, ...]:
    """Every figure, in order, none overlapping another."""
    text = folded.text
    hidden = noise(folded)
    figures: list[Figure] = []
    place = 0
    while len(figures) < _MOST_FIGURES and (match := _NUMBER.search(text, place)):
        place = match.end()
        if any(hidden[match.start() : match.end()]):
            place = match.start() + 1
            continue
        figure = _figure(folded, match, figures[-1].end if figures else 0)
        if figure is None:
            place = max(match.start() + 1, match.end() if match["ascii"] else 0)
            continue
        figures.append(_bounded(text, figure))
        place = max(place, figures[-1].end)
    return tuple(figures)


def _figure(folded: Folded, match: re.Match[str], floor: int) -> Figure | None:
    """The figure that starts with a number: currency before (from ``floor`` on), second end, unit behind."""
    text = folded.text
    first = _number(folded, match)
    if first is None:
        return None
    first = _with_currency(text, first, floor)
    join = _JOIN.match(text, first.end)
    if join and (second := _second(folded, join, first)):
        first = second
    if first.currency is None and (named := currencies.in_capitals(folded, first.end)):
        first = replace(first, end=named[0], currency=named[1], kind=Kind.MONEY)
    return _with_unit(folded, first)


def _number(folded: Folded, match: re.Match[str]) -> Figure | None:
    text, written, end = folded.text, match[0], match.end()
    while written and written[-1].isspace():
        written, end = written[:-1], end - 1
    written, end = _without_count(text, written, end)
    if written in {"百", "千", "万", "亿"} and not words.UNIT_ALONE.match(text, end):
        return None
    value = numerals.value_of(written) if written else None
    if value is None or _is_model(text, match.start(), end, written):
        return None
    word = bool(match["english"] or (match["han"] and not re.search("[万亿千百]", written)))
    return Figure(
        match.start(), end, value.low, value.high, scaled=value.scaled, scale=value.scale, word=word
    )


def _without_count(text: str, written: str, end: int) -> tuple[str, int]:
    """三萬五位 is a budget and five people, 兩萬一篇 a fee: give the last digit back to its measure word."""
    if len(written) < 2 or not words.MEASURED.match(text, end) or not re.search("[万千百]", written[:-1]):
        return written, end
    lone = written[-1] in numerals.DIGITS or (written[-1].isdigit() and not written[-2].isdigit())
    return (written[:-1], end - 1) if lone else (written, end)


def _is_model(text: str, start: int, end: int, written: str) -> bool:
    """A number glued to Latin letters is a name (WH-1000XM5, 3C); so is one glued to a decimal point."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if written[0].isdigit() and before.isascii() and before.isalpha():
        return currencies.currency_before(text, start) is None
    if before == "." and start > 1 and text[start - 2].isdigit():
        return True
    glued = after.isascii() and after.isalpha() and written[-1].isascii()
    if glued:
        return not (
            OTHER_UNIT.match(text, end)
            or TIME_UNIT.match(text, end)
            or words.FOLLOWERS.match(text, end)
            or currencies.currency_after(text, end)
            or words.AGE.match(text, end)
        )
    return False


def _with_currency(text: str, figure: Figure, floor: int = 0) -> Figure:
    start, end, currency = figure.start, figure.end, None
    before = currencies.currency_before(text, start)
    if before and before[0] >= floor:  # 15 usd one piece: the name belongs to the 15
        start, currency = before
    if after := currencies.currency_after(text, end):
        named = after[1]
        end = after[0]
        shared = {None, currencies.DOLLAR, currencies.YEN_OR_YUAN, currencies.UNIT}
        currency = named if currency in shared and not (currency and named in shared) else currency
    negative = bool(
        re.search(
            r"(?:(?<!\w)-|(?<=[算价费额])-|负\s?|minus\s|negative\s)$", text[max(0, start - 10) : start]
        )
    )
    kind = Kind.MONEY if currency else Kind.BARE
    return replace(figure, start=start, end=end, currency=currency, kind=kind, negative=negative)


def _second(folded: Folded, join: re.Match[str], first: Figure) -> Figure | None:
    """A range where a far end follows; scale and currency of either end hold for both (3到5萬, $2-3k)."""
    joined = join[0].strip()
    if (
        first.is_range
        or joined in _LISTING
        or (joined == "and" and not _AND.search(folded.text[: first.start]))
    ):
        return None
    second = _far_end(folded, join.end())
    if second is None or second.is_range:
        return None
    low = _same_scale(first, second)
    if low >= second.high:
        return None
    currency = _shared_currency(first.currency, second.currency)
    return replace(
        first,
        end=second.end,
        low=low,
        high=second.high,
        scaled=second.scaled,
        currency=currency,
        kind=Kind.MONEY if currency else Kind.BARE,
        word=first.word and second.word,
    )


_LISTING = {"or", "跟", "和", "或"}


def _far_end(folded: Folded, start: int) -> Figure | None:
    text = folded.text
    if prefix := currencies.PREFIX.match(text, start):
        start = prefix.end() + len(text[prefix.end() :]) - len(text[prefix.end() :].lstrip())
    match = _NUMBER.match(text, start)
    second = _number(folded, match) if match else None
    return _with_currency(text, second) if second else None


def _shared_currency(first: str | None, second: str | None) -> str | None:
    """The plainer name of two: an ISO code before a sign that several currencies share."""
    vague = {None, currencies.UNIT}
    if first in vague or (first == currencies.DOLLAR and second not in {*vague, currencies.DOLLAR}):
        return second or first
    return first


def _same_scale(first: Figure, second: Figure) -> Decimal:
    """3到5萬 is 30,000 to 50,000, but 8000到1萬 stays as it is: its near end is past the far one's count."""
    if first.scaled or second.scale == 1:
        return first.low
    return first.low * second.scale if first.low < second.high / second.scale else first.low


def _with_unit(folded: Folded, figure: Figure) -> Figure | None:
    """What stands behind decides what a figure counts; a currency decides first."""
    text, end = folded.text, figure.end
    if figure.kind is Kind.MONEY:
        return figure
    match = words.FOLLOWERS.match(text, end)
    if match and not (_is_head_count(text, figure) or words.OF_NEXT.match(text, end)):
        return replace(figure, kind=Kind.FOLLOWERS, end=match.end())
    for kind, unit in ((Kind.AGE, words.AGE), (Kind.MONTHS, words.MONTHS), (Kind.PEOPLE, words.PEOPLE)):
        if match := unit.match(text, end):
            return replace(figure, kind=kind, end=match.end())
    if match := TIME_UNIT.match(text, end) or OTHER_UNIT.match(text, end):
        return replace(figure, kind=Kind.OTHER, end=match.end())
    return figure


def _is_head_count(text: str, figure: Figure) -> bool:
    """3位粉絲1萬到8萬的: three people, whose followers are counted next."""
    return not figure.scaled and figure.high < 500 and bool(re.match(r"\s?[个位名]", text[figure.end :]))


def _bounded(text: str, figure: Figure) -> Figure:
    """Words that make a figure an upper or lower end, or only about right."""
    start, end = figure.start, figure.end
    before, bound = text[max(0, start - 24) : start], None
    for found, expression in (
        (Bound.MOST, words.MOST_BEFORE),
        (Bound.LEAST, words.LEAST_BEFORE),
        (Bound.ABOUT, words.ABOUT_BEFORE),
    ):
        if match := expression.search(before):
            if found is Bound.MOST and match[0].strip() == "在":
                continue
            bound, start = found, start - len(before) + match.start()
            break
    for found, expression in (
        (Bound.MOST, words.MOST_AFTER),
        (Bound.LEAST, words.LEAST_AFTER),
        (Bound.ABOUT, words.ABOUT_AFTER),
    ):
        if (match := expression.match(text, end)) and not words.NEXT_FIGURE.match(text, match.end()):
            bound, end = (found if bound in {None, Bound.ABOUT} else bound), match.end()
            break
    return replace(figure, bound=bound, spoken=(start, end))
