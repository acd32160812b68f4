"""Spreadsheets into the roster: every row added, changed, unchanged or refused, and none lost."""

from datetime import date
from pathlib import Path
from sqlite3 import IntegrityError

import pytest

from data.importer import import_file, import_files
from data.report import ImportReport
from data.roster import Roster
from data.store import connect
from data.table import UnreadableFile
from knowledge.models import Creator, Figure, Provenance
from tests.data.putting import DAY, Put, outcome, why


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


@pytest.fixture
def put(roster: Roster, tmp_path: Path) -> Put:
    return Put(roster, tmp_path)


def test_a_chinese_sheet(put: Put) -> None:
    report = put(
        "名稱,平台,帳號,粉絲數,平均觀看,互動率,類別,內容描述,開箱報價,限動費用(美金),地區,語言,聯絡,合作品牌,女性比例,粉絲年齡\n"
        "小美的廚房,IG,@Mei,1.2萬,\"3,400\",3.2%,美食,家常菜,\"8,000~12,000\",US$300,台灣,中文,mei@example.com,A、B,80%,25-34\n"
    )  # fmt: skip
    assert outcome(report) == ([2], [], [], [])
    (creator,) = put.roster.creators()
    assert (creator.id, creator.name, creator.region) == ("instagram:mei", "小美的廚房", "TW")
    assert (creator.contact, creator.demo) == ("mei@example.com", False)
    (channel,) = creator.channels
    assert (channel.handle, channel.url, channel.category, channel.language) == ("Mei", None, "美食", "zh")
    assert channel.followers == Figure(value=12_000, as_of=DAY, source="sheet.csv")
    assert channel.avg_views and channel.avg_views.value == 3_400
    assert channel.engagement and channel.engagement.value == 0.032
    fees = [
        (fee.format, fee.price.low, fee.price.high, fee.price.currency, fee.price.basis)
        for fee in channel.fees
    ]
    assert fees == [("unboxing", 8000, 12000, "TWD", "quoted"), ("story", 300, 300, "USD", "rate_card")]
    audience = channel.audience
    assert (audience.age_low, audience.age_high, audience.female_share, audience.as_of) == (25, 34, 0.8, DAY)
    assert channel.past_collaborations == ("A", "B")


def test_the_same_file_again_changes_nothing_even_when_it_was_copied(put: Put) -> None:
    text = "name,platform,handle,followers,engagement,fee_reel,audience_age\nMei,ig,mei,100,3%,500,18+\nBo,ig,bo,,,,\n"
    put(text)
    version = put.roster.version
    assert outcome(put(text)) == ([], [], [2, 3], [])
    copy = put.file(text, "sheet (1).csv", day=date(2027, 1, 1))
    assert outcome(import_file(put.roster, copy)) == ([], [], [2, 3], [])
    assert put.roster.version == version


def test_a_row_changes_only_what_it_carries(put: Put) -> None:
    put("name,platform,handle,followers,engagement,fee_reel,fee_post,notes\nMei,ig,mei,100,3%,500,300,kind\n")
    report = put("handle,platform,name,followers,fee_reel\n@MEI,Instagram,,120,\n", "new.csv")
    assert outcome(report) == ([], [2], [], [])
    changes = [(change.field, change.old, change.new) for change in report.changed[0].changes]
    assert changes == [("followers", "100", "120"), ("followers_source", "sheet.csv", "new.csv")]
    channel = put.channel("instagram:mei")
    assert (channel.handle, [fee.price.low for fee in channel.fees]) == ("mei", [500, 300])
    assert channel.engagement and channel.engagement.source == "sheet.csv"


def test_date_and_source_columns(put: Put) -> None:
    header = "platform,handle,followers,followers_as_of,avg_views,as_of,source\n"
    put(header + "ig,a,100,2026-01-02,50,2026-03-04,media kit\nig,b,100,,50,,\n")
    a, b = put.channel("instagram:a"), put.channel("instagram:b")
    assert a.followers == Figure(value=100, as_of=date(2026, 1, 2), source="media kit")
    assert a.avg_views == Figure(value=50, as_of=date(2026, 3, 4), source="media kit")
    assert b.followers == Figure(value=100)  # the file has the columns, so it says that it does not know
    report = put(header + "ig,a,100,2026-05-06,50,2026-03-04,media kit\nig,b,100,,50,,\n")
    assert outcome(report) == ([], [2], [3], [])
    assert [change.field for change in report.changed[0].changes] == ["followers_as_of"]


