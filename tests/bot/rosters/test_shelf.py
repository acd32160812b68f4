"""Open rosters: few at a time, never closed under somebody's hands, and gone with their team."""

from threading import Event, Thread

import pytest

from bot.app import Home
from bot.rosters import shelf as shelf_module
from bot.rosters.shelf import OPEN
from data.intake import Upload
from data.invitations import InvitationStore
from data.pending import PendingImports
from data.teams import Role, Seat
from knowledge.models import Channel, Creator, Platform


def _one(name: str) -> Creator:
    return Creator(id=name, name=name, channels=(Channel(platform=Platform.INSTAGRAM, handle=name),))


@pytest.fixture
def teams(home: Home) -> list[str]:
    """More teams than are kept open, each with one creator called like it."""
    ids = [home.teams.create(f"t{n}", 100 + n, "x").id for n in range(OPEN + 3)]
    for id_ in ids:
        with home.shelf.lent(id_) as kept:
            kept.roster.save(_one(f"of{id_}"))
    return ids


def test_few_stay_open_and_all_are_found(home: Home, teams: list[str]) -> None:
    assert len(home.shelf._open) == OPEN
    for id_ in teams:
        with home.shelf.lent(id_) as kept:
            assert [creator.id for creator in kept.roster.creators()] == [f"of{id_}"]


def test_each_is_a_file_of_its_own(home: Home, teams: list[str]) -> None:
    folders = {path.parent.name for path in (home.options.home / "teams").glob("*/roster.db")}
    assert folders == set(teams)


def test_one_in_use_is_not_closed(home: Home, teams: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "OPEN", 1)
    with home.shelf.lent(teams[0]) as first:
        for id_ in teams[1:]:
            with home.shelf.lent(id_):
                pass
        assert first.roster.channel_count == 1
    assert len(home.shelf._open) == 1


def test_threads_share_an_open_one(home: Home, teams: list[str]) -> None:
    rosters, begin = [], Event()

    def read() -> None:
        begin.wait()
        with home.shelf.lent(teams[0]) as kept:
            rosters.append((id(kept.roster), kept.roster.channel_count))

    threads = [Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    begin.set()
    for thread in threads:
        thread.join()
    assert set(rosters) == {(rosters[0][0], 1)} and len(rosters) == 6


@pytest.mark.parametrize("name", ["", "..", "../..", "nope", "a/b", "/etc", "index"])
def test_what_is_no_team_opens_nothing(home: Home, name: str) -> None:
    with pytest.raises(LookupError), home.shelf.lent(name):
        pass
    assert not home.shelf.has_creators(name)
    assert not (home.options.home / "teams").exists()


def test_a_team_that_goes_while_it_is_read(home: Home, teams: list[str]) -> None:
    folder = home.options.home / "teams" / teams[0]
    with home.shelf.lent(teams[0]) as kept:
        home.teams.delete(teams[0])
        home.shelf.bury()
        assert kept.roster.channel_count == 1 and folder.exists()
    home.shelf.bury()
    assert not folder.exists() and home.teams.gone() == []


def test_files_left_by_a_crash_go_at_the_next_start(home: Home, teams: list[str]) -> None:
    home.teams.delete(teams[0])
    home.shelf.close()
    folder = home.options.home / "teams" / teams[0]
    assert folder.exists()
    assert home.chat and not folder.exists()


def test_forgetting_the_last_member_takes_the_roster_along(home: Home, teams: list[str]) -> None:
    folder = home.options.home / "teams" / teams[0]
    home.teams.sit(100, Seat(teams[0]))
    with home.shelf.lent(teams[1]) as kept:
        PendingImports(kept.roster).put(100, Upload("list.csv", b"x"))
    InvitationStore(home.teams).invite(teams[1], Role.MEMBER, 100)
    assert home.privacy.forget(100).left == {}
    assert not folder.exists() and home.teams.team(teams[0]) is None
