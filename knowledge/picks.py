"""A recommended channel as the answer shows it, with its reasons."""

from knowledge.age import stale_flag
from knowledge.answer import Offer, Pick
from knowledge.engagement import channel_flags
from knowledge.fit import Assessment, objections, supports
from knowledge.models import Basis, Format, Reason
from knowledge.money import Money, to_major
from knowledge.offers import cost_of

UNPAID = frozenset({Format.GIFTING, Format.AFFILIATE, Format.GROUP_BUY})


def pick(one: Assessment, offer: Offer | None, budget: Money | None) -> Pick:
    """Two to four reasons: the largest contributions to the fit, then what the offer costs."""
    creator, channel = one.candidate.creator, one.candidate.channel
    reasons = supports(one) or (_overall(one),)
    return Pick(
        id=channel.key,
        creator_id=creator.id,
        name=creator.name,
        platform=channel.platform,
        handle=channel.handle,
        url=channel.url,
        followers=round(channel.followers.value) if channel.followers else None,
        fit=one.fit,
        factors=one.factors,
        offer=offer,
        reasons=(*reasons, offer_reason(offer, budget)),
        flags=(*channel_flags(channel), *stale_flag(one.stale)),
        demo=creator.demo,
        against=objections(one),
        language=channel.language,
    )


def _overall(one: Assessment) -> Reason:
    """Nothing stands out: say so, with the factor that carries most."""
    best = max(one.factors, key=lambda factor: factor.contribution if factor.known else 0)
    return Reason(code="fit.overall", values={"fit": round(one.fit, 1), "factor": best.name})


def offer_reason(offer: Offer | None, budget: Money | None) -> Reason:
    """What a piece costs, on what basis, and how much of the budget that is."""
    if offer is None:
        return Reason(code="offer.unknown")
    fee = offer.fee.range
    values = {"format": offer.format.value, "fee": fee.model_dump(), "basis": offer.fee.basis.value}
    sources = (offer.fee.source,) if offer.fee.source else ()
    if offer.format in UNPAID:
        free = "" if offer.fee.high else "_share_only"  # nothing asked in advance is no fee of zero
        return Reason(code=f"offer.{offer.format}{free}", values=values, sources=sources)
    code = "offer.estimate" if offer.fee.basis is Basis.ESTIMATE else "offer.known"
    if budget is None or not budget.minor:
        return Reason(code=code, values=values, sources=sources)
    share = float(to_major(cost_of(offer.fee, budget.currency), budget.currency) / budget.amount)
    return Reason(code=f"{code}_share", values=values | {"budget_share": round(share, 4)}, sources=sources)
