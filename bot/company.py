"""A card that several people stand around: who changed it, votes on it, and what onlookers may press. Pure."""

import re
from collections.abc import Iterator, Mapping
from hashlib import blake2s
from typing import NamedTuple, Protocol

from bot.conversation import Before, Conversation, Scene, here, tag_of
from bot.screens import words
from bot.screens.rows import Rows, clip
from bot.screens.screen import Button, Screen, Tap
from bot.texts import Texts
from knowledge.models import Brief

SHOWS = frozenset({"page", "votes"})  # slots that change nothing whatever their value
OPENS = frozenset(Scene) - {Scene.MAIN, Scene.CHANGE}
UP, DOWN = "👍", "👎"
NAME = 20  # characters of a person's name on a card

_WAYS = {"u": 1, "d": -1}
_DETAIL = re.compile(r"detail\.([0-9a-f]{8})")
_NUMBER = re.compile(r"\d+")
_COUNTED = re.compile(rf"({UP}|{DOWN}).*")


class Counts(Protocol):
    """The votes on one creator."""

    @property
    def up(self) -> int: ...
    @property
    def down(self) -> int: ...


class Ballot(NamedTuple):
    """A vote as a button's value has it: ``1a2b3c4d.u``."""

    tag: str
    value: int

    def __str__(self) -> str:
        return f"{self.tag}.{'u' if self.value > 0 else 'd'}"

    @classmethod
    def read(cls, value: str) -> "Ballot":
        """Raises ValueError for what no vote button says."""
        tag, _, way = value.rpartition(".")
        if way not in _WAYS or not tag:
            raise ValueError(f"{value!r} is no vote")
        return cls(tag, _WAYS[way])


def only_shows(slot: str, value: str) -> bool:
    """Whether a button opens something and changes nothing, so that anybody may press it."""
    return slot in SHOWS or (slot == "show" and value.partition(".")[0] in OPENS)


def is_answer(conversation: Conversation) -> bool:
    """Whether the card shows an answer, and not a question."""
    return conversation.question is None and conversation.view.doubt is None


def change_of(conversation: Conversation) -> str:
    """Names the last change of a brief, from what to what; empty before the first."""
    past = conversation.view.past
    if not past:
        return ""
    both = past[-1].model_dump_json() + here(conversation).model_dump_json()
    return blake2s(both.encode(), digest_size=12).hexdigest()


def changed(conversation: Conversation, name: str, texts: Texts) -> str:
    """Who changed what in the last change: ``小安 把預算改成 NT$80,000``."""
    before = conversation.view.past[-1]
    name = clip(name, NAME)
    new, old = (dict(words.fields(texts, brief)) for brief in (conversation.brief, before.brief))
    told = [
        texts("groups.set", label=_label(field, texts), words=clip(shown, 60))
        for field, shown in new.items()
        if old.get(field) != shown
    ]
    told += [texts("groups.lifted", label=_label(field, texts)) for field in old if field not in new]
    if not told:
        told = [texts(f"groups.{_moved(conversation, before)}")]
    return texts("groups.changed", name=name, what=texts.join(told))


def _label(field: str, texts: Texts) -> str:
    """A field's name within a sentence."""
    return texts(f"field.{field}").lower()


def _moved(conversation: Conversation, before: Before) -> str:
    """What else than the brief can be changed: who is on the list."""
    view = conversation.view
    if view.without != before.without:
        return "without"
    if view.plan != before.plan and (view.seen, view.like) == (before.seen, before.like):
        return "planned"
    return "another" if view.seen != before.seen else "steered"


def with_undo(screen: Screen, conversation: Conversation, name: str, texts: Texts) -> Screen:
    """The card with a button that takes a named person's change back, in place of the one without a name."""
    rows = tuple(
        tuple(button for button in row if button.tap is None or button.tap.slot != "undo")
        for row in screen.buttons
    )
    label = texts("button.undo_of", name=clip(name, 8))
    undo = Button(label, Tap(conversation.id, "undo", conversation.mark))
    return Screen(screen.html, (*(row for row in rows if row), (undo,)))


