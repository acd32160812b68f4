"""Polling: ask Telegram for updates, keep them, and only then confirm them by asking for the next ones."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.telegram.errors import Rival
from bot.telegram.intake import Intake
from bot.telegram.limiter import seconds_of
from bot.telegram.metrics import METRICS
from bot.telegram.reading import number_of, read_all
from data.store import LockedStore, UnwritableStore

log = structlog.get_logger(__name__)

HELD_SECONDS = 10  # Telegram holds an empty answer for so long
LATE_SECONDS = 30.0  # beyond that, an answer is no longer waited for
PAUSE, LONGEST_PAUSE = 0.5, 15.0
# Polls that bring something are this many seconds apart, so that in a rush one brings what several people sent and is
# kept in one commit. After a silence longer than that the next one goes out at once.
APART = 0.05
BATCH = 100
ANSWER_SECONDS = 15.0  # for an answer to come, beyond the time that it is held
# The library has a method for it, which gives up a whole batch for one update that it cannot read, and quotes all of
# them in its log. It warns of the plain call, but for this spelling.
GET_UPDATES = "get_Updates"


class Poll:
    """Updates by long polling. Ends only by raising: Rival, InvalidToken, or a StoreError that waiting cannot mend."""

    mode = "polling"

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        allowed: Sequence[str],
        rival_seconds: float = 30.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.bot, self.intake, self.allowed, self.now = bot, intake, allowed, now
        self.rival_seconds, self.apart = rival_seconds, APART
        self.heard_at = now()  # when Telegram last answered
        self._offset: int | None = None
        self._rival_since: float | None = None
        self._failures = 0

    @property
    def silence(self) -> float:
        """Seconds since Telegram last answered."""
        return self.now() - self.heard_at

    async def begin(self) -> None:
        """A webhook would keep everything from us; what waits there stays."""
        await self.bot.delete_webhook(drop_pending_updates=False)

    async def run(self) -> None:
        """Poll for ever."""
        while True:
            await self.intake.room()
            began, confirmed = self.now(), self._offset
            pause = await self._once()
            if self._offset != confirmed:
                pause = max(pause, began + self.apart - self.now())
            if pause > 0:
                await asyncio.sleep(pause)

    async def _once(self) -> float:
        """One poll. How long to wait before the next one."""
        try:
            await self._fetch(HELD_SECONDS)
        except InvalidToken:
            raise
        except RetryAfter as flood:
            return seconds_of(flood)
        except Conflict as error:
            self._rivalled(error)
        except (TelegramError, TimeoutError) as error:
            log.warning("telegram.poll_failed", error=type(error).__name__)
        except (UnwritableStore, LockedStore) as problem:
            # Telegram keeps the updates until they can be kept here.
            log.error("telegram.not_kept", says=str(problem))
        else:
            self._failures = 0
            return 0.0
        self._failures += 1
        return min(PAUSE * 2.0 ** min(self._failures - 1, 6), LONGEST_PAUSE)

    async def _fetch(self, held: int) -> None:
        async with asyncio.timeout(held + LATE_SECONDS):
            came = await self._asked(BATCH, held, held + ANSWER_SECONDS)
        self.heard_at, self._rival_since = self.now(), None
        METRICS.polled.set_to_current_time()
        if came:
            await self.intake.take(read_all(came, self.bot))
            self._offset = _last(came) + 1

    async def _asked(self, limit: int, held: int, seconds: float) -> list[object]:
        """Updates as they come. Raises TelegramError, of which InvalidToken is final."""
        asked: dict[str, Any] = {"limit": limit, "timeout": held, "allowed_updates": self.allowed}
        if self._offset is not None:
            asked["offset"] = self._offset
        try:
            came = await self.bot.do_api_request(GET_UPDATES, api_kwargs=asked, read_timeout=seconds)
        except EndPointNotFound as error:  # which the library makes of a token that was revoked meanwhile
            raise InvalidToken from error
        if not isinstance(came, list):
            raise TelegramError("an answer that is no list of updates")
        return came

    def _rivalled(self, error: Conflict) -> None:
        """Somebody else polls. For a moment that is a restart; then one of the two has to go. Raises Rival."""
        if self._rival_since is None:
            self._rival_since = self.now()
        lasted = self.now() - self._rival_since
        log.warning("telegram.rival", seconds=round(lasted))
        if lasted > self.rival_seconds:
            raise Rival(f"{lasted:.0f}") from error

    async def end(self) -> None:
        """Confirm what was kept, so that it does not come again. If that fails, the inbox knows it when it does."""
        if self._offset is not None:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(2):
                    await self._asked(1, 0, 2)


def _last(came: list[object]) -> int:
    """The highest number of some updates. Raises TelegramError where none has any, and nothing can be confirmed."""
    numbers = [number for told in came if (number := number_of(told)) is not None]
    if not numbers:
        raise TelegramError("updates without numbers")
    return max(numbers)
