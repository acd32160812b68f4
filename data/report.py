"""What an import did, row by row: each row is in exactly one of added, changed, unchanged and refused."""

from collections.abc import Iterable
from typing import Self

from knowledge.models import Frozen


class Problem(Frozen):
    """What is wrong with a row. ``column`` is None where it is not one cell's fault."""

    column: str | None
    value: str | None
    reason: str
    suggestion: str


class Change(Frozen):
    """One figure or word of a creator, as an export would write it; empty is unknown."""

    field: str
    old: str
    new: str


class AddedRow(Frozen):
    """A row of a new channel; ``also`` are the row's other channels."""

    row: int
    key: str
    name: str
    also: tuple[str, ...] = ()


class ChangedRow(Frozen):
    row: int
    key: str
    name: str
    changes: tuple[Change, ...]


class UnchangedRow(Frozen):
    row: int
    key: str


class RefusedRow(Frozen):
    """A row of which nothing was taken, as it stands in the file, with everything that is wrong with it."""

    row: int
    name: str | None
    problems: tuple[Problem, ...]
    cells: tuple[str, ...] = ()


class Notice(Frozen):
    """A cell of an accepted row that was read in a wider sense, or not taken."""

    row: int
    column: str
    value: str
    reason: str


class UsedColumn(Frozen):
    """A column of the file and the field it was read as: by its name, its content or a correction."""

    column: str
    field: str
    how: str = "name"
    sample: str = ""


class UnusedColumn(Frozen):
    """A column that was not imported, how many of its cells hold something, and why."""

    column: str
    cells: int
    reason: str


class Skipped(Frozen):
    """A row that is no channel (a title, a total, a note), told by its first text, or a whole sheet (row None)."""

    row: int | None
    text: str
    reason: str


class Report(Frozen):
    """What happened to one file, or to one sheet of it. Row numbers are the file's own."""

    file: str
    sheet: str | None = None
    encoding: str
    delimiter: str
    rows: int
    blank_rows: int
    columns: tuple[UsedColumn, ...]
    unknown_columns: tuple[UnusedColumn, ...]
    added: tuple[AddedRow, ...]
    changed: tuple[ChangedRow, ...]
    unchanged: tuple[UnchangedRow, ...]
    refused: tuple[RefusedRow, ...]
    notices: tuple[Notice, ...]
    skipped: tuple[Skipped, ...] = ()
    header: tuple[str, ...] = ()


class ImportReport(Frozen):
    """What an import did. The counts are rows over all files; what was not ``kept`` changed nothing."""

    dry_run: bool
    kept: bool = True
    added: int
    changed: int
    unchanged: int
    refused: int
    files: tuple[Report, ...]

    @classmethod
    def of(cls, files: Iterable[Report], dry_run: bool, kept: bool | None = None) -> Self:
        """Count over the files. A dry run is not kept, anything else is unless it says so."""
        reports = tuple(files)
        kinds = ("added", "changed", "unchanged", "refused")
        totals = {kind: sum(len(getattr(report, kind)) for report in reports) for kind in kinds}
        return cls(dry_run=dry_run, kept=not dry_run if kept is None else kept, files=reports, **totals)
