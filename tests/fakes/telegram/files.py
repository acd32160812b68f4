"""Files as the Bot API has them: those that people send are fetched by getFile, those of the bot come attached.

Simpler than Telegram: documents only, each fetched by one path that stays good.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fakes.telegram.html import CannotParse, parse
from tests.fakes.telegram.schema import Malformed, Refused

if TYPE_CHECKING:
    from tests.fakes.telegram.server import BotApi

FETCHED = 20_000_000  # bytes: the largest file that getFile gives
SENT = 50_000_000
CAPTION = 1024
ATTACHED = "attach://"


class Received(NamedTuple):
    """A document from the bot, as somebody in the chat has it."""

    name: str
    content: bytes
    caption: str


def document(api: "BotApi", name: str, content: bytes, size: int | None = None) -> dict[str, Any]:
    """A document on Telegram's servers, as a message tells of it. ``size``: pretend that it is so large."""
    number = len(api.files) + 1
    api.files[f"doc{number}"] = content
    about = {"file_id": f"doc{number}", "file_unique_id": f"u{number}", "file_size": size or len(content)}
    return {"document": about | {"file_name": name, "mime_type": "application/octet-stream"}}


def getFile(api: "BotApi", file_id: str) -> dict[str, Any]:
    if file_id not in api.files:
        raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    size = len(api.files[file_id])
    if size > FETCHED:
        raise Refused(400, "Bad Request: file is too big")
    path = f"documents/{file_id}"
    return {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": size, "file_path": path}


def fetched(api: "BotApi", token: str, path: str) -> tuple[int, bytes]:
    """What GET /file/bot<token>/<path> answers."""
    content = api.files.get(path.rpartition("/")[2])
    if token != api.token or content is None:
        return 404, b'{"ok": false, "error_code": 404, "description": "Not Found"}'
    return 200, content


def sendDocument(
    api: "BotApi",
    chat_id: int,
    document: str,
    caption: str = "",
    parse_mode: str | None = None,
    message_thread_id: int = 0,
    reply_parameters: dict[str, Any] | None = None,
    **ignored: Any,
) -> dict[str, Any]:
    from tests.fakes.telegram import methods

    chat = methods._open(api, chat_id)
    if not document.startswith(ATTACHED) or document.removeprefix(ATTACHED) not in api.attached:
        raise Malformed("there is no document in the request")
    name, content, _ = api.attached[document.removeprefix(ATTACHED)]
    if not content:
        raise Malformed("file must be non-empty")
    if len(content) > SENT:
        raise Refused(413, "Request Entity Too Large")
    try:
        told = parse(caption).text if parse_mode else caption
    except CannotParse as error:
        raise Malformed(f"can't parse entities: {error}") from error
    if methods.units(told) > CAPTION:
        raise Malformed("message caption is too long")
    replied = methods._replied(chat, reply_parameters)
    about = {
        "file_id": f"sent{chat.last_id}",
        "file_unique_id": "u",
        "file_name": name,
        "file_size": len(content),
    }
    message = chat.add(
        api.bot, text=told, media={"document": about}, thread=message_thread_id, reply_to=replied
    )
    api.received.setdefault(chat_id, []).append(Received(name, content, told))
    return chat.told(message)
