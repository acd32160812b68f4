"""Bulk loading that is stopped: by kill -9, by a server that goes away, by a creator that does not fit."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from knowledge.models import Channel, Creator, Platform
from retrieval.milvus import MilvusIndex, connect
from retrieval.milvus_client import Access, Unreachable
from retrieval.milvus_load import Loaded, Source, load
from tests.retrieval.milvus_server import ROOT, free_port, served
from tests.retrieval.toy import ToyEncoder

BATCH = 20
ROSTER = [
    Creator(
        id=f"c{number:05}",
        name="阿明",
        channels=tuple(
            Channel(platform=platform, handle=f"n{number}", content="soap")
            for platform in (Platform.YOUTUBE, Platform.BLOG)[: number % 3]
        ),
    )
    for number in range(2 * BATCH + 9)
]
CHANNELS = sum(len(creator.channels) for creator in ROSTER)
SOURCE = Source("a roster", lambda: ROSTER)


loaded = partial(load, size=BATCH)


@pytest.fixture
def index(milvus: str, request: pytest.FixtureRequest) -> Iterator[MilvusIndex]:
    name = request.node.originalname
    made = connect(Access(milvus), ToyEncoder(), name, kind="FLAT", create=True)
    yield made
    made.collection.drop()
    made.close()


def test_what_kill_9_stopped_goes_on_and_nothing_is_there_twice(milvus: str, index: MilvusIndex) -> None:
    command = [sys.executable, "-m", "tests.retrieval.milvus_loader", milvus, index.collection.name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as loader:
        assert loader.stdout
        assert loader.stdout.readline() == f"{BATCH}\n"
        loader.send_signal(signal.SIGKILL)
    index.upsert(ROSTER[BATCH : BATCH + 9])  # of the next batch, as if it had been written and not yet marked
    steps: list[int] = []
    assert loaded(index, SOURCE, on_step=steps.append) == Loaded(len(ROSTER), CHANNELS, resumed=BATCH)
    assert steps == [2 * BATCH, len(ROSTER)]
    assert list(index.creators()) == ROSTER
    assert len(index) == CHANNELS


def test_a_load_that_ended_begins_anew_and_so_does_another_roster(index: MilvusIndex) -> None:
    first = Source("first", lambda: ROSTER[:10])
    assert loaded(index, first) == loaded(index, first) == Loaded(10, 9)
    with pytest.raises(ZeroDivisionError):
        loaded(index, first._replace(creators=lambda: (c if c.id < "c00025" else 1 / 0 for c in ROSTER)))
    changed = [creator.model_copy(update={"name": "阿美"}) for creator in ROSTER[:10]]
    assert loaded(index, Source("changed", lambda: changed)).resumed == 0
    assert [creator.name for creator in index.creators()][9:11] == ["阿美", "阿明"]


def failing_after(batches: int) -> Callable[[int], None]:
    def on_step(done: int) -> None:
        if done == batches * BATCH:
            raise InterruptedError

    return on_step


def test_a_stopped_load_can_be_begun_again(index: MilvusIndex) -> None:
    with pytest.raises(InterruptedError):
        loaded(index, SOURCE, on_step=failing_after(1))
    assert loaded(index, SOURCE, again=True) == Loaded(len(ROSTER), CHANNELS)


def test_who_does_not_fit_is_named_and_the_others_are_there(index: MilvusIndex) -> None:
    tall = Channel(platform=Platform.BLOG, handle="tall", content="貓" * 30_000)
    thief = Channel(platform=Platform.YOUTUBE, handle="n1")
    odd = [Creator(id="b1", name="a", channels=(tall,)), Creator(id="d1", name="a", channels=(thief,))]
    done = loaded(index, Source("odd", lambda: [odd[0], *ROSTER[:3], odd[1]]))
    assert (done.creators, done.channels) == (3, 3)
    assert [line.split(":")[0] for line in done.refused] == ["b1", "d1"]
    assert "blog:tall: its channel takes 90," in done.refused[0]
    assert "youtube:n1 belongs to creator c00001, so d1 cannot have it" in done.refused[1]
    assert [creator.id for creator in index.creators()] == ["c00000", "c00001", "c00002"]


def test_a_server_that_went_away_is_waited_for(tmp_path: Path) -> None:
    port = free_port()
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(served(tmp_path / "data", port))
        index = connect(Access(f"http://127.0.0.1:{port}"), ToyEncoder(), kind="FLAT", create=True)

        def restart(done: int) -> None:
            if done == BATCH:
                first.close()
                with pytest.raises(Unreachable, match="did not count kol_advisor in time"):
                    len(index)
                second.enter_context(served(tmp_path / "data", port))

        assert loaded(index, SOURCE, on_step=restart) == Loaded(len(ROSTER), CHANNELS)
        assert list(index.creators()) == ROSTER
        index.close()
