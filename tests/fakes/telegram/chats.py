"""Chats as the people in them see them: messages in order, with text and buttons."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram.html import Entity


@dataclass
class User:
    """Somebody on Telegram. ``code`` is the language of their app."""

    id: int
    name: str
    code: str | None = "zh-hant"
    is_bot: bool = False
    username: str | None = None

    def json(self) -> dict[str, Any]:
        told = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        told |= {"language_code": self.code} if self.code and not self.is_bot else {}
        return told | ({"username": self.username} if self.username else {})


@dataclass
class Message:
    """One message. ``keyboard`` is inline and as in Telegram's JSON; ``media`` a sticker and such."""

    id: int
    sender: User
    text: str = ""
    entities: tuple[Entity, ...] = ()
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    thread: int = 0
    reply_to: "Message | None" = None
    media: dict[str, Any] = field(default_factory=dict)
    origin: dict[str, Any] = field(default_factory=dict)  # of a forwarded message
    edits: int = 0
    is_old: bool = False  # over 48 hours

    @property
    def labels(self) -> list[str]:
        """The buttons below it, row by row."""
        return [button["text"] for row in self.keyboard for button in row]

    def button(self, label: str) -> dict[str, Any] | None:
        """The button with this label, else the first whose label contains it."""
        buttons = [button for row in self.keyboard for button in row]
        same = [b for b in buttons if b["text"] == label] + [b for b in buttons if label in b["text"]]
        return next(iter(same), None)


@dataclass
class Whisper:
    """A message that only one member of a group sees."""

    text: str
    keyboard: list[list[dict[str, Any]]]


@dataclass
class Chat:
    """A chat. Ids of messages count up in each chat by itself; Telegram counts a private chat per account."""

    id: int
    type: str = "private"
    title: str | None = None
    threads: tuple[int, ...] = ()
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    is_closed_to_bot: str | None = None  # why: "blocked by the user", "kicked from the group chat"
    became: int | None = None  # the supergroup it was upgraded to

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"id": self.id, "type": self.type}
        told |= {"title": self.title} if self.title else {}
        return told | ({"is_forum": True} if self.threads else {})

    def add(self, sender: User, **fields: Any) -> Message:
        """A new message at the bottom."""
        self.last_id += 1
        message = Message(self.last_id, sender, **fields)
        self.messages[message.id] = message
        return message

    def told(self, message: Message, *, nested: bool = True) -> dict[str, Any]:
        """A message as the Bot API tells of it. What it replies to is told without what that replied to."""
        told = {"message_id": message.id, "date": 1_760_000_000 + message.id, "chat": self.json()}
        told |= {"from": message.sender.json()} | message.media
        told |= {"text": message.text} if message.text and not message.media else {}
        told |= {"caption": message.text} if message.text and message.media else {}
        told |= {"forward_origin": message.origin} if message.origin else {}
        told |= {"edit_date": 1_770_000_000} if message.edits else {}
        kind = "caption_entities" if message.media else "entities"
        told |= {kind: [e._asdict() for e in message.entities]} if message.entities else {}
        told |= {"reply_markup": {"inline_keyboard": message.keyboard}} if message.keyboard else {}
        told |= {"message_thread_id": message.thread, "is_topic_message": True} if message.thread else {}
        if nested and message.reply_to:
            told["reply_to_message"] = self.told(message.reply_to, nested=False)
        return told
