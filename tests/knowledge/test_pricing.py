"""The channel's own fee first; and whether a quote is fair."""

from datetime import date

import pytest

from knowledge.models import Basis, Channel, Fee, Figure, Format, Platform, Price, Reason
from knowledge.money import Money
from knowledge.pricing import MODIFIERS, Verdict, estimate, judge_quote, modified, price_for
from knowledge.sources import SOURCES

IG, YT, XHS = Platform.INSTAGRAM, Platform.YOUTUBE, Platform.XIAOHONGSHU
DAY = date(2026, 3, 1)


def fee(format: Format, low: float, high: float, basis: Basis = Basis.QUOTED, currency: str = "TWD") -> Fee:
    price = Price(low=low, high=high, currency=currency, basis=basis, as_of=DAY, source="roster.csv")
    return Fee(format=format, price=price)


def channel(
    platform: Platform = IG, followers: float | None = 50_000, views: float | None = None, *fees: Fee
) -> Channel:
    return Channel(
        platform=platform,
        handle="someone",
        followers=None if followers is None else Figure(value=followers),
        avg_views=None if views is None else Figure(value=views),
        fees=fees,
    )


class TestPriceFor:
    def test_the_channels_own_fee_comes_first(self) -> None:
        found = price_for(channel(IG, 50_000, None, fee(Format.POST, 9_000, 12_000)), Format.POST)
        assert found is not None
        assert (found.low, found.high, found.basis, found.source) == (
            9_000,
            12_000,
            Basis.QUOTED,
            "roster.csv",
        )

    def test_a_quote_beats_a_rate_card(self) -> None:
        both = channel(
            IG, 50_000, None, fee(Format.POST, 5_000, 5_000, Basis.RATE_CARD), fee(Format.POST, 7_000, 7_000)
        )
        found = price_for(both, Format.POST)
        assert found is not None and found.low == 7_000

    def test_a_foreign_fee_keeps_its_currency(self) -> None:
        found = price_for(channel(IG, 50_000, None, fee(Format.POST, 300, 300, currency="USD")), Format.POST)
        assert found is not None and found.currency == "USD"

    @pytest.mark.parametrize(
        ("known", "wanted", "low", "high"),
        [
            (Format.POST, Format.STORY, 6_000, 7_000),  # 60-70 %
            (Format.POST, Format.REEL, 13_000, 15_000),  # plus 30-50 %
            (Format.REEL, Format.POST, 6_700, 7_700),  # divided by 1.5 and by 1.3
            (Format.STORY, Format.POST, 14_000, 17_000),
            (Format.REEL, Format.REVIEW, 10_000, 10_000),
        ],
    )
    def test_a_sibling_format_by_its_ratio(
        self, known: Format, wanted: Format, low: float, high: float
    ) -> None:
        found = price_for(channel(IG, 50_000, None, fee(known, 10_000, 10_000)), wanted)
        assert found is not None
        assert (found.low, found.high, found.basis, found.as_of) == (low, high, Basis.ESTIMATE, DAY)
        assert found.source in SOURCES

    def test_a_fee_says_nothing_of_a_share_of_sales(self) -> None:
        found = price_for(channel(IG, 50_000, None, fee(Format.POST, 10_000, 10_000)), Format.AFFILIATE)
        assert found is not None and (found.low, found.high) == (0, 0)

    def test_the_estimate_comes_last_and_uses_views(self) -> None:
        blind, seen = (
            price_for(channel(YT), Format.REVIEW),
            price_for(channel(YT, 50_000, 20_000), Format.REVIEW),
        )
        assert blind and seen
        assert (blind.low, blind.high) == (25_000, 80_000)
        assert (seen.low, seen.high) == (18_000, 56_000)

    def test_without_followers_and_fee_nothing_is_known(self) -> None:
        assert price_for(channel(IG, None), Format.POST) is None

    def test_with_a_fee_followers_are_not_needed(self) -> None:
        assert price_for(channel(IG, None, None, fee(Format.POST, 1, 2)), Format.STORY) is not None

    def test_a_format_the_platform_does_not_have(self) -> None:
        assert price_for(channel(IG, 50_000, None, fee(Format.POST, 1, 2)), Format.BLOG_ARTICLE) is None


