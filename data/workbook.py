"""XLSX, XLS and ODS files as sheets, within bounds of time and memory whatever the file claims to hold."""

import json
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from data.sheet import MB, MOST_COLUMNS, Row, Sheet, Span, UnreadableFile, check_height, check_width

SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # of a zip, and of an old Office file
MEMORY = 1024 * MB  # of the process that reads a workbook; 100,000 rows of 20 columns take a quarter
SECONDS = 40  # of its processor time
MOST_CHARACTERS = 100_000_000
LARGEST_UNPACKED = 600 * MB  # all parts of a zip together; the sheet above takes 150 MB
# A formula without a value, as programs write them that cannot calculate: its cell would be read as empty.
_UNSAVED = re.compile(rb"</f>(?:<v\s*/>|<v></v>)?</c>")
ENDED = (
    "it holds more cells than fit into the bounds of memory or time, or is damaged. "
    "Copy the table into a new workbook, or save it as CSV UTF-8."
)


def is_workbook(start: bytes) -> bool:
    """Whether a file begins like one."""
    return start.startswith(SIGNS)


def read_workbook(path: Path) -> list[Sheet]:
    """Every sheet, hidden ones without rows. UnreadableFile for what is damaged, protected or out of bounds."""
    with path.open("rb") as file:
        kind = "zip" if file.read(4) == SIGNS[0] else "xls"
    if kind == "zip":
        _check_zip(path)
    sheets: list[Sheet] = []
    length = 0
    for line in _lines(path):
        if isinstance(line, list):
            sheet = sheets[-1]
            sheet.rows.append((line[0], line[1]))
            length += sum(map(len, line[1]))
            if length > MOST_CHARACTERS:  # one text of a workbook may stand in a million cells
                raise UnreadableFile(
                    f"{path} holds more than {MOST_CHARACTERS:,} characters of text. Split it."
                )
            check_height(len(sheet.rows), path.name)
        elif "end" in line:
            break
        elif "error" in line:
            raise UnreadableFile(f"{path} cannot be read as a workbook: {line['error']}.")
        elif "columns" in line:
            check_width(line["columns"], line["row"], f"{path.name}, sheet {line['sheet']}")
        else:
            merged = tuple(Span(*ends) for ends in line["merged"])
            rows: list[Row] = []
            links = {(row, column): url for row, column, url in line["links"]}
            sheets.append(Sheet(line["sheet"], rows, 0, "workbook", "cells", merged, line["hidden"], links))
    else:
        raise UnreadableFile(f"{path} cannot be read: {ENDED}")
    return [sheet._replace(blank=_blank(sheet.rows)) for sheet in sheets]


def _blank(rows: list[Row]) -> int:
    """Empty rows above and between the filled ones."""
    return rows[-1][0] - len(rows) if rows else 0


def _check_zip(path: Path) -> None:
    """Unpack to nowhere: a zip may hold a thousand times its size, and may say less than it holds."""
    unpacked = 0
    try:
        with ZipFile(path) as archive:
            for part in archive.infolist():
                with archive.open(part) as stream:
                    while piece := stream.read(MB):
                        unpacked += len(piece)
                        if part.filename.startswith("xl/worksheets/") and _UNSAVED.search(piece):
                            raise UnreadableFile(
                                f"{path} has formulas whose results were never saved. "
                                "Open it in Excel or LibreOffice, save it, and import it again."
                            )
                        if unpacked > LARGEST_UNPACKED:
                            raise UnreadableFile(
                                f"{path} unpacks to more than {LARGEST_UNPACKED // MB} MB. "
                                "Copy the table into a new workbook, or save it as CSV UTF-8."
                            )
    except (
        BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zlib.error,
        OSError,
        ValueError,
    ) as problem:
        if isinstance(problem, UnreadableFile):
            raise
        raise UnreadableFile(f"{path} is a damaged workbook ({problem}). Save it again.") from problem


def _lines(path: Path) -> Iterator[Any]:
    bounds = [str(number) for number in (MEMORY, SECONDS, MOST_COLUMNS)]
    command = [sys.executable, "-m", "data.workbook_rows", str(path.resolve()), *bounds]
    home = Path(__file__).parent.parent  # where the package ``data`` lies
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii", cwd=home
    ) as reader:
        assert reader.stdout is not None
        try:
            for line in reader.stdout:
                yield json.loads(line)
        except ValueError as problem:  # it was ended in the middle of a line
            raise UnreadableFile(f"{path} cannot be read: {ENDED}") from problem
        finally:
            reader.kill()
