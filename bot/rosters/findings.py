"""What concerns a whole roster: its first screen, duplicates, odd figures, export, undo, refreshing."""

from collections.abc import Callable, Sequence
from io import BytesIO, StringIO

from bot.rosters import screens
from bot.rosters.case import Case, Gone
from bot.rosters.refusals import said
from bot.screens.pane import visible
from bot.screens.screen import Screen, esc
from bot.turn import File, Turn
from data import find
from data.changes import last_change, undo_change
from data.combine import UnknownCreator, combine
from data.connectors.connector import Connector
from data.duplicates import Duplicate
from data.enrich import Enrichment, enrich
from data.exporter import Unwritable, write_csv, write_xlsx
from data.intake import CannotUndo
from data.quality import Quality, quality_of
from knowledge.models import Creator

EXAMINED = 3_000  # creators up to which the first screen looks for duplicates; beyond, a button does
Sources = Callable[[], Sequence[Connector]]


class Findings:
    """Remembers what was found wrong with a roster until it changes. ``sources`` are the connectors with a key."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._found: dict[str, tuple[int, Quality]] = {}

    def quality(self, case: Case) -> Quality:
        """What is wrong with a roster, less the pairs that somebody said are two people."""
        path, version = str(case.roster.db.path), case.roster.version
        known = self._found.get(path)
        if known is None or known[0] != version:
            known = (version, quality_of(case.roster.in_use(), case.today))
            self._found = {path: known}
        two = case.pending.two_people()
        apart = tuple(d for d in known[1].duplicates if tuple(sorted((d.first, d.second))) not in two)
        return known[1].model_copy(update={"duplicates": apart})

    def home(self, case: Case, has_team: bool, note: str | None = None) -> Turn:
        """Counts, and what is wrong where counting that takes no time."""
        stats = case.roster.stats(case.today)
        found = self.quality(case) if 0 < stats.own_creators <= EXAMINED else None
        unknown = None if stats.own_creators else 0
        facts = screens.Facts(
            stats=stats,
            duplicates=len(found.duplicates) if found else unknown,
            odd=len(found.out_of_range) + len(found.stale) if found else unknown,
            last=last_change(case.roster),
            has_team=has_team,
            can_enrich=bool(stats.own_creators and self.sources()),
        )
        return case.show(screens.home(case, facts, note))

    def odd(self, case: Case) -> Turn:
        return case.show(screens.odd(case, self.quality(case), int(case.rest[0])))

    def duplicates(self, case: Case) -> Turn:
        """One pair at a time, the most evident first."""
        pairs = self.quality(case).duplicates
        number = int(case.rest[0])
        if not pairs:
            return case.show(screens.told(case, "roster.no_duplicates"))
        number = min(max(number, 1), len(pairs))
        return case.show(self._pair(case, pairs[number - 1], number, len(pairs)))

    def _pair(self, case: Case, pair: Duplicate, number: int, pairs: int) -> Screen:
        pane, both = case.pane, case.roster.find(ids=[pair.first, pair.second])
        by_id = {one.id: one for one in both}
        tags = f"{find.tag_of(pair.first)}.{find.tag_of(pair.second)}"
        lines = [pane.title("roster.pair", n=number, pairs=pairs)]
        lines += [
            f"{place}. {_shown(case, by_id[id_])}" for place, id_ in enumerate((pair.first, pair.second), 1)
        ]
        lines.append(
            pane.line("roster.because", why=pane.texts.join([_evidence(case, why) for why in pair.because]))
        )
        here = case.value(tags)
        buttons = [
            pane.button("roster.button.merge", "merge", here),
            pane.button("roster.button.two", "two", here),
        ]
        return pane.screen(
            lines,
            buttons,
            pane.pager("dup", case.key, number, pairs),
            [pane.button("button.back", "home", case.key)],
        )

    def merge(self, case: Case) -> Turn:
        first, second = self._both(case)
        try:
            whole = combine(case.roster, first, second)
        except UnknownCreator as problem:
            raise Gone(str(problem)) from None
        note = case.pane.texts("roster.merged", name=visible(whole.name, 40), n=len(whole.channels))
        return self._next_pair(case, note)

    def two(self, case: Case) -> Turn:
        case.pending.are_two(*self._both(case))
        return self._next_pair(case, case.pane.texts("roster.are_two"))

    def _both(self, case: Case) -> tuple[str, str]:
        first, second = (find.by_tag(case.roster, tag) for tag in case.rest[:2])
        if first is None or second is None:
            raise Gone("no such creator")
        return first, second

    def _next_pair(self, case: Case, note: str) -> Turn:
        after = self.duplicates(case._replace(rest=["1"])).screens[-1]
        return case.show(Screen(f"{esc(note)}\n\n{after.html}", after.buttons))

    def ask_undo(self, case: Case) -> Turn:
        last = last_change(case.roster)
        if last is None or last.mark != case.rest[0]:
            raise Gone("another change came after it")
        pane = case.pane
        yes = pane.button("roster.button.undo", "undo2", case.value(last.mark))
        back = pane.button("team.button.keep", "home", case.key)
        at = last.at.astimezone().strftime("%Y-%m-%d %H:%M")
        return case.show(
            screens.sure(
                case, "roster.sure.undo", yes, back, what=visible(last.what, 60), at=at, n=last.creators
            )
        )

    def undo(self, case: Case) -> Turn:
        try:
            done = undo_change(case.roster, case.rest[0])
        except CannotUndo as problem:
            why = said(case.pane.texts, str(problem))
            return case.show(screens.told(case, "roster.not_undone", why=visible(why, 300)))
        return case.show(
            screens.told(
                case,
                "roster.undone",
                what=visible(done.what, 60),
                restored=done.restored,
                removed=done.removed,
            )
        )

    def xlsx(self, case: Case) -> Turn:
        out = BytesIO()
        try:
            rows = write_xlsx(case.roster.each_in_use(), out)
        except Unwritable as problem:
            why = said(case.pane.texts, str(problem))
            return case.show(screens.told(case, "roster.not_exported", why=visible(why, 300)))
        return self._file(case, "xlsx", out.getvalue(), rows)

    def csv(self, case: Case) -> Turn:
        text = StringIO(newline="")
        rows = write_csv(case.roster.each_in_use(), text)
        return self._file(case, "csv", text.getvalue().encode("utf-8-sig"), rows)

    def _file(self, case: Case, kind: str, content: bytes, rows: int) -> Turn:
        name = f"roster-{case.today.isoformat()}.{kind}"
        caption = case.pane.texts("roster.exported", roster=case.name, n=rows)
        return case.show(files=(File(name, content, caption),))

    def enrich(self, case: Case) -> Turn:
        """Ask the platforms about one's own channels, and say what came of it."""
        reports = [enrich(case.roster, source, today=case.today) for source in self.sources()]
        if not reports:
            return case.show(screens.told(case, "roster.no_sources"))
        lines = [case.pane.title("roster.enriched")]
        for report in reports:
            lines += _enriched(case, report)
        last = last_change(case.roster)
        buttons = [case.pane.button("roster.button.home", "home", case.key)]
        if last and any(report.changed for report in reports):
            buttons.append(case.pane.button("import.button.undo", "undo2", case.value(last.mark)))
        return case.show(case.pane.screen(lines, buttons))


def _enriched(case: Case, report: Enrichment) -> list[str]:
    pane = case.pane
    lines = [
        pane.line(
            "roster.enriched.line", source=pane.texts.label("platform", report.source), changed=len(report.changed),
            unchanged=len(report.unchanged), missing=len(report.not_found), fresh=report.fresh, left=report.left,
        )
    ]  # fmt: skip
    if report.stopped:
        lines.append(pane.line("roster.enriched.stopped", why=visible(said(pane.texts, report.stopped), 300)))
    return lines


def _shown(case: Case, one: Creator) -> str:
    channels = [
        f"{case.pane.texts.label('platform', channel.platform)} @{visible(channel.handle, 24)}"
        for channel in one.channels[:4]
    ]
    return f"<b>{esc(visible(one.name, 40))}</b> {esc(case.pane.texts.join(channels))}"


def _evidence(case: Case, why: str) -> str:
    """Of a shared contact only that it is shared, where others read along."""
    if why.startswith("same contact") and not case.is_private:
        why = "same contact"
    return visible(said(case.pane.texts, why), 80)
