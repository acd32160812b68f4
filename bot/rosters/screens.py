"""What is shown of a roster: counts, lists, one creator, what is wrong. Pure: everything known comes in."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.authority import Act
from bot.rosters.case import Case
from bot.rosters.details import channel_lines, dated, origin_lines
from bot.rosters.fields import label
from bot.rosters.niches import counted, named
from bot.screens.pane import Pane, visible
from bot.screens.screen import Button, Screen, esc, quote
from data.changes import LastChange
from data.find import Listed, tag_of
from data.quality import Quality
from data.stats import UNKNOWN, RosterStats
from knowledge.models import Channel, Creator, Fee, Figure

PAGE = 8  # creators on a screen
SOME = 6  # values of a count
NAME = 28  # characters of one
FIGURES = ("followers", "avg_views", "engagement", "posts_per_month")


class Facts(NamedTuple):
    """What the first screen tells of a roster. ``duplicates`` and ``odd`` are None where counting takes too long."""

    stats: RosterStats
    duplicates: int | None
    odd: int | None
    last: LastChange | None
    has_team: bool  # the person or group has a team, whose roster this may not be
    can_enrich: bool


def home(case: Case, facts: Facts, note: str | None = None) -> Screen:
    """Counts by platform, size and niche, ages, gaps, and what can be done."""
    pane, stats = case.pane, facts.stats
    lines = [esc(note), ""] if note else []
    lines.append(pane.title("roster.title", roster=case.name))
    if not stats.creators:
        lines.append(pane.line("roster.empty" if case.may(Act.IMPORT) else "roster.empty.others"))
        return pane.screen(lines, _empty_ways(case, facts))
    lines.append(pane.line("roster.counts", creators=stats.creators, channels=stats.channels))
    if not stats.own_creators:
        lines.append(pane.line("roster.demo"))
    elif stats.demo_creators:
        lines.append(pane.line("roster.own_only", n=stats.own_creators))
    lines += _counts(pane, facts)
    return pane.screen(lines, _ways(case, facts))


def _counts(pane: Pane, facts: Facts) -> list[str]:
    stats = facts.stats
    lines = [
        _count(
            pane, "roster.platforms", {pane.texts.label("platform", p): n for p, n in stats.platforms.items()}
        ),
        _count(pane, "roster.tiers", {pane.texts.label("tier", t): n for t, n in stats.tiers.items()}),
        _count(pane, "roster.niches", counted(stats.categories, pane.texts)),
        _count(
            pane, "roster.ages", {pane.texts(f"roster.age.{_age_key(a)}"): n for a, n in stats.age.items()}
        ),
        _count(pane, "roster.missing", {label(pane.texts, name): n for name, n in stats.missing.items()}),
    ]
    if facts.duplicates:
        lines.append(pane.line("roster.duplicates", n=facts.duplicates))
    if facts.odd:
        lines.append(pane.line("roster.odd", n=facts.odd))
    return [line for line in lines if line]


def _age_key(name: str) -> str:
    return {"up to 30 days": "month", "31 to 90 days": "quarter", "91 to 365 days": "year"}.get(
        name, "unknown" if name == UNKNOWN else "older"
    )


def _count(pane: Pane, key: str, counts: Mapping[str, int]) -> str:
    if not counts:
        return ""
    ordered = sorted(counts.items(), key=lambda item: item[0] == UNKNOWN)
    shown = {(pane.texts("unknown") if name == UNKNOWN else name): n for name, n in ordered}
    parts = [f"{_whole_words(name)} {pane.texts.number(n)}" for name, n in list(shown.items())[:SOME]]
    more = ["…"] if len(shown) > SOME else []
    return pane.line(key, counts=pane.texts.join([*parts, *more]))


def _whole_words(name: str) -> str:
    """A name as long as one of us would say it, cut between words where it has any."""
    kept = textwrap.shorten(visible(name), NAME, placeholder="…")
    return kept if len(kept) > 1 else visible(name, NAME)


def _empty_ways(case: Case, facts: Facts) -> list[Button]:
    buttons = [case.pane.button("roster.button.how", "import", case.key)] if case.may(Act.IMPORT) else []
    return [*buttons, *_switches(case, facts)]


def _ways(case: Case, facts: Facts) -> list[Button]:
    pane, here = case.pane, case.key
    buttons = [
        pane.button("roster.button.list", "list", f"{here}.1"),
        pane.button("roster.button.find", "find", here),
    ]
    if facts.duplicates != 0 and case.may(Act.CHANGE):
        buttons.append(
            pane.button("roster.button.duplicates", "dup", f"{here}.1", count=_known(facts.duplicates))
        )
    if facts.odd != 0:
        buttons.append(pane.button("roster.button.odd", "odd", f"{here}.1", count=_known(facts.odd)))
    if case.may(Act.IMPORT):
        buttons.append(pane.button("roster.button.how", "import", here))
    if case.may(Act.EXPORT) and case.is_private:
        buttons += [
            pane.button("roster.button.xlsx", "xlsx", here),
            pane.button("roster.button.csv", "csv", here),
        ]
    if facts.can_enrich and case.may(Act.CHANGE):
        buttons.append(pane.button("roster.button.enrich", "enrich", here))
    if facts.last and case.may(Act.CHANGE):
        buttons.append(pane.button("roster.button.undo", "undo", case.value(facts.last.mark)))
    return [*buttons, *_switches(case, facts)]


def _known(count: int | None) -> str:
    return "" if count is None else f" {count}"


def _switches(case: Case, facts: Facts) -> list[Button]:
    """To the shared roster and back, for whoever may choose."""
    pane = case.pane
    if not facts.has_team or not (case.is_private or case.may(Act.CHANGE) or case.team is None):
        return []
    return [
        pane.button("roster.button.own", "own")
        if case.team is None
        else pane.button("roster.button.common", "common")
    ]


def listing(case: Case, some: Sequence[Listed], page: int, pages: int) -> Screen:
    """A page of creators by name."""
    pane = case.pane
    lines = [pane.title("roster.list", roster=case.name)]
    pager = pane.pager("list", case.key, page, pages)
    return pane.screen(lines, (), *_rows(case, some), pager, [_home(case)])


def found(case: Case, words: str, some: Sequence[Listed]) -> Screen:
    """Who a search brought, the best first; where nobody, what to try."""
    pane = case.pane
    key = "roster.found" if some else "roster.nobody"
    lines = [pane.line(key, words=visible(words, 40), n=len(some))]
    return pane.screen(lines, [] if some else [pane.button("roster.button.find", "find", case.key)],
                       *_rows(case, some[:PAGE]), [_home(case)])  # fmt: skip


def _rows(case: Case, some: Sequence[Listed]) -> list[list[Button]]:
    return [[case.pane.named(_named(case.pane, one), "c", case.value(one.tag))] for one in some]


def _named(pane: Pane, one: Listed) -> str:
    platforms = dict.fromkeys(key.partition(":")[0] for key in one.channels)
    return (
        f"{visible(one.name, 24)} · {pane.texts.join([pane.texts.label('platform', p) for p in platforms])}"
    )


def creator(case: Case, one: Creator, note: str | None = None) -> Screen:
    """One creator with all channels. Contact and notes are shown in private alone."""
    pane, here = case.pane, case.value(tag_of(one.id))
    lines = [esc(note), ""] if note else []
    lines.append(f"<b>{esc(visible(one.name, 60))}</b>")
    if one.demo:
        lines.append(pane.line("roster.fiction"))
    if one.region:
        lines.append(_labelled(pane, "region", pane.texts.label("region", one.region)))
    lines += _personal(case, one)
    for channel in one.channels[:6]:
        lines += ["", *_channel(case, channel)]
    if len(one.channels) > 6:
        lines.append(pane.line("import.more", n=len(one.channels) - 6))
    lines += origin_lines(pane, one)
    buttons = [
        pane.button("roster.button.edit", "edit", here),
        pane.button("roster.button.remove", "rm", here),
    ]
    return pane.screen(lines, buttons if case.may(Act.CHANGE) else (), [_home(case)])


def _personal(case: Case, one: Creator) -> list[str]:
    pane = case.pane
    if not case.is_private:
        return [pane.line("roster.contact_in_private")] if one.contact or one.notes else []
    told = [("contact", one.contact), ("notes", one.notes)]
    return [_labelled(pane, name, visible(text, 300)) for name, text in told if text]


def _labelled(pane: Pane, field: str, words: str) -> str:
    return esc(pane.texts("labelled", label=label(pane.texts, field), words=words))


def _channel(case: Case, channel: Channel) -> list[str]:
    pane = case.pane
    name = pane.texts.label("platform", channel.platform)
    lines = [f"<b>{esc(name)}</b> @{esc(visible(channel.handle, 60))}"]
    lines += [esc(visible(channel.url, 200))] if channel.url else []
    for field in FIGURES:
        figure: Figure | None = getattr(channel, field)
        if figure:
            lines.append(_labelled(pane, field, _figure(case, field, figure)))
    if channel.followers is None:
        lines.append(_labelled(pane, "followers", pane.texts("unknown")))
    lines += [_fee(case, fee) for fee in channel.fees[:8]]
    if channel.category:
        lines.append(_labelled(pane, "category", visible(named(channel.category, pane.texts), 60)))
    lines += channel_lines(pane, channel)
    if channel.content:
        lines.append(quote([esc(visible(channel.content, 500))]))
    return lines


def _figure(case: Case, field: str, figure: Figure) -> str:
    texts = case.pane.texts
    value = texts.percent(figure.value) if field == "engagement" else texts.count(figure.value)
    return value + dated(texts, figure)


def _fee(case: Case, fee: Fee) -> str:
    texts = case.pane.texts
    money = texts.money(fee.price.range) + dated(texts, fee.price)
    return _labelled(case.pane, f"fee_{fee.format}", f"{money} · {texts.label('basis', fee.price.basis)}")


def odd(case: Case, quality: Quality, page: int) -> Screen:
    """Figures out of range and old ones, most pressing first."""
    pane = case.pane
    lines = [
        pane.line(
            "roster.odd_line", name=visible(o.name, 24), column=label(pane.texts, o.field), value=o.value
        )
        for o in quality.out_of_range
    ]
    lines += [
        pane.line("roster.stale_line", name=visible(s.name, 24), as_of=s.as_of.isoformat(), days=s.days)
        for s in quality.stale
    ]
    pages = max(1, -(-len(lines) // (2 * PAGE)))
    page = min(max(page, 1), pages)
    shown = lines[2 * PAGE * (page - 1) : 2 * PAGE * page] or [pane.line("roster.all_well")]
    title = pane.title("roster.odd.title", n=len(lines))
    return pane.screen([title, *shown], (), pane.pager("odd", case.key, page, pages), [_home(case)])


def sure(case: Case, question: str, yes: Button, back: Button, **values: object) -> Screen:
    """A deed to be confirmed: the safe way comes first."""
    return case.pane.screen([case.pane.line(question, **values)], (), [back], [yes])


def told(case: Case, key: str, **values: object) -> Screen:
    """One line with the way to the roster."""
    return case.pane.screen([case.pane.line(key, **values)], [_home(case)])


def _home(case: Case) -> Button:
    return case.pane.button("button.back", "home", case.key)
