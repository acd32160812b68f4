"""A crowd in bad weather for as long as you like: everybody answered, nothing doubled, memory flat."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.fakes.telegram.http import Server, serving
from tests.fakes.telegram.server import TOKEN
from tests.fakes.telegram.weather import STORMY, Climate, Weather
from tests.soak.crowd import Crowd, Seller
from tests.soak.load import drain, drive
from tests.soak.memory import growth
from tests.soak.process import Process, environment
from tests.soak.table import Outcome

WARM_SECONDS = 240.0  # caches fill, and Python's memory with them, before it is measured …
WARM_FASTER = 3.0  # … by people who act so many times as often: a thousand answers are remembered
AGAIN = "was answered twice"  # after an answer that was carried out and not heard
SAME = "was edited to what it was"  # after an edit that was carried out and not heard
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
            _blow(server, crowd, rate * WARM_FASTER, warm)
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


def _blow(server: Server, crowd: Crowd, rate: float, seconds: float) -> None:
    """Some time of acting; now and then somebody blocks the bot for a moment."""
    blocking = _Blocking(crowd, time.monotonic() + BLOCK_EVERY)
    drive(server, crowd, rate, seconds, blocking.at)
    blocking.end()


class _Blocking:
    def __init__(self, crowd: Crowd, due: float) -> None:
        self.crowd, self.due = crowd, due
        self.who: Seller | None = None

    def at(self, now: float) -> None:
        if now <= self.due:
            return
        if self.who is None:
            self.who, self.due = self.crowd.random.choice(self.crowd.sellers), now + BLOCKED_SECONDS
            self.who.chat.is_closed_to_bot = "blocked by the user"
            self.crowd.excuse(self.who)
        else:
            self.crowd.excuse(self.who)
            self.due = now + BLOCK_EVERY
            self.end()

    def end(self) -> None:
        if self.who:
            self.who.chat.is_closed_to_bot = None
        self.who = None
