"""Writing much in a folder of its own, while answers are given from the index as it is; then it is put in place.

What a crash leaves in such a folder belongs to nobody and is removed by whoever writes next.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from retrieval.arrays import Array, sync_folder
from retrieval.encoder import Encoder, Progress, Vectors
from retrieval.follow import rebuild
from retrieval.manifest import Manifest, locked, next_number, sweep
from retrieval.settle import LISTED, Probes, Space, lists_for, settle
from retrieval.snapshot import Snapshot
from retrieval.source import Source

FOLDER, LOCK = "apart", "apart.lock"


@contextmanager
def apart_from(folder: Path, wait: bool) -> Iterator[Path]:
    """An empty folder beside the files of an index, for one process at a time.

    BlockingIOError where another one has it and we do not ``wait``.
    """
    with locked(folder, LOCK, wait):
        made = folder / FOLDER
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def clear(folder: Path) -> None:
    """Remove what a crash left, unless somebody is at work there."""
    if (folder / FOLDER).exists():
        with suppress(BlockingIOError), locked(folder, LOCK, wait=False):
            shutil.rmtree(folder / FOLDER, ignore_errors=True)


def fold(apart: Path, last: Snapshot, probes: Probes, listed: int = LISTED) -> None:
    """Write a base of all that a snapshot has."""
    rows = np.concatenate([last.alive.rows(), len(last.base) + np.arange(len(last.delta))])
    lists = last.base.lists
    fit = lists is not None and len(lists.centroids) == lists_for(len(rows))
    space = Space(lists.basis, lists.centroids) if lists and fit else None
    settle(apart, 0, last.columns, _Rows(last, rows), probes, space, listed)


def put_base(folder: Path, apart: Path, last: Snapshot) -> None:
    """Make what ``fold`` wrote the base of the index, unless another one took its place meanwhile."""
    now = Manifest.read(folder)
    if now is not None and (now.base, now.words) == (last.manifest.base, last.manifest.words):
        number = _moved(folder, apart)
        sweep(folder, last.manifest._replace(base=number, delta=None).write(folder))


def renew(
    apart: Path,
    last: Snapshot,
    source: Source,
    encoder: Encoder,
    probes: Probes,
    progress: Progress,
    listed: int = LISTED,
) -> Manifest:
    """Write an index of all that a roster has, with the vectors that a snapshot has already."""
    return rebuild(apart, source, encoder, probes, last, progress, listed).manifest


def put_whole(folder: Path, apart: Path, made: Manifest, source: Source) -> None:
    """Make what ``renew`` wrote the index, unless somebody else brought it up to the roster meanwhile."""
    now = Manifest.read(folder)
    if now is None or now.roster != tuple(source.state()):
        number = _moved(folder, apart)
        sweep(folder, made._replace(base=number, words=number).write(folder))


def _moved(folder: Path, apart: Path) -> int:
    """Put the numbered files into the folder; the number that they have there."""
    number = next_number(folder)
    for path in apart.iterdir():
        if path.stem.isdecimal():
            path.replace(folder / f"{number}{path.suffix}")
    sync_folder(folder)
    return number


class _Rows:
    """The vectors of some rows of a snapshot, numbered anew."""

    def __init__(self, last: Snapshot, rows: Array) -> None:
        self._last, self._rows = last, rows

    def read(self, rows: Array) -> Vectors:
        return self._last.vectors(self._rows[rows])
