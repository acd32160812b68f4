"""Sellers, and one who has a roster of her own."""

import pytest

from tests.bot.rosters.sellers import ann, ben, cat, home
from tests.bot.rosters.talk import FOUR, Talker

__all__ = ["ann", "ben", "cat", "home", "owner"]


@pytest.fixture
def owner(ann: Talker) -> Talker:
    """Ann with four creators of her own."""
    ann.send("名單.csv", FOUR)
    ann.tap("匯入 4 列")
    return ann
