"""Sellers with a home to themselves, in which nobody has asked for the shared roster yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Home
from tests.bot.rosters.talk import Talker
from tests.conftest import home_at

ANN, BEN, CAT = 7001, 7002, 7003


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = home_at(tmp_path / "home")
    yield home
    home.shelf.close()
    home.store.close()


@pytest.fixture
def ann(home: Home) -> Talker:
    return Talker(home, ANN, "小安")


@pytest.fixture
def ben(home: Home) -> Talker:
    return Talker(home, BEN, "阿本")


@pytest.fixture
def cat(home: Home) -> Talker:
    return Talker(home, CAT, "Cat")
