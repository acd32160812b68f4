"""All that is looked at for a brief before anything is chosen; plans, comparisons, relaxations start here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from knowledge.answer import FormatAdvice, PlatformAdvice
from knowledge.case import Case, Peers, price_tier
from knowledge.currency import TWD_PER
from knowledge.fit import Assessment, assess
from knowledge.formats import formats
from knowledge.law import bans_promotion
from knowledge.markets import market_of
from knowledge.models import Brief, Candidate
from knowledge.offers import Ways, closeness
from knowledge.planning import Field, field, shortlist
from knowledge.platforms import rank_platforms
from knowledge.products import ProductMatch
from knowledge.standing import looked_at


class Options(NamedTuple):
    """What the conversation knows beyond the brief.

    ``market`` overrides the one concluded from the brief; ``margin`` is the gross margin, 0..1; ``exclude``
    and ``keep`` hold creator ids (shown before; pinned). ``sure_similarity`` is the cosine from which this
    encoder means the same field: below it for everyone, the answer says that nobody really matches.
    """

    market: str | None = None
    margin: float | None = None
    exclude: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    alternatives: int = 5
    sure_similarity: float | None = None


class Survey(NamedTuple):
    """A brief with its assessed channels, best fit first, and the offers that compete for its budget.

    ``brief`` is what the seller ``told``, with the price tier that their price means, less the amounts in
    currencies without a rate, which are ``lost``.
    """

    told: Brief
    brief: Brief
    lost: tuple[str, ...]
    product: ProductMatch | None
    options: Options
    market: str
    platforms: tuple[PlatformAdvice, ...]
    formats: tuple[FormatAdvice, ...]
    assessed: tuple[Assessment, ...]
    close: Mapping[str, float]
    competing: Field


def survey(
    brief: Brief,
    candidates: Sequence[Candidate],
    product: ProductMatch | None,
    peers: Peers,
    today: date,
    options: Options | None = None,
) -> Survey:
    """Assess and price every candidate. Their order does not matter; ties go by channel key."""
    options = options or Options()
    told, (brief, lost) = brief, comparable(brief)
    brief = brief.model_copy(update={"price_tier": price_tier(brief, product)})
    market = options.market or market_of(brief)
    allowed = () if bans_promotion(brief, product) else candidates
    offered = [c for c in allowed if _wanted(c, brief, options)]
    platforms = rank_platforms(brief, product, Counter(c.channel.platform for c in offered))
    advised = formats(brief, product, [advice.platform for advice in platforms])
    scores = {advice.platform: advice.score for advice in platforms}
    close = closeness(offered)
    cases = [Case(brief, c, product, peers, today, scores, close[c.channel.key]) for c in offered]
    looked = looked_at(cases[0]) if cases else None
    assessed = sorted((assess(case, looked) for case in cases), key=lambda one: (-one.fit, one.key))
    near = shortlist(assessed, close, options.keep)
    competing = field(brief, near, Ways.of(advised, platforms), market, close, options.keep)
    shown = (market, platforms, advised, tuple(near), close, competing)
    return Survey(told, brief, lost, product, options, *shown)


def _wanted(candidate: Candidate, brief: Brief, options: Options) -> bool:
    """Conditions are the caller's; a platform that was ruled out is kept out here too, whatever was passed."""
    platform = candidate.channel.platform
    wished = not brief.platforms or platform in brief.platforms
    return candidate.creator.id not in options.exclude and wished and platform not in brief.excluded_platforms


def comparable(brief: Brief) -> tuple[Brief, tuple[str, ...]]:
    """The brief without amounts that no rate makes comparable, and their currencies."""
    amounts = {"budget": brief.budget, "unit_price": brief.unit_price}
    lost = {name: m.currency for name, m in amounts.items() if m and m.currency not in TWD_PER}
    return brief.model_copy(update=dict.fromkeys(lost)), tuple(sorted(set(lost.values())))
