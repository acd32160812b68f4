"""The judgement of memory finds leaks that it should and none that are not there."""

import math
import random

import pytest

from tests.soak.memory import growth, trend

MINUTES = [n / 3 for n in range(49)]  # a sample every 20 seconds for sixteen minutes


def scattered(
    rise_a_minute: float, noise: float, seed: int, start: float = 600.0
) -> list[tuple[float, float]]:
    chance = random.Random(seed)
    return [(at, start + rise_a_minute * at + chance.gauss(0, noise)) for at in MINUTES]


def is_flat(sizes: list[tuple[float, float]]) -> bool:
    return growth(sizes)[1] == []


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("noise", [0.0, 0.5, 2.0])
def test_a_leak_is_told_from_noise(noise: float, seed: int) -> None:
    assert is_flat(scattered(0.0, noise, seed))
    assert is_flat(scattered(-1.0, noise, seed))
    assert is_flat(scattered(0.2, noise, seed)), "caches still fill a little"
    assert not is_flat(scattered(1.5, noise, seed))
    assert not is_flat(scattered(5.0, noise, seed))


def test_wide_noise_is_no_leak_and_hides_no_fast_one() -> None:
    assert all(is_flat(scattered(0.0, 15.0, seed)) for seed in range(20))
    assert not any(is_flat(scattered(10.0, 15.0, seed)) for seed in range(20))


def test_what_was_filled_before_the_last_ten_minutes_is_forgiven() -> None:
    assert is_flat([(at, 600 + 80 * (1 - math.exp(-at))) for at in MINUTES])
    assert not is_flat([(at, 600 + 40 * math.log1p(at)) for at in MINUTES]), "slower and slower, and for ever"


def test_a_step_that_stays_is_growth_and_a_peak_is_none() -> None:
    assert not is_flat([(at, 600.0 + 50 * (at > 11)) for at in MINUTES])
    assert is_flat([(at, 600.0 + 50 * (11 < at < 11.5)) for at in MINUTES])


def test_waves_are_no_trend() -> None:
    assert is_flat([(at, 600 + 20 * math.sin(2 * math.pi * at / 3)) for at in MINUTES])


def test_the_line_is_found_by_hand() -> None:
    assert trend([(0.0, 10.0), (1.0, 12.0), (2.0, 14.0)]) == (4.0, 0.0)
    assert trend([(0.0, 10.0), (1.0, 10.0), (2.0, 99.0), (3.0, 10.0), (4.0, 10.0)]) == (0.0, 0.0)
    rise, noise = trend([(0.0, 9.0), (1.0, 11.0), (2.0, 9.0), (3.0, 11.0)])
    assert rise == pytest.approx(1.0) and noise == pytest.approx(5 / 6)
    assert trend([(0.0, 10.0)]) == (0.0, 0.0)


def test_what_is_told() -> None:
    told, wrong = growth([(0.0, 600.0), (6.0, 630.0), (12.0, 660.0)])
    assert told == (
        "600 MB after warming up, 660 MB at the end; over the last 6.0 minutes +30.0 MB, samples 0.0 MB off the line"
    )
    assert wrong == [told]
