"""The fake server is as strict as Telegram, or stricter."""

from typing import Any

import pytest

from tests.fakes.telegram.chats import Chat, Message, User
from tests.fakes.telegram.schema import check, decode
from tests.fakes.telegram.server import TOKEN, BotApi

SELLER = User(7, "小美")
OK = {"chat_id": 7, "text": "hi"}
LONG = "字" * 4096


@pytest.fixture
def api() -> BotApi:
    api = BotApi()
    api.chat(Chat(7))
    return api


def call(api: BotApi, method: str, **params: Any) -> tuple[int, str]:
    """Status, and the description or the result as text."""
    code, answer = api.handle(TOKEN, method, params)
    return code, str(answer.get("description", answer.get("result")))


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(text: str = "a", **does: Any) -> dict[str, Any]:
    return {"text": text} | (does or {"callback_data": "d"})


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"chat_id": 7}, "sendMessage needs text"),
        ({"text": "hi"}, "sendMessage needs chat_id"),
        (OK | {"tekst": "hi"}, "has no tekst"),
        (OK | {"text": 5}, "text is no String"),
        (OK | {"disable_notification": 1}, "is no Boolean"),
        (OK | {"message_thread_id": True}, "is no Integer"),
        (OK | {"reply_parameters": {"message": 1}}, "ReplyParameters has no message"),
        (OK | {"reply_markup": {"keyboard": []}}, "InlineKeyboardMarkup has no keyboard"),
        (OK | {"text": "   "}, "message text is empty"),
        (OK | {"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        (OK | {"text": LONG + "字"}, "message is too long"),
        (OK | {"text": "😀" * 2049}, "message is too long"),
        (OK | {"text": "<b>a", "parse_mode": "HTML"}, "can't parse entities"),
        (OK | {"text": "a", "parse_mode": "MarkdownV2"}, "reads HTML only"),
        (OK | {"reply_markup": keyboard([button()] * 9)}, "too many buttons"),
        (OK | {"reply_markup": keyboard(*[[button()]] * 101)}, "too many buttons"),
        (OK | {"reply_markup": keyboard([])}, "empty row"),
        (OK | {"reply_markup": keyboard([{"text": "a"}])}, "text buttons are unallowed"),
        (OK | {"reply_markup": keyboard([button(" ")])}, "text buttons are unallowed"),
        (OK | {"reply_markup": keyboard([button(callback_data="")])}, "BUTTON_DATA_INVALID"),
        (OK | {"reply_markup": keyboard([button(callback_data="字" * 22)])}, "BUTTON_DATA_INVALID"),
        (OK | {"reply_markup": keyboard([button(copy_text={"text": ""})])}, "BUTTON_COPY_TEXT_INVALID"),
        (
            OK | {"reply_markup": keyboard([button(copy_text={"text": "x" * 257})])},
            "BUTTON_COPY_TEXT_INVALID",
        ),
    ],
)
def test_a_malformed_message_is_refused_and_held_against_the_bot(
    api: BotApi, params: dict[str, Any], problem: str
) -> None:
    code, said = call(api, "sendMessage", **params)
    assert (code, problem in said) == (400, True), said
    assert api.broken() and api.chats[7].messages == {}


@pytest.mark.parametrize(
    "params",
    [
        OK | {"text": LONG},
        OK | {"text": f"<b>{LONG}</b>", "parse_mode": "HTML"},
        OK | {"reply_markup": keyboard(*[[button()] * 8] * 12)},
        OK | {"reply_markup": keyboard([button(callback_data="字" * 21)])},
        OK | {"reply_markup": keyboard([button(copy_text={"text": "x" * 256})])},
    ],
)
def test_what_just_fits_is_taken(api: BotApi, params: dict[str, Any]) -> None:
    assert call(api, "sendMessage", **params)[0] == 200
    assert api.broken() == []


def test_the_types_of_form_fields_come_from_the_documentation() -> None:
    form = {"chat_id": "-7", "text": "3", "reply_markup": "{}", "disable_notification": "true"}
    expected = {"chat_id": -7, "text": "3", "reply_markup": {}, "disable_notification": True}
    assert decode("sendMessage", form) == expected
    assert decode("answerCallbackQuery", {"callback_query_id": "12"}) == {"callback_query_id": "12"}
    check("setMyCommands", {"commands": [], "scope": {"type": "all_group_chats"}})


