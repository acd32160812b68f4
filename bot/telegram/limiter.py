"""Patience with Telegram: wait where it says so, try again only where nothing can have been sent."""

import asyncio
import os
import time
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import structlog
from telegram.error import NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

os.environ.setdefault(
    "PTB_TIMEDELTA", "true"
)  # RetryAfter.retry_after as a timedelta, without a deprecation warning

log = structlog.get_logger(__name__)

TRIES = 4
LONGEST_WAIT = 60.0  # seconds; a call that would wait longer fails instead
PAUSE = 0.5  # seconds after a connection that failed, doubled each time
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)  # the request never left this machine

Call = Callable[..., Coroutine[Any, Any, Any]]


class Patience(BaseRateLimiter[None]):
    """Waits out flood control, for the chat that it was told of and no other, and retries lost connections.

    A timeout after sending is never retried: the message may be there already, and twice is worse than late.
    """

    def __init__(self) -> None:
        self._closed_until: dict[object, float] = {}

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Make one Bot API call, with the waits it takes. Raises what the last try raised."""
        chat = data.get("chat_id")
        for tried in range(1, TRIES + 1):
            await self._open(chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as flood:
                if tried == TRIES or not self._close(chat, _seconds(flood)):
                    raise
                log.warning("telegram.flood", endpoint=endpoint, chat=chat, seconds=_seconds(flood))
            except NetworkError as lost:
                if tried == TRIES or not isinstance(lost.__cause__, UNSENT):
                    raise
                await asyncio.sleep(PAUSE * 2 ** (tried - 1))
        raise AssertionError("unreachable")

    async def _open(self, chat: object) -> None:
        """Wait until Telegram listens to this chat again."""
        while (wait := self._closed_until.get(chat, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        self._closed_until.pop(chat, None)

    def _close(self, chat: object, seconds: float) -> bool:
        """Whether the wait is short enough to sit out; then every call to this chat waits."""
        if seconds > LONGEST_WAIT:
            return False
        until = time.monotonic() + seconds
        self._closed_until[chat] = max(until, self._closed_until.get(chat, 0.0))
        return True

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""


def _seconds(flood: RetryAfter) -> float:
    wait = flood.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
