"""One process per bot: who comes second is told who was first, and a crash frees the place."""

import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.inbox import mark_of
from data.lease import BEAT_SECONDS, STALE_SECONDS, Lease, LeaseHeld
from data.store import Store, UnwritableStore, connect

BOT = mark_of("1000001:secret")
ELSEWHERE = "another-host"


class Time:
    """A clock that moves when somebody sleeps, and then tells ``then``."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.then: Callable[[], object] = lambda: None

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.then()


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    store = connect(tmp_path / "kol.db")
    yield store
    for made in LEASES:
        made.give_back()
    LEASES.clear()
    store.close()


LEASES: list[Lease] = []  # whose files the end of a test closes


def lease(db: Store, clock: Time, host: str | None = None, bot: str = BOT) -> Lease:
    made = Lease(db, bot, clock, clock.sleep)
    made.host = host or made.host
    LEASES.append(made)
    return made


def test_the_second_is_told_who_the_first_is(db: Store, clock: Time) -> None:
    lease(db, clock).take()
    told = (
        f"by process {os.getpid()} on {socket.gethostname()} since 2027-01-15 08:00 UTC. Stop that one first"
    )
    with pytest.raises(LeaseHeld, match=told):
        lease(db, clock).take()
    assert clock.now == 1_800_000_000.0


def test_given_back_it_is_free_at_once(db: Store, clock: Time) -> None:
    first, second = lease(db, clock), lease(db, clock)
    first.take()
    first.give_back()
    second.take()
    assert (last := second.last()) and last.holder == second.me


def test_another_bot_has_a_lease_of_its_own(db: Store, clock: Time) -> None:
    lease(db, clock).take()
    lease(db, clock, bot=mark_of("2000002:secret")).take()


def test_a_crash_frees_it_at_once(db: Store, clock: Time) -> None:
    code = (
        "import sys, os; from pathlib import Path; from data.store import connect; from data.lease import Lease\n"
        "Lease(connect(Path(sys.argv[1])), sys.argv[2]).take(); os.kill(os.getpid(), 9)"
    )
    crash = subprocess.run([sys.executable, "-c", code, str(db.path), BOT], cwd=Path(__file__).parents[2])
    assert crash.returncode == -9
    before = lease(db, clock).last()
    after = lease(db, clock)
    after.take()
    assert before and (now := after.last()) and now.holder == after.me != before.holder
    assert clock.now == 1_800_000_000.0  # nobody waited


def test_where_files_cannot_be_locked_a_host_that_beats_keeps_it(
    db: Store, clock: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fcntl, "flock", _no_locks)
    first, second = lease(db, clock, ELSEWHERE), lease(db, clock)
    first.take()
    clock.then = first.beat
    with pytest.raises(LeaseHeld, match=ELSEWHERE):
        second.take()
    assert clock.now - 1_800_000_000.0 <= BEAT_SECONDS


def test_a_host_that_is_silent_loses_it(db: Store, clock: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", _no_locks)
    first, second = lease(db, clock, ELSEWHERE), lease(db, clock)
    first.take()
    second.take()
    assert STALE_SECONDS <= clock.now - 1_800_000_000.0 <= STALE_SECONDS + BEAT_SECONDS
    with pytest.raises(LeaseHeld, match="served already"):
        first.beat()
    second.beat()


def test_one_that_ends_while_we_watch_lets_us_in(
    db: Store, clock: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fcntl, "flock", _no_locks)
    first, second = lease(db, clock, ELSEWHERE), lease(db, clock)
    first.take()
    clock.then = first.give_back
    second.take()
    assert clock.now - 1_800_000_000.0 < BEAT_SECONDS


def _no_locks(*_: object) -> None:
    raise OSError("no locks here")


def test_a_beat_is_written_down(db: Store, clock: Time) -> None:
    held = lease(db, clock)
    held.take()
    clock.now += 5
    held.beat()
    assert (last := held.last()) and (last.since, last.beat) == (1_800_000_000.0, 1_800_000_005.0)


def test_a_folder_that_cannot_be_written_is_named(db: Store, clock: Time) -> None:
    held = lease(db, clock)
    held.path.mkdir()
    with pytest.raises(UnwritableStore, match=r"bot-[0-9a-f]{16}\.lock cannot be written"):
        held.take()
