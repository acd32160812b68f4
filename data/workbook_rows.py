"""Prints the rows of a workbook as JSON lines: ``python -m data.workbook_rows FILE MEMORY SECONDS COLUMNS``.

A process of its own, because a small workbook can claim billions of cells: here memory and time are bounded,
and whoever asked lives on when this one is ended.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from data.workbook_links import links_of


def main(path: str, memory: int, seconds: int, most_columns: int) -> None:
    """A line for each sheet, then one for each of its rows; a last line with "error" where it fails."""
    bound(memory, seconds)
    try:
        for line in lines(path, most_columns):
            sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
        sys.stdout.write('{"end": true}\n')  # without it the reader was ended before it was done
    except PasswordError:
        sys.stdout.write('{"error": "it is protected by a password"}\n')
    except (CalamineError, OSError, ValueError) as problem:
        sys.stdout.write(json.dumps({"error": str(problem)[:200]}) + "\n")


def bound(memory: int, seconds: int) -> None:
    """Limit this process. Where the system has no such limits (Windows) only the size of the file counts."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def lines(path: str, most_columns: int) -> Iterator[Any]:
    """What there is to say of a workbook, as JSON values."""
    book = opened(path)
    links = links_of(path)
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        hidden = about.visible is not SheetVisibleEnum.Visible
        if hidden:  # not read at all: nobody sees what it says
            yield {"sheet": about.name, "hidden": True, "merged": [], "links": []}
            continue
        sheet = book.get_sheet_by_name(about.name)
        top, left = sheet.start or (0, 0)
        merged = [
            [first[0], first[1] - left, last[0], last[1] - left]
            for first, last in sheet.merged_cell_ranges or []
        ]
        under = [[link.row + 1, link.column - left, link.url] for link in links.get(about.name, ())]
        yield {"sheet": about.name, "hidden": False, "merged": merged, "links": under}
        for number, values in enumerate(sheet.iter_rows(), top + 1):
            cells = [cell(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            if len(cells) > most_columns:
                yield {"sheet": about.name, "row": number, "columns": len(cells)}
                return
            if cells:
                yield [number, cells]


def opened(path: str) -> CalamineWorkbook:
    """The workbook by its name's ending, and where that lies by what is in it."""
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except CalamineError:
        with Path(path).open("rb") as file:
            return CalamineWorkbook.from_filelike(file)


def cell(value: object) -> str:
    """A cell as text: whole numbers without .0, days without a time, times of day not at all numbers."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, (date, time, timedelta, int)):
        return str(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    main(sys.argv[1], *(int(number) for number in sys.argv[2:5]))
