"""Screens of the dialogues beside the brief: lines and buttons of one area in one language."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.screens.legible import name
from bot.screens.rows import ROOM, Rows, clip, flow
from bot.screens.screen import TEXT_LIMIT, Button, Screen, Tap, bold, esc
from bot.texts import Texts

LINE = 160  # characters of somebody's text in a line


def visible(text: object, most: int = LINE) -> str:
    """Somebody's text on one line: without control and direction marks, at most so many characters."""
    return name(str(text), lambda line: len(line) <= most)


class Pane:
    """Draws for one side dialogue. Values come in as they are and are escaped here."""

    def __init__(self, area: str, language: str) -> None:
        self.area, self.texts = area, Texts(language)

    def line(self, key: str, **values: Any) -> str:
        """A text as an HTML line."""
        return esc(self.texts(key, **values))

    def title(self, key: str, **values: Any) -> str:
        return bold(self.texts(key, **values))

    def button(self, key: str, slot: str, value: str = "", **values: Any) -> Button:
        """A button whose label is a text of ours."""
        return self.named(self.texts(key, **values), slot, value)

    def named(self, label: str, slot: str, value: str = "") -> Button:
        """A button whose label is somebody's text, cut to a row of its own."""
        return Button(clip(visible(label), ROOM[1]) or "–", Tap(self.area, slot, value))

    def pager(self, slot: str, value: str, page: int, pages: int) -> tuple[Button, ...]:
        """Buttons for the pages around, none where there is one page. ``value`` comes before the page's number."""
        if pages < 2:
            return ()
        before, after = max(1, page - 1), min(pages, page + 1)
        return (
            Button("◀", Tap(self.area, slot, f"{value}.{before}")),
            Button(f"{page}/{pages}", Tap(self.area, slot, f"{value}.{page}")),
            Button("▶", Tap(self.area, slot, f"{value}.{after}")),
        )

    def screen(self, lines: Iterable[str], buttons: Sequence[Button] = (), *rows: Sequence[Button]) -> Screen:
        """Lines under one another, ``buttons`` in rows as they fit, then whole rows."""
        return Screen(fitting(lines), (*flow(buttons), *_whole(rows)))


def _whole(rows: Iterable[Sequence[Button]]) -> Rows:
    return tuple(tuple(row) for row in rows if row)


def fitting(lines: Iterable[str]) -> str:
    """As many whole lines as one message holds; the last one says that more was left off."""
    kept: list[str] = []
    room = TEXT_LIMIT - 2
    for line in lines:
        room -= len(line) + 1  # with its marks, which a message does not count: rather too short
        if room < 0:
            return "\n".join([*kept, "…"])
        kept.append(line)
    return "\n".join(kept)
