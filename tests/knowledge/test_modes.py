"""Role, route and the order of time."""

import pytest

from knowledge.answer import Role, Route
from knowledge.models import Audience, Brief, Goal, PriceTier, Reason
from knowledge.modes import budget_twd, in_house, role, route, route_sides, timeline
from knowledge.money import MoneyRange
from knowledge.products import ProductMatch, ProductType, Trait

MAIN, SUPPORT = Role.MAIN, Role.SUPPLEMENTARY
DIRECT, AGENCY = Route.DIRECT, Route.PLATFORM_OR_AGENCY


def match(
    *traits: Trait, exact: bool = True, confidence: float = 1.0, months: tuple[int, ...] = ()
) -> ProductMatch:
    kind = ProductType(
        id="shelf.kind", zh="東西", en="thing", traits=frozenset(traits), bands=(100, 500), months=months
    )
    return ProductMatch(type=kind, confidence=confidence, exact=exact)


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def twd(amount: int) -> MoneyRange:
    return MoneyRange.of(amount, amount, "TWD")


class TestRole:
    @pytest.mark.parametrize(
        ("traits", "value"),
        [
            ([Trait.NOVEL], MAIN),
            ([Trait.NICHE], MAIN),
            ([Trait.HIGH_END], MAIN),
            ([Trait.EXPERTISE], MAIN),
            ([Trait.COMPLEX, Trait.TECHNICAL], MAIN),
            ([Trait.COMMODITY], SUPPORT),
            ([Trait.COMMODITY, Trait.TECHNICAL], SUPPORT),
            ([Trait.COMMODITY, Trait.EXPERTISE], SUPPORT),
            ([Trait.COMMODITY, Trait.NICHE], MAIN),  # left-handed scissors: a special group of users
            ([Trait.COMMODITY, Trait.NOVEL], MAIN),
            ([Trait.VISUAL, Trait.IMPULSE], SUPPORT),
            ([Trait.FOOD, Trait.GROUP_BUY], SUPPORT),
            ([], SUPPORT),
        ],
    )
    def test_by_traits(self, traits: list[Trait], value: Role) -> None:
        assert role(Brief(product="thing"), match(*traits)).value is value

    @pytest.mark.parametrize(
        ("brief", "value"),
        [
            (Brief(product="thing"), SUPPORT),
            (Brief(product="thing", new_product=True), MAIN),
            (Brief(product="thing", new_product=False), SUPPORT),
            (Brief(product="thing", price_tier=PriceTier.PREMIUM), MAIN),
            (Brief(product="thing", price_tier=PriceTier.MID), SUPPORT),
            (Brief(product="專利東西"), MAIN),
        ],
    )
    def test_by_what_the_seller_says(self, brief: Brief, value: Role) -> None:
        assert role(brief, match(Trait.VISUAL)).value is value

    def test_a_commodity_stays_support_even_at_a_premium(self) -> None:
        assert (
            role(Brief(product="thing", price_tier=PriceTier.PREMIUM), match(Trait.COMMODITY)).value
            is SUPPORT
        )

    def test_a_new_commodity_is_still_a_commodity(self) -> None:
        assert role(Brief(product="thing", new_product=True), match(Trait.COMMODITY)).value is SUPPORT

    def test_what_resembles_nothing_we_know_leans_to_main(self) -> None:
        stranger = Brief(product="gizmo")
        assert role(stranger, match(Trait.TECHNICAL)).value is MAIN
        assert "role.unfamiliar" in codes(role(stranger, match(Trait.TECHNICAL)).reasons)

    @pytest.mark.parametrize("traits", [[], [Trait.NOVEL], [Trait.COMMODITY], list(Trait)])
    def test_two_to_four_reasons_that_agree_with_the_answer(self, traits: list[Trait]) -> None:
        advice = role(Brief(product="thing", price_tier=PriceTier.BUDGET), match(*traits))
        assert 2 <= len(advice.reasons) <= 4
        wrong = "role.supplementary" if advice.value is MAIN else "role.main"
        assert [code for code in codes(advice.reasons) if code.startswith(wrong)] == []

    def test_a_kind_with_a_twist_needs_telling(self) -> None:
        plain, twisted = Brief(product="thing"), Brief(product="underwater thing")
        assert role(plain, match(Trait.TECHNICAL)).value is SUPPORT
        assert role(twisted, match(Trait.TECHNICAL)).value is MAIN
        assert "role.particular" in codes(role(twisted, match(Trait.TECHNICAL)).reasons)

    def test_a_common_kind_with_a_twist_stays_support(self) -> None:
        assert role(Brief(product="scented thing"), match(Trait.COMMODITY)).value is SUPPORT

    def test_what_is_like_nothing_is_new_to_its_buyers(self) -> None:
        assert role(Brief(product="thing"), None).value is MAIN

    def test_without_a_product_it_says_so_little(self) -> None:
        assert codes(role(Brief(), None).reasons) == ["role.ordinary", "role.supplementary_means"]


