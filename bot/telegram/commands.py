"""How the bot introduces itself in Telegram: its commands per kind of chat and language, and what it is."""

from collections.abc import Iterator

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    MenuButtonCommands,
)
from telegram.error import TelegramError

from bot.languages import COMMON_LANGUAGE, LANGUAGES
from bot.texts import Texts

log = structlog.get_logger(__name__)

# In the order of the menu; of which a phone shows about six before it scrolls.
IN_PRIVATE = (
    *("new", "plan", "shortlist", "roster", "settings", "help"),
    *("back", "undo", "cancel", "margin", "promo", "import", "share", "shares", "team", "language"),
    *("privacy", "forget", "start"),
)
IN_GROUPS = ("kol", "plan", "shortlist", "undo", "roster", "team", "settings", "cancel", "privacy", "help")
# Commands of the conversation itself; those of its sides are known by the sides.
KNOWN = frozenset({"kol", "new", "back", "undo", "language", "cancel", "help", "margin", "promo", "start"})


def codes() -> Iterator[tuple[str | None, str]]:
    """Telegram's codes of two letters with our language for each; None is everybody else."""
    yield None, COMMON_LANGUAGE
    for tag, language in LANGUAGES.items():
        letters = sorted(code for code in language.spoken_as if len(code) == 2 and code.isascii())
        yield from ((code, tag) for code in letters if tag != COMMON_LANGUAGE)


async def introduce(bot: Bot) -> None:
    """Set commands, menu and descriptions where they differ from ours: Telegram limits how often they may change.

    A refusal is logged and no reason not to start.
    """
    try:
        for code, language in codes():
            texts = Texts(language)
            await _describe(bot, texts, code)
            await _list(bot, IN_PRIVATE, BotCommandScopeAllPrivateChats(), texts, code)
            await _list(bot, IN_GROUPS, BotCommandScopeAllGroupChats(), texts, code)
        menu = MenuButtonCommands()
        if await bot.get_chat_menu_button() != menu:
            await bot.set_chat_menu_button(menu_button=menu)
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
