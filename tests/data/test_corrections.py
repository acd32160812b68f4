"""What a person said of a header once is remembered for files with the same columns."""

from pathlib import Path

import pytest

from data import corrections
from data.corrections import HeaderMemory
from data.header import map_header
from data.importer import Options, import_files
from data.roster import Roster
from data.store import connect

SHEET = "藝名,社群,讚\n小美,@mei,1.2萬\n"
SAID = {"藝名": "name", "社群": "instagram handle", "讚": "instagram followers"}


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


def put(
    roster: Roster, folder: Path, text: str, name: str = "kol.csv", **options: object
) -> list[tuple[str, str, str]]:
    """Import a text; its columns with what they were read as, and how."""
    (folder / name).write_text(text, encoding="utf-8")
    report = import_files(roster, [folder / name], options=Options(**options))
    return [(column.column, column.field, column.how) for column in report.files[0].columns]


def test_said_once_and_used_again_whatever_the_order_and_spelling(roster: Roster, tmp_path: Path) -> None:
    said = put(roster, tmp_path, SHEET, corrections=SAID)
    assert said == [
        ("藝名", "name", "correction"),
        ("社群", "instagram handle", "correction"),
        ("讚", "instagram followers", "correction"),
    ]
    again = put(roster, tmp_path, "讚 ,社群,藝名\n5000,@bo,阿波\n", "next.csv")
    assert again == [
        ("讚", "instagram followers", "remembered"),
        ("社群", "instagram handle", "remembered"),
        ("藝名", "name", "remembered"),
    ]
    assert [creator.name for creator in roster.creators()] == ["阿波", "小美"]


def test_other_columns_are_another_header(roster: Roster, tmp_path: Path) -> None:
    put(roster, tmp_path, SHEET, corrections=SAID)
    assert ("讚", "instagram followers", "remembered") not in put(
        roster, tmp_path, "名稱,IG,讚\nA,@a,1\n", "other.csv"
    )


@pytest.mark.parametrize("options", [{"dry_run": True}, {"remember": False}])
def test_what_is_not_remembered(roster: Roster, tmp_path: Path, options: dict[str, bool]) -> None:
    put(roster, tmp_path, SHEET, corrections=SAID, **options)
    assert HeaderMemory(roster.db).all() == []


def test_nor_what_was_said_of_an_import_that_was_taken_back(roster: Roster, tmp_path: Path) -> None:
    put(roster, tmp_path, SHEET + "小明,,x\n", corrections=SAID, all_or_nothing=True)
    assert HeaderMemory(roster.db).all() == []


def test_the_last_word_counts_and_a_column_left_out_stays_out(roster: Roster, tmp_path: Path) -> None:
    put(roster, tmp_path, SHEET, corrections=SAID)
    put(roster, tmp_path, SHEET, corrections={"讚": "ignore"})
    (kept,) = HeaderMemory(roster.db).all()
    assert (kept.header, kept.fields) == (("藝名", "社群", "讚"), {**SAID, "讚": "ignore"})
    (tmp_path / "kol.csv").write_text(SHEET, encoding="utf-8")
    report = import_files(roster, [tmp_path / "kol.csv"]).files[0]
    assert [(column.column, column.reason) for column in report.unknown_columns] == [
        ("讚", "left out as you said before")
    ]


def test_what_is_said_now_outranks_what_was_said(roster: Roster, tmp_path: Path) -> None:
    put(roster, tmp_path, SHEET, corrections=SAID)
    columns = put(roster, tmp_path, SHEET, corrections={"讚": "instagram avg_views"}, remember=False)
    assert columns[2] == ("讚", "instagram avg_views", "correction")
    assert put(roster, tmp_path, SHEET)[2] == ("讚", "instagram followers", "remembered")


def test_a_column_without_a_name_is_corrected_by_its_place(roster: Roster, tmp_path: Path) -> None:
    columns = put(
        roster,
        tmp_path,
        "小美\t@mei\t5\n小明\t@ming\t6\n",
        corrections={"(column 3)": "posts_per_month", "(column 2)": "IG"},
    )
    assert columns == [
        ("(column 1)", "name", "content"),
        ("(column 2)", "instagram handle", "correction"),
        ("(column 3)", "posts_per_month", "correction"),
    ]
    assert HeaderMemory(roster.db).all() == []  # a header without names is any file's


def test_forgetting(roster: Roster) -> None:
    memory = HeaderMemory(roster.db)
    for n in range(3):
        memory.remember(["a", f"b{n}"], {"a": "name"})
    assert memory.forget(memory.all()[0].id) == 1 and memory.forget("nobody") == 0
    assert memory.forget() == 2 and memory.all() == []


def test_only_the_latest_headers_are_kept(roster: Roster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "KEPT", 2)
    memory = HeaderMemory(roster.db)
    for n in range(4):
        memory.remember(["a", f"b{n}"], {"a": "name"})
    assert [one.header[1] for one in memory.all()] == ["b3", "b2"]


def test_a_field_that_a_later_version_no_longer_knows_is_as_if_never_said(roster: Roster) -> None:
    memory = HeaderMemory(roster.db)
    memory.remember(["name", "url"], {"name": "stage name of old", "url": "ignore"})
    mapping = map_header(["name", "url"], corrections.Corrections({}, memory.recall))
    assert [(column.header, column.field) for column in mapping.columns] == [("name", "name")]
