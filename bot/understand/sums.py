"""How an amount is noted once its role is known: currency, range, totals of fees, discounts in tenths."""

from decimal import Decimal

from bot.understand.amount_words import Role
from bot.understand.amounts import Amount, bounds, currency_of, discounted, hinted, told
from bot.understand.figures import Bound, Kind
from bot.understand.folding import pattern
from bot.understand.model import Doubt, Problem
from bot.understand.notes import Notes
from bot.understand.numerals import DIGITS
from knowledge.money import Money, MoneyRange

_YEARS = pattern(r"(?P<half>半年|half a year)|一年(?!四季)|(?:a|one) year›")
_LATIN_WORD = pattern(r"[a-z]{2}")
_TENTHS = pattern(
    r"(?:[,，、\s]|元|塊|現在|目前|限時|全面|再|首購){0,3}(?:打(?P<tens>[1-9一二三四五六七八九])"
    r"(?P<ones>[1-9一二三四五六七八九])?折|(?P<off>[1-9]\d?)\s?% (?:off|discount)›)"
)


class Sums:
    """Notes amounts of one message as unit price or budget."""

    def __init__(self, notes: Notes, found: tuple[Amount, ...]) -> None:
        self.notes = notes
        self.found = hinted(discounted(found))
        self.named = told(notes.text, found, notes.context.currency)
        self.doubt: Doubt | None = None
        self.problems: list[Problem] = []

    def _words(self, amount: Amount) -> str:
        return self.notes.folded.words(amount.figure.start - amount.figure.negative, amount.figure.end)

    def _continues(self, amount: Amount) -> bool:
        """預算5萬, 最多8萬: the second opens the range that the first began."""
        return amount.figure.bound is Bound.MOST and "budget" in self.notes.values

    def _is_floor(self, amount: Amount) -> bool:
        held = self.notes.values.get("budget")
        return bool(held and amount.figure.bound is Bound.LEAST and held.low == amount.figure.low)

    def _opens(self, amount: Amount) -> bool:
        """上限8萬, 下限5萬: the second amount is the floor of the first."""
        held = self.notes.values.get("budget")
        return bool(
            held
            and held.low == 0
            and held.high
            and amount.figure.bound is Bound.LEAST
            and amount.figure.low < held.high
        )

    def _say_floor(self, amount: Amount) -> None:
        held = self.notes.values["budget"]
        self.notes.values["budget"] = MoneyRange.of(amount.figure.low, held.high, held.currency)

    def _say_budget(self, amount: Amount, note: str | None = None) -> None:
        currency, assumed = self._currency(amount, "budget")
        low, high = bounds(amount.figure)
        before = self.notes.values.get("budget")
        if self._continues(amount) and before and high and before.low < high and before.low == before.high:
            low = before.low
        self.notes.say(
            "budget",
            MoneyRange.of(low, high, currency),
            amount.start,
            amount.end,
            assumed=assumed,
            note=note or ("currency_assumed" if assumed else None),
        )

    def _currency(self, amount: Amount, name: str) -> tuple[str, bool]:
        """A bare amount is in the chosen currency, else in TWD in Chinese, unless it revises one in another."""
        brief = self.notes.brief
        held = getattr(brief, name)
        if self._is_chinese():
            held = held if amount.role in {Role.SET, Role.ADD, Role.SUBTRACT} else None
        else:
            held = held or brief.budget or brief.unit_price
        before = held.currency if held else None
        return currency_of(amount, self.notes.text, self.named, before, self.notes.context.currency)

    def _is_chinese(self) -> bool:
        """By its characters; figures alone by the language of the conversation."""
        folded, language = self.notes.folded, self.notes.context.language
        return folded.is_chinese or (language == "zh-TW" and not _LATIN_WORD.search(folded.text))

    def _say_total(self, amount: Amount) -> None:
        """A fee for each creator or month, times their number; one month alone stands for itself."""
        per_month = amount.role is Role.PER_MONTH
        times = self._months() if per_month else self.notes.value("creators")
        if not times and not per_month:
            return
        currency, assumed = self._currency(amount, "budget")
        low, high = (None if end is None else end * Decimal(times or 1) for end in bounds(amount.figure))
        note = "per_month" if per_month else "per_creator"
        self.notes.say(
            "budget",
            MoneyRange.of(low or 0, high, currency),
            amount.start,
            amount.end,
            assumed=assumed or not times,
            note=note,
        )

    def _months(self) -> int | None:
        spans = [f for f in self.notes.figures if f.kind is Kind.MONTHS and not self._is_rate(f.start)]
        if spans:
            return int(spans[0].high)
        match = _YEARS.search(self.notes.text)
        return None if match is None else 6 if match["half"] else 12

    def _is_rate(self, place: int) -> bool:
        """一個月 of 一個月2萬 names the rate, not how long."""
        return any(a.role is Role.PER_MONTH and a.start <= place < a.end for a in self.found)

    def _say_price(self, amount: Amount) -> None:
        """One amount: of a range the lower end, since a middle would be a price that nobody named."""
        currency, assumed = self._currency(amount, "unit_price")
        share = self._share_left(amount)
        note = "range" if amount.figure.is_range else "currency_assumed" if assumed else None
        self.notes.say(
            "unit_price",
            Money.of(amount.figure.low * share, currency),
            amount.start,
            amount.end,
            assumed=assumed or amount.figure.is_range,
            note="discounted" if share != 1 else note,
        )

    def _share_left(self, amount: Amount) -> Decimal:
        """定價2000打八折 is 1600, $50 20% off is $40: what the buyer pays of the price."""
        match = _TENTHS.match(self.notes.text, amount.end)
        if match is None:
            return Decimal(1)
        if match["off"]:
            return 1 - Decimal(match["off"]) / 100
        tens, ones = (DIGITS.get(d) or int(d) if d else 0 for d in (match["tens"], match["ones"]))
        return Decimal(tens) / 10 + Decimal(ones) / 100
