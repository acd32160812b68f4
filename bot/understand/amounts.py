"""Which amount is what: a role for every figure that may be money, from the words beside it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.understand import amount_words as words
from bot.understand import currencies
from bot.understand.amount_words import Role
from bot.understand.figures import Figure, Kind
from bot.understand.folding import Expression, pattern

_COUNTING = {Kind.OTHER, Kind.PEOPLE, Kind.MONTHS}
_WINDOW = 40  # characters beside an amount that can say what it is
_LINKS = pattern(
    r"(?:[是為在:：=\s約抓只有用可以給出花每月位名人個]|最多|上限|至少|大概|大約|預算|費用|售價|單價|budget|價格|nt|\$|is|of"
    r"|at|about|around)*"
)
SMALLEST_BARE = 10  # a lone digit is a count or a slip, not an amount
_NAMES_YEN = pattern(r"日圓|日幣|日元|日本|‹jpy›|‹yen›|円|東京|大阪|‹japan")
_NAMES_BUDGET = pattern(r"預算|經費|‹budget|廣告費|行銷費|總共|總額")
_NAMES_PRICE = pattern(r"單價|售價|定價|價格|價位|訂價|‹price|特價|賣價")


@dataclass(frozen=True)
class Amount:
    """A figure with its role; ``start`` and ``end`` take in the words that gave it one."""

    figure: Figure
    role: Role | None
    start: int
    end: int
    hint: Role | None = None  # for SET, ADD and SUBTRACT: which field the words named


def amounts(text: str, figures: tuple[Figure, ...], *, asked: bool = False) -> tuple[Amount, ...]:
    """Roles of all figures that may be money. Where an amount was ``asked`` for, 五十 is one too."""
    found = []
    for n, figure in enumerate(figures):
        if not figure.may_be_money and not (asked and figure.kind is Kind.BARE):
            continue
        floor = figures[n - 1].end if n else 0
        following = figures[n + 1 :]
        if following and following[0].low == 1 and following[0].kind in _COUNTING:
            following = following[1:]  # 一個 behind a price is a figure too
        ceiling = following[0].spoken[0] if following else len(text)
        amount = _role(text, figure, _reach(figures, n, floor), ceiling)
        if (
            figure.kind is Kind.MONEY
            or figure.scaled
            or figure.low >= SMALLEST_BARE
            or asked
            or _named(amount)
        ):
            found.append(amount)
    return tuple(found)


def _named(amount: Amount) -> bool:
    """預算 0, 售價 9: a word for its very field lets a lone digit be an amount, if a refused one."""
    return amount.role is not None and amount.role is amount.hint


def _reach(figures: tuple[Figure, ...], n: int, floor: int) -> int:
    """一個 before a price is itself a figure: look past it, to the figure before."""
    before = figures[n - 1] if n else None
    if before and before.low <= 10 and (before.kind in _COUNTING or before.word):
        return figures[n - 2].end if n > 1 else 0
    return floor


def _role(text: str, figure: Figure, floor: int, ceiling: int) -> Amount:
    start, end = figure.spoken
    before = text[max(floor, start - _WINDOW) : start]
    after = text[end : min(ceiling, end + _WINDOW)]
    past = _first(words.BEFORE, before, anchored=False)
    behind = _own(_first(words.AFTER, after, anchored=True), after, ceiling == end + len(after) < len(text))
    if words.REPLACED.search(before):
        return Amount(figure, Role.ASIDE, start, end)
    role, first, last = _choose(past, behind, start, end, len(before))
    if role is Role.ADD and behind and behind[0] is Role.PRICE:
        role = Role.PRICE
    if role is None and _is_adjective(before, after):
        role = Role.PRICE
    return Amount(figure, role, first, last, _hint(text[max(0, start - _WINDOW) : start]))


_Cue = tuple[Role, int, int]


def _first(cues: tuple[tuple[Role, Expression], ...], text: str, *, anchored: bool) -> _Cue | None:
    for role, expression in cues:
        match = expression.match(text) if anchored else expression.search(text)
        if match:
            return role, match.start(), match.end()
    return None


def _own(cue: _Cue | None, after: str, to_next: bool) -> _Cue | None:
    """Words behind an amount that run into the next one belong to that (單價320 每位5000)."""
    if cue and to_next and after[:1].isspace() and _LINKS.fullmatch(after[cue[2] :]):
        return None
    return cue


def _choose(
    past: _Cue | None, behind: _Cue | None, start: int, end: int, width: int
) -> tuple[Role | None, int, int]:
    """Words behind win where they say more (per creator, per month); else the words before."""
    first = start - width + past[1] if past else start
    last = end + behind[2] if behind else end
    narrow = {Role.PER_CREATOR, Role.PER_MONTH, Role.ASIDE}
    if past is None or (behind and behind[0] in narrow and past[0] is not Role.ASIDE):
        return (behind[0] if behind else None), first, last
    if behind and past[0] in {Role.BUDGET, Role.SET} and behind[0] is Role.PRICE:
        return behind[0], first, last
    return past[0], first, last


def _is_adjective(before: str, after: str) -> bool:
    """1280的鍋, a NT$390 soap: a price in front of its product."""
    return bool(
        words.ADJECTIVE.match(after) and (after.lstrip("元块钱")[:1] == "的" or words.ARTICLE.search(before))
    )


def _hint(before: str) -> Role | None:
    clause = re.split(r"[;。!?\n]", before)[-1]
    budget, price = (list(e.finditer(clause)) for e in (_NAMES_BUDGET, _NAMES_PRICE))
    if budget and price:
        return Role.BUDGET if budget[-1].start() > price[-1].start() else Role.PRICE
    return Role.BUDGET if budget else Role.PRICE if price else None


def hinted(found: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """預算的話,是8萬: an amount without a role takes the one named before it, if no other amount has it."""
    taken = {a.role for a in found}
    return tuple(
        replace(a, role=a.hint) if a.role is None and a.hint and a.hint not in taken else a for a in found
    )


def told(text: str, found: tuple[Amount, ...], chosen: str | None = None) -> str | None:
    """The one currency that the message names; a shared sign counts once a currency fits it."""
    named = [read_sign(a.figure.currency, text, chosen) for a in found if a.figure.currency]
    return next((code for code in named if code), None) or currencies.named_alone(text)


def read_sign(sign: str | None, text: str, chosen: str | None = None) -> str | None:
    """A sign that several currencies share: by the seller's ``chosen`` one, else by the message around it."""
    if sign == currencies.YEN_OR_YUAN:
        return "JPY" if _NAMES_YEN.search(text) or chosen == "JPY" else "CNY"
    if sign == currencies.DOLLAR:
        if chosen in currencies.WRITTEN_AS_DOLLARS:
            return chosen
        return None if re.search(r"[\u3400-\u9fff]", text) else "USD"
    return None if sign == currencies.UNIT else sign


