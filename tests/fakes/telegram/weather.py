"""Bad weather between the bot and Telegram: calls lost, answers lost, gateways down, floods, updates out of order.

Simpler than the world: each call has its own luck, drawn from one seeded stream.
"""

import random
from collections import Counter
from enum import StrEnum
from typing import Any, NamedTuple


class Fault(StrEnum):
    """What may happen to one call."""

    NEVER_CAME = "connection dropped before the call was read"
    ANSWER_LOST = "carried out, connection dropped before the answer"
    BAD_GATEWAY = "502, not carried out"
    SLOW = "answered late"
    FLOOD = "429 for the chat"


class Climate(NamedTuple):
    """How likely each fault is, of 1; and updates that come again, or in another order."""

    never_came: float = 0.0
    answer_lost: float = 0.0
    bad_gateway: float = 0.0
    slow: float = 0.0
    flood: float = 0.0
    repeated: float = 0.0
    shuffled: float = 0.0
    slow_seconds: float = 1.0
    flood_seconds: int = 1

    @property
    def odds(self) -> dict[Fault, float]:
        chances = (self.never_came, self.answer_lost, self.bad_gateway, self.slow, self.flood)
        return dict(zip(Fault, chances, strict=True))


STORMY = Climate(
    never_came=0.01,
    answer_lost=0.005,
    bad_gateway=0.02,
    slow=0.02,
    flood=0.01,
    repeated=0.1,
    shuffled=0.2,
    flood_seconds=3,
)


class Weather:
    """Draws what happens to each call, and counts it."""

    def __init__(self, climate: Climate | None = None, seed: int = 0) -> None:
        self.climate, self.random = climate or Climate(), random.Random(seed)
        self.happened: Counter[str] = Counter()
        self.unread_sends = 0  # messages nobody can tell from such whose answer was lost
        self.unheard_answers = 0  # to taps, that are answered once more
        self.unheard_edits = 0  # that are made once more, and change nothing then
        self._confirmed: list[dict[str, Any]] = []

    def of(self, method: str, params: dict[str, Any]) -> Fault | None:
        """What happens to a call. Floods hit messages; a confirmed poll is never flooded."""
        drawn = self.random.random()
        for fault, odds in self.climate.odds.items():
            drawn -= odds
            if drawn < 0:
                if fault is Fault.FLOOD and not (method.startswith(("send", "edit")) and "chat_id" in params):
                    return None
                self.happened[fault] += 1
                self.unread_sends += fault is Fault.NEVER_CAME and method.startswith("send")
                self.unheard_answers += fault is Fault.ANSWER_LOST and method == "answerCallbackQuery"
                self.unheard_edits += fault is Fault.ANSWER_LOST and method.startswith("edit")
                return fault
        return None

    def brought(self, updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Updates as a poll brings them: some once more, some batches in another order."""
        came = list(updates)
        if came and self._confirmed and self.random.random() < self.climate.repeated:
            self.happened["updates that came again"] += 1
            came.append(self.random.choice(self._confirmed))
        if len(came) > 1 and self.random.random() < self.climate.shuffled:
            self.happened["updates out of order"] += 1
            self.random.shuffle(came)
        self._confirmed = [*self._confirmed, *updates][-20:]
        return came
