import ctypes
import gc
import sys
from collections.abc import Iterator

import pytest

from bot.telegram import interpreter


@pytest.fixture
def as_it_was() -> Iterator[None]:
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)


class Ring:
    """Refers to itself: only the collector can free it."""

    gone = 0

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Ring.gone += 1


def test_what_was_loaded_is_looked_at_no_more_and_what_comes_later_is(as_it_was: None) -> None:
    interpreter.spare_what_lasts()

    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count()
    before = Ring.gone
    Ring()
    gc.collect()
    assert Ring.gone == before + 1


def test_a_thread_at_work_gives_way_to_the_loop(as_it_was: None) -> None:
    interpreter.give_way()

    assert sys.getswitchinterval() == pytest.approx(interpreter.GIVE_WAY_SECONDS)


@pytest.mark.parametrize("library", [object(), OSError("no libc")])
def test_a_c_library_without_heaps_to_share_is_no_obstacle(
    library: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(_: None) -> object:
        if isinstance(library, Exception):
            raise library
        return library

    monkeypatch.setattr(ctypes, "CDLL", opened)
    interpreter.share_heaps()