def currency_of(
    amount: Amount, text: str, named: str | None, before: str | None, chosen: str | None = None
) -> tuple[str, bool]:
    """The currency of an amount and whether it was assumed. ``before``: the brief's for that field.

    ``chosen``: the one in which the seller wants amounts read that name none; it is no assumption.
    """
    code, is_assumed = _currency_of(amount, text, named, before, chosen)
    return code, is_assumed and code != chosen


def _currency_of(
    amount: Amount, text: str, named: str | None, before: str | None, chosen: str | None
) -> tuple[str, bool]:
    sign = amount.figure.currency
    if sign and sign not in {currencies.DOLLAR, currencies.YEN_OR_YUAN, currencies.UNIT}:
        return sign, False
    if sign == currencies.YEN_OR_YUAN or (sign == currencies.DOLLAR and named is None):
        return (named if named in {"CNY", "JPY"} else None) or read_sign(
            sign, text, chosen
        ) or before or "TWD", True
    if sign == currencies.UNIT and named not in currencies.COUNTED_IN_UNITS:
        named = None  # 500元 beside CHF 3,000 is no franc
    fits = sign is None or (sign == currencies.UNIT and chosen in currencies.COUNTED_IN_UNITS)
    return named or before or (chosen if fits else None) or "TWD", True


def bounds(figure: Figure) -> tuple[Decimal, Decimal | None]:
    """Low and high of a budget: 以內 starts at nothing, 以上 has no end."""
    if figure.is_range or figure.bound is None or figure.bound == "about":
        return figure.low, figure.high
    return (Decimal(0), figure.high) if figure.bound == "most" else (figure.low, None)


def discounted(found: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """The price a buyer pays: a list price falls away where a discounted one stands beside it."""
    has_sale = any(a.role is Role.DISCOUNTED for a in found)
    has_price = any(a.role is Role.PRICE for a in found)
    settled = []
    for amount in found:
        if amount.role is Role.LIST_PRICE:
            role = Role.ASIDE if has_sale or has_price else Role.PRICE
            settled.append(replace(amount, role=role))
        elif amount.role is Role.PRICE and has_sale:
            settled.append(replace(amount, role=Role.ASIDE))
        else:
            settled.append(replace(amount, role=Role.PRICE) if amount.role is Role.DISCOUNTED else amount)
    return tuple(settled)
