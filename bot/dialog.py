"""Words: understood as changes of the brief, as a refinement of the answer, or as a question. Pure."""

from bot import refine
from bot.conversation import Conversation, Note, Scene, Stage, Step, best_again, look, slot_of, with_brief
from bot.refine import find
from bot.understand import Context, Shown, Understanding, understand
from bot.understand import model as act

NEEDED = frozenset({"product"})  # without it there is nothing to advise on


def said(conversation: Conversation, text: str, stage: Stage) -> Step:
    """Words: understood as changes, as a refinement, or as a question."""
    return best_again(conversation, _said(conversation, text, stage))


def _said(conversation: Conversation, text: str, stage: Stage) -> Step:
    view = conversation.view
    heard = understand(
        text,
        conversation.brief,
        Context(
            language="zh-TW" if conversation.language == "zh-TW" else "en",
            asked=conversation.question,
            has_advice=conversation.is_ready,
            shown=tuple(Shown(key=c.key, name=c.name) for c in stage.listed),
            classify=stage.classify,
            doubt=view.doubt,
            remembered=view.remembered,
            currency=conversation.currency,
        ),
    )
    step = changed(conversation, heard)
    notes = [*step.notes, *(Note(problem.key, problem.values) for problem in heard.problems)]
    if heard.action is not None:
        step = _acted(step.conversation, heard.action, stage)
        notes += step.notes
    elif not heard.changes and not heard.problems and heard.doubt is None and heard.settled is None:
        notes.append(Note("said.nothing"))
    return step._replace(notes=tuple(notes))


def changed(conversation: Conversation, heard: Understanding) -> Step:
    """The conversation with what was heard in it. What a seller does not know is not asked again."""
    after = look(with_brief(conversation, heard.brief), doubt=heard.doubt)
    if heard.settled:
        after = look(after, remembered=conversation.view.remembered | dict([heard.settled]))
    if not heard.changes:
        return Step(after)
    view, given_up = after.view, {slot_of(c.field) for c in heard.changes if c.note == "unknown"}
    touched = {c.field.split(".")[0] for c in heard.changes}
    assumed = {c.field.split(".")[0] for c in heard.changes if c.assumed}
    unknown = (set(view.unknown) - {slot_of(field) for field in touched}) | given_up - NEEDED
    update = {
        "unknown": tuple(sorted(unknown)),
        "assumed": tuple(sorted(set(view.assumed) - touched | assumed)),
    }
    after = look(after, asked=None, scene=Scene.MAIN, on=(), page=1, seen=(), **update)
    return Step(after, (Note("said.product_needed"),) if given_up & NEEDED else ())


def _acted(conversation: Conversation, action: act.Action, stage: Stage) -> Step:
    """Refinements become changes; questions are passed on to be answered."""
    match action:
        case act.Undo():
            return refine.undo(conversation)
        case act.Cheaper() | act.Smaller():
            return refine.resize(conversation, stage, smaller=True)
        case act.Bigger():
            return refine.resize(conversation, stage, smaller=False)
        case act.Another():
            return refine.another(conversation, stage)
        case act.DropLimit(field=field):
            return refine.drop(conversation, field)
        case act.MoreLike(which=which) | act.Without(which=which):
            return refine.single_out(conversation, action, find(which, stage.listed))
        case act.Compare(which=several):
            return refine.compare(conversation, [find(w, stage.listed) for w in several], stage)
        case act.Why(which=which) | act.WhyNot(which=which):
            one = find(which, stage.listed)
            return refine.detail(conversation, one) if one else Step(conversation, (Note("said.nobody"),))
        case _:
            return Step(conversation, (), action)
