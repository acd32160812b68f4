"""Transcripts: text files that read like a chat, and what they expect of it.

A line begins with what happens: ``>`` words or a command, ``[label]`` a tap, ``<`` what is then on screen,
``x`` what is not, ``*`` the toast, ``=`` what the brief holds (JSON), ``!`` something only Telegram has
(``! sticker``, ``! restart``, ``! tap outdated LABEL``), ``|`` a line of the file that is sent with it. ``#`` begins
a comment; the first one is the title.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

HERE = Path(__file__).parent


class Deed(NamedTuple):
    """One thing the seller does, with what must and must not follow."""

    line: int
    does: str  # ">", "[" or "!"
    what: str
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    brief: Mapping[str, Any] = MappingProxyType({})
    toast: str | None = None
    rows: tuple[str, ...] = ()


class Transcript(NamedTuple):
    """A file: who talks (their app's language), and what they do."""

    name: str
    code: str
    deeds: tuple[Deed, ...]

    @property
    def is_for_all(self) -> bool:
        """Whether other skins than Telegram can play it."""
        return all(deed.does != "!" and deed.toast is None for deed in self.deeds)


def read(path: Path) -> Transcript:
    """A transcript; the language of the app is the file name's last part (``back.en.txt``)."""
    deeds: list[Deed] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        mark, rest = line[:1], line[1:].strip()
        if mark in (">", "!"):
            deeds.append(Deed(number, mark, rest))
        elif mark == "[":
            deeds.append(Deed(number, mark, rest.removesuffix("]")))
        elif mark not in ("", "#"):
            deeds[-1] = _expecting(deeds[-1], mark, rest)
    return Transcript(path.stem, path.stem.rpartition(".")[2], tuple(deeds))


def _expecting(deed: Deed, mark: str, rest: str) -> Deed:
    match mark:
        case "<":
            return deed._replace(shows=(*deed.shows, rest))
        case "x":
            return deed._replace(hides=(*deed.hides, rest))
        case "=":
            return deed._replace(brief=json.loads(rest))
        case "*":
            return deed._replace(toast=rest)
        case "|":
            return deed._replace(rows=(*deed.rows, rest))
    raise ValueError(f"a line begins with {mark!r}")


def check(deed: Deed, screen: str, brief: Mapping[str, Any]) -> None:
    """Fail with the line, what was done and the whole screen, unless all expectations hold."""
    missing = [text for text in deed.shows if text not in screen]
    extra = [text for text in deed.hides if text in screen]
    wrong = {name: brief.get(name) for name, value in deed.brief.items() if brief.get(name) != value}
    if missing or extra or wrong:
        told = (
            f"line {deed.line} ({deed.does} {deed.what}): missing {missing}, unwanted {extra}, brief {wrong}"
        )
        raise AssertionError(f"{told}\n{screen}")


def transcripts() -> list[Transcript]:
    """All of them, by name."""
    return [read(path) for path in sorted(HERE.glob("*.txt"))]
