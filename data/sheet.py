"""A sheet as it stands in a file, before anybody knows where its header is, and the limits of all files."""

from collections.abc import Mapping
from typing import NamedTuple

MB = 2**20
LARGEST_FILE = 100 * MB  # 100,000 creators with long descriptions take half of it
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
Row = tuple[int, list[str]]  # the number a spreadsheet shows, and the cells


class UnreadableFile(ValueError):
    """A file that is no table we can read. Nothing of it was imported."""


class Span(NamedTuple):
    """Merged cells: rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """The rows of a sheet that are not blank. ``title`` is None for a file that has one sheet without a name.

    ``links`` are addresses under the texts of cells, by row number and column from 0.
    """

    title: str | None
    rows: list[Row]
    blank: int
    encoding: str
    delimiter: str
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    links: Mapping[tuple[int, int], str] = {}


def check_width(cells: int, row: int, name: str) -> None:
    """Refuse a row that no person wrote: every column costs time in every step that follows."""
    if cells > MOST_COLUMNS:
        raise UnreadableFile(
            f"{name}: row {row} has {cells:,} columns, at most {MOST_COLUMNS:,} are read. "
            "Save it with only the columns of creators."
        )


def check_height(rows: int, name: str) -> None:
    """Refuse more rows than an import can hold in memory."""
    if rows > MOST_ROWS:
        raise UnreadableFile(f"{name} has more than {MOST_ROWS:,} rows, at most these are read. Split it.")
