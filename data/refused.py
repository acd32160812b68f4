"""The rows that an import refused, as a file of the kind that was sent, to correct and import again."""

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import NamedTuple, TextIO

from xlsxwriter import Workbook

from data.columns import REFUSED
from data.exporter import LONGEST_CELL, WORKBOOK
from data.notation import FORMULA, is_unknown
from data.report import ImportReport, RefusedRow

ROW, WHY = REFUSED
_NUMBER = re.compile(r"[+\-＋－][\d.,\s]+%?\s*[kmwKMW萬万千]?")


class RefusedFile(NamedTuple):
    """A file by name and content."""

    name: str
    content: bytes


def refused_file(report: ImportReport, kind: str | None = None) -> RefusedFile | None:
    """The refused rows as they stood, each with its reasons; None where none was refused.

    :param kind: csv, tsv, xlsx, json or jsonl; by default that of the file that has refused rows, with its
        delimiter and encoding. Old workbooks and ODS come back as XLSX, several kinds of file as CSV.
    """
    files = [file for file in report.files if file.refused]
    if not files:
        return None
    first = files[0]
    kinds = {_kind(file.file, file.delimiter) for file in files}
    wanted = kind or (kinds.pop() if len(kinds) == 1 else "csv")
    stem = PurePath(first.file).stem or "rows"
    return RefusedFile(f"{stem}_refused.{wanted}", _content(report, wanted))


def _kind(name: str, delimiter: str) -> str:
    if delimiter == "json":
        return "jsonl" if PurePath(name).suffix.lower() in (".jsonl", ".ndjson") else "json"
    return {"cells": "xlsx", "\t": "tsv"}.get(delimiter, "csv")


def _content(report: ImportReport, kind: str) -> bytes:
    header, rows = _rows(report)
    if kind == "xlsx":
        return _workbook(header, rows)
    if kind in ("json", "jsonl"):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        text = "\n".join(lines) + "\n" if kind == "jsonl" else "[\n" + ",\n".join(lines) + "\n]\n"
        return text.encode()
    of_kind = [file for file in report.files if file.refused and len(file.delimiter) == 1]
    delimiter = "\t" if kind == "tsv" else next((file.delimiter for file in of_kind), ",")
    table = StringIO(newline="")
    _write(header, rows, table, delimiter)
    encodings = {file.encoding for file in of_kind}
    return _encoded(table.getvalue(), encodings.pop() if len(encodings) == 1 else "utf-8-sig")


def _encoded(text: str, encoding: str) -> bytes:
    """In the encoding of the original; UTF-8 with its mark, without which Excel misreads Chinese, in doubt."""
    if encoding not in ("utf-8", "text"):
        try:
            return text.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            pass
    return text.encode("utf-8-sig")


def _write(header: list[str], rows: list[dict[str, str]], out: TextIO, delimiter: str) -> None:
    writer = csv.DictWriter(out, header, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)


def _workbook(header: list[str], rows: list[dict[str, str]]) -> bytes:
    out = BytesIO()
    with Workbook(out, {**WORKBOOK, "in_memory": True}) as book:
        sheet = book.add_worksheet("refused")
        for number, cells in enumerate([dict(zip(header, header, strict=True)), *rows]):
            for place, name in enumerate(header):
                if cell := cells.get(name, ""):
                    sheet.write_string(number, place, cell[:LONGEST_CELL])
    return out.getvalue()


def _rows(report: ImportReport) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows; files with different headers share the sheet."""
    headers = {name: None for file in report.files if file.refused for name in _names(file.header)}
    several = len(report.files) > 1
    rows: list[dict[str, str]] = []
    for file in report.files:
        names = _names(file.header)
        where = f"{file.file}{f' / {file.sheet}' if file.sheet else ''}: " if several else ""
        for row in file.refused:
            cells = dict(zip(names, map(harmless, row.cells), strict=False))
            rows.append({**cells, ROW: f"{where}{row.row}", WHY: harmless(_why(row))})
    return [*headers, ROW, WHY], rows


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
