"""The one card of a brief: a question, a doubt, or the answer and what can be opened from it."""

from bot.conversation import Conversation, Scene
from bot.screens import detail, question, result
from bot.screens.screen import TEXT_LIMIT, Screen
from bot.texts import Texts
from knowledge.answer import Advice


class TooLong(ValueError):
    """A screen over Telegram's limit: a mistake of ours, never the seller's."""


def draw(conversation: Conversation, advice: Advice | None, texts: Texts, notes: list[str]) -> Screen:
    """The card as it stands. ``notes`` are ready HTML lines above it. Raises TooLong."""
    screen = _choose(conversation, advice, texts, notes)
    if len(screen.plain) > TEXT_LIMIT:
        raise TooLong(
            f"a {conversation.view.scene} screen of {len(screen.plain)} characters, over {TEXT_LIMIT}"
        )
    return screen


def _choose(conversation: Conversation, advice: Advice | None, texts: Texts, notes: list[str]) -> Screen:
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
            return detail.compare(conversation, advice, texts, notes)
        case Scene.MORE:
            return result.more(conversation, advice, texts, notes)
        case Scene.CHANGE:
            return result.change(conversation, advice, texts, notes)
        case _:
            return result.draw(conversation, advice, texts, notes)
