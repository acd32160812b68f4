"""Documents that people send: who they are meant for, how large they may be, and their way in."""

import re

import structlog
from telegram import Bot, Document, Message
from telegram.error import BadRequest, TelegramError

from bot.screens.screen import Screen, esc
from bot.sides import Ask
from bot.telegram.desk import Desk
from bot.telegram.heard import is_private
from bot.texts import Texts
from bot.turn import File, Turn

log = structlog.get_logger(__name__)

LARGEST = 20 * 1_000_000  # bytes that a bot can fetch, Bot API getFile
MB = 1_000_000
IMPORT = "import"
_COMMAND = re.compile(rf"/{IMPORT}(?:@(\w+))?(?:\s|$)", re.IGNORECASE | re.ASCII)


def is_file_for_us(message: Message, bot: Bot) -> bool:
    """In a group a file is ours with /import or our name in its caption, or in reply to us."""
    if is_private(message):
        return True
    caption = message.caption or ""
    if found := _COMMAND.match(caption):
        return found[1] is None or found[1].lower() == bot.username.lower()
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == bot.id:
        return True
    return bool(re.search(rf"@{re.escape(bot.username)}\b", caption, re.IGNORECASE))


class Files:
    """Fetches documents and hands them to the dialogue that takes them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def taken(self, bot: Bot, document: Document, ask: Ask, code: str | None) -> Turn:
        """What becomes of a document; a word about one that is too large, or did not arrive."""
        size = document.file_size or 0
        if size > LARGEST:
            return self._too_large(ask, size)
        try:
            file = await bot.get_file(document)
            content = bytes(await file.download_as_bytearray())
        except BadRequest as error:
            if "too big" in error.message.lower():
                return self._too_large(ask, size)
            return self._lost(ask, error)
        except TelegramError as error:
            return self._lost(ask, error)
        sent = File(document.file_name or "file", content)
        turn = await self.desk.ask(lambda: self.desk.sent(ask, sent))
        if turn is not None:
            return turn
        return await self.desk.ask(lambda: self.desk.chat.remark(ask.place, "said.document", code))

    def _too_large(self, ask: Ask, size: int) -> Turn:
        texts = Texts(ask.language)
        told = texts("file.too_large", size=max(-(-size // MB), LARGEST // MB + 1), limit=LARGEST // MB)
        return Turn.aside(ask.language, Screen(esc(told)))

    def _lost(self, ask: Ask, error: TelegramError) -> Turn:
        log.warning("telegram.not_fetched", chat=ask.place.chat, error=type(error).__name__)
        return Turn.aside(ask.language, Screen(esc(Texts(ask.language)("file.not_fetched"))))
