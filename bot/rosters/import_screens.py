"""What is shown of an import: how a file is read, what would happen to each row, and what did. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.authority import Act
from bot.rosters.case import Case
from bot.rosters.fields import CHOICES, label
from bot.rosters.refusals import said
from bot.screens.pane import Pane, visible
from bot.screens.rows import flow
from bot.screens.screen import Button, Screen, bold, esc, quote
from data.columns import REFUSED
from data.intake import Proposal, ProposedColumn
from data.report import ChangedRow, ImportReport, Problem, RefusedRow, Report

SOME = 5  # rows of a kind on the first screen
MORE = 12  # rows on a page of details
COLUMNS = 12  # columns that the first screen names
CELL = 40  # characters of somebody's cell in a line


class Tried(NamedTuple):
    """An import as it waits: its id, the file's name, how it is read and what it would do."""

    id: str
    file: str
    proposal: Proposal
    report: ImportReport
    is_first: bool = False  # the team was begun for it

    @property
    def columns(self) -> list[ProposedColumn]:
        return [column for table in self.proposal.tables for column in table.columns]

    @property
    def good(self) -> int:
        """Rows that would change something."""
        return self.report.added + self.report.changed


def dry_run(case: Case, tried: Tried, note: str | None = None) -> Screen:
    """How the file is read and what would happen, before anything does."""
    pane, report = case.pane, tried.report
    lines = [esc(note), ""] if note else []
    lines.append(pane.title("import.title", file=visible(tried.file, CELL), roster=case.name))
    lines += [pane.line("import.founded", roster=case.name)] if tried.is_first else []
    lines.append(_counts(pane, "import.would", report))
    lines.append(pane.line("import.ask" if tried.good else "import.nothing"))
    lines += ["", *_reading(pane, tried)]
    lines += [*_problems(pane, report, SOME), *_updates(pane, report, SOME), *_notices(pane, report)]
    return Screen(pane.screen(lines).html, (*_answers(case, tried), *flow(_ways(case, tried))))


def _answers(case: Case, tried: Tried) -> tuple[tuple[Button, ...], ...]:
    """Yes, where there is anything to take; a file with mistakes says how many rows are left out."""
    pane, here = case.pane, case.value(tried.id)
    if not tried.good:
        return ()
    if tried.report.refused:
        return (
            (pane.button("import.button.good", "good", here, n=tried.good, refused=tried.report.refused),),
        )
    return ((pane.button("import.button.all", "go", here, n=tried.good),),)


def _ways(case: Case, tried: Tried) -> list[Button]:
    pane, here = case.pane, case.value(tried.id)
    buttons = [pane.button("import.button.columns", "map", f"{here}.1")]
    if tried.report.refused:
        buttons.append(pane.button("import.button.refused", "refused", here))
    if tried.report.refused > SOME or tried.report.changed > SOME or tried.report.added:
        buttons.append(pane.button("import.button.rows", "rows", f"{here}.1"))
    return [*buttons, pane.button("import.button.cancel", "no", here)]


def _counts(pane: Pane, key: str, report: ImportReport) -> str:
    rows = sum(file.rows for file in report.files)
    return pane.line(
        key, rows=rows, added=report.added, changed=report.changed, unchanged=report.unchanged,
        refused=report.refused,
    )  # fmt: skip


def _reading(pane: Pane, tried: Tried) -> list[str]:
    """Which column is read as what: folded, since mostly it is right."""
    used = [column for column in tried.columns if column.field]
    unused = [
        column
        for column in tried.columns
        if not column.field and not column.column.startswith("(column") and column.column not in REFUSED
    ]
    lines = [_read_as(pane, column) for column in used[:COLUMNS]]
    if len(used) > COLUMNS:
        lines.append(pane.line("import.more", n=len(used) - COLUMNS))
    if unused:
        names = pane.texts.join([visible(column.column, 20) for column in unused[:COLUMNS]])
        lines.append(pane.line("import.unread", columns=names))
    lines += [
        pane.line("import.sheet_skipped", sheet=visible(s, 20), why=said(pane.texts, w))
        for s, w in tried.proposal.skipped
    ]
    shown = [bold(pane.texts("import.reading")), quote(lines)] if lines else []
    if tried.report.files and not any(table.has_account for table in tried.proposal.tables):
        shown.append(pane.line("import.no_account"))
    return shown


