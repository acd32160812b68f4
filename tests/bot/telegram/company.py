"""What the tests of groups and sharing share: a bot that shares, and a group with two people in it."""

from pathlib import Path
from typing import Any

from bot.sharing import Sharing, Teams
from data.seal import Seal
from data.shares import Shares
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage

GROUP = -100
ON_CARD = "🎯"  # begins the answer's first line


def sharing_stage(folder: Path, teams: Teams | None = None, **options: Any) -> Stage:
    """A stage with the dialogue about shared answers; ``options`` are settings."""

    def sides(store: Any) -> tuple[Sharing]:
        def chat() -> Any:
            return stage.chat

        return (Sharing(Shares(store, Seal()), chat, teams),)

    stage = Stage(folder / "kol.db", FakeAdviser(), sides)
    stage.options = options
    return stage


def calls(stage: Stage) -> list[str]:
    """What the bot has called since `api.calls` was cleared."""
    return [name for name, _ in stage.api.calls]


def card_of(person: Person) -> Any:
    """The newest card, and not what somebody opened beside it."""
    return next(m for m in reversed(person.seen) if ON_CARD in m.text and "👀" not in m.text)


def look_of(person: Person) -> Any:
    """What somebody has opened beside the card, None where it is closed."""
    return next((m for m in reversed(person.seen) if "✖" in "".join(m.labels)), None)
