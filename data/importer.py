"""Spreadsheets into the roster: one transaction, a report in which every row appears exactly once.

A row is a channel, or several of one creator, found again by platform and handle. It changes only what it carries:
an empty cell erases nothing. A row with anything wrong in it is refused as a whole. Rows with the same
``creator_id`` (or ``creator``) are channels of one creator; without that column a new row is a creator of its own,
whose id is the key of its first channel.
Source is the file's name and ``as_of`` its modification date where the file has no such columns.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dict
from pathlib import Path
from typing import NamedTuple

from data.bulk import without_collections
from data.columns import plain_header
from data.corrections import Corrections, HeaderMemory
from data.journal import Entry
from data.report import ImportReport, Report, Skipped
from data.roster import Roster
from data.table import File, UnreadableFile, read_file
from data.table_import import OnStep, Progress, TableImport, used_columns

__all__ = ["Options", "import_file", "import_files", "import_read", "read_files", "used_columns"]


class Options(NamedTuple):
    """How to import: take it all back at the end, or if any row is refused; columns corrected by a person.

    Corrections of an import that was kept are remembered for files with the same columns, unless told otherwise.
    """

    dry_run: bool = False
    all_or_nothing: bool = False
    corrections: Dict[str, str] | None = None
    remember: bool = True


class _TakenBack(Exception):
    """Ends the transaction of an import that is not to be kept."""


def import_files(
    roster: Roster,
    paths: Sequence[Path],
    dry_run: bool = False,
    options: Options | None = None,
    on_step: OnStep | None = None,
) -> ImportReport:
    """Import files, all in one transaction that ``journal.undo`` takes back, and say what happened to each row.

    ``dry_run`` does the same and takes it back. UnreadableFile means that nothing at all was imported.
    """
    chosen = options or Options(dry_run)
    files = read_files(paths, chosen.corrections, HeaderMemory(roster.db))
    return import_read(roster, files, chosen, on_step)


def import_read(
    roster: Roster, files: Sequence[File], options: Options, on_step: OnStep | None = None
) -> ImportReport:
    """Import tables that were read before, as ``import_files`` does."""
    progress = Progress(sum(len(table.rows) for file in files for table in file.tables), on_step)
    reports: list[Report] = []
    kept = True
    try:
        with without_collections(), roster.transaction():
            entry = Entry(roster, ", ".join(file.name for file in files))
            for file in files:
                reports += _reports(roster, file, entry, progress)
            entry.close()
            if options.dry_run or (options.all_or_nothing and any(report.refused for report in reports)):
                raise _TakenBack
            if options.remember and options.corrections:
                _remember(HeaderMemory(roster.db), files, options.corrections)
    except _TakenBack:
        kept = False
    return ImportReport.of(reports, options.dry_run, kept)


def import_file(roster: Roster, path: Path, dry_run: bool = False) -> Report:
    """Import one file, as ``import_files`` does; of several sheets the first one's report."""
    return import_files(roster, [path], dry_run).files[0]


def read_files(
    paths: Sequence[Path], corrections: Dict[str, str] | None = None, memory: HeaderMemory | None = None
) -> list[File]:
    """The tables of the files. UnreadableFile for a correction of a column that none of them has."""
    spoken = spoken_of(corrections, memory)
    files = [read_file(path, spoken) for path in paths]
    check_corrections(files, corrections)
    return files


def spoken_of(corrections: Dict[str, str] | None, memory: HeaderMemory | None) -> Corrections:
    """What is said of columns now, and what is remembered of them."""
    return Corrections(corrections or {}, memory.recall) if memory else Corrections(corrections or {})


def check_corrections(files: Sequence[File], corrections: Dict[str, str] | None) -> None:
    """UnreadableFile for a correction of a column that no file has."""
    tables = [table for file in files for table in file.tables]
    shown = [name.strip() for table in tables for name in table.header if name.strip()]
    places = range(1, 1 + max((len(table.header) for table in tables), default=0))
    known = {plain_header(name) or name for name in shown} | {f"column{place}" for place in places}
    for column in corrections or ():
        if (plain_header(column) or column.strip()) not in known:
            raise UnreadableFile(
                f"no file has a column {column!r} to correct. The columns are {', '.join(shown)[:300]}."
            )


def _remember(memory: HeaderMemory, files: Sequence[File], corrections: Dict[str, str]) -> None:
    for table in (table for file in files for table in file.tables):
        memory.remember(table.header, corrections)


def _reports(roster: Roster, file: File, entry: Entry, progress: Progress) -> Iterator[Report]:
    sheets = tuple(Skipped(row=None, text=sheet.sheet, reason=sheet.reason) for sheet in file.skipped)
    for table in file.tables:
        report = TableImport(roster, table, entry, progress).run()
        yield report.model_copy(update={"skipped": (*report.skipped, *sheets)}) if sheets else report
        sheets = ()
