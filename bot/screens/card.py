"""The one card of a brief: a question, a doubt, or the answer and what can be opened from it."""

from bot.conversation import Conversation, Scene
from bot.screens import detail, more, question, result, versus
from bot.screens.screen import TEXT_LIMIT, Screen
from bot.stage import Choices
from bot.texts import Texts
from knowledge.answer import Advice


class TooLong(ValueError):
    """A screen over Telegram's limit: a mistake of ours, never the seller's."""


def draw(
    conversation: Conversation,
    advice: Advice | None,
    texts: Texts,
    notes: list[str],
    choices: Choices | None = None,
) -> Screen:
    """The card as it stands. ``notes`` are ready HTML lines above it. Raises TooLong."""
    screen = _choose(conversation, advice, texts, notes, choices)
    if len(screen.plain) > TEXT_LIMIT:
        raise TooLong(
            f"a {conversation.view.scene} screen of {len(screen.plain)} characters, over {TEXT_LIMIT}"
        )
    return screen


def _choose(
    conversation: Conversation,
    advice: Advice | None,
    texts: Texts,
    notes: list[str],
    choices: Choices | None,
) -> Screen:
    if conversation.view.doubt:
        return question.doubt(conversation, texts, notes)
    if conversation.question:
        return question.draw(conversation, conversation.question, texts, notes)
    if advice is None:
        raise ValueError("no question is open and there is no advice to show")
    match conversation.view.scene:
        case Scene.DETAIL:
            return detail.one(conversation, advice, texts, notes)
        case Scene.COMPARE:
            return versus.compare(conversation, advice, texts, notes)
        case Scene.CHOOSE:
            return versus.choose(conversation, advice, texts, notes)
        case Scene.OUTREACH:
            return detail.outreach(conversation, advice, texts, notes)
        case Scene.MORE:
            return more.figures(conversation, advice, texts, notes)
        case Scene.CHOICES if choices is not None:
            return more.other(conversation, advice, choices, texts, notes)
        case Scene.CHANGE:
            return result.change(conversation, advice, texts, notes)
        case _:
            return result.draw(conversation, advice, texts, notes)
