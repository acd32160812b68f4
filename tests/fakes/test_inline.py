"""Inline mode, guest mode and whispers of the fake are as strict as Telegram's."""

from typing import Any

import pytest

from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.server import TOKEN, BotApi

CONTENT = {"message_text": "hi"}
ARTICLE = {"type": "article", "id": "1", "title": "t", "input_message_content": CONTENT}


@pytest.fixture
def api() -> BotApi:
    api = BotApi()
    api.chat(Chat(7))
    api.chat(Chat(-100, "group", "團隊"))
    api.offered["q"] = None
    return api


def call(api: BotApi, method: str, **params: Any) -> tuple[int, str]:
    code, answer = api.handle(TOKEN, method, params)
    return code, str(answer.get("description", answer.get("result")))


def answer(api: BotApi, *results: dict[str, Any], **params: Any) -> tuple[int, str]:
    return call(api, "answerInlineQuery", inline_query_id="q", results=list(results), **params)


@pytest.mark.parametrize(
    ("results", "params"),
    [
        ([ARTICLE, ARTICLE], {}),
        ([ARTICLE | {"id": str(n)} for n in range(51)], {}),
        ([ARTICLE | {"id": "長" * 22}], {}),
        ([ARTICLE | {"title": " "}], {}),
        ([ARTICLE | {"type": "photo"}], {}),
        ([ARTICLE | {"colour": "red"}], {}),
        ([ARTICLE | {"input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}], {}),
        ([ARTICLE | {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]}}], {}),
        ([ARTICLE | {"reply_markup": {"inline_keyboard": [[{"text": "a", "url": "nowhere"}]]}}], {}),
        ([], {"next_offset": "長" * 22}),
        ([], {"button": {"text": "go", "start_parameter": "not allowed"}}),
        ([], {"button": {"text": "go"}}),
    ],
)
def test_a_malformed_answer_is_refused_and_held_against_the_bot(
    api: BotApi, results: list[dict[str, Any]], params: dict[str, Any]
) -> None:
    assert answer(api, *results, **params)[0] == 400
    assert api.broken() and api.offered["q"] is None


def test_a_query_is_answered_once(api: BotApi) -> None:
    assert answer(api, ARTICLE, is_personal=True) == (200, "True")
    code, said = answer(api, ARTICLE)
    assert code == 400 and "query is too old" in said
    assert api.broken() == [], "late is no fault of the bot's"


def test_a_guest_answer_is_a_message_that_can_be_edited(api: BotApi) -> None:
    code, told = call(api, "answerGuestQuery", guest_query_id="q", result=ARTICLE)
    assert code == 200 and "inline-1" in told
    assert call(api, "editMessageText", inline_message_id="inline-1", text="new")[0] == 200
    assert api.inline["inline-1"].text == "new"
    assert call(api, "editMessageText", inline_message_id="inline-2", text="new")[1].endswith(
        "MESSAGE_ID_INVALID"
    )


def test_an_edit_names_its_message(api: BotApi) -> None:
    assert "identifier is not specified" in call(api, "editMessageText", text="x")[1]
    assert api.broken()


def test_inline_buttons_want_inline_mode(api: BotApi) -> None:
    share = {"text": "s", "switch_inline_query_chosen_chat": {"query": "#b1", "allow_user_chats": True}}
    markup = {"inline_keyboard": [[share]]}
    assert call(api, "sendMessage", chat_id=7, text="x", reply_markup=markup)[0] == 200
    api.is_inline = False
    assert "inline mode is off" in call(api, "sendMessage", chat_id=7, text="x", reply_markup=markup)[1]


def test_drafts_are_private_and_numbered(api: BotApi) -> None:
    assert call(api, "sendMessageDraft", chat_id=7, draft_id=5, text="…")[0] == 200
    assert call(api, "sendMessageDraft", chat_id=-100, draft_id=5, text="…")[0] == 400
    assert call(api, "sendMessageDraft", chat_id=7, draft_id=0, text="…")[0] == 400
    api.drafts = None
    assert call(api, "sendMessageDraft", chat_id=7, draft_id=5, text="…")[0] == 404


def test_an_older_server_shows_a_whisper_to_everybody(api: BotApi) -> None:
    to = {"receiver_user_id": 7, "callback_query_id": "c"}
    call(api, "sendMessage", chat_id=-100, text="psst", ephemeral_message_parameters=to)
    assert [m.text for m in api.chats[-100].messages.values()] == ["psst"]
    api.whispers = {}
    call(api, "sendMessage", chat_id=-100, text="psst", ephemeral_message_parameters=to)
    (number,) = api.whispers[7]
    told = {"chat_id": -100, "receiver_user_id": 7, "ephemeral_message_id": number}
    assert call(api, "editEphemeralMessageText", **told, text="new")[0] == 200
    assert call(api, "deleteEphemeralMessage", **told)[0] == 200 and api.whispers[7] == {}
    assert call(api, "deleteEphemeralMessage", **told)[0] == 400
