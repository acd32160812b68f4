"""Creators of a roster one by one: lists, search, a page each, corrections, removal."""

from bot.rosters import screens
from bot.rosters.case import AREA, Case, Gone
from bot.rosters.fields import label
from bot.rosters.refusals import said
from bot.screens.pane import visible
from bot.screens.rows import flow
from bot.screens.screen import Button, Screen
from bot.turn import Turn
from data import find
from data.amend import CANNOT_BE_EMPTY, EDITABLE, FEES, OF_CREATOR, amend, clear, remove
from data.changes import last_change
from data.waits import Waits
from knowledge.models import Channel, Creator

LONGEST_NAME = 60  # characters of words that are taken for a name
LONGEST_VALUE = 2000  # characters of a correction
NOTHING = frozenset({"清空", "清除", "沒有", "clear", "none", "-", "–", "—"})  # what makes a field unknown


def listed(case: Case) -> Turn:
    some, pages = find.page(case.roster, int(case.rest[0]), screens.PAGE)
    page = min(max(int(case.rest[0]), 1), pages)
    return case.show(screens.listing(case, some, page, pages))


def searched(case: Case, words: str) -> Turn:
    """Who a name brings; the page itself where only one is called so."""
    some = find.search(case.roster, words[:200])
    if len(some) == 1:
        return case.show(screens.creator(case, _creator(case, some[0].tag)))
    return case.show(screens.found(case, words, some))


def opened(case: Case) -> Turn:
    return case.show(screens.creator(case, _creator(case, case.rest[0])))


def edit(case: Case) -> Turn:
    """Whose field is to be changed, then which: a creator with one channel is asked once."""
    one = _creator(case, case.rest[0])
    if len(case.rest) == 1 and len(one.channels) > 1:
        return case.show(_whose(case, one))
    number = int(case.rest[1]) if len(case.rest) > 1 else 1 if one.channels else 0
    return case.show(_which(case, one, number))


def _whose(case: Case, one: Creator) -> Screen:
    pane, here = case.pane, case.value(find.tag_of(one.id))
    rows = [[pane.button("roster.edit.person", "edit", f"{here}.0")]]
    for n, channel in enumerate(one.channels[:20], 1):
        shown = f"{pane.texts.label('platform', channel.platform)} @{visible(channel.handle, 20)}"
        rows.append([pane.named(shown, "edit", f"{here}.{n}")])
    lines = [pane.title("roster.edit.whose", name=visible(one.name, 40))]
    return pane.screen(lines, (), *rows, [pane.button("button.back", "c", here)])


def _which(case: Case, one: Creator, number: int) -> Screen:
    """The fields of a channel with those of the creator; ``number`` 0 is the creator's alone."""
    pane, here = case.pane, case.value(find.tag_of(one.id))
    channel = _channel(one, number)
    known = {f"fee_{fee.format}" for fee in channel.fees} if channel else set()
    fields = [f for f in EDITABLE if f in OF_CREATOR or (channel and (f not in FEES or f in known))]
    fields += [f for f in ("fee_post", "fee_reel", "fee_story", "fee_unboxing") if channel and f not in known]
    buttons = [
        pane.named(label(pane.texts, field), "field", f"{here}.{number}.{EDITABLE.index(field)}")
        for field in fields
    ]
    lines = [pane.title("roster.edit.which", name=visible(one.name, 40))]
    return Screen(pane.screen(lines).html, (*flow(buttons), (pane.button("button.back", "c", here),)))


def ask_value(case: Case, waits: Waits) -> Turn:
    """A field was chosen: the next words are its value."""
    one, number, field = _chosen(case)
    waits.ask(case.ask.place, AREA, "field." + case.value(*case.rest[:3]))
    lines = [
        case.pane.line("roster.edit.ask", column=label(case.pane.texts, field), name=visible(one.name, 40)),
        case.pane.line("roster.edit.must" if field in CANNOT_BE_EMPTY else "roster.edit.clear"),
    ]
    back = case.pane.button("button.back", "edit", case.value(case.rest[0], number))
    return case.show(case.pane.screen(lines, [back]))


def set_value(case: Case, words: str) -> Turn:
    """Words for a field: read as a cell of a file would be, or refused with what to write instead."""
    one, number, field = _chosen(case)
    channel = None if field in OF_CREATOR else _channel(one, number)
    source, cell = case.pane.texts("roster.edit.source"), words.strip()[:LONGEST_VALUE]
    if cell.casefold() in NOTHING:
        clear(case.roster, one, channel, field, source)
        return _after(case, one, "roster.edit.cleared", field)
    report = amend(case.roster, one, channel, field, cell, source, case.today)
    refused = [row for file in report.files for row in file.refused]
    if not refused:
        return _after(case, one, "roster.edit.done" if report.changed else "roster.edit.same", field)
    problem = refused[0].problems[0]
    texts = case.pane.texts
    note = texts(
        "roster.edit.refused", value=visible(cell, 60), reason=said(texts, problem.reason),
        suggestion=said(texts, problem.suggestion),
    )  # fmt: skip
    again = case.pane.button("roster.button.again", "field", case.value(*case.rest[:3]))
    shown = screens.creator(case, one, note)
    return case.show(Screen(shown.html, ((again,), *shown.buttons)))


def _after(case: Case, one: Creator, key: str, field: str) -> Turn:
    """The creator as it is now, with the way back from the change."""
    now = case.roster.creator(one.id)
    if now is None:
        raise Gone("no such creator")
    shown = screens.creator(case, now, case.pane.texts(key, column=label(case.pane.texts, field)))
    return case.show(Screen(shown.html, (*_undo(case), *shown.buttons)))


def _undo(case: Case) -> tuple[tuple[Button, ...], ...]:
    last = last_change(case.roster)
    return ((case.pane.button("import.button.undo", "undo2", case.value(last.mark)),),) if last else ()


def ask_remove(case: Case) -> Turn:
    one, here = _creator(case, case.rest[0]), case.value(case.rest[0])
    yes = case.pane.button("roster.button.remove", "rm2", here)
    back = case.pane.button("team.button.keep", "c", here)
    return case.show(screens.sure(case, "roster.sure.remove", yes, back, name=visible(one.name, 40)))


def removed(case: Case) -> Turn:
    one = _creator(case, case.rest[0])
    remove(case.roster, one, case.pane.texts("roster.edit.source"))
    shown = screens.told(case, "roster.removed", name=visible(one.name, 40))
    return case.show(Screen(shown.html, (*_undo(case), *shown.buttons)))


def _creator(case: Case, tag: str) -> Creator:
    creator_id = find.by_tag(case.roster, tag)
    one = case.roster.creator(creator_id) if creator_id else None
    if one is None:
        raise Gone("no such creator")
    return one


def _chosen(case: Case) -> tuple[Creator, int, str]:
    """Creator, channel number and field that a button names."""
    one, number, field = _creator(case, case.rest[0]), int(case.rest[1]), EDITABLE[int(case.rest[2])]
    if field not in OF_CREATOR and _channel(one, number) is None:
        raise Gone("no such channel")
    return one, number, field


def _channel(one: Creator, number: int) -> Channel | None:
    return one.channels[number - 1] if 0 < number <= len(one.channels) else None
