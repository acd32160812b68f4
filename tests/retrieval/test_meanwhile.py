"""While a roster that changed much is read in the background, answers come from what was there before."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Event, current_thread
from time import monotonic, sleep

import pytest

from data.roster import Roster
from knowledge.models import Figure
from retrieval.apart import FOLDER, LOCK, apart_from, clear
from retrieval.encoder import Progress, Vectors
from retrieval.filters import Filter
from retrieval.index import LocalIndex
from retrieval.manifest import Manifest
from retrieval.protocol import Behind
from tests.retrieval.made import creator, handles, index_at, many, roster_at
from tests.retrieval.test_follow import Killed, as_new, everyone, killed_at
from tests.retrieval.toy import ToyEncoder

SOON = 20
PATIENCE = 20  # seconds


class Gated(ToyEncoder):
    """Encodes in the background only while the gate is open. ``reached`` tells that it stands before the gate."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.reached = Event(), Event()

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if current_thread().name == "index-renew":
            self.reached.set()
            assert self.open.wait(PATIENCE)
        return super().documents(texts, progress)


@pytest.fixture
def encoder() -> Iterator[Gated]:
    made = Gated()
    yield made
    made.open.set()


def index_in(folder: Path, encoder: ToyEncoder, soon: int | None = SOON, listed: int = 40) -> LocalIndex:
    """An index in a folder, over a connection of its own to the roster beside it."""
    return LocalIndex(folder / "index", roster_at(folder / "kol.db"), lambda: encoder, listed, soon)


def until(true: Callable[[], bool]) -> None:
    """Wait for what a thread does."""
    end = monotonic() + PATIENCE
    while not true():
        assert monotonic() < end, "this should have happened by now"
        sleep(0.005)


def caught_up(index: LocalIndex) -> bool:
    return index.behind() is None


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    return roster_at(tmp_path / "kol.db", many(60))


def test_the_first_index_of_all_is_waited_for(tmp_path: Path, roster: Roster, encoder: Gated) -> None:
    index = index_in(tmp_path, encoder)
    assert len(index) == 60 and index.behind() is None


def test_what_was_there_answers_until_the_rest_is_read(
    tmp_path: Path, roster: Roster, encoder: Gated
) -> None:
    index = index_in(tmp_path, encoder)
    before, state = everyone(index), index.state()
    roster.save_all([*many(300), creator("zoe", "xylophone")])
    assert everyone(index) == before and handles(index, "xylophone", 1) != ["zoe"]
    behind = index.behind()
    assert behind is not None and behind.read < behind.total == 241
    assert index.state() != state  # an answer from before knew of nobody who is missing
    encoder.open.set()
    until(lambda: caught_up(index))
    assert handles(index, "xylophone", 1) == ["zoe"]
    assert everyone(index) == as_new(roster, tmp_path / "new")
    assert index.state() == tuple(roster.state())
    assert not (tmp_path / "index" / FOLDER).exists()


