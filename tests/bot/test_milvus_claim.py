"""Two machines, one bot: the second is told, or takes over from one that fell silent."""

from collections.abc import Callable, Iterator

import pytest

from bot.milvus_claim import Claim
from data.lease import BEAT_SECONDS, STALE_SECONDS, LeaseHeld
from retrieval.milvus import MilvusIndex, connect
from retrieval.milvus_client import Access
from tests.retrieval.toy import ToyEncoder


@pytest.fixture(scope="module")
def index(milvus: str) -> Iterator[MilvusIndex]:
    made = connect(Access(milvus), ToyEncoder(), "claims", kind="FLAT", create=True)
    yield made
    made.close()


class Clock:
    """Time that passes only while somebody waits; ``meanwhile`` happens at each second of it."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.passed, self.meanwhile = 0.0, meanwhile

    def sleep(self, seconds: float) -> None:
        self.passed += seconds
        self.meanwhile()


def claim(index: MilvusIndex, bot: str, home: str, clock: Clock | None = None) -> Claim:
    return Claim(index, bot, home, (clock or Clock()).sleep)


def test_one_that_lives_is_not_driven_out(index: MilvusIndex) -> None:
    first = claim(index, "one", "a")
    first.take()
    clock = Clock(first.beat)
    with pytest.raises(
        LeaseHeld, match=r"this bot is served already, by a process on .* with conversations of its own"
    ):
        claim(index, "one", "b", clock).take()
    assert clock.passed <= BEAT_SECONDS
    first.beat()


def test_one_that_fell_silent_is_taken_over_from_and_told(index: MilvusIndex) -> None:
    first, clock = claim(index, "two", "a"), Clock()
    first.take()
    second = claim(index, "two", "b", clock)
    second.take()
    assert STALE_SECONDS <= clock.passed < 2 * STALE_SECONDS
    second.beat()
    with pytest.raises(LeaseHeld):
        first.beat()
    first.give_back()  # not its own any more
    second.beat()


def test_after_an_orderly_end_nobody_waits(index: MilvusIndex) -> None:
    first, clock = claim(index, "three", "a"), Clock()
    first.take()
    first.give_back()
    claim(index, "three", "b", clock).take()
    assert clock.passed < BEAT_SECONDS


def test_a_restart_in_the_same_home_does_not_wait_for_its_own_beat(index: MilvusIndex) -> None:
    claim(index, "four", "a").take()  # and was killed
    clock = Clock()
    claim(index, "four", "a", clock).take()
    assert clock.passed < BEAT_SECONDS


def test_of_two_that_come_at_once_one_gives_way(index: MilvusIndex) -> None:
    second = claim(index, "five", "b")
    with pytest.raises(LeaseHeld):
        claim(index, "five", "a", Clock(second._say)).take()
    second.beat()


def test_bots_do_not_stand_in_each_others_way(index: MilvusIndex) -> None:
    claim(index, "six", "a").take()
    clock = Clock()
    claim(index, "seven", "b", clock).take()
    assert clock.passed < BEAT_SECONDS


def test_a_server_that_is_away_does_not_end_the_bot(index: MilvusIndex) -> None:
    held = claim(index, "eight", "a")
    held.take()
    held.collection = type(held.collection)(held.collection.server, "gone", held.collection.kind)
    held.beat()
    held.give_back()