@pytest.mark.parametrize(
    ("closed", "code", "said"),
    [
        ({"is_closed_to_bot": "blocked by the user"}, 403, "Forbidden: bot was blocked by the user"),
        ({"became": -1}, 400, "Bad Request: group chat was upgraded to a supergroup chat"),
    ],
)
def test_closed_chats(api: BotApi, closed: dict[str, Any], code: int, said: str) -> None:
    vars(api.chats[7]).update(closed)
    assert call(api, "sendMessage", **OK) == (code, said)
    assert api.broken() == []


def test_an_unknown_chat_topic_method_or_token(api: BotApi) -> None:
    assert "chat not found" in call(api, "sendMessage", chat_id=8, text="a")[1]
    assert "thread not found" in call(api, "sendMessage", message_thread_id=5, **OK)[1]
    assert call(api, "sendRocket")[0] == 404
    assert api.handle("1:no", "getMe", {})[0] == 401


def sent(api: BotApi) -> Message:
    call(api, "sendMessage", reply_markup=keyboard([button()]), **OK)
    return api.chats[7].messages[api.chats[7].last_id]


def test_an_identical_edit_is_refused_and_held_against_the_bot(api: BotApi) -> None:
    message = sent(api)
    same = {"message_id": message.id, "reply_markup": keyboard([button()]), **OK}
    code, said = call(api, "editMessageText", **same)
    assert code == 400 and "message is not modified" in said and api.broken()


def test_an_edit_shows(api: BotApi) -> None:
    message = sent(api)
    assert call(api, "editMessageText", chat_id=7, message_id=message.id, text="ho")[0] == 200
    assert (message.text, message.keyboard, message.edits) == ("ho", [], 1)
    assert api.broken() == []


def test_what_is_gone_or_somebody_elses_cannot_be_edited_or_deleted(api: BotApi) -> None:
    theirs = api.message(api.chats[7], SELLER, "hi")
    assert "to edit not found" in call(api, "editMessageText", chat_id=7, message_id=99, text="a")[1]
    assert "can't be edited" in call(api, "editMessageText", chat_id=7, message_id=theirs.id, text="a")[1]
    assert "to delete not found" in call(api, "deleteMessage", chat_id=7, message_id=99)[1]
    old = sent(api)
    old.is_old = True
    assert "can't be deleted" in call(api, "deleteMessage", chat_id=7, message_id=old.id)[1]


def test_every_callback_is_answered_once(api: BotApi) -> None:
    query = api.tap(api.chats[7], SELLER, sent(api), "d", "a")
    assert api.broken() == ["the tap on 'a' was never answered"]
    assert call(api, "answerCallbackQuery", callback_query_id=query)[0] == 200
    assert api.broken() == []
    assert "query is too old" in call(api, "answerCallbackQuery", callback_query_id=query)[1]
    assert len(api.broken()) == 1


def test_a_toast_has_200_characters(api: BotApi) -> None:
    query = api.tap(api.chats[7], SELLER, sent(api), "d", "a")
    assert call(api, "answerCallbackQuery", callback_query_id=query, text="字" * 201)[0] == 400


def test_updates_stay_until_the_offset_passes_them(api: BotApi) -> None:
    api.message(api.chats[7], SELLER, "one")
    api.message(api.chats[7], SELLER, "two")
    first, second = (u["update_id"] for u in api.updates)
    for offset, left in [(0, 2), (first, 2), (second, 1), (second + 1, 0), (0, 0)]:
        assert len(api.handle(TOKEN, "getUpdates", {"offset": offset})[1]["result"]) == left


def test_updates_of_other_kinds_are_not_told(api: BotApi) -> None:
    api.message(api.chats[7], SELLER, "one")
    assert call(api, "getUpdates", allowed_updates=["callback_query"]) == (200, "[]")


def test_flood_control_must_be_heeded(api: BotApi) -> None:
    api.flood(api.chats[7], calls=1, seconds=30)
    code, answer = api.handle(TOKEN, "sendMessage", OK)
    assert (code, answer["parameters"]) == (429, {"retry_after": 30})
    assert api.broken() == []
    call(api, "sendMessage", **OK)
    assert api.broken() == ["sendMessage to 7 during a flood wait"]


def test_a_group_becomes_a_supergroup_and_both_say_so(api: BotApi) -> None:
    group = api.chat(Chat(-5, "group"))
    new = api.migrate(group)
    here, there = (u["message"] for u in api.updates)
    assert (here["chat"]["id"], here["migrate_to_chat_id"]) == (-5, new.id)
    assert (there["chat"]["id"], there["migrate_from_chat_id"]) == (new.id, -5)
    _, answer = api.handle(TOKEN, "sendMessage", {"chat_id": -5, "text": "a"})
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
