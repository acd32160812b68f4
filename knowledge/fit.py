"""How well a channel fits a brief: named factors in 0..1 times weights that sum to 1."""

from collections.abc import Mapping
from datetime import date
from math import fsum
from operator import mul

from knowledge.age import NEUTRAL
from knowledge.answer import Factor
from knowledge.case import Case, Peers, Reading
from knowledge.factors import FACTORS
from knowledge.models import Brief, Candidate, Goal, Platform, Reason
from knowledge.platforms import rank_platforms
from knowledge.products import ProductMatch
from knowledge.standing import Looked, looked_at, standing

NAMES = tuple(FACTORS)
# Judgement of this project (source OWN), by S1's three benefits: exposure wants views, trust wants depth and
# engagement, sales want the right wallet. Style and audience lead each time (S1). None: no goal was named.
WEIGHTS: Mapping[Goal | None, Mapping[str, float]] = {
    goal: dict(zip(NAMES, weights, strict=True))
    for goal, weights in {
        # style audience price engagement views recency depth collaborations platform confidence
        None: (0.36, 0.15, 0.09, 0.09, 0.07, 0.06, 0.05, 0.04, 0.06, 0.03),
        Goal.AWARENESS: (0.32, 0.15, 0.06, 0.07, 0.14, 0.07, 0.03, 0.04, 0.08, 0.04),
        Goal.TRUST: (0.35, 0.14, 0.07, 0.11, 0.04, 0.06, 0.11, 0.05, 0.04, 0.03),
        Goal.SALES: (0.34, 0.14, 0.13, 0.12, 0.05, 0.06, 0.04, 0.04, 0.05, 0.03),
    }.items()
}
GOOD, POOR = 0.55, 0.45  # above speaks for, below speaks against; between is average
SURE = 0.8  # data speak for a channel only where they are nearly complete


class Assessment:
    """A case with the values of its factors, in the order of the weights table; None for what is unknown.

    ``reachable`` is the share of its followers whom the seller can sell to: market, and ages and gender asked for.
    """

    __slots__ = ("_factors", "case", "fit", "key", "reachable", "standing", "values")

    def __init__(self, case: Case, looked: Looked) -> None:
        self.case, self.standing = case, standing(case)
        self.key = self.standing.key  # the channel's, by which ties are settled
        self.values = self.standing.values(case, looked)
        self.reachable = self.standing.reachable(case, looked)
        counted = [NEUTRAL if value is None else value for value in self.values]
        self.fit = 100 * fsum(map(mul, counted, WEIGHTS[case.brief.goal].values()))
        self._factors: tuple[Factor, ...] | None = None

    @property
    def candidate(self) -> Candidate:
        """Who is assessed."""
        return self.case.candidate

    @property
    def stale(self) -> int | None:
        """How many days old its oldest figure is, None while all are fresh."""
        return self.standing.stale

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The terms of the fit; their contributions sum to it over 100. Made for the few that are shown."""
        if self._factors is None:
            weights = WEIGHTS[self.case.brief.goal].items()
            terms = zip(weights, self.values, strict=True)
            self._factors = tuple(_factor(name, weight, value) for (name, weight), value in terms)
        return self._factors

    def reading(self, name: str) -> Reading:
        """A factor with what to tell a seller about it."""
        return FACTORS[name](self.case)


def _factor(name: str, weight: float, value: float | None) -> Factor:
    known, value = value is not None, NEUTRAL if value is None else value
    return Factor(name=name, value=value, weight=weight, contribution=value * weight, known=known)


def platform_scores(
    brief: Brief, product: ProductMatch | None, supply: Mapping[Platform, int] | None = None
) -> dict[Platform, float]:
    """How well each platform carries the product, 0..1."""
    return {advice.platform: advice.score for advice in rank_platforms(brief, product, supply)}


def assess(case: Case, looked: Looked | None = None) -> Assessment:
    """Every factor of one channel. An unknown one counts 0.5 and says so.

    :param looked: what `looked_at` says, where it was asked once for all channels of a brief
    """
    return Assessment(case, looked_at(case) if looked is None else looked)


def factors(
    brief: Brief, candidate: Candidate, product: ProductMatch | None, peers: Peers, today: date
) -> tuple[Factor, ...]:
    """The factors of one candidate; their contributions sum to the fit over 100."""
    return assess(Case(brief, candidate, product, peers, today, platform_scores(brief, product))).factors


def supports(one: Assessment, most: int = 3) -> tuple[Reason, ...]:
    """What speaks for a channel: its largest contributions among the factors that are known and good."""
    good = [f for f in one.factors if f.known and f.value >= (SURE if f.name == "confidence" else GOOD)]
    ranked = sorted(good, key=lambda factor: -factor.contribution)
    return tuple(_reason("fit", one, factor.name) for factor in ranked[:most])


def objections(one: Assessment, most: int = 3) -> tuple[Reason, ...]:
    """What speaks against it: the most weight lost, known and poor first, then what nobody knows."""
    poor = [factor for factor in one.factors if factor.known and factor.value < POOR]
    ranked = sorted(poor, key=lambda factor: factor.contribution - factor.weight)
    told = [_reason("against", one, factor.name) for factor in ranked]
    blank = sorted((f for f in one.factors if not f.known), key=lambda factor: -factor.weight)
    told += [Reason(code=f"unknown.{factor.name}", values={"factor": factor.name}) for factor in blank]
    return tuple(told[:most])


def _reason(kind: str, one: Assessment, name: str) -> Reason:
    reading = one.reading(name)
    code = f"{kind}.{name}.{reading.variant}" if reading.variant else f"{kind}.{name}"
    return Reason(code=code, values=reading.values, sources=reading.sources)
