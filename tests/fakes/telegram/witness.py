"""Who reads the logs: both structlog's and the libraries'."""

import logging
from collections.abc import Mapping, MutableMapping
from typing import Any

import pytest


class Witness:
    """Everything logged during a test."""

    def __init__(self, events: list[MutableMapping[str, Any]], caplog: pytest.LogCaptureFixture) -> None:
        self.events, self.caplog = events, caplog

    def faults(self) -> list[Mapping[str, Any]]:
        """Errors since the last time, ours and the libraries'. Taken out, so that the rest stays clean."""
        ours = [event for event in self.events if event["log_level"] in ("error", "critical")]
        self.events[:] = [event for event in self.events if event not in ours]
        theirs = [{"event": r.getMessage()} for r in self.caplog.records if r.levelno >= logging.ERROR]
        self.caplog.clear()
        return [*ours, *theirs]

    def names(self, level: str) -> list[str]:
        """The names of our events of one level."""
        return [event["event"] for event in self.events if event["log_level"] == level]
