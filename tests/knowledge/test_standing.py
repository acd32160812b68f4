"""What was read off a channel is used again for the same wish, and never for another one, day or channel."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from knowledge.audience_match import reachable
from knowledge.case import Case
from knowledge.factors import FACTORS, VALUES
from knowledge.models import Audience, Brief, Gender, Platform, PriceTier
from knowledge.products import ProductMatch, Trait
from knowledge.standing import MOST, _standings, looked_at, standing
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, figure, product, roster

ONE = candidate(engagement=figure(0.04))
EXPERT = product(Trait.TECHNICAL, Trait.EXPERTISE)
WISHES = [
    brief(),
    brief(audience=Audience(age_low=18, age_high=24, gender=Gender.FEMALE)),
    brief(audience=Audience(regions=("JP",))),
    brief(price_tier=PriceTier.PREMIUM),
    brief(price_tier=PriceTier.BUDGET),
]


@pytest.mark.parametrize("kind", [COT, EXPERT, None])
@pytest.mark.parametrize("wish", WISHES)
def test_readings_are_those_read_anew(wish: Brief, kind: ProductMatch | None) -> None:
    case = Case(wish, ONE, kind, PEERS, TODAY, {Platform.YOUTUBE: 0.71234}, closeness=0.4)
    anew = [read(case).value for read in FACTORS.values()]
    for _ in range(2):
        known = standing(case)
        assert known.values(case, looked_at(case)) == [None if v is None else round(v, 4) for v in anew]
        assert known.reachable(case, looked_at(case)) == reachable(case)


def test_the_value_alone_is_that_of_the_reading() -> None:
    for one in (ONE, candidate(style=None), candidate(platform=Platform.BLOG)):
        case = Case(brief(), one, COT, PEERS, TODAY, {Platform.YOUTUBE: 0.7}, closeness=0.3)
        assert {name: value(case) for name, value in VALUES.items()} == {
            name: FACTORS[name](case).value for name in VALUES
        }


def test_nothing_that_a_seller_wrote_is_kept() -> None:
    # Where no product type is known, past work is compared with the seller's own word for it.
    case = Case(brief(product="祕密武器"), candidate("secret"), None, PEERS, TODAY, {})
    known = standing(case)
    known.values(case, looked_at(case))
    assert not any("祕密武器" in str(key) for key in known._kept)


def test_a_number_is_worked_out_once_and_the_store_stays_small() -> None:
    case, asked = Case(brief(), candidate("once"), COT, PEERS, TODAY, {}), []
    known = standing(case)

    def number(key: str) -> float | None:
        return known.once(key, lambda _: asked.append(key) or len(asked), case)

    assert [number("a"), number("a"), number("b")] == [1, 1, 2]
    for n in range(3 * MOST):
        number(str(n))
    assert len(known._kept) <= MOST


def test_it_is_kept_for_the_same_channel_peers_and_day_alone() -> None:
    case = Case(brief(), ONE, COT, PEERS, TODAY, {})
    known = standing(case)
    assert standing(Case(WISHES[1], ONE, None, PEERS, TODAY, {})) is known
    changed = ONE.channel.model_copy(update={"engagement": figure(0.001)})
    for other in (
        Case(brief(), ONE._replace(channel=changed), COT, PEERS, TODAY, {}),
        Case(brief(), ONE, COT, dict(PEERS), TODAY, {}),
        Case(brief(), ONE, COT, PEERS, TODAY + timedelta(days=200), {}),
    ):
        anew = standing(other)
        assert anew is not known
        values = dict(zip(FACTORS, anew.values(other, looked_at(other)), strict=True))
        assert values["engagement"] == round(FACTORS["engagement"](other).value, 4)


def test_threads_read_the_same_values() -> None:
    field = [Case(wish, one, COT, PEERS, TODAY, {}) for one in roster(40, 3) for wish in WISHES]
    alone = [standing(case).values(case, looked_at(case)) for case in field]
    _standings.clear()
    with ThreadPoolExecutor(4) as pool:
        runs = [
            pool.submit(lambda: [standing(case).values(case, looked_at(case)) for case in field])
            for _ in range(4)
        ]
    assert all(run.result() == alone for run in runs)
