"""A first import by chat, step by step: proposal, correction, dry run, confirmation, the same file again, undo."""

from datetime import date
from pathlib import Path

import pytest

from data.intake import (
    FIELDS,
    Pasted,
    Proposal,
    Source,
    UnknownField,
    UnreadableFile,
    Upload,
    apply,
    dry_run,
    propose,
    refused_file,
    undo,
)
from data.report import ImportReport
from data.roster import Roster
from data.store import connect
from tests.data.workbooks import Page, xlsx

DAY = date(2026, 11, 1)
# Three kinds of mistakes: a count in words, a link of a video, a rate that is none.
SHEET = """我的名單,,,,
名稱,連結,讚,互動率,開箱報價
小美,https://www.instagram.com/mei?igsh=x,1.2萬,3.2%,8000-12000
阿波,https://youtu.be/abcdefghijk,5000,2%,
小明,https://www.tiktok.com/@ming,很多,2%,5000
大衛,https://www.youtube.com/@david,3萬,320%,
合計,,,,
"""
UPLOAD = Upload("名單.csv", SHEET.encode("cp950"), DAY)


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


def columns(proposal: Proposal) -> list[tuple[str, str | None, str | None]]:
    return [(c.column, c.field, c.how) for table in proposal.tables for c in table.columns]


def told(report: ImportReport) -> tuple[int, int, int, int, bool]:
    return report.added, report.changed, report.unchanged, report.refused, report.kept


def test_a_first_time_import_with_three_kinds_of_mistakes(roster: Roster) -> None:
    proposal = propose(roster, UPLOAD)
    assert columns(proposal) == [
        ("名稱", "name", "name"), ("連結", "url", "name"), ("讚", None, None), ("互動率", "engagement", "name"),
        ("開箱報價", "fee_unboxing", "name"),
    ]  # fmt: skip
    table = proposal.tables[0]
    assert (table.rows, table.has_account, table.remembered, table.preview[0][0]) == (4, True, (), "小美")
    said = {"讚": "followers"}
    tried = dry_run(roster, UPLOAD, said)
    assert told(tried) == (1, 0, 0, 3, False) and roster.version == 0
    assert [(row.row, row.problems[0].column, row.problems[0].value) for row in tried.files[0].refused] == [
        (4, "連結", "https://youtu.be/abcdefghijk"), (5, "讚", "很多"), (6, "互動率", "320%"),
    ]  # fmt: skip
    assert told(apply(roster, UPLOAD, said)) == (1, 0, 0, 3, False) and roster.version == 0  # all or nothing
    fixed = (
        SHEET.replace("https://youtu.be/abcdefghijk", "https://www.youtube.com/@bo")
        .replace("很多", "9千")
        .replace("320%", "3.2%")
    )
    again = Upload("名單.csv", fixed.encode("cp950"), DAY)
    assert told(apply(roster, again, said)) == (4, 0, 0, 0, True)
    assert propose(roster, again).tables[0].remembered == ("讚",)
    assert told(apply(roster, again)) == (0, 0, 4, 0, True)  # the same file again changes nothing
    mei = roster.get("instagram:mei")
    assert mei and mei.channels[0].followers
    followers = mei.channels[0].followers
    assert (followers.value, followers.as_of, followers.source) == (12_000, DAY, "名單.csv")
    assert undo(roster).removed == 4 and roster.channel_count == 0


def test_an_update_is_told_field_by_field_with_its_own_source_and_day(roster: Roster) -> None:
    apply(roster, UPLOAD, all_or_nothing=False, corrections={"讚": "followers"})
    later = Upload("十二月.csv", "平台,帳號,粉絲數,開箱報價\nIG,mei,1.3萬,\n".encode(), date(2026, 12, 1))
    report = dry_run(roster, later)
    assert [(c.field, c.old, c.new) for c in report.files[0].changed[0].changes] == [
        ("followers", "12000", "13000"), ("followers_as_of", "2026-11-01", "2026-12-01"), ("followers_source", "名單.csv", "十二月.csv"),
    ]  # fmt: skip
    apply(roster, later)
    mei = roster.get("instagram:mei")
    assert mei and mei.channels[0].engagement and mei.channels[0].followers
    assert (mei.channels[0].followers.source, mei.channels[0].engagement.source) == ("十二月.csv", "名單.csv")
    assert mei.channels[0].fees[0].price.source == "名單.csv"  # what the second file did not say stays


