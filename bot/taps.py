"""Taps: each sets one slot of the brief, or of what is shown, to one value. Pure.

A button that sets a value may be tapped twice without harm. One that moves on from here (undo, another
batch) carries the mark of the state it was drawn for, and does nothing to any other state.
"""

from collections.abc import Callable
from typing import Any

from bot import refine
from bot.conversation import (
    Conversation,
    Note,
    OtherPlan,
    Scene,
    Stage,
    Step,
    best_again,
    look,
    marked,
    slot_of,
    tag_of,
    with_brief,
)
from bot.dialog import changed
from bot.texts import Texts
from bot.understand import Understanding
from bot.understand import model as act
from knowledge.models import Brief, FollowerRange, Goal, Platform, PriceTier, Tier
from knowledge.money import Money, MoneyRange
from knowledge.tiers import RANGES

QUESTIONS = frozenset({"price", *Brief.model_fields})
SKIPPABLE = frozenset({"price", "budget"})
STARS = 50  # creators that a brief's shortlist holds; of more, the first ones starred leave
WIDENINGS = frozenset(
    {"platforms", "followers", "exclusions", "market"}
)  # as knowledge.relax.lifted names them
EXAMPLES = {"soap": (280, 30_000), "wagon": (2_500, 80_000)}  # briefs to try: price and budget in TWD
BEST = "best"  # the plan that no other was taken in place of
RELATIVE = frozenset({"back", "undo", "another", "cheaper", "bigger"})


class UnknownTap(ValueError):
    """A tap that means nothing here: an old button, or a forged one."""


def tapped(conversation: Conversation, slot: str, value: str, stage: Stage) -> Step:
    """A button. Raises UnknownTap for a slot or value that no button of ours has."""
    if slot in RELATIVE and value != conversation.mark:
        return Step(conversation)
    try:
        return best_again(conversation, _TAPS[slot](conversation, value, stage))
    except (KeyError, ValueError) as error:
        raise UnknownTap(f"no button sets {slot!r} so") from error


def _set(conversation: Conversation, **fields: Any) -> Step:
    """Answer by button: the fields are set, the question closes."""
    brief = Brief.model_validate(conversation.brief.model_dump() | fields)
    view, answered = conversation.view, {slot_of(field) for field in fields}
    after = look(
        with_brief(conversation, brief),
        unknown=tuple(slot for slot in view.unknown if slot not in answered),
        assumed=tuple(field for field in view.assumed if field not in fields),
        seen=view.seen if brief == conversation.brief else (),
    )
    return Step(look(after, asked=None, scene=Scene.MAIN, page=1))


def _budget(conversation: Conversation, value: str, stage: Stage) -> Step:
    amount, currency = value.split("-")
    return _set(conversation, budget=MoneyRange.of(int(amount), int(amount), currency).model_dump())


def _platform(conversation: Conversation, value: str, stage: Stage) -> Step:
    """``+instagram`` wants it, ``-instagram`` does not care any more; the question stays open."""
    platform, brief = Platform(value[1:]), conversation.brief
    wanted = [p for p in brief.platforms if p != platform] + ([platform] if value[0] == "+" else [])
    unwanted = tuple(p for p in brief.excluded_platforms if p != platform)
    update = {"platforms": tuple(wanted), "excluded_platforms": unwanted}
    return Step(look(with_brief(conversation, brief.model_copy(update=update)), seen=(), page=1))


def _skip(conversation: Conversation, value: str, stage: Stage) -> Step:
    if value not in SKIPPABLE:
        raise ValueError(value)
    unknown = tuple(sorted({*conversation.view.unknown, value}))
    return Step(look(marked(conversation), unknown=unknown, asked=None, scene=Scene.MAIN))


def _ask(conversation: Conversation, value: str, stage: Stage) -> Step:
    if value not in QUESTIONS:
        raise ValueError(value)
    return Step(look(conversation, asked=value, doubt=None))


def _show(conversation: Conversation, value: str, stage: Stage) -> Step:
    """``detail.TAG``, ``compare.TAG.TAG``, ``more`` …: another scene, on the creators of these tags."""
    scene, _, tags = value.partition(".")
    shown = [c for tag in tags.split(".") for c in stage.listed if tag and tag_of(c.key) == tag]
    if tags and not shown:
        return Step(conversation, (Note("said.nobody"),))
    if scene == Scene.COMPARE:
        return refine.compare(conversation, [*shown], stage)
    return Step(look(conversation, scene=Scene(scene), on=tuple(c.key for c in shown), asked=None))


def _page(conversation: Conversation, value: str, stage: Stage) -> Step:
    return Step(look(conversation, page=max(1, int(value)), scene=Scene.MAIN, asked=None))


