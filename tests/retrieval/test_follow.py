"""The index follows its roster, encodes only what changed, and heals whatever a crash leaves."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from data.roster import Roster
from knowledge.models import Creator, Figure
from retrieval.filters import Filter
from retrieval.index import LocalIndex
from retrieval.manifest import Manifest
from tests.retrieval.made import creator, handles, index_at, many, roster_at
from tests.retrieval.toy import ToyEncoder

MEMORY = Path(":memory:")


def everyone(index: LocalIndex) -> dict[str, float]:
    """All that can be found, with how close it is."""
    hits = index.search(ToyEncoder().queries(["cat tent"])[0], Filter(), 5000)
    assert [hit.similarity for hit in hits] == sorted((hit.similarity for hit in hits), reverse=True)
    return {hit.channel.key: hit.similarity for hit in hits}


def as_new(roster: Roster, folder: Path) -> Any:
    """What an index made from nothing finds: the one that follows must find the same.

    Many rows are kept in 16 bits a number, hence the tolerance.
    """
    return pytest.approx(everyone(index_at(folder, roster)), abs=1e-3)


@pytest.mark.parametrize("listed", [20_000, 40])
def test_changes_are_searchable_at_once_and_only_they_are_encoded(tmp_path: Path, listed: int) -> None:
    encoder, roster = ToyEncoder(), roster_at(MEMORY, many(120))
    index = index_at(tmp_path, roster, encoder, listed)
    assert len(index) == 120
    encoder.encoded.clear()
    roster.save(creator("zoe", "xylophone repair"))
    roster.remove(["made3"])
    assert handles(index, "xylophone repair", 1) == ["zoe"] and len(index) == 120
    assert encoder.encoded == ["xylophone repair \nZoe"]
    assert index.vector("youtube:zoe") is not None
    assert all(hit.channel.handle != "made3" for hit in index.search(_query(), Filter(), 500))


def _query() -> Any:
    return ToyEncoder().queries(["cat"])[0]


def test_a_change_of_figures_encodes_nothing_and_counts_for_conditions(tmp_path: Path) -> None:
    encoder, roster = ToyEncoder(), roster_at(MEMORY, [creator("a"), creator("b")])
    index = index_at(tmp_path, roster, encoder)
    assert handles(index, "cat", conditions=Filter(followers_low=10)) == []
    encoder.encoded.clear()
    roster.save(creator("b", followers=Figure(value=10)))
    assert handles(index, "cat", conditions=Filter(followers_low=10)) == ["b"]
    assert encoder.encoded == []


def test_nothing_is_encoded_when_a_process_starts_again(tmp_path: Path) -> None:
    roster = roster_at(MEMORY, many(30))
    before, encoder = everyone(index_at(tmp_path, roster)), ToyEncoder()
    assert everyone(index_at(tmp_path, roster, encoder)) == before
    assert encoder.encoded == []


def test_another_encoder_makes_another_index(tmp_path: Path) -> None:
    roster, other = roster_at(MEMORY, many(30)), ToyEncoder(name="other", dim=16)
    assert len(index_at(tmp_path, roster)) == 30
    index = index_at(tmp_path, roster, other)
    assert len(index) == 30 and len(other.encoded) > 0
    vector = index.vector(many(30)[0].channels[0].key)
    assert vector is not None and vector.shape == (16,)


def test_a_backup_put_back_is_another_state_though_its_number_is_the_same(tmp_path: Path) -> None:
    """Incident that the stamps prevent: two different rosters at version 2, and an index of the wrong one."""
    roster = roster_at(tmp_path / "kol.db", [creator("a")])
    backup = tmp_path / "backup.db"
    roster.db.execute("VACUUM INTO ?", [str(backup)])
    roster.save(creator("b", "soap"))
    index = index_at(tmp_path / "index", roster)
    assert handles(index, "soap", 1) == ["b"]
    restored = roster_at(backup, [creator("c", "tent")])
    assert restored.version == roster.version
    healed = index_at(tmp_path / "index", restored)
    assert sorted(handles(healed, "soap")) == ["a", "c"]


def test_demo_creators_step_back_for_ones_own_and_return(tmp_path: Path) -> None:
    demo = [one.model_copy(update={"demo": True}) for one in (creator("fiction"), creator("tale"))]
    roster = roster_at(MEMORY, demo)
    index = index_at(tmp_path, roster)
    assert handles(index, "cat") == ["fiction", "tale"]
    roster.save(creator("mine"))
    assert handles(index, "cat") == ["mine"]
    roster.save(creator("mine", "tent"))
    assert len(index) == 1
    roster.remove(["mine"])
    assert handles(index, "cat") == ["fiction", "tale"]


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let the process end before its n-th call that changes files, of those that we can see."""
    count = [0]

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def made(*arguments: Any, **options: Any) -> Any:
            count[0] += 1
            if count[0] == step:
                raise Killed
            return call(*arguments, **options)

        return made

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", counted(os.fsync))
        for name in ("replace", "unlink", "mkdir"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        yield count


@pytest.mark.parametrize("listed", [20_000, 40])
@pytest.mark.parametrize("what", ["first", "following"])
def test_a_crash_at_any_step_heals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: int, what: str
) -> None:
    step, steps = 0, 1
    while step < steps:
        step += 1
        folder, roster = tmp_path / str(step), roster_at(MEMORY, many(60))
        if what == "following":
            index_at(folder, roster, listed=listed).state()
            roster.save(creator("zoe", "soap tent"))
            roster.remove(["made1", "made2"])
        with killed_at(step, monkeypatch) as count:
            try:
                index_at(folder, roster, listed=listed).state()
            except Killed:
                steps = step + 1
        healed = index_at(folder, roster, listed=listed)
        assert everyone(healed) == as_new(roster, tmp_path / f"new{step}")
        assert Manifest.read(folder) == healed.current().manifest
        assert not list(folder.glob("*.tmp"))
    assert count[0] < step and step > 5


