"""People with the app in hand: they write, tap what they see, and read what is on the screen."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes.telegram.chats import Chat, Message, User
from tests.fakes.telegram.files import Received, document
from tests.fakes.telegram.inline import Offered, sent
from tests.fakes.telegram.server import BotApi

STICKER = {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 9, "height": 9}
FILE = {"file_id": "f", "file_unique_id": "u"}
MEDIA: dict[str, dict[str, Any]] = {
    "sticker": {"sticker": STICKER | {"is_animated": False, "is_video": False}},
    "photo": {"photo": [FILE | {"width": 9, "height": 9}]},
    "voice": {"voice": FILE | {"duration": 3}},
    "location": {"location": {"latitude": 25.0, "longitude": 121.5}},
    "contact": {"contact": {"phone_number": "0900", "first_name": "A"}},
}


class Person:
    """Somebody in a chat with the bot. Each deed waits until the bot has done with it."""

    def __init__(
        self, api: BotApi, settle: Callable[[], Awaitable[None]], user: User, chat: Chat, thread: int = 0
    ) -> None:
        self.api, self.settle, self.user, self.chat, self.thread = api, settle, user, chat, thread
        self.said: Message | None = None
        self.offer = Offered([])

    async def say(self, text: str, reply_to: Message | None = None) -> Message:
        """Write a message."""
        self.said = self.api.message(self.chat, self.user, text, reply_to=reply_to, thread=self.thread)
        await self.settle()
        return self.said

    async def send(self, kind: str, caption: str = "") -> None:
        """Send a sticker, a photo, ….."""
        self.api.message(self.chat, self.user, caption, media=MEDIA[kind], thread=self.thread)
        await self.settle()

    async def send_file(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        reply_to: Message | None = None,
        size: int | None = None,
    ) -> None:
        """Send a document. ``size``: pretend that it is so large."""
        media = document(self.api, name, content, size)
        self.api.message(self.chat, self.user, caption, media=media, reply_to=reply_to, thread=self.thread)
        await self.settle()

    async def forward(self, text: str) -> None:
        """Forward what somebody else wrote."""
        origin = {"type": "hidden_user", "date": 1_750_000_000, "sender_user_name": "小樹"}
        self.api.message(self.chat, self.user, text, origin=origin, thread=self.thread)
        await self.settle()

    @property
    def received(self) -> list[Received]:
        """Documents that the bot sent into this chat."""
        return self.api.received.get(self.chat.id, [])

    async def ask_inline(self, words: str, offset: str = "") -> "Offered | None":
        """Type after the bot's name in any chat; what is offered, None where no answer came."""
        query = str(next(self.api._numbers) + 10**15)
        self.api.offered[query] = None
        told = {"id": query, "from": self.user.json(), "query": words, "offset": offset, "chat_type": "group"}
        self.api.push("inline_query", told)
        await self.settle()
        offered = self.api.offered[query]
        self.offer = offered or self.offer
        return offered

    async def choose(self, number: int = 0, *, feedback: bool = True) -> str:
        """Send one of what was offered into some chat; the inline message's id."""
        result = self.offer.results[number]
        name = sent(self.api, result)
        if feedback:
            told = {
                "result_id": result["id"],
                "from": self.user.json(),
                "query": "",
                "inline_message_id": name,
            }
            self.api.push("chosen_inline_result", told)
        await self.settle()
        return name

    async def tap_inline(self, label: str, name: str, times: int = 1) -> str | None:
        """Tap a button of a message that was sent by inline mode, in whatever chat it is."""
        button = self.api.inline[name].button(label)
        assert button, f"no button {label!r}; there are {self.api.inline[name].labels}"
        for _ in range(times):
            self.api.tap_told(self.user, button["callback_data"], label, inline_message_id=name)
        await self.settle()
        return self.api.toasts[-1]

    async def tap_whisper(self, label: str) -> str | None:
        """Tap a button of the newest message that only this person sees."""
        assert self.api.whispers is not None
        number, whisper = max(self.api.whispers[self.user.id].items())
        button = next(b for row in whisper.keyboard for b in row if label in b["text"])
        message = self.api.told_whisper(self.chat, number, whisper)
        self.api.tap_told(self.user, button["callback_data"], label, message=message)
        await self.settle()
        return self.api.toasts[-1]

    async def pin(self, message: Message) -> None:
        """Pin a message in the chat."""
        self.api.pin(self.chat, self.user, message)
        await self.settle()

    async def correct(self, text: str, message: Message | None = None) -> None:
        """Edit a message, by default the last one."""
        edited = message or self.said
        assert edited is not None, "nothing said yet"
        self.api.edit(self.chat, edited, text)
        await self.settle()

    async def tap(self, label: str, on: Message | None = None, times: int = 1) -> str | None:
        """Tap the button with this label, or whose label contains it; what the toast said, if one came.

        :param on: the message to tap on, as it was when seen; by default the newest with the button.
        """
        message = on or next((m for m in reversed(self.seen) if m.button(label)), None)
        button = message.button(label) if message else None
        assert message and button, (
            f"no button {label!r}; there are {[m.labels for m in self.seen if m.labels]}"
        )
        if "callback_data" not in button and "copy_text" in button:
            return f"copied {button['copy_text']['text']}"
        for _ in range(times):
            self.api.tap(self.chat, self.user, message, button["callback_data"], button["text"])
        await self.settle()
        return self.api.toasts[-1]

    @property
    def seen(self) -> list[Message]:
        """The bot's messages in this chat and topic, oldest first."""
        ours = [m for m in self.chat.messages.values() if m.sender is self.api.bot and not m.media]
        return [m for m in ours if m.thread == self.thread]

    @property
    def cards(self) -> list[Message]:
        """Messages that can still be tapped."""
        return [m for m in self.seen if m.keyboard]

    @property
    def card(self) -> Message:
        """The newest message of the bot."""
        assert self.seen, "the bot has said nothing"
        return self.seen[-1]

    def sees(self, *texts: str) -> None:
        """Fail unless the newest message says all this, in its text or on a button."""
        shown = "\n".join([self.card.text, *self.card.labels])
        missing = [text for text in texts if text not in shown]
        assert not missing, f"{missing} not on screen:\n{shown}"
