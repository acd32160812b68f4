"""Commands that change nothing but the conversation at hand. Pure."""

from bot import refine, sums, taps
from bot.conversation import Conversation, Note, Scene, Stage, Step, look
from bot.screens.rows import clip

LONGEST_COMMAND = 32  # characters, as Telegram has it; of a longer one the rest is not repeated


def commanded(conversation: Conversation, name: str, argument: str) -> Step:
    """A command that every skin has; one that nobody has says so."""
    match name:
        case "help":
            return Step(conversation, (Note("help"),))
        case "undo":
            return refine.undo(conversation)
        case "back":
            return taps.tapped(conversation, "back", conversation.mark, Stage())
        case "margin":
            return _margin(conversation, argument)
        case _:
            return Step(
                conversation, (Note("said.unknown_command", {"command": clip(name, LONGEST_COMMAND)}),)
            )


def _margin(conversation: Conversation, words: str) -> Step:
    """/margin 40: break-even and the highest fee that pays are counted with it."""
    try:
        margin = sums.read_margin(words)
    except sums.Unreadable as problem:
        return Step(conversation, (Note(str(problem)),))
    told = Note("margin.off") if margin is None else Note("margin.set", {"margin_rate": margin})
    return Step(look(conversation, margin=margin, scene=Scene.MORE), (told,))
