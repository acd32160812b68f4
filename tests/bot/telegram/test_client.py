"""Calls over real connections: what arrives, and what is told of a call that did not come through."""

import asyncio
import io
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from telegram import Bot, InputFile
from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram import client
from bot.telegram.client import Client
from bot.telegram.errors import BrokenConnection, NoConnection
from tests.fakes.listening import ANSWER, listening, silent
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.http import serving
from tests.fakes.telegram.server import TOKEN, BotApi

NAME = "面膜計畫.xlsx"


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of this machine."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@asynccontextmanager
async def calling(connections: int = 4, seconds: float = 5.0) -> AsyncIterator[Client]:
    async with Client(connections, seconds) as telegram:
        yield telegram


def bot_at(base_url: str) -> Bot:
    return Bot(TOKEN, base_url, request=Client(4, 5.0), get_updates_request=Client(1, 5.0))


# What arrives


async def test_parameters_come_as_a_form_and_connections_are_used_again() -> None:
    async with listening() as server, calling() as telegram:
        for chat in (1, 2):
            told = RequestData(
                [RequestParameter("chat_id", chat, []), RequestParameter("text", "你好 & +", [])]
            )
            assert await telegram.post(f"{server.url}/bot1:a/sendMessage", told) is True
    first, second = server.requests
    assert first.startswith(b"POST /bot1:a/sendMessage HTTP/1.1\r\n")
    assert first.endswith(b"\r\n\r\nchat_id=1&text=%E4%BD%A0%E5%A5%BD+%26+%2B")
    assert second.endswith(b"\r\n\r\nchat_id=2&text=%E4%BD%A0%E5%A5%BD+%26+%2B") and server.connections == 1


async def test_words_are_shown_as_they_were_sent() -> None:
    api = BotApi()
    chat = api.chat(Chat(7))
    with serving(api) as server:
        async with bot_at(server.base_url) as bot:
            sent = await bot.send_message(7, "面膜 <b>+ &amp; = %</b>\n第二行", parse_mode="HTML")
    assert chat.messages[sent.message_id].text == "面膜 + & = %\n第二行" and api.broken() == []


@pytest.mark.parametrize("content", [b"PK\x03\x04" * 400_000, io.BytesIO(b"PK\x03\x04\r\n--\r\n")])
async def test_a_file_arrives_whole_under_its_own_name(content: bytes | io.BytesIO) -> None:
    api = BotApi()
    api.chat(Chat(7))
    with serving(api) as server:
        async with bot_at(server.base_url) as bot:
            await bot.send_document(7, InputFile(content, NAME, read_file_handle=False), caption="計畫")
    (file,) = api.received[7]
    assert (file.name, file.caption) == (NAME, "計畫")
    assert file.content == (content if isinstance(content, bytes) else content.getvalue())


async def test_the_name_of_a_file_is_sent_as_telegram_shows_it() -> None:
    # A name in percent signs, as the client would send it by itself, is shown in percent signs.
    async with listening() as server, calling() as telegram:
        file = InputFile(b"x", NAME)
        await telegram.post(
            f"{server.url}/bot1:a/sendDocument", RequestData([RequestParameter.from_input("document", file)])
        )
    assert 'filename="面膜計畫.xlsx"'.encode() in server.requests[0]


async def test_a_file_is_fetched() -> None:
    api = BotApi()
    api.files["doc1"] = b"a,b\n" * 100_000
    with serving(api) as server:
        async with calling() as telegram:
            url = server.base_url.replace("/bot", f"/file/bot{TOKEN}/documents/doc1")
            assert await telegram.retrieve(url) == api.files["doc1"]


# What did not come through


async def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/bot1:secret/sendMessage"
    async with calling() as telegram:
        with pytest.raises(NoConnection) as problem:
            await telegram.post(url)
    assert "secret" not in repr(problem.value) and problem.value.__cause__ is None


async def test_a_call_that_finds_no_free_connection_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(silent) as server, calling(connections=1, seconds=0.05) as telegram:
        long = asyncio.create_task(telegram.post(server.url, read_timeout=60))
        await asyncio.sleep(0.01)
        with pytest.raises(NoConnection):
            await telegram.post(server.url)
        long.cancel()
        await asyncio.gather(long, return_exceptions=True)
    assert len(server.requests) == 1


async def test_an_answer_that_does_not_come_leaves_it_open_whether_the_call_was_carried_out() -> None:
    async with listening(silent) as server, calling(seconds=0.05) as telegram:
        with pytest.raises(TimedOut) as problem:
            await telegram.post(f"{server.url}/bot1:secret/sendMessage")
    assert "secret" not in repr(problem.value) and len(server.requests) == 1


