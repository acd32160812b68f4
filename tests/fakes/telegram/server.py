"""A Bot API server for one bot: calls are checked as Telegram checks them, chats kept as people see them.

Whatever a correct bot never does ends up in ``violations``, even where Telegram would only shrug: identical
edits, callbacks answered twice or never, calls into a flood wait. How it is simpler than Telegram:
no rights in groups beyond membership, no media from the bot, no webhook;
message ids count per chat; time stands still except for flood waits and `Message.is_old`;
all text limits count UTF-16 units, where Telegram counts characters (stricter for emoji).
"""

import time
from collections.abc import Mapping
from itertools import count
from typing import Any

from tests.fakes.telegram import files, inline, methods, rich
from tests.fakes.telegram.chats import Chat, Message, User, Whisper
from tests.fakes.telegram.inline import Offered
from tests.fakes.telegram.schema import Malformed, Refused, check

TOKEN = "1000001:TEST-token_not-a-real-one"
LATER_GROUP = -1_000_000_000_000


class BotApi:
    """The server. ``handle`` takes a call; ``message``, ``tap`` and the others are what people do."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.bot = User(int(token.split(":")[0]), "KOL Advisor", is_bot=True, username="kol_advisor_bot")
        self.chats: dict[int, Chat] = {}
        self.updates: list[dict[str, Any]] = []  # not yet confirmed
        self.allowed: list[str] | None = None
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.violations: list[str] = []
        self.unanswered: dict[str, str] = {}  # callback query id -> label tapped
        self.toasts: list[str | None] = []
        self.is_inline = True  # switched on with BotFather, and so is feedback
        self.inline: dict[str, Message] = {}  # sent by people through inline or guest mode, by their id
        self.offered: dict[str, Offered | None] = {}  # inline and guest queries; None while unanswered
        self.admins: set[tuple[int, int]] = set()  # chat, user
        self.files: dict[str, bytes] = {}  # that people sent, by file id
        self.attached: dict[str, tuple[str, bytes, str]] = {}  # to the call at hand: name, content, type
        self.received: dict[int, list[files.Received]] = {}  # chat -> documents from the bot
        self.whispers: dict[int, dict[int, Whisper]] | None = (
            None  # person -> messages; None: an older server
        )
        self.drafts: dict[int, str] | None = {}  # chat -> what is being written; None: an older server
        self.rich: list[tuple[int, rich.Page]] | None = None  # by chat, as sent; None: an older server
        self.profile: dict[tuple[str, str, str], Any] = {}  # kind, scope, language -> commands or text
        self.floods: dict[int, tuple[int, int]] = {}  # chat -> calls still to refuse, seconds
        self.closed_until: dict[int, float] = {}
        self._numbers = count(1)

    # what people do

    def chat(self, chat: Chat) -> Chat:
        """Open a chat with the bot in it."""
        return self.chats.setdefault(chat.id, chat)

    def message(self, chat: Chat, sender: User, text: str = "", **fields: Any) -> Message:
        """Somebody writes."""
        entities = methods.entities_of(text)
        message = chat.add(sender, text=text, entities=entities, **fields)
        self.push("message", chat.told(message))
        return message

    def edit(self, chat: Chat, message: Message, text: str) -> None:
        """Somebody changes what they wrote."""
        message.text, message.edits = text, message.edits + 1
        message.entities = methods.entities_of(text)
        self.push("edited_message", chat.told(message))

    def tap(self, chat: Chat, sender: User, message: Message, data: str, label: str) -> str:
        """Somebody taps a button; the id of the callback query. The message may be gone by now."""
        query = str(next(self._numbers) + 10**15)
        self.unanswered[query] = label
        told = {"id": query, "from": sender.json(), "chat_instance": str(chat.id), "data": data}
        self.push("callback_query", told | {"message": chat.told(message)})
        return query

    def whisper(self, chat: Chat, to: Mapping[str, Any], whisper: Whisper) -> dict[str, Any]:
        """A message that only one person sees; it has no number of its own in the chat."""
        assert self.whispers is not None
        number = next(self._numbers)
        self.whispers.setdefault(to["receiver_user_id"], {})[number] = whisper
        return self.told_whisper(chat, number, whisper)

    def told_whisper(self, chat: Chat, number: int, whisper: Whisper) -> dict[str, Any]:
        """A whispered message as the Bot API tells of it."""
        told = {"message_id": 0, "date": 1_760_000_000, "chat": chat.json(), "text": whisper.text}
        markup = {"inline_keyboard": whisper.keyboard}
        return told | {"from": self.bot.json(), "ephemeral_message_id": number, "reply_markup": markup}

    def tap_told(self, sender: User, data: str, label: str, **where: Any) -> str:
        """Somebody taps a button of a message that is in no chat as we see it."""
        query = str(next(self._numbers) + 10**15)
        self.unanswered[query] = label
        told = {"id": query, "from": sender.json(), "chat_instance": "1", "data": data}
        self.push("callback_query", told | where)
        return query

    def push(self, kind: str, told: dict[str, Any]) -> None:
        """An update for the bot."""
        self.updates.append({"update_id": next(self._numbers) + 500_000, kind: told})

    def pin(self, chat: Chat, sender: User, message: Message) -> None:
        """Somebody pins a message; that it was unpinned, bots are never told."""
        told = {"pinned_message": chat.told(message, nested=False)}
        self.push("message", chat.told(chat.add(sender, media=told, thread=message.thread)))

    def flood(self, chat: Chat, calls: int = 1, seconds: int = 1) -> None:
        """Refuse the next calls to a chat with 429."""
        self.floods[chat.id] = (calls, seconds)

    def migrate(self, group: Chat) -> Chat:
        """Upgrade a group to a supergroup: another id, message ids from the start, both told of it."""
        new = self.chat(Chat(LATER_GROUP + group.id, "supergroup", group.title))
        group.became = new.id
        here = group.add(self.bot, media={"migrate_to_chat_id": new.id})
        there = new.add(self.bot, media={"migrate_from_chat_id": group.id})
        self.push("message", group.told(here))
        self.push("message", new.told(there))
        return new

    # what the bot does

    def handle(self, token: str, method: str, params: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """One call: HTTP status and the JSON of the answer."""
        if token != self.token:
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        if method != "getUpdates":
            self.calls.append((method, dict(params)))
        try:
            check(method, params)
            self._heed_flood(method, params)
            homes = (methods, inline, files, rich)
            carry_out = next(getattr(home, method) for home in homes if hasattr(home, method))
            return 200, {"ok": True, "result": carry_out(self, **params)}
        except Refused as refused:
            if isinstance(refused, Malformed):
                self.violate(f"{method}: {refused}")
            told = {"ok": False, "error_code": refused.code, "description": refused.description}
            return refused.code, told | ({"parameters": refused.parameters} if refused.parameters else {})

    def _heed_flood(self, method: str, params: Mapping[str, Any]) -> None:
        chat = params.get("chat_id")
        if not isinstance(chat, int):
            return
        if time.monotonic() < self.closed_until.get(chat, 0):
            self.violate(f"{method} to {chat} during a flood wait")
        calls, seconds = self.floods.get(chat, (0, 0))
        if calls:
            self.floods[chat] = (calls - 1, seconds)
            self.closed_until[chat] = time.monotonic() + seconds * 0.98  # clocks differ by a tick
            text = f"Too Many Requests: retry after {seconds}"
            raise Refused(429, text, retry_after=seconds)

    def violate(self, what: str) -> None:
        """Note something that a correct bot never does."""
        self.violations.append(what)

    def broken(self) -> list[str]:
        """Every violation so far, callbacks still unanswered included."""
        return [
            *self.violations,
            *(f"the tap on {label!r} was never answered" for label in self.unanswered.values()),
        ]

    def allowed_kind(self, update: Mapping[str, Any]) -> bool:
        """Whether the bot asked for updates of this kind."""
        return self.allowed is None or bool(update.keys() & set(self.allowed))
