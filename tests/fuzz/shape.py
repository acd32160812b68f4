"""What holds for everything that is shown or handed over, whatever it was made of."""

import csv
import io
import re

from bot.callback import encode
from bot.screens.screen import TEXT_LIMIT, Button, Screen
from bot.turn import Turn
from tests.fakes.telegram.html import parse

HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066\u2067\u2060\ufeff\ud800-\udfff\ufffe\uffff]"
)
ADDRESS = re.compile(r"(?:https?|tg)://[!-~]{1,2000}")  # Telegram refuses the whole message for another
LABEL, COPY, TOAST, ALERT = 64, 256, 200, 1024
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def check_turn(turn: Turn) -> None:
    """Every message of a turn, its toast and its files."""
    for screen in turn.screens:
        check_screen(screen)
    assert turn.toast is None or (0 < len(turn.toast) <= TOAST and not HIDDEN.search(turn.toast)), turn.toast
    assert all(len(file.caption) <= ALERT for file in turn.files)


def check_screen(screen: Screen) -> None:
    """Telegram takes it, nothing in it hides or turns around, and isolates are closed where they are opened."""
    shown = parse(screen.html)
    assert 0 < len(shown.text) <= TEXT_LIMIT
    assert len(shown.text.encode("utf-16-le")) // 2 <= TEXT_LIMIT, "Telegram may count in UTF-16"
    _check_text(shown.text)
    for row in screen.buttons:
        assert row, "an empty row"
        for button in row:
            _check_button(button)


def _check_button(button: Button) -> None:
    assert button.label.strip() and len(button.label) <= LABEL, button.label
    _check_text(button.label)
    if button.tap:
        encode(button.tap)
    if button.copy is not None:
        assert 0 < len(button.copy) <= COPY
        button.copy.encode()
    assert button.url is None or ADDRESS.fullmatch(button.url), button.url
    assert sum(what is not None for what in (button.tap, button.copy, button.url, button.share)) == 1


def _check_text(text: str) -> None:
    found = HIDDEN.search(text)
    assert found is None, f"{found[0]!r} in {text[:200]!r}"
    for line in text.split("\n"):
        depth = 0
        for char in line:
            depth += {"\u2068": 1, "\u2069": -1}.get(char, 0)
            assert depth in (0, 1), f"isolates out of order in {line!r}"
        assert depth == 0, f"an open isolate in {line!r}"


def check_csv(text: str) -> None:
    """No cell that a spreadsheet would run."""
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(FORMULA) for cell in row), row
