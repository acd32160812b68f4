"""Updates are kept before they are confirmed, act once, and leave no words behind."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st

from data.inbox import (
    ANSWERED_HOURS,
    REMEMBERED_HOURS,
    Acting,
    Inbox,
    Taken,
    Unfinished,
    acting,
    acts_again,
    mark_of,
)
from data.seal import PREFIX, Seal
from data.store import Store, connect

TOKEN = "1000001:secret"
WORDS = '{"update_id": 7, "message": {"text": "手工皂"}}'


class Time:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def db(tmp_path: Path) -> Store:
    store = connect(tmp_path / "kol.db")
    store.execute("create table effects (number integer)")
    return store


@pytest.fixture
def inbox(db: Store, clock: Time) -> Inbox:
    return Inbox(db, Seal([Fernet.generate_key().decode()]), mark_of(TOKEN), clock)


def taken(*numbers: int) -> list[Taken]:
    return [Taken(number, f'{{"update_id": {number}}}') for number in numbers]


def numbers(updates: list[Taken] | list[Unfinished]) -> list[int]:
    return [update.number for update in updates]


def test_what_is_new_comes_back_in_order_and_what_is_not_does_not(inbox: Inbox) -> None:
    assert numbers(inbox.take(taken(9, 7, 8))) == [7, 8, 9]
    assert numbers(inbox.take(taken(8, 10, 6))) == [6, 10]
    assert inbox.take(taken(6, 7, 8, 9, 10)) == []
    assert inbox.waiting() == 5


def test_one_that_comes_twice_at_once_is_taken_once(inbox: Inbox) -> None:
    assert numbers(inbox.take(taken(7, 7))) == [7]


def test_an_update_is_known_after_it_was_dealt_with_and_after_a_restart(
    inbox: Inbox, db: Store, clock: Time
) -> None:
    inbox.take(taken(7, 8))
    inbox.done([7, 8])
    again = Inbox(connect(db.path), inbox.seal, mark_of(TOKEN), clock)
    assert again.take(taken(7, 8)) == [] and again.waiting() == 0 and again.reopened() == []


def test_words_are_sealed_while_they_wait_and_gone_when_dealt_with(inbox: Inbox, db: Store) -> None:
    inbox.take([Taken(7, WORDS)])
    (kept,) = db.execute("select payload from inbox").fetchone()
    assert kept.startswith(PREFIX) and "手工皂" not in kept
    assert inbox.reopened() == [Unfinished(7, WORDS, False, 1)]
    inbox.done([7])
    assert db.execute("select payload from inbox").fetchone() == (None,)


def test_what_is_done_is_put_away_with_what_is_taken_or_not_at_all(inbox: Inbox, db: Store) -> None:
    inbox.take(taken(7, 8))
    assert numbers(inbox.take(taken(8, 9), [7])) == [9] and numbers(inbox.reopened()) == [8, 9]
    db.execute("create trigger full before insert on inbox begin select raise(abort, 'full'); end")
    with pytest.raises(sqlite3.IntegrityError):
        inbox.take(taken(10), [8])
    assert numbers(inbox.reopened()) == [8, 9]


def test_what_was_left_comes_back_in_order_with_its_tries(inbox: Inbox) -> None:
    inbox.take(taken(9, 7, 8))
    inbox.done([8])
    assert numbers(inbox.reopened()) == [7, 9]
    assert [left.tries for left in inbox.reopened()] == [2, 2]


def test_an_effect_marks_its_update_in_the_same_transaction(inbox: Inbox, db: Store) -> None:
    inbox.take(taken(7, 8))
    act(db, 7)
    with pytest.raises(ZeroDivisionError):
        act(db, 8, lambda: 1 / 0)
    assert [(left.number, left.acted) for left in inbox.reopened()] == [(7, True), (8, False)]
    assert db.execute("select number from effects").fetchall() == [(7,)]


def act(db: Store, number: int, then: Callable[[], object] = lambda: None) -> None:
    """What an update asks for, written in one transaction with another one inside."""
    token = acting.set(Acting(number))
    try:
        with db.atomic():
            db.execute("insert into effects values (?)", [number])
            with db.atomic():
                then()
    finally:
        acting.reset(token)


def test_reading_marks_nothing(inbox: Inbox, db: Store) -> None:
    inbox.take(taken(7))
    token = acting.set(Acting(7))
    with db.snapshot():
        db.execute("select * from effects").fetchall()
    acting.reset(token)
    assert [left.acted for left in inbox.reopened()] == [False]


def test_whether_the_work_at_hand_is_a_repetition() -> None:
    assert not acts_again()
    token = acting.set(Acting(7, again=True))
    assert acts_again()
    acting.reset(token)


def test_two_bots_on_one_database_do_not_mix(inbox: Inbox, db: Store, clock: Time) -> None:
    other = Inbox(db, inbox.seal, mark_of("2000002:secret"), clock)
    inbox.take(taken(7))
    assert numbers(other.take(taken(7))) == [7]
    other.done([7])
    assert numbers(inbox.reopened()) == [7] and other.reopened() == []


def test_the_mark_of_a_bot_hides_its_token_and_outlives_a_new_one() -> None:
    assert mark_of("1000001:secret") == mark_of("1000001:another") != mark_of("1000002:secret")
    assert "1000001" not in mark_of(TOKEN) and len(mark_of(TOKEN)) == 16


def test_numbers_are_forgotten_after_two_days_and_words_never_before_they_are_dealt_with(
    inbox: Inbox, clock: Time
) -> None:
    inbox.take(taken(7, 8))
    inbox.done([7])
    clock.now += REMEMBERED_HOURS * 3600 - 1
    assert inbox.forget() == 0 and inbox.take(taken(7)) == []
    clock.now += 2
    assert inbox.forget() == 1 and inbox.waiting() == 1


def test_what_nobody_waits_for_any_more_is_not_reopened(inbox: Inbox, clock: Time) -> None:
    # A backup of last week holds updates that were waiting then.
    inbox.take(taken(7))
    clock.now += ANSWERED_HOURS * 3600 + 1
    inbox.take(taken(8))
    assert numbers(inbox.reopened()) == [8]


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(1, 12), max_size=6), max_size=12), st.randoms(use_true_random=False))
def test_whatever_comes_however_often_in_whatever_order_each_acts_once(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]], chance: random.Random
) -> None:
    """Against a set: batches with repetitions, restarts and crashes between effect and end."""
    db = connect(tmp_path_factory.mktemp("inbox") / "kol.db")
    db.execute("create table effects (number integer)")
    inbox = Inbox(db, Seal(), mark_of(TOKEN))
    for batch in batches:
        for update in inbox.take(taken(*batch)):
            if chance.random() < 0.6:
                act(db, update.number)
                if chance.random() < 0.6:
                    inbox.done([update.number])
        if chance.random() < 0.3:
            for left in Inbox(db, Seal(), mark_of(TOKEN)).reopened():
                if not left.acted:
                    act(db, left.number)
                inbox.done([left.number])
    for left in inbox.reopened():
        if not left.acted:
            act(db, left.number)
    done = [number for (number,) in db.execute("select number from effects")]
    assert sorted(done) == sorted({number for batch in batches for number in batch})
    db.close()
