"""The refused rows come back as a file that is corrected and imported again."""

import csv
import io
import json
from pathlib import Path

import pytest

from data.importer import Options, import_files
from data.refused import harmless, refused_file
from data.report import ImportReport
from data.roster import Roster
from data.store import connect
from tests.data.workbooks import Page, ods, xlsx


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


def put(roster: Roster, folder: Path, **sheets: str) -> ImportReport:
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return import_files(roster, [folder / f"{name}.csv" for name in sheets])


def refused(report: ImportReport) -> str:
    made = refused_file(report)
    assert made and made.content.startswith(b"\xef\xbb\xbf")
    return made.content.decode("utf-8-sig")


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


ROWS = "名稱,平台,帳號,粉絲數\n小美,IG,mei,很多\n小明,IG,ming,1.2萬\n"


def sent(folder: Path, name: str) -> Path:
    """The same two rows as a file of each kind."""
    file = folder / name
    header, *rows = [line.split(",") for line in ROWS.split()]
    objects = [json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) for row in rows]
    file.write_bytes(
        {
            "utf8.csv": ROWS.encode(),
            "big5.csv": ROWS.encode("cp950"),
            "semicolon.csv": ROWS.replace(",", ";").encode("utf-16"),
            "tabs.tsv": ROWS.replace(",", "\t").encode(),
            "book.xlsx": xlsx(Page("名單", [header, *rows])),
            "book.ods": ods(Page("名單", [header, *rows])),
            "list.json": f"[{','.join(objects)}]".encode(),
            "lines.jsonl": "\n".join(objects).encode(),
        }[name]
    )
    return file


@pytest.mark.parametrize(
    ("name", "comes_back", "looks"),
    [
        ("utf8.csv", "utf8_refused.csv", "名稱,平台,帳號,粉絲數,refused_row".encode("utf-8-sig")),
        ("big5.csv", "big5_refused.csv", "名稱,平台,帳號,粉絲數,refused_row".encode("cp950")),
        ("semicolon.csv", "semicolon_refused.csv", "名稱;平台;帳號;粉絲數;refused_row".encode("utf-16")),
        ("tabs.tsv", "tabs_refused.tsv", "名稱\t平台\t帳號\t粉絲數\trefused_row".encode("utf-8-sig")),
        ("book.xlsx", "book_refused.xlsx", b"PK"),
        ("book.ods", "book_refused.xlsx", b"PK"),
        ("list.json", "list_refused.json", '[\n{"名稱": "小美"'.encode()),
        ("lines.jsonl", "lines_refused.jsonl", '{"名稱": "小美"'.encode()),
    ],
)
def test_it_is_a_file_of_the_kind_that_was_sent_and_comes_in_corrected(
    roster: Roster, tmp_path: Path, name: str, comes_back: str, looks: bytes
) -> None:
    report = import_files(roster, [sent(tmp_path, name)])
    assert (report.added, report.refused) == (1, 1)
    made = refused_file(report)
    assert made and made.name == comes_back and made.content.startswith(looks)
    again = tmp_path / made.name
    again.write_bytes(made.content)
    known = import_files(roster, [again])
    assert [(row.name, row.problems[0].column) for row in known.files[0].refused] == [("小美", "粉絲數")]
    fixed = import_files(roster, [again], options=Options(corrections={"粉絲數": "ignore"}, remember=False))
    assert (fixed.added, fixed.refused) == (1, 0)


def test_without_refused_rows_there_is_no_file(roster: Roster, tmp_path: Path) -> None:
    assert refused_file(put(roster, tmp_path, a="name,url\nA,x.com/a\n")) is None


def test_another_kind_on_request(roster: Roster, tmp_path: Path) -> None:
    made = refused_file(import_files(roster, [sent(tmp_path, "utf8.csv")]), "xlsx")
    assert made and made.name == "utf8_refused.xlsx" and made.content.startswith(b"PK")


def test_rows_without_a_header_come_back_with_a_made_up_one(roster: Roster, tmp_path: Path) -> None:
    fine = "".join(f"小明{n}\thttps://x.com/ming{n}\n" for n in range(5))
    report = put(roster, tmp_path, a=f"小美\thttps://youtu.be/abc\n{fine}")
    made = refused_file(report)
    assert made and (report.added, report.refused) == (5, 1)
    again = tmp_path / made.name
    again.write_bytes(made.content.replace(b"youtu.be/abc", b"x.com/mei"))
    assert (import_files(roster, [again]).added, roster.channel_count) == (1, 6)