def _doubt(conversation: Conversation, value: str, stage: Stage) -> Step:
    doubt = conversation.view.doubt
    if doubt is None:
        return Step(conversation)
    option = {option.id: option for option in doubt.options}[value]
    settled = (doubt.code, option.id)
    return changed(conversation, Understanding(brief=option.brief, changes=option.changes, settled=settled))


def _back(conversation: Conversation, value: str, stage: Stage) -> Step:
    """Close what was opened; on a question of the first round, return to the one before."""
    view = conversation.view
    if view.asked or view.scene != Scene.MAIN or view.doubt:
        return Step(look(conversation, asked=None, scene=Scene.MAIN, on=(), doubt=None))
    return refine.undo(conversation)


def _without(conversation: Conversation, value: str, stage: Stage) -> Step:
    one = next((c for c in stage.listed if tag_of(c.key) == value), None)
    return refine.single_out(conversation, act.Without(), one)


def _example(conversation: Conversation, value: str, stage: Stage) -> Step:
    """A whole brief at one tap, to see what an answer looks like."""
    price, budget = EXAMPLES[value]
    product = Texts(conversation.language)(f"example.product.{value}")
    money = MoneyRange.of(budget, budget, "TWD").model_dump()
    return _set(conversation, product=product, unit_price=Money.of(price, "TWD").model_dump(), budget=money)


def _drop(conversation: Conversation, value: str, stage: Stage) -> Step:
    """Do without a condition; the question that asked for it closes."""
    after = refine.drop(conversation, value).conversation
    return Step(look(after, asked=None, scene=Scene.MAIN, seen=(), page=1))


def _margin(conversation: Conversation, value: str, stage: Stage) -> Step:
    """A gross margin in percent, ``off`` for none: the figures are counted with it."""
    margin = None if value == "off" else int(value) / 100
    if margin is not None and not 0 < margin < 1:
        raise ValueError(value)
    return Step(look(conversation, margin=margin, scene=Scene.MORE))


def _size(conversation: Conversation, value: str, stage: Stage) -> Step:
    low, high = RANGES[Tier(value)]
    return _set(conversation, followers=FollowerRange(low=low or None, high=high).model_dump())


def _plan(conversation: Conversation, value: str, stage: Stage) -> Step:
    """``safer`` takes that plan in place of the best one, ``best`` brings the best one back."""
    plan = None if value == BEST else OtherPlan(value)
    after = conversation if plan == conversation.view.plan else look(marked(conversation), plan=plan)
    return Step(look(after, scene=Scene.MAIN, on=(), page=1, asked=None))


def _widen(conversation: Conversation, value: str, stage: Stage) -> Step:
    """Do without a condition, as the list of what it would bring has it; done already, it stays done."""
    if value not in WIDENINGS:
        raise ValueError(value)
    # The solver comes with it: loaded where there is advice, not at the first prompt.
    from knowledge.relax import lifted

    wider = dict(lifted(conversation.brief)).get(value, conversation.brief)
    after = with_brief(conversation, wider)
    seen = conversation.view.seen if wider == conversation.brief else ()
    return Step(look(after, asked=None, scene=Scene.MAIN, on=(), page=1, seen=seen))


def _star(conversation: Conversation, value: str, stage: Stage) -> Step:
    """``+TAG`` puts a creator on the shortlist, ``-TAG`` takes one off. Of the brief nothing changes."""
    sign, tag = value[0:1], value[1:]
    if sign not in ("+", "-"):
        raise ValueError(value)
    rest = tuple(key for key in conversation.view.starred if tag_of(key) != tag)
    added = tuple(c.key for c in stage.listed if sign == "+" and tag_of(c.key) == tag)
    return Step(look(conversation, starred=(*rest, *added)[-STARS:]))


_TAPS: dict[str, Callable[[Conversation, str, Stage], Step]] = {
    "tier": lambda conversation, value, stage: _set(conversation, price_tier=PriceTier(value)),
    "goal": lambda conversation, value, stage: _set(conversation, goal=Goal(value)),
    "budget": _budget,
    "platform": _platform,
    "skip": _skip,
    "ask": _ask,
    "show": _show,
    "page": _page,
    "doubt": _doubt,
    "without": _without,
    "star": _star,
    "back": _back,
    "undo": lambda conversation, value, stage: refine.undo(conversation),
    "another": lambda conversation, value, stage: refine.another(conversation, stage),
    "cheaper": lambda conversation, value, stage: refine.resize(conversation, stage, smaller=True),
    "bigger": lambda conversation, value, stage: refine.resize(conversation, stage, smaller=False),
    "drop": _drop,
    "example": _example,
    "margin": _margin,
    "creators": lambda conversation, value, stage: _set(conversation, creators=int(value)),
    "novelty": lambda conversation, value, stage: _set(conversation, new_product=bool(int(value))),
    "size": _size,
    "plan": _plan,
    "widen": _widen,
}
