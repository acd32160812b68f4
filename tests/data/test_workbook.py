"""Workbooks of all kinds, and those that are made to break their reader."""

import time
from pathlib import Path

import pytest

from data import workbook
from data.table import File, UnreadableFile, read_file
from tests.data.workbooks import MAIN, Page, ods, xlsx, zipped

PLAIN = Page("KOL", [["名稱", "平台", "帳號", "粉絲數"], ["小美", "IG", "mei", 12000]])


def read(folder: Path, content: bytes, name: str = "kol.xlsx") -> File:
    file = folder / name
    file.write_bytes(content)
    return read_file(file)


@pytest.mark.parametrize(
    ("name", "content"), [("kol.xlsx", xlsx(PLAIN)), ("kol.ods", ods(PLAIN)), ("kol.csv", xlsx(PLAIN))]
)
def test_a_workbook_is_known_by_its_content(tmp_path: Path, name: str, content: bytes) -> None:
    (table,) = read(tmp_path, content, name).tables
    assert (table.sheet, table.header) == ("KOL", ["名稱", "平台", "帳號", "粉絲數"])
    assert table.rows == [(2, ["小美", "IG", "mei", "12000"])]


def test_an_old_excel_file(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("KOL")
    for row, cells in enumerate(PLAIN.rows):
        for place, cell in enumerate(cells):
            sheet.write(row, place, cell)
    book.save(tmp_path / "kol.xls")
    assert read_file(tmp_path / "kol.xls").tables[0].rows == [(2, ["小美", "IG", "mei", "12000"])]


def test_numbers_are_written_as_people_write_them(tmp_path: Path) -> None:
    cells = ["mei", "ig", 15800000.0, 0.032, 1e20, "=SUM(A1) -> 7"]
    page = Page(
        "x", [["handle", "platform", "followers", "engagement", "avg_views", "posts_per_month"], cells]
    )
    assert read(tmp_path, xlsx(page)).tables[0].rows[0][1] == ["mei", "ig", "15800000", "0.032", "1e+20", "7"]


def test_titles_groups_merged_cells_totals_and_notes(tmp_path: Path) -> None:
    rows = [
        ["2026 合作名單"],
        [],
        [None, "IG", None, None, "YouTube", None, "其他"],
        ["名稱", "連結", "粉絲數", "報價", "頻道", "訂閱", "備註"],
        ["小美", "instagram.com/mei", 12000, "8-12k", "youtube.com/@mei", 35000, "ok"],
        ["小明", "instagram.com/ming", 300],
        ["名稱", "連結", "粉絲數", "報價", "頻道", "訂閱", "備註"],
        ["合計", None, 12300],
        ["※ 以上報價未稅"],
    ]
    (table,) = read(tmp_path, xlsx(Page("KOL", rows, ["A1:G1", "B3:D3", "E3:F3"]))).tables
    assert [column.title for column in table.mapping.columns] == [
        "name", "instagram url", "instagram followers", "instagram fee_piece", "youtube handle", "youtube followers", "notes",
    ]  # fmt: skip
    assert [number for number, _ in table.rows] == [5, 6]
    assert [tuple(skipped) for skipped in table.skipped] == [
        (1, "2026 合作名單", "above the header"),
        (3, "IG", "above the header"),
        (7, "名稱", "the header once more"),
        (8, "合計", "a row of totals"),
        (9, "※ 以上報價未稅", "a note below the table"),
    ]


@pytest.mark.parametrize(
    ("merged", "dated"),
    [(["B1:C1", "D1:E1"], "as_of"), (["A1:A2"], "youtube as_of"), ([], "youtube as_of")],
)
def test_a_platform_goes_as_far_as_its_merged_cells(tmp_path: Path, merged: list[str], dated: str) -> None:
    """Without any it goes on to the end: a merged cell over the names says nothing of platforms."""
    rows: list[list[str | int | float | None]] = [
        [None, "IG", None, "YouTube", None, None, None],
        ["名稱", "連結", "粉絲數", "連結", "訂閱", "備註", "資料日期"],
        ["小美", "instagram.com/mei", 12000, "youtube.com/@mei", 900, "ok", "2026-11-01"],
    ]
    (table,) = read(tmp_path, xlsx(Page("KOL", rows, merged))).tables
    assert [column.title for column in table.mapping.columns] == [
        "name", "instagram url", "instagram followers", "youtube url", "youtube followers", "notes", dated,
    ]  # fmt: skip


def test_a_name_merged_over_its_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    rows = [["名稱", "連結"], ["小美", "instagram.com/mei"], [None, "youtube.com/@mei"]]
    (table,) = read(tmp_path, xlsx(Page("x", rows, ["A2:A3"]))).tables
    assert [cells[0] for _, cells in table.rows] == ["小美", "小美"]


def test_several_sheets_and_those_that_are_not_read(tmp_path: Path) -> None:
    more = Page("備用", [[None, "url"], [None, "x.com/a"]])
    file = read(
        tmp_path,
        xlsx(PLAIN, Page("舊", PLAIN.rows, hidden=True), more, Page("說明", [["怎麼填"]]), Page("空", [])),
    )
    assert [(table.sheet, len(table.rows)) for table in file.tables] == [("KOL", 1), ("備用", 1)]
    assert [tuple(sheet) for sheet in file.skipped] == [
        ("舊", "hidden"), ("說明", "no column we know in '怎麼填'"), ("空", "empty"),
    ]  # fmt: skip


def test_a_workbook_with_nothing_to_see(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="Hidden sheets are not read: KOL"):
        read(tmp_path, xlsx(PLAIN._replace(hidden=True)))


def far(cells: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def laughs() -> str:
    doubled = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    return f'<!DOCTYPE x [<!ENTITY a "ha">{doubled}]>'


ODS = "application/vnd.oasis.opendocument.spreadsheet"
FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
HOSTILE = {
    "two cells that span seventeen billion": (
        xlsx(PLAIN, parts={"xl/worksheets/sheet1.xml": far(f'{FIRST}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}),
        "more cells than fit",
    ),
    "a cell that says it is repeated": (
        ods(
            PLAIN,
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
            'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>',
        ),
        "cannot be read",
    ),
    "a billion laughs": (
        xlsx(PLAIN, parts={"xl/worksheets/sheet1.xml": laughs().encode() + far('<row r="1"><c r="A1" t="str"><v>&k;</v></c></row>')}),
        "cannot be read",
    ),
    "a billion laughs in ODS": (
        zipped({"mimetype": ODS, "META-INF/manifest.xml": "<m/>", "content.xml": f"{laughs()}<c>&k;</c>"}),
        "cannot be read|is empty",
    ),
    "ten thousand columns": (xlsx(Page("x", [["name"] * 10_000])), "row 1 has 10,000 columns, at most 1,000"),
    "ten thousand columns of ODS": (ods(Page("x", [["name"] * 10_000])), "row 1 has 10,000 columns, at most 1,000"),
    "half a file": (xlsx(PLAIN)[:-200], "damaged workbook"),
    "a zip of something else": (zipped({"a.txt": "name,url"}), "cannot be read"),
    "the beginning of a zip": (b"PK\x03\x04" + bytes(200), "damaged workbook"),
    "the beginning of an old Excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read"),
    "formulas that nobody calculated": (
        xlsx(PLAIN, parts={"xl/worksheets/sheet1.xml": far('<row r="1"><c r="A1"><f>1+1</f><v></v></c></row>')}),
        "results were never saved",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_workbooks_are_refused_soon_and_with_a_reason(tmp_path: Path, kind: str) -> None:
    content, reason = HOSTILE[kind]
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match=reason):
        read(tmp_path, content)
    assert time.monotonic() - began < 20


def test_a_zip_bomb_is_not_unpacked_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LARGEST_UNPACKED", 2**20)
    with pytest.raises(UnreadableFile, match="unpacks to more than 1 MB"):
        read(tmp_path, xlsx(PLAIN, parts={"xl/media/x.bin": bytes(2**24)}))


def test_a_zip_whose_parts_say_less_than_they_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LARGEST_UNPACKED", 2**20)
    content = xlsx(PLAIN, parts={"xl/media/x.bin": bytes(2**24)})
    told = (2**24).to_bytes(4, "little")
    assert content.count(told) == 2  # in the part's own head and in the directory
    with pytest.raises(UnreadableFile, match=r"unpacks to more than|damaged workbook"):
        read(tmp_path, content.replace(told, (100).to_bytes(4, "little")))


def test_a_reader_that_takes_too_much_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MEMORY", 2**20)
    with pytest.raises(UnreadableFile, match="more cells than fit into the bounds"):
        read(tmp_path, xlsx(Page("x", [["name", "url"], *[["a" * 50, "b"]] * 20_000])))


def test_one_text_in_very_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CHARACTERS", 10_000)
    with pytest.raises(UnreadableFile, match="more than 10,000 characters"):
        read(tmp_path, xlsx(Page("x", [["name", "url"], *[["a" * 1000, "b"]] * 11])))


def test_an_empty_area_of_a_million_rows_is_no_harm(tmp_path: Path) -> None:
    extra = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert len(read(tmp_path, ods(PLAIN, extra), "k.ods").tables[0].rows) == 1
