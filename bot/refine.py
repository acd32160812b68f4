"""Refinements of an answer: cheaper, bigger, another batch, without her, back to before. Pure."""

from bot.conversation import Conversation, Listed, Note, Scene, Stage, Step, View, look, marked, with_brief
from bot.understand import model as act
from knowledge.models import Brief, FollowerRange
from knowledge.tiers import RANGES, tier_of

# What narrows the choice of creators, and so can be lifted.
LIMITS = ("platforms", "excluded_platforms", "followers", "audience", "exclusions", "creators", "style")


def find(which: act.Which, listed: tuple[Listed, ...]) -> Listed | None:
    """The creator that is pointed at by number, key or name; the first one where nobody is named."""
    if which == act.Which():
        return listed[0] if listed else None
    if which.number is not None:
        return listed[which.number - 1] if which.number <= len(listed) else None
    wanted = {w.casefold() for w in (which.key, which.name) if w}
    return next((c for c in listed if {c.key.casefold(), c.name.casefold()} & wanted), None)


def single_out(conversation: Conversation, action: act.MoreLike | act.Without, one: Listed | None) -> Step:
    if one is None:
        return Step(conversation, (Note("said.nobody"),))
    if isinstance(action, act.Without):
        without = tuple(dict.fromkeys((*conversation.view.without, one.key)))
        after = look(marked(conversation), without=without, page=1, scene=Scene.MAIN)
        return Step(after, (Note("said.without", {"name": one.name}),))
    after = look(marked(conversation), like=one.key, page=1, scene=Scene.MAIN)
    return Step(after, (Note("said.like", {"name": one.name}),))


def undo(conversation: Conversation) -> Step:
    """Back to the brief before the last change."""
    past = conversation.view.past
    if not past:
        return Step(conversation, (Note("said.nothing_to_undo"),))
    before = past[-1]
    view = View(
        past=past[:-1],
        unknown=before.unknown,
        seen=before.seen,
        without=before.without,
        like=before.like,
        plan=before.plan,
        assumed=conversation.view.assumed,
        margin=conversation.view.margin,
        starred=conversation.view.starred,
        remembered=conversation.view.remembered,
    )
    return Step(conversation.model_copy(update={"brief": before.brief, "view": view}), (Note("said.undone"),))


def resize(conversation: Conversation, stage: Stage, *, smaller: bool) -> Step:
    """One tier down from the largest creator shown, or one up from the smallest: cheaper, or bigger."""
    known = [tier_of(c.followers) for c in stage.listed if c.in_plan and c.followers is not None]
    if not known:
        return Step(conversation, (Note("said.nobody"),))
    ordered = sorted(known, key=list(RANGES).index)
    now = conversation.brief.followers or FollowerRange()
    limit = RANGES[ordered[-1]][0] if smaller else RANGES[ordered[0]][1]
    if not limit:
        return Step(conversation, (Note("said.smallest" if smaller else "said.biggest"),))
    low, high = (now.low, limit) if smaller else (limit, now.high)
    if low is not None and high is not None and low >= high:
        low, high = (None, high) if smaller else (low, None)
    brief = conversation.brief.model_copy(update={"followers": FollowerRange(low=low, high=high)})
    changed = look(with_brief(conversation, brief), page=1, seen=(), scene=Scene.MAIN)
    return Step(changed, (Note("said.smaller" if smaller else "said.bigger", {"followers": limit}),))


def another(conversation: Conversation, stage: Stage) -> Step:
    """Another batch: those shown step aside until the brief changes."""
    seen = tuple(dict.fromkeys((*conversation.view.seen, *(c.key for c in stage.listed))))
    return Step(look(marked(conversation), seen=seen, page=1, scene=Scene.MAIN), (Note("said.another"),))


def drop(conversation: Conversation, field: str | None) -> Step:
    """Lift one condition, or ask which where none was named and several stand. ValueError for no field."""
    brief, empty = conversation.brief, Brief()
    if field is not None and field not in Brief.model_fields:
        raise ValueError(f"a brief has no {field}")
    standing = [name for name in LIMITS if getattr(brief, name) != getattr(empty, name)]
    field = field or (standing[0] if len(standing) == 1 else None)
    if field is None:
        return Step(look(conversation, scene=Scene.CHANGE), (Note("said.drop_which"),))
    return Step(with_brief(conversation, brief.model_copy(update={field: getattr(empty, field)})))


def detail(conversation: Conversation, one: Listed) -> Step:
    return Step(look(conversation, scene=Scene.DETAIL, on=(one.key,), asked=None))


def compare(conversation: Conversation, several: list[Listed | None], stage: Stage) -> Step:
    """Two or three creators beside each other; the first two where nobody was named."""
    chosen = [c.key for c in several if c] or [c.key for c in stage.listed[:2]]
    if len(chosen) < 2 or None in several:
        return Step(conversation, (Note("said.compare_two"),))
    return Step(look(conversation, scene=Scene.COMPARE, on=tuple(chosen[:3]), asked=None))
