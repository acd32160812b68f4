"""``kol-advisor roster …`` as an operator sees it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import roster_cli
from bot.roster_cli import LINES, shortened
from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Platform

SHEET = "名稱,平台,帳號,粉絲數,心情\n小美,IG,mei,1.2萬,好\n壞,IG,bad,-3,\n"


class Terminal:
    """Runs commands on a roster of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.roster = Roster(connect(folder / "kol.db"))
        monkeypatch.setattr(roster_cli, "open_roster", lambda: self.roster)
        monkeypatch.setenv("COLUMNS", "200")

    def __call__(self, *words: object) -> Result:
        return CliRunner().invoke(roster_cli.roster, [str(word) for word in words])

    def file(self, text: str, name: str = "sheet.csv") -> Path:
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(tmp_path, monkeypatch)


def test_an_import_tells_what_it_did_line_by_line(terminal: Terminal) -> None:
    ran = terminal("import", terminal.file(SHEET))
    assert ran.exit_code == 1  # a row was refused
    assert "2 rows: 1 added, 0 changed, 0 unchanged, 1 refused" in ran.stdout
    assert "粉絲數 = followers" in ran.stdout
    assert "Not imported: 心情 (1 cells): no field has this name" in ran.stdout
    assert "a count cannot be negative" in ran.stdout
    assert ran.stderr == ""
    assert [creator.name for creator in terminal.roster.creators()] == ["小美"]


def test_a_clean_import_ends_with_0_and_a_second_one_changes_nothing(terminal: Terminal) -> None:
    sheet = terminal.file("platform,handle,followers\nig,mei,100\n")
    assert terminal("import", sheet).exit_code == 0
    assert "1 rows: 0 added, 0 changed, 1 unchanged, 0 refused" in terminal("import", sheet).stdout
    changed = terminal("import", terminal.file("platform,handle,followers\nig,mei,200\n")).stdout
    assert "followers" in changed and "100" in changed and "200" in changed


def test_a_dry_run_says_so_and_changes_nothing(terminal: Terminal) -> None:
    ran = terminal("import", terminal.file(SHEET), "--dry-run")
    assert "would be 1 added" in ran.stdout and "the roster is as it was" in ran.stdout
    assert terminal.roster.version == 0


def test_json_is_one_document_and_nothing_else(terminal: Terminal) -> None:
    ran = terminal("import", terminal.file(SHEET), "--json")
    document = json.loads(ran.stdout)
    assert (document["added"], document["refused"], document["dry_run"]) == (1, 1, False)
    assert document["files"][0]["refused"][0]["problems"][0] == {
        "column": "粉絲數",
        "value": "-3",
        "reason": "a count cannot be negative",
        "suggestion": "write 0 or more, or leave the cell empty if unknown",
    }
    assert ran.exit_code == 1


def test_a_long_list_is_cut_on_the_screen(terminal: Terminal) -> None:
    rows = "".join(f"ig,h{n}\n" for n in range(LINES + 5))
    ran = terminal("import", terminal.file(f"platform,handle\n{rows}"))
    assert f"instagram:h{LINES - 1} " in ran.stdout and f"instagram:h{LINES} " not in ran.stdout
    assert "and 5 more; --json shows all" in ran.stdout


def test_cells_with_brackets_are_shown_as_they_are(terminal: Terminal) -> None:
    ran = terminal("import", terminal.file("name,platform,handle\n[red]x[/red],ig,mei\n", "[b].csv"))
    assert "[red]x[/red]" in ran.stdout and "[b].csv" in ran.stdout


@pytest.mark.parametrize("content", ["", "foo\nbar\n", 'name,url\n"a,b\n'])
def test_a_file_that_is_no_table_is_one_line_on_stderr(terminal: Terminal, content: str) -> None:
    ran = terminal("import", terminal.file("platform,handle\nig,mei\n", "good.csv"), terminal.file(content))
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith("kol-advisor: ") and "sheet.csv" in ran.stderr
    assert terminal.roster.version == 0


def test_wrong_usage_is_2(terminal: Terminal) -> None:
    assert terminal("import").exit_code == 2
    assert terminal("import", "--nonsense", "x").exit_code == 2


def test_an_export_is_imported_without_a_change(terminal: Terminal) -> None:
    terminal("import", terminal.file(SHEET))
    ran = terminal("export", terminal.folder / "out.csv")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert "1 rows of 1 creators written to" in ran.stderr
    assert (terminal.folder / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfcreator_id,name,")
    again = terminal("import", terminal.folder / "out.csv", "--json")
    assert (again.exit_code, json.loads(again.stdout)["unchanged"]) == (0, 1)


def test_an_export_to_standard_output(terminal: Terminal) -> None:
    terminal("import", terminal.file(SHEET))
    ran = terminal("export")
    assert ran.stdout_bytes.decode("utf-8").startswith("creator_id,name,platform")
    assert "小美" in ran.stdout and ran.stderr == ""


def test_an_export_that_cannot_be_written_leaves_the_old_file(terminal: Terminal) -> None:
    (terminal.folder / "busy.csv.part").mkdir()
    (terminal.folder / "busy.csv").write_text("old")
    ran = terminal("export", terminal.folder / "busy.csv")
    assert ran.exit_code == 1 and "busy.csv cannot be written" in ran.stderr
    assert (terminal.folder / "busy.csv").read_text() == "old"


def test_stats(terminal: Terminal) -> None:
    channel = Channel(platform=Platform.YOUTUBE, handle="a")
    terminal.roster.save(Creator(id="1", name="A", demo=True, channels=(channel,)))
    shown = terminal("stats")
    assert shown.exit_code == 0 and "youtube" in shown.stdout and "1 of them demo fiction" in shown.stdout
    document = json.loads(terminal("stats", "--json").stdout)
    assert (document["creators"], document["demo_creators"], document["platforms"]) == (1, 1, {"youtube": 1})


def test_a_broken_database_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kol.db").write_text("not a database" * 100)
    monkeypatch.setattr(roster_cli, "open_roster", lambda: Roster(connect(tmp_path / "kol.db")))
    ran = CliRunner().invoke(roster_cli.roster, ["stats"])
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "is not a sound SQLite database" in ran.stderr


def test_shortened() -> None:
    assert [shortened("a\n b"), shortened("x" * 80), shortened("x" * 81)] == ["a b", "x" * 80, "x" * 79 + "…"]
