"""What a process that serves many people sets in Python and in the C library, before and after it has warmed up."""

import ctypes
import gc
import sys
from contextlib import suppress

M_ARENA_MAX, HEAPS = -8, 2  # malloc.h of the GNU C library
M_MMAP_THRESHOLD, APART_BYTES = -3, 128 * 2**10
# A thread that computes an answer gives way to the loop after so long. At Python's 5 ms a call to Telegram, which takes
# the loop some ten turns, waited some 50 ms beside a single busy thread.
GIVE_WAY_SECONDS = 0.001
# Containers made until the youngest are looked at, and how many such looks until older ones are. One answer makes some
# 50,000 that are gone when it is sent, without any look.
COLLECT_AFTER = (50_000, 20, 50)


def share_heaps() -> None:
    """Give all threads two heaps: with one for each, which is usual, each keeps the room that its largest answer took.

    What is large stays out of them, and goes back to the system when it is freed. By itself the C library raises what
    it calls large to 32 MB: in ten minutes of a busy bot the heaps grew from 290 to 380 MB, of which 100 MB were holes.
    """
    with suppress(OSError, AttributeError):  # other C libraries have no such settings
        library = ctypes.CDLL(None)
        library.mallopt(M_ARENA_MAX, HEAPS)
        library.mallopt(M_MMAP_THRESHOLD, APART_BYTES)


def return_holes() -> None:
    """Give the system back what lies unused between things in use. Blocks, for some milliseconds."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def give_way() -> None:
    """Let the loop have its turn soon, whatever else is being computed."""
    sys.setswitchinterval(GIVE_WAY_SECONDS)


def spare_what_lasts() -> None:
    """Keep the garbage collector off all that is loaded by now, which lasts as long as the process.

    It stopped everything for 150 to 290 ms whenever it looked at the vocabulary, the tables and the modules again.
    """
    gc.set_threshold(*COLLECT_AFTER)
    gc.collect()
    gc.freeze()
