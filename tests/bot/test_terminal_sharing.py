"""A shared answer in a terminal: its link is a line to type, and what it opens is continued as one's own."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.chat import Chat
from bot.sharing import Sharing
from bot.terminal import run_json
from data.conversations import ConversationStore
from data.seal import Seal
from data.shares import Shares
from data.store import Store, connect
from tests.fakes.adviser import FakeAdviser


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return connect(tmp_path / "kol.db")


def talk(store: Store, *lines: str) -> list[dict[str, Any]]:
    """What a terminal answers, line by line."""

    def chat_of() -> Chat:
        return chat

    sharing = Sharing(Shares(store, Seal()), chat_of)
    chat, out = Chat(ConversationStore(store, Seal()), lambda _: FakeAdviser(), [sharing]), io.StringIO()
    run_json(chat, "zh-TW", lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def text(answer: dict[str, Any]) -> str:
    return "\n".join(message["text"] for message in answer["messages"])


def test_the_link_is_a_line_to_type(store: Store) -> None:
    *_, made = talk(store, "手工皂 中價 3萬", "/share")
    line = next(line for line in text(made).splitlines() if line.startswith("/start s"))
    opened, looked, taken, changed = talk(store, line, "/tap 🔍 2", "/tap 以這份繼續", "改成9萬")
    assert "分享的結果，只能看" in text(opened) and "手工皂" in text(opened)
    assert "Mia <3 日常" in text(looked)
    assert "這是你自己的一份" in text(taken) and taken["brief"]["product"] == "手工皂"
    assert changed["brief"]["budget"]["high"] == 90_000


def test_a_revoked_link_opens_nothing(store: Store) -> None:
    *_, made, gone = talk(store, "手工皂 中價 3萬", "/share", "/tap 收回")
    line = next(line for line in text(made).splitlines() if line.startswith("/start s"))
    assert "已收回" in text(gone)
    (opened,) = talk(store, line)
    assert "這個連結不能用了" in text(opened)


def test_kol_is_a_new_brief_from_these_words(store: Store) -> None:
    *_, asked = talk(store, "手工皂 中價 3萬", "/kol 面膜 中價 5萬")
    assert asked["brief"]["product"] == "面膜" and asked["brief"]["budget"]["high"] == 50_000


def test_a_terminal_has_no_button_that_needs_a_chat(store: Store) -> None:
    (answer,) = talk(store, "手工皂 中價 3萬")
    labels = [label for message in answer["messages"] for row in message["buttons"] for label in row]
    assert not [label for label in labels if any(mark in label for mark in ("👍", "🗳", "📤"))]
