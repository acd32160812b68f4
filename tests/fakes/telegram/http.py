"""The fake server on a real socket of this machine, for the bot as a process of its own.

Simpler than Telegram: one lock around all calls, no TLS.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.files import ATTACHED, fetched
from tests.fakes.telegram.schema import decode
from tests.fakes.telegram.server import BotApi
from tests.fakes.telegram.weather import Fault, Weather

Attached = dict[str, tuple[str, bytes, str]]  # part -> file name, content, type

POLL = 0.01  # seconds between looks for an update
LONGEST = 2.0  # seconds that a poll is held, so that a stopped bot does not keep a thread


class Server(ThreadingHTTPServer):
    """Serves one `BotApi` at ``base_url``, in the weather there is."""

    daemon_threads = True

    def __init__(self, api: BotApi, weather: Weather | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.api, self.lock, self.weather = api, Lock(), weather or Weather()

    def handle_error(self, *_: Any) -> None:
        """Silent: a bot that is killed hangs up in the middle of everything."""

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
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # a bot that was killed in the middle of a call
            self.close_connection = True
            return
        params, attached = self._form(method, body)
        weather = self.server.weather
        with self.server.lock:
            fault = weather.of(method, params)
        if fault is Fault.NEVER_CAME:
            self.close_connection = True
            return
        if fault is Fault.BAD_GATEWAY:
            self._send(502, b"<html><h1>502 Bad Gateway</h1></html>", "text/html")
            return
        if fault is Fault.FLOOD:
            with self.server.lock:
                self.server.api.flood(Chat(params["chat_id"]), 1, weather.climate.flood_seconds)
        code, answer = self._answer(token, method, params, attached)
        if fault is Fault.ANSWER_LOST:
            self.close_connection = True
            return
        if fault is Fault.SLOW:
            time.sleep(weather.climate.slow_seconds)
        self._send(code, json.dumps(answer).encode(), "application/json")

    def do_GET(self) -> None:
        """A file: GET /file/bot<token>/<path>."""
        token, _, path = self.path.removeprefix("/file/bot").partition("/")
        with self.server.lock:
            code, content = fetched(self.server.api, token, path)
        self._send(code, content, "application/octet-stream")

    def _send(self, code: int, content: bytes, kind: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _form(self, method: str, body: bytes) -> tuple[dict[str, Any], Attached]:
        """The parameters of a call and the files that came with it."""
        kind = self.headers["Content-Type"]
        if not (kind or "").startswith("multipart/"):
            return decode(method, dict(parse_qsl(body.decode()))), {}
        fields, attached = dict[str, str](), Attached()
        parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        for part in parts.walk():
            if part.is_multipart():
                continue
            name = str(part.get_param("name", header="content-disposition"))
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            if file := _file_name(part):
                attached[name] = (file, content, part.get_content_type())
                fields.setdefault(name, f"{ATTACHED}{name}")
            else:
                fields[name] = content.decode()
        return decode(method, fields), attached

    def _answer(
        self, token: str, method: str, params: dict[str, Any], attached: Attached
    ) -> tuple[int, dict[str, Any]]:
        wait = min(params.get("timeout", 0), LONGEST) if method == "getUpdates" else 0
        until = time.monotonic() + wait
        while True:
            with self.server.lock:
                self.server.api.attached = attached
                code, answer = self.server.api.handle(token, method, params)
                if method == "getUpdates" and code == 200 and answer["result"]:
                    answer["result"] = self.server.weather.brought(answer["result"])
            if answer.get("result") != [] or time.monotonic() >= until:
                return code, answer
            time.sleep(POLL)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the token is in the path."""


def _file_name(part: Message) -> str:
    """The name of a file as it was sent, in UTF-8; nothing where the part is no file."""
    told = str(dict(part.raw_items()).get("Content-Disposition", ""))
    found = re.search(r'filename="([^"]*)"', told.encode("ascii", "surrogateescape").decode())
    return found[1] if found else ""


@contextmanager
def serving(api: BotApi, weather: Weather | None = None) -> Iterator[Server]:
    """The server in a thread, for the time of a test."""
    server = Server(api, weather)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
