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
    row: int
    key: str
    name: str


class ChangedRow(Frozen):
    row: int
    key: str
    name: str
    changes: tuple[Change, ...]


class UnchangedRow(Frozen):
    row: int
    key: str


class RefusedRow(Frozen):
    """A row of which nothing was taken, with everything that is wrong with it."""

    row: int
    name: str | None
    problems: tuple[Problem, ...]


class Notice(Frozen):
    """A cell of an accepted row that was read in a wider sense, or not taken."""

    row: int
    column: str
    value: str
    reason: str


class UsedColumn(Frozen):
    """A column of the file and the field it was read as."""

    column: str
    field: str


class UnusedColumn(Frozen):
    """A column that was not imported, how many of its cells hold something, and why."""

    column: str
    cells: int
    reason: str


class Report(Frozen):
    """What happened to one file. Row numbers are a spreadsheet's: the header is row 1."""

    file: str
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


class ImportReport(Frozen):
    """What an import did. The counts are rows over all files; nothing of a dry run was kept."""

    dry_run: bool
    added: int
    changed: int
    unchanged: int
    refused: int
    files: tuple[Report, ...]

    @classmethod
    def of(cls, files: Iterable[Report], dry_run: bool) -> Self:
        """Count over the files."""
        reports = tuple(files)
        kinds = ("added", "changed", "unchanged", "refused")
        totals = {kind: sum(len(getattr(report, kind)) for report in reports) for kind in kinds}
        return cls(dry_run=dry_run, files=reports, **totals)