def numbered(screen: Screen) -> dict[str, str]:
    """The creators that a screen has a detail button for: tag -> number on screen."""
    found: dict[str, str] = {}
    for row in screen.buttons:
        for button in row:
            match = _DETAIL.fullmatch(button.tap.value) if button.tap else None
            number = _NUMBER.search(button.label)
            if match and number:
                found[match[1]] = number[0]
    return found


def with_votes(
    screen: Screen, conversation: Conversation, tallies: Mapping[str, Counts], area: Tap
) -> Screen:
    """The card with votes below its creators, or on the one creator it shows.

    :param tallies: votes by channel key.
    :param area: what a vote button taps: ``area.value`` is put before the vote.
    """
    if conversation.view.scene is Scene.DETAIL and len(conversation.view.on) == 1:
        return Screen(
            screen.html, (*votes({tag_of(conversation.view.on[0]): ""}, tallies, area), *screen.buttons)
        )
    shown = numbered(screen) if conversation.view.scene is Scene.MAIN else {}
    at = _after_details(screen)
    return Screen(screen.html, (*screen.buttons[:at], *votes(shown, tallies, area), *screen.buttons[at:]))


def votes(numbers: Mapping[str, str], tallies: Mapping[str, Counts], area: Tap) -> Rows:
    """Rows with a button for and against each creator. ``numbers``: tag -> what stands before the thumb."""
    by_tag = {tag_of(channel): counts for channel, counts in tallies.items()}
    buttons = [b for tag, number in numbers.items() for b in _pair(f"{number} ".lstrip(), tag, by_tag, area)]
    return tuple(tuple(buttons[n : n + 4]) for n in range(0, len(buttons), 4))


def _pair(prefix: str, tag: str, tallies: Mapping[str, Counts], area: Tap) -> tuple[Button, Button]:
    counts = tallies.get(tag)
    up, down = (counts.up, counts.down) if counts else (0, 0)
    return (
        Button(counted(f"{prefix}{UP}", up), area._replace(value=f"{area.value}{Ballot(tag, 1)}")),
        Button(counted(f"{prefix}{DOWN}", down), area._replace(value=f"{area.value}{Ballot(tag, -1)}")),
    )


def counted(label: str, count: int) -> str:
    """A vote button's label with its count; without one where nobody voted so."""
    return _COUNTED.sub(rf"\1 {count}" if count else r"\1", label)


def _after_details(screen: Screen) -> int:
    """The row below the last one that opens a creator."""
    rows = [n for n, row in enumerate(screen.buttons) if any(_is_detail(button) for button in row)]
    return rows[-1] + 1 if rows else 0


def _is_detail(button: Button) -> bool:
    return button.tap is not None and bool(_DETAIL.fullmatch(button.tap.value))


def for_onlookers(screen: Screen, conversation: Conversation, area: Tap | None = None) -> Screen:
    """The screen with the buttons that only show; "back" leads to the list.

    :param area: where taps go instead of the brief, as ``area.value`` + ``slot.value``; for a frozen answer.
    """
    rows = []
    for row in screen.buttons:
        kept = tuple(_kept(row, conversation.id, area))
        if kept:
            rows.append(kept)
    return Screen(screen.html, tuple(rows))


def _kept(row: tuple[Button, ...], brief_id: str, area: Tap | None) -> Iterator[Button]:
    for button in row:
        tap = button.tap
        if tap is None:
            yield button
            continue
        if tap.brief_id != brief_id:
            continue
        if tap.slot == "back":
            tap = tap._replace(slot="page", value="1")
        if only_shows(tap.slot, tap.value):
            moved = area._replace(value=f"{area.value}{tap.slot}.{tap.value}") if area else tap
            yield button._replace(tap=moved)


def topic(brief: Brief, texts: Texts) -> str:
    """Product, price and budget in a line, the last by its name: two sums side by side look alike."""
    known = dict(words.fields(texts, brief))
    said = [clip(known[name].split(" · ")[0], 40) for name in ("product", "price") if name in known]
    if budget := known.get("budget"):
        said.append(texts("chip.budget", budget=budget))
    return "｜".join(said)