def test_progress_is_told_while_everything_is_read(
    tmp_path: Path, roster: Roster, encoder: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.follow.BATCH", 64)
    index = index_in(tmp_path, encoder)
    seen = set[Behind | None]()
    read = index._read
    monkeypatch.setattr(index, "_read", lambda *counts: (read(*counts), seen.add(index._behind)))
    index.state()
    roster.save_all(many(300, seed=2))
    encoder.open.set()
    until(lambda: caught_up(index))
    assert {(64, 300), (300, 300)} <= seen


def test_who_is_gone_is_never_named_from_what_was_there(
    tmp_path: Path, roster: Roster, encoder: Gated
) -> None:
    index = index_in(tmp_path, encoder)
    index.state()
    roster.save_all(many(300, seed=2)[60:])
    roster.remove(["made3"])
    roster.save(creator("made4", "cat", handle="elsewhere"))
    assert index.behind() is not None
    state = index.state()
    found = handles(index, "cat", 500)
    assert not {"made3", "made4", "elsewhere"} & set(found) and len(found) == 58
    roster.remove(["made5"])
    assert index.state() != state and "made5" not in handles(index, "cat", 500)


def test_conditions_hold_as_the_roster_is_now(tmp_path: Path, roster: Roster, encoder: Gated) -> None:
    roster.save(creator("big", "cat", followers=Figure(value=10**6)))
    index, large = index_in(tmp_path, encoder), Filter(followers_low=10**6)
    assert handles(index, "cat", 5, large) == ["big"]
    roster.save_all([*many(300, seed=2), creator("big", "cat", followers=Figure(value=5))])
    assert index.behind() is not None and handles(index, "cat", 5, large) == []


def test_few_changes_are_seen_at_once(tmp_path: Path, roster: Roster, encoder: Gated) -> None:
    index = index_in(tmp_path, encoder)
    index.state()
    roster.save_all([creator(f"new{n}", "xylophone") for n in range(SOON)])
    assert len(handles(index, "xylophone", SOON)) == SOON and index.behind() is None
    assert index.search(ToyEncoder().queries(["xylophone"])[0], Filter(), 1)[0].similarity > 0.5


def test_a_small_roster_of_ones_own_replaces_the_demo_at_once(tmp_path: Path, encoder: Gated) -> None:
    demo = [creator(f"tale{n}").model_copy(update={"demo": True}) for n in range(8)]
    roster = roster_at(tmp_path / "kol.db", demo)
    index = index_in(tmp_path, encoder)
    assert len(index) == 8
    roster.save_all([creator(f"mine{n}") for n in range(SOON - 8)])
    assert len(index) == SOON - 8 and not any(handle.startswith("tale") for handle in handles(index, "cat"))


def test_a_large_one_replaces_it_when_it_is_read(tmp_path: Path, encoder: Gated) -> None:
    roster = roster_at(tmp_path / "kol.db", [creator("tale").model_copy(update={"demo": True})])
    index = index_in(tmp_path, encoder)
    index.state()
    roster.save_all(many(100))
    assert handles(index, "cat") == ["tale"]
    encoder.open.set()
    until(lambda: caught_up(index))
    assert len(index) == 100 and "tale" not in handles(index, "cat", 500)


def test_commits_that_come_meanwhile_are_read_as_well(tmp_path: Path, roster: Roster, encoder: Gated) -> None:
    index = index_in(tmp_path, encoder)
    index.state()
    for seed in range(2, 6):
        roster.save_all([creator(f"c{seed}x{n}", f"cat lamp{n}") for n in range(200)])
        index.state()
        assert encoder.reached.wait(PATIENCE)
    roster.remove(["made1", "c2x7"])
    encoder.open.set()
    until(lambda: caught_up(index))
    assert len(index) == 60 + 4 * 200 - 2
    assert everyone(index) == as_new(roster, tmp_path / "new")
    texts = [text for text in encoder.encoded if text.startswith("cat lamp")]
    assert len(texts) == len(set(texts))  # nothing was encoded twice


def test_building_does_it_at_once(tmp_path: Path, roster: Roster, encoder: Gated) -> None:
    index = index_in(tmp_path, encoder)
    index.state()
    roster.save_all(many(300, seed=2))
    assert index.behind() is not None and encoder.reached.wait(PATIENCE)
    report = index.build()
    assert report.channels == 300 and index.behind() is not None  # the thread does not know yet
    encoder.open.set()
    until(lambda: caught_up(index))
    assert everyone(index) == as_new(roster, tmp_path / "new")


def test_what_another_process_made_is_taken(tmp_path: Path, roster: Roster, encoder: Gated) -> None:
    index, other = index_in(tmp_path, encoder), index_in(tmp_path, ToyEncoder(), soon=None)
    index.state()
    roster.save_all(many(300, seed=2))
    assert len(index) == 60 and len(other) == 300
    assert len(index) == 300
    encoder.open.set()
    until(lambda: index._behind is None)
    assert everyone(index) == everyone(other)


def test_two_that_read_the_same_do_not_disturb_each_other(tmp_path: Path, roster: Roster) -> None:
    indexes = [index_in(tmp_path, ToyEncoder()) for _ in range(2)]
    for seed in range(2, 5):
        assert len({len(index) for index in indexes}) == 1
        roster.save_all([creator(f"c{seed}x{n}", "cat soap") for n in range(100)])
        for index in indexes:
            index.state()
        until(lambda: all(map(caught_up, indexes)))
    assert everyone(indexes[0]) == everyone(indexes[1]) == as_new(roster, tmp_path / "new")


class Failing(ToyEncoder):
    """Breaks in the background."""

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if current_thread().name == "index-renew":
            raise MemoryError
        return super().documents(texts, progress)


def test_what_fails_in_the_background_is_waited_for(tmp_path: Path, roster: Roster) -> None:
    index = index_in(tmp_path, Failing())
    index.state()
    roster.save_all(many(300, seed=2))
    index.state()
    until(lambda: index._behind is None)
    assert len(index) == 300 and everyone(index) == as_new(roster, tmp_path / "new")


def replaced(roster: Roster, round_: int) -> None:
    """Everybody goes and others come: more change than an index follows, and few rows to write."""
    with roster.transaction():
        roster.remove([one.id for one in roster.creators()])
        roster.save_all([creator(f"r{round_}x{n}", "cat soap tent".split()[n % 3]) for n in range(60)])


def test_a_crash_at_any_step_heals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step, steps = 0, 1
    while step < steps:
        step += 1
        home = tmp_path / str(step)
        roster = roster_at(home / "kol.db", many(60))
        index = index_in(home, ToyEncoder(), listed=100)
        index.state()
        replaced(roster, 1)
        with killed_at(step, monkeypatch) as count:
            try:
                index._renew()  # what the thread does
            except Killed:
                steps = step + 1
        healed = index_in(home, ToyEncoder(), listed=100)
        until(partial(caught_up, healed))
        assert everyone(healed) == as_new(roster, home / "new")
        assert Manifest.read(home / "index") == healed.current().manifest
        healed.build()
        assert not (home / "index" / FOLDER).exists() and not list((home / "index").glob("*.tmp"))
    assert count[0] < step and step > 8


KILLED = """
import sys
from pathlib import Path
from tests.retrieval.made import roster_at
from tests.retrieval.test_meanwhile import index_in, replaced
from tests.retrieval.toy import ToyEncoder
home, n = Path(sys.argv[1]), int(sys.argv[2])
roster, index = roster_at(home / "kol.db"), index_in(home, ToyEncoder(), listed=100)
index.state()
print("ready", flush=True)
while True:
    n += 1
    replaced(roster, n)
    while index.behind():
        pass
"""


def test_kill_minus_nine_leaves_an_index_that_becomes_right(tmp_path: Path, roster: Roster) -> None:
    for round_ in range(2):
        run = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path), str(100 * round_)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        with run:
            assert run.stdout is not None and run.stdout.readline() == b"ready\n"
            sleep(0.2 + 0.09 * round_)
            run.send_signal(signal.SIGKILL)
        index = index_in(tmp_path, ToyEncoder(), listed=100)
        until(partial(caught_up, index))
        assert everyone(index) == as_new(roster, tmp_path / f"new{round_}")


def test_what_a_crash_left_is_cleared_unless_somebody_is_at_work(tmp_path: Path) -> None:
    with apart_from(tmp_path, wait=True) as apart:
        (apart / "1.segment").write_text("half")
        clear(tmp_path)
        assert (apart / "1.segment").exists()
        with pytest.raises(BlockingIOError), apart_from(tmp_path, wait=False):
            pass
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]
    (tmp_path / FOLDER).mkdir()
    index_at(tmp_path, roster_at(Path(":memory:"), many(3))).state()
    assert not (tmp_path / FOLDER).exists()
