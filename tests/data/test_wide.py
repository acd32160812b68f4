"""Sheets as sellers keep them: several platforms in a row, headers that say little, columns called IG."""

from pathlib import Path

import pytest

from data.accounts import Accounts
from data.content import with_content
from data.header import UnknownField, map_header, meanings
from data.importer import Options, import_files, read_files
from data.journal import undo
from data.report import Report
from data.roster import Roster
from data.store import connect
from data.table import UnreadableFile, read_table


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


class Sheet:
    """Writes a CSV file and imports it."""

    def __init__(self, roster: Roster, folder: Path) -> None:
        self.roster, self.path = roster, folder / "kol.csv"

    def __call__(self, text: str, **options: object) -> Report:
        self.path.write_text(text, encoding="utf-8")
        return import_files(self.roster, [self.path], options=Options(**options)).files[0]  # type: ignore[arg-type]

    def figures(self) -> dict[str, tuple[float | None, list[tuple[str, float]]]]:
        """Followers and fees by channel."""
        channels = [channel for creator in self.roster.creators() for channel in creator.channels]
        return {
            c.key: (
                c.followers.value if c.followers else None,
                [(f.format.value, f.price.low) for f in c.fees],
            )
            for c in channels
        }


@pytest.fixture
def put(roster: Roster, tmp_path: Path) -> Sheet:
    return Sheet(roster, tmp_path)


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("IG粉絲數", "instagram followers"), ("YouTube 訂閱", "youtube followers"), ("FB報價", "facebook fee_piece"),
        ("IG", "instagram handle"), ("IG連結", "instagram url"), ("粉絲數(IG)", "instagram followers"), ("報價（YT）", "youtube fee_piece"),
        ("小紅書帳號", "xiaohongshu handle"), ("fb_followers", "facebook followers"), ("YT頻道", "youtube handle"),
        ("YT頻道名稱", "name"), ("IG限動報價", "instagram fee_story"), ("X 粉絲", "x followers"), ("LINE ID", "contact"),
        ("TikTok 粉絲數(萬)", "tiktok followers"),
        ("instagram fee_reel", "instagram fee_reel"), ("IG 追蹤人數日期", "instagram followers_as_of"),
        ("粉絲專頁", "facebook handle"), ("IG備註", "notes"), ("youtube_category", "category"), ("部落格文章報價", "fee_blog_article"),
    ],
)  # fmt: skip
def test_headers_with_a_platform(header: str, title: str) -> None:
    assert meanings(0, header)[-1].title == title


@pytest.mark.parametrize("header", ["Outline", "index", "IG粉絲輪廓", "youtuber", "fbx", "x" * 300])
def test_headers_that_only_look_like_a_platform(header: str) -> None:
    assert meanings(0, header) == []


def test_a_row_of_three_platforms_is_one_creator(put: Sheet) -> None:
    text = (
        "名稱,類別,IG連結,IG粉絲數,IG限動報價,YouTube,YouTube 訂閱,YT影片報價,FB粉專,FB粉絲數,聯絡\n"
        "小美,美食,https://www.instagram.com/mei/?igsh=x,1.2萬,3000,@meitube,3.5K,2-3萬,facebook.com/meifb,800,m@example.com\n"
        "小明,3C,,,,youtube.com/@ming,\"12,000\",,,,\n"
    )  # fmt: skip
    report = put(text)
    assert [(row.row, row.key, row.also) for row in report.added] == [
        (2, "instagram:mei", ("youtube:meitube", "facebook:meifb")), (3, "youtube:ming", ()),
    ]  # fmt: skip
    assert put.figures() == {
        "instagram:mei": (12_000, [("story", 3_000)]),
        "youtube:meitube": (3_500, [("review", 20_000)]),
        "facebook:meifb": (800, []),
        "youtube:ming": (12_000, []),
    }
    mei = put.roster.get("facebook:meifb")
    assert mei and (mei.id, mei.name, mei.contact) == ("instagram:mei", "小美", "m@example.com")
    assert {channel.category for channel in mei.channels} == {"美食"}
    assert (report.refused, report.notices, report.unknown_columns) == ((), (), ())
    assert [row.row for row in put(text).unchanged] == [2, 3]


def test_a_new_platform_of_a_known_creator_is_a_change(put: Sheet) -> None:
    put("名稱,平台,帳號\n小美,IG,mei\n")
    report = put("名稱,IG,YT,YT訂閱\n小美,mei,youtube.com/@mt,500\n")
    assert [(change.field, change.new) for row in report.changed for change in row.changes] == [
        ("channel", "youtube:mt")
    ]
    assert [creator.id for creator in put.roster.creators()] == ["instagram:mei"]


