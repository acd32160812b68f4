"""A round: every input through its target, each measured in processor time."""

import random
import time
import traceback
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.fuzz.targets import Target

BOUND_MS = 50.0
AGAIN_MS = 20.0  # a slower input is run again: what else the machine did must not count
TRIES = 5


class Measured(NamedTuple):
    """One input: how long it took at best, in ms of processor time, and what it raised."""

    target: str
    text: str
    ms: float
    error: str | None


class Told(NamedTuple):
    """What came of a target's inputs."""

    target: str
    inputs: int
    median_ms: float
    p99_ms: float
    slowest: tuple[Measured, ...]
    failed: tuple[Measured, ...]


def measured(
    targets: list[Target], texts: Iterator[str], seed: int, step: Callable[[int], None]
) -> Iterator[Measured]:
    """Each input to a target drawn by its share."""
    chance, shares = random.Random(seed), [target.share for target in targets]
    for number, text in enumerate(texts, 1):
        (target,) = chance.choices(targets, shares)
        yield _measure(target, text[: target.longest])
        step(number)


def told(name: str, results: list[Measured]) -> Told:
    """The results of one target."""
    times = sorted(result.ms for result in results)
    slowest = sorted(results, key=lambda result: -result.ms)[:3]
    failed = [result for result in results if result.error]
    return Told(name, len(times), _at(times, 0.5), _at(times, 0.99), tuple(slowest), tuple(failed))


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def _measure(target: Target, text: str) -> Measured:
    best, error = float("inf"), None
    for _ in range(TRIES):
        started = time.process_time()
        try:
            target.run(text)
        except Exception:
            error = traceback.format_exc(limit=-3)
        best = min(best, (time.process_time() - started) * 1000)
        if best < AGAIN_MS or error:
            break
    return Measured(target.name, text, best, error)
