"""Webhook: Telegram brings updates itself, and is told 200 only once they are kept."""

import asyncio
import hmac
import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2s
from http import HTTPStatus
from urllib.parse import urlsplit

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.intake import Intake
from bot.telegram.listen import Listener
from bot.telegram.reading import Read, number_of, read
from data.store import StoreError

log = structlog.get_logger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 1 << 20  # bytes; an update with a long text and many entities has some 50 KB
SLOWEST_BODY = 10.0  # seconds
CONNECTIONS = 40  # that Telegram may open


class _Bad(Exception):
    """A request that is not an update from Telegram. The argument is the status to answer."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Webhook:
    """Updates as Telegram posts them, on the path of the public address.

    Without a secret in the settings each start makes one of its own and tells Telegram. An address without a path
    gets one that follows from the secret.
    """

    mode = "webhook"

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        allowed: Sequence[str],
        url: str,
        secret: str | None,
        address: str,
    ) -> None:
        self.bot, self.intake, self.allowed = bot, intake, allowed
        self.secret = secret or secrets.token_urlsafe(32)
        path = urlsplit(url).path.rstrip("/")
        self.path = path or f"/{blake2s(self.secret.encode(), digest_size=16).hexdigest()}"
        self.url = url.rstrip("/") + ("" if path else self.path)
        self.app = Starlette(routes=[Route(self.path, self.receive, methods=["POST"])])
        self.listener = Listener(self.app, address)

    @property
    def silence(self) -> float:
        """Telegram brings nothing where nobody writes: silence says nothing here."""
        return 0.0

    async def begin(self) -> None:
        """Listen, then tell Telegram where. Raises CannotListen."""
        self.listener.start()
        await self.bot.set_webhook(
            self.url,
            allowed_updates=self.allowed,
            secret_token=self.secret,
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
        )

    async def run(self) -> None:
        """Until the server ends, which is only after `end`."""
        await self.listener.ended()

    async def end(self) -> None:
        """Have Telegram keep what comes from now on, and close the door."""
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(2):
                await self.bot.delete_webhook(drop_pending_updates=False)
        await self.listener.close()

    async def receive(self, request: Request) -> Response:
        """One update. The answers to anything else say as little as they can."""
        try:
            update = await self._read(request)
            if self.intake.is_full:
                return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
            await self.intake.take([update] if update else [])
        except _Bad as bad:
            log.warning("telegram.webhook_refused", status=int(bad.status))
            return Response(status_code=bad.status)
        except StoreError as problem:  # Telegram brings it again
            log.error("telegram.not_kept", says=str(problem))
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(status_code=HTTPStatus.OK)

    async def _read(self, request: Request) -> Read | None:
        """The update; None for one that cannot be read, which Telegram need not bring again."""
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            raise _Bad(HTTPStatus.FORBIDDEN)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise _Bad(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            async with asyncio.timeout(SLOWEST_BODY):
                body = await _body(request)
            told = json.loads(body)
        except (ValueError, RecursionError, ClientDisconnect):
            raise _Bad(HTTPStatus.BAD_REQUEST) from None
        except TimeoutError:
            raise _Bad(HTTPStatus.REQUEST_TIMEOUT) from None
        if number_of(told) is None:
            raise _Bad(HTTPStatus.BAD_REQUEST)
        return read(told, self.bot)


async def _body(request: Request) -> bytes:
    """The body, as far as it may go: a length that is announced is believed only if it is small."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > LARGEST_BODY:
        raise _Bad(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise _Bad(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(body)
