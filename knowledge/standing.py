"""What was read off a channel lately: most of it is the same for the next brief, and need not be worked out again.

Kept by the identity of the channel's object, so that it serves whoever keeps creators in memory, and can never
outlive a change: a changed channel is another object.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from knowledge.audience_match import reachable
from knowledge.case import Case, Reading
from knowledge.factors import EXPERT_TRAITS, FACTORS

CHANNELS = 3_000  # of which readings are kept in mind
READINGS = 200  # kept of one channel: each is of another wish
REACHABLE = "reachable"

T = TypeVar("T")


def looked_at(case: Case) -> dict[str, str]:
    """What of the brief each factor looks at, beside the channel, its peers and the day: one for all channels.

    Factors that are not here look at what is different for every brief.
    """
    kind = case.product.type.id if case.product else case.brief.product
    wish = (case.brief.audience, case.markets)
    learned = case.product and bool(case.product.type.traits & EXPERT_TRAITS)
    seen: dict[str, object] = {
        "audience": wish,
        REACHABLE: wish,
        "price_level": case.price_tier,
        "depth": learned,
    }
    seen |= {"collaborations": (case.product is None, kind)}
    seen |= dict.fromkeys(("engagement", "views", "recency", "confidence"))
    return {name: repr((name, value)) for name, value in seen.items()}


class Standing:
    """What is known of one channel among its peers, on one day."""

    def __init__(self, case: Case) -> None:
        self.channel, self.creator = case.candidate.channel, case.candidate.creator
        self.peers, self.today = case.peers, case.today
        self.key, self.stale = self.channel.key, case.stale
        self._read: dict[str, Any] = {}

    def is_of(self, case: Case) -> bool:
        """Whether it was read off the same objects, on the same day."""
        one = case.candidate
        same = self.channel is one.channel and self.creator is one.creator and self.peers is case.peers
        return same and self.today == case.today

    def readings(self, case: Case, seen: Mapping[str, str]) -> dict[str, Reading]:
        """Every factor. ``seen`` is what `looked_at` says of the brief."""
        return {
            name: self._known(seen[name], read, case) if name in seen else read(case)
            for name, read in FACTORS.items()
        }

    def reachable(self, case: Case, seen: Mapping[str, str]) -> float:
        """The share of the followers whom the seller can sell to."""
        return self._known(seen[REACHABLE], reachable, case)

    def _known(self, key: str, read: Callable[[Case], T], case: Case) -> T:
        known = self._read  # another thread may begin a new one meanwhile
        if key not in known:
            if len(known) >= READINGS:
                known = self._read = {}
            known[key] = read(case)
        found: T = known[key]
        return found


_standings: dict[int, Standing] = {}


def standing(case: Case) -> Standing:
    """What is known of the channel of a case: a Standing holds its channel, so the id cannot become another's."""
    found = _standings.get(id(case.candidate.channel))
    if found is None or not found.is_of(case):
        if len(_standings) >= CHANNELS:
            _standings.clear()
        found = _standings[id(case.candidate.channel)] = Standing(case)
    return found
