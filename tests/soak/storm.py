"""A crowd in bad weather for as long as you like: everybody answered, nothing doubled, memory flat."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import linear_regression

from tests.fakes.telegram.http import Server, serving
from tests.fakes.telegram.server import TOKEN
from tests.fakes.telegram.weather import STORMY, Climate, Weather
from tests.soak.crowd import Crowd
from tests.soak.load import drain
from tests.soak.process import Process, environment
from tests.soak.table import Outcome

WARM_SECONDS = 240.0  # caches fill, and Python's memory with them, before it is measured
AGAIN = "was answered twice"  # after an answer that was carried out and not heard
SAME = "was edited to what it was"  # after an edit that was carried out and not heard
STEEPEST = 1.0  # MB a minute that memory may grow by, fitted over all that follows the warming up
LEAST_MINUTES = 5.0  # below that a slope says nothing, and the whole growth is judged:
GROWTH = 1.10  # of the memory after warming up, at most
BLOCKED_SECONDS = 5.0
BLOCK_EVERY = 20.0
PROGRESS_SECONDS = 20.0


def storm(
    home: Path,
    seconds: float,
    people: int = 60,
    rate: float = 4.0,
    climate: Climate = STORMY,
    say: Callable[[str], None] = print,
) -> list[Outcome]:
    """Let the crowd act in the weather. One row for the weather, one for memory."""
    crowd, weather = Crowd(people, seed=3), Weather(climate, seed=4)
    with serving(crowd, weather) as server:
        env = environment(home, telegram_token=TOKEN, telegram_base_url=server.base_url, log="error")
        with (home.parent / "storm.log").open("w") as log, Process("bot", env=env, log=log) as process:
            process.wait_for(lambda: crowd.allowed)
            warm = min(WARM_SECONDS, seconds / 3)
            _blow(server, crowd, rate, warm)
            began, sizes = time.monotonic(), [(0.0, process.memory)]
            until = began + seconds - warm
            while (left := until - time.monotonic()) > 0:
                _blow(server, crowd, rate, min(left, PROGRESS_SECONDS))
                sizes.append(((time.monotonic() - began) / 60, process.memory))
                say(f"{left:5.0f} s to go, {crowd.acted:,} acted, {process.memory:.0f} MB")
            drain(server, crowd)
            took = process.stop()
    log_says = (home.parent / "storm.log").read_text("utf-8")
    dropped, again = weather.unread_sends, [v for v in crowd.violations if AGAIN in v]
    same = [violation for violation in crowd.violations if SAME in violation]
    wrong = [violation for violation in crowd.broken() if violation not in {*again, *same}]
    wrong += again[weather.unheard_answers :] + same[weather.unheard_edits :] + crowd.lost[dropped:]
    wrong += [line for line in log_says.splitlines() if "level=error" in line or "Traceback" in line]
    counted = ", ".join(f"{name} {times}" for name, times in sorted(weather.happened.items()))
    told = (
        f"{len(crowd.answered):,} of {crowd.acted:,} actions answered; {len(crowd.lost)} answers lost of "
        f"{dropped} sends that nobody read, which are never repeated ({counted})"
    )
    grown, too_much = growth(sizes)
    return [
        Outcome("bad weather", weather.happened.total(), told, wrong),
        Outcome(f"{seconds / 60:.0f} minutes of it", 1, f"{grown}; stopped in {took:.1f} s", too_much),
    ]


def growth(sizes: Sequence[tuple[float, float]]) -> tuple[str, list[str]]:
    """How memory went, from pairs of minutes and MB; and that again, if it went up and up."""
    before, (minutes, after) = sizes[0][1], sizes[-1]
    slope = linear_regression(*zip(*sizes, strict=True)).slope
    told = f"{before:.0f} MB after warming up, {after:.0f} MB at the end, {slope:+.2f} MB a minute"
    steady = slope <= STEEPEST if minutes >= LEAST_MINUTES else after <= before * GROWTH
    return told, [] if steady else [told]


def _blow(server: Server, crowd: Crowd, rate: float, seconds: float) -> None:
    """Some time of acting; now and then somebody blocks the bot for a moment."""
    until = due = time.monotonic()
    until += seconds
    block_at, blocked = due + BLOCK_EVERY, None
    while (now := time.monotonic()) < until:
        with server.lock:
            crowd.settle()
            while due <= now:
                crowd.act()
                due += crowd.random.expovariate(rate)
            if now > block_at and blocked is None:
                blocked = crowd.random.choice(crowd.sellers)
                blocked.chat.is_closed_to_bot, block_at = "blocked by the user", now + BLOCKED_SECONDS
                crowd.excuse(blocked)
            elif now > block_at and blocked:
                blocked.chat.is_closed_to_bot, block_at = None, now + BLOCK_EVERY
                crowd.excuse(blocked)
                blocked = None
        time.sleep(0.01)
    if blocked:
        blocked.chat.is_closed_to_bot = None
