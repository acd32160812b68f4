"""The buttons below the answer: the brief, the creators, ways on, what can be opened and taken away."""

import math

from bot.conversation import Conversation, tag_of
from bot.refine import LIMITS
from bot.screens import chips
from bot.screens.rows import Rows, flow
from bot.screens.screen import Button, Tap
from bot.stage import listed
from bot.texts import Texts
from knowledge.answer import Advice, Pick, PlanStatus
from knowledge.models import Brief
from knowledge.money import Money

TAKE = "~take"  # the side dialogue that makes files of an answer
FILES = ("xlsx", "pdf", "png")


def below(
    conversation: Conversation,
    advice: Advice,
    shown: list[tuple[int, Pick]],
    page: tuple[int, int],
    texts: Texts,
) -> Rows:
    """All rows for a page of creators; ``page`` is its number and how many there are."""
    brief = conversation.id
    details = [Button(f"🔍 {n}", Tap(brief, "show", f"detail.{tag_of(p.id)}")) for n, p in shown]
    rows = [*chips.chips(conversation, texts), tuple(details), _pager(brief, *page)]
    rows += _onward(conversation, advice, texts)
    rows += _openings(conversation, advice, texts)
    return tuple(row for row in rows if row)


def _pager(brief: str, page: int, pages: int) -> tuple[Button, ...]:
    if pages == 1:
        return ()
    numbers = [("◀", page - 1), (f"{page}/{pages}", page), ("▶", page + 1)]
    return tuple(Button(label, Tap(brief, "page", str(n))) for label, n in numbers if 1 <= n <= pages)


def _onward(conversation: Conversation, advice: Advice, texts: Texts) -> Rows:
    """Ways on from here; each carries the mark of this state, so that it acts once.

    Where nothing fits, they are what would help: more money, or a condition less.
    """
    if not advice.creators:
        return flow([*_raises(conversation, advice, texts), *lifts(conversation, texts)], 2)
    names = ("cheaper", "bigger", "another")
    moves = tuple(Button(texts(f"button.{n}"), Tap(conversation.id, n, conversation.mark)) for n in names)
    if conversation.brief.budget is None:
        return moves, (Button(texts("button.budget"), Tap(conversation.id, "ask", "budget")),)
    return (moves,)


def _raises(conversation: Conversation, advice: Advice, texts: Texts) -> list[Button]:
    """Where the budget buys nobody: the least that would, and twice that, in round sums."""
    found = (n.values["needed"] for n in advice.notes if n.code == "note.smallest_budget")
    least = next((Money.model_validate(needed) for needed in found), None)
    if advice.plan.status is not PlanStatus.EMPTY or least is None:
        return []
    sums = [(_round_up(times * float(least.amount)), least.currency) for times in (1, 2)]
    return [
        Button(
            texts("button.raise", budget=texts.sum(amount, currency)),
            Tap(conversation.id, "budget", f"{amount}-{currency}"),
        )
        for amount, currency in sums
    ]


def _round_up(amount: float) -> int:
    """To two digits, upwards: 1,234 is 1,300."""
    step = int(10 ** max(len(str(math.ceil(amount))) - 2, 0))
    return math.ceil(amount / step) * step


def lifts(conversation: Conversation, texts: Texts) -> list[Button]:
    """A button for each condition that stands, to do without it."""
    brief, empty = conversation.brief, Brief()
    standing = [name for name in LIMITS if getattr(brief, name) != getattr(empty, name)]
    return [Button(texts(f"button.lift.{name}"), Tap(conversation.id, "drop", name)) for name in standing]


def _openings(conversation: Conversation, advice: Advice, texts: Texts) -> Rows:
    """What can be opened and taken away, and the ways to another brief or back to the one before."""
    brief, past = conversation.id, conversation.view.past
    scenes = ("compare", "more") if len(listed(advice)) > 1 else ("more",)
    opened = [Button(texts(f"button.{scene}"), Tap(brief, "show", scene)) for scene in (*scenes, "choices")]
    files = [Button(texts(f"button.{kind}"), Tap(TAKE, kind, brief)) for kind in FILES]
    anew = [
        Button(texts("button.change"), Tap(brief, "show", "change")),
        Button(texts("button.new"), Tap(brief, "new")),
    ]
    if past and all(slot in past[-1].unknown for slot in past[-1].brief.missing):
        anew.append(Button(texts("button.undo"), Tap(brief, "undo", conversation.mark)))
    rows = [*flow(opened), *(flow(files) if listed(advice) else ()), *flow(anew)]
    return tuple(rows)