def test_unknown_is_not_zero(put: Put) -> None:
    put("platform,handle,followers,engagement\nig,a,,\nig,b,0,0%\nig,c,-,N/A\n")
    for handle, known in (("a", None), ("b", Figure(value=0, as_of=DAY, source="sheet.csv")), ("c", None)):
        channel = put.channel(f"instagram:{handle}")
        assert (channel.followers, channel.engagement) == (known, known)


def test_what_is_refused_is_told_cell_by_cell_and_nothing_of_the_row_is_taken(put: Put) -> None:
    report = put(
        "name,platform,handle,followers,engagement,last_post,region,fee_reel\n"
        "fine,ig,fine,1,1%,2026-01-01,TW,5\n"
        "bad,ig,bad,-3,250%,tomorrow,Mars,5%\n"
        "where,myspace,x,1,,,,\n"
        "nobody,,,1,,,,\n"
        "no platform,,someone,1,,,,\n"
        "too many,ig,y,1,,,,,extra\n"
        "short,ig,z\n"
    )
    assert outcome(report) == ([2, 8], [], [], [3, 4, 5, 6, 7])
    assert [creator.name for creator in put.roster.creators()] == ["fine", "short"]
    assert [(row, column, value) for row, column, value, _ in why(report)] == [
        (3, "followers", "-3"),
        (3, "engagement", "250%"),
        (3, "last_post", "tomorrow"),
        (3, "region", "Mars"),
        (3, "fee_reel", "5%"),
        (4, "platform", "myspace"),
        (5, None, None),
        (6, "handle", "someone"),
        (7, None, None),
    ]
    assert all(problem.suggestion for row in report.refused for problem in row.problems)


def test_the_account_comes_from_the_link_where_it_is_not_written(put: Put) -> None:
    report = put(
        "name,platform,handle,url\n"
        "a,,,https://www.youtube.com/@aaa/videos\n"
        "b,Instagram,,instagram.com/bbb?igsh=1\n"
        "c,,https://www.tiktok.com/@ccc,\n"
        "d,blog,,https://ddd.example\n"
        "e,YouTube,eee,https://linktr.ee/eee\n"
        "f,YouTube,fff,https://www.instagram.com/fff\n"
        "g,YouTube,,https://www.instagram.com/ggg\n"
        "h,,,https://www.youtube.com/watch?v=1\n"
        "i,,,https://linktr.ee/iii\n"
        "j,,,https://x.com/a https://x.com/b\n"
    )
    assert [row.key for row in report.added] == [
        "youtube:aaa", "instagram:bbb", "tiktok:ccc", "blog:ddd.example", "youtube:eee", "youtube:fff",
    ]  # fmt: skip
    assert put.channel("tiktok:ccc").url == "https://www.tiktok.com/@ccc"
    assert [(notice.row, notice.reason) for notice in report.notices] == [
        (7, "the link is one of instagram, the row says youtube")
    ]
    assert [(row, reason.split(",")[0]) for row, _, _, reason in why(report)] == [
        (8, "the link is one of instagram"),
        (9, "the link names no channel but a video"),
        (10, "no platform"),
        (11, "more than one link"),
    ]


def test_a_name_alone_is_no_key(put: Put) -> None:
    report = put("name,followers\nMei,100\n")
    assert outcome(report) == ([], [], [], [2])
    assert "a name alone may be several" in why(report)[0][3]


def test_the_second_row_of_a_channel_is_told_as_a_repetition(put: Put) -> None:
    report = put("platform,handle,followers\nig,mei,1\nig,@MEI,2\nyt,mei,3\n")
    assert outcome(report) == ([2, 4], [], [], [3])
    assert why(report) == [(3, None, "instagram:mei", "instagram:mei already stands in row 2 of this file")]


def test_a_refused_first_row_leaves_the_place_to_the_second(put: Put) -> None:
    assert outcome(put("platform,handle,followers\nig,mei,x\nig,mei,2\n")) == ([3], [], [], [2])