class TestRoute:
    @pytest.mark.parametrize(
        ("amount", "picks", "channels", "value"),
        [
            (30_000, 2, 1, DIRECT),
            (149_000, 15, 4, DIRECT),  # a small sum, but for a crowd
            (60_000, 16, 2, AGENCY),
            (150_000, 3, 2, DIRECT),
            (150_000, 6, 2, DIRECT),
            (150_000, 3, 3, DIRECT),
            (150_000, 6, 3, AGENCY),  # a medium sum, several creators and many platforms
            (299_000, 3, 1, DIRECT),
            (300_000, 1, 1, AGENCY),
            (1_000_000, 0, 0, AGENCY),
            (160_000, 10, 1, AGENCY),
        ],
    )
    def test_by_size(self, amount: int, picks: int, channels: int, value: Route) -> None:
        assert route(Brief(product="thing", budget=twd(amount)), picks, channels).value is value

    def test_the_sellers_sum_is_the_size_and_the_plans_total_stands_in(self) -> None:
        assert route(Brief(product="thing", budget=twd(1_000_000)), 2, 1, twd(40_000)).value is AGENCY
        assert route(Brief(product="thing"), 2, 1, twd(40_000)).value is DIRECT
        assert route(Brief(product="thing"), 2, 1, twd(400_000)).value is AGENCY

    def test_dollars_count_as_dollars(self) -> None:
        assert route(Brief(product="thing", budget=MoneyRange.of(0, 9_000, "USD")), 3, 1).value is DIRECT
        assert route(Brief(product="thing", budget=MoneyRange.of(0, 10_000, "USD")), 3, 1).value is AGENCY

    def test_many_wanted_creators_count_before_they_are_found(self) -> None:
        assert route(Brief(product="thing", budget=twd(200_000), creators=12), 0, 0).value is AGENCY

    def test_two_countries_are_more_work_than_one(self) -> None:
        brief = Brief(product="thing", budget=twd(200_000), audience=Audience(regions=("TW", "JP")))
        assert route(brief, 3, 1).value is AGENCY

    def test_unknown_size_starts_direct(self) -> None:
        advice = route(Brief(product="thing"), 0, 0)
        assert advice.value is DIRECT
        assert codes(advice.reasons)[0] == "route.small_project_unknown"

    def test_the_trade_off_in_money(self) -> None:
        advice = route(Brief(product="thing", budget=twd(100_000)), 4, 2)
        told = next(reason for reason in advice.reasons if reason.code == "route.trade_off")
        assert told.values["agency"] == {"low": 10_000, "high": 30_000, "currency": "TWD"}
        assert (
            told.values["hours"] == 36
        )  # six for each of four creators, eight for a platform more, four for the sum
        assert told.values["own_time"] == {"amount": 12_600, "currency": "TWD"}
        assert set(told.sources) == {"M16", "M26", "M44", "F03", "OWN"}

    @pytest.mark.parametrize(
        ("amount", "picks", "code"),
        [
            (100_000, 4, "route.trade_off"),
            (8_000, 3, "route.trade_off_tiny"),  # 18 hours are NT$6,300, an agency's 30 % is NT$2,400
            (600_000, 4, "route.trade_off_agency"),
        ],
    )
    def test_the_trade_off_never_argues_against_the_answer(self, amount: int, picks: int, code: str) -> None:
        assert code in codes(route(Brief(product="thing", budget=twd(amount)), picks, 1).reasons)

    @pytest.mark.parametrize(
        ("amount", "sides"),
        [
            (50_000, ["route.direct_pro", "route.direct_con"]),
            (500_000, ["route.agency_pro", "route.agency_con"]),
        ],
    )
    def test_both_the_good_and_the_bad_of_the_chosen_way(self, amount: int, sides: list[str]) -> None:
        assert codes(route(Brief(product="thing", budget=twd(amount)), 3, 1).reasons)[-2:] == sides

    @pytest.mark.parametrize(
        ("budget", "picks", "code"),
        [
            (twd(50_000), 3, "route.small_project"),
            (twd(50_000), 0, "route.small_project_sum"),
            (None, 3, "route.small_project_crowd"),
            (None, 30, "route.large_project_crowd"),
            (twd(900_000), 0, "route.large_project_sum"),
        ],
    )
    def test_no_zeros_are_told(self, budget: MoneyRange | None, picks: int, code: str) -> None:
        assert codes(route(Brief(product="thing", budget=budget), picks, min(picks, 1)).reasons)[0] == code

    def test_both_sides_for_who_asks(self) -> None:
        assert len(route_sides()) == 4


