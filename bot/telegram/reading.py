"""Reading updates: each by itself, so that one that nobody can read holds up no other."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import structlog
from telegram import Bot, Update

from bot.telegram.metrics import METRICS

log = structlog.get_logger(__name__)

NUMBERS = range(2**63)  # as far as the database counts; Telegram's own stay far below


class Read(NamedTuple):
    """An update, and its JSON as it came: the library cannot write everything that it can read."""

    update: Update
    payload: str


def number_of(told: object) -> int | None:
    """The number of an update; None for what is none."""
    number = told.get("update_id") if isinstance(told, dict) else None
    return number if type(number) is int and number in NUMBERS else None


def read(told: dict[str, Any], bot: Bot) -> Read | None:
    """An update from its JSON; None, logged and counted, where it has a shape that we do not know.

    It is given up then: brought again, it would be no clearer.
    """
    try:
        payload = json.dumps(told)
        return Read(Update.de_json(told, bot), payload)
    except Exception as error:  # whatever a shape that nobody foresaw makes the library raise
        kind = next((kind for kind in Update.ALL_TYPES if kind in told), "other")
        METRICS.unreadable.inc()
        log.error("telegram.unreadable", update=number_of(told), kind=kind, error=type(error).__name__)
        return None


def read_all(came: Iterable[object], bot: Bot) -> list[Read]:
    """Those of many that can be read."""
    numbered = (told for told in came if isinstance(told, dict) and number_of(told) is not None)
    return [one for told in numbered if (one := read(told, bot)) is not None]
