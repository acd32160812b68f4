"""The bot at work: the real Application on the fake server and a database file, stopped at will."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import SecretStr

from bot.chat import Adviser, Chat
from bot.settings import Settings
from bot.sides import Side
from bot.telegram.allowance import Limits
from bot.telegram.handlers import App
from bot.telegram.limiter import Patience
from bot.telegram.pace import Pace
from bot.telegram.poll import Poll
from bot.telegram.serve import Serving
from bot.telegram.start import ALLOWED, build
from data.conversations import ConversationStore, Place, Saved
from data.seal import Seal
from data.store import Store, connect
from knowledge.models import Brief
from tests.fakes.telegram.chats import Chat as TelegramChat
from tests.fakes.telegram.chats import User
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.request import InProcess
from tests.fakes.telegram.server import BotApi

PATIENCE = 20.0  # seconds until a deed counts as hanging
BESIDE = ("votes:", "process_update_non_blocking")  # names of the tasks that no update waits for
# Tests of what people see need not wait for Telegram's limits; the tests of the limits set their own.
QUICK = Pace(chat_per_second=1e4, chat_burst=100, group_per_minute=6e5, all_per_second=1e4, edit_seconds=1e-4)
GENEROUS = Limits(10_000, 10_000, 10_000)


class Stage:
    """One bot, its database, and everybody around it. Use as an async context, or start and stop."""

    def __init__(
        self, database: Path, adviser: Adviser, sides: Callable[[Store], Sequence[Side]] = lambda _: ()
    ) -> None:
        self.database, self.adviser, self.sides = database, adviser, sides
        self.api = BotApi()
        self.network = InProcess(self.api)
        self.app: App | None = None
        self.serving: Serving | None = None
        self.limits, self.pace = GENEROUS, QUICK
        self.store: Store | None = None
        self.chat: Chat | None = None
        self.options: dict[str, Any] = {}  # settings besides the token
        self._briefs = count(1)

    async def start(self) -> None:
        """As `kol-advisor bot` does, on the fake network."""
        self.chat = chat = self.engine()
        self.store = chat.store.db
        settings = Settings(_env_file=None, telegram_token=SecretStr(self.api.token), **self.options)
        self.app = build(settings, chat, self.network, Patience(self.pace), self.limits)
        self.serving = Serving(self.app, settings, self.store, Seal(), ALLOWED)
        if isinstance(self.serving.source, Poll):
            self.serving.source.apart = 0.0  # nobody else is there to wait for
        await self.serving.begin()

    def engine(self) -> Chat:
        """The conversation, on the database as it is now."""
        store = connect(self.database)
        return Chat(ConversationStore(store, Seal()), lambda _: self.adviser, self.sides(store))

    async def stop(self) -> None:
        """As on SIGTERM."""
        assert self.serving and self.store
        await self.serving.end()
        self.store.conn.close()

    async def restart(self) -> None:
        """Another process on the same database."""
        await self.stop()
        await self.start()

    async def settle(self) -> None:
        """Wait until every update has been fetched, confirmed and dealt with."""
        await asyncio.wait_for(self._settled(), PATIENCE)

    async def _settled(self) -> None:
        assert self.app
        while self.api.updates:
            await asyncio.sleep(0.001)
        await self.app.update_queue.join()
        while busy := [task for task in asyncio.all_tasks() if any(n in task.get_name() for n in BESIDE)]:
            await asyncio.wait(busy)

    def knows(self, person: Person, brief: Brief, language: str = "zh-TW") -> str:
        """Put a brief where a person is, as if they had told it; its id. Their next word shows its card."""
        assert self.app and self.store
        place = Place(person.chat.id, person.thread, person.user.id)
        brief_id = f"b{next(self._briefs)}"
        ConversationStore(self.store, Seal()).save(Saved(brief_id, place, language, brief))
        return brief_id

    def person(self, name: str = "小美", code: str | None = "zh-hant", number: int = 1) -> Person:
        """Somebody in a private chat with the bot."""
        user = User(7_000 + number, name, code)
        return Person(self.api, self.settle, user, self.api.chat(TelegramChat(user.id)))

    def member(self, group: TelegramChat, name: str, number: int, thread: int = 0) -> Person:
        """Somebody in a group with the bot."""
        return Person(self.api, self.settle, User(7_000 + number, name), self.api.chat(group), thread)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if error is None:
            assert self.api.broken() == []
