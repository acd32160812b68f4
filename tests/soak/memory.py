"""Whether memory stays flat, judged from pairs of minutes and MB that were taken after warming up."""

from collections.abc import Sequence
from itertools import combinations
from statistics import median

Sizes = Sequence[tuple[float, float]]

WINDOW_MINUTES = 10.0  # the end of a run is what is judged: caches that fill up do so before
LEAST_MINUTES = 5.0  # a shorter run has no trend to speak of, and its whole growth is judged:
GROWTH = 1.10  # of the memory after warming up, at most
NOISE = 3.0  # typical distances of a sample from the line
SHARE = 0.01  # of the memory: what caches may still take in ten minutes


def growth(sizes: Sizes) -> tuple[str, list[str]]:
    """How memory went, in words, and the same once more if it went up and up.

    Over the last ten minutes a line is laid through the samples (the median of the slopes between any two, which one
    odd sample does not turn). It may rise by as much as the samples scatter about it, three times their median
    distance from it, or by one per cent of the memory, whichever is more. A leak of 1 MB a minute in 600 MB is told
    from samples that scatter by 2 MB; so is a single step of 50 MB that stays.
    """
    before, (minutes, after) = sizes[0][1], sizes[-1]
    last = [size for size in sizes if size[0] >= minutes - WINDOW_MINUTES]
    rise, noise = trend(last)
    told = (
        f"{before:.0f} MB after warming up, {after:.0f} MB at the end; over the last "
        f"{last[-1][0] - last[0][0]:.1f} minutes {rise:+.1f} MB, samples {noise:.1f} MB off the line"
    )
    allowed = max(NOISE * noise, SHARE * before)
    is_flat = rise <= allowed if minutes >= LEAST_MINUTES else after <= before * GROWTH
    return told, [] if is_flat else [told]


def trend(sizes: Sizes) -> tuple[float, float]:
    """By how many MB the line through some samples rises from first to last, and their median distance from it."""
    slopes = [(b - a) / (later - at) for (at, a), (later, b) in combinations(sizes, 2) if later > at]
    slope = median(slopes) if slopes else 0.0
    level = median(size - slope * at for at, size in sizes)
    noise = median(abs(size - slope * at - level) for at, size in sizes)
    return slope * (sizes[-1][0] - sizes[0][0]), noise