def _read_as(pane: Pane, column: ProposedColumn) -> str:
    how = pane.texts(f"import.how.{column.how}") if column.how not in (None, "name") else ""
    field = label(pane.texts, column.field or "")
    sample = f"（{visible(column.sample, 20)}）" if column.sample and pane.texts.language == "zh-TW" else ""
    sample = sample or (f" ({visible(column.sample, 20)})" if column.sample else "")
    return esc(f"{visible(column.column, 24)} → {field}{how}{sample}")


def _problems(pane: Pane, report: ImportReport, most: int) -> list[str]:
    rows = list(refused_rows(report))
    if not rows:
        return []
    lines = [line for file, row in rows[:most] for line in problem_lines(pane, report, file, row)]
    if len(rows) > most:
        lines.append(pane.line("import.more", n=len(rows) - most))
    return ["", bold(pane.texts("import.refused", n=len(rows))), *lines]


def refused_rows(report: ImportReport) -> Iterator[tuple[Report, RefusedRow]]:
    """Every refused row with the table it stands in."""
    return ((file, row) for file in report.files for row in file.refused)


def problem_lines(pane: Pane, report: ImportReport, file: Report, row: RefusedRow) -> list[str]:
    """What is wrong with a row: number, column, value, why, and what to write instead."""
    where = _where(pane, report, file, row.row)
    return [f"· {esc(where)} {_problem(pane, problem, row.name)}" for problem in row.problems[:3]]


def _where(pane: Pane, report: ImportReport, file: Report, row: int) -> str:
    if len(report.files) > 1 and file.sheet:
        return pane.texts("import.row_of", sheet=visible(file.sheet, 20), row=str(row))
    return pane.texts("import.row", row=str(row))


def _problem(pane: Pane, problem: Problem, name: str | None) -> str:
    reason, suggestion = said(pane.texts, problem.reason), said(pane.texts, problem.suggestion)
    value = visible(problem.value or name or "", CELL)
    cell = (
        pane.texts("import.cell", column=visible(problem.column, 24), value=value)
        if problem.column
        else value
    )
    return pane.line(
        "import.problem", cell=cell or "–", reason=visible(reason), suggestion=visible(suggestion)
    )


def _updates(pane: Pane, report: ImportReport, most: int) -> list[str]:
    rows = [row for file in report.files for row in file.changed]
    if not rows:
        return []
    lines = [change_line(pane, row) for row in rows[:most]]
    if len(rows) > most:
        lines.append(pane.line("import.more", n=len(rows) - most))
    return ["", bold(pane.texts("import.updates", n=len(rows))), *lines]


def change_line(pane: Pane, row: ChangedRow) -> str:
    """A creator with each changed field, old and new."""
    unknown = pane.texts("unknown")
    changes = [
        pane.texts(
            "import.change", column=label(pane.texts, change.field), old=visible(change.old, CELL) or unknown,
            new=visible(change.new, CELL) or unknown,
        )
        for change in row.changes[:4]
    ]  # fmt: skip
    more = [f"… +{len(row.changes) - 4}"] if len(row.changes) > 4 else []
    return f"· {esc(visible(row.name, 24))}: {esc(pane.texts.join([*changes, *more]))}"


