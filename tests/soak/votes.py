"""kill -9 while a group votes: every tap counts once, and what a toast has confirmed stays."""

import random
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from bot.app import DATABASE
from bot.callback import decode
from bot.company import Ballot
from bot.conversation import tag_of
from tests.fakes.telegram.chats import Chat, Message, User
from tests.fakes.telegram.http import Server, serving
from tests.fakes.telegram.server import BotApi
from tests.soak.kills import AGAIN, BRIEF, LONGEST, polling, settle
from tests.soak.process import Process
from tests.soak.table import Outcome

GROUP = -4_000_000
VOTERS = 6
SETTLED = 2.0  # seconds for the last answers, after everything is carried out


class Cast(NamedTuple):
    """A tap on a thumb: which callback query, and what the vote should be once it is carried out."""

    query: str
    value: int


class Told(BotApi):
    """A Bot API server that notes which taps were answered with words; an empty answer only stops the wheel."""

    def __init__(self) -> None:
        super().__init__()
        self.told: set[str] = set()

    def handle(self, token: str, method: str, params: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Serve a call."""
        if method == "answerCallbackQuery" and params.get("text"):
            self.told.add(params["callback_query_id"])
        return super().handle(token, method, params)


class Group:
    """Taps thumbs, and knows what each vote should be by now."""

    def __init__(self, api: Told) -> None:
        self.api, self.chat = api, api.chat(Chat(GROUP, "group", "團隊"))
        self.voters = [User(30_000 + number, f"隊友{number}") for number in range(VOTERS)]
        self.cast: dict[tuple[int, str], list[Cast]] = {}  # by voter and creator's tag

    @property
    def card(self) -> Message | None:
        return next((m for m in self.chat.messages.values() if self._thumbs(m)), None)

    @staticmethod
    def _thumbs(message: Message) -> list[tuple[str, str]]:
        """The data and labels of the vote buttons."""
        buttons = [button for row in message.keyboard for button in row if "callback_data" in button]
        return [
            (button["callback_data"], button["text"])
            for button in buttons
            if decode(button["callback_data"]).slot == "vote"
        ]

    def act(self, chance: random.Random) -> None:
        """Somebody taps a thumb: for it, against it, or what they had, which takes it back."""
        if (card := self.card) is None:
            return
        voter, (data, label) = chance.choice(self.voters), chance.choice(self._thumbs(card))
        ballot = Ballot.read(decode(data).value)
        so_far = self.cast.setdefault((voter.id, ballot.tag), [])
        before = so_far[-1].value if so_far else 0
        query = self.api.tap(self.chat, voter, card, data, label)
        so_far.append(Cast(query, 0 if before == ballot.value else ballot.value))

    def confirmed(self, casts: list[Cast]) -> int:
        """How many of somebody's taps on a creator were confirmed, or came before one that was."""
        return max((number for number, cast in enumerate(casts, 1) if cast.query in self.api.told), default=0)

    def lost(self, home: Path, *, is_over: bool) -> list[str]:
        """Votes that are none of those that may stand by now: the last confirmed or a later; at the end the last."""
        stand, wrong = _votes(home), list[str]()
        for key, casts in self.cast.items():
            seen = len(casts) if is_over else self.confirmed(casts)
            may_stand = {cast.value for cast in casts[max(0, seen - 1) :]} | ({0} if seen == 0 else set())
            if stand.get(key, 0) not in may_stand:
                wrong.append(f"{key} is {stand.get(key, 0)}, not one of {sorted(may_stand)}")
        return wrong


def _votes(home: Path) -> dict[tuple[int, str], int]:
    with closing(sqlite3.connect(home / DATABASE)) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        rows = db.execute("select user_id, channel, value from votes").fetchall()
    return {(user, tag_of(channel)): value for user, channel, value in rows}


def votes(home: Path, kills: int, seed: int = 5) -> Outcome:
    """Kill the bot while a group votes, look at the votes each time, and count at the end."""
    chance, api, wrong = random.Random(seed), Told(), list[str]()
    group = Group(api)
    with serving(api) as server:
        for number in range(kills):
            with polling(home, server, api, wait=number == 0 or chance.random() > 0.1) as process:
                if number == 0:
                    _begin(process, api, group)
                _act(server, group, chance, chance.uniform(0, LONGEST))
            wrong += [f"kill {number + 1}: {what}" for what in group.lost(home, is_over=False)]
        with polling(home, server, api) as process:
            settle(home, process, server, api)
            time.sleep(SETTLED)
            process.stop()
    wrong += group.lost(home, is_over=True)
    wrong += [violation for violation in api.broken() if AGAIN not in violation]
    taps = sum(map(len, group.cast.values()))
    told = f"{taps} taps of {VOTERS} voters each counted once, none lost that a toast had confirmed"
    return Outcome("kill -9 while a group votes", kills, told, wrong)


def _begin(process: Process, api: BotApi, group: Group) -> None:
    """Somebody asks in the group, and has a card."""
    api.message(group.chat, group.voters[0], f"@{api.bot.username} {BRIEF}")
    process.wait_for(lambda: group.card)


def _act(server: Server, group: Group, chance: random.Random, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with server.lock:
            group.act(chance)
        time.sleep(chance.uniform(0.05, 0.4))