class TestModifiers:
    base = Price(low=10_000, high=20_000, currency="TWD", basis=Basis.QUOTED, as_of=DAY)

    @pytest.mark.parametrize(
        ("clauses", "low", "high"),
        [
            ({}, 10_000, 20_000),
            ({"video": 0}, 13_000, 30_000),
            ({"usage_rights": 3}, 13_000, 38_000),  # 10-30 % a month, three months
            ({"multi_platform": 0}, 8_000, 18_000),
            ({"long_term": 0, "exclusivity": 0}, 9_500, 27_000),
        ],
    )
    def test_clauses_add_to_the_fee(self, clauses: dict[str, int], low: float, high: float) -> None:
        found = modified(self.base, clauses)
        assert (found.low, found.high, found.basis) == (low, high, Basis.ESTIMATE)

    def test_every_clause_has_a_source_and_a_range(self) -> None:
        for clause in MODIFIERS.values():
            assert clause.low < clause.high
            assert set(clause.sources) <= set(SOURCES)


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


class TestQuotes:
    @pytest.mark.parametrize(
        ("amount", "verdict"),
        [
            (3_000, Verdict.SUSPICIOUSLY_LOW),  # under half of 6,500
            (3_250, Verdict.LOW),
            (6_000, Verdict.LOW),
            (6_500, Verdict.FAIR),
            (14_500, Verdict.FAIR),
            (23_000, Verdict.FAIR),
            (30_000, Verdict.HIGH),
            (35_000, Verdict.VERY_HIGH),  # more than 34,500
        ],
    )
    def test_a_post_by_a_creator_of_50k(self, amount: int, verdict: Verdict) -> None:
        found = judge_quote(Money.of(amount, "TWD"), IG, Format.POST, 50_000)
        assert found.verdict is verdict
        assert found.reasons[0].code == f"quote.{verdict}"
        assert found.range is not None and (found.range.low, found.range.high) == (6_500, 23_000)

    def test_its_place_in_the_range(self) -> None:
        found = judge_quote(Money.of(14_750, "TWD"), IG, Format.POST, 50_000)
        assert found.position == 0.5

    def test_another_currency_is_compared_by_value(self) -> None:
        dollars = judge_quote(Money.of(1_000, "USD"), IG, Format.POST, 50_000)  # NT$32,200
        assert dollars.verdict is Verdict.HIGH
        assert dollars.reasons[0].values["asked"] == {"amount": 1_000, "currency": "USD"}

    def test_known_views_are_used_and_priced(self) -> None:
        found = judge_quote(Money.of(30_000, "TWD"), YT, Format.REVIEW, 50_000, views=20_000)
        assert found.verdict is Verdict.FAIR
        (cpm,) = (r.values["cpm"] for r in found.reasons if r.code == "quote.per_thousand_views")
        assert cpm == {"amount": 1_500, "currency": "TWD"}
        assert "ask.median_views" not in codes(found.questions)

    def test_the_first_question_is_what_would_change_most(self) -> None:
        found = judge_quote(Money.of(30_000, "TWD"), IG, Format.POST, 50_000)
        assert found.questions[0].code == "ask.median_views"
        assert "ask.past_results" in codes(found.questions)

    def test_a_cheap_quote_asks_for_proof(self) -> None:
        assert "ask.audience_proof" in codes(
            judge_quote(Money.of(900, "TWD"), IG, Format.POST, 50_000).questions
        )

    def test_taiwan_says_how_far_its_tables_disagree(self) -> None:
        found = judge_quote(Money.of(10_000, "TWD"), IG, Format.POST, 50_000)
        spread = next(r for r in found.reasons if r.code == "quote.sources_disagree")
        assert spread.values["range"] == {"low": 1_000, "high": 50_000, "currency": "TWD"}

    def test_another_markets_card_is_named(self) -> None:
        found = judge_quote(Money.of(1_000, "MYR"), IG, Format.POST, 50_000, "MY")
        note = next(r for r in found.reasons if r.code == "quote.other_market")
        assert (note.values["market"], note.values["market_2"]) == ("MY", "US")

    @pytest.mark.parametrize(
        ("platform", "format", "followers", "code"),
        [
            (IG, Format.POST, None, "quote.no_followers"),
            (IG, Format.POST, 0, "quote.no_followers"),
            (IG, Format.GROUP_BUY, 50_000, "quote.paid_by_share"),
            (IG, Format.BLOG_ARTICLE, 50_000, "quote.not_offered"),
        ],
    )
    def test_what_cannot_be_judged_says_why(self, platform, format, followers, code) -> None:
        found = judge_quote(Money.of(5_000, "TWD"), platform, format, followers)
        assert (found.verdict, found.range, found.position) == (Verdict.UNKNOWN, None, None)
        assert codes(found.reasons) == [code]
        assert found.questions

    def test_confidence_is_that_of_the_estimate(self) -> None:
        guess = estimate(XHS, Format.POST, 50_000, "CN")
        assert guess is not None
        assert (
            judge_quote(Money.of(3_000, "CNY"), XHS, Format.POST, 50_000, "CN").confidence == guess.confidence
        )