@pytest.mark.parametrize("name", ["manifest.json", "1.segment", "1.words", "1.lists", "1.codes", "1.vectors"])
@pytest.mark.parametrize("damage", [b"", b"damaged", None])
def test_damaged_and_missing_files_are_made_again(tmp_path: Path, name: str, damage: bytes | None) -> None:
    roster = roster_at(MEMORY, many(60))
    before = everyone(index_at(tmp_path, roster, listed=40))
    if damage is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(damage)
    index = index_at(tmp_path, roster, listed=40)
    assert index.fault() is not None
    assert everyone(index) == before
    assert index.fault() is None


def test_a_folder_that_cannot_be_written_still_gives_answers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    roster = roster_at(MEMORY, many(10))
    index = index_at(tmp_path / "file" / "index", roster)
    assert len(everyone(index)) == 10
    roster.save(creator("zoe"))
    assert len(everyone(index)) == 11


def test_two_indexes_share_a_folder(tmp_path: Path) -> None:
    one, other = (index_at(tmp_path / "index", roster_at(tmp_path / "kol.db"), listed=40) for _ in range(2))
    encoder = ToyEncoder()
    other._load = lambda: encoder
    for n, index in enumerate([one, other] * 3):
        index.upsert([creator(f"c{n}", "cat soap"), *many(60)])
        index.delete([f"made{n}"])
        assert len(one) == len(other) == 60 + n
    assert everyone(one) == everyone(other)
    assert len([text for text in encoder.encoded if text.startswith("cat soap")]) == 3


KILLED = """
import sys
from pathlib import Path
from tests.retrieval.made import creator, index_at, many, roster_at
home = Path(sys.argv[1])
roster = roster_at(home / "kol.db")
index = index_at(home / "index", roster, listed=40)
n = roster.version
print("ready", flush=True)
while True:
    n += 1
    index.upsert([creator(f"c{n}", "cat soap"), *many(50, seed=n)])
    index.delete([f"made{n % 50}", f"c{n - 3}"])
    if n % 4 == 0:
        index.build()
"""


def test_kill_minus_nine_leaves_an_index_that_is_right(tmp_path: Path) -> None:
    for round_ in range(3):
        run = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        with run:
            assert run.stdout is not None and run.stdout.readline() == b"ready\n"
            sleep(0.15 + 0.07 * round_)
            run.send_signal(signal.SIGKILL)
        roster = roster_at(tmp_path / "kol.db")
        index = index_at(tmp_path / "index", roster, listed=40)
        creators = roster.creators()
        assert len(index) == len(creators) > 0
        assert everyone(index) == as_new(roster, tmp_path / f"new{round_}")


class Following(RuleBasedStateMachine):
    """Any changes in any order: the index that follows is the one made from nothing."""

    names = st.sampled_from([f"n{n}" for n in range(12)])

    @initialize()
    def start(self) -> None:
        self.folder = TemporaryDirectory()
        self.roster = roster_at(MEMORY, many(30))
        self.index = index_at(Path(self.folder.name) / "index", self.roster, listed=20)
        self.count = 0

    @rule(name=names, content=st.sampled_from(["cat", "tent soap", "貓 lamp", None]))
    def save(self, name: str, content: str | None) -> None:
        self.index.upsert([creator(name, content)])

    @rule(name=names)
    def remove(self, name: str) -> None:
        self.index.delete([name, "made1"])

    @rule()
    def settle(self) -> None:
        self.index.build()

    @rule()
    def restart(self) -> None:
        self.index = index_at(self.index.folder, self.roster, listed=20)

    @rule()
    def same_as_new(self) -> None:
        self.count += 1
        new = Path(self.folder.name) / f"new{self.count}"
        assert everyone(self.index) == as_new(self.roster, new)
        assert self.index.peers() == index_at(new, self.roster).peers()

    def teardown(self) -> None:
        self.folder.cleanup()


Following.TestCase.settings = settings(max_examples=8, stateful_step_count=8, deadline=None)
test_following = Following.TestCase


def test_creators_come_by_id(tmp_path: Path) -> None:
    made: list[Creator] = many(5)
    assert list(index_at(tmp_path, roster_at(MEMORY, made)).creators()) == made
