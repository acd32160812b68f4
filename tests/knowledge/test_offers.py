"""Closeness, the offers that compete, and what one is worth: by hand."""

from datetime import date
from typing import Any

import pytest

from knowledge.answer import FormatAdvice, PlatformAdvice
from knowledge.case import Case
from knowledge.currency import UnknownCurrency
from knowledge.fit import Assessment, assess
from knowledge.models import Basis, Candidate, ChannelAudience, Format, Platform, Price
from knowledge.money import Money
from knowledge.offers import Piece, Sale, Ways, closeness, cost_of, deal, piece_reach, pieces
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, fee, figure

FULL = {Platform.YOUTUBE: 1.0}


def assessed(one: Candidate) -> Assessment:
    return assess(Case(brief(), one, COT, PEERS, TODAY, {}))


def price(low: float, high: float, currency: str = "TWD") -> Price:
    return Price(low=low, high=high, currency=currency, basis=Basis.QUOTED, as_of=date(2026, 1, 1))


def test_closeness_reaches_from_the_lower_quartile_to_the_best() -> None:
    field = [candidate(str(n), similarity=s) for n, s in enumerate([0.7, 0.5, 0.3, 0.1, 0.1, 0.1, 0.1])]
    close = closeness(field)  # the quartile is 0.1
    assert [round(close[f"youtube:{n}"], 3) for n in range(4)] == [1.0, 0.667, 0.333, 0.05]


def test_channels_hardly_apart_are_one_niche() -> None:
    close = closeness([candidate("a", similarity=0.62), candidate("b", similarity=0.60)])
    assert close["youtube:b"] == pytest.approx((0.15 - 0.02) / 0.15)


def test_a_channel_nobody_described_is_neither_close_nor_far() -> None:
    close = closeness([candidate("a", similarity=0.9), candidate("b", style=None, similarity=0.0)])
    assert close == {"youtube:a": 1.0, "youtube:b": 0.4}
    assert closeness([]) == {}


SALE = Sale("TW", brief().unit_price, "TWD")


def formats_of(made: list[Piece]) -> list[Format]:
    return [piece.format for piece in made]


@pytest.mark.parametrize(
    ("known", "advised", "formats"),
    [
        # The advice first, then the platform's main format.
        ({}, [Format.UNBOXING, Format.SHORT], [Format.UNBOXING, Format.SHORT, Format.REVIEW]),
        # What YouTube does not carry is left out; what the creator has a price for joins in.
        (
            {"fees": (fee(Format.TUTORIAL, 9_000),)},
            [Format.REEL, Format.UNBOXING],
            [Format.UNBOXING, Format.TUTORIAL, Format.REVIEW],
        ),
        # A share of sales is only offered where it leads the advice.
        (
            {"fees": ()},
            [Format.REVIEW, Format.UNBOXING, Format.AFFILIATE],
            [Format.REVIEW, Format.UNBOXING],
        ),
        ({"fees": ()}, [Format.AFFILIATE, Format.REVIEW], [Format.AFFILIATE, Format.REVIEW]),
        # Nothing known to price from.
        ({"fees": (), "followers": None}, [Format.REVIEW], []),
    ],
)
def test_the_offers_that_compete(known: dict[str, Any], advised: list[Format], formats: list[Format]) -> None:
    assert formats_of(pieces(assessed(candidate(**known)), advised, SALE)) == formats


def test_at_most_four_offers_a_channel() -> None:
    advised = [Format.UNBOXING, Format.TUTORIAL, Format.SHORT, Format.LIVESTREAM]
    assert len(pieces(assessed(candidate()), advised, SALE)) == 4


def test_a_known_fee_is_the_price() -> None:
    one = assessed(candidate(fees=(fee(Format.REVIEW, 12_345),)))
    made = deal(one, Format.REVIEW, 1_234_500, Ways([], FULL), SALE, 1)
    assert pieces(one, [Format.REVIEW], SALE)[0].cost == 1_234_500
    assert (made.offer.fee.low, made.offer.fee.basis) == (12_345, Basis.QUOTED)
    assert made.offer is made.offer  # worked out once


def test_what_a_piece_costs_is_that_of_its_offer_for_every_market_and_price() -> None:
    one = assessed(candidate(fees=(), followers=figure(8_000)))
    sales = [
        Sale(market, price, currency)
        for market in ("TW", "US")
        for price in (None, Money.of(300, "TWD"), Money.of(40, "USD"))
        for currency in ("TWD", "USD")
    ]
    for _ in range(2):  # the second time from what is kept
        for sale in sales:
            found = pieces(one, [Format.GIFTING, Format.REVIEW], sale)
            assert formats_of(found) == [Format.GIFTING] * (sale.unit_price is not None) + [Format.REVIEW]
            for format, cost in found:
                offer = deal(one, format, 0, Ways([], FULL), sale, 1).offer
                assert cost == cost_of(offer.fee, sale.currency)


