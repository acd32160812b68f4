"""The Bot API methods that this project calls, on the chats of a `BotApi`. Parameters are checked already."""

import re
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.chats import Chat, Message, Whisper
from tests.fakes.telegram.html import CannotParse, Entity, Parsed, parse
from tests.fakes.telegram.schema import Malformed, Refused

if TYPE_CHECKING:
    from tests.fakes.telegram.server import BotApi

TEXT = 4096
ROW, BUTTONS = 8, 100
ACTIONS = {"typing", "upload_document", "upload_photo"}
DOES = ("callback_data", "copy_text", "url", "switch_inline_query", "switch_inline_query_chosen_chat")

_MENTION = re.compile(r"(?<![\w/@])@\w{4,32}")
_COMMAND = re.compile(r"/[a-z0-9_]{1,32}(@\w+)?", re.IGNORECASE)


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts entities."""
    return len(text.encode("utf-16-le")) // 2


def entities_of(text: str) -> tuple[Entity, ...]:
    """The command at the start, and names of accounts; Telegram marks commands further on too."""
    found = _COMMAND.match(text)
    commands = (Entity("bot_command", 0, found.end()),) if found else ()
    names = tuple(
        Entity("mention", units(text[: name.start()]), units(name[0])) for name in _MENTION.finditer(text)
    )
    return (*commands, *names)


def getMe(api: "BotApi") -> dict[str, Any]:
    rights = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": api.is_inline,
    }
    return api.bot.json() | rights | {"can_connect_to_business": False, "has_main_web_app": False}


def deleteWebhook(api: "BotApi", drop_pending_updates: bool = False) -> bool:
    if drop_pending_updates:
        api.updates.clear()
    return True


def setWebhook(
    api: "BotApi",
    url: str,
    secret_token: str = "",
    max_connections: int = 40,
    allowed_updates: list[str] | None = None,
    **ignored: Any,
) -> bool:
    """Note what was asked for; nothing is posted: a test does that itself."""
    if url and not url.startswith("https://"):
        raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret_token):
        raise Refused(400, "Bad Request: secret token contains unallowed characters")
    if not 1 <= max_connections <= 100:
        raise Refused(400, "Bad Request: max_connections must be between 1 and 100")
    api.allowed = allowed_updates
    return True


def getUpdates(
    api: "BotApi",
    offset: int = 0,
    limit: int = 100,
    timeout: int = 0,
    allowed_updates: list[str] | None = None,
) -> list[dict[str, Any]]:
    """Updates from ``offset`` on; those before are confirmed and gone. Waiting is the transport's part."""
    if allowed_updates is not None:
        api.allowed = allowed_updates
    wanted = [u for u in api.updates if api.allowed_kind(u)]
    api.updates = [u for u in wanted if u["update_id"] >= offset]
    return api.updates[:limit]


def sendMessage(
    api: "BotApi",
    chat_id: int,
    text: str,
    parse_mode: str | None = None,
    reply_markup: dict[str, Any] | None = None,
    message_thread_id: int = 0,
    reply_parameters: dict[str, Any] | None = None,
    ephemeral_message_parameters: dict[str, Any] | None = None,
    **ignored: Any,
) -> dict[str, Any]:
    chat = _open(api, chat_id)
    parsed, keyboard = _text(text, parse_mode), _keyboard(api, reply_markup)
    if ephemeral_message_parameters and api.whispers is not None:
        whisper = Whisper(parsed.text, keyboard)
        return api.whisper(chat, ephemeral_message_parameters, whisper)
    if message_thread_id and message_thread_id not in chat.threads:
        raise Refused(400, "Bad Request: message thread not found")
    replied = _replied(chat, reply_parameters)
    message = chat.add(
        api.bot,
        text=parsed.text,
        entities=parsed.entities,
        keyboard=keyboard,
        thread=message_thread_id,
        reply_to=replied,
    )
    return chat.told(message)


