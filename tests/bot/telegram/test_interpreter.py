import ctypes
import gc
import subprocess
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
    interpreter.return_holes()


def test_what_is_large_goes_back_to_the_system_when_it_is_freed() -> None:
    """In a process of its own, since the setting lasts. Blocks of some MB first make the C library's threshold grow."""
    script = """
import numpy as np
from bot.telegram.interpreter import return_holes, share_heaps
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
share_heaps()
for _ in range(3):
    np.ones(2**19)
before = resident()
blocks, small = [], []
for _ in range(40):
    blocks.append(np.ones(2**17))
    small.append(np.ones(2**6))
assert resident() - before > 35 * 2**20
del blocks
return_holes()
assert resident() - before < 5 * 2**20, resident() - before
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
