"""A file as tables of creators, whatever its kind, encoding and arrangement. Row numbers are the file's own."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from data.accounts import ACCOUNT
from data.columns import How, Mapping
from data.content import with_content
from data.corrections import Corrections
from data.header import UnknownField, map_header
from data.json_file import looks_like_json, read_json
from data.layout import SkippedRow, lay_out
from data.sheet import LARGEST_FILE, Row, Sheet, UnreadableFile
from data.text_file import DELIMITERS, decode, read_csv
from data.workbook import is_workbook, read_workbook

EMPTY = "is empty. It needs a header and a row for each channel."


class Table(NamedTuple):
    """A table as it stands in the file. ``rows`` are (row number, cells); ``blank`` counts empty rows.

    ``sheet`` is None where the file is one table; ``skipped`` are rows that are no channels, with why.
    """

    name: str
    sheet: str | None
    day: date
    encoding: str
    delimiter: str
    header: list[str]
    mapping: Mapping
    rows: list[Row]
    blank: int
    skipped: list[SkippedRow]


class SkippedSheet(NamedTuple):
    """A sheet of which nothing was read, and why."""

    sheet: str
    reason: str


class File(NamedTuple):
    """The tables of one file, and the sheets that are none. There is at least one table."""

    name: str
    tables: list[Table]
    skipped: list[SkippedSheet]


def read_table(path: Path) -> Table:
    """The first table of a file, as ``read_file`` finds it."""
    return read_file(path).tables[0]


def read_file(path: Path, corrections: Corrections | None = None) -> File:
    """Read CSV, TSV, XLSX, XLS, ODS, JSON or JSON Lines. ``day`` is the file's modification date.

    Raises UnreadableFile for a missing, empty, damaged or oversized file, or one without a single column we know,
    UnknownField for a correction (header to field) that names no field.
    """
    sheets, day = _sheets(path)
    return file_of(str(path), path.name, day, sheets, corrections)


def file_of(
    what: str, name: str, day: date, sheets: list[Sheet], corrections: Corrections | None = None
) -> File:
    """The tables among sheets, under a name that becomes the source of their figures; ``what`` is for errors."""
    tables: list[Table] = []
    skipped: list[SkippedSheet] = []
    for sheet in sheets:
        table = None if sheet.hidden else _table(name, day, sheet, corrections)
        if table:
            tables.append(table)
        elif sheet.title is not None:
            why = "empty" if not sheet.rows else f"no column we know in {_beginning(sheet)}"
            skipped.append(SkippedSheet(sheet.title, "hidden" if sheet.hidden else why))
    if not tables:
        raise UnreadableFile(_nothing(what, sheets))
    return File(name, tables, skipped)


def _sheets(path: Path) -> tuple[list[Sheet], date]:
    try:
        about = path.stat()
        if about.st_size > LARGEST_FILE:
            raise UnreadableFile(
                f"{path} has {about.st_size:,} bytes, at most {LARGEST_FILE:,} are read. Split it."
            )
        day = date.fromtimestamp(about.st_mtime)
        with path.open("rb") as file:
            start = file.read(16)
        if is_workbook(start):
            return read_workbook(path), day
        content = path.read_bytes()
    except OSError as problem:
        raise UnreadableFile(f"{path} cannot be read ({problem.strerror or problem}).") from problem
    encoding, text = decode(content, str(path))
    if not text.strip(f" \r\n\ufeff{DELIMITERS}"):
        raise UnreadableFile(f"{path} {EMPTY}")
    read = read_json if looks_like_json(text, path.suffix.lower()) else read_csv
    return [read(encoding, text, str(path))], day


def _table(name: str, day: date, sheet: Sheet, corrections: Corrections | None) -> Table | None:
    """The table of a sheet, None where no column of it means anything to us."""
    layout = lay_out(sheet, corrections)
    mapping = with_content(map_header(layout.header, corrections), layout.rows)
    named = {column.how for column in mapping.columns} - {How.CONTENT}
    if not named and not {column.field for column in mapping.columns} & set(ACCOUNT):
        return None  # numbers and words alone make no table of creators
    return Table(
        name, sheet.title, day, sheet.encoding, sheet.delimiter, layout.header, mapping, layout.rows,
        sheet.blank, layout.skipped,
    )  # fmt: skip


def _nothing(what: str, sheets: list[Sheet]) -> str:
    shown = [sheet for sheet in sheets if sheet.rows and not sheet.hidden]
    if not shown:
        hidden = [sheet.title for sheet in sheets if sheet.hidden]
        return f"{what} {EMPTY}" + (
            f" Hidden sheets are not read: {', '.join(map(str, hidden))}." if hidden else ""
        )
    return (
        f"{what} has no column we know; its first row is {_beginning(shown[0])}. "
        "Name the columns, for example: name, platform, handle, url, followers."
    )


def _beginning(sheet: Sheet) -> str:
    return repr(", ".join(sheet.rows[0][1])[:200])


__all__ = [
    "File",
    "SkippedRow",
    "SkippedSheet",
    "Table",
    "UnknownField",
    "UnreadableFile",
    "read_file",
    "read_table",
]
