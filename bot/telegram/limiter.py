"""Patience with Telegram: as fast as it allows, waiting where it says so, twice only where that cannot double."""

import asyncio
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any, NamedTuple

import structlog
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.telegram.errors import BrokenConnection, NoConnection
from bot.telegram.metrics import METRICS
from bot.telegram.pace import Bucket, Clock, Gate, Pace, Rank

os.environ.setdefault(
    "PTB_TIMEDELTA", "true"
)  # RetryAfter.retry_after as a timedelta, without a deprecation warning

log = structlog.get_logger(__name__)

TRIES = 4
TRIES_UNSENT = (
    40  # for a call into a chat that never left this machine: ten minutes of a network that is down
)
LONGEST_WAIT = 60.0  # seconds; a call that would wait longer fails instead
PAUSE = 0.5  # seconds after a connection that failed, doubled each time …
LONGEST_PAUSE = 16.0  # … up to this
REMEMBERED = 5_000  # gates kept open for chats; idle ones are forgotten
EDITS_LEAVE = 5.0  # of a group's tokens for messages

# The server itself says that it did not carry the call out. 504 is left out: it may still be at it.
_REFUSED = re.compile(r"\b50[023]\b|bad gateway|internal server error|service unavailable", re.IGNORECASE)

Request = Callable[[], Coroutine[Any, Any, Any]]
MessageKey = tuple[str, object, object]


class Call(NamedTuple):
    """One Bot API call, as far as its pace goes."""

    endpoint: str
    chat: int | str | None
    message: MessageKey | None

    @classmethod
    def of(cls, endpoint: str, data: dict[str, Any]) -> "Call":
        chat, inline = data.get("chat_id"), data.get("inline_message_id")
        message = (endpoint, chat, inline or data.get("message_id")) if endpoint.startswith("edit") else None
        return cls(endpoint, chat, message)

    @property
    def is_typing(self) -> bool:
        return self.endpoint in {"sendChatAction", "sendMessageDraft"}

    @property
    def is_send(self) -> bool:
        return self.endpoint.startswith(("send", "copy", "forward")) and not self.is_typing

    @property
    def in_group(self) -> bool:
        """Groups and channels have negative ids, or a name."""
        return isinstance(self.chat, str) or (self.chat is not None and self.chat < 0)

    def is_repeatable_after(self, lost: NetworkError) -> bool:
        """Whether doing it twice comes to the same: everything but sending.

        A query is answered again where the connection broke: a button that spins for ever is worse than a second
        answer, which Telegram ignores. After a timeout it is most likely answered.
        """
        if self.endpoint.startswith("answer"):
            return isinstance(lost, BrokenConnection)
        return not self.endpoint.startswith(("send", "copy", "forward", "create"))


