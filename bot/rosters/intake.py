"""Bringing creators in by chat: a file or pasted lines become a dry run, which waits for a yes."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date

from bot.rosters import import_screens
from bot.rosters.case import AREA, Case, Gone
from bot.rosters.fields import CHOICES, meant
from bot.rosters.import_screens import Tried
from bot.rosters.refusals import in_words, said
from bot.screens.pane import visible
from bot.turn import File, Turn
from data.changes import last_change
from data.intake import Proposal, UnknownField, UnreadableFile, Upload, apply, dry_run, propose, refused_file
from data.pending import Pending, Source
from data.report import ImportReport
from data.waits import Waits

LONGEST_NAME = 120  # characters of a file's name
KEPT = 4  # dry runs whose rows are kept in mind; of others they are found again
Known = tuple[str, int, tuple[tuple[str, str], ...]]


class Intake:
    """Imports that wait at rosters. What may be done is asked before it comes here."""

    def __init__(self, waits: Waits) -> None:
        self.waits = waits
        self._tried: OrderedDict[Known, tuple[Proposal, ImportReport]] = OrderedDict()

    def forget(self) -> None:
        """Drop the files that are in mind; they are read again when somebody asks."""
        self._tried.clear()

    def offered(self, case: Case, source: Source, is_first: bool = False) -> Turn:
        """A source somebody sent: kept until they decide, and shown as what it would do."""
        try:
            proposal = propose(case.roster, source)
        except UnreadableFile as problem:
            return self._unreadable(case, problem)
        pending = case.pending.put(case.ask.place.user, source)
        return self._shown(case, pending, proposal=proposal, is_first=is_first)

    def show(self, case: Case) -> Turn:
        return self._shown(case, self._pending(case))

    def rows(self, case: Case) -> Turn:
        tried = self._try(case, self._pending(case))
        return case.show(import_screens.rows(case, tried, int(case.rest[1])))

    def columns(self, case: Case) -> Turn:
        """The columns; what is written next may correct one of them."""
        pending = self._pending(case)
        self.waits.ask(case.ask.place, AREA, f"map.{case.value(pending.id)}")
        return case.show(import_screens.columns(case, self._try(case, pending), int(case.rest[1])))

    def column(self, case: Case) -> Turn:
        tried, number = self._try(case, self._pending(case)), int(case.rest[1])
        if not 0 <= number < len(tried.columns):
            raise Gone("no such column")
        return case.show(import_screens.column(case, tried, number))

    def set_column(self, case: Case) -> Turn:
        """A button says what a column means."""
        pending, number, choice = self._pending(case), int(case.rest[1]), int(case.rest[2])
        tried = self._try(case, pending)
        if not (0 <= number < len(tried.columns) and 0 <= choice < len(CHOICES)):
            raise Gone("no such column")
        return self._corrected(case, pending, tried.columns[number].column, CHOICES[choice])

    def correct(self, case: Case, column: str, words: str) -> Turn | None:
        """Words say what a column means; None where no column is called so."""
        pending = self._pending(case)
        names = {visible(c.column).casefold(): c.column for c in self._try(case, pending).columns}
        named = names.get(visible(column).casefold())
        if named is None:
            return None
        return self._corrected(case, pending, named, meant(case.pane.texts, words) or words.strip())

    def _corrected(self, case: Case, pending: Pending, column: str, field: str) -> Turn:
        try:
            propose(case.roster, pending.source, {**pending.corrections, column: field})
        except UnknownField:
            note = case.pane.texts("import.no_field", words=visible(field, 40))
            return self._shown(case, pending, note)
        except UnreadableFile as problem:  # every column that told anything is left out now
            return self._shown(case, pending, said(case.pane.texts, str(problem)))
        case.pending.correct(pending.id, column, field)
        return self._shown(case, self._pending(case), case.pane.texts("import.corrected"))

    def confirm_all(self, case: Case) -> Turn:
        return self._apply(case, all_or_nothing=True)

    def confirm_good(self, case: Case) -> Turn:
        return self._apply(case, all_or_nothing=False)

    def _apply(self, case: Case, all_or_nothing: bool) -> Turn:
        """Import and take the import off the list, in one transaction: a second tap finds nothing to do."""
        self.waits.done(case.ask.place)
        pending_id = case.rest[0]
        with case.roster.transaction():
            pending = case.pending.take(pending_id)
            if pending is None:
                raise Gone("this import waits no more")
            report = apply(case.roster, pending.source, pending.corrections, all_or_nothing)
            if not report.kept:  # the roster has changed since the dry run, and now a row does not fit
                case.pending.back(pending)
        if not report.kept:
            return self._shown(case, pending, case.pane.texts("import.changed_since"))
        last = last_change(case.roster) if report.added + report.changed else None
        screen = import_screens.done(case, report, last.mark if last else None, pending.source.name)
        return case.show(screen, files=self._refused(case, report))

    def cancel(self, case: Case) -> Turn:
        self.waits.done(case.ask.place)
        pending = case.pending.take(case.rest[0])
        if pending is None:
            raise Gone("this import waits no more")
        home = case.pane.button("roster.button.home", "home", case.key)
        return case.show(case.pane.screen([case.pane.line("import.cancelled")], [home]))

    def refused(self, case: Case) -> Turn:
        """The rows with mistakes as a file, to correct and send again."""
        tried = self._try(case, self._pending(case))
        return case.show(files=self._refused(case, tried.report))

    def _refused(self, case: Case, report: ImportReport) -> tuple[File, ...]:
        made = refused_file(in_words(case.pane.texts, report))
        caption = case.pane.texts("import.refused_caption", n=report.refused)
        return (File(made.name, made.content, caption),) if made else ()

    def _pending(self, case: Case) -> Pending:
        pending = case.pending.get(case.rest[0])
        if pending is None:
            raise Gone("this import waits no more")
        return pending

    def _shown(
        self,
        case: Case,
        pending: Pending,
        note: str | None = None,
        proposal: Proposal | None = None,
        is_first: bool = False,
    ) -> Turn:
        tried = self._try(case, pending, proposal)._replace(is_first=is_first)
        return case.show(import_screens.dry_run(case, tried, note))

    def _try(self, case: Case, pending: Pending, proposal: Proposal | None = None) -> Tried:
        """What the import would do now; kept in mind while roster and corrections stay as they are."""
        known = (pending.id, case.roster.version, tuple(pending.corrections.items()))
        if known not in self._tried:
            proposal = proposal or propose(case.roster, pending.source, pending.corrections)
            self._tried[known] = (proposal, dry_run(case.roster, pending.source, pending.corrections))
            while len(self._tried) > KEPT:
                self._tried.popitem(last=False)
        return Tried(pending.id, pending.source.name, *self._tried[known])

    def _unreadable(self, case: Case, problem: UnreadableFile) -> Turn:
        lines = [
            case.pane.title("import.unreadable"),
            case.pane.line("import.why", why=said(case.pane.texts, str(problem))),
        ]
        return case.show(case.pane.screen([*lines, case.pane.line("import.how.columns")]))


DEEDS: dict[str, Callable[[Intake, Case], Turn]] = {
    "p": Intake.show,
    "rows": Intake.rows,
    "map": Intake.columns,
    "col": Intake.column,
    "set": Intake.set_column,
    "go": Intake.confirm_all,
    "good": Intake.confirm_good,
    "no": Intake.cancel,
    "refused": Intake.refused,
}


def upload_of(file: File, day: date) -> Upload:
    """A file that came in, as a source of figures under its own name."""
    return Upload(file.name.replace("\0", "")[:LONGEST_NAME] or "file", file.content, day)
