"""What the tests of teams, invitations and shares have in common: people, a clock, an empty database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.store import Store, connect

ANN, BEN, CAT, DAN = 7001, 7002, 7003, 7004
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    db = connect(tmp_path / "kol.db")
    yield db
    db.close()
