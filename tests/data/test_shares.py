"""A shared answer: opened by a token nobody can guess, for so many days, until it is taken back."""

from datetime import timedelta
from pathlib import Path

import pytest

from data.keys import new_key
from data.seal import Seal
from data.shares import UNCHOSEN, Copy, Share, Shares
from data.store import Store, connect
from data.tokens import TOKEN_LENGTH
from tests.data.company import NOON, Clock, clock

__all__ = ["clock"]

ANN, BEN, EVE = 71, 72, 73


def members(team: str, user: int) -> bool:
    return (team, user) in {("t1", ANN), ("t1", BEN)}


def nobody(team: str, user: int) -> bool:
    return False


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return connect(tmp_path / "kol.db")


@pytest.fixture
def shares(store: Store, clock: Clock) -> Shares:
    return Shares(store, Seal([new_key()]), 30, clock)


def test_a_token_opens_the_answer_as_it_was(shares: Shares) -> None:
    made = shares.make(ANN, "en", '{"a": "面膜"}', subject="b1")
    assert len(made.token) == TOKEN_LENGTH
    assert shares.opened(made.token, BEN) == Share(
        made.id, "b1", ANN, None, "en", '{"a": "面膜"}', NOON, made.token
    )


@pytest.mark.parametrize("token", ["", "x", "A" * TOKEN_LENGTH, "' or 1=1 --"])
def test_a_guess_opens_nothing(shares: Shares, token: str) -> None:
    shares.make(ANN, "en", "{}")
    assert shares.opened(token, BEN) is None


def test_after_its_days_it_opens_no_more(shares: Shares, clock: Clock) -> None:
    made = shares.make(ANN, "en", "{}")
    shares.sent(Copy("inline-1", 0, made.id))
    clock.at += timedelta(days=30) - timedelta(microseconds=1)
    assert shares.opened(made.token, BEN) and shares.read(made.id, BEN)
    clock.at += timedelta(microseconds=1)
    assert shares.opened(made.token, BEN) is None and shares.read(made.id, ANN) is None
    assert shares.of(made.id) is None and shares.made_by(ANN) == [] and shares.copies(made.subject) == []


def test_the_sharer_takes_it_back_and_nobody_else_does(shares: Shares) -> None:
    made = shares.make(ANN, "en", "{}")
    assert not shares.revoke(made.id, BEN)
    assert shares.opened(made.token, BEN)
    assert shares.revoke(made.id, ANN)
    assert shares.opened(made.token, BEN) is None and not shares.revoke(made.id, ANN)


def test_looking_around_takes_having_opened_it(shares: Shares) -> None:
    made = shares.make(ANN, "en", "{}")
    assert shares.read(made.id, ANN) and shares.read(made.id, BEN) is None
    shares.opened(made.token, BEN)
    assert shares.read(made.id, BEN) and shares.read(made.id, EVE) is None


def test_a_teams_answer_opens_for_its_members_alone(shares: Shares) -> None:
    made = shares.make(ANN, "en", "{}", team="t1")
    assert shares.opened(made.token, BEN, members)
    assert shares.opened(made.token, EVE, members) is None
    assert shares.read(made.id, EVE, members) is None
    assert shares.read(made.id, BEN, nobody) is None, "who has left the team"


def test_the_database_holds_no_token_and_no_words(store: Store, shares: Shares, tmp_path: Path) -> None:
    made = shares.make(ANN, "zh-TW", '{"product": "secretsoap"}')
    store.execute("pragma wal_checkpoint(truncate)")
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert made.token.encode() not in kept and b"secretsoap" not in kept


def test_what_was_offered_and_not_sent_is_forgotten(shares: Shares, clock: Clock) -> None:
    offered = shares.make(ANN, "en", "{}", is_sent=False)
    sent = shares.make(ANN, "en", "{}", is_sent=False)
    shares.sent(Copy("inline-1", 2, sent.id))
    assert shares.made_by(ANN) == [sent._replace(content="{}")]
    clock.at += UNCHOSEN + timedelta(seconds=1)
    shares.make(BEN, "en", "{}")
    assert shares.of(offered.id) is None and shares.of(sent.id) is not None


def test_copies_of_a_subject_wherever_they_were_sent(shares: Shares) -> None:
    first, second = shares.make(ANN, "en", "1", subject="b1"), shares.make(BEN, "en", "2", subject="b1")
    other = shares.make(ANN, "en", "3")
    for copy in (Copy("i1", 0, first.id), Copy("i2", 3, second.id), Copy("i3", 0, other.id)):
        shares.sent(copy)
        shares.sent(copy)
    assert sorted(copy for _, copy in shares.copies("b1")) == [
        Copy("i1", 0, first.id),
        Copy("i2", 3, second.id),
    ]
    shares.lost("i1")
    assert [copy for _, copy in shares.copies("b1")] == [Copy("i2", 3, second.id)]


def test_a_copy_of_nothing_is_not_kept(store: Store, shares: Shares) -> None:
    shares.sent(Copy("i1", 0, "nope"))
    assert store.execute("select count(*) from share_copies").fetchone() == (0,)


def test_tokens_do_not_repeat(shares: Shares) -> None:
    made = [shares.make(ANN, "en", "{}") for _ in range(50)]
    assert len({share.token for share in made}) == len({share.id for share in made}) == 50