async def test_a_call_may_take_longer_than_others() -> None:
    async def slowly(_: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(ANSWER)

    async with listening(slowly) as server, calling(seconds=0.05) as telegram:
        assert await telegram.post(server.url, read_timeout=5) is True


@pytest.mark.parametrize("said", [b"", ANSWER[:40], ANSWER[:-5], b"220 smtp.example ESMTP\r\n\r\n"])
async def test_a_connection_that_breaks_is_told_from_one_that_never_was(said: bytes) -> None:
    async def hang_up(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await writer.drain()
        writer.close()

    async with listening(hang_up) as server, calling() as telegram:
        with pytest.raises(BrokenConnection) as problem:
            await telegram.post(f"{server.url}/bot1:secret/sendMessage")
    assert "secret" not in repr(problem.value) and len(server.requests) == 1


async def test_a_message_is_not_sent_again_where_a_used_connection_breaks() -> None:
    calls = 0

    async def once(_: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        writer.close() if calls == 2 else writer.write(ANSWER)

    async with listening(once) as server, calling() as telegram:
        assert await telegram.post(server.url) is True
        with pytest.raises(BrokenConnection):
            await telegram.post(server.url)
        assert await telegram.post(server.url) is True
    assert (len(server.requests), server.connections) == (3, 2)


async def test_a_redirection_is_not_followed_since_the_address_holds_the_token() -> None:
    async with listening() as other, calling() as telegram:
        head = f"HTTP/1.1 302 Found\r\nLocation: {other.url}/bot1:secret\r\nContent-Length: 0\r\n\r\n"

        async def away(_: bytes, writer: asyncio.StreamWriter) -> None:
            writer.write(head.encode())

        async with listening(away) as server:
            with pytest.raises(NetworkError, match="302"):
                await telegram.post(server.url)
    assert other.requests == []


@pytest.mark.parametrize(("code", "error"), [(502, NetworkError), (429, RetryAfter), (403, Forbidden)])
async def test_what_telegram_refuses_is_told_as_the_library_tells_it(
    code: int, error: type[TelegramError]
) -> None:
    says = b'{"ok":false,"description":"x","parameters":{"retry_after":3}}' if code == 429 else b"<html>"

    async def refuse(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%b" % (code, len(says), says))

    async with listening(refuse) as server, calling() as telegram:
        with pytest.raises(error):
            await telegram.post(server.url)


# Proxies, opening and closing


async def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening() as proxy, calling() as telegram:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("http://", "http://me:pass@"))
        assert await telegram.post("http://telegram.invalid:8081/bot1:a/getMe") is True
    (asked,) = proxy.requests
    assert asked.startswith(b"POST http://telegram.invalid:8081/bot1:a/getMe HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic bWU6cGFzcw==" in asked


async def test_what_needs_no_proxy_is_called_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening() as proxy, listening() as server, calling() as telegram:
        monkeypatch.setenv("ALL_PROXY", proxy.url.removeprefix("http://"))
        monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
        await telegram.post(server.url)
        await telegram.post("http://telegram.invalid/")
    assert len(server.requests) == len(proxy.requests) == 1


async def test_a_proxy_that_is_not_there_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with calling() as telegram:
        with pytest.raises(NoConnection):
            await telegram.post("http://telegram.invalid/bot1:a/getMe")


def self_signed(folder: Path) -> Path:
    """A certificate for localhost that signs itself, with its key in the same file."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "localhost.pem"
    file.write_bytes(private + made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_only_who_shows_a_trusted_certificate_is_talked_to(
    is_trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    client._trusted.cache_clear()
    async with listening(context=context) as server, calling() as telegram:
        url = server.url.replace("http://127.0.0.1", "https://localhost")
        if is_trusted:
            assert await telegram.post(f"{url}/bot1:a/getMe") is True
        else:
            with pytest.raises(NoConnection, match="Certificate"):
                await telegram.post(f"{url}/bot1:a/getMe")
    client._trusted.cache_clear()
    assert len(server.requests) == is_trusted


async def test_it_is_closed_and_opened_again_as_often_as_one_likes() -> None:
    telegram = Client(1, 5.0)
    async with listening() as server:
        with pytest.raises(NetworkError, match="before the client was opened"):
            await telegram.post(server.url)
        for _ in range(2):
            await telegram.initialize()
            await telegram.initialize()
            assert await telegram.post(server.url) is True
            await telegram.shutdown()
            await telegram.shutdown()
    assert telegram.read_timeout == 5.0
