"""Amounts with their roles to the brief's unit price and budget, with one doubt where both readings hold."""

from dataclasses import replace
from decimal import Decimal

from bot.understand.amount_words import Role
from bot.understand.amounts import Amount, currency_of
from bot.understand.fallback import chunks
from bot.understand.figures import Bound, Kind
from bot.understand.folding import fold, pattern
from bot.understand.model import Change, Doubt, Option, Problem
from bot.understand.refusals import refused
from bot.understand.sums import Sums
from knowledge.currency import convert
from knowledge.money import Money, MoneyRange
from knowledge.products import products

# One amount without a word beside it, in TWD. A campaign below the first is no budget anybody states bare, and
# a price above the second is rarely a product that creators sell; between them lies doubt. Ours, not a source.
SURE_PRICE, SURE_BUDGET = 3_000, 30_000
_OTHER_WORDS = pattern(r"[\u4e00-\u9fff]|‹(?!(?:at|for|with|and|pay|paying|around|about)›)[a-z]")
_EACH = pattern(r"[每一]個|各|‹each›|apiece")
DOUBT = "price_or_budget"


class Spending(Sums):
    """Reads one message's amounts. ``doubt`` and ``problems`` hold what could not be settled."""

    def read(self) -> None:
        """Note unit price and budget, and use their words up."""
        self.found = tuple(self._with_company(a) for a in self.found)
        sound = tuple(a for a in self.found if a.role is not Role.ASIDE and self._is_sound(a))
        for amount in self.found:
            self.notes.take(amount.start, amount.end)
        price = next((a for a in sound if a.role is Role.PRICE), None)
        budget = self._budget(sound)
        if price:
            self._say_price(price)
        self._settle_bare(
            [a for a in sound if a.role is None and not self._is_floor(a)], price is not None, budget
        )

    def _with_company(self, amount: Amount) -> Amount:
        """What the rest of the message makes of a role: a monthly fee beside a budget is a price, and "each"
        right behind a number of creators is a fee."""
        if amount.role is Role.PER_MONTH and any(a.role is Role.BUDGET for a in self.found):
            return replace(amount, role=Role.PRICE)
        if amount.role is Role.PER_CREATOR and "人均" in self.notes.text[amount.start : amount.end]:
            return amount if self.notes.value("creators") else replace(amount, role=Role.PRICE)
        each = amount.role is Role.PRICE and _EACH.search(self.notes.text[amount.start : amount.end])
        creators = self.notes.changes.get("creators")
        if not each or creators is None:
            return amount
        counted = self.notes.text.find(fold(creators.words.lower()))
        between = self.notes.text[counted + len(creators.words) : amount.start]
        if any(a.role is Role.PRICE and a is not amount for a in self.found) and amount is self.found[-1]:
            return replace(amount, role=Role.PER_CREATOR)  # price 12usd. 150usd each
        right_behind = 0 <= counted < amount.start and not _OTHER_WORDS.search(between)
        return replace(amount, role=Role.PER_CREATOR) if right_behind else amount

    def _is_sound(self, amount: Amount) -> bool:
        chosen = self.notes.context.currency
        currency, _ = currency_of(amount, self.notes.text, self.named, None, chosen)
        problem = refused(amount.figure, currency, self._words(amount))
        if problem:
            self.problems.append(problem)
        return problem is None

    def _budget(self, sound: tuple[Amount, ...]) -> bool:
        """Note the budget where a word names it; the last word on it wins (預算5萬 改成8萬)."""
        said = False
        for amount in sound:
            if amount.role is Role.BUDGET and not (said and not self._continues(amount)):
                self._say_budget(amount)
            elif amount.role is None and said and self._opens(amount):
                self._say_floor(amount)
            elif amount.role in {Role.PER_CREATOR, Role.PER_MONTH} and not said:
                self._say_total(amount)
                said = "budget" in self.notes.values
                continue
            elif amount.role in {Role.SET, Role.ADD, Role.SUBTRACT}:
                self._revise(amount)
            else:
                continue
            said = True
        return said

    def _revise(self, amount: Amount) -> None:
        """改成10萬, 再加2萬: of the field named, or of the one whose size fits."""
        if self._revises_price(amount):
            self._say_price(amount)
            return
        held = self.notes.value("budget")
        if amount.role is Role.SET or held is None:
            if amount.role is not Role.SUBTRACT:
                self._say_budget(amount)
            return
        currency, _ = self._currency(amount, "budget")
        step = convert(Money.of(amount.figure.high, currency), held.currency).amount
        step = -step if amount.role is Role.SUBTRACT else step
        low, high = max(held.low + step, Decimal(0)), None if held.high is None else held.high + step
        low = low if held.low else Decimal(0)  # "at most" stays "at most"
        if high is not None and high <= 0:
            self.problems.append(
                Problem(key="understand.problem.zero", values={"words": self._words(amount)})
            )
            return
        self.notes.say(
            "budget", MoneyRange.of(low, high, held.currency), amount.start, amount.end, note="added"
        )

    def _revises_price(self, amount: Amount) -> bool:
        if amount.hint in {Role.PRICE, Role.BUDGET}:
            return amount.hint is Role.PRICE
        price, budget = self.notes.value("unit_price"), self.notes.value("budget")
        if price is None or amount.role is not Role.SET:
            return False
        if budget is None:
            return amount.figure.high < price.amount * 5 and self.notes.context.asked != "budget"
        sizes: tuple[Decimal, Decimal] = price.amount, budget.high or budget.low
        far = [abs((amount.figure.high / max(size, Decimal(1))).ln()) for size in sizes]
        return far[0] < far[1]

    def _settle_bare(self, bare: list[Amount], has_price: bool, has_budget: bool) -> None:
        """Amounts that no word explains: beside a price it is the budget, beside a budget the price."""
        if not bare:
            return
        if self.notes.context.asked == "budget" and not has_budget and not has_price:
            self._say_budget(bare[0])
            return
        bare = sorted(bare, key=lambda a: a.figure.high)
        if len(bare) > 1 and not has_price and not has_budget:
            if bare[-1].figure.high > bare[0].figure.high:
                self._say_price(bare[0])
                self._say_budget(bare[-1])
        elif not has_budget and (has_price or self._caps(bare[-1])):
            self._say_budget(bare[-1])
            for amount in bare[:-1]:
                if self._opens(amount):
                    self._say_floor(amount)
        elif not has_price and has_budget and self.notes.context.asked != "budget":
            self._price_beside_budget(bare[0])
        elif not has_budget:
            self._settle_one(bare[-1])

    def _caps(self, amount: Amount) -> bool:
        """五萬以內 is a budget by its wording alone, except as the answer to what a piece costs."""
        return amount.figure.bound is Bound.MOST and self.notes.context.asked != "price"

    def _price_beside_budget(self, amount: Amount) -> None:
        budget = self.notes.value("budget")
        if budget and amount.figure.high < (budget.high or budget.low):
            self._say_price(amount)

    def _settle_one(self, amount: Amount) -> None:
        asked = self.notes.context.asked
        if asked in {"price", "budget"}:
            (self._say_price if asked == "price" else self._say_budget)(amount)
            return
        if not self._in_a_brief(amount):
            return
        side = self._side(amount)
        if side is None:
            side = self.notes.context.remembered.get(DOUBT)
        if side == "price":
            self._say_price(amount)
        elif side == "budget":
            self._say_budget(amount)
        else:
            self._raise_doubt(amount)

    def _in_a_brief(self, amount: Amount) -> bool:
        """A lone amount counts where the message is about a campaign, or is nothing but the amount."""
        others = set(self.notes.values) - {"exclusions", "excluded_platforms"}
        strong = amount.figure.scaled or amount.figure.kind is Kind.MONEY
        return bool(others) or self.notes.creator_words or (strong and not chunks(self.notes))

    def _side(self, amount: Amount) -> str | None:
        """Price or budget by what the brief lacks, then by size within the category."""
        brief = self.notes.brief
        if brief.unit_price and not brief.budget:
            return "budget"
        if "price_tier" in self.notes.values or (brief.price_tier and not brief.budget):
            return "budget"
        if brief.budget and not brief.unit_price and brief.price_tier is None:
            return "price" if amount.figure.high * 4 <= (brief.budget.high or brief.budget.low) else "budget"
        currency, _ = self._currency(amount, "budget")
        value = convert(Money.of(amount.figure.high, currency), "TWD").amount
        category = self.notes.value("category")
        premium = products()[category].bands[1] if category and category in products() else None
        if value < SURE_PRICE:
            return "price" if "product" in self.notes.values or brief.product else "budget"
        if amount.figure.bound in {Bound.MOST, Bound.LEAST} or "product" not in self.notes.values:
            return "budget"
        if premium is not None:
            return "budget" if value > 8 * premium else "price" if value < premium * Decimal("1.5") else None
        return "budget" if value >= SURE_BUDGET else None

    def _raise_doubt(self, amount: Amount) -> None:
        """Both readings are plausible: ask, and let each option carry the brief it leads to."""
        start, end = amount.start, amount.end
        base = dict(self.notes.values), dict(self.notes.changes)
        options = []
        for side, say in (("price", self._say_price), ("budget", self._say_budget)):
            self.notes.values, self.notes.changes = dict(base[0]), dict(base[1])
            say(amount)
            name = "unit_price" if side == "price" else "budget"
            change: Change = self.notes.changes[name]
            options.append(
                Option(
                    id=side, label=f"understand.option.{side}", brief=self.notes.revised(), changes=(change,)
                )
            )
        self.notes.values, self.notes.changes = base
        self.doubt = Doubt(
            code=DOUBT,
            text="understand.doubt.price_or_budget",
            values={"words": self.notes.folded.words(start, end)},
            options=(options[0], options[1]),
        )
