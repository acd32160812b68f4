"""The brief as chips: what was understood, each a button to change it, a mark on what was assumed."""

from bot.conversation import Conversation
from bot.screens import words
from bot.screens.rows import ROOM, Rows, clip, flow
from bot.screens.screen import Button, Tap, esc
from bot.texts import Texts

MARK = "*"


def chips(conversation: Conversation, texts: Texts) -> Rows:
    """A button for each field that is known."""
    return flow(
        Button(_short(word) + _mark(conversation, field), Tap(conversation.id, "ask", field))
        for field, word in words.fields(texts, conversation.brief)
    )


def _short(word: str) -> str:
    """The first part of a joined value: a price without its tier says enough on a button."""
    return clip(word.split(" · ")[0], ROOM[2])


def known(conversation: Conversation, texts: Texts) -> list[str]:
    """The known fields as HTML lines, and what the mark means where it stands."""
    lines = [
        f"· {esc(texts('labelled', label=texts(f'field.{field}'), words=word))}{_mark(conversation, field)}"
        for field, word in words.fields(texts, conversation.brief)
    ]
    return [*lines, *legend(conversation, texts)] if lines else []


def legend(conversation: Conversation, texts: Texts) -> list[str]:
    """What was assumed, in one line; none where all was said."""
    shown = [field for field, _ in words.fields(texts, conversation.brief) if _mark(conversation, field)]
    if not shown:
        return []
    labels = texts.join([texts(f"field.{field}") for field in shown])
    return [f"<i>{esc(texts('chip.legend', mark=MARK, labels=labels))}</i>"]


def _mark(conversation: Conversation, field: str) -> str:
    parts = {"price": {"unit_price", "price_tier"}, "platforms": {"platforms", "excluded_platforms"}}
    return MARK if parts.get(field, {field}) & set(conversation.view.assumed) else ""
