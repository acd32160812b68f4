"""The card while something is asked: what is known, one question, and answers to tap."""

from collections.abc import Sequence

from bot.conversation import Conversation
from bot.refine import LIMITS
from bot.screens import chips, words
from bot.screens.rows import Rows, flow
from bot.screens.screen import Button, Screen, Tap, bold, esc
from bot.taps import EXAMPLES
from bot.texts import Texts
from knowledge.currency import TWD_PER, convert
from knowledge.models import Brief, Goal, Platform, PriceTier, Tier
from knowledge.money import Money
from knowledge.products import products

BUDGETS = {  # round sums that cover what sellers of each currency usually start with
    "TWD": (10_000, 30_000, 50_000, 100_000, 300_000),
    "USD": (300, 1_000, 3_000, 10_000),
    "HKD": (3_000, 10_000, 30_000, 100_000),
    "MYR": (1_000, 5_000, 10_000, 50_000),
    "SGD": (500, 1_000, 3_000, 10_000),
    "JPY": (50_000, 150_000, 500_000, 1_500_000),
    "CNY": (2_000, 6_000, 20_000, 60_000),
    "EUR": (300, 1_000, 3_000, 10_000),
}
COUNTS = (1, 3, 5, 8, 12)


def draw(conversation: Conversation, slot: str, texts: Texts, notes: list[str]) -> Screen:
    """One question. For a slot that has a text ``ask.<slot>``."""
    asked = [bold(texts(f"ask.{slot}")), esc(texts(f"hint.{slot}"))]
    paragraphs = ["\n".join(part) for part in (notes, chips.known(conversation, texts), asked) if part]
    return Screen(
        "\n\n".join(paragraphs), (*_answers(conversation, slot, texts), *_foot(conversation, slot, texts))
    )


def doubt(conversation: Conversation, texts: Texts, notes: list[str]) -> Screen:
    """One short question with a button for each of the two readings."""
    open_doubt = conversation.view.doubt
    if open_doubt is None:
        raise ValueError("nothing is in doubt")
    rows = tuple(
        (Button(texts(o.label, **o.values), Tap(conversation.id, "doubt", o.id)),) for o in open_doubt.options
    )
    text = bold(texts(open_doubt.text, **open_doubt.values))
    return Screen("\n\n".join([*notes, text]), (*rows, (back(conversation, texts),)))


def _answers(conversation: Conversation, slot: str, texts: Texts) -> Rows:
    match slot:
        case "product" if conversation.brief == Brief():
            return tuple(
                (Button(texts(f"example.{name}"), Tap(conversation.id, "example", name)),)
                for name in EXAMPLES
            )
        case "price" | "unit_price" | "price_tier":
            return _tiers(conversation, texts)
        case "budget":
            return _budgets(conversation, texts)
        case "goal":
            return tuple((Button(texts.label("goal", g), Tap(conversation.id, "goal", g)),) for g in Goal)
        case "platforms":
            return _platforms(conversation, texts)
        case "followers":
            sizes = (Button(texts.label("tier", t), Tap(conversation.id, "size", t)) for t in Tier)
            return flow(sizes, 2)
        case "creators":
            return flow(Button(str(n), Tap(conversation.id, "creators", str(n))) for n in COUNTS)
        case "new_product":
            novelty = (("chip.new", "1"), ("chip.established", "0"))
            return flow(Button(texts(key), Tap(conversation.id, "novelty", n)) for key, n in novelty)
        case _:
            return ()


def _tiers(conversation: Conversation, texts: Texts) -> Rows:
    """Three tiers, with the money they mean for this kind of product where the kind is known."""
    kind = products().get(conversation.brief.category or "")
    labels = {tier: texts.label("price_tier", tier) for tier in PriceTier}
    if kind:
        low, high, form = _bands(kind.bands, conversation.currency, texts)
        below, between, above = (labels[tier] for tier in PriceTier)
        labels[PriceTier.BUDGET] = texts(f"tier.below{form}", tier_label=below, high=low)
        end = high.removeprefix(texts.symbol(conversation.currency or "TWD"))
        labels[PriceTier.MID] = texts(f"tier.between{form}", tier_label=between, low=low, high=end)
        labels[PriceTier.PREMIUM] = texts(f"tier.above{form}", tier_label=above, low=high)
    return tuple((Button(labels[tier], Tap(conversation.id, "tier", tier)),) for tier in PriceTier)


def _bands(bands: Sequence[float], currency: str | None, texts: Texts) -> tuple[str, str, str]:
    """Where the tiers of a kind meet, in the seller's currency, and which texts say so."""
    if currency in (None, "TWD") or currency not in TWD_PER:
        low, high = (texts.number(band) for band in bands)
        return low, high, ""
    own = [float(convert(Money.of(band, "TWD"), currency).amount) for band in bands]
    low, high = (texts.symbol(currency) + texts.about(band, band) for band in own)
    return low, high, "_in"


def _budgets(conversation: Conversation, texts: Texts) -> Rows:
    price = conversation.brief.unit_price
    wanted = (conversation.currency, price.currency if price else None, "TWD")
    currency = next(code for code in wanted if code in BUDGETS)
    buttons = [
        Button(texts.sum(amount, currency), Tap(conversation.id, "budget", f"{amount}-{currency}"))
        for amount in BUDGETS[currency]
    ]
    return flow(buttons, 2)


def _platforms(conversation: Conversation, texts: Texts) -> Rows:
    """Toggles: the mark is the state, a tap sets the other one."""
    wanted = conversation.brief.platforms
    buttons = [
        Button(
            f"{'✅' if p in wanted else '⬜'} {words.platform(texts, p)}",
            Tap(conversation.id, "platform", f"{'-' if p in wanted else '+'}{p}"),
        )
        for p in Platform
    ]
    return flow(buttons, 2)


def _foot(conversation: Conversation, slot: str, texts: Texts) -> Rows:
    buttons, brief = [], conversation.brief
    if slot in {"price", "budget"} and not conversation.view.asked:
        buttons.append(Button(texts("button.skip"), Tap(conversation.id, "skip", slot)))
    if slot in LIMITS and getattr(brief, slot) != getattr(Brief(), slot):
        buttons.append(Button(texts("button.any"), Tap(conversation.id, "drop", slot)))
    if conversation.view.asked or conversation.view.past or conversation.view.unknown:
        buttons.append(back(conversation, texts))
    return (tuple(buttons),) if buttons else ()


def back(conversation: Conversation, texts: Texts) -> Button:
    return Button(texts("button.back"), Tap(conversation.id, "back", conversation.mark))
