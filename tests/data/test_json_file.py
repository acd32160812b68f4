"""JSON and JSON Lines, in the shapes that exports of other programs have."""

import json
from pathlib import Path

import pytest

from data.importer import import_file
from data.roster import Roster
from data.store import connect
from data.table import Table, UnreadableFile, read_table
from knowledge.models import Channel, Creator, Figure, Platform


def read(folder: Path, text: str, name: str = "kol.json") -> Table:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_table(file)


def test_a_list_of_objects(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        '[{"name": "小美", "url": "x.com/a"}, {"url": "x.com/b", "followers": 1.20e3, "demo": false}]',
    )
    assert table.header == ["name", "url", "followers", "demo"]
    assert table.rows == [(1, ["小美", "x.com/a", "", ""]), (2, ["", "x.com/b", "1.20e3", "no"])]
    assert table.delimiter == "json"


def test_lines_keep_their_numbers(tmp_path: Path) -> None:
    table = read(tmp_path, '{"url": "x.com/a"}\n\n{"url": "x.com/b", "tags": ["a", "b"]}\n', "kol.jsonl")
    assert table.rows == [(1, ["x.com/a", ""]), (3, ["x.com/b", "a; b"])]


def test_json_under_another_name_and_inside_an_envelope(tmp_path: Path) -> None:
    table = read(tmp_path, '{"total": 1, "creators": [{"url": "x.com/a"}]}', "download.txt")
    assert table.rows == [(1, ["x.com/a"])]
    assert read(tmp_path, '{"url": "x.com/a"}').rows == [(1, ["x.com/a"])]
    assert read(tmp_path, '[["name", "url"], ["a", "x.com/a"]]').rows == [(2, ["a", "x.com/a"])]


def test_objects_inside_are_columns_of_a_platform(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        '[{"name": "a", "instagram": {"handle": "mei", "followers": 12}, "youtube": {"url": "youtube.com/@m"}}]',
    )
    titles = ["name", "instagram handle", "instagram followers", "youtube url"]
    assert [column.title for column in table.mapping.columns] == titles


def test_creators_as_the_schema_command_describes_them(tmp_path: Path) -> None:
    channel = Channel(platform=Platform.INSTAGRAM, handle="mei", followers=Figure(value=5, source="kit"))
    creator = Creator(id="mei", name="小美", channels=(channel, Channel(platform=Platform.X, handle="m")))
    file = tmp_path / "creators.json"
    file.write_text(json.dumps([creator.model_dump(mode="json")]), encoding="utf-8")
    roster = Roster(connect(Path(":memory:")))
    import_file(roster, file)
    assert roster.creators() == [creator]


def test_channels_in_a_shape_of_ones_own(tmp_path: Path) -> None:
    table = read(tmp_path, '[{"name": "a", "channels": [{"url": "x.com/a"}, {"url": "x.com/b"}]}]')
    assert table.rows == [(1, ["a", "x.com/a"]), (1, ["a", "x.com/b"])]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 1_000_000, "is not JSON"),
        ("[1, 2]", "item 1 is '1', no object"),
        ("5", "no list of objects"),
        ('{"url": "x.com/a"}\n{"url": ', "line 2 is not JSON"),
        ('[{"a": ' + '{"a": ' * 5000 + "1" + "}" * 5001 + "]", "kol.json"),
        ("[]", "is empty"),
        ('{"a": ' + "9" * 10_000 + "}", "no column we know"),
        ("[" + "{}," * 5_000_000 + "{}]", "more than 5,000,000 values"),
        (json.dumps([{f"k{n}": 1 for n in range(2000)}]), "2,000 columns"),
    ],
)
def test_json_that_is_no_table(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(tmp_path, text)


def test_half_a_character_is_replaced_where_json_spells_one(tmp_path: Path) -> None:
    """Half of a pair alone can neither be stored nor shown; it once ended an import with a traceback."""
    table = read(tmp_path, r'[{"name": "a\ud83d", "\ud83durl": "x.com/a"}]')
    assert (table.header, table.rows) == (["name", "?url"], [(1, ["a?", "x.com/a"])])
