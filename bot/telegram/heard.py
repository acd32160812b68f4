"""What an incoming message says, to whom, and where."""

import re
from typing import NamedTuple

from telegram import Bot, Message, MessageEntity, User
from telegram.constants import ChatType

from bot.telegram.processor import thread_of
from data.conversations import Place

_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.ASCII)


class Command(NamedTuple):
    """A command with what stands after it; ``to`` is the bot it names, if any."""

    name: str
    argument: str
    to: str | None


def place_of(message: Message, user: User) -> Place:
    """The conversation that a message belongs to."""
    return Place(message.chat_id, thread_of(message), user.id)


def words_of(message: Message) -> str:
    """The words of a message: its text, or the caption of a picture."""
    return message.text or message.caption or ""


def addressed(message: Message, bot: Bot) -> str:
    """The words of a message without our name in them."""
    words = words_of(message)
    for name in _mentions(message, bot):
        words = words.replace(name, " ", 1)
    return words.strip() if words != words_of(message) else words


def is_mentioned(message: Message, bot: Bot) -> bool:
    """Whether our name stands in the message. With privacy mode on, Telegram tells of few of these."""
    return bool(_mentions(message, bot))


def _mentions(message: Message, bot: Bot) -> list[str]:
    wanted: list[str | None] = [MessageEntity.MENTION]
    found = [*message.parse_entities(wanted).values(), *message.parse_caption_entities(wanted).values()]
    return [name for name in found if name.lower() == f"@{bot.username}".lower()]


def command_of(text: str) -> Command | None:
    """The command that a text begins with. A path such as ``/etc/hosts`` is none."""
    found = _COMMAND.fullmatch(text.strip())
    return Command(found[1].lower(), (found[3] or "").strip(), found[2]) if found else None


def is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


def is_for_us(message: Message, command: Command | None, bot: Bot, known: frozenset[str]) -> bool:
    """Whether to answer. In a group: a command of ours, or one that names us, our name, or a reply to our message.

    Silent to what a channel posts into its discussion group by itself: nobody there asked.
    """
    if message.is_automatic_forward:
        return False
    if command and command.to:
        return command.to.lower() == bot.username.lower()
    if is_private(message) or (command and command.name in known):
        return True
    if is_mentioned(message, bot):
        return True
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == bot.id and not command)
