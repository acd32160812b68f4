"""How well a channel fits a brief: named factors in 0..1 times weights that sum to 1."""

from collections.abc import Mapping
from datetime import date
from math import fsum
from typing import NamedTuple

from knowledge.answer import Factor
from knowledge.case import Case, Peers, Reading
from knowledge.factors import FACTORS
from knowledge.models import Brief, Candidate, Goal, Platform, Reason
from knowledge.platforms import rank_platforms
from knowledge.products import ProductMatch
from knowledge.standing import looked_at, standing

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


class Term(NamedTuple):
    """A factor while candidates are still being weighed: the same fields, without the cost of validating."""

    name: str
    value: float
    weight: float
    contribution: float
    known: bool = True


class Assessment(NamedTuple):
    """A candidate's readings and terms, in the order of the weights table.

    ``key`` is the channel's, by which ties are settled.
    ``reachable`` is the share of its followers whom the seller can sell to: market, and ages and gender asked for.
    ``stale`` is how many days old its oldest figure is, None while all are fresh.
    """

    candidate: Candidate
    key: str
    readings: Mapping[str, Reading]
    terms: tuple[Term, ...]
    reachable: float
    fit: float
    stale: int | None = None

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The terms as the answer shows them; their contributions sum to the fit over 100."""
        return tuple(Factor(**term._asdict()) for term in self.terms)


def platform_scores(
    brief: Brief, product: ProductMatch | None, supply: Mapping[Platform, int] | None = None
) -> dict[Platform, float]:
    """How well each platform carries the product, 0..1."""
    return {advice.platform: advice.score for advice in rank_platforms(brief, product, supply)}


def assess(case: Case, seen: Mapping[str, str] | None = None) -> Assessment:
    """Every factor of one channel. A missing reading counts 0.5 and says it is unknown.

    :param seen: what `looked_at` says, where it was asked once for all channels of a brief
    """
    known, seen = standing(case), looked_at(case) if seen is None else seen
    readings = known.readings(case, seen)
    weights = WEIGHTS[case.brief.goal]
    terms = tuple(_term(name, reading, weights[name]) for name, reading in readings.items())
    fit = 100 * fsum(term.contribution for term in terms)
    return Assessment(
        case.candidate, known.key, readings, terms, known.reachable(case, seen), fit, known.stale
    )


def _term(name: str, reading: Reading, weight: float) -> Term:
    value = 0.5 if reading.value is None else round(reading.value, 4)
    return Term(name, value, weight, value * weight, reading.value is not None)


def factors(
    brief: Brief, candidate: Candidate, product: ProductMatch | None, peers: Peers, today: date
) -> tuple[Factor, ...]:
    """The factors of one candidate; their contributions sum to the fit over 100."""
    return assess(Case(brief, candidate, product, peers, today, platform_scores(brief, product))).factors


def supports(one: Assessment, most: int = 3) -> tuple[Reason, ...]:
    """What speaks for a channel: its largest contributions among the factors that are known and good."""
    good = [f for f in one.terms if f.known and f.value >= (SURE if f.name == "confidence" else GOOD)]
    ranked = sorted(good, key=lambda factor: -factor.contribution)
    return tuple(_reason("fit", one, factor.name) for factor in ranked[:most])


def objections(one: Assessment, most: int = 3) -> tuple[Reason, ...]:
    """What speaks against it: the most weight lost, known and poor first, then what nobody knows."""
    poor = [factor for factor in one.terms if factor.known and factor.value < POOR]
    ranked = sorted(poor, key=lambda factor: factor.contribution - factor.weight)
    told = [_reason("against", one, factor.name) for factor in ranked]
    blank = sorted((f for f in one.terms if not f.known), key=lambda factor: -factor.weight)
    told += [Reason(code=f"unknown.{factor.name}", values={"factor": factor.name}) for factor in blank]
    return tuple(told[:most])


def _reason(kind: str, one: Assessment, name: str) -> Reason:
    reading = one.readings[name]
    code = f"{kind}.{name}.{reading.variant}" if reading.variant else f"{kind}.{name}"
    return Reason(code=code, values=reading.values, sources=reading.sources)
