"""Sellers, as they talk about rosters too."""

from tests.bot.rosters.sellers import ann, ben, cat, home

__all__ = ["ann", "ben", "cat", "home"]