def test_the_good_rows_alone_where_that_is_asked(roster: Roster) -> None:
    report = apply(roster, UPLOAD, {"讚": "followers"}, all_or_nothing=False)
    assert told(report) == (1, 0, 0, 3, True)
    made = refused_file(report)
    assert made and made.name == "名單_refused.csv" and made.content.decode("cp950").count("\n") == 4


def test_pasted_links_are_told_like_any_file(roster: Roster) -> None:
    source = Pasted(
        "大家好\nhttps://www.instagram.com/mei\nhttps://youtu.be/abcdefghijk\nhttps://x.com/bo", "訊息", DAY
    )
    report = apply(roster, source, all_or_nothing=False)
    (file,) = report.files
    assert [(row.row, row.key) for row in file.added] == [(2, "instagram:mei"), (4, "x:bo")]
    assert [(row.row, row.problems[0].suggestion) for row in file.refused] == [
        (3, "put the channel's own link")
    ]
    assert [(line.row, line.text) for line in file.skipped] == [(1, "大家好")]


def test_a_forwarded_message_becomes_one_creator(roster: Roster) -> None:
    text = "我是小美\nIG https://www.instagram.com/mei\nYT https://www.youtube.com/@mei"
    apply(roster, Pasted(text, one_creator=True, day=DAY))
    (creator,) = roster.creators()
    assert [channel.key for channel in creator.channels] == ["instagram:mei", "youtube:mei"]


def test_a_pasted_table_with_figures(roster: Roster) -> None:
    apply(roster, Pasted("名稱\t連結\t粉絲數\n小美\thttps://www.instagram.com/mei\t1.2萬", "貼上", DAY))
    mei = roster.get("instagram:mei")
    assert mei and mei.channels[0].followers and mei.channels[0].followers.source == "貼上"


def test_a_workbook_as_bytes_and_a_file_on_disk(roster: Roster, tmp_path: Path) -> None:
    content = xlsx(Page("名單", [["名稱", "IG"], ["小美", "@mei"]]), Page("舊", [["a"]], hidden=True))
    proposal = propose(roster, Upload("名單.xlsx", content, DAY))
    assert (proposal.tables[0].sheet, proposal.skipped) == ("名單", (("舊", "hidden"),))
    (tmp_path / "k.csv").write_text("名稱,IG\n小美,@mei\n", encoding="utf-8")
    assert columns(propose(roster, tmp_path / "k.csv")) == columns(proposal)


@pytest.mark.parametrize(
    ("source", "said", "problem"),
    [
        (Upload("../../etc/passwd\0.csv", b"nothing"), {}, "no column we know"),
        (Upload("", b""), {}, "is empty"),
        (Upload("x.xlsx", b"PK\x03\x04broken"), {}, "damaged workbook"),
        (Pasted("你好"), {}, "Send links such as"),
        (UPLOAD, {"讚數": "followers"}, "no file has a column '讚數'"),
        (UPLOAD, {"讚": "fans of mine"}, "'fans of mine' is no field"),
    ],
)
def test_what_cannot_be_read_is_told_without_our_folders(
    roster: Roster, source: Source, said: dict[str, str], problem: str
) -> None:
    with pytest.raises((UnreadableFile, UnknownField), match=problem) as raised:
        propose(roster, source, said)
    assert "/tmp" not in str(raised.value) and "pytest" not in str(raised.value)


def test_every_field_that_may_be_chosen_is_one(roster: Roster) -> None:
    sheet = Upload("a.csv", "url,甲\nx.com/a,\n".encode())
    for name in FIELDS:
        propose(roster, sheet, {"甲": name})
    assert (
        propose(roster, sheet, {"甲": "instagram followers"}).tables[0].columns[1].field
        == "instagram followers"
    )
