"""Which formats are asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.commission import commission_for, three_shapes
from knowledge.estimates import FORMATS_OF
from knowledge.formats import formats
from knowledge.models import Audience, Brief, Format, Goal, Platform, PriceTier
from knowledge.money import MoneyRange
from knowledge.products import ProductMatch, ProductType, Trait

YT, IG, FB, BLOG = Platform.YOUTUBE, Platform.INSTAGRAM, Platform.FACEBOOK, Platform.BLOG


def match(*traits: Trait, key: str = "shelf.kind") -> ProductMatch:
    kind = ProductType(id=key, zh="東西", en="thing", traits=frozenset(traits), bands=(100, 500))
    return ProductMatch(type=kind, confidence=1, exact=True)


def advised(brief: Brief, platforms: list[Platform], *traits: Trait, key: str = "shelf.kind") -> list[Format]:
    return [advice.format for advice in formats(brief, match(*traits, key=key), platforms)]


def brief(goal: Goal | None = None, budget: int | None = None, **more) -> Brief:
    money = None if budget is None else MoneyRange.of(budget, budget, "TWD")
    return Brief(product="thing", goal=goal, budget=money, **more)


class TestByTraitAndGoal:
    @pytest.mark.parametrize(
        ("traits", "platforms", "wanted"),
        [
            ([Trait.COMPLEX, Trait.TECHNICAL], [YT, BLOG], {Format.UNBOXING, Format.REVIEW, Format.TUTORIAL}),
            ([Trait.ASSEMBLED], [YT], {Format.UNBOXING}),
            ([Trait.LONG_OBSERVATION], [YT], {Format.REVIEW}),
            ([Trait.VISUAL], [IG], {Format.POST, Format.REEL}),
            ([Trait.COSMETIC, Trait.VISUAL], [IG, YT], {Format.TUTORIAL, Format.REEL}),
            ([Trait.SEARCHED], [BLOG, FB], {Format.BLOG_ARTICLE}),
            ([Trait.GROUP_BUY, Trait.FAMILY], [FB, Platform.LINE], {Format.GROUP_BUY}),
            (
                [Trait.FINANCE, Trait.SERVICE, Trait.SEARCHED],
                [YT, BLOG],
                {Format.REVIEW, Format.BLOG_ARTICLE},
            ),
        ],
    )
    def test_what_the_product_needs_shown(self, traits, platforms, wanted) -> None:
        assert wanted <= set(advised(brief(), platforms, *traits))

    def test_a_sales_goal_brings_shares_of_sales(self) -> None:
        found = advised(brief(Goal.SALES), [IG, FB], Trait.VISUAL, Trait.GROUP_BUY, Trait.IMPULSE)
        assert found[0] is Format.GROUP_BUY
        assert Format.AFFILIATE in advised(brief(Goal.SALES), [IG, FB], Trait.SEASONAL)

    def test_an_awareness_goal_does_not(self) -> None:
        found = advised(brief(Goal.AWARENESS), [IG, FB], Trait.VISUAL)
        assert not {Format.GROUP_BUY, Format.AFFILIATE} & set(found)

    def test_a_tiny_budget_starts_with_gifts(self) -> None:
        assert advised(brief(budget=5_000), [IG, FB], Trait.VISUAL)[0] is Format.GIFTING
        assert Format.GIFTING not in advised(brief(budget=80_000), [IG, FB], Trait.VISUAL)

    def test_a_lasting_bond_for_high_end_with_money(self) -> None:
        rich = brief(Goal.TRUST, 500_000, price_tier=PriceTier.PREMIUM)
        assert Format.AMBASSADOR in advised(rich, [IG, YT], Trait.HIGH_END, Trait.VISUAL)
        assert Format.AMBASSADOR not in advised(brief(Goal.TRUST, 20_000), [IG, YT], Trait.VISUAL)

    def test_a_new_product_is_not_sold_together_first(self) -> None:
        known = advised(brief(Goal.SALES), [FB], Trait.FAMILY)
        new = advised(brief(Goal.SALES, new_product=True), [FB], Trait.FAMILY)
        assert known.index(Format.GROUP_BUY) == 0
        assert new.index(Format.GROUP_BUY) > 0

    def test_games_are_played_live(self) -> None:
        assert Format.LIVESTREAM in advised(brief(), [YT, Platform.TWITCH], Trait.NICHE, key="gaming.any")

    @pytest.mark.parametrize("trait", [Trait.SERVICE, Trait.FINANCE])
    def test_nobody_unboxes_a_service(self, trait: Trait) -> None:
        assert Format.UNBOXING not in advised(brief(), [YT], trait, Trait.COMPLEX, Trait.TECHNICAL)


class TestLaw:
    @given(st.frozensets(st.sampled_from(Trait)), st.sampled_from([None, *Goal]))
    def test_alcohol_is_never_sold_online_in_taiwan(self, traits, goal) -> None:
        found = advised(brief(goal), [IG, FB], Trait.ALCOHOL, *traits)
        assert not {Format.GROUP_BUY, Format.AFFILIATE} & set(found)

    def test_elsewhere_it_may_be(self) -> None:
        abroad = brief(Goal.SALES, audience=Audience(regions=("US",)))
        assert Format.AFFILIATE in advised(abroad, [IG, FB], Trait.ALCOHOL)


class TestShape:
    @given(
        st.frozensets(st.sampled_from(Trait)),
        st.lists(st.sampled_from(Platform), unique=True, max_size=4),
        st.sampled_from([None, *Goal]),
        st.sampled_from([None, 5_000, 50_000, 900_000]),
    )
    def test_two_to_four_that_the_first_platforms_offer(self, traits, platforms, goal, budget) -> None:
        advice = formats(brief(goal, budget), match(*traits), platforms)
        assert 2 <= len(advice) <= 4
        found = [piece.format for piece in advice]
        assert len(set(found)) == len(found)
        if platforms:
            assert set(found) <= {f for platform in platforms[:3] for f in FORMATS_OF[platform]}
        assert all((2 if platforms else 1) <= len(piece.reasons) <= 4 for piece in advice)

    def test_without_a_product_the_goal_decides(self) -> None:
        found = [piece.format for piece in formats(brief(Goal.SALES), None, [IG])]
        assert {Format.AFFILIATE, Format.GROUP_BUY} & set(found)

    def test_the_reason_names_the_traits(self) -> None:
        (first, *_) = formats(brief(), match(Trait.ASSEMBLED), [YT])
        assert first.reasons[0].code == "format.show_first_use_traits"
        assert first.reasons[0].values["traits"] == ["assembled"]


class TestCommission:
    @pytest.mark.parametrize(
        ("format", "market", "group", "low", "high"),
        [
            (Format.GROUP_BUY, "TW", None, 0.05, 0.30),
            (Format.AFFILIATE, "TW", "beauty", 0.12, 0.20),
            (Format.AFFILIATE, "US", "tech", 0.05, 0.12),
            (Format.AFFILIATE, "TW", "nowhere", 0.05, 0.22),
            (Format.GROUP_BUY, "CN", "food", 0.10, 0.30),
        ],
    )
    def test_the_usual_share(self, format, market, group, low, high) -> None:
        share = commission_for(format, market, group)
        assert share is not None and (share.low, share.high) == (low, high)

    @pytest.mark.parametrize("format", [Format.POST, Format.GIFTING, Format.AMBASSADOR])
    def test_pieces_are_not_paid_by_share(self, format: Format) -> None:
        assert commission_for(format) is None

    def test_a_group_buy_says_its_share_and_shape(self) -> None:
        piece = formats(brief(Goal.SALES), match(Trait.GROUP_BUY), [FB])[0]
        told = {reason.code: reason.values for reason in piece.reasons}
        assert piece.format is Format.GROUP_BUY
        assert (told["commission.range"]["low_rate"], told["commission.range"]["high_rate"]) == (0.05, 0.30)

    def test_the_three_shapes(self) -> None:
        assert [r.code for r in three_shapes()] == [
            "commission.pure",
            "commission.guarantee_plus",
            "commission.higher_of",
        ]
