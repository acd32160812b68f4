"""Spreadsheets into the roster: one transaction, a report in which every row appears exactly once.

A row is a channel, found again by platform and handle. It changes only what it carries: an empty cell erases
nothing. A row with anything wrong in it is refused as a whole. Rows with the same ``creator_id`` (or
``creator``) are channels of one creator; without that column a new channel is a creator of its own, whose id
is its key.
Source is the file's name and ``as_of`` its modification date where the file has no such columns.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from data import rows
from data.columns import Mapping, map_header
from data.exporter import creator_cells
from data.merge import merged
from data.notation import is_unknown
from data.reading import RowReader
from data.report import (
    AddedRow,
    Change,
    ChangedRow,
    ImportReport,
    Notice,
    Problem,
    RefusedRow,
    Report,
    UnchangedRow,
    UnusedColumn,
    UsedColumn,
)
from data.roster import BATCH, Roster, batches
from data.said import Origin, Said
from data.table import Table, read_table
from knowledge.models import Creator

Outcome = AddedRow | ChangedRow | UnchangedRow | RefusedRow
Kind = TypeVar("Kind", AddedRow, ChangedRow, UnchangedRow, RefusedRow)


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def import_files(roster: Roster, paths: Sequence[Path], dry_run: bool = False) -> ImportReport:
    """Import CSV files, all in one transaction, and say what happened to each row.

    ``dry_run`` does the same and takes it back. UnreadableFile means that nothing at all was imported.
    """
    tables = [read_table(path) for path in paths]
    reports: list[Report] = []
    try:
        with roster.transaction():
            reports.extend(_TableImport(roster, table).run() for table in tables)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return ImportReport.of(reports, dry_run)


def import_file(roster: Roster, path: Path, dry_run: bool = False) -> Report:
    """Import one file, as ``import_files`` does."""
    return import_files(roster, [path], dry_run).files[0]


class _TableImport:
    """One table on its way into the roster."""

    def __init__(self, roster: Roster, table: Table) -> None:
        self.roster = roster
        self.table = table
        self.mapping = map_header(table.header)
        default = Origin(table.day, table.name)
        self.reader = RowReader(self.mapping, (cells for _, cells in table.rows), default)
        self.first_rows: dict[str, int] = {}  # where each channel stands in this table
        self.persons: dict[str, dict[str, object]] = {}  # what this table said of each creator so far
        self.outcomes: list[Outcome] = []
        self.notices: list[Notice] = []

    def run(self) -> Report:
        for some in batches(self.table.rows, BATCH):
            self._take(list(self._readable(some)))
        return Report(
            file=self.table.name,
            encoding=self.table.encoding,
            delimiter=self.table.delimiter,
            rows=len(self.table.rows),
            blank_rows=self.table.blank,
            columns=_used(self.mapping),
            unknown_columns=_unused(self.mapping, self.table),
            added=self._rows(AddedRow),
            changed=self._rows(ChangedRow),
            unchanged=self._rows(UnchangedRow),
            refused=self._rows(RefusedRow),
            notices=tuple(self.notices),
        )

    def _rows(self, kind: type[Kind]) -> tuple[Kind, ...]:
        rows_of_kind = [outcome for outcome in self.outcomes if isinstance(outcome, kind)]
        return tuple(sorted(rows_of_kind, key=lambda outcome: outcome.row))

    def _readable(self, some: Iterable[tuple[int, list[str]]]) -> Iterator[Said]:
        """The rows that can be read and are no repetition; the others are refused."""
        for row, cells in some:
            said, problems = self.reader.read(row, cells)
            if not problems and said.key and (first := self.first_rows.setdefault(said.key, row)) != row:
                reason = f"{said.key} already stands in row {first} of this file"
                problems = [
                    Problem(column=None, value=said.key, reason=reason, suggestion="keep one of the rows")
                ]
            if problems:
                self._refuse(said, problems)
            else:
                yield said

    def _refuse(self, said: Said, problems: Sequence[Problem]) -> None:
        name = said.creator.get("name")
        self.outcomes.append(RefusedRow(row=said.row, name=name, problems=tuple(problems)))

    def _take(self, some: Sequence[Said]) -> None:
        """Merge a batch of rows into the creators they are about, and save those that changed."""
        ids = {said.creator_id or said.key for said in some}
        found = {creator.id: creator for creator in self.roster.find((s.key for s in some if s.key), ids)}
        owners = {channel.key: creator.id for creator in found.values() for channel in creator.channels}
        touched: dict[str, Creator] = {}
        for said in some:
            owner = owners.get(said.key)
            creator_id = said.creator_id or owner or said.key
            if owner not in (None, creator_id):
                self._refuse(said, [_taken(said, owner)])
                continue
            if after := self._merge(found.get(creator_id), creator_id, said):
                found[creator_id] = touched[creator_id] = after
                owners |= {said.key: creator_id} if said.key else {}
        self.roster.save_all(touched.values())

    def _merge(self, before: Creator | None, creator_id: str, said: Said) -> Creator | None:
        """The creator after the row, None where it is refused or changes nothing."""
        notices = self._settle(creator_id, said)
        try:
            after = merged(before, creator_id, said)
            rows.check(after)
        except (ValidationError, rows.Unstorable) as problem:
            self._refuse(said, _problems(problem))
            return None
        self.persons.setdefault(creator_id, {}).update(said.creator)
        self.notices += [*said.notices, *notices]
        self.outcomes.append(_outcome(before, after, said))
        return None if after == before else after

    def _settle(self, creator_id: str, said: Said) -> list[Notice]:
        """The first row about a creator decides what holds for all channels, so that repeats agree."""
        earlier = self.persons.get(creator_id, {})
        clashes = [field for field, value in said.creator.items() if earlier.get(field, value) != value]
        reason = "not taken: an earlier row of this file says {!r} for the same creator"
        return [
            Notice(
                row=said.row,
                column=field,
                value=str(said.creator.pop(field)),
                reason=reason.format(earlier[field]),
            )
            for field in clashes
        ]


def _outcome(before: Creator | None, after: Creator, said: Said) -> Outcome:
    key = said.key or after.id
    if before is None or (said.key and said.key not in {channel.key for channel in before.channels}):
        return AddedRow(row=said.row, key=key, name=after.name)
    if before == after:
        return UnchangedRow(row=said.row, key=key)
    return ChangedRow(row=said.row, key=key, name=after.name, changes=_changes(before, after))


def _changes(before: Creator, after: Creator) -> tuple[Change, ...]:
    """The cells that an export would now write otherwise."""
    changes: list[Change] = []
    for old, new in zip(creator_cells(before), creator_cells(after), strict=True):
        differing = [name for name in {**old, **new} if old.get(name, "") != new.get(name, "")]
        changes += [Change(field=name, old=old.get(name, ""), new=new.get(name, "")) for name in differing]
    return tuple(dict.fromkeys(changes))  # a creator's own fields stand in the cells of each channel


def _taken(said: Said, owner: str | None) -> Problem:
    reason = f"{said.key} belongs to creator {owner!r} in the roster, the row says {said.creator_id!r}"
    suggestion = f"write {owner!r} as the creator, or leave that cell empty"
    return Problem(column=None, value=said.creator_id, reason=reason, suggestion=suggestion)


def _problems(problem: ValidationError | rows.Unstorable) -> list[Problem]:
    if isinstance(problem, rows.Unstorable):
        return [Problem(column=None, value=None, reason=str(problem), suggestion="correct it")]
    return [
        Problem(
            column=".".join(map(str, error["loc"])) or None,
            value=str(error["input"])[:100],
            reason=error["msg"],
            suggestion="correct it, or leave the cell empty",
        )
        for error in problem.errors()
    ]


def _used(mapping: Mapping) -> tuple[UsedColumn, ...]:
    return tuple(UsedColumn(column=column.header, field=column.title) for column in mapping.columns)


def _unused(mapping: Mapping, table: Table) -> tuple[UnusedColumn, ...]:
    counts = {column.place: 0 for column in mapping.unused}
    for _, cells in table.rows:
        for index in counts:
            counts[index] += index < len(cells) and not is_unknown(cells[index])
    columns = [UnusedColumn(column=c.header, cells=counts[c.place], reason=c.reason) for c in mapping.unused]
    return tuple(column for column in columns if column.cells or not column.column.startswith("(column"))
