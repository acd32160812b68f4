"""The links that lie under the texts of an XLSX file's cells, which the reader of its values does not give.

Only the few elements that carry them are parsed, each of a bounded size and without any entity or DOCTYPE. ODS and
XLS are not looked into.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

PIECE = 2**20
LARGEST_PART = 16 * 2**20  # bytes of relationships, or of a sheet's list of links
MOST_LINKS = 50_000
LONGEST = 2_000  # characters of an address
_OPENS = re.compile(rb"<(?:\w+:)?hyperlinks\b")
_CLOSES = re.compile(rb"</(?:\w+:)?hyperlinks\s*>")
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"[^<>]{0,200}><f[^<>]{0,200}>\s*_?(?:xlfn\.)?HYPERLINK\((?:"|&quot;)((?:[^"<&]|&amp;){1,2000})'
)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


class CellLink(NamedTuple):
    """An address under a cell; row and column from 0."""

    row: int
    column: int
    url: str


class _Forbidden(ValueError):
    """A part that holds what no spreadsheet program writes."""


def links_of(path: str) -> dict[str, list[CellLink]]:
    """The web links of each sheet, by its name; none for a file that is no XLSX or not as it should be."""
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                return {}
            return {
                name: list(_of_sheet(archive, part, names))
                for name, part in _sheets(archive)
                if part in names
            }
    except (BadZipFile, OSError, ValueError, KeyError, RuntimeError, NotImplementedError, expat.ExpatError):
        return {}  # whoever reads the values says what is wrong with the file


def _sheets(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Sheets by name with the part they are in."""
    targets = {
        a["Id"]: a["Target"] for _, a in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    for _, attributes in _elements(archive, "xl/workbook.xml", "sheet"):
        identity = next((value for name, value in attributes.items() if name.split(":")[-1] == "id"), "")
        target = targets.get(identity, "")
        yield attributes.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _of_sheet(archive: ZipFile, part: str, names: set[str]) -> Iterator[CellLink]:
    folder, _, file = part.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    targets: dict[str, str] = {}
    if relations in names:
        found = _elements(archive, relations, "Relationship")
        targets = {a["Id"]: a["Target"] for _, a in found if a.get("Type", "").endswith("/hyperlink")}
    count = 0
    for reference, url in _references(archive, part, targets):
        for row, column in _cells(reference):
            count += 1
            if count > MOST_LINKS:
                return
            yield CellLink(row, column, url)


def _references(archive: ZipFile, part: str, targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Cells or ranges with the address under them: of HYPERLINK formulas, then of the list behind the cells."""
    listed, kept = b"", b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            if listed:
                listed += piece
            else:
                kept = kept[-8192:] + piece
                if b"HYPERLINK(" in kept:
                    yield from _formulas(kept)
                if opened := _OPENS.search(kept):
                    listed = kept[opened.start() :]
            if len(listed) > LARGEST_PART or _CLOSES.search(listed):
                break
    closed = _CLOSES.search(listed)
    for _, attributes in _parsed(listed[: closed.end()], "hyperlink") if closed else ():
        identity = next((value for name, value in attributes.items() if name.split(":")[-1] == "id"), "")
        url = targets.get(identity, "").strip()
        if _WEB.fullmatch(url) and len(url) <= LONGEST:
            yield attributes.get("ref", ""), url


def _formulas(piece: bytes) -> Iterator[tuple[str, str]]:
    for found in _FORMULA.finditer(piece):
        url = unescape(found[2].decode("utf-8", "replace")).strip()
        if _WEB.fullmatch(url):
            yield found[1].decode("ascii"), url


def _cells(reference: str) -> Iterator[tuple[int, int]]:
    found = _CELL.fullmatch(reference)
    if not found:
        return
    left, top = _column(found[1]), int(found[2]) - 1
    right, bottom = _column(found[3] or found[1]), int(found[4] or found[2]) - 1
    for row in range(top, min(bottom, top + MOST_LINKS) + 1):
        for column in range(left, right + 1):
            yield row, column


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _elements(archive: ZipFile, part: str, name: str) -> list[tuple[str, dict[str, str]]]:
    with archive.open(part) as stream:
        content = stream.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise _Forbidden(f"{part} has more than {LARGEST_PART:,} bytes")
    return _parsed(content, name)


def _parsed(content: bytes, name: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a name with their attributes. _Forbidden where there is a DOCTYPE, and so any entity."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def begin(element: str, attributes: dict[str, str]) -> None:
        if element.split(":")[-1] == name and len(found) < MOST_LINKS:
            found.append((element, attributes))

    def forbid(*_: object) -> None:
        raise _Forbidden("a DOCTYPE")

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = forbid
    parser.Parse(content, True)
    return found
