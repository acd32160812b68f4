"""For many values at once: in lists that a statement takes, and without searches for cycles among them."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

BATCH = 500  # SQLite takes at least 999 parameters in a statement
T = TypeVar("T")


@contextmanager
def without_collections() -> Iterator[None]:
    """No searches for cycles meanwhile: there are none among a million small values, and looking takes longest."""
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Split into lists of ``size``, the last one shorter."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
