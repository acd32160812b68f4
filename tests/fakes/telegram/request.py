"""The way from python-telegram-bot to the fake server, in process, with faults on demand."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import unquote

from telegram.error import TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.errors import BrokenConnection, NoConnection
from tests.fakes.telegram.files import ATTACHED, fetched
from tests.fakes.telegram.schema import decode
from tests.fakes.telegram.server import BotApi

POLL = 0.002  # seconds between looks for an update; Telegram holds the connection open instead


class InProcess(BaseRequest):
    """Hands calls to the server. Faults strike once each: the call is lost, or done with its answer lost."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.never_sent: list[str] = []  # methods whose next call does not reach the server
        self.hung_up: list[str] = []  # methods whose next call is lost on the way, which nobody can tell
        self.answer_lost: list[str] = []  # methods whose next call is carried out, but times out
        self.slow: dict[str, float] = {}  # seconds that calls of a method take
        self.delivered = 0  # the highest update offset that the bot asked for

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        token, _, name = url.rpartition("/bot")[2].partition("/")
        if "/file/bot" in url:
            return fetched(self.api, unquote(token), unquote(name))
        params = decode(name, request_data.json_parameters if request_data else {})
        attached = (request_data.multipart_data or {}) if request_data else {}
        params |= {part: f"{ATTACHED}{part}" for part in attached if part not in params}
        if name == "getUpdates":
            return await self._updates(token, params)
        if name in self.never_sent:
            self.never_sent.remove(name)
            raise NoConnection("no route")
        if name in self.hung_up:
            self.hung_up.remove(name)
            raise BrokenConnection("hung up")
        await asyncio.sleep(self.slow.get(name, 0))
        self.api.attached = attached
        code, answer = self.api.handle(token, name, params)
        if name in self.answer_lost:
            self.answer_lost.remove(name)
            raise TimedOut
        return code, json.dumps(answer).encode()

    async def _updates(self, token: str, params: dict[str, Any]) -> tuple[int, bytes]:
        """Long polling: an empty answer waits for the time that the bot gave."""
        self.delivered = params.get("offset", 0)
        until = time.monotonic() + params.get("timeout", 0)
        while True:
            code, answer = self.api.handle(token, "getUpdates", params)
            if code != 200 or answer["result"] or time.monotonic() >= until:
                return code, json.dumps(answer).encode()
            await asyncio.sleep(POLL)