def editMessageText(
    api: "BotApi",
    text: str,
    chat_id: int | None = None,
    message_id: int | None = None,
    inline_message_id: str | None = None,
    parse_mode: str | None = None,
    reply_markup: dict[str, Any] | None = None,
    **ignored: Any,
) -> dict[str, Any] | bool:
    chat, message = _edited(api, chat_id, message_id, inline_message_id)
    parsed, keyboard = _text(text, parse_mode), _keyboard(api, reply_markup)
    _must_differ(api, message, parsed, keyboard)
    message.text, message.entities, message.keyboard = parsed.text, parsed.entities, keyboard
    message.edits += 1
    return chat.told(message) if chat else True


def editMessageReplyMarkup(
    api: "BotApi",
    chat_id: int | None = None,
    message_id: int | None = None,
    inline_message_id: str | None = None,
    reply_markup: dict[str, Any] | None = None,
    **ignored: Any,
) -> dict[str, Any] | bool:
    chat, message = _edited(api, chat_id, message_id, inline_message_id)
    keyboard = _keyboard(api, reply_markup)
    _must_differ(api, message, Parsed(message.text, message.entities), keyboard)
    message.keyboard, message.edits = keyboard, message.edits + 1
    return chat.told(message) if chat else True


def _edited(
    api: "BotApi", chat_id: int | None, message_id: int | None, inline_message_id: str | None
) -> tuple[Chat | None, Message]:
    """The message to edit: one of a chat, or one that a person sent by inline mode into a chat we do not see."""
    if inline_message_id is not None:
        if inline_message_id not in api.inline:
            raise Refused(400, "Bad Request: MESSAGE_ID_INVALID")
        return None, api.inline[inline_message_id]
    if chat_id is None or message_id is None:
        raise Malformed("message identifier is not specified")
    chat = _open(api, chat_id)
    return chat, _own(api, chat, message_id, "edit")


def getChatMember(api: "BotApi", chat_id: int, user_id: int) -> dict[str, Any]:
    """Simpler than Telegram: everybody asked about is a member, and some are admins."""
    _open(api, chat_id)
    user = {"id": user_id, "is_bot": False, "first_name": "-"}
    if (chat_id, user_id) in api.admins:
        return {"status": "creator", "user": user, "is_anonymous": False}
    return {"status": "member", "user": user}


def deleteMessage(api: "BotApi", chat_id: int, message_id: int) -> bool:
    chat = _open(api, chat_id)
    if _own(api, chat, message_id, "delete").is_old:
        raise Refused(400, "Bad Request: message can't be deleted for everyone")
    del chat.messages[message_id]
    return True


