"""Which files make up an index, and which state of which roster it belongs to."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, Self

from retrieval.arrays import into_place

FORMAT = 2
NAME = "manifest.json"


class Damaged(RuntimeError):
    """The files of an index are not what its manifest says. They are made again from the roster."""


class Manifest(NamedTuple):
    """Files are named by number: ``base`` is the settled segment, ``delta`` what was added since and what is dead.

    ``roster`` is the version and the stamp of the roster's state, and whether its own creators are in use.
    """

    encoder: str
    dim: int
    roster: tuple[int, str, bool]
    base: int
    words: int
    delta: int | None = None
    sizes: tuple[tuple[str, int], ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The manifest in a folder; None where there is none that this version understands."""
        try:
            found: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
            if found.pop("format") != FORMAT:
                return None
            found["roster"] = tuple(found["roster"])
            found["sizes"] = tuple((name, size) for name, size in found["sizes"])
            return cls(**found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, folder: Path) -> Self:
        """Put the manifest in place, with the sizes of the files it names; from then on the index is this one."""
        sizes = tuple(
            (path.name, path.stat().st_size) for path in self.files(folder) if ".words" not in path.name
        )
        made = self._replace(sizes=sizes)
        temporary = folder / f"{NAME}.tmp"
        temporary.write_text(json.dumps({"format": FORMAT, **made._asdict()}, indent=1), "utf-8")
        into_place(temporary, folder / NAME)
        return made

    def check(self, folder: Path) -> None:
        """Raise Damaged where a file is missing or of another size."""
        for name, size in self.sizes:
            try:
                found = (folder / name).stat().st_size
            except OSError as problem:
                raise Damaged(f"{folder / name} cannot be read ({problem})") from problem
            if found != size:
                raise Damaged(f"{folder / name} has {found:,} bytes, expected {size:,}")

    def numbers(self) -> set[int]:
        return {number for number in (self.base, self.delta, self.words) if number is not None}

    def files(self, folder: Path) -> list[Path]:
        """The files that are named, as far as they are there."""
        return sorted(path for path in folder.iterdir() if _number(path) in self.numbers())


def next_number(folder: Path) -> int:
    """A number that no file has."""
    return 1 + max((number for path in folder.iterdir() if (number := _number(path)) is not None), default=0)


def sweep(folder: Path, kept: Manifest) -> None:
    """Remove what no manifest names any more, and what a crash left. Who has a file open keeps it."""
    for path in folder.iterdir():
        number = _number(path)
        if path.suffix == ".tmp" or (number is not None and number not in kept.numbers()):
            with suppress(OSError):
                path.unlink()


def _number(path: Path) -> int | None:
    head = path.name.split(".")[0]
    return int(head) if head.isdecimal() else None


@contextmanager
def locked(folder: Path, name: str = "lock", wait: bool = True) -> Iterator[None]:
    """Only one process at a time is inside. Released by the system when the process dies.

    BlockingIOError where another one is inside and we do not ``wait``.
    """
    handle = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)
