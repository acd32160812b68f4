"""Every reason the rules can give has a text in both languages, with the values it needs."""

import re
from collections.abc import Iterator
from itertools import product as combinations
from pathlib import Path
from string import Formatter

import pytest

from bot.texts import LANGUAGES, Texts, catalogue
from knowledge import law
from knowledge.answer import Route
from knowledge.economics import commission_check, discount_question, honest_orders, promotion
from knowledge.engagement import flags
from knowledge.formats import formats
from knowledge.models import Audience, Brief, Format, Gender, Goal, Platform, PriceTier, Reason, Tier
from knowledge.modes import in_house, role, route, route_sides, timeline
from knowledge.money import Money, MoneyRange
from knowledge.platforms import rank_platforms
from knowledge.pricing import MODIFIERS, judge_quote
from knowledge.products import ProductMatch, ProductType, Trait
from knowledge.sources import SOURCES
from knowledge.trade import TRADE

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
BRIEFS = [
    Brief(product="gizmo"),
    Brief(product="underwater thing"),
    Brief(product="thing"),
    Brief(
        product="thing",
        goal=Goal.SALES,
        unit_price=Money.of(80, "TWD"),
        budget=MoneyRange.of(0, 3_000, "TWD"),
    ),
    Brief(
        product="thing",
        goal=Goal.TRUST,
        price_tier=PriceTier.PREMIUM,
        budget=MoneyRange.of(0, 900_000, "TWD"),
    ),
    Brief(product="thing", goal=Goal.AWARENESS, price_tier=PriceTier.BUDGET, new_product=True, creators=12),
    Brief(product="thing", audience=Audience(age_low=18, age_high=24, gender=Gender.FEMALE), creators=3),
    Brief(product="thing", audience=Audience(age_low=40, age_high=48, gender=Gender.MALE)),
    Brief(product="thing", audience=Audience(age_low=60, regions=("US", "JP"))),
    Brief(
        product="thing", platforms=(Platform.YOUTUBE, Platform.XIAOHONGSHU), budget=MoneyRange.of(5, 9, "USD")
    ),
    Brief(product="thing", platforms=(Platform.LINE,), audience=Audience(regions=("US",))),
]


def kinds() -> Iterator[ProductMatch]:
    """One kind of product for each trait, one with all of them, a game, and a stranger."""
    for traits in ([t] for t in Trait):
        yield match("shelf.kind", *traits)
    yield match("shelf.everything", *Trait)
    yield match("game.mobile", Trait.NOVEL)
    yield match("shelf.vague", exact=False, confidence=0.2)


def match(key: str, *traits: Trait, exact: bool = True, confidence: float = 1.0) -> ProductMatch:
    kind = ProductType(
        id=key, zh="東西", en="thing", traits=frozenset(traits), bands=(100, 500), months=(6, 7)
    )
    return ProductMatch(type=kind, confidence=confidence, exact=exact)


def advised() -> Iterator[Reason]:
    """What the rules say for every brief and every kind."""
    for brief, kind in combinations(BRIEFS, [None, *kinds()]):
        ranked = rank_platforms(brief, kind, {Platform.YOUTUBE: 3})
        for advice in ranked:
            yield from advice.reasons
        yield from role(brief, kind).reasons
        for picks, channels in ((0, 0), (3, 1), (20, 4)):
            yield from route(brief, picks, channels).reasons
        for chosen in ([], [a.platform for a in ranked]):
            for piece in formats(brief, kind, chosen):
                yield from piece.reasons
        yield from timeline(brief, kind)
        if expert := in_house(kind):
            yield expert


