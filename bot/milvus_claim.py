"""One process per bot across machines: who serves a bot on a Milvus roster says so there.

Processes with one KOL_HOME are told apart by its lease. Those on other machines have homes of their own, and with
them other conversations: two of them behind one webhook would each know half of what a seller said.
"""

import json
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

import structlog

from data.lease import BEAT_SECONDS, STALE_SECONDS, LeaseHeld
from retrieval.milvus import MilvusIndex
from retrieval.milvus_client import MilvusProblem

log = structlog.get_logger(__name__)


class _Claimant(NamedTuple):
    """Who serves a bot, and how often they have said so since they began."""

    me: str
    host: str
    beats: int


class Claim:
    """The right to serve one bot with one Milvus roster. Take it, beat every `BEAT_SECONDS`, give it back.

    Clocks of two machines need not agree: who holds it is alive if it beats while we watch.

    :param home: what tells this KOL_HOME from others; whoever holds its lease takes over its claim at once.
    """

    def __init__(
        self, index: MilvusIndex, bot: str, home: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.collection, self.note, self.sleep = index.collection, f"serves:{bot}", sleep
        self.me, self.host, self._beats = f"{home}:{secrets.token_hex(4)}", socket.gethostname(), 0
        self.home = home

    def take(self) -> None:
        """Hold the claim from now on. Raises LeaseHeld naming who does, MilvusProblem where the server fails."""
        last = self._last()
        if last and not self._is_ours(last) and self._lives(last):
            raise LeaseHeld(_held(last))
        self._say()
        self.sleep(
            BEAT_SECONDS / 5
        )  # of two that came at once the later word stands, and the other sees it now
        self._check()

    def beat(self) -> None:
        """Say that we are still here. Raises LeaseHeld if somebody else took over; a server away is waited for."""
        try:
            self._check()
            self._say()
        except MilvusProblem as problem:
            log.warning("milvus.no_beat", error=type(problem).__name__)

    def give_back(self) -> None:
        """Let the next process in at once."""
        with suppress(MilvusProblem, LeaseHeld):
            self._check()
            self.collection.forget_note(self.note)

    def _check(self) -> None:
        last = self._last()
        if last and last.me != self.me:
            raise LeaseHeld(_held(last))

    def _is_ours(self, last: _Claimant) -> bool:
        return last.me.split(":")[0] == self.home

    def _lives(self, last: _Claimant) -> bool:
        """Whether a holder beats again before its claim runs out."""
        for _ in range(int(STALE_SECONDS / (BEAT_SECONDS / 5))):
            self.sleep(BEAT_SECONDS / 5)
            if (then := self._last()) != last:
                return then is not None
        return False

    def _last(self) -> _Claimant | None:
        text = self.collection.note(self.note)
        return _Claimant(**json.loads(text)) if text else None

    def _say(self) -> None:
        self._beats += 1
        self.collection.keep_note(self.note, json.dumps(_Claimant(self.me, self.host, self._beats)._asdict()))


def _held(last: _Claimant) -> str:
    return (
        f"this bot is served already, by a process on {last.host} with conversations of its own. Stop that one "
        "first: one bot is served by one process, however large the roster."
    )