class TestTimeline:
    def test_test_first_then_the_winners_then_stay(self) -> None:
        assert codes(timeline(Brief(product="thing"))) == [
            "timeline.test",
            "timeline.winners",
            "timeline.persist",
            "timeline.track",
        ]

    def test_the_test_in_money(self) -> None:
        told = timeline(Brief(product="thing", budget=MoneyRange.of(0, 50_000, "TWD")))[0]
        assert told.values["amount"] == {"low": 10_000, "high": 15_000, "currency": "TWD"}

    def test_the_test_of_an_odd_sum_is_exact(self) -> None:
        told = timeline(Brief(product="thing", budget=MoneyRange.of("33.33", "33.33", "USD")))[0]
        assert told.values["amount"] == {"low": 6.67, "high": 10, "currency": "USD"}

    def test_a_season_is_prepared(self) -> None:
        told = timeline(Brief(product="thing"), match(Trait.SEASONAL, months=(8, 9)))[0]
        assert (told.code, told.values["months"], told.values["weeks"]) == ("timeline.season", ["8", "9"], 8)

    def test_slow_effects_need_a_trial(self) -> None:
        assert "timeline.trial" in codes(timeline(Brief(product="thing"), match(Trait.LONG_OBSERVATION)))
        assert "timeline.trial" not in codes(timeline(Brief(product="thing"), match(Trait.VISUAL)))


class TestInHouse:
    @pytest.mark.parametrize(
        "trait", [Trait.EXPERTISE, Trait.TECHNICAL, Trait.MEDICAL, Trait.FINANCE, Trait.B2B]
    )
    def test_own_experts_where_expertise_is_called_for(self, trait: Trait) -> None:
        told = in_house(match(trait, Trait.VISUAL))
        assert told is not None and told.values["traits"] == [trait.value]

    @pytest.mark.parametrize("traits", [[], [Trait.VISUAL], [Trait.COMMODITY, Trait.FAMILY]])
    def test_not_otherwise(self, traits: list[Trait]) -> None:
        assert in_house(match(*traits)) is None
        assert in_house(None) is None


@pytest.mark.parametrize(
    ("budget", "amount"),
    [
        (None, None),
        (twd(30_000), 30_000),
        (MoneyRange.of(0, 1_000, "USD"), 32_200),
        (MoneyRange.of(500, None, "TWD"), 500),
    ],
)
def test_the_most_that_may_be_spent(budget: MoneyRange | None, amount: float | None) -> None:
    assert budget_twd(Brief(budget=budget, goal=Goal.SALES)) == amount


def test_a_currency_without_a_rate_counts_as_unknown() -> None:
    brief = Brief(product="thing", budget=MoneyRange.of(5, 9, "XAF"))
    assert budget_twd(brief) is None
    assert route(brief, 3, 1).value is DIRECT
