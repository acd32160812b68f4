"""The refused rows come back as a file that is corrected and imported again."""

import csv
import io
from pathlib import Path

import pytest

from data.importer import import_files
from data.refused import harmless, write_refused
from data.report import ImportReport
from data.roster import Roster
from data.store import connect


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


def put(roster: Roster, folder: Path, **sheets: str) -> ImportReport:
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return import_files(roster, [folder / f"{name}.csv" for name in sheets])


def refused(report: ImportReport) -> str:
    out = io.StringIO(newline="")
    write_refused(report, out)
    return out.getvalue()


def test_a_refused_row_as_it_stood_and_why(roster: Roster, tmp_path: Path) -> None:
    report = put(roster, tmp_path, a="名稱,平台,帳號,粉絲數,心情\n好,IG,ok,1,\n小美,IG,@mei,很多,樂\n")
    (row,) = csv.DictReader(io.StringIO(refused(report)))
    why = "粉絲數: not a number (write it like 12000, 12,000, 1.2萬 or 12K, or leave the cell empty)"
    assert row == {
        "名稱": "小美", "平台": "IG", "帳號": "'@mei", "粉絲數": "很多", "心情": "樂", "refused_row": "3", "refused_why": why,
    }  # fmt: skip


def test_corrected_and_sent_again(roster: Roster, tmp_path: Path) -> None:
    text = refused(put(roster, tmp_path, a="名稱,平台,帳號,粉絲數,備註\n=小美,IG,@mei,很多,-\n"))
    report = put(roster, tmp_path, again=text.replace("很多", "1.2萬"))
    assert (report.added, report.refused) == (1, 0)
    (mei,) = roster.creators()
    assert (mei.id, mei.name, mei.notes) == ("instagram:mei", "=小美", None)
    assert [(column.column, column.reason) for column in report.files[0].unknown_columns] == [
        ("refused_row", "it tells why the row was refused before"),
        ("refused_why", "it tells why the row was refused before"),
    ]


def test_files_with_different_headers_share_the_sheet(roster: Roster, tmp_path: Path) -> None:
    report = put(
        roster, tmp_path, a="name,url\nA,\n", b="url,name,name\n,B,C\n", c="name,url\nfine,x.com/a\n"
    )
    rows = list(csv.reader(io.StringIO(refused(report))))
    assert rows[0] == ["name", "url", "name (column 3)", "refused_row", "refused_why"]
    assert [row[:4] for row in rows[1:]] == [["A", "", "", "a.csv: 2"], ["B", "", "C", "b.csv: 2"]]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("\t=1", "'\t=1"),
        ("-3", "-3"), ("+12,000", "+12,000"), ("-", "-"), ("-1+1", "'-1+1"), ("小美", "小美"), ("", ""), ("＝1", "'＝1"),
    ],
)  # fmt: skip
def test_nothing_in_it_is_run_by_a_spreadsheet(cell: str, written: str) -> None:
    assert harmless(cell) == written
