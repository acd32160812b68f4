"""Buttons in rows, none of them cut on a phone 360 pixels wide."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from bot.screens.legible import END, ISOLATE, name
from bot.screens.screen import Button

Rows = tuple[tuple[Button, ...], ...]

# Columns that a label has in a row of so many buttons. A Chinese character takes two of them, a small letter about one;
# measured in a browser as Telegram sets labels, 14 pixels high (docs/cards/draw.py refuses a picture with a cut label).
ROOM = {1: 40.0, 2: 19.0, 3: 12.0, 4: 8.5, 5: 6.4}
JOINERS = f"\u200d\ufe0e{ISOLATE}{END}"
EMOJI_STYLE = "\ufe0f"
NARROW = " .,:;'!|ijlI/()[]–-"


def width(text: str) -> float:
    """Columns that a text takes: wide characters and emoji two and more, marks that join none."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> float:
    if char in JOINERS:
        return 0
    if char == EMOJI_STYLE:  # makes a narrow sign before it a wide picture
        return 1.4
    if east_asian_width(char) in "WF":
        return 2.5 if char >= "\U0001f000" else 2
    if char in NARROW:
        return 0.55
    return 1.25 if char.isupper() or char.isdigit() else 1.1


def clip(text: str, columns: float) -> str:
    """One line of at most so many columns, with an ellipsis where something is left off."""
    return name(text, lambda line: width(line) <= columns)


def flow(buttons: Iterable[Button], most: int = 3) -> Rows:
    """Fill rows from the left with up to ``most`` buttons, as many as their labels have room for."""
    rows: list[list[Button]] = []
    for button in buttons:
        if rows and fits([*rows[-1], button], most):
            rows[-1].append(button)
        else:
            rows.append([button])
    return tuple(tuple(row) for row in rows)


def fits(row: Sequence[Button], most: int = 5) -> bool:
    """Whether every label of a row can be read in full."""
    return len(row) <= most and all(width(button.label) <= ROOM[len(row)] for button in row)
