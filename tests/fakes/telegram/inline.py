"""Inline mode, guest mode and what only one person sees: the Bot API methods, and what is in them by Telegram's rules."""

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fakes.telegram.chats import Message
from tests.fakes.telegram.methods import _keyboard, _open, _text
from tests.fakes.telegram.schema import Malformed, Refused

if TYPE_CHECKING:
    from tests.fakes.telegram.server import BotApi

MOST = 50
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


class Offered(NamedTuple):
    """An answer to an inline query."""

    results: list[dict[str, Any]]
    next_offset: str = ""
    button: dict[str, Any] | None = None
    is_personal: bool = False
    cache_time: int = 300


def answerInlineQuery(
    api: "BotApi",
    inline_query_id: str,
    results: list[dict[str, Any]],
    cache_time: int = 300,
    is_personal: bool = False,
    next_offset: str = "",
    button: dict[str, Any] | None = None,
) -> bool:
    _asked(api, inline_query_id)
    ids = [result["id"] for result in results]
    if len(results) > MOST or len(set(ids)) != len(ids):
        raise Malformed("RESULTS_TOO_MUCH, or RESULT_ID_DUPLICATE")
    if len(next_offset.encode()) > 64:
        raise Malformed("NEXT_OFFSET_INVALID")
    if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
        raise Malformed("START_PARAM_INVALID")
    for result in results:
        _message(api, result)
    api.offered[inline_query_id] = Offered(results, next_offset, button, is_personal, cache_time)
    return True


def answerGuestQuery(api: "BotApi", guest_query_id: str, result: dict[str, Any]) -> dict[str, str]:
    _asked(api, guest_query_id)
    api.offered[guest_query_id] = Offered([result])
    return {"inline_message_id": sent(api, result)}


def sent(api: "BotApi", result: dict[str, Any]) -> str:
    """A result becomes a message somewhere; its id."""
    name = f"inline-{len(api.inline) + 1}"
    api.inline[name] = _message(api, result)
    return name


def _asked(api: "BotApi", query: str) -> None:
    """A query is answered once."""
    if query not in api.offered or api.offered[query] is not None:
        raise Refused(400, TOO_OLD)


def _message(api: "BotApi", result: dict[str, Any]) -> Message:
    if (
        result["type"] != "article"
        or not 1 <= len(result["id"].encode()) <= 64
        or not result["title"].strip()
    ):
        raise Malformed("RESULT_ID_INVALID, or a result that is no article with a title")
    content = result["input_message_content"]
    parsed = _text(content["message_text"], content.get("parse_mode"))
    keyboard = _keyboard(api, result.get("reply_markup"))
    return Message(0, api.bot, parsed.text, parsed.entities, keyboard)


def sendMessageDraft(
    api: "BotApi", chat_id: int, draft_id: int, text: str = "", parse_mode: str | None = None, **ignored: Any
) -> bool:
    if api.drafts is None:
        raise Refused(404, "Not Found: method not found")
    if not _open(api, chat_id).is_private or draft_id == 0:
        raise Malformed("drafts are for private chats, and have a number")
    api.drafts[chat_id] = _text(text, parse_mode).text
    return True


def editEphemeralMessageText(
    api: "BotApi",
    chat_id: int,
    receiver_user_id: int,
    ephemeral_message_id: int,
    text: str,
    parse_mode: str | None = None,
    reply_markup: dict[str, Any] | None = None,
    **ignored: Any,
) -> bool:
    whisper = _whispers(api, receiver_user_id, ephemeral_message_id)[ephemeral_message_id]
    whisper.text, whisper.keyboard = _text(text, parse_mode).text, _keyboard(api, reply_markup)
    return True


def deleteEphemeralMessage(
    api: "BotApi", chat_id: int, receiver_user_id: int, ephemeral_message_id: int
) -> bool:
    del _whispers(api, receiver_user_id, ephemeral_message_id)[ephemeral_message_id]
    return True


def _whispers(api: "BotApi", user: int, number: int) -> dict[int, Any]:
    if api.whispers is None:
        raise Refused(404, "Not Found: method not found")
    theirs = api.whispers.get(user, {})
    if number not in theirs:
        raise Refused(400, "Bad Request: message to edit not found")
    return theirs