def test_figures_without_a_platform_are_the_only_channels_or_nobodys(put: Sheet) -> None:
    report = put("名稱,IG,YT,粉絲數,報價\n小美,@mei,,1萬,5000\n小明,@ming,youtube.com/@ming,2萬,\n")
    assert put.figures() == {
        "instagram:mei": (10_000, [("post", 5_000)]),
        "instagram:ming": (None, []),
        "youtube:ming": (None, []),
    }
    assert [(n.row, n.column, n.value, n.reason.split(";")[0]) for n in report.notices] == [
        (3, "粉絲數", "2萬", "not taken: the row has several channels")
    ]


def test_a_rows_own_account_beside_columns_of_platforms(put: Sheet) -> None:
    report = put(
        "name,url,followers,IG粉絲數,YT\na,instagram.com/a,,300,youtube.com/@a\nb,tiktok.com/@b,7,9,\n"
    )
    assert put.figures() == {"instagram:a": (300, []), "youtube:a": (None, []), "tiktok:b": (7, [])}
    assert [(n.row, n.column, n.reason) for n in report.notices] == [
        (3, "IG粉絲數", "not taken: the row has no handle and no link of instagram")
    ]


def test_several_links_in_one_cell(put: Sheet) -> None:
    report = put('name,連結\na,"instagram.com/a\nyoutube.com/@a"\nb,"x.com/b、x.com/c"\n')
    assert [(row.key, row.also) for row in report.added] == [("instagram:a", ("youtube:a",))]
    assert [problem.reason for row in report.refused for problem in row.problems] == ["more than one link"]


def test_the_id_of_a_youtube_channel_tells_its_platform(put: Sheet) -> None:
    report = put("name,channel_id\na,UCvw1LiGdyulhnGksJlGWB6g\nb,UCshort\n")
    assert [row.key for row in report.added] == ["youtube:ucvw1ligdyulhngksjlgwb6g"]
    assert [row.row for row in report.refused] == [3]


def test_two_creators_of_the_roster_are_not_merged_by_a_row(put: Sheet) -> None:
    put("platform,handle\nig,mei\nyt,meitube\n")
    report = put("name,IG,YT\n小美,mei,@meitube\n")
    (problem,) = report.refused[0].problems
    assert problem.reason.startswith("youtube:meitube belongs to creator 'youtube:meitube'")
    assert "roster merge instagram:mei youtube:meitube" in problem.suggestion
    assert len(put.roster.creators()) == 2


def test_columns_called_by_a_platform_hold_accounts_or_numbers_or_ticks(put: Sheet) -> None:
    report = put(
        '名稱,連結,IG,YT,FB\n小美,instagram.com/mei,1.2萬,v,meifb\n小明,instagram.com/ming,"3,000",,小明粉專\n'
    )
    assert [(column.column, column.field, column.how) for column in report.columns[2:]] == [
        ("IG", "instagram followers", "content"), ("FB", "facebook handle", "platform"),
    ]  # fmt: skip
    assert [column.reason for column in report.unknown_columns] == [
        "it only says whether there is one; name the handle or the link"
    ]
    assert put.figures() == {"instagram:mei": (12_000, []), "facebook:meifb": (None, [])}
    assert [p.reason for row in report.refused for p in row.problems] == ["no link and no handle"]


