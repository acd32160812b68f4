"""The ranking of platforms: hard rules, directions, and reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.models import Audience, Brief, Gender, Goal, Platform, PriceTier
from knowledge.money import Money, MoneyRange
from knowledge.platform_people import middle_age
from knowledge.platforms import is_game, rank_platforms, video_note
from knowledge.products import ProductMatch, ProductType, Trait

YT, IG, FB, TT, LINE, BLOG = (
    Platform.YOUTUBE,
    Platform.INSTAGRAM,
    Platform.FACEBOOK,
    Platform.TIKTOK,
    Platform.LINE,
    Platform.BLOG,
)
XHS = Platform.XIAOHONGSHU


def match(*traits: Trait, key: str = "shelf.kind", confidence: float = 1.0) -> ProductMatch:
    kind = ProductType(id=key, zh="東西", en="thing", traits=frozenset(traits), bands=(100, 500))
    return ProductMatch(type=kind, confidence=confidence, exact=confidence == 1)


def first(brief: Brief, *traits: Trait, key: str = "shelf.kind") -> Platform:
    return rank_platforms(brief, match(*traits, key=key))[0].platform


def score(brief: Brief, platform: Platform, product: ProductMatch | None = None) -> float:
    return next(advice.score for advice in rank_platforms(brief, product) if advice.platform is platform)


def region(*codes: str, **more) -> Brief:
    return Brief(audience=Audience(regions=codes), **more)


class TestFirst:
    @pytest.mark.parametrize(
        ("traits", "platform"),
        [
            ([Trait.COMPLEX], YT),
            ([Trait.ASSEMBLED, Trait.VISUAL], YT),
            ([Trait.LONG_OBSERVATION], YT),
            ([Trait.TECHNICAL, Trait.FAMILY], YT),
            ([Trait.VISUAL], IG),
            ([Trait.COSMETIC, Trait.LONG_OBSERVATION], IG),
            ([Trait.FOOD, Trait.VISUAL, Trait.SENSORY], IG),
            ([Trait.VISUAL, Trait.IMPULSE, Trait.GROUP_BUY], IG),
            ([Trait.FAMILY], FB),
            ([Trait.GROUP_BUY, Trait.COMMODITY], FB),
            ([Trait.FOOD, Trait.FAMILY, Trait.GROUP_BUY], FB),
            ([Trait.SEARCHED, Trait.COMMODITY], BLOG),
            ([Trait.B2B, Trait.COMPLEX], YT),
            ([Trait.FINANCE, Trait.EXPERTISE], YT),
        ],
    )
    def test_by_traits(self, traits: list[Trait], platform: Platform) -> None:
        assert first(Brief(product="thing"), *traits) is platform

    def test_games_are_watched(self) -> None:
        ranked = [
            a.platform for a in rank_platforms(Brief(product="thing"), match(Trait.NICHE, key="gaming.any"))
        ]
        assert set(ranked[:2]) == {YT, Platform.TWITCH}

    def test_twitch_is_for_games_only(self) -> None:
        assert rank_platforms(Brief(product="thing"), match(Trait.VISUAL))[-1].platform in (
            Platform.TWITCH,
            XHS,
            Platform.PODCAST,
        )

    @pytest.mark.parametrize(
        ("market", "platform"), [("CN", XHS), ("US", IG), ("HK", IG), ("JP", IG), ("SG", IG), ("TW", IG)]
    )
    def test_makeup_around_the_world(self, market: str, platform: Platform) -> None:
        assert first(region(market, product="thing"), Trait.COSMETIC, Trait.VISUAL) is platform

    def test_no_platform_that_the_market_does_not_use(self) -> None:
        offered = {a.platform for a in rank_platforms(region("US", product="thing"), match(Trait.COSMETIC))}
        assert offered & {XHS, LINE, Platform.DCARD} == set()


class TestHardRules:
    EVERYTHING = st.frozensets(st.sampled_from(Platform))

    @given(EVERYTHING, EVERYTHING, st.frozensets(st.sampled_from(Trait)))
    def test_excluded_never_wished_only(self, wished, excluded, traits) -> None:
        brief = Brief(product="thing", platforms=tuple(wished), excluded_platforms=tuple(excluded))
        found = [a.platform for a in rank_platforms(brief, match(*traits))]
        assert set(found) == (set(wished) or set(Platform)) - set(excluded)
        assert len(found) == len(set(found))

    @given(
        st.frozensets(st.sampled_from(Trait)),
        st.sampled_from([None, *Goal]),
        st.sampled_from(["TW", "US", "CN"]),
    )
    def test_scores_fall_and_reasons_are_two_to_four(self, traits, goal, market) -> None:
        ranked = rank_platforms(region(market, product="thing", goal=goal), match(*traits), {YT: 1})
        scores = [advice.score for advice in ranked]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score < 1 for score in scores)
        for advice in ranked:
            assert 2 <= len(advice.reasons) <= 4
            about = (reason.values.get("platform") or reason.code.split(".")[-1] for reason in advice.reasons)
            assert set(about) == {advice.platform.value}

    def test_two_reasons_at_least_where_anything_is_known(self) -> None:
        for advice in rank_platforms(Brief(product="thing", goal=Goal.SALES), match(Trait.VISUAL))[:3]:
            assert len(advice.reasons) >= 2

    def test_a_wish_for_a_platform_that_is_not_used_there_is_kept(self) -> None:
        brief = region("US", product="thing", platforms=(XHS,))
        assert [a.platform for a in rank_platforms(brief, None)] == [XHS]

    def test_the_same_brief_gives_the_same_answer(self) -> None:
        brief, kind = Brief(product="thing", goal=Goal.TRUST), match(*Trait)
        assert rank_platforms(brief, kind) == rank_platforms(brief, kind)


class TestDirections:
    """One thing differs, and the score moves the right way."""

    @pytest.mark.parametrize(
        ("platform", "better", "worse"),
        [
            (FB, Brief(audience=Audience(age_low=40, age_high=50)), Brief()),
            (FB, Brief(), Brief(audience=Audience(age_low=18, age_high=24))),
            (IG, Brief(audience=Audience(age_low=18, age_high=24)), Brief(audience=Audience(age_low=60))),
            (Platform.DCARD, Brief(audience=Audience(age_low=18, age_high=22)), Brief()),
            (Platform.THREADS, Brief(audience=Audience(age_high=24)), Brief()),
            (LINE, Brief(audience=Audience(age_low=55)), Brief()),
            (
                IG,
                Brief(audience=Audience(gender=Gender.FEMALE)),
                Brief(audience=Audience(gender=Gender.MALE)),
            ),
            (YT, Brief(goal=Goal.TRUST), Brief(goal=Goal.SALES)),
            (BLOG, Brief(goal=Goal.TRUST), Brief(goal=Goal.AWARENESS)),
            (TT, Brief(goal=Goal.AWARENESS), Brief(goal=Goal.TRUST)),
            (FB, Brief(goal=Goal.SALES), Brief(goal=Goal.AWARENESS)),
            (YT, Brief(price_tier=PriceTier.PREMIUM), Brief(price_tier=PriceTier.BUDGET)),
            (TT, Brief(), Brief(price_tier=PriceTier.PREMIUM)),
            (YT, Brief(unit_price=Money.of(2_000, "TWD")), Brief(unit_price=Money.of(50, "TWD"))),
            (YT, Brief(budget=MoneyRange.of(0, 50_000, "TWD")), Brief(budget=MoneyRange.of(0, 2_000, "TWD"))),
            (XHS, region("HK"), region("TW")),
        ],
    )
    def test_moves_the_right_way(self, platform: Platform, better: Brief, worse: Brief) -> None:
        assert score(better, platform) > score(worse, platform)

    def test_a_product_known_by_likeness_pulls_less(self) -> None:
        sure, vague = match(Trait.COMPLEX), match(Trait.COMPLEX, confidence=0.5)
        assert score(Brief(product="thing"), YT, sure) > score(Brief(product="thing"), YT, vague)

    def test_words_of_the_product_count(self) -> None:
        plain, patented = Brief(product="花盆"), Brief(product="智慧花盆")
        assert score(patented, YT, match(Trait.VISUAL)) > score(plain, YT, match(Trait.VISUAL))

    def test_supply_changes_the_reasons_and_not_the_order(self) -> None:
        brief, kind = Brief(product="thing"), match(Trait.COMPLEX)
        without, with_supply = rank_platforms(brief, kind), rank_platforms(brief, kind, {IG: 4})
        assert [a.platform for a in without] == [a.platform for a in with_supply]
        assert "platform.no_supply" in [r.code for r in with_supply[0].reasons]
        assert all("platform.no_supply" not in [r.code for r in a.reasons] for a in without)

    def test_adult_products_go_where_they_are_allowed(self) -> None:
        toys = match(Trait.NICHE, Trait.SEARCHED, key="adult.wellness")
        assert rank_platforms(Brief(product="thing"), toys)[0].platform is BLOG


class TestReasons:
    def reasons(self, brief: Brief, platform: Platform, *traits: Trait) -> dict[str, dict]:
        found = next(a for a in rank_platforms(brief, match(*traits)) if a.platform is platform)
        return {reason.code: reason.values for reason in found.reasons}

    def test_traits_of_one_kind_make_one_reason(self) -> None:
        told = self.reasons(Brief(product="thing"), YT, Trait.COMPLEX, Trait.ASSEMBLED, Trait.TECHNICAL)
        assert told["platform.demonstrate"]["traits"] == ["assembled", "complex", "technical"]

    def test_shares_of_use_carry_their_year(self) -> None:
        told = self.reasons(Brief(product="thing"), YT, Trait.COMPLEX)
        assert told["platform.reach_over"] == {"platform": "youtube", "reach_share": 0.72, "year": "2025"}

    def test_the_share_of_the_young(self) -> None:
        brief = Brief(product="thing", audience=Audience(age_low=18, age_high=24))
        assert self.reasons(brief, IG)["platform.young_share"]["reach_share"] == 0.78

    def test_other_markets_have_no_figures_and_say_so(self) -> None:
        told = self.reasons(region("BR", product="thing"), IG)
        assert told["platform.habit_unknown"]["markets"] == ["BR"]

    def test_xiaohongshu_in_taiwan_names_the_block(self) -> None:
        assert (
            self.reasons(Brief(product="thing"), XHS, Trait.VISUAL)["platform.blocked"]["since"]
            == "2025-12-04"
        )

    def test_a_cheap_product_cannot_pay_for_a_video(self) -> None:
        brief = Brief(product="thing", unit_price=Money.of(80, "TWD"))
        told = self.reasons(brief, YT, Trait.FOOD)["platform.video_cannot_pay"]
        assert told["fee"] == {"amount": 8_000, "currency": "TWD"}
        assert told["orders"] == 100
        note = video_note(brief)
        assert note is not None and note.values["orders"] == 100

    @pytest.mark.parametrize(
        ("price", "said"),
        [(Money.of(319, "TWD"), True), (Money.of(320, "TWD"), False), (Money.of(50, "USD"), False)],
    )
    def test_from_which_price_on(self, price: Money, said: bool) -> None:
        assert (video_note(Brief(unit_price=price)) is not None) is said

    def test_without_a_price_nothing_is_said(self) -> None:
        assert video_note(Brief()) is None
        assert video_note(Brief(price_tier=PriceTier.PREMIUM)) is None
        budget = video_note(Brief(price_tier=PriceTier.BUDGET))
        assert budget is not None and budget.code == "platform.video_dear"

    def test_a_budget_below_the_entry_price_is_said(self) -> None:
        told = self.reasons(Brief(product="thing", budget=MoneyRange.of(0, 3_000, "TWD")), YT, Trait.COMPLEX)
        assert told["platform.budget_short"]["fee"] == {"amount": 4_300, "currency": "TWD"}


@pytest.mark.parametrize(
    ("low", "high", "middle"),
    [(18, 24, 21), (35, None, 42.5), (None, 24, 16.5), (None, None, None), (60, 60, 60)],
)
def test_middle_age(low, high, middle) -> None:
    assert middle_age(Audience(age_low=low, age_high=high)) == middle


@pytest.mark.parametrize(
    ("key", "played"),
    [("gaming.video_game", True), ("game.mobile", True), ("toy.board_game", False), ("tech.laptop", False)],
)
def test_what_is_a_game(key: str, played: bool) -> None:
    assert is_game(Brief(), match(key=key)) is played
    assert is_game(Brief(), None) is False


def test_a_currency_without_a_rate_is_no_obstacle() -> None:
    brief = Brief(product="thing", unit_price=Money.of(5, "XAF"), budget=MoneyRange.of(5, 9, "XAF"))
    assert rank_platforms(brief, match(Trait.COMPLEX))[0].platform is YT
    assert video_note(brief) is None


def test_a_wish_for_where_nobody_is_says_so() -> None:
    (only,) = rank_platforms(region("US", product="thing", platforms=(XHS,)), match(Trait.VISUAL))
    assert "platform.not_used" in [reason.code for reason in only.reasons]
