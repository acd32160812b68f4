"""The rows that an import refused, as a CSV file to correct and import again."""

import csv
import re
from typing import TextIO

from data.header import REFUSED
from data.notation import FORMULA, is_unknown
from data.report import ImportReport, RefusedRow

ROW, WHY = REFUSED
_NUMBER = re.compile(r"[+\-＋－][\d.,\s]+%?\s*[kmwKMW萬万千]?")


def write_refused(report: ImportReport, out: TextIO) -> int:
    """Write the refused rows as they stood in their files, each with its reasons, and return how many.

    Files with different headers share the sheet. ``out`` must be opened with newline="".
    """
    headers = {name: None for file in report.files if file.refused for name in _names(file.header)}
    writer = csv.DictWriter(out, [*headers, ROW, WHY], restval="")
    writer.writeheader()
    several = len(report.files) > 1
    written = 0
    for file in report.files:
        names = _names(file.header)
        for row in file.refused:
            cells = dict(zip(names, map(harmless, row.cells), strict=False))
            place = (
                f"{file.file}{f' / {file.sheet}' if file.sheet else ''}: {row.row}"
                if several
                else str(row.row)
            )
            writer.writerow({**cells, ROW: place, WHY: harmless(_why(row))})
            written += 1
    return written


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs. A number with a sign and a lone dash are none to run."""
    if cell.startswith(FORMULA) and not is_unknown(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _names(header: tuple[str, ...]) -> list[str]:
    """Column names, each once, so that no cell hides another."""
    names: list[str] = []
    for place, name in enumerate(map(harmless, header), 1):
        names.append(
            name if name.strip() and name not in names else f"{name.strip()} (column {place})".strip()
        )
    return names


def _why(row: RefusedRow) -> str:
    return "; ".join(
        f"{problem.column}: {problem.reason} ({problem.suggestion})"
        if problem.column
        else f"{problem.reason} ({problem.suggestion})"
        for problem in row.problems
    )
