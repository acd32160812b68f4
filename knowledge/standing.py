"""What was read off a channel lately: most of it is the same for the next brief, and need not be worked out again.

Kept by the identity of the channel's object, so that it serves whoever keeps creators in memory, and can never
outlive a change: a changed channel is another object. Only numbers are kept, nothing of what a seller wrote: they
are small, and the garbage collector need not look at them.
"""

from collections.abc import Callable, Mapping
from sys import intern
from typing import NamedTuple

from knowledge.audience_match import reachable
from knowledge.case import Case
from knowledge.factors import EXPERT_TRAITS, FACTORS, VALUES

CHANNELS = 3_000  # of which numbers are kept in mind
MOST = 200  # numbers kept of one channel: each is of another wish
DIGITS = 4  # of a factor's value: more would claim what nobody knows


Number = Callable[[Case], float | None]


class Looked(NamedTuple):
    """What of a brief the factors look at, as keys of what is kept of a channel.

    ``factors`` go in the order of FACTORS, each with what works it out; a key of None stands for one that looks
    at what is different for every brief.
    """

    factors: tuple[tuple[str | None, Number], ...]
    reachable: str


def looked_at(case: Case) -> Looked:
    """What each factor looks at beside the channel, its peers and the day: one for all channels of a brief."""
    wish = (case.brief.audience, case.markets)
    learned = case.product and bool(case.product.type.traits & EXPERT_TRAITS)
    seen: dict[str, object] = {"audience": wish, "price_level": case.price_tier, "depth": learned}
    if case.product:
        seen["collaborations"] = case.product.type.id
    seen |= dict.fromkeys(("engagement", "views", "recency", "confidence"))
    keys = ((_key(name, seen[name]) if name in seen else None) for name in FACTORS)
    return Looked(tuple(zip(keys, NUMBERS.values(), strict=True)), _key("reachable", wish))


def _key(name: str, seen: object) -> str:
    return intern(repr((name, seen)))


def _number(name: str) -> Number:
    """What works out a factor's value alone, to four digits."""
    read = FACTORS[name]
    value = VALUES.get(name) or (lambda case: read(case).value)

    def number(case: Case) -> float | None:
        found = value(case)
        return None if found is None else round(found, DIGITS)

    return number


NUMBERS: Mapping[str, Number] = {name: _number(name) for name in FACTORS}


class Standing:
    """What is known of one channel among its peers, on one day."""

    __slots__ = ("_kept", "channel", "creator", "key", "peers", "stale", "today")

    def __init__(self, case: Case) -> None:
        self.channel, self.creator = case.candidate.channel, case.candidate.creator
        self.peers, self.today = case.peers, case.today
        self.key, self.stale = self.channel.key, case.stale
        self._kept: dict[str | None, float | None] = {}

    def is_of(self, case: Case) -> bool:
        """Whether it was read off the same objects, on the same day."""
        one = case.candidate
        same = self.channel is one.channel and self.creator is one.creator and self.peers is case.peers
        return same and self.today == case.today

    def values(self, case: Case, looked: Looked) -> list[float | None]:
        """Every factor, in the order of FACTORS; None where it is unknown."""
        kept = self._kept
        return [
            kept[key] if key in kept else number(case) if key is None else self.once(key, number, case)
            for key, number in looked.factors
        ]

    def reachable(self, case: Case, looked: Looked) -> float:
        """The share of the followers whom the seller can sell to."""
        return self.once(looked.reachable, reachable, case) or 0.0

    def once(self, key: str, number: Number, case: Case) -> float | None:
        """A number of this channel, worked out the first time it is asked for under a key."""
        kept = self._kept  # another thread may begin a new one meanwhile
        if key not in kept:
            if len(kept) >= MOST:
                kept = self._kept = {}
            kept[key] = number(case)
        return kept[key]


_standings: dict[int, Standing] = {}


def standing(case: Case) -> Standing:
    """What is known of the channel of a case: a Standing holds its channel, so the id cannot become another's."""
    found = _standings.get(id(case.candidate.channel))
    if found is None or not found.is_of(case):
        if len(_standings) >= CHANNELS:
            _standings.clear()
        found = _standings[id(case.candidate.channel)] = Standing(case)
    return found
