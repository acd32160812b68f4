"""`kol-advisor bot` as a process of its own, on a Bot API server of this machine."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.telegram.chats import Chat, User
from tests.fakes.telegram.http import serving
from tests.fakes.telegram.server import TOKEN, BotApi
from tests.soak.process import bot

PATIENCE = 60.0


def wait_for(what: Callable[[], object], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        if process.poll() is not None:
            raise AssertionError(f"ended with {process.returncode}: {process.communicate()[1]}")
        assert time.monotonic() < until, "nothing happened"
        time.sleep(0.02)


@pytest.fixture
def home(demo_folder: Path, tmp_path: Path) -> Path:
    """A home that has its demo roster and index already: making them takes seconds."""
    return shutil.copytree(demo_folder, tmp_path / "home")


def test_killed_and_started_again_it_goes_on_and_ends_on_sigterm(home: Path) -> None:
    api, user = BotApi(), User(7001, "小美")
    chat = api.chat(Chat(user.id))
    with serving(api) as server:
        variables = {"telegram_token": TOKEN, "telegram_base_url": server.base_url}
        with bot(home, **variables) as process:
            wait_for(lambda: api.allowed, process)
            api.message(chat, user, "手工皂")
            wait_for(lambda: "一個賣多少錢" in newest(chat), process)
            process.kill()
        api.message(chat, user, "280")
        with bot(home, **variables) as process:
            wait_for(lambda: "總預算" in newest(chat), process)
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=PATIENCE)
    assert "手工皂" in newest(chat) and "NT$280" in newest(chat)
    assert process.returncode == 0
    assert "event=telegram.started" in log and TOKEN not in log and "手工皂" not in log
    assert api.broken() == [] and api.updates == []


def newest(chat: Chat) -> str:
    """What the newest message says."""
    return chat.messages[max(chat.messages)].text


def test_without_a_token_it_ends_with_advice(home: Path) -> None:
    with bot(home) as process:
        out, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "@BotFather in Telegram" in said and "在 Telegram 對 @BotFather" in said
    assert "Traceback" not in said and out == ""


def test_a_second_process_for_the_same_bot_says_who_serves_it_and_ends(home: Path) -> None:
    api = BotApi()
    with serving(api) as server:
        variables = {"telegram_token": TOKEN, "telegram_base_url": server.base_url}
        with bot(home, **variables) as first:
            wait_for(lambda: api.allowed, first)
            with bot(home, **variables) as second:
                out, said = second.communicate(timeout=PATIENCE)
            assert second.returncode == 1 and out == ""
            assert f"served already, by process {first.pid} on" in said and "Traceback" not in said
            assert TOKEN not in said
            first.send_signal(signal.SIGTERM)
            first.communicate(timeout=PATIENCE)
    assert first.returncode == 0