class _Edit:
    """The one edit of a message that is on its way. A newer one joins it, and is made in its place or after it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.made: Request | None = None
        self.result: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def newest(self) -> Request:
        """What to send now."""
        self.made = self.request
        return self.request

    @property
    def is_overtaken(self) -> bool:
        """Whether a newer edit came after the call was made."""
        return self.made is not self.request


class Patience(BaseRateLimiter[None]):
    """The pace of all calls: per chat, per group and in all; messages before edits, answers to queries at once.

    Typing is dropped where it would wait. Of several edits of one message that wait, the newest is made once, for
    all. Flood control closes the chat it was told of and no other. A call whose answer was lost is repeated only
    where twice is the same as once: a message may be there already, and twice is worse than late.
    """

    def __init__(self, pace: Pace | None = None, clock: Clock | None = None) -> None:
        self.pace, self.clock = pace or Pace(), clock or Clock()
        self._everybody = Gate([Bucket(self.pace.all_per_second, self.pace.all_per_second)], self.clock)
        self._edits = Gate([Bucket(self.pace.all_per_second, self.pace.all_per_second)], self.clock)
        self._gates: OrderedDict[object, Gate] = OrderedDict()
        self._on_the_way: dict[MessageKey, _Edit] = {}

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Make one Bot API call, with the waits it takes. Raises what the last try raised."""
        call = Call.of(endpoint, data)

        def request() -> Coroutine[Any, Any, Any]:
            return callback(*args, **kwargs)

        if call.is_typing:
            return await self._typing(call, request)
        if call.message is not None:
            return await self._newest(call, call.message, request)
        return await self._patiently(call, lambda: request)

    async def _typing(self, call: Call, request: Request) -> Any:
        if self._gate(call).is_busy:
            METRICS.dropped.inc()
            return True
        try:
            return await request()
        except RetryAfter as flood:  # told to typing, it holds for the message that follows
            self._flooded(call, min(seconds_of(flood), LONGEST_WAIT))
            return True

    async def _newest(self, call: Call, message: MessageKey, request: Request) -> Any:
        """An edit: as one of its own, or joined to the one of this message that is on its way."""
        if edit := self._on_the_way.get(message):
            edit.request = request
            METRICS.coalesced.inc()
            return await asyncio.shield(edit.result)
        edit = self._on_the_way[message] = _Edit(request)
        try:
            result = await self._settled(call, edit)
        except BaseException as error:
            edit.result.set_exception(error if isinstance(error, Exception) else TimedOut())
            edit.result.exception()  # seen, whether or not anybody joined
            raise
        finally:
            del self._on_the_way[message]
        edit.result.set_result(result)
        return result

    async def _settled(self, call: Call, edit: _Edit) -> Any:
        """Make an edit, and again for as long as newer ones came meanwhile: the last one stands."""
        while True:
            try:
                result = await self._patiently(call, edit.newest)
            except TelegramError:
                if not edit.is_overtaken:
                    raise
                continue
            if not edit.is_overtaken:
                return result

    async def _patiently(self, call: Call, chosen: Callable[[], Request]) -> Any:
        """Wait for the call's turn, make it, and again where that is safe."""
        for tried in count(1):
            began = self.clock.now()
            await self._admitted(call)
            METRICS.limiter_wait.observe(self.clock.now() - began)
            try:
                return await chosen()()
            except RetryAfter as flood:
                seconds = seconds_of(flood)
                if tried >= TRIES or seconds > LONGEST_WAIT:
                    METRICS.floods.inc()
                    raise
                self._flooded(call, seconds)
            except NetworkError as lost:
                if not _again(call, lost, tried):
                    raise
                await self.clock.sleep(min(PAUSE * 2 ** (tried - 1), LONGEST_PAUSE))
        raise AssertionError("unreachable")

    def _flooded(self, call: Call, seconds: float) -> None:
        """Nothing goes to this chat until then."""
        METRICS.floods.inc()
        self._gate(call).close(seconds)
        log.warning("telegram.flood", endpoint=call.endpoint, chat=call.chat, seconds=seconds)

    async def _admitted(self, call: Call) -> None:
        """Through every gate that the call has to pass, the narrowest first."""
        rank = Rank.SEND if call.message is None else Rank.EDIT
        if call.message is not None and (call.in_group or call.chat is None):
            await self._gate_of(call.message, self._slowly).enter(rank)
        await self._gate(call).enter(rank, is_free=not (call.is_send or call.message is not None))
        if call.is_send:
            await self._everybody.enter(rank)
        elif call.message is not None:
            await self._edits.enter(rank)

    def _gate(self, call: Call) -> Gate:
        """The gate of a chat; of a kind of call where there is no chat."""
        return self._gate_of(call.chat if call.chat is not None else call.endpoint, lambda: self._open(call))

    def _gate_of(self, key: object, make: Callable[[], Gate]) -> Gate:
        gate = self._gates.get(key)
        if gate is None:
            self._sweep()
            gate = self._gates[key] = make()
        self._gates.move_to_end(key)
        return gate

    def _open(self, call: Call) -> Gate:
        if call.chat is None:
            return Gate([], self.clock)
        buckets = [Bucket(self.pace.chat_burst, self.pace.chat_per_second)]
        if call.in_group:
            a_minute = self.pace.group_per_minute
            buckets.append(Bucket(a_minute, a_minute / 60, reserve=min(EDITS_LEAVE, a_minute / 4)))
        return Gate(buckets, self.clock)

    def _slowly(self) -> Gate:
        return Gate([Bucket(1.0, 1 / self.pace.edit_seconds)], self.clock)

    def _sweep(self) -> None:
        """Forget the gates longest unused, as far as they are idle, once there are many."""
        for key in list(self._gates)[: max(0, len(self._gates) - REMEMBERED)]:
            if self._gates[key].is_idle:
                del self._gates[key]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""


def _again(call: Call, lost: NetworkError, tried: int) -> bool:
    """Whether a call that failed on the way is made again."""
    if isinstance(lost, BadRequest):  # a refusal, though the library counts it among the network's errors
        return False
    if isinstance(lost, NoConnection):
        return tried < (TRIES if call.chat is None else TRIES_UNSENT)
    refused = not isinstance(lost, TimedOut) and bool(_REFUSED.search(lost.message))
    return tried < TRIES and (refused or call.is_repeatable_after(lost))


def seconds_of(flood: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = flood.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