def counted() -> Iterator[Reason]:
    """What the arithmetic says."""
    for platform, tier in combinations(Platform, Tier):
        for engagement, views, followers in ((0.0001, 10, 1e5), (0.9, 9e6, 1e5), (0.05, 10, 1e5)):
            yield from flags(platform, tier, engagement, views, followers)
    for amount, followers, views in combinations(
        (10, 4_000, 10_000, 30_000, 99_000), (None, 50_000), (None, 9_000)
    ):
        for piece, market in combinations((Format.POST, Format.GROUP_BUY, Format.BLOG_ARTICLE), ("TW", "MY")):
            verdict = judge_quote(
                Money.of(amount, "TWD"), Platform.INSTAGRAM, piece, followers, market, views
            )
            yield from (*verdict.reasons, *verdict.questions)
    price, cost = Money.of(1000, "TWD"), Money.of(500, "TWD")
    for planned, discount in ((200, 0.25), (300, 0.25), (150, 0.25), (200, 0.5)):
        yield from promotion(price, cost, discount, 100, planned).reasons
    yield from discount_question(0.35)
    for margin in (0.02, 0.2, 0.6):
        yield from commission_check(price, margin)
    yield honest_orders(50_000)
    yield from route_sides()
    for points in TRADE.values():
        yield from points


ALL: dict[tuple[str, frozenset[str]], Reason] = {}
for said in (*advised(), *counted()):
    ALL.setdefault((said.code, frozenset(said.values)), said)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ALL.values(), ids=lambda reason: reason.code)
def test_every_reason_can_be_said(reason: Reason, language: str) -> None:
    told = Texts(language).reason(reason)
    assert told and "{" not in told
    assert fields(catalogue(language)[f"reason.{reason.code}"]) <= set(reason.values)


@pytest.mark.parametrize("reason", ALL.values(), ids=lambda reason: reason.code)
def test_every_source_exists(reason: Reason) -> None:
    assert set(reason.sources) <= set(SOURCES)


@pytest.mark.parametrize("reason", ALL.values(), ids=lambda reason: reason.code)
def test_every_value_has_its_label(reason: Reason) -> None:
    for name, value in reason.values.items():
        singular = name.removesuffix("s")
        for item in value if isinstance(value, list) else [value]:
            if singular in ("platform", "tier", "format", "goal", "trait", "gender", "market"):
                assert f"{singular}.{item}" in catalogue("en"), (reason.code, name, item)


def test_the_sweep_reaches_every_code_in_the_sources() -> None:
    # because("code"), force(size, "code"), Force(size, "code"), and (size, ("code", "source")) of formats
    literal = re.compile(
        r'(?:(?:because|_trait_reason)\(\s*|[fF]orce\([^"()]*|, \((?="\w+\.))"([a-z0-9_.]+)"'
    )
    written = {
        code
        for path in KNOWLEDGE.glob("*.py")
        if path.name in OWN
        for code in literal.findall(path.read_text())
    }
    reached = {code for code, _ in ALL}
    assert written - reached == {"format.unknown_product"}  # speaks against a format, so it is never shown


OWN = {
    "platform_people.py",
    "commission.py", "economics.py", "engagement.py", "formats.py", "modes.py", "platforms.py", "pricing.py",
    "trade.py",
}  # fmt: skip


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    zh, en = catalogue("zh-TW"), catalogue("en")
    ours = [key for key in en if key.startswith(("reason.", "law."))]
    assert [key for key in ours if fields(zh[key]) != fields(en[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_law_labels_and_topics_are_named(language: str) -> None:
    texts = catalogue(language)
    rules = [*law.DISCLOSE.values(), *law.LIABLE.values(), *law.CLAIMS.values(), *law.GENERAL_CLAIMS.values()]
    keys = [key for key, _ in rules] + [law.NOT_ADVICE, law.UNKNOWN]
    keys += [f"topic.{topic}" for topic in TRADE]
    keys += [f"reason.clause.{name}" for name in MODIFIERS] + [f"route.{route}" for route in Route]
    for kind in (Platform, Tier, Format, Goal, Gender, PriceTier, Trait):
        name = {"PriceTier": "price_tier"}.get(kind.__name__, kind.__name__.lower())
        keys += [f"{name}.{item.value}" for item in kind]
    assert [key for key in keys if not texts.get(key)] == []


def test_a_tier_always_prints_its_range() -> None:
    assert all(re.search(r"\d", catalogue(lang)[f"tier.{tier}"]) for lang in LANGUAGES for tier in Tier)


def test_texts_are_short_enough_for_a_phone() -> None:
    long = [k for k, v in catalogue("zh-TW").items() if k.startswith("reason.") and len(v) > 90]
    assert long == []