CONTENT = [
    ("小美,https://instagram.com/mei,1.2萬,3.2%,NT$5000\n小明,https://x.com/ming,8000,4%,\n",
     ["name", "url", "followers", "engagement", "fee_piece"]),
    ("名單,,,\n名稱,欄位1,欄位2,Unnamed: 3\n小美,@mei,1.2萬,IG\n", ["name", "handle", "followers", "platform"]),
    ("name,somewhere\na,youtube.com/@a\nb,\n", ["name", "url"]),
    ("name,url,also\na,youtube.com/@a,instagram.com/a\n", ["name", "url", "instagram url"]),
    ("name,url,最新影片\na,youtube.com/@a,https://www.youtube.com/watch?v=1\n", ["name", "url"]),
    ("name,url,videos,\na,youtube.com/@a,500,\n", ["name", "url"]),  # a number under an unknown name is another number
    ("name,url,,\na,youtube.com/@a,,remark\n", ["name", "url"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "titles"), CONTENT)
def test_columns_by_their_content(tmp_path: Path, text: str, titles: list[str]) -> None:
    (tmp_path / "kol.csv").write_text(text, encoding="utf-8")
    assert [column.title for column in read_table(tmp_path / "kol.csv").mapping.columns] == titles


def test_numbers_and_words_alone_are_no_table(tmp_path: Path) -> None:
    (tmp_path / "kol.csv").write_text("a,1\nb,2\n")
    with pytest.raises(UnreadableFile, match="no column we know"):
        read_table(tmp_path / "kol.csv")


def test_titles_and_totals_in_csv(put: Sheet) -> None:
    report = put(
        "2026 名單,,\n,,\n名稱,連結,粉絲數\n小美,x.com/mei,1\nTotal,x.com/total,2\n總計 2 位,,3\n平均,,1.5\n註:未稅,,\n"
    )
    assert [row.row for row in report.added] == [4, 5]
    assert [(skipped.row, skipped.reason) for skipped in report.skipped] == [
        (1, "above the header"), (6, "a row of totals"), (7, "a row of totals"), (8, "a note below the table"),
    ]  # fmt: skip
    assert (report.rows, report.blank_rows, report.refused) == (2, 1, ())


def test_a_person_corrects_the_mapping(put: Sheet) -> None:
    text = "name,url,欄位A,videos,報價\na,youtube.com/@a,5000,7,900\n"
    report = put(text, corrections={"欄位a": "followers", "videos": "posts_per_month", "報價": "fee_short"})
    assert put.figures() == {"youtube:a": (5000, [("short", 900)])}
    assert [(column.column, column.how) for column in report.columns[2:]] == [
        ("欄位A", "correction"), ("videos", "correction"), ("報價", "correction"),
    ]  # fmt: skip
    left = put(text, corrections={"報價": "ignore"})
    assert ("報價", "left out as you said") in [
        (column.column, column.reason) for column in left.unknown_columns
    ]


def test_a_correction_outranks_a_better_name() -> None:
    mapping = map_header(["name", "title"], {"title": "name"})
    assert [(column.header, column.field) for column in mapping.columns] == [("title", "name")]


def test_corrections_that_cannot_be(put: Sheet) -> None:
    text = "name,url\na,x.com/a\n"
    with pytest.raises(UnknownField, match="'fans of mine' is no field"):
        put(text, corrections={"name": "fans of mine"})
    with pytest.raises(UnreadableFile, match=r"no file has a column 'nmae'.*The columns are name, url"):
        put(text, corrections={"nmae": "name"})
    assert put.roster.version == 0


def test_the_mapping_can_be_seen_without_an_import(put: Sheet) -> None:
    put.path.write_text("name,IG\na,@a\n")
    (file,) = read_files([put.path])
    assert [column.title for column in file.tables[0].mapping.columns] == ["name", "instagram handle"]


def test_nothing_is_in_two_places_after_content_was_read() -> None:
    header = ["", "IG", "videos", "連結"]
    rows = [(2, ["a", "5", "6", "x.com/a"])]
    mapping = with_content(map_header(header), rows)
    places = [column.place for column in mapping.columns] + [column.place for column in mapping.unused]
    assert sorted(places) == [0, 1, 2, 3]
    assert len(Accounts(mapping.columns).of(rows[0][1])) == 1


def test_all_or_nothing_and_undo(put: Sheet) -> None:
    put("platform,handle,followers\nig,a,1\n")
    before = put.roster.creators()
    put("platform,handle,followers\nig,a,2\nig,b,x\n", all_or_nothing=True)
    assert put.roster.creators() == before
    put("platform,handle,followers\nig,a,2\nig,b,3\n", all_or_nothing=True)
    assert [creator.id for creator in put.roster.creators()] == ["instagram:a", "instagram:b"]
    done = undo(put.roster)
    assert (done.what, done.restored, done.removed) == ("kol.csv", 1, 1)
    assert put.roster.creators() == before


def test_what_stands_beside_a_fee_is_told(put: Sheet) -> None:
    report = put("平台,帳號,報價,限動報價\nIG,a,8000起(未稅),300 (USD)\nIG,b,互惠(未稅),\n")
    assert put.figures() == {"instagram:a": (None, [("post", 8000), ("story", 300)])}
    (mei,) = put.roster.creators()
    assert mei.channels[0].fees[1].price.currency == "USD"
    assert [(notice.row, notice.value, notice.reason) for notice in report.notices] == [
        (2, "8000起(未稅)", "read as 8000; '起(未稅)' is not kept, put it into the notes")
    ]
    assert [problem.value for row in report.refused for problem in row.problems] == ["互惠(未稅)"]
