"""Who may do what, as the table says it, and how a standing comes about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import authority
from bot.authority import Act, NotAllowed, Standing, may, may_grant, require
from data.teams import Role

TABLE = """
            read change import export see_team invite leave administer look vote steer
owner       x    x      x      x      x        x      x     x          -    -    -
editor      x    x      x      x      x        x      x     -          -    -    -
member      x    -      -      -      x        -      x     -          -    -    -
present     x    -      -      -      x        -      -     -          x    x    -
operator    x    x      x      x      -        -      -     -          -    -    -
user        x    -      -      -      -        -      -     -          -    -    -
asker       -    -      -      -      -        -      -     -          x    x    x
stranger    -    -      -      -      -        -      -     -          -    -    -
"""
HEAD, *ROWS = TABLE.strip().splitlines()
CASES = [
    (Standing(row.split()[0]), Act(act), mark == "x")
    for row in ROWS
    for act, mark in zip(HEAD.split(), row.split()[1:], strict=True)
]


def test_the_table_has_every_standing_and_every_act() -> None:
    assert {case[0] for case in CASES} == set(Standing)
    assert {case[1] for case in CASES} == set(Act)


@pytest.mark.parametrize(("standing", "act", "allowed"), CASES)
def test_who_may_do_what(standing: Standing, act: Act, allowed: bool) -> None:
    assert may(standing, act) is allowed
    if allowed:
        require(standing, act)
    else:
        with pytest.raises(NotAllowed) as refusal:
            require(standing, act)
        assert (refusal.value.standing, refusal.value.act) == (standing, act)


@pytest.mark.parametrize(
    ("standing", "granted"),
    [
        (Standing.OWNER, {Role.EDITOR, Role.MEMBER}),
        (Standing.EDITOR, {Role.MEMBER}),
        (Standing.MEMBER, set()),
        (Standing.PRESENT, set()),
        (Standing.OPERATOR, set()),
        (Standing.STRANGER, set()),
    ],
)
def test_nobody_gives_more_than_they_have(standing: Standing, granted: set[Role]) -> None:
    assert {role for role in Role if may_grant(standing, role)} == granted


ROLES = st.sampled_from([None, *Role])


@pytest.mark.parametrize(
    ("role", "bound", "private", "admin", "standing"),
    [
        ("owner", False, True, False, Standing.OWNER),
        ("member", False, True, False, Standing.MEMBER),
        (None, False, True, False, Standing.STRANGER),
        (None, True, True, False, Standing.STRANGER),  # a private chat makes nobody a member
        (None, True, False, False, Standing.PRESENT),
        (None, True, False, True, Standing.EDITOR),
        ("member", True, False, True, Standing.EDITOR),
        ("owner", True, False, True, Standing.OWNER),
        (
            "owner",
            False,
            False,
            True,
            Standing.STRANGER,
        ),  # another team's group: not even its owner opens it there
    ],
)
def test_the_standing_to_a_team(
    role: str | None, bound: bool, private: bool, admin: bool, standing: Standing
) -> None:
    assert authority.of_team(role, is_chat_of_team=bound, is_private=private, is_admin=admin) is standing


@given(ROLES, st.booleans(), st.booleans(), st.booleans())
def test_without_a_role_or_a_bound_group_nothing_may_be_done(
    role: str | None, bound: bool, private: bool, admin: bool
) -> None:
    standing = authority.of_team(role, is_chat_of_team=bound, is_private=private, is_admin=admin)
    if (private and role is None) or (not private and not bound):
        assert not any(may(standing, act) for act in Act)
    assert not may(standing, Act.ADMINISTER) or role == Role.OWNER


def test_the_common_roster_is_changed_by_the_operator_alone() -> None:
    assert authority.of_common(is_operator=True) is Standing.OPERATOR
    assert authority.of_common(is_operator=False) is Standing.USER


@pytest.mark.parametrize(
    ("asker", "same_chat", "standing"),
    [
        (True, True, Standing.ASKER),
        (False, True, Standing.PRESENT),
        (True, False, Standing.STRANGER),  # a card that was forwarded elsewhere steers nothing
        (False, False, Standing.STRANGER),
    ],
)
def test_the_standing_to_a_brief(asker: bool, same_chat: bool, standing: Standing) -> None:
    assert authority.of_brief(is_asker=asker, is_same_chat=same_chat) is standing