def answerCallbackQuery(
    api: "BotApi", callback_query_id: str, text: str | None = None, **ignored: Any
) -> bool:
    if text is not None and units(text) > 200:
        raise Malformed("MESSAGE_TOO_LONG")
    if api.unanswered.pop(callback_query_id, None) is None:
        api.violate(f"the callback {callback_query_id} was answered twice, or never asked")
        raise Refused(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    api.toasts.append(text)
    return True


def sendChatAction(api: "BotApi", chat_id: int, action: str, message_thread_id: int = 0) -> bool:
    chat = _open(api, chat_id)
    if action not in ACTIONS or (message_thread_id and message_thread_id not in chat.threads):
        raise Malformed("wrong parameter action in request")
    return True


def setMyCommands(
    api: "BotApi",
    commands: list[dict[str, str]],
    scope: dict[str, str] | None = None,
    language_code: str = "",
) -> bool:
    for command in commands:
        if (
            not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"])
            or not 1 <= units(command["description"]) <= 256
        ):
            raise Malformed("BOT_COMMAND_INVALID")
    api.profile["commands", (scope or {}).get("type", "default"), language_code] = commands
    return True


def getMyCommands(
    api: "BotApi", scope: dict[str, str] | None = None, language_code: str = ""
) -> list[dict[str, str]]:
    commands: list[dict[str, str]] = api.profile.get(
        ("commands", (scope or {}).get("type", "default"), language_code), []
    )
    return commands


def setChatMenuButton(api: "BotApi", menu_button: dict[str, str] | None = None) -> bool:
    """For all chats at once only; a button that opens an app is not in here."""
    if menu_button and menu_button["type"] not in ("commands", "default"):
        raise Malformed("this fake opens no app")
    api.profile["menu", "", ""] = menu_button or {"type": "default"}
    return True


def getChatMenuButton(api: "BotApi") -> dict[str, str]:
    button: dict[str, str] = api.profile.get(("menu", "", ""), {"type": "default"})
    return button


def setMyDescription(api: "BotApi", description: str = "", language_code: str = "") -> bool:
    return _describe(api, "description", description, language_code, 512)


def getMyDescription(api: "BotApi", language_code: str = "") -> dict[str, str]:
    return {"description": api.profile.get(("description", "", language_code), "")}


def setMyShortDescription(api: "BotApi", short_description: str = "", language_code: str = "") -> bool:
    return _describe(api, "short_description", short_description, language_code, 120)


def getMyShortDescription(api: "BotApi", language_code: str = "") -> dict[str, str]:
    return {"short_description": api.profile.get(("short_description", "", language_code), "")}


def _describe(api: "BotApi", kind: str, text: str, language_code: str, limit: int) -> bool:
    if units(text) > limit:
        raise Malformed(f"{kind} is too long")
    api.profile[kind, "", language_code] = text
    return True


def _open(api: "BotApi", chat_id: int) -> Chat:
    """The chat, if the bot may write there."""
    chat = api.chats.get(chat_id)
    if chat is None:
        raise Refused(400, "Bad Request: chat not found")
    if chat.became:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refused(400, text, migrate_to_chat_id=chat.became)
    if chat.is_closed_to_bot:
        raise Refused(403, f"Forbidden: bot was {chat.is_closed_to_bot}")
    return chat


def _text(text: str, parse_mode: str | None) -> Parsed:
    if parse_mode not in (None, "HTML"):
        raise Malformed("this fake reads HTML only")
    try:
        parsed = parse(text) if parse_mode else Parsed(text.strip(), ())
    except CannotParse as error:
        raise Malformed(f"can't parse entities: {error}") from error
    if not parsed.text:
        raise Malformed("message text is empty")
    if units(parsed.text) > TEXT:
        raise Malformed("message is too long")
    return parsed


def _keyboard(api: "BotApi", markup: dict[str, Any] | None) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = (markup or {}).get("inline_keyboard", [])
    if any(len(row) > ROW or not row for row in rows) or sum(map(len, rows)) > BUTTONS:
        raise Malformed("too many buttons, or an empty row")
    for row in rows:
        for button in row:
            _check_button(api, button)
    return rows


def _check_button(api: "BotApi", button: dict[str, Any]) -> None:
    done = [name for name in DOES if name in button]
    if not button["text"].strip() or len(done) != 1:
        raise Malformed("text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise Malformed("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://.", button["url"]):
        raise Malformed("BUTTON_URL_INVALID")
    if "switch_inline_query_chosen_chat" in button and not api.is_inline:
        raise Malformed("BUTTON_TYPE_INVALID: inline mode is off")
    if "copy_text" in button and not 1 <= units(button["copy_text"]["text"]) <= 256:
        raise Malformed("BUTTON_COPY_TEXT_INVALID")


def _replied(chat: Chat, reply: dict[str, Any] | None) -> Message | None:
    if reply is None:
        return None
    message = chat.messages.get(reply["message_id"])
    if message is None and not reply.get("allow_sending_without_reply"):
        raise Refused(400, "Bad Request: message to be replied not found")
    return message


def _own(api: "BotApi", chat: Chat, message_id: int, deed: str) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise Refused(400, f"Bad Request: message to {deed} not found")
    if message.sender is not api.bot:
        raise Refused(400, f"Bad Request: message can't be {deed}ed")
    return message


def _must_differ(
    api: "BotApi", message: Message, parsed: Parsed, keyboard: list[list[dict[str, Any]]]
) -> None:
    if (message.text, message.entities, message.keyboard) == (parsed.text, parsed.entities, keyboard):
        api.violate(f"message {message.id} was edited to what it was")
        raise Refused(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly"
            " the same as a current content and reply markup of the message",
        )
