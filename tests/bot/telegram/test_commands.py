"""The menu: every command in it is answered, and every command there is can be found in it."""

import re

import pytest
from telegram import MenuButtonCommands

from bot.app import Home
from bot.languages import LANGUAGES
from bot.telegram.commands import IN_GROUPS, IN_PRIVATE, KNOWN
from bot.texts import Texts
from tests.fakes.telegram.stage import Stage


def test_the_menu_and_the_commands_are_the_same(home: Home) -> None:
    assert {*IN_PRIVATE, *IN_GROUPS} == KNOWN | home.chat.commands.keys()
    assert len(set(IN_PRIVATE)) == len(IN_PRIVATE) and len(set(IN_GROUPS)) == len(IN_GROUPS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted({*IN_PRIVATE, *IN_GROUPS}))
def test_a_command_is_named_and_described_as_telegram_takes_it(name: str, language: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
    assert 2 <= len(Texts(language)(f"command.{name}")) <= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_bot_is_fits_its_profile(language: str) -> None:
    texts = Texts(language)
    assert len(texts("bot.description")) <= 512 and len(texts("bot.short_description")) <= 120


async def test_the_menu_button_opens_the_commands(stage: Stage) -> None:
    assert stage.app
    assert await stage.app.bot.get_chat_menu_button() == MenuButtonCommands()
