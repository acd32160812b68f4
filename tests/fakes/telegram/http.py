"""The fake server on a real socket of this machine, for the bot as a process of its own.

Simpler than Telegram: one lock around all calls, form bodies only (no files), no TLS.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.telegram.schema import decode
from tests.fakes.telegram.server import BotApi

POLL = 0.01  # seconds between looks for an update
LONGEST = 2.0  # seconds that a poll is held, so that a stopped bot does not keep a thread


class Server(ThreadingHTTPServer):
    """Serves one `BotApi` at ``base_url``."""

    daemon_threads = True

    def __init__(self, api: BotApi) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.api, self.lock = api, Lock()

    @property
    def base_url(self) -> str:
        """What KOL_TELEGRAM_BASE_URL is set to."""
        return f"http://127.0.0.1:{self.server_address[1]}/bot"


class Answer(BaseHTTPRequestHandler):
    """One request: POST /bot<token>/<method> with a form."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        token, method = self.path.removeprefix("/bot").split("/")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        code, answer = self._answer(token, method, decode(method, dict(parse_qsl(body))))
        content = json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, token: str, method: str, params: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        wait = min(params.get("timeout", 0), LONGEST) if method == "getUpdates" else 0
        until = time.monotonic() + wait
        while True:
            with self.server.lock:
                code, answer = self.server.api.handle(token, method, params)
            if answer.get("result") != [] or time.monotonic() >= until:
                return code, answer
            time.sleep(POLL)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the token is in the path."""


@contextmanager
def serving(api: BotApi) -> Iterator[Server]:
    """The server in a thread, for the time of a test."""
    server = Server(api)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
