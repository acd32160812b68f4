"""Transcripts of several people: who does what, and what is then to be read, in a group, inline or in private.

A line begins with a name, then what they do: ``小安> words``, ``小安^ words`` in reply to the card, ``小安 [label]`` a tap
in the group, ``小安? words`` a query after the bot's name in some other chat, ``小安+ 1`` sends the first card offered,
``小安 {label}`` a tap on the shared card, ``小安@ `` opens its link in private, ``小安 (label)`` a tap there.
Below it, ``<`` is what can then be read in that place, ``x`` what cannot, ``*`` the toast. ``#`` begins a comment.
"""

import re
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent / "people"
_DEED = re.compile(r"(\w+)(?:([>^?+@]) ?(.*)| \[(.+)\]| \{(.+)\}| \((.+)\))")


class Deed(NamedTuple):
    """One thing somebody does, with what must and must not be read afterwards."""

    line: int
    who: str
    does: str  # > ^ ? + @ [ { (
    what: str
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    toast: str | None = None


class Transcript(NamedTuple):
    """A file; the language of everybody's app is the last part of its name."""

    name: str
    code: str
    deeds: tuple[Deed, ...]


def read(path: Path) -> Transcript:
    """A transcript."""
    deeds: list[Deed] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        mark, rest = line[:1], line[1:].strip()
        if mark in ("", "#"):
            continue
        if mark == "<":
            deeds[-1] = deeds[-1]._replace(shows=(*deeds[-1].shows, rest))
        elif mark == "*":
            deeds[-1] = deeds[-1]._replace(toast=rest)
        elif line.startswith("x "):
            deeds[-1] = deeds[-1]._replace(hides=(*deeds[-1].hides, rest))
        else:
            deeds.append(_deed(number, line))
    return Transcript(path.stem, path.stem.rpartition(".")[2], tuple(deeds))


def _deed(number: int, line: str) -> Deed:
    found = _DEED.fullmatch(line)
    if found is None:
        raise ValueError(f"line {number} says nobody's deed: {line!r}")
    who, mark, words, tapped, shared, private = found.groups()
    if mark:
        return Deed(number, who, mark, words.strip())
    return Deed(number, who, "[" if tapped else "{" if shared else "(", tapped or shared or private)


def transcripts() -> list[Transcript]:
    """All of them, by name."""
    return [read(path) for path in sorted(HERE.glob("*.txt"))]
