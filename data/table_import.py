"""One table on its way into the roster: every row of it becomes an outcome of the report."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pydantic import ValidationError

from data import rows
from data.bulk import BATCH, batches
from data.columns import Mapping
from data.journal import Entry
from data.merge import merged
from data.notation import is_unknown
from data.outcome import Outcome, outcome_of, problems_of, repeated, taken
from data.reading import RowReader
from data.report import (
    AddedRow,
    ChangedRow,
    Notice,
    Problem,
    RefusedRow,
    Report,
    Skipped,
    UnchangedRow,
    UnusedColumn,
    UsedColumn,
)
from data.roster import Roster
from data.said import Origin, Said
from data.table import Table
from knowledge.models import Creator

Kind = TypeVar("Kind", AddedRow, ChangedRow, UnchangedRow, RefusedRow)
OnStep = Callable[[int, int], None]  # rows done and rows there are, told after each batch


class Progress:
    """Counts rows over all tables of an import."""

    def __init__(self, total: int, on_step: OnStep | None) -> None:
        self.done, self.total, self.on_step = 0, total, on_step

    def step(self, count: int) -> None:
        self.done += count
        if self.on_step:
            self.on_step(self.done, self.total)


class TableImport:
    """One table on its way into the roster."""

    def __init__(self, roster: Roster, table: Table, entry: Entry, progress: Progress) -> None:
        self.roster = roster
        self.table = table
        self.entry = entry
        self.progress = progress
        default = Origin(table.day, table.name)
        self.reader = RowReader(table.mapping, (cells for _, cells in table.rows), default)
        self.cells: dict[int, list[str]] = {}  # of the rows in hand
        self.first_rows: dict[str, int] = {}  # where each channel stands in this table
        self.persons: dict[str, dict[str, object]] = {}  # what this table said of each creator so far
        self.outcomes: list[Outcome] = []
        self.notices: list[Notice] = []

    def run(self) -> Report:
        for some in batches(self.table.rows, BATCH):
            self.cells = dict(some)
            self._take(list(self._readable(some)))
            self.progress.step(len(some))
        table = self.table
        return Report(
            file=table.name,
            sheet=table.sheet,
            encoding=table.encoding,
            delimiter=table.delimiter,
            rows=len(table.rows),
            blank_rows=table.blank,
            columns=used_columns(table),
            unknown_columns=_unused(table.mapping, table),
            added=self._rows(AddedRow),
            changed=self._rows(ChangedRow),
            unchanged=self._rows(UnchangedRow),
            refused=self._rows(RefusedRow),
            notices=tuple(self.notices),
            skipped=tuple(Skipped(row=row, text=text, reason=why) for row, text, why in table.skipped),
            header=tuple(table.header),
        )

    def _rows(self, kind: type[Kind]) -> tuple[Kind, ...]:
        rows_of_kind = [outcome for outcome in self.outcomes if isinstance(outcome, kind)]
        return tuple(sorted(rows_of_kind, key=lambda outcome: outcome.row))

    def _readable(self, some: Iterable[tuple[int, list[str]]]) -> Iterator[list[Said]]:
        """What the rows say that can be read and are no repetition; the others are refused."""
        for row, cells in some:
            whole, problems = self.reader.read(row, cells)
            keys = [said.key for said in whole if said.key]
            problems = problems or [
                repeated(key, self.first_rows[key]) for key in keys if key in self.first_rows
            ]
            if problems:
                self._refuse(whole[0], problems)
            else:
                self.first_rows |= dict.fromkeys(keys, row)
                yield whole

    def _refuse(self, said: Said, problems: Sequence[Problem]) -> None:
        name, cells = said.creator.get("name"), tuple(self.cells[said.row])
        self.outcomes.append(RefusedRow(row=said.row, name=name, problems=tuple(problems), cells=cells))

    def _take(self, some: Sequence[list[Said]]) -> None:
        """Merge a batch of rows into the creators they are about, and save those that changed."""
        keys = [said.key for whole in some for said in whole if said.key]
        ids = {whole[0].creator_id or whole[0].key for whole in some}
        found = {creator.id: creator for creator in self.roster.find(keys, ids)}
        before = dict(found)
        owners = {channel.key: creator.id for creator in found.values() for channel in creator.channels}
        touched: dict[str, Creator] = {}
        for whole in some:
            first = whole[0]
            own = dict.fromkeys(owner for said in whole if (owner := owners.get(said.key)))
            creator_id = first.creator_id or next(iter(own), first.key)
            if others := [owner for owner in own if owner != creator_id]:
                self._refuse(first, [taken(whole, owners, creator_id, others[0])])
            elif after := self._merge(found.get(creator_id), creator_id, whole):
                found[creator_id] = touched[creator_id] = after
                owners |= {said.key: creator_id for said in whole if said.key}
        self.entry.replaced((id_, before.get(id_), after) for id_, after in touched.items())
        self.roster.save_all(touched.values(), checked=True)

    def _merge(self, before: Creator | None, creator_id: str, whole: Sequence[Said]) -> Creator | None:
        """The creator after the row, None where it is refused or changes nothing."""
        notices = self._settle(creator_id, whole)
        after = before
        try:
            for said in whole:
                after = merged(after, creator_id, said)
            assert after is not None
            rows.check(after)
        except (ValidationError, rows.Unstorable) as problem:
            self._refuse(whole[0], problems_of(problem))
            return None
        self.persons.setdefault(creator_id, {}).update(whole[0].creator)
        self.notices += [*(notice for said in whole for notice in said.notices), *notices]
        self.outcomes.append(outcome_of(before, after, whole))
        return None if after == before else after

    def _settle(self, creator_id: str, whole: Sequence[Said]) -> list[Notice]:
        """The first row about a creator decides what holds for all channels, so that repeats agree."""
        earlier, said = self.persons.get(creator_id, {}), whole[0]
        clashes = [field for field, value in said.creator.items() if earlier.get(field, value) != value]
        reason = "not taken: an earlier row of this file says {!r} for the same creator"
        notices = [
            Notice(
                row=said.row,
                column=field,
                value=str(said.creator.pop(field)),
                reason=reason.format(earlier[field]),
            )
            for field in clashes
        ]
        for other in whole[1:]:  # they are channels of the same row, and so of the same person
            other.creator = said.creator
        return notices


def used_columns(table: Table) -> tuple[UsedColumn, ...]:
    """The columns with what they are read as, from what, and the first cell that says something."""
    samples: dict[int, str] = {}
    for column in table.mapping.columns:
        cells = (cells[column.place] for _, cells in table.rows[:100] if column.place < len(cells))
        samples[column.place] = next((cell.strip()[:60] for cell in cells if not is_unknown(cell)), "")
    return tuple(
        UsedColumn(
            column=column.header.strip() or f"(column {column.place + 1})",
            field=column.title,
            how=column.how.value,
            sample=samples[column.place],
        )
        for column in table.mapping.columns
    )


def _unused(mapping: Mapping, table: Table) -> tuple[UnusedColumn, ...]:
    counts = {column.place: 0 for column in mapping.unused}
    for _, cells in table.rows:
        for index in counts:
            counts[index] += index < len(cells) and not is_unknown(cells[index])
    columns = [UnusedColumn(column=c.header, cells=counts[c.place], reason=c.reason) for c in mapping.unused]
    return tuple(column for column in columns if column.cells or not column.column.startswith("(column"))
