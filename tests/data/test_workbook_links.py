"""Links under the texts of cells: they are the channel, where the text is only a name or 點我."""

from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from data.importer import import_file
from data.roster import Roster
from data.store import connect
from data.workbook_links import CellLink, links_of
from tests.data.workbooks import Page, ods, xlsx


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


def workbook(file: Path, *rows: list[object], name: str = "名單") -> Path:
    """A cell that is a pair is a text with a link under it; one that begins with = a formula with its value."""
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    sheet.write_url(number, place, cell[0], string=cell[1])
                elif isinstance(cell, str) and cell.startswith("="):
                    formula, _, value = cell.partition(" -> ")
                    sheet.write_formula(number, place, formula, None, value)
                else:
                    sheet.write(number, place, cell)
    return file


IG, YT = "https://www.instagram.com/mei?igsh=a&utm=b", "https://www.youtube.com/@meitube"


@pytest.mark.parametrize(
    ("rows", "keys", "name"),
    [
        ([["名稱", "粉絲數"], [(IG, "小美"), 12000]], ["instagram:mei"], "小美"),  # under the name
        ([["名稱", "連結"], ["小美", (IG, "點我")]], ["instagram:mei"], "小美"),
        (
            [["名稱", "IG", "YT"], ["小美", (IG, "IG連結"), (YT, "頻道")]],
            ["instagram:mei", "youtube:meitube"],
            "小美",
        ),
        ([["名稱", "IG粉絲數"], ["小美", (IG, "1.2萬")]], ["instagram:mei"], "小美"),  # under a number
        (
            [["名稱", "連結"], ["小美", '=HYPERLINK("https://www.instagram.com/mei","點我") -> 點我']],
            ["instagram:mei"],
            "小美",
        ),
        (
            [["2026 名單"], ["名稱", "粉絲數"], [(YT, "小美"), 5000], ["合計", 5000]],
            ["youtube:meitube"],
            "小美",
        ),
        (
            [["名稱", "連結"], ["小美", ("https://www.instagram.com/other", IG)]],
            ["instagram:mei"],
            "小美",
        ),  # the text is a link itself
    ],
)
def test_the_link_under_a_cell_is_the_channel(
    roster: Roster, tmp_path: Path, rows: list[list[object]], keys: list[str], name: str
) -> None:
    report = import_file(roster, workbook(tmp_path / "kol.xlsx", *rows))
    assert (len(report.added), report.refused) == (1, ())
    (creator,) = roster.creators()
    assert ([channel.key for channel in creator.channels], creator.name) == (keys, name)


def test_links_of_the_mail_and_of_other_sites_are_no_channels(roster: Roster, tmp_path: Path) -> None:
    mail, shop = ("mailto:mei@x.tw", "mei@x.tw"), ("https://shop.example/item", "商店")
    file = workbook(tmp_path / "k.xlsx", ["名稱", "IG", "信箱", "備註"], ["小美", "@mei", mail, shop])
    report = import_file(roster, file)
    (creator,) = roster.creators()
    assert (creator.contact, creator.notes, creator.channels[0].key) == ("mei@x.tw", "商店", "instagram:mei")
    assert [(column.column, column.cells) for column in report.unknown_columns] == [("備註 link", 1)]


def test_every_link_is_at_its_cell(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "k.xlsx", ["a", (IG, "b")], [(YT, "c"), '=HYPERLINK("https://x.com/a?b&c") -> d']
    )
    assert sorted(links_of(str(file))["名單"]) == [
        CellLink(0, 1, IG), CellLink(1, 0, YT), CellLink(1, 1, "https://x.com/a?b&c"),
    ]  # fmt: skip


def rewritten(file: Path, part: str, old: bytes, new: bytes) -> Path:
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(old, new)
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


SHEET, RELATIONS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Relationships'


@pytest.mark.parametrize(
    ("part", "old", "new", "links"),
    [
        (SHEET, b'ref="A2"', b'ref="A2:A4"', 3),
        (SHEET, b'ref="A2"', b'ref="A2:A9999999"', 50_000),  # no more than anybody has
        (SHEET, b'ref="A2"', b'ref="nowhere"', 0),
        (SHEET, b"</hyperlinks>", b"", 0),  # never ends
        (SHEET, b"<hyperlinks>", b"<x:hyperlinks xmlns:x='y'>", 0),  # not well-formed
        (RELATIONS, b"<Relationships", LAUGHS, 0),
        (RELATIONS, b"https://", b"file://", 0),
        (RELATIONS, b"https://", b"javascript:", 0),
        (RELATIONS, b"</Relationships>", b"", 0),
        (RELATIONS, b"instagram", b"i" * 2000, 0),
    ],
)
def test_hostile_and_broken_parts(tmp_path: Path, part: str, old: bytes, new: bytes, links: int) -> None:
    file = workbook(tmp_path / "k.xlsx", ["名稱", "粉絲數"], [(IG, "小美"), 12000])
    assert len(links_of(str(rewritten(file, part, old, new))).get("名單", [])) == links


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", ods(Page("a", [["x"]])), xlsx(Page("a", [["x"]]))])
def test_files_without_links(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "k").write_bytes(content)
    assert all(not links for links in links_of(str(tmp_path / "k")).values())
