"""Start-up: how the application is set up, how it introduces itself, and what an operator is told."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from pydantic import SecretStr
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat import Chat
from bot.settings import Settings
from bot.telegram import TokenProblem, Unreachable, build, limiter, run, serve, start
from bot.telegram.commands import IN_GROUPS, IN_PRIVATE
from bot.telegram.processor import InOrder
from data.conversations import ConversationStore
from data.seal import Seal
from data.store import connect
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.http import serving
from tests.fakes.telegram.server import BotApi
from tests.fakes.telegram.stage import Stage


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    store = connect(tmp_path / "kol.db")
    yield Chat(ConversationStore(store, Seal()), lambda _: FakeAdviser())
    store.conn.close()


@pytest.fixture
def log_as_it_was() -> Iterator[None]:
    """`run` sets up the log of the process; put it back."""
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "telegram")}
    yield
    structlog.reset_defaults()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


@pytest.mark.parametrize("token", [None, SecretStr(""), SecretStr("  ")])
def test_no_token(chat: Chat, token: SecretStr | None) -> None:
    with pytest.raises(TokenProblem, match="BotFather") as problem:
        build(settings(telegram_token=token), chat)
    english, chinese = str(problem.value).splitlines()
    assert "/newbot" in english and "/newbot" in chinese


@pytest.mark.parametrize("token", ["abc", "123", "123:", ":abc", "123:a b", "bot123:abc", "１２３:abc"])
def test_a_misspelt_token_is_not_repeated(chat: Chat, token: str) -> None:
    with pytest.raises(TokenProblem, match="does not look like") as problem:
        build(settings(telegram_token=SecretStr(token)), chat)
    assert token not in str(problem.value)


def test_a_token_copied_with_its_line_end_is_taken(chat: Chat) -> None:
    assert build(settings(telegram_token=SecretStr(" 123:abc\n")), chat).bot.token == "123:abc"


def test_a_server_of_ones_own(chat: Chat) -> None:
    token = SecretStr("123:abc")
    own = settings(
        telegram_token=token,
        telegram_base_url="http://tg:8081/bot",
        telegram_file_url="http://tg:8081/file/bot",
    )
    application = build(own, chat)
    assert application.bot.base_url == "http://tg:8081/bot123:abc"
    assert application.bot.base_file_url == "http://tg:8081/file/bot123:abc"
    assert build(settings(telegram_token=token), chat).bot.base_url == "https://api.telegram.org/bot123:abc"


def test_how_messages_are_sent_by_default(chat: Chat) -> None:
    application = build(settings(telegram_token=SecretStr("123:abc")), chat)
    defaults = application.bot.defaults
    assert defaults.parse_mode == ParseMode.HTML
    assert defaults.link_preview_options.is_disabled and defaults.allow_sending_without_reply
    assert isinstance(application.update_processor, InOrder)


def test_an_unreachable_server_is_named(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, log_as_it_was: None
) -> None:
    monkeypatch.setattr(serve, "START_PAUSE", 0.001)
    monkeypatch.setattr(limiter, "PAUSE", 0.001)
    nowhere = settings(telegram_token=SecretStr("123:abc"), telegram_base_url="http://127.0.0.1:9/bot")
    with pytest.raises(Unreachable, match="cannot be reached") as problem:
        run(nowhere, chat)
    assert "連不上" in str(problem.value) and "123:abc" not in str(problem.value)


def test_a_token_that_telegram_refuses_is_not_repeated(chat: Chat, log_as_it_was: None) -> None:
    with serving(BotApi()) as server:
        wrong = settings(telegram_token=SecretStr("2000002:WRONG"), telegram_base_url=server.base_url)
        with pytest.raises(TokenProblem, match="refuses") as problem:
            run(wrong, chat)
    assert "@BotFather" in str(problem.value) and "WRONG" not in str(problem.value)


async def test_commands_and_descriptions_in_both_languages(stage: Stage) -> None:
    profile = stage.api.profile
    commands = {
        key[1:]: [c["command"] for c in told] for key, told in profile.items() if key[0] == "commands"
    }
    assert commands == {
        ("all_private_chats", ""): list(IN_PRIVATE),
        ("all_private_chats", "zh"): list(IN_PRIVATE),
        ("all_group_chats", ""): list(IN_GROUPS),
        ("all_group_chats", "zh"): list(IN_GROUPS),
    }
    assert {c["description"] for c in profile["commands", "all_private_chats", "zh"]} >= {
        "新需求",
        "使用說明",
    }
    assert "預算" in profile["description", "", "zh"] and "budget" in profile["description", "", ""]
    assert "KOL" in profile["short_description", "", "zh"] and "KOL" in profile["short_description", "", ""]


async def test_what_is_set_already_is_not_set_again(stage: Stage) -> None:
    # Telegram limits how often a description may change; a bot that restarts often would run into that.
    stage.api.calls.clear()
    await stage.restart()
    assert [name for name, _ in stage.api.calls if name.startswith("set")] == []


async def test_a_profile_that_cannot_be_set_does_not_stop_the_bot(stage: Stage) -> None:
    stage.api.profile.clear()

    async def refused(*_: object, **__: object) -> None:
        raise TelegramError("no")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("telegram.ext.ExtBot.set_my_description", refused)
        await stage.restart()
    seller = stage.person()
    await seller.say("/start")
    seller.sees("你賣什麼")


def test_a_log_that_cannot_be_written_stops_nothing(log_as_it_was: None) -> None:
    # On a full disk a log that goes to a file fails with every line.
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stderr", Full())
        start.configure_log("info")
        structlog.get_logger("test").error("something")
