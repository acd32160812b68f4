"""What was read off a channel is used again for the same wish, and never for another one, day or channel."""

from datetime import timedelta

import pytest

from knowledge.case import Case
from knowledge.factors import FACTORS
from knowledge.models import Audience, Brief, Gender, PriceTier
from knowledge.products import ProductMatch, Trait
from knowledge.standing import looked_at, standing
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, figure, product

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
    case = Case(wish, ONE, kind, PEERS, TODAY, {})
    for _ in range(2):
        assert standing(case).readings(case, looked_at(case)) == {
            n: read(case) for n, read in FACTORS.items()
        }


def test_it_is_kept_for_the_same_channel_peers_and_day_alone() -> None:
    case = Case(brief(), ONE, COT, PEERS, TODAY, {})
    known = standing(case)
    assert standing(Case(WISHES[1], ONE, None, PEERS, TODAY, {})) is known
    changed = ONE.channel.model_copy(update={"engagement": figure(0.001)})
    for other in (
        Case(brief(), ONE.model_copy(update={"channel": changed}), COT, PEERS, TODAY, {}),
        Case(brief(), ONE, COT, dict(PEERS), TODAY, {}),
        Case(brief(), ONE, COT, PEERS, TODAY + timedelta(days=200), {}),
    ):
        anew = standing(other)
        assert anew is not known
        assert anew.readings(other, looked_at(other))["engagement"] == FACTORS["engagement"](other)
