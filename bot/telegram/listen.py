"""A web server of our own on one address, inside the bot's event loop."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.telegram.errors import CannotListen

MOST = 65_535
GRACE = 2  # seconds that requests being answered have left when the server closes


class _Server(uvicorn.Server):
    """Leaves the signals to the bot."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Listener:
    """Serves one ASGI application. ``address`` is ``host:port``; port 0 takes a free one."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self.address = address
        self._server = _Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE,
                limit_concurrency=256,
            )
        )
        self._socket: socket.socket | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port taken, 0 before that."""
        return int(self._socket.getsockname()[1]) if self._socket else 0

    def open(self) -> None:
        """Take the address. Raises CannotListen."""
        host, _, port = self.address.rpartition(":")
        try:
            if int(port) > MOST:
                raise ValueError(f"there is no port {port}")
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server((host.strip("[]"), int(port)), family=family, backlog=256)
        except (OSError, ValueError) as problem:
            raise CannotListen(f"{self.address} ({problem})") from None

    def start(self) -> None:
        """Take the address and serve. Raises CannotListen."""
        self.open()
        if self._socket:
            self._serving = asyncio.create_task(self._server.serve([self._socket]))

    async def ended(self) -> None:
        """Wait until the server has ended, which is only after `close`."""
        if self._serving:
            await asyncio.shield(self._serving)

    async def close(self) -> None:
        """Finish what is being answered, then stop."""
        self._server.should_exit = True
        if self._serving:
            await asyncio.wait({self._serving}, timeout=GRACE + 1)
        if self._socket:
            self._socket.close()
