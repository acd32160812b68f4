"""Which words are a command, and for whom."""

import pytest

from bot.telegram.heard import Command, command_of


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/new", Command("new", "", None)),
        ("/NEW", Command("new", "", None)),
        (" /new ", Command("new", "", None)),
        ("/new 面膜 中價 5萬", Command("new", "面膜 中價 5萬", None)),
        ("/new@kol_advisor_bot 面膜", Command("new", "面膜", "kol_advisor_bot")),
        ("/new\n面膜\n5萬", Command("new", "面膜\n5萬", None)),
        ("/start s_AbC-1", Command("start", "s_AbC-1", None)),
        ("/etc/hosts", None),
        ("/", None),
        ("/ new", None),
        ("/新需求", None),
        ("/new面膜", None),
        ("new", None),
        ("5/6", None),
        ("", None),
        ("/" + "a" * 33, None),
    ],
)
def test_commands(text: str, command: Command | None) -> None:
    assert command_of(text) == command
