"""``kol-advisor roster``: mapping, corrections, refused rows, undo, merge and check, as an operator sees them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import roster_cli
from bot.bar import bar
from data.roster import Roster
from data.store import connect

WIDE = "2026 名單,,,\n名稱,IG,IG粉絲數,點閱,備忘\n小美,@mei,1.2萬,5000,\n小明,@ming,很多,,\n合計,,3,,\n"


@pytest.fixture
def roster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Roster:
    made = Roster(connect(tmp_path / "kol.db"))
    monkeypatch.setattr(roster_cli, "open_roster", lambda: made)
    monkeypatch.setenv("COLUMNS", "200")
    return made


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "kol.csv"
    file.write_text(WIDE, encoding="utf-8")
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(roster_cli.roster, [str(word) for word in words])


def lines(text: str) -> list[list[str]]:
    """The cells of the tables on a screen."""
    return [
        [cell.strip() for cell in line.strip("│").split("│")] for line in text.splitlines() if "│" in line
    ]


def test_the_mapping_is_shown_and_nothing_imported(roster: Roster, sheet: Path) -> None:
    ran = run("import", sheet, "--mapping", "--map", "點閱=avg_views")
    assert ran.exit_code == 0
    assert lines(ran.stdout) == [
        ["名稱", "小美", "name", "name"],
        ["IG", "@mei", "instagram handle", "platform"],
        ["IG粉絲數", "1.2萬", "instagram followers", "name"],
        ["點閱", "5000", "avg_views", "correction"],
        ["備忘", "", "not imported: no field has this name", ""],
    ]
    assert roster.version == 0


def test_an_import_tells_what_it_left_aside(roster: Roster, sheet: Path) -> None:
    ran = run("import", sheet, "--map", "點閱=avg_views")
    assert (
        "IG = instagram handle (by its platform)" in ran.stdout
        and "點閱 = avg_views (as you said)" in ran.stdout
    )
    assert ["5", "合計", "a row of totals"] in lines(ran.stdout)
    assert "2 rows: 1 added, 0 changed, 0 unchanged, 1 refused" in ran.stdout


def test_refused_rows_are_corrected_and_sent_again(roster: Roster, sheet: Path, tmp_path: Path) -> None:
    ran = run("import", sheet, "--refused", tmp_path / "again.csv")
    assert ran.exit_code == 1 and "1 refused rows written to" in ran.stderr
    again = tmp_path / "again.csv"
    again.write_text(again.read_text("utf-8-sig").replace("很多", "3K"), encoding="utf-8")
    ran = run("import", again, "--refused", tmp_path / "none.csv")
    assert (ran.exit_code, (tmp_path / "none.csv").exists()) == (0, False)
    ming = roster.get("instagram:ming")
    assert ming and ming.channels[0].followers and ming.channels[0].followers.value == 3000


def test_all_or_nothing(roster: Roster, sheet: Path) -> None:
    ran = run("import", sheet, "--all-or-nothing")
    assert ran.exit_code == 1 and "would be 1 added" in ran.stdout
    assert "Nothing was imported, because a row was refused (--all-or-nothing)." in ran.stdout
    assert roster.creators() == []


@pytest.mark.parametrize("pair", ["followers", "=followers", "點閱="])
def test_a_correction_without_both_sides_is_wrong_usage(roster: Roster, sheet: Path, pair: str) -> None:
    assert run("import", sheet, "--map", pair).exit_code == 2


def test_a_correction_to_no_field_is_one_line(roster: Roster, sheet: Path) -> None:
    ran = run("import", sheet, "--map", "點閱=clicks")
    assert (ran.exit_code, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert "'clicks' is no field" in ran.stderr


def test_undo(roster: Roster, sheet: Path) -> None:
    run("import", sheet)
    ran = run("undo")
    assert ran.exit_code == 0 and ran.stdout.startswith("Undone: kol.csv of 20")
    assert ran.stdout.endswith(": 0 creators restored, 1 removed\n")
    assert roster.creators() == []
    ran = run("undo")
    assert (ran.exit_code, ran.stderr) == (1, "kol-advisor: There is no import and no merge left to undo.\n")


def test_check_proposes_and_merge_merges(roster: Roster, tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text(
        "name,platform,handle,followers\n小美頻道,IG,mei,5\n小美,YT,meitube,90\n", encoding="utf-8"
    )
    run("import", file)
    shown = run("check")
    assert ["小美頻道 (instagram:mei)", "小美 (youtube:meitube)", "same name 小美"] in lines(shown.stdout)
    assert (
        "2 channels: 1 possible duplicates, 1 figures out of range, 0 channels older"
        in shown.stdout.replace("\n", " ")
    )
    document = json.loads(run("check", "--json").stdout)
    assert [(odd["channel"], odd["value"]) for odd in document["out_of_range"]] == [("instagram:mei", 5.0)]
    ran = run("merge", "instagram:mei", "youtube:meitube")
    assert ran.stdout == "小美頻道 (instagram:mei) has 2 channels now: instagram:mei, youtube:meitube\n"
    assert json.loads(run("check", "--json").stdout)["duplicates"] == []
    assert run("merge", "x", "y").exit_code == 1


def test_stats_point_to_the_check(roster: Roster) -> None:
    assert run("stats").stdout.endswith("What to look at: kol-advisor roster check\n")


def test_a_bar_is_shown_where_somebody_watches(
    roster: Roster, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bar("Importing", quiet=True) as on_step:
        assert on_step is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with bar("Importing", quiet=False) as on_step:
        assert on_step is not None
        on_step(1, 2)


def test_what_was_said_of_a_header_is_remembered_and_told_and_forgotten(roster: Roster, sheet: Path) -> None:
    assert run("mappings").stdout == "No column was corrected yet: --map does it, with an import.\n"
    run("import", sheet, "--map", "點閱=avg_views")
    again = run("import", sheet)
    assert "點閱 = avg_views (as you said before)" in again.stdout
    shown = lines(run("mappings").stdout)
    assert shown[0][2:] == ["名稱, IG, IG粉絲數, 點閱, 備忘", "點閱 = avg_views"]
    (known,) = json.loads(run("mappings", "--json").stdout)
    assert known["fields"] == {"點閱": "avg_views"}
    assert run("mappings", "--forget", known["id"]).stdout == "1 forgotten\n"
    assert "as you said" not in run("import", sheet).stdout
    assert run("mappings", "--forget", "all").stdout == "0 forgotten\n"


def test_the_mapping_as_json(roster: Roster, sheet: Path) -> None:
    (table,) = json.loads(run("import", sheet, "--mapping", "--json").stdout)
    assert [(column["column"], column["field"]) for column in table["columns"]][:2] == [
        ("名稱", "name"),
        ("IG", "instagram handle"),
    ]
    assert (table["rows"], table["preview"][0][0]) == (2, "小美")


def test_pasted_text_from_standard_input(roster: Roster) -> None:
    text = "推薦兩個\nhttps://www.instagram.com/mei\nhttps://www.youtube.com/@bo\n"
    ran = CliRunner().invoke(roster_cli.roster, ["import", "-"], input=text)
    assert ran.exit_code == 0 and "2 rows: 2 added" in ran.stdout
    assert ["1", "推薦兩個", "a line without a link"] in lines(ran.stdout)
    nothing = CliRunner().invoke(roster_cli.roster, ["import", "-"], input="你好")
    assert nothing.exit_code == 1 and "Send links such as" in nothing.stderr


def test_a_workbook_out_and_in_again(roster: Roster, sheet: Path, tmp_path: Path) -> None:
    run("import", sheet)
    ran = run("export", tmp_path / "mine.xlsx")
    assert ran.exit_code == 0 and "1 rows of 1 creators written to" in ran.stderr
    assert (tmp_path / "mine.xlsx").read_bytes().startswith(b"PK")
    again = run("import", tmp_path / "mine.xlsx", "--json")
    assert json.loads(again.stdout)["unchanged"] == 1


def test_refused_rows_as_a_workbook(roster: Roster, sheet: Path, tmp_path: Path) -> None:
    run("import", sheet, "--refused", tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes().startswith(b"PK")
    assert "1 refused" in run("import", tmp_path / "again.xlsx").stdout
