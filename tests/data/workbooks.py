"""Workbooks as bytes: the least that Excel and LibreOffice write, and what an attacker would.

Simpler than the real ones: no styles, no shared strings, one part a sheet.
"""

import io
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Cell = str | int | float | None


class Page(NamedTuple):
    """A sheet of a workbook; ``merged`` are ranges such as A1:C1."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[str] = ()
    hidden: bool = False


def column(place: int) -> str:
    """The letters of a column from 0."""
    return (column(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def sheet_xml(page: Page) -> str:
    rows = []
    for number, cells in enumerate(page.rows, 1):
        made = [
            _cell(f"{column(place)}{number}", cell) for place, cell in enumerate(cells) if cell is not None
        ]
        rows.append(f'<row r="{number}">{"".join(made)}</row>')
    spans = "".join(f'<mergeCell ref="{span}"/>' for span in page.merged)
    spans = f"<mergeCells>{spans}</mergeCells>" if spans else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{spans}</worksheet>'


def _cell(name: str, cell: Cell) -> str:
    if isinstance(cell, str) and cell.startswith("="):  # a formula with the value it had when it was saved
        formula, _, value = cell[1:].partition(" -> ")
        return f'<c r="{name}" t="str"><f>{escape(formula)}</f><v>{escape(value)}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{name}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{name}"><v>{cell}</v></c>'


def xlsx(*pages: Page, parts: dict[str, bytes] | None = None) -> bytes:
    """An XLSX file; ``parts`` replace or add parts of the zip."""
    sheets = "".join(
        f'<sheet name={quoteattr(page.name)} sheetId="{n}" r:id="r{n}"{" state=" + quoteattr("hidden") if page.hidden else ""}/>'
        for n, page in enumerate(pages, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(pages) + 1)
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
    }
    files |= {f"xl/worksheets/sheet{n}.xml": sheet_xml(page) for n, page in enumerate(pages, 1)}
    return zipped({**files, **(parts or {})})


def ods(page: Page, extra: str = "") -> bytes:
    """An ODS file; ``extra`` is XML behind the rows, such as a million empty ones."""
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>" for cells in page.rows
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr(page.name)}>{rows}{extra}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        )
    return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
