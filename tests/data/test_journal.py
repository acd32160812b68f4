"""Undo: the last change goes as a whole, and never takes a later one with it."""

from pathlib import Path

import pytest

from data.combine import UnknownCreator, combine
from data.importer import Options, import_file, import_files
from data.journal import KEPT, CannotUndo, Entry, undo
from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Platform


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


def sheet(folder: Path, text: str, name: str = "kol.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def creator(creator_id: str, *handles: str, **fields: str) -> Creator:
    channels = tuple(Channel(platform=Platform.INSTAGRAM, handle=handle) for handle in handles)
    return Creator(id=creator_id, name=creator_id.title(), channels=channels, **fields)  # type: ignore[arg-type]


def test_imports_are_undone_one_after_the_other(roster: Roster, tmp_path: Path) -> None:
    states = [roster.creators()]
    for text in ("ig,a,1\n", "ig,a,2\nig,b,1\n", "ig,b,5\n"):
        import_files(roster, [sheet(tmp_path, f"platform,handle,followers\n{text}")])
        states.append(roster.creators())
    for before in reversed(states[:-1]):
        undo(roster)
        assert roster.creators() == before
    with pytest.raises(CannotUndo, match="no import and no merge left"):
        undo(roster)


def test_undo_of_an_import_that_changed_nothing_is_of_the_one_before(roster: Roster, tmp_path: Path) -> None:
    file = sheet(tmp_path, "platform,handle\nig,a\n")
    import_files(roster, [file])
    import_files(roster, [sheet(tmp_path, "platform,handle\nig,a\n", "again.csv")])
    import_files(roster, [sheet(tmp_path, "platform,handle\nig,b\n", "dry.csv")], dry_run=True)
    import_files(
        roster,
        [sheet(tmp_path, "platform,handle\nig,b\nig,\n", "none.csv")],
        options=Options(all_or_nothing=True),
    )
    assert undo(roster).what == "kol.csv"
    assert roster.creators() == []


def test_undo_is_refused_where_a_creator_was_changed_since(roster: Roster, tmp_path: Path) -> None:
    import_files(roster, [sheet(tmp_path, "platform,handle,name\nig,a,A\nig,b,B\n")])
    roster.save(creator("instagram:b", "b", notes="kind"))
    before, version = roster.creators(), roster.version
    with pytest.raises(CannotUndo, match=r"'kol.csv' cannot be undone: 1 of its creators .*\(instagram:b\)"):
        undo(roster)
    assert (roster.creators(), roster.version) == (before, version)


def test_the_last_changes_are_kept_and_no_more(roster: Roster, tmp_path: Path) -> None:
    for n in range(KEPT + 3):
        import_files(roster, [sheet(tmp_path, f"platform,handle\nig,h{n}\n")])
    for _ in range(KEPT):
        undo(roster)
    with pytest.raises(CannotUndo):
        undo(roster)
    assert [one.id for one in roster.creators()] == ["instagram:h0", "instagram:h1", "instagram:h2"]
    assert roster.db.execute("SELECT count(*) FROM journal_creators").fetchone()[0] == 0


def test_the_demo_creators_a_roster_begins_with_stay(roster: Roster, tmp_path: Path) -> None:
    import_file(roster, sheet(tmp_path, "platform,handle,demo\nig,a,yes\n"))
    with pytest.raises(CannotUndo):
        undo(roster)
    assert len(roster.creators()) == 1


def test_a_creator_changed_twice_by_one_change_goes_back_to_the_beginning(roster: Roster) -> None:
    first, second, third = (creator("a", "a", notes=note) for note in "123")
    roster.save(first)
    with roster.transaction():
        entry = Entry(roster, "twice")
        entry.replaced([("a", first, second)])
        entry.replaced([("a", second, third)])
        roster.save(third)
        entry.close()
    undo(roster)
    assert roster.creators() == [first]


def test_merging_keeps_what_both_knew(roster: Roster) -> None:
    mei = creator("mei", "mei", contact="a@x.tw", notes="kind")
    other = creator("mei2", "mei2", "mei3", contact="a@x.tw\n0912", region="TW")
    roster.save_all([mei, other, creator("bo", "bo")])
    whole = combine(roster, "mei", "instagram:MEI3")
    assert roster.creators() == [creator("bo", "bo"), whole]
    assert [channel.handle for channel in whole.channels] == ["mei", "mei2", "mei3"]
    assert (whole.name, whole.region, whole.contact, whole.notes) == ("Mei", "TW", "a@x.tw\n0912", "kind")
    undo(roster)
    assert roster.creators() == [creator("bo", "bo"), mei, other]


def test_merging_what_cannot_be_merged(roster: Roster) -> None:
    roster.save(creator("mei", "mei"))
    with pytest.raises(UnknownCreator, match="'nobody'"):
        combine(roster, "mei", "nobody")
    with pytest.raises(UnknownCreator, match="the same creator already"):
        combine(roster, "mei", "instagram:mei")
    assert roster.creators() == [creator("mei", "mei")]