def _notices(pane: Pane, report: ImportReport) -> list[str]:
    """Cells that were read in a wider sense, and rows that are none: told, so that nothing is lost unseen."""
    notices = [notice for file in report.files for notice in file.notices]
    skipped = [row for file in report.files for row in file.skipped if row.row is not None]
    lines = [
        pane.line(
            "import.notice", row=str(n.row), column=visible(n.column, 24), value=visible(n.value, CELL),
            reason=visible(said(pane.texts, n.reason)),
        )
        for n in notices[:3]
    ]  # fmt: skip
    lines += [
        pane.line(
            "import.skipped", row=str(s.row), text=visible(s.text, CELL), why=said(pane.texts, s.reason)
        )
        for s in skipped[:3]
    ]
    more = len(notices) + len(skipped) - len(lines)
    return ["", *lines, *([pane.line("import.more", n=more)] if more else [])] if lines else []


def rows(case: Case, tried: Tried, page: int) -> Screen:
    """Every row that would be added, updated or refused, a page at a time."""
    pane, report = case.pane, tried.report
    lines = [line for file, row in refused_rows(report) for line in problem_lines(pane, report, file, row)]
    lines += [change_line(pane, row) for file in report.files for row in file.changed]
    lines += [
        f"· + {esc(visible(row.name, CELL))} <i>{esc(visible(row.key, 60))}</i>"
        for file in report.files
        for row in file.added
    ]
    pages = max(1, -(-len(lines) // MORE))
    page = min(max(page, 1), pages)
    here = case.value(tried.id)
    shown = [pane.title("import.rows"), *lines[MORE * (page - 1) : MORE * page]]
    return pane.screen(
        shown, (), pane.pager("rows", here, page, pages), [pane.button("button.back", "p", here)]
    )


def columns(case: Case, tried: Tried, page: int) -> Screen:
    """The columns, each to be corrected by a button or in words."""
    pane, every, here = case.pane, tried.columns, case.value(tried.id)
    size = 8
    pages = max(1, -(-len(every) // size))
    page = min(max(page, 1), pages)
    some = list(enumerate(every))[size * (page - 1) : size * page]
    lines = [pane.title("import.columns"), pane.line("import.columns.how"), ""]
    for _, column in some:
        if column.field:
            lines.append(_read_as(pane, column))
        else:
            why = said(pane.texts, column.reason)
            lines.append(
                pane.line("import.column_unread", column=visible(column.column, 24), why=visible(why, 60))
            )
    buttons = [[pane.named(visible(column.column, 24), "col", f"{here}.{n}")] for n, column in some]
    return pane.screen(
        lines, (), *buttons, pane.pager("map", here, page, pages), [pane.button("button.back", "p", here)]
    )


def column(case: Case, tried: Tried, number: int) -> Screen:
    """What one column may mean."""
    pane, here = case.pane, f"{case.value(tried.id)}.{number}"
    one = tried.columns[number]
    lines = [pane.title("import.column", column=visible(one.column, 40))]
    lines += [pane.line("import.sample", value=visible(one.sample, 60))] if one.sample else []
    buttons = [pane.named(label(pane.texts, field), "set", f"{here}.{n}") for n, field in enumerate(CHOICES)]
    back = pane.button("button.back", "map", f"{case.value(tried.id)}.1")
    return Screen(pane.screen(lines).html, (*flow(buttons), (back,)))


def done(case: Case, report: ImportReport, mark: str | None, file: str) -> Screen:
    """What an import did, with the way back from it."""
    pane = case.pane
    lines = [
        pane.title("import.done", file=visible(file, CELL), roster=case.name),
        _counts(pane, "import.did", report),
        pane.line("import.refused_file" if report.refused else "import.next"),
    ]
    buttons = (
        [pane.button("import.button.undo", "undo2", case.value(mark))]
        if mark and case.may(Act.CHANGE)
        else []
    )
    return pane.screen(lines, [*buttons, pane.button("roster.button.home", "home", case.key)])


def how(pane: Pane, key: str, limit: int, back: Sequence[Button] = ()) -> Screen:
    """What can be sent, and what becomes of it."""
    lines = [pane.title("import.how.title"), pane.line("import.how.what"), pane.line("import.how.columns")]
    return pane.screen([*lines, pane.line("import.how.then", limit=limit), pane.line(key)], back)
