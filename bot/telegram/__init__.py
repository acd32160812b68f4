"""Telegram as a skin over the conversation: updates in, turns out. Nothing outside knows its types."""

from bot.telegram.errors import CannotStart, TokenProblem, Unreachable
from bot.telegram.start import build, run

__all__ = ["CannotStart", "TokenProblem", "Unreachable", "build", "run"]
