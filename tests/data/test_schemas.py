"""Databases of every released version, kept as SQL in schemas/, open as they were and end with today's tables."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from data.conversations import ConversationStore, Place
from data.databases import opened
from data.journal import undo
from data.keys import Keyring, new_key, seal_of
from data.roster import Roster
from data.schema import check_known, sets, steps_of
from data.seal import PREFIX
from data.store import NewerSchema, Store, connect
from knowledge.models import Brief

RELEASED = sorted((Path(__file__).parent / "schemas").glob("*.sql"))
KEY = new_key()


def grown(path: Path) -> Store:
    """A database with every set of steps applied."""
    store = connect(path)
    for steps in sets():
        store.migrate(steps)
    return store


@pytest.fixture(params=RELEASED, ids=lambda file: file.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "kol.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(request.param.read_text("utf-8"))
    connection.close()
    yield path


def shape(store: Database) -> dict[str, object]:
    """Every table by its columns and keys, every index by what it is on."""
    return {
        table.name: (
            sorted(map(tuple, store.execute(f'pragma table_xinfo("{table.name}")'))),
            sorted((tuple(index.columns), bool(index.unique)) for index in table.indexes),
            sorted(key.column for key in table.foreign_keys),
        )
        for table in store.tables
    }


def test_there_is_a_release_to_start_from() -> None:
    assert "0.1.0" in [file.stem for file in RELEASED]


def test_an_old_database_grows_into_the_tables_of_a_new_one(old: Path, tmp_path: Path) -> None:
    upgraded, fresh = grown(old), grown(tmp_path / "fresh.db")
    assert shape(upgraded) == shape(fresh)
    assert {name: sorted(steps) for name, steps in steps_of(upgraded).items()} == {
        name: sorted(steps) for name, steps in steps_of(fresh).items()
    }
    assert upgraded.execute("pragma integrity_check").fetchone()[0] == "ok"
    assert upgraded.execute("pragma foreign_key_check").fetchall() == []


def test_nothing_in_it_is_lost_and_what_is_personal_gets_sealed(old: Path) -> None:
    store = grown(old)
    seal = seal_of(store, Keyring(KEY, Path("no-file")))
    roster, conversations = Roster(store, seal), ConversationStore(store, seal)
    assert [(c.name, c.contact, c.notes) for c in roster.creators()] == [
        ("阿美", "amei@example.com", "遲交過一次"),
        ("露營阿德", "0912-345-678", None),
    ]
    amei = roster.get("instagram:amei")
    assert amei and amei.channels[0].followers and amei.channels[0].followers.value == 13_000
    dated = (amei.channels[0].followers, amei.channels[0].audience, amei.channels[0].fees[0].price)
    assert all(part.source and part.source.endswith(".csv") and part.as_of for part in dated)
    assert amei.provenance == amei.channels[0].provenance == ()  # nobody noted it then
    saved = conversations.current(Place(-100123, 5, 700001))
    assert saved and saved.brief == Brief(product="手工皂") and saved.message == 42
    assert conversations.language(700001) == "en"
    for sql in (
        "select contact from creators",
        "select brief from briefs",
        "select before from journal_creators",
        "select what from journal",
        "select label from sources",
    ):
        assert all(row[0] is None or row[0].startswith(PREFIX) for row in store.execute(sql))


def test_a_change_of_then_can_be_taken_back_now(old: Path) -> None:
    store = grown(old)
    roster = Roster(store, seal_of(store, Keyring(KEY, Path("no-file"))))
    undo(roster)
    amei = roster.get("instagram:amei")
    assert amei and amei.channels[0].followers and amei.channels[0].followers.value == 12_000


def test_steps_that_we_do_not_know_are_of_a_later_version(old: Path) -> None:
    with opened(old) as store:
        check_known(steps_of(store), str(old))
    with pytest.raises(NewerSchema, match=r"roster\.m900_x"):
        check_known({"roster": ["m001_roster", "m900_x"]}, "a file")
    with pytest.raises(NewerSchema, match=r"other\.m001"):
        check_known({"other": ["m001"]}, "a file")


def test_a_database_without_steps_has_none() -> None:
    assert steps_of(Database(memory=True)) == {}


def test_the_file_can_be_opened_as_it_is(old: Path) -> None:
    before = shape(Database(sqlite3.connect(old)))
    with opened(old) as store:
        assert shape(store) == before


def test_every_set_of_steps_is_known() -> None:
    """A set that restore does not know makes it refuse the backups of this very version."""
    folder = Path(__file__).parent.parent.parent
    declared = {
        name
        for package in ("bot", "data", "knowledge", "retrieval")
        for file in (folder / package).rglob("*.py")
        for name in re.findall(r'Migrations\("(\w+)"\)', file.read_text("utf-8"))
    }
    assert {steps.name for steps in sets()} == declared
