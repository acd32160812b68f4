"""How the bot introduces itself in Telegram: its commands per kind of chat and language, and what it is."""

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.texts import Texts

log = structlog.get_logger(__name__)

IN_GROUPS = ("new", "back", "undo", "language", "cancel", "help")
IN_PRIVATE = (*IN_GROUPS, "margin", "promo", "start")
KNOWN = frozenset(IN_PRIVATE)
# Telegram's language codes have two letters; None is everybody else.
LANGUAGES = {None: "en", "zh": "zh-TW"}


async def introduce(bot: Bot) -> None:
    """Set commands and descriptions where they differ from ours: Telegram limits how often they may change.

    A refusal is logged and no reason not to start.
    """
    try:
        for code, language in LANGUAGES.items():
            texts = Texts(language)
            await _describe(bot, texts, code)
            await _list(bot, IN_PRIVATE, BotCommandScopeAllPrivateChats(), texts, code)
            await _list(bot, IN_GROUPS, BotCommandScopeAllGroupChats(), texts, code)
    except TelegramError as error:
        log.warning("telegram.not_introduced", error=type(error).__name__)


async def _list(
    bot: Bot, names: tuple[str, ...], scope: BotCommandScope, texts: Texts, code: str | None
) -> None:
    wanted = tuple(BotCommand(name, texts(f"command.{name}")) for name in names)
    if await bot.get_my_commands(scope, code) != wanted:
        await bot.set_my_commands(wanted, scope, code)


async def _describe(bot: Bot, texts: Texts, code: str | None) -> None:
    if (await bot.get_my_description(code)).description != texts("bot.description"):
        await bot.set_my_description(texts("bot.description"), code)
    if (await bot.get_my_short_description(code)).short_description != texts("bot.short_description"):
        await bot.set_my_short_description(texts("bot.short_description"), code)
