"""Teams: one owner each, names that nobody reads in the file, and what goes when a team goes."""

import pytest
from cryptography.fernet import Fernet

from data.seal import Seal
from data.store import Store
from data.teams import Member, OwnerStays, Role, Seat, TeamStore
from tests.data.company import ANN, BEN, CAT, DAN, db

__all__ = ["db"]


@pytest.fixture
def teams(db: Store) -> TeamStore:
    return TeamStore(db, Seal([Fernet.generate_key().decode()]))


@pytest.fixture
def soap(teams: TeamStore) -> str:
    """A team of Ann's with an editor and a member."""
    team = teams.create("小樹手作", ANN, "Ann")
    teams.join(team.id, BEN, "Ben", Role.EDITOR)
    teams.join(team.id, CAT, "Cat", Role.MEMBER)
    return team.id


def test_a_team_begins_with_its_owner(teams: TeamStore) -> None:
    team = teams.create("小樹手作", ANN, "Ann")
    assert teams.team(team.id) == team
    assert teams.members(team.id) == [Member(ANN, Role.OWNER, "Ann")]
    assert [(m.team.name, m.role) for m in teams.teams_of(ANN)] == [("小樹手作", "owner")]
    assert teams.teams_of(BEN) == []


def test_members_stand_by_what_they_are(teams: TeamStore, soap: str) -> None:
    teams.join(soap, DAN, "Dan", Role.EDITOR)
    assert [m.name for m in teams.members(soap)] == ["Ann", "Ben", "Dan", "Cat"]


def test_names_are_sealed(teams: TeamStore, db: Store, soap: str) -> None:
    written = [str(v) for table in ("teams", "team_members") for row in db[table].rows for v in row.values()]
    assert not any(name in text for text in written for name in ("小樹手作", "Ann", "Ben", "Cat"))
    teams.rename(soap, "新名字")
    assert teams.teams_of(BEN)[0].team.name == "新名字"


def test_the_owner_stays_until_handing_over(teams: TeamStore, soap: str) -> None:
    for deed in (
        lambda: teams.remove(soap, ANN),
        lambda: teams.set_role(soap, ANN, Role.MEMBER),
        lambda: teams.join(soap, ANN, "Ann", Role.MEMBER),
        lambda: teams.set_role(soap, BEN, Role.OWNER),
    ):
        with pytest.raises(OwnerStays):
            deed()
    assert teams.hand_over(soap, ANN, BEN)
    assert (teams.role(soap, ANN), teams.role(soap, BEN)) == (Role.EDITOR, Role.OWNER)
    assert teams.remove(soap, ANN) and teams.role(soap, ANN) is None


@pytest.mark.parametrize(("owner", "heir"), [(BEN, CAT), (ANN, DAN), (ANN, ANN), (DAN, ANN)])
def test_what_cannot_be_handed_over(teams: TeamStore, soap: str, owner: int, heir: int) -> None:
    assert not teams.hand_over(soap, owner, heir)
    assert teams.role(soap, ANN) is Role.OWNER


def test_roles_of_strangers_change_nothing(teams: TeamStore, soap: str) -> None:
    assert not teams.set_role(soap, DAN, Role.EDITOR)
    assert not teams.remove(soap, DAN)
    assert len(teams.members(soap)) == 3
    assert teams.role("nowhere", ANN) is None and teams.team("nowhere") is None


def test_an_owner_who_is_forgotten_leaves_the_team_to_the_eldest_editor(
    teams: TeamStore, db: Store, soap: str
) -> None:
    # What /forget does: rows of the person go, whatever they are.
    heirs = []
    for person in (ANN, BEN):
        with db.atomic():
            db.execute("delete from team_members where user_id = ?", [person])
        heirs.append(next(m.user for m in teams.members(soap) if m.role is Role.OWNER))
    assert heirs == [BEN, CAT]
    with db.atomic():
        db.execute("delete from team_members where user_id = ?", [CAT])
    assert teams.team(soap) is None and teams.gone() == [soap]


def test_a_deleted_team_leaves_nothing_but_its_id(teams: TeamStore, db: Store, soap: str) -> None:
    teams.sit(-100, Seat(soap))
    teams.delete(soap)
    assert db["team_members"].count == 0 and db["team_chats"].count == 0
    assert teams.gone() == [soap]
    teams.buried(soap)
    assert teams.gone() == []


def test_a_chat_works_on_what_it_was_told_last(teams: TeamStore, soap: str) -> None:
    assert teams.seat(-100) is None
    teams.sit(-100, Seat(soap))
    teams.sit(-100, Seat(soap, uses_common=True))
    assert teams.seat(-100) == Seat(soap, uses_common=True)
    teams.leave_chat(-100)
    assert teams.seat(-100) is None


def test_teams_do_not_know_each_other(teams: TeamStore, soap: str) -> None:
    camping = teams.create("露營", DAN, "Dan").id
    assert {m.user for m in teams.members(camping)} == {DAN}
    assert teams.role(camping, ANN) is None and teams.role(soap, DAN) is None
    teams.delete(camping)
    assert len(teams.members(soap)) == 3
