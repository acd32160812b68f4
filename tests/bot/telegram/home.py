"""The bot on a home of its own: the real sides, rosters and advisors, on the fake Telegram."""

from pathlib import Path

from bot.app import Home
from bot.chat import Chat
from tests.conftest import home_at
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.stage import Stage


class HomeStage(Stage):
    """A stage whose engine is put together as `kol-advisor bot` does it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "unused.db", FakeAdviser())
        self.folder = folder
        self.home: Home | None = None

    def engine(self) -> Chat:
        self.home = home_at(self.folder)
        return self.home.chat

    async def stop(self) -> None:
        await super().stop()
        if self.home:
            self.home.shelf.close()
