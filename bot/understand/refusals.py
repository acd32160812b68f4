"""Amounts that no campaign can have, and what to send instead."""

from bot.understand.figures import Figure
from bot.understand.model import Problem
from knowledge.currency import TWD_PER
from knowledge.money import LARGEST_MINOR, to_minor

ABSURD = 10**12  # in major units: more is a slip of the keyboard
_EXAMPLES = ["TWD", "USD", "HKD", "CNY", "JPY", "MYR", "SGD", "EUR"]


def refused(figure: Figure, currency: str, words: str) -> Problem | None:
    """Why an amount is refused, as a text key with ``words`` in it; None where it is sound."""
    if figure.negative:
        return Problem(key="understand.problem.negative", values={"words": words})
    if figure.high == 0:
        return Problem(key="understand.problem.zero", values={"words": words})
    if currency not in TWD_PER:
        return Problem(key="understand.problem.currency", values={"currency": currency, "known": _EXAMPLES})
    if figure.high > ABSURD or to_minor(figure.high, currency) > LARGEST_MINOR:
        return Problem(key="understand.problem.absurd", values={"words": words})
    return None
