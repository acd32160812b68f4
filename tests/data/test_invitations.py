"""Invitations: used up, expired, revoked or forged, they all open nothing."""

from datetime import timedelta

import pytest

from data.invitations import LASTS, MOST_OPEN, InvitationStore, Joined, TooMany
from data.store import Store
from data.teams import Role, TeamStore
from data.tokens import new_token
from tests.data.company import ANN, BEN, CAT, NOON, Clock, clock, db

__all__ = ["clock", "db"]


@pytest.fixture
def invitations(db: Store, clock: Clock) -> InvitationStore:
    return InvitationStore(TeamStore(db), clock)


@pytest.fixture
def soap(invitations: InvitationStore) -> str:
    return invitations.teams.create("小樹手作", ANN, "Ann").id


def test_an_invitation_lets_one_in(invitations: InvitationStore, soap: str) -> None:
    token = invitations.invite(soap, Role.EDITOR, ANN)
    assert invitations.accept(token, BEN, "Ben") == Joined(soap, Role.EDITOR, already=False)
    assert invitations.teams.role(soap, BEN) is Role.EDITOR
    assert invitations.accept(token, CAT, "Cat") is None
    assert invitations.teams.role(soap, CAT) is None


def test_one_for_several_counts_down(invitations: InvitationStore, soap: str) -> None:
    token = invitations.invite(soap, Role.MEMBER, ANN, uses=2)
    left = []
    for person in (BEN, CAT, 7004):
        left.append([one.uses_left for one in invitations.open_of(soap)])
        invitations.accept(token, person, "x")
    assert left == [[2], [1], []]
    assert invitations.teams.role(soap, 7004) is None


def test_a_second_visit_uses_nothing_up(invitations: InvitationStore, soap: str) -> None:
    # Telegram's desktop app opens a link twice.
    token = invitations.invite(soap, Role.MEMBER, ANN, uses=3)
    invitations.accept(token, BEN, "Ben")
    again = invitations.accept(token, BEN, "Ben")
    assert again == Joined(soap, Role.MEMBER, already=True)
    assert invitations.accept(token, ANN, "Ann") == Joined(soap, Role.OWNER, already=True)
    assert [one.uses_left for one in invitations.open_of(soap)] == [2]


def test_a_member_becomes_an_editor_and_an_editor_stays_one(invitations: InvitationStore, soap: str) -> None:
    as_member = invitations.invite(soap, Role.MEMBER, ANN, uses=5)
    invitations.accept(as_member, BEN, "Ben")
    invitations.accept(invitations.invite(soap, Role.EDITOR, ANN), BEN, "Ben")
    assert invitations.teams.role(soap, BEN) is Role.EDITOR
    assert invitations.accept(as_member, BEN, "Ben") == Joined(soap, Role.EDITOR, already=True)


@pytest.mark.parametrize("how", ["forged", "expired", "revoked", "used", "of a deleted team"])
def test_what_opens_nothing_is_all_alike(
    how: str, invitations: InvitationStore, clock: Clock, soap: str
) -> None:
    token = invitations.invite(soap, Role.MEMBER, ANN)
    match how:
        case "forged":
            token = new_token()
        case "expired":
            clock.at = NOON + LASTS
        case "revoked":
            assert invitations.revoke(soap, invitations.open_of(soap)[0].id)
        case "used":
            invitations.accept(token, CAT, "Cat")
        case _:
            invitations.teams.delete(soap)
    assert invitations.look(token) is None
    assert invitations.accept(token, BEN, "Ben") is None
    assert invitations.teams.role(soap, BEN) is None


def test_it_lasts_until_the_last_moment(invitations: InvitationStore, clock: Clock, soap: str) -> None:
    token = invitations.invite(soap, Role.MEMBER, ANN)
    clock.at = NOON + LASTS - timedelta(microseconds=1)
    assert invitations.look(token) is not None


def test_only_its_own_team_revokes_it(invitations: InvitationStore, soap: str) -> None:
    other = invitations.teams.create("露營", BEN, "Ben").id
    invitations.invite(soap, Role.MEMBER, ANN)
    number = invitations.open_of(soap)[0].id
    assert not invitations.revoke(other, number)
    assert invitations.open_of(other) == [] and len(invitations.open_of(soap)) == 1


def test_the_token_is_not_in_the_database(invitations: InvitationStore, db: Store, soap: str) -> None:
    token = invitations.invite(soap, Role.MEMBER, ANN)
    assert not any(token in str(row) for row in db["invitations"].rows)


def test_there_is_a_limit(invitations: InvitationStore, clock: Clock, soap: str) -> None:
    for _ in range(MOST_OPEN):
        invitations.invite(soap, Role.MEMBER, ANN)
    with pytest.raises(TooMany):
        invitations.invite(soap, Role.MEMBER, ANN)
    clock.at = NOON + LASTS
    invitations.invite(soap, Role.MEMBER, ANN)
    assert len(invitations.open_of(soap)) == 1
