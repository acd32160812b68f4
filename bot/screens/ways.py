"""Buttons of the other plans: each takes one of them, or changes the brief as a line above says it could be."""

import math
from collections.abc import Iterator

from bot.conversation import Conversation, OtherPlan
from bot.screens import controls
from bot.screens.rows import Rows, flow
from bot.screens.screen import Button, Tap
from bot.stage import Choices
from bot.taps import BEST
from bot.texts import Texts
from knowledge.money import Money

WIDENS = {  # the conditions that a widening gives up, as the brief has them
    "platforms": frozenset({"platforms", "excluded_platforms"}),
    "followers": frozenset({"followers"}),
    "exclusions": frozenset({"exclusions"}),
    "market": frozenset[str](),
}


def of(conversation: Conversation, choices: Choices, texts: Texts) -> Rows:
    """Plans to take; then money, people and conditions, each once."""
    lifts = controls.lifts(conversation, texts)
    alone = {button.tap.value for button in lifts if button.tap}
    told = dict.fromkeys(reason.code.split(".")[1].removesuffix("_only") for reason in choices.widenings)
    widened = [name for name in told if len(WIDENS[name] & alone) != 1]  # a single condition has its button
    named = frozenset(field for name in widened for field in WIDENS[name])
    changes = [
        *_gains(conversation, choices, texts),
        *(Button(texts(f"button.widen.{name}"), Tap(conversation.id, "widen", name)) for name in widened),
        *(button for button in lifts if button.tap and button.tap.value not in named),
    ]
    return (*flow(_plans(conversation, choices, texts)), *flow(changes, 2))


def _plans(conversation: Conversation, choices: Choices, texts: Texts) -> Iterator[Button]:
    """The plans that are not taken, and the best one where another is."""
    taken = conversation.view.plan
    for other in choices.runner_ups:
        if other.kind != taken:
            kind = OtherPlan(other.kind)
            label = texts("button.take_plan", kind_label=texts(f"choices.{kind}"))
            yield Button(label, Tap(conversation.id, "plan", kind))
    if taken is not None:
        yield Button(texts("button.best_plan"), Tap(conversation.id, "plan", BEST))


def _gains(conversation: Conversation, choices: Choices, texts: Texts) -> Iterator[Button]:
    """More money, or one creator more. A freer mix of sizes and platforms is no change of the brief."""
    for gain in choices.gains:
        if "budget" in gain.values:
            money = Money.model_validate(gain.values["budget"])
            amount = math.ceil(money.amount)
            label = texts("button.raise", budget=texts.sum(amount, money.currency))
            yield Button(label, Tap(conversation.id, "budget", f"{amount}-{money.currency}"))
        elif "count" in gain.values:
            count = gain.values["count"]
            yield Button(texts("button.count", n=count), Tap(conversation.id, "creators", str(count)))
