"""The best plan by every way of getting there: the same, and proved, or honest about how far it might be off."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.bids import Bid, Limits, total_worth
from knowledge.optimum import Effort, best_plan
from tests.knowledge.oracle import best, bids_of, kept

BIDS = st.lists(
    st.builds(
        lambda creator, format, cost, value, niche, tier, platform: Bid(
            f"c{creator}/{format}", f"c{creator}", niche, tier, platform, cost, value
        ),
        creator=st.integers(0, 6),
        format=st.sampled_from(["post", "reel", "story"]),
        cost=st.integers(0, 12),
        value=st.integers(0, 60).map(lambda tenths: tenths / 10),
        niche=st.sampled_from(["food", "tech", "home"]),
        tier=st.sampled_from(["nano", "micro", "mid"]),
        platform=st.sampled_from(["youtube", "instagram"]),
    ),
    max_size=10,
    unique_by=lambda one: one.key,
)
LIMITS = st.builds(
    lambda cap, most, exact, tiers, platforms, keep: Limits(
        cap, most if exact else 1, most, tiers, platforms, frozenset(keep)
    ),
    cap=st.integers(0, 30),
    most=st.integers(1, 4),
    exact=st.booleans(),
    tiers=st.integers(1, 3),
    platforms=st.integers(1, 2),
    keep=st.sets(st.sampled_from(["c0", "c1", "c2"]), max_size=2),
)


@settings(max_examples=200, deadline=None)
@given(BIDS, LIMITS)
def test_no_set_of_bids_beats_it(bids: list[Bid], limits: Limits) -> None:
    known = best(bids, limits) if bids else None
    found = best_plan(bids, limits)
    if known is None:
        assert found is None
    else:
        assert found is not None
        assert kept(found.bids, limits)
        assert (found.proved, found.gap) == (True, 0)
        assert total_worth(found.bids) == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize("widths", [(), (1,), (3, 30)])
@pytest.mark.parametrize("seed", range(8))
def test_every_way_leads_to_the_same_worth(seed: int, widths: tuple[int, ...]) -> None:
    bids = bids_of(seed, 40)
    limits = Limits(300, 7 if seed % 2 else 1, 7, tiers=2, platforms=2)
    first, other = best_plan(bids, limits), best_plan(bids, limits, effort=Effort(widths))
    assert first is not None and other is not None
    assert first.proved and other.proved
    assert total_worth(first.bids) == pytest.approx(total_worth(other.bids), abs=1e-6)
    assert kept(other.bids, limits)


def crowd(seed: int, creators: int = 14) -> list[Bid]:
    """Creators of much the same worth for money, with channels in several niches: the hardest to tell apart."""
    random = Random(seed)
    return [
        Bid(
            key=f"c{n:02}/{niche}",
            creator=f"c{n:02}",
            niche=niche,
            tier=random.choice(["nano", "micro", "mid"]),
            platform="youtube",
            cost=(cost := random.randint(20_000, 40_000)),
            value=round(cost / 20_000 * random.uniform(0.95, 1.05), 6),
        )
        for n in range(creators)
        for niche in random.sample("abcd", 2)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_search_that_runs_out_says_how_far_it_might_be_off(seed: int) -> None:
    bids, limits = crowd(seed), Limits(130_000, 5, 5)
    short = best_plan(bids, limits, effort=Effort(widths=(1,), nodes=1))
    whole = best_plan(bids, limits)
    assert short is not None and whole is not None and whole.proved
    assert kept(short.bids, limits)
    assert total_worth(whole.bids) <= total_worth(short.bids) * (1 + short.gap) + 1e-6
    assert (short.proved, 0 < short.gap < 0.05) == (False, True)


def test_a_plan_nearby_changes_the_way_and_not_the_end() -> None:
    bids, limits = bids_of(4, 30), Limits(200, 1, 6, tiers=2, platforms=2)
    alone = best_plan(bids, limits._replace(tiers=1, platforms=1))
    assert alone is not None
    near, free = best_plan(bids, limits, alone.bids), best_plan(bids, limits)
    assert near is not None and free is not None
    assert total_worth(near.bids) == pytest.approx(total_worth(free.bids), abs=1e-9)


def test_a_bid_beyond_the_money_is_no_bid() -> None:
    bids = [
        Bid("a/x", "a", "n", "nano", "youtube", 11, 9.0),
        Bid("b/x", "b", "n", "nano", "youtube", 10, 1.0),
    ]
    found = best_plan(bids, Limits(10, 1, 2))
    assert found is not None
    assert [bid.key for bid in found.bids] == ["b/x"]
    assert best_plan(bids[:1], Limits(10, 1, 2)) is None
    assert best_plan(bids, Limits(10, 1, 2, keep=frozenset({"a"}))) is None


def test_what_costs_nothing_needs_no_money() -> None:
    bids = [Bid(f"{c}/x", c, "n", "nano", "youtube", 0, 1.0) for c in "abc"]
    found = best_plan(bids, Limits(0, 1, 2))
    assert found is not None
    assert len(found.bids) == 2
