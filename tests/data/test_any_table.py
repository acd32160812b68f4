"""Whatever a table holds, each of its rows is told once, and the same file again changes nothing."""

import csv
import io
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importer import import_files
from data.journal import undo
from data.report import Report
from data.roster import Roster
from data.store import connect
from data.table import UnreadableFile

HEADERS = st.sampled_from(
    [
        "name", "platform", "handle", "url", "followers", "互動率", "fee_reel", "報價", "as_of", "creator", "女性比例", "odd",
        "名稱", "平台", "帳號", "連結", "IG", "IG粉絲數", "IG報價", "YT", "YouTube 訂閱", "FB", "粉絲數", "類別", "", "欄位1", "LINE",
    ]
)  # fmt: skip
CELLS = st.sampled_from(
    [
        "", "", "1", "-1", "3%", "0.5", "abc", "ig", "yt", "mei", "@bo", "x.com/a", "2026-01-01", "8-9k", "'", "=1", "台北", '"',
        "1.2萬", "5000", "v", "youtube.com/@a instagram.com/a", "合計", "美食", "※ 註", "'=1", "a\nb",
    ]
)  # fmt: skip


def counted(report: Report) -> tuple[list[int], list[int], list[int], list[int]]:
    kinds = (report.added, report.changed, report.unchanged, report.refused)
    added, changed, unchanged, refused = ([row.row for row in kind] for kind in kinds)
    return added, changed, unchanged, refused


@settings(
    deadline=None,
    max_examples=250,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(HEADERS, min_size=1, max_size=7), st.lists(st.lists(CELLS, max_size=8), max_size=6))
def test_every_row_of_any_table_is_accounted_for(
    tmp_path: Path, header: list[str], rows: list[list[str]]
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    file = tmp_path / "any.csv"
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
    roster = Roster(connect(Path(":memory:")))
    with closing(roster.db):
        try:
            first, second = (import_files(roster, [file]).files[0] for _ in range(2))
        except UnreadableFile:
            assert roster.version == 0
            return
        added, changed, unchanged, refused = counted(first)
        told = [*added, *changed, *unchanged, *refused, *(line.row for line in first.skipped if line.row)]
        filled = sum(any(cell.strip() for cell in cells) for cells in [header, *rows])
        assert len(set(told)) == len(told) and filled - len(told) in (0, 1)  # the header, where there is one
        assert counted(second) == ([], [], sorted(added + changed + unchanged), refused)
        if added:
            undo(roster)
            assert roster.channel_count == 0
