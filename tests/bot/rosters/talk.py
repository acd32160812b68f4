"""People who talk to the side dialogues: they send files, write, and tap what they see."""

import csv
from io import StringIO

from bot.app import Home
from bot.screens.screen import TEXT_LIMIT, Button, Screen
from bot.sides import Ask
from bot.taps import UnknownTap
from bot.turn import File, Turn
from data.conversations import Place

BOT = "kol_bot"


def table(*rows: str) -> bytes:
    """A CSV file from rows whose cells are parted by bars."""
    out = StringIO()
    csv.writer(out).writerows([cell.strip() for cell in row.split("|")] for row in rows)
    return out.getvalue().encode()


# A list with a creator twice, figures that are odd or old, and gaps.
FOUR = table(
    "名稱 | 連結 | 粉絲數 | 互動率 | 領域 | 貼文報價 | 聯絡方式 | 資料日期",
    "小樹手作 | https://www.instagram.com/littletree | 1.2萬 | 3.2% | 手作 | 8000-12000 | tree@example.com | 2026-11-01",
    "小樹 手作 | https://www.youtube.com/@littletree | 900 | | 手作 | | tree@example.com | 2026-11-01",
    "慢慢洗 | https://www.instagram.com/slowwash | 6萬 | 82% | 清潔 | 5000 | | 2026-01-01",
    "Mia <3 | https://www.tiktok.com/@mia | | 4% | | 15000 | | 2026-11-20",
)


class Talker:
    """One person in one chat. Every screen that comes is checked against Telegram's limits."""

    def __init__(
        self,
        home: Home,
        user: int,
        name: str,
        chat: int | None = None,
        *,
        admin: bool = False,
        language: str = "zh-TW",
    ) -> None:
        self.home, self.user = home, user
        place = Place(user if chat is None else chat, 0, user)
        self.ask = Ask(place, language, name, chat is None, admin, bot=BOT)
        self.screens: tuple[Screen, ...] = ()
        self.files: tuple[File, ...] = ()
        self.toast: str | None = None

    def command(self, line: str) -> str:
        """``/team``, ``/roster 小樹``: what is then on screen."""
        name, _, argument = line.removeprefix("/").partition(" ")
        return self._see(self.home.chat.beside(self.ask, name, argument))

    def say(self, text: str, *, forwarded: bool = False) -> str | None:
        """Words; None where they are for the brief."""
        turn = self.home.chat.words_beside(self.ask._replace(is_forwarded=forwarded), text)
        return self._see(turn) if turn else None

    def send(self, name: str, content: bytes) -> str:
        turn = self.home.chat.file(self.ask, File(name, content))
        assert turn
        return self._see(turn)

    def follow(self, payload: str) -> str:
        """/start with what a link carries."""
        turn = self.home.chat.link_beside(self.ask, payload)
        assert turn
        return self._see(turn)

    def tap(self, label: str) -> str:
        """The button that is called so, else the first whose label holds this."""
        button = next((b for b in self.buttons if b.label == label), None) or next(
            (b for b in self.buttons if label in b.label), None
        )
        assert button and button.tap, f"no button {label!r} among {[b.label for b in self.buttons]}"
        return self._see(self.home.chat.tap_beside(self.ask, button.tap))

    def press(self, button: Button) -> str:
        """A button that somebody else saw, or forged."""
        assert button.tap
        try:
            return self._see(self.home.chat.tap_beside(self.ask, button.tap))
        except UnknownTap:
            self.toast, self.screens = "unknown", ()
            return "unknown"

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.screens[-1].buttons for button in row] if self.screens else []

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    def button(self, label: str) -> Button:
        """The first button whose label holds this."""
        return next(button for button in self.buttons if label in button.label)

    def _see(self, turn: Turn) -> str:
        self.toast, self.files = turn.toast, turn.files
        for screen in turn.screens:
            assert len(screen.plain) <= TEXT_LIMIT and screen.plain.strip()
            assert all(row for row in screen.buttons) and sum(map(len, screen.buttons)) <= 100
        if turn.screens:
            self.screens = turn.screens
        shown = [screen.plain for screen in turn.screens]
        return "\n".join([*shown, *([turn.toast] if turn.toast else [])])
