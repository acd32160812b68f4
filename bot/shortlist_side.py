"""/shortlist: the creators a seller starred, and in a group those the members voted up."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from bot import pins
from bot.conversation import Conversation, tag_of
from bot.outreach import COPIED
from bot.screens import words
from bot.screens.detail import address
from bot.screens.rows import ROOM, clip, flow
from bot.screens.screen import Button, Screen, Tap, bold, esc
from bot.sides import Aside, Ask
from bot.stage import listed
from bot.takeaway import workbook
from bot.taps import UnknownTap
from bot.texts import Texts
from bot.turn import File, Turn
from data.conversations import Place
from knowledge.answer import Advice, Economics, Pick, Plan, PlanStatus
from knowledge.models import Platform

AREA = "~list"
NAMED = 30  # creators of a list that one message shows
OTHERS = 6  # lists of other briefs that can be opened from here


class Briefs(NamedTuple):
    """What the shortlist needs of the conversations.

    ``all`` are a person's briefs here, newest first; ``read`` gives one with its advice (LookupError where there
    is none); ``star`` presses a star button; ``voted`` are the channel keys that a group is for, best first;
    ``is_pinned`` tells of a brief's card.
    """

    all: Callable[[Place], Sequence[Conversation]]
    read: Callable[[Place, str | None], tuple[Conversation, Advice | None]]
    star: Callable[[Place, Tap], object]
    voted: Callable[[str], Sequence[str]]
    is_pinned: Callable[[str], bool] = lambda brief: False


class Kept(NamedTuple):
    """Somebody on a list; ``pick`` is None for one whom the answer does not list any more."""

    key: str
    pick: Pick | None
    is_starred: bool


class Shortlist(Aside):
    """Shows, trims and exports the list of one brief at a time."""

    area = AREA
    commands = frozenset({"shortlist"})

    def __init__(self, briefs: Briefs, today: Callable[[], date] = date.today) -> None:
        self.briefs, self.today = briefs, today

    def command(self, ask: Ask, name: str, argument: str) -> Turn:
        """The newest brief with a list."""
        lists = self._lists(ask.place)
        return Turn.aside(ask.language, self._screen(ask, lists[0].id if lists else None))

    def tap(self, ask: Ask, slot: str, value: str) -> Turn:
        """``show`` a brief's list, take somebody ``off`` it, or have it as ``xlsx``."""
        brief, _, tag = value.partition(".")
        try:
            match slot:
                case "show":
                    return Turn.aside(ask.language, self._screen(ask, brief))
                case "off":
                    self.briefs.star(ask.place, Tap(brief, "star", f"-{tag}"))
                    return Turn.aside(ask.language, self._screen(ask, brief))
                case "xlsx":
                    return self._workbook(ask, brief)
        except LookupError:
            return Turn.aside(ask.language, toast=Texts(ask.language)("toast.gone"))
        raise UnknownTap(f"no button of the shortlist sets {slot!r}")

    def _lists(self, place: Place) -> list[Conversation]:
        return [
            c
            for c in self.briefs.all(place)
            if c.view.starred or self.briefs.is_pinned(c.id) or self.briefs.voted(c.id)
        ]

    def _kept(self, ask: Ask, brief: str) -> tuple[Conversation, Advice | None, list[Kept]]:
        conversation, advice = self.briefs.read(ask.place, brief)
        picks = {pick.id: pick for pick in listed(advice)} if advice else {}
        keys = dict.fromkeys((*self.briefs.voted(brief), *conversation.view.starred))
        starred = set(conversation.view.starred)
        return conversation, advice, [Kept(key, picks.get(key), key in starred) for key in keys][:NAMED]

    def _screen(self, ask: Ask, brief: str | None) -> Screen:
        texts = Texts(ask.language)
        if brief is None:
            return Screen(esc(texts("shortlist.none")))
        conversation, _, kept = self._kept(ask, brief)
        title = bold(texts("shortlist.title", product=clip(conversation.brief.product or "", 30)))
        lines = [_line(one, texts) for one in kept] or [esc(texts("shortlist.empty"))]
        fiction = words.fiction(texts, [one.pick for one in kept if one.pick])
        text = "\n".join(line for line in (title, fiction, *lines) if line)
        rows: tuple[tuple[Button, ...], ...] = (
            *_handles(kept, texts),
            *self._exports(brief, kept, texts),
            *_removals(brief, kept, texts),
        )
        if self.briefs.is_pinned(brief):
            rows = (*rows, pins.buttons_of(brief, ask, texts))
        return Screen(text, (*rows, *self._others(ask, brief, texts)))

    def _exports(self, brief: str, kept: list[Kept], texts: Texts) -> tuple[tuple[Button, ...], ...]:
        is_any = any(one.pick for one in kept)
        return ((Button(texts("button.xlsx"), Tap(AREA, "xlsx", brief)),),) if is_any else ()

    def _others(self, ask: Ask, brief: str, texts: Texts) -> tuple[tuple[Button, ...], ...]:
        others = [c for c in self._lists(ask.place) if c.id != brief][:OTHERS]
        labels = (texts("shortlist.of", product=clip(c.brief.product or "", 24)) for c in others)
        return tuple(
            (Button(label, Tap(AREA, "show", c.id)),) for label, c in zip(labels, others, strict=True)
        )

    def _workbook(self, ask: Ask, brief: str) -> Turn:
        """The list as a workbook of its own: who, for how much, and why."""
        texts = Texts(ask.language)
        _, advice, kept = self._kept(ask, brief)
        picks = tuple(one.pick for one in kept if one.pick)
        if advice is None or not picks:
            return Turn.aside(ask.language, toast=texts("shortlist.empty"))
        unplanned = Plan(
            budget=advice.plan.budget, total=None, remainder=None, status=PlanStatus.UNSOLVED, gap=None
        )
        alone = {"creators": picks, "alternatives": (), "plan": unplanned, "economics": Economics()}
        content = workbook.draw(advice.model_copy(update=alone), texts, self.today(), workbook.LIST)
        caption = texts("shortlist.title", product=clip(advice.brief.product or "", 30))
        return Turn.aside(
            ask.language, files=(File(f"kol-shortlist-{self.today():%Y%m%d}.xlsx", content, caption),)
        )


def _line(one: Kept, texts: Texts) -> str:
    mark = "⭐" if one.is_starred else "👍"
    if one.pick is None:
        platform, _, handle = one.key.partition(":")
        return f"{mark} {words.platform(texts, Platform(platform))} · @{esc(handle)}"
    return f"{mark} {bold(clip(one.pick.name, 28))}\n　{esc(words.where(texts, one.pick))} · {esc(address(one.pick))}"


def _handles(kept: list[Kept], texts: Texts) -> tuple[tuple[Button, ...], ...]:
    """A button that copies every handle, as far as one button holds them."""
    copied = ""
    for one in kept:
        line = f"@{one.pick.handle if one.pick else one.key.partition(':')[2]}"
        longer = f"{copied}\n{line}" if copied else line
        copied = longer if len(longer) <= COPIED else copied
    return ((Button(texts("button.copy_handles"), copy=copied),),) if copied else ()


def _removals(brief: str, kept: list[Kept], texts: Texts) -> tuple[tuple[Button, ...], ...]:
    names = [
        (one, one.pick.name if one.pick else one.key.partition(":")[2]) for one in kept if one.is_starred
    ]
    return flow(
        (
            Button(clip(f"✖️ {name}", ROOM[2]), Tap(AREA, "off", f"{brief}.{tag_of(one.key)}"))
            for one, name in names
        ),
        2,
    )
