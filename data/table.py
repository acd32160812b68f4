"""A CSV file as rows of cells, whatever its encoding and delimiter. Row numbers are a spreadsheet's."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from data.columns import map_header

DELIMITERS = ",;\t|"
LARGEST_FILE = 200 * 2**20  # 100,000 creators with long descriptions take a tenth of it
SAMPLE = 64 * 2**10  # bytes to judge the encoding by
BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


class UnreadableFile(ValueError):
    """A file that is no table we can read. Nothing of it was imported."""


class Table(NamedTuple):
    """A table as it stands in the file. ``rows`` are (row number, cells); ``blank`` counts empty rows."""

    name: str
    day: date
    encoding: str
    delimiter: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    blank: int


def read_table(path: Path) -> Table:
    """Read a CSV file. ``day`` is the file's modification date.

    Raises UnreadableFile for a missing, empty, oversized or undecodable file, broken quotes, or a header
    without a single column we know.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UnreadableFile(f"{path} has {size:,} bytes, at most {LARGEST_FILE:,} are read. Split it.")
        content, day = path.read_bytes(), date.fromtimestamp(path.stat().st_mtime)
    except OSError as problem:
        raise UnreadableFile(f"{path} cannot be read ({problem.strerror or problem}).") from problem
    encoding, text = decode(content, str(path))
    if not text.strip(f" \r\n\ufeff{DELIMITERS}"):
        raise UnreadableFile(f"{path} is empty. It needs a header and a row for each channel.")
    delimiter, skipped = _delimiter(text)
    records = list(_records(text, delimiter, path))[skipped:]
    filled = [
        (n, cells) for n, cells in enumerate(records, skipped + 1) if any(cell.strip() for cell in cells)
    ]
    if not filled:
        raise UnreadableFile(f"{path} is empty. It needs a header and a row for each channel.")
    (_, header), *rows = filled
    if not map_header(header).columns:
        raise UnreadableFile(
            f"{path} has no column we know; its first row is {', '.join(header)[:200]!r}. "
            "Name the columns, for example: name, platform, handle, url, followers."
        )
    return Table(path.name, day, encoding, delimiter, header, rows, len(records) - len(filled))


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The encoding and the text. Between Big5 and GB18030 the one in which the header makes sense wins."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return encoding, _decoded(content, encoding, name)
    for encoding in _guesses(content):
        try:
            return encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(
        f"{name} is in no encoding we read (UTF-8, UTF-16, Big5, GB18030). Save it as CSV UTF-8."
    )


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise UnreadableFile(f"{name} says it is {encoding}, but byte {problem.start} is not.") from problem


def _guesses(content: bytes) -> Iterator[str]:
    """Encodings to try, the likeliest first."""
    start = content[:SAMPLE]
    if start.count(0) > len(start) / 10:  # every second byte of Latin text in UTF-16 is zero
        yield "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        return
    yield "utf-8"
    yield from sorted(("cp950", "big5hkscs", "gb18030"), key=lambda encoding: -_sense(start, encoding))


def _sense(start: bytes, encoding: str) -> float:
    """How much sense a sample makes in an encoding: columns we know, then what charset-normalizer says."""
    try:
        text = start[: start.rfind(b"\n") + 1 or None].decode(encoding)
    except UnicodeDecodeError:
        return -1
    known = max(_known_columns(text, delimiter) for delimiter in DELIMITERS)
    best = from_bytes(start, cp_isolation=["utf_8", "big5", "cp950", "gb18030"]).best()
    likeliest = {"big5": "cp950"}.get(best.encoding, best.encoding) if best else ""
    return known + (0.5 if likeliest == encoding else 0)


def _delimiter(text: str) -> tuple[str, int]:
    """The delimiter, and how many records stand before the header: one where Excel's "sep=;" does."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    return max(DELIMITERS, key=lambda delimiter: _known_columns(text, delimiter)), 0


def _known_columns(text: str, delimiter: str) -> float:
    """Columns of the header that we know, then how many there are at all, under a delimiter."""
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = next((cells for cells in records if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return 0
    return len(map_header(header).columns) + min(len(header), 1000) / 10_000


def _records(text: str, delimiter: str, path: Path) -> Iterator[list[str]]:
    reader = csv.reader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True
    )
    try:
        yield from reader
    except csv.Error as problem:  # a quote that is never closed would swallow all rows after it
        raise UnreadableFile(
            f"{path}: broken quotes or an endless cell near line {reader.line_num} ({problem}). "
            'A cell with a quote in it is written "like ""this""".'
        ) from problem
