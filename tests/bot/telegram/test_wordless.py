"""Stickers, photos and all else without words: a kind line that says what to send instead."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat, Message

from bot.telegram.wordless import KINDS, remark_on
from bot.texts import LANGUAGES, Texts
from tests.fakes.telegram.people import Person


def message(**content: Any) -> Message:
    data = {"message_id": 1, "date": int(datetime(2026, 11, 22, tzinfo=UTC).timestamp()), **content}
    read = Message.de_json({**data, "chat": Chat(1, "private").to_dict()}, None)
    assert read
    return read


FILE = {"file_id": "f", "file_unique_id": "u"}
SENT = {
    "said.sticker": {"sticker": FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
    "said.photo": {"photo": [FILE | {"width": 1, "height": 1}]},
    "said.video": {"video_note": FILE | {"length": 1, "duration": 1}},
    "said.voice": {"voice": FILE | {"duration": 3}},
    "said.location": {"location": {"latitude": 25.0, "longitude": 121.5}},
    "said.contact": {"contact": {"phone_number": "1", "first_name": "a"}},
    "said.poll": {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                           "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
                           "members_only": False}},
    "said.dice": {"dice": {"emoji": "🎲", "value": 3}},
    "said.document": {"document": FILE},
    "said.media": {},
}  # fmt: skip


@pytest.mark.parametrize(("key", "content"), SENT.items(), ids=SENT)
def test_each_kind_has_its_line(key: str, content: dict[str, Any]) -> None:
    assert remark_on(message(**content)) == key


def test_a_place_with_a_name_is_a_place() -> None:
    venue = {"location": {"latitude": 1.0, "longitude": 1.0}, "title": "t", "address": "a"}
    assert remark_on(message(venue=venue, location=venue["location"])) == "said.location"


def test_every_kind_of_line_is_tested() -> None:
    assert {*KINDS.values(), "said.media"} == SENT.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SENT)
def test_the_lines_are_short_and_say_what_to_do(key: str, language: str) -> None:
    assert 10 < len(Texts(language)(key)) <= 120


@pytest.mark.parametrize(("kind", "says"), [("sticker", "貼圖"), ("voice", "語音")])
async def test_the_card_stays_below_the_line(asked: Person, kind: str, says: str) -> None:
    await asked.send(kind)
    asked.sees(says, "一個賣多少錢")
    assert len(asked.cards) == 1
