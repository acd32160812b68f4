"""Text files as sheets: CSV in any encoding and with any delimiter."""

import csv
import io
from collections.abc import Iterator

from charset_normalizer import from_bytes

from data.header import map_header
from data.sheet import Row, Sheet, UnreadableFile, check_height, check_width

DELIMITERS = ",;\t|"
SAMPLE = 64 * 2**10  # bytes to judge the encoding by
LONGEST_ROW = 4 * 2**20  # characters
HEAD = 15  # rows among which the delimiter is judged: there may be titles above the header
BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def read_csv(encoding: str, text: str, name: str) -> Sheet:
    """The records of a delimited text. UnreadableFile for broken quotes and for more than we read."""
    delimiter, skipped = _delimiter(text)
    rows: list[Row] = []
    total = 0
    for total, cells in enumerate(_records(text, delimiter, name), 1):
        if total > skipped and any(cell.strip() for cell in cells):
            check_width(len(cells), total, name)
            rows.append((total, cells))
            check_height(len(rows), name)
    return Sheet(None, rows, total - skipped - len(rows), encoding, delimiter)


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
    """Most columns that we know in a row of the head, then how many there are at all, under a delimiter."""
    best = 0.0
    try:
        records = csv.reader(
            io.StringIO(text[:SAMPLE].removeprefix("\ufeff"), newline=""), delimiter=delimiter
        )
        for cells, _ in zip(records, range(HEAD), strict=False):
            some = cells[:100]
            best = max(best, len(map_header(some).columns) + len(some) / 10_000)
    except csv.Error:
        return best
    return best


def _records(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    lines = _Lines(io.StringIO(text.removeprefix("\ufeff"), newline=""), name)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            lines.length = 0
            yield cells
    except csv.Error as problem:  # a quote that is never closed would swallow all rows after it
        raise UnreadableFile(
            f"{name}: broken quotes or an endless cell near line {reader.line_num} ({problem}). "
            'A cell with a quote in it is written "like ""this""".'
        ) from problem


class _Lines:
    """Lines for the csv module, which would take a file of commas for one row and hold all of its cells."""

    def __init__(self, lines: Iterator[str], name: str) -> None:
        self.lines, self.name = lines, name
        self.length = 0  # characters since the last whole row

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.length += len(line)
            if self.length > LONGEST_ROW:
                raise UnreadableFile(
                    f"{self.name} has a row of more than {LONGEST_ROW:,} characters. Is it a table? Save it as CSV UTF-8."
                )
            yield line
