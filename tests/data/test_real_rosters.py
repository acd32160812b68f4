"""Two real lists of YouTube channels as people would send them on: re-saved, renamed, cut and soiled. No row is lost."""

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from data.importer import import_file
from data.report import Report
from data.roster import Roster
from data.store import connect

ROSTERS = Path(__file__).parents[3] / "shared" / "data" / "rosters"
pytestmark = pytest.mark.skipif(not ROSTERS.is_dir(), reason="the real rosters are not part of the product")
FILES = {"taiwan_youtube_channels.csv": 1113, "tech_youtubers_cc0.csv": 242}
CHINESE = {
    "channel_id": "頻道ID", "title": "頻道名稱", "platform": "平台", "country": "國家", "subscribers": "訂閱數", "videos": "影片數",
    "youtube_category": "類別", "n_titles": "標題數", "median_latest_views": "觀看中位數", "latest_video_titles": "最新影片標題",
    "name": "名稱", "section": "分類", "sub": "次分類", "content_about": "內容", "playlists": "播放清單", "url": "連結",
}  # fmt: skip
Table = list[list[str]]


def table(name: str) -> Table:
    return list(csv.reader(io.StringIO((ROSTERS / name).read_bytes().decode("utf-8"), newline="")))


def as_csv(rows: Table, delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def chinese(rows: Table) -> Table:
    return [[CHINESE[name] for name in rows[0]], *rows[1:]]


def big5(rows: Table) -> tuple[str, bytes]:
    return "big5.csv", as_csv(chinese(rows)).encode("cp950", "replace")


def utf16(rows: Table) -> tuple[str, bytes]:
    return "utf16.txt", as_csv(rows, "\t").encode("utf-16")


def gb18030(rows: Table) -> tuple[str, bytes]:
    return "gb.csv", as_csv(chinese(rows), ";").encode("gb18030")


def workbook(rows: Table) -> tuple[str, bytes]:
    """Counts are numbers, as a spreadsheet makes them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_urls": False}) as book:
        sheet = book.add_worksheet("名單")
        for number, cells in enumerate(chinese(rows)):
            for place, cell in enumerate(cells):
                sheet.write(
                    number, place, int(cell) if cell.isascii() and cell.isdigit() and number else cell
                )
    return "book.xlsx", out.getvalue()


def dropped(rows: Table) -> tuple[str, bytes]:
    """Only what a channel is found by, and its size where there is one."""
    kept = [n for n, name in enumerate(rows[0]) if name in ("channel_id", "url", "subscribers", "platform")]
    return "few.csv", as_csv([[cells[n] for n in kept] for cells in rows]).encode()


def shuffled(rows: Table) -> tuple[str, bytes]:
    order = random.Random(7).sample(range(len(rows[0])), len(rows[0]))
    return "order.csv", as_csv([[cells[n] for n in order] for cells in rows]).encode("utf-8-sig")


def noisy(rows: Table) -> tuple[str, bytes]:
    """A title above, blank rows between, blanks around cells, a total and a note below."""
    drawn = random.Random(11)
    width = len(rows[0])
    made: Table = [["2026 年 YouTube 名單", *[""] * (width - 1)], [""] * width, chinese(rows)[0]]
    for cells in rows[1:]:
        if drawn.random() < 0.05:
            made.append([""] * width)
        made.append([f" {cell}　" if cell and drawn.random() < 0.3 else cell for cell in cells])
    made += [["合計", *[""] * (width - 2), "99"], ["※ 資料僅供參考", *[""] * (width - 1)]]
    return "noise.csv", as_csv(made).encode()


KINDS: list[Callable[[Table], tuple[str, bytes]]] = [big5, utf16, gb18030, workbook, dropped, shuffled, noisy]


def put(roster: Roster, folder: Path, made: tuple[str, bytes]) -> Report:
    name, content = made
    (folder / name).write_bytes(content)
    return import_file(roster, folder / name)


def rows_told(report: Report) -> list[int]:
    kinds = (report.added, report.changed, report.unchanged, report.refused)
    return sorted(row.row for kind in kinds for row in kind)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_row_comes_in(tmp_path: Path, name: str, kind: Callable[[Table], tuple[str, bytes]]) -> None:
    roster = Roster(connect(Path(":memory:")))
    report = put(roster, tmp_path, kind(table(name)))
    assert (len(report.added), report.refused) == (FILES[name], ())
    assert len(set(rows_told(report))) == report.rows == roster.channel_count == FILES[name]
    if FILES[name] < 500:  # the same of the longer one takes a second each
        again = put(roster, tmp_path, kind(table(name)))
        assert (len(again.unchanged), again.added, again.changed) == (FILES[name], (), ())


@pytest.mark.parametrize("kind", KINDS[:4], ids=lambda kind: kind.__name__)
def test_the_figures_are_those_of_the_original(
    tmp_path: Path, kind: Callable[[Table], tuple[str, bytes]]
) -> None:
    rows = table("taiwan_youtube_channels.csv")
    roster = Roster(connect(Path(":memory:")))
    put(roster, tmp_path, kind(rows))
    place = {name: n for n, name in enumerate(rows[0])}
    for cells in rows[1:]:
        creator = roster.get(f"youtube:{cells[place['channel_id']]}")
        assert creator is not None
        (channel,) = creator.channels
        assert channel.followers and channel.followers.value == float(cells[place["subscribers"]])
        views = cells[place["median_latest_views"]]
        assert (channel.avg_views.value if channel.avg_views else None) == (float(views) if views else None)


def test_soiled_cells_are_refused_and_named_and_the_others_taken(tmp_path: Path) -> None:
    rows = table("taiwan_youtube_channels.csv")
    count, spoilt = (
        rows[0].index("subscribers"),
        {10: "很多", 500: "-3", 1000: "12 thousand and more", 1113: "9" * 20},
    )
    soiled = [
        [*cells[:count], spoilt.get(n, cells[count]), *cells[count + 1 :]] for n, cells in enumerate(rows)
    ]
    roster = Roster(connect(Path(":memory:")))
    report = put(roster, tmp_path, ("soiled.csv", as_csv(soiled).encode()))
    assert [(row.row - 1, row.problems[0].column, row.problems[0].value) for row in report.refused] == [
        (n, "subscribers", cell) for n, cell in spoilt.items()
    ]
    assert len(report.added) == 1113 - len(spoilt) and len(rows_told(report)) == 1113


def test_without_a_key_nothing_can_come_in_and_every_row_says_so(tmp_path: Path) -> None:
    rows = [cells[1:] for cells in table("taiwan_youtube_channels.csv")]
    roster = Roster(connect(Path(":memory:")))
    report = put(roster, tmp_path, ("nokey.csv", as_csv(rows).encode()))
    assert len(report.refused) == 1113 and roster.channel_count == 0
    assert {row.problems[0].reason[:25] for row in report.refused} == {"no handle and no link: a "}


def test_what_is_in_the_originals(tmp_path: Path) -> None:
    roster = Roster(connect(Path(":memory:")))
    report = import_file(roster, ROSTERS / "taiwan_youtube_channels.csv")
    assert (report.rows, len(report.added), report.refused, report.notices) == (1113, 1113, (), ())
    assert [(column.column, column.cells) for column in report.unknown_columns] == [
        ("videos", 1113),
        ("n_titles", 1113),
    ]
    stats = roster.stats()
    assert (stats.channels, stats.regions["unknown"], stats.categories["unknown"]) == (1113, 455, 861)
    assert (stats.missing["avg_views"], stats.missing["content"]) == (1042, 1042)
    assert "followers" not in stats.missing
    tech = import_file(roster, ROSTERS / "tech_youtubers_cc0.csv")
    assert (tech.rows, len(tech.added), tech.refused, tech.unknown_columns) == (242, 242, (), ())
    assert roster.stats().missing["followers"] == 242  # nobody counted them, so they are unknown and not zero


def test_names_without_a_key_are_all_refused() -> None:
    report = import_file(Roster(connect(Path(":memory:"))), ROSTERS / "taiwan_youtube_candidates.csv")
    assert (report.rows, len(report.refused)) == (1082, 1082)
    assert all(row.problems[0].reason for row in report.refused)
