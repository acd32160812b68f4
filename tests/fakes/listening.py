"""A socket that answers HTTP as it is told to, for what no well-behaved server does."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

OK = b'{"ok":true,"result":true}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(OK), OK)

Serve = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class Listening:
    """A socket that answers each request as it is told to, and keeps them."""

    def __init__(self, serve: Serve) -> None:
        self.serve, self.requests, self.connections = serve, list[bytes](), 0
        self.url = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (line for line in head.lower().split(b"\r\n") if b"content-length:" in line), b":0"
                )
                body = await reader.readexactly(int(length.partition(b":")[2]))
                self.requests.append(head + body)
                await self.serve(head, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def silent(_: bytes, __: asyncio.StreamWriter) -> None:
    """Never answers."""


async def well(_: bytes, writer: asyncio.StreamWriter) -> None:
    """Answers each call with true."""
    writer.write(ANSWER)


@asynccontextmanager
async def listening(serve: Serve = well, context: ssl.SSLContext | None = None) -> AsyncIterator[Listening]:
    """Listen on a free port of this machine; with ``context`` by TLS."""
    here = Listening(serve)
    server = await asyncio.start_server(here, "127.0.0.1", 0, ssl=context)
    here.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield here