def test_rows_of_one_creator_become_their_channels(put: Put) -> None:
    text = "creator,name,platform,handle,region\nmei,小美,ig,mei,TW\nmei,小美,yt,meitube,\nbo,,ig,bo,\nmei,小美廚房,fb,meifb,HK\n"
    report = put(text)
    assert outcome(report) == ([2, 3, 4, 5], [], [], [])
    bo, mei = put.roster.creators()
    assert (mei.id, mei.name, mei.region) == ("mei", "小美", "TW")
    assert [channel.key for channel in mei.channels] == ["instagram:mei", "youtube:meitube", "facebook:meifb"]
    assert (bo.id, bo.name) == ("bo", "bo")
    assert [(notice.row, notice.column, notice.value) for notice in report.notices] == [
        (5, "name", "小美廚房"), (5, "region", "HK"),
    ]  # fmt: skip
    assert outcome(put(text)) == ([], [], [2, 3, 4, 5], [])


def test_a_channel_does_not_change_its_creator_by_the_way(put: Put) -> None:
    put("platform,handle,name\nig,mei,Mei\n")
    report = put("creator,platform,handle\nbo,ig,mei\n")
    assert why(report) == [
        (2, None, "bo", "instagram:mei belongs to creator 'instagram:mei' in the roster, the row says 'bo'")
    ]


def test_a_batch_border_does_not_part_a_creator(put: Put) -> None:
    rows = (
        [f"mei,ig,a{n}" for n in range(20)]
        + [f",ig,other{n}" for n in range(490)]
        + [f"mei,ig,b{n}" for n in range(20)]
    )
    report = put("creator,platform,handle\n" + "\n".join(rows) + "\n")
    assert len(report.added) == 530
    mei = put.roster.creator("mei")
    assert mei and [channel.handle for channel in mei.channels] == [
        f"{x}{n}" for x in "ab" for n in range(20)
    ]


def test_an_agency_is_not_one_creator(put: Put) -> None:
    report = put("creator,platform,handle\n" + "".join(f"agency,ig,h{n}\n" for n in range(202)))
    assert (len(report.added), len(report.refused)) == (200, 2)
    assert "201 channels, expected 200 at most; is it one person or team" in why(report)[0][3]


def test_a_dry_run_tells_the_same_and_changes_nothing(put: Put) -> None:
    put("platform,handle,followers\nig,a,1\n")
    before, version = put.roster.creators(), put.roster.version
    text = "platform,handle,followers\nig,a,2\nig,b,1\nig,c,x\n"
    dry = put(text, dry_run=True)
    assert (put.roster.creators(), put.roster.version) == (before, version)
    assert put(text) == dry
    assert outcome(dry) == ([3], [2], [], [4])


def test_several_files_are_one_transaction(put: Put) -> None:
    good = put.file("platform,handle\nig,a\nig,b\n", "good.csv")
    more = put.file("platform,handle\nig,b\nig,c\nig,\n", "more.csv")
    with pytest.raises(UnreadableFile):
        import_files(put.roster, [good, put.folder / "none.csv"])
    assert put.roster.version == 0
    report = import_files(put.roster, [good, more])
    counts = ImportReport.of(report.files, False)
    assert report == counts
    assert (report.added, report.changed, report.unchanged, report.refused) == (3, 0, 1, 1)


def test_an_import_that_breaks_leaves_nothing(put: Put) -> None:
    # In the second batch the database refuses a row, as it would on a full disk.
    fail = "BEFORE INSERT ON channels WHEN NEW.handle = 'h600' BEGIN SELECT RAISE(ABORT, 'full'); END"
    put.roster.db.execute(f"CREATE TRIGGER full {fail}")
    with pytest.raises(IntegrityError, match="full"):
        put("platform,handle\n" + "".join(f"ig,h{n}\n" for n in range(700)))
    assert (put.roster.creators(), put.roster.version) == ([], 0)


def test_too_long_and_odd_text(put: Put) -> None:
    report = put(
        f"platform,handle,name,content\nig,a,{'n' * 301},\nig,{'h' * 201},x,\nig,c,c,{'很' * 100_000}\nig,d,<b>&[bold],\n"
    )
    assert outcome(report) == ([4, 5], [], [], [2, 3])
    assert [(row, column) for row, column, _, _ in why(report)] == [(2, "name"), (3, "handle")]


def test_a_creator_row_of_an_export_needs_no_channel(put: Put) -> None:
    assert outcome(put("creator_id,name,platform,handle,followers\nmei,Mei,,,\nbo,Bo,,,5\n")) == (
        [2],
        [],
        [],
        [3],
    )
    named = Provenance(fields=("name",), as_of=DAY, source="sheet.csv")
    assert put.roster.creators() == [Creator(id="mei", name="Mei", provenance=(named,))]
