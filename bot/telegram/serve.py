"""The bot at work, from taking the lease to giving it back."""

import asyncio
import signal
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

import structlog
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.settings import Settings
from bot.telegram.errors import Unreachable
from bot.telegram.handlers import App
from bot.telegram.health import Check, Health
from bot.telegram.intake import Intake
from bot.telegram.jobs import Job, repeat
from bot.telegram.listen import Listener
from bot.telegram.poll import Poll
from bot.telegram.processor import InOrder
from bot.telegram.webhook import Webhook
from data.inbox import Inbox, mark_of
from data.lease import BEAT_SECONDS, LeaseHeld
from data.seal import Seal
from data.store import Store, StoreError

log = structlog.get_logger(__name__)

START_TRIES = 6
START_PAUSE = 1.0  # seconds after the first, doubled each time
STOP_SECONDS = 6.0  # for what is in work when we are told to stop; the rest waits in the inbox
FORGET_SECONDS = 3600.0
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Held(Protocol):
    """The right to serve a bot: its lease, and a claim where others could serve it without seeing that."""

    def take(self) -> None:
        """Hold it from now on. Raises LeaseHeld naming who does."""

    def beat(self) -> None:
        """Say that we are still here. Raises LeaseHeld if somebody else took over."""

    def give_back(self) -> None:
        """Let the next process in at once."""


class Serving:
    """One bot being served. Begin it, wait until `ended`, end it."""

    def __init__(
        self,
        app: App,
        settings: Settings,
        store: Store,
        seal: Seal,
        allowed: Sequence[str],
        jobs: Sequence[Job] = (),
        checks: Mapping[str, Check] | None = None,
    ) -> None:
        line = app.update_processor
        assert isinstance(line, InOrder)
        self.app, self.line, self.allowed = app, line, allowed
        self.inbox = Inbox(store, seal, mark_of(app.bot.token))
        self.intake = Intake(app.bot, self.inbox, app.update_queue, line)
        self.source = self._source(settings)
        self.health = Health(self.source, lambda: self.intake.held, checks or {})
        self.listener = Listener(self.health.app, settings.health_listen) if settings.health_listen else None
        self.jobs = (*jobs, Job("inbox", FORGET_SECONDS, self.inbox.forget))
        self._tasks: list[asyncio.Task[None]] = []

    def _source(self, settings: Settings) -> Poll | Webhook:
        bot = self.app.bot
        if not settings.webhook_url:
            return Poll(bot, self.intake, self.allowed, settings.rival_seconds)
        secret = settings.webhook_secret
        given = secret.get_secret_value() if secret else None
        return Webhook(bot, self.intake, self.allowed, settings.webhook_url, given, settings.webhook_listen)

    async def begin(self) -> None:
        """Answer Telegram from now on. Raises what python-telegram-bot raises, CannotListen, StoreError."""
        if self.listener:
            self.listener.start()
        await _patiently(self.app.initialize)
        if self.app.post_init:
            await self.app.post_init(self.app)
        await self.app.start()
        await self.intake.reopen()
        await _patiently(self.source.begin)
        for work in (self.intake.put_away(), self.health.watch(), *(repeat(job) for job in self.jobs)):
            self._run(work)
        self._run(self.source.run())

    def beat(self, lease: Held) -> None:
        """Keep a lease alive meanwhile."""
        self._run(_beating(lease))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def ended(self, stop: asyncio.Event) -> None:
        """Wait for the word to stop. Raises what ended the bot before that."""
        stopping = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait([stopping, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for task in done:
            task.result()

    async def end(self) -> None:
        """Stop within ten seconds. What is not dealt with by then stays in the inbox."""
        if isinstance(self.source, Webhook):
            await self.source.end()
        if self.listener:
            await self.listener.close()
        await self._cancel()
        if isinstance(self.source, Poll):
            await self.source.end()
        await self.line.stop(STOP_SECONDS)
        if self.app.running:
            await self.app.stop()
        with suppress(StoreError):  # what is not put away is repeated, and acts no second time
            await self.intake.settle()
        await self.app.shutdown()
        if self.app.post_shutdown:
            await self.app.post_shutdown(self.app)

    async def _cancel(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def until_told(serving: Serving, leases: Sequence[Held]) -> None:
    """Serve until SIGINT or SIGTERM. Raises what ended the bot before that."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, stop.set)
    beginning = asyncio.create_task(serving.begin())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({beginning, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if beginning.done():
            beginning.result()
            for lease in leases:
                serving.beat(lease)
            await serving.ended(stop)
    finally:
        stopping.cancel()
        beginning.cancel()
        await asyncio.gather(beginning, return_exceptions=True)
        log.info("telegram.stopping", held=serving.intake.held)
        await serving.end()


async def _patiently(step: Any) -> None:
    """A step of the start, again where the network fails. Raises Unreachable."""
    for tried in range(START_TRIES):
        try:
            await step()
            return
        except (InvalidToken, RetryAfter):
            raise
        except NetworkError as error:
            if tried == START_TRIES - 1:
                raise Unreachable(type(error).__name__) from error
            await asyncio.sleep(START_PAUSE * 2**tried)


async def _beating(lease: Held) -> None:
    """Beat for ever. Raises LeaseHeld once somebody else has taken over."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        try:
            await asyncio.get_running_loop().run_in_executor(None, lease.beat)
        except LeaseHeld:
            raise
        except StoreError as problem:
            log.warning("telegram.no_beat", error=type(problem).__name__)