def test_a_price_in_a_currency_without_a_rate_is_said_each_time() -> None:
    one = assessed(candidate(fees=(fee(Format.REVIEW, 100, None, "XYZ"),)))
    for _ in range(2):
        (piece,) = pieces(one, [Format.REVIEW], SALE)
        assert isinstance(piece.cost, UnknownCurrency) and piece.cost.currency == "XYZ"


@pytest.mark.parametrize(
    ("low", "high", "currency", "minor"),
    [
        (10_000, 20_000, "TWD", 1_500_000),
        (0.01, 0.02, "TWD", 2),  # halves go up, so a sum of middles is never understated
        (100, 100, "USD", 322_000),  # 32.20 TWD to the dollar
    ],
)
def test_the_cost_is_the_middle_in_the_budgets_currency(
    low: float, high: float, currency: str, minor: int
) -> None:
    assert cost_of(price(low, high, currency), "TWD") == minor


def test_a_currency_without_a_rate_has_no_cost() -> None:
    with pytest.raises(UnknownCurrency):
        cost_of(price(1, 2, "XYZ"), "TWD")


def worth(
    one: Candidate, format: Format = Format.REVIEW, close: float = 1.0, ways: Ways | None = None
) -> float:
    ways = ways or Ways([Format.REVIEW], FULL)
    return deal(assessed(one), format, 10_000, ways, SALE, close).bid.value


def test_worth_is_fit_times_diminishing_reach() -> None:
    # Views of 6,000 × (0.5 + 1.2) / 2 = 5,100 people, all in Taiwan.
    one = candidate()
    assert piece_reach(assessed(one), Format.REVIEW) == pytest.approx(5_100)
    assert worth(one) == pytest.approx(assessed(one).fit / 100 * 0.51**0.55, abs=1e-6)
    assert worth(one, close=0.25) == pytest.approx(worth(one) * 0.25**0.55, abs=1e-5)


def test_a_second_thousand_is_worth_less_than_the_first() -> None:
    one, twice = candidate(avg_views=None), candidate(avg_views=None, followers=figure(60_000))
    ratio = worth(twice) / worth(one) * assessed(one).fit / assessed(twice).fit
    assert ratio == pytest.approx(2**0.55, abs=1e-4)


def test_followers_abroad_are_worth_little() -> None:
    abroad = candidate(audience=ChannelAudience(age_low=25, age_high=44, female_share=0.5, regions=("US",)))
    ratio = worth(abroad) / worth(candidate()) * assessed(candidate()).fit / assessed(abroad).fit
    assert ratio == pytest.approx(0.1, abs=1e-4)


def test_an_unpaid_piece_counts_as_often_as_it_is_delivered() -> None:
    ways = Ways([Format.REVIEW, Format.GIFTING], FULL)
    assert worth(candidate(), Format.GIFTING, ways=ways) == pytest.approx(
        worth(candidate()) * 0.2 * 0.95, abs=1e-5
    )


def test_format_and_platform_carry_the_worth() -> None:
    scores = {Platform.YOUTUBE: 0.8, Platform.BLOG: 0.4, Platform.X: 0.01}
    advice = [PlatformAdvice(platform=p, score=score, reasons=()) for p, score in scores.items()]
    ways = Ways.of([FormatAdvice(format=Format.REVIEW, reasons=())], advice)
    assert ways.worth(Format.REVIEW, Platform.YOUTUBE) == 1.0
    assert ways.worth(Format.SHORT, Platform.YOUTUBE) == 0.7
    assert ways.worth(Format.REVIEW, Platform.BLOG) == pytest.approx(0.5**1.5)
    assert ways.worth(Format.REVIEW, Platform.X) == 0.05
    assert Ways.of([], []).worth(Format.REVIEW, Platform.X) == pytest.approx(0.7 * 0.05)


def test_reach_nobody_counted_is_small() -> None:
    assert piece_reach(assessed(candidate(followers=None, avg_views=None)), Format.REVIEW) == 500


def test_a_bid_says_who_where_and_what_size() -> None:
    bid = deal(assessed(candidate("a")), Format.REVIEW, 200, Ways([], FULL), SALE, 1).bid
    assert bid[:6] == ("youtube:a/review", "c-a", "outdoor", "micro", "youtube", 200)
