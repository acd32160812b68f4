"""A vote counts once for each person and creator, is taken back by casting it again, and goes with its brief."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.conversations import ConversationStore, Place, Saved
from data.keys import new_key
from data.seal import Seal
from data.shares import Shares
from data.store import Store, connect
from data.votes import Names, Tally, Voters, Votes
from knowledge.models import Brief

ANN, BEN, EVE = 71, 72, 73


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return connect(tmp_path / "kol.db")


@pytest.fixture
def votes(store: Store) -> Votes:
    ConversationStore(store, Seal()).save(Saved("b1", Place(-1, 0, ANN), "en", Brief()))
    return Votes(store)


def test_one_vote_a_person_and_creator(votes: Votes) -> None:
    assert votes.cast("b1", "ig:mina", ANN, 1, "t1") == 1
    assert votes.cast("b1", "ig:mina", BEN, 1, "t2") == 1
    assert votes.cast("b1", "ig:tom", ANN, -1, "t3") == -1
    assert votes.tally("b1") == {"ig:mina": Tally("ig:mina", 2, 0), "ig:tom": Tally("ig:tom", 0, 1)}


def test_cast_again_it_is_taken_back(votes: Votes) -> None:
    votes.cast("b1", "ig:mina", ANN, 1, "t1")
    assert votes.cast("b1", "ig:mina", ANN, 1, "t2") == 0
    assert votes.tally("b1") == {}
    assert votes.cast("b1", "ig:mina", ANN, 1, "t3") == 1


def test_the_other_way_replaces(votes: Votes) -> None:
    votes.cast("b1", "ig:mina", ANN, 1, "t1")
    assert votes.cast("b1", "ig:mina", ANN, -1, "t2") == -1
    assert votes.tally("b1") == {"ig:mina": Tally("ig:mina", 0, 1)}


def test_a_tap_delivered_twice_counts_once(votes: Votes) -> None:
    assert [votes.cast("b1", "ig:mina", ANN, 1, "t1") for _ in range(3)] == [1, 1, 1]
    assert [votes.cast("b1", "ig:mina", ANN, 1, "t2") for _ in range(2)] == [0, 0], "taken back once"


def test_the_shortlist_is_whom_more_are_for_than_against(votes: Votes) -> None:
    ballots = [("a", ANN, 1), ("a", BEN, 1), ("a", EVE, -1), ("b", ANN, 1), ("c", ANN, 1), ("c", BEN, -1)]
    ballots += [("d", ANN, 1), ("d", BEN, 1), ("e", ANN, -1)]
    for n, (channel, user, value) in enumerate(ballots):
        votes.cast("b1", channel, user, value, f"t{n}")
    assert votes.shortlist("b1") == [Tally("d", 2, 0), Tally("a", 2, 1), Tally("b", 1, 0)]


def test_who_voted_in_the_order_of_their_votes(votes: Votes) -> None:
    for n, (user, value) in enumerate([(BEN, 1), (ANN, 1), (EVE, -1)]):
        votes.cast("b1", "a", user, value, f"t{n}")
    found = votes.voters("b1")["a"]
    assert set(found.up) == {ANN, BEN} and found == Voters(found.up, (EVE,))
    assert votes.voted("b1", EVE) and not votes.voted("b1", 74) and not votes.voted("b2", EVE)


def test_votes_go_with_their_brief(store: Store, votes: Votes) -> None:
    votes.cast("b1", "a", BEN, 1, "t1")
    ConversationStore(store, Seal()).forget_chat(-1)
    assert votes.tally("b1") == {} and not votes.voted("b1", BEN)


def test_votes_go_with_a_shared_answer(store: Store, votes: Votes) -> None:
    shares = Shares(store, Seal())
    share = shares.make(ANN, "en", "{}")
    votes.cast(share.subject, "a", BEN, 1, "t1")
    assert votes.tally(share.subject)
    shares.revoke(share.id, ANN)
    assert votes.tally(share.subject) == {}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([ANN, BEN]), st.sampled_from([1, -1]))))
def test_against_counting_by_hand(ballots: list[tuple[str, int, int]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        store = connect(Path(folder) / "kol.db")
        votes, standing = Votes(store), dict[tuple[str, int], int]()
        for n, (channel, user, value) in enumerate(ballots):
            key = (channel, user)
            standing[key] = 0 if standing.get(key) == value else value
            assert votes.cast("s", channel, user, value, f"t{n}") == standing[key]
        for channel in "ab":
            values = [v for (c, _), v in standing.items() if c == channel]
            wanted = (values.count(1), values.count(-1))
            assert votes.tally("s").get(channel, Tally(channel))[1:] == wanted
        store.conn.close()


def test_names_are_kept_sealed_and_once(store: Store) -> None:
    names = Names(store, Seal([new_key()]))
    names.note(ANN, "小安")
    names.note(ANN, "小安安")
    assert names.of([ANN, BEN]) == {ANN: "小安安"}
    kept = [row[0] for row in store.execute("select name from names").fetchall()]
    assert len(kept) == 1 and "小安" not in kept[0]


def test_a_name_that_stays_the_same_is_not_written_again(store: Store) -> None:
    names = Names(store, Seal([new_key()]))
    names.note(ANN, "Ann")
    first = store.execute("select * from names").fetchall()
    names.note(ANN, "Ann")
    assert store.execute("select * from names").fetchall() == first


def test_nobody_has_no_names(store: Store) -> None:
    assert Names(store, Seal()).of([]) == {}


def test_the_shortlist_is_in_order(votes: Votes) -> None:
    for n, (channel, user) in enumerate([("a", ANN), ("b", ANN), ("b", BEN), ("c", EVE)]):
        votes.cast("b1", channel, user, 1, f"t{n}")
    ahead = votes.shortlist("b1")
    assert all(first.up >= second.up for first, second in pairwise(ahead))
