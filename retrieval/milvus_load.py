"""Bulk loading: a roster of any size into Milvus, going on where it stopped."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import dropwhile, islice
from typing import NamedTuple, Self

import stamina

from knowledge.models import Creator
from retrieval.milvus import BATCH, ChannelTaken, MilvusIndex
from retrieval.milvus_client import Unreachable
from retrieval.milvus_rows import Unstorable

PATIENCE_SECONDS = 600.0  # how long a server may be away before the load gives up
REFUSALS = 100  # creators refused that are told one by one

OnStep = Callable[[int], None]  # told how many creators are done, those of earlier runs included


class Source(NamedTuple):
    """What to load: creators by id, and a name that changes whenever they do.

    A load that was stopped goes on only where the name is the same; else it begins again, which writes the same
    rows to the same places.
    """

    name: str
    creators: Callable[[], Iterable[Creator]]


class Loaded(NamedTuple):
    """What came of a load. ``resumed`` creators were there from an earlier run of it; ``refused`` were left out."""

    creators: int = 0
    channels: int = 0
    resumed: int = 0
    refused: tuple[str, ...] = ()

    def with_(self, creators: Sequence[Creator], refused: Sequence[str]) -> Self:
        """The same after a batch more; of those refused, the first hundred are named."""
        return self._replace(
            creators=self.creators + len(creators),
            channels=self.channels + sum(len(creator.channels) for creator in creators),
            refused=(*self.refused, *refused)[:REFUSALS],
        )


class _Mark(NamedTuple):
    """How far a load has come, as kept on the server."""

    after: str
    creators: int
    channels: int


def load(
    index: MilvusIndex,
    source: Source,
    again: bool = False,
    on_step: OnStep | None = None,
    size: int = BATCH,
) -> Loaded:
    """Write every creator of a source, batch by batch, each marked on the server once it is written.

    Stopped at any moment, and be it by kill -9, it goes on after the last mark when it is called again; what it
    writes twice replaces itself. A server that goes away is waited for, for ten minutes at a time.

    :param again: begin at the beginning all the same.
    :param size: creators in a batch.
    """
    note = f"load:{hashlib.blake2b(source.name.encode(), digest_size=16).hexdigest()}"
    mark = None if again else _mark(index, note)
    done = Loaded(mark.creators, mark.channels, mark.creators) if mark else Loaded()
    for batch in _batches(_after(mark, source), size):
        done = done.with_(*written(index, batch))
        mark = _Mark(batch[-1].id, done.creators, done.channels)
        patient(index, partial(_keep, index, note, mark))
        if on_step:
            on_step(done.creators)
    patient(index, partial(index.collection.forget_note, note))
    return done


def _after(mark: _Mark | None, source: Source) -> Iterator[Creator]:
    """The creators that are not done yet."""
    if mark is None:
        return iter(source.creators())
    return dropwhile(lambda creator: creator.id <= mark.after, source.creators())


def _mark(index: MilvusIndex, note: str) -> _Mark | None:
    text = index.collection.note(note)
    return _Mark(**json.loads(text)) if text else None


def _keep(index: MilvusIndex, note: str, mark: _Mark) -> None:
    index.collection.keep_note(note, json.dumps(mark._asdict(), ensure_ascii=False))


def written(index: MilvusIndex, batch: list[Creator]) -> tuple[list[Creator], list[str]]:
    """Write a batch; where one creator in it cannot be stored, one by one, so that the others are."""
    try:
        patient(index, partial(index.upsert, batch))
    except (Unstorable, ChannelTaken) as problem:
        if len(batch) == 1:
            return [], [f"{batch[0].id}: {problem}"]
        parts = [written(index, [creator]) for creator in batch]
        return [one for kept, _ in parts for one in kept], [one for _, told in parts for one in told]
    return batch, []


def patient(index: MilvusIndex, act: Callable[[], None]) -> None:
    """Do it, again and again while the server is away; a server that came back has to load its collections first."""
    for attempt in stamina.retry_context(Unreachable, attempts=None, timeout=PATIENCE_SECONDS, wait_max=20.0):
        with attempt:
            if attempt.num > 1:
                index.collection.reload()
            act()


def _batches(creators: Iterator[Creator], size: int) -> Iterator[list[Creator]]:
    while batch := list(islice(creators, size)):
        yield batch
