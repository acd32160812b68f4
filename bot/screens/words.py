"""Small pieces of text that several screens share: notes, chips, money lines, who somebody is."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from bot.screens.screen import esc
from bot.texts import Texts
from knowledge.answer import Advice, Offer, Pick
from knowledge.currency import TWD_PER, convert_range
from knowledge.models import Audience, Brief, FollowerRange, Format, Platform
from knowledge.money import MoneyRange
from knowledge.tiers import tier_of

SHARED = frozenset({Format.GROUP_BUY, Format.AFFILIATE})  # paid by a share of the sales

CHOSEN = "note.chosen_"  # begins the note that says which plan the seller took


class Told(Protocol):
    """A text key with its values."""

    @property
    def key(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


def note(texts: Texts, told: Told) -> str:
    """A note as an HTML line."""
    return esc(texts(told.key, **told.values))


def where(texts: Texts, pick: Pick) -> str:
    """Platform and followers: ``Instagram · 2.3萬粉絲``. Unknown numbers say so."""
    if pick.followers is None:
        return f"{platform(texts, pick.platform)} · {texts('size.unknown')}"
    return f"{platform(texts, pick.platform)} · {texts('size.short', followers=pick.followers)}"


def chosen_plan(texts: Texts, advice: Advice) -> str:
    """That the seller took another plan than the best one, as plain text; empty where they did not."""
    told = next((note for note in advice.notes if note.code.startswith(CHOSEN)), None)
    return texts.reason(told) if told else ""


def size(texts: Texts, pick: Pick) -> str:
    """The same with the tier: ``Instagram · 微網紅（1–10 萬）・2.3萬粉絲``."""
    if pick.followers is None:
        return where(texts, pick)
    tier = texts.label("tier", tier_of(pick.followers))
    known = texts("size.known", tier_label=tier, followers=pick.followers)
    return f"{platform(texts, pick.platform)} · {known}"


def fiction(texts: Texts, picks: Iterable[Pick]) -> str:
    """The line that marks demo creators, as HTML; empty where everybody is real."""
    return esc(texts("demo.notice")) if any(pick.demo for pick in picks) else ""


def platform(texts: Texts, identifier: Platform) -> str:
    return texts.label("platform", identifier)


def offer(texts: Texts, what: Offer | None, currency: str | None = None) -> str:
    """Format, fee and its basis: ``開箱 NT$8,000–12,000（推估）``.

    :param currency: the seller's own: a fee in another one is told in it first, at two digits and with its "about".
    """
    if what is None:
        return texts("offer.unknown")
    if what.fee.high == 0 and what.format in SHARED:
        return texts("offer.share_only", format=what.format.value)
    said = {"format": what.format.value, "fee": texts.money(what.fee.range), "basis": what.fee.basis.value}
    near = _near(texts, what.fee.range, currency)
    return texts("offer.line_in", near=near, **said) if near else texts("offer.line", **said)


def _near(texts: Texts, fee: MoneyRange, currency: str | None) -> str:
    """A fee in another currency; empty where it is in that one, or there is no rate between them."""
    if currency in (None, fee.currency) or not {currency, fee.currency} <= TWD_PER.keys():
        return ""
    own = convert_range(fee, str(currency))
    return texts.symbol(own.currency) + texts.about(float(own.low), float(own.high or own.low))


def fields(texts: Texts, brief: Brief) -> list[tuple[str, str]]:
    """What is known of the brief, as (field, words) in the order of a chip row. ``price`` joins tier and price."""
    shown = [("product", brief.product), ("price", _price(texts, brief)), ("budget", _budget(texts, brief))]
    shown.append(("goal", texts.label("goal", brief.goal) if brief.goal else None))
    shown.append(("platforms", _platforms(texts, brief)))
    shown.append(("audience", audience(texts, brief.audience)))
    shown.append(("followers", followers(texts, brief.followers)))
    shown.append(("creators", texts("chip.creators", n=brief.creators) if brief.creators else None))
    shown.append(("style", brief.style))
    shown.append(("exclusions", texts.join(list(brief.exclusions)) if brief.exclusions else None))
    new = {True: "chip.new", False: "chip.established", None: None}[brief.new_product]
    shown.append(("new_product", texts(new) if new else None))
    return [(field, words) for field, words in shown if words]


def _price(texts: Texts, brief: Brief) -> str | None:
    price = texts.money(brief.unit_price) if brief.unit_price else None
    tier = texts.label("price_tier", brief.price_tier) if brief.price_tier else None
    return " · ".join(word for word in (price, tier) if word) or None


def _budget(texts: Texts, brief: Brief) -> str | None:
    return texts.money(brief.budget) if brief.budget else None


def _platforms(texts: Texts, brief: Brief) -> str | None:
    wanted = [platform(texts, p) for p in brief.platforms]
    unwanted = [texts("chip.not", what=platform(texts, p)) for p in brief.excluded_platforms]
    return texts.join(wanted + unwanted) or None


def audience(texts: Texts, wanted: Audience) -> str | None:
    """The audience in words, None when nothing is known of it."""
    ages = _ages(texts, wanted.age_low, wanted.age_high)
    gender = texts.label("gender", wanted.gender) if wanted.gender else None
    regions = [texts.label("region", region) for region in wanted.regions]
    languages = [texts.label("language", language) for language in wanted.languages]
    return texts.join([word for word in (gender, ages, *regions, *languages) if word]) or None


def _ages(texts: Texts, low: int | None, high: int | None) -> str | None:
    if low is None:
        return None if high is None else texts("chip.ages_to", high=high)
    return texts("chip.ages_from", low=low) if high is None else texts("chip.ages", low=low, high=high)


def followers(texts: Texts, wanted: FollowerRange | None) -> str | None:
    """The wanted size in words, None when it does not matter."""
    if wanted is None or (wanted.low is None and wanted.high is None):
        return None
    if wanted.high is None:
        return texts("chip.followers_from", followers=wanted.low)
    if wanted.low is None:
        return texts("chip.followers_to", followers=wanted.high)
    return texts("chip.followers", low_followers=wanted.low, high_followers=wanted.high)
