"""How long people wait when many talk at once: `make load`, or `python -m tests.soak.load --help`.

The crowd and the Bot API server run in this process and take processor time of their own, which is told.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Annotated, NamedTuple

import typer

from tests.fakes.telegram.http import Server, serving
from tests.fakes.telegram.server import TOKEN
from tests.soak.crowd import Answered, Crowd
from tests.soak.process import Process, environment

WARM_SECONDS = 5.0
DRAIN_SECONDS = 30.0


class Waits(NamedTuple):
    """Seconds: median, 95 % and 99 %, the longest."""

    median: float
    most: float
    nearly_all: float
    longest: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Waits":
        ordered = sorted(seconds) or [0.0]
        at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.95, 0.99)]
        return cls(median(ordered), *at, ordered[-1])

    def __str__(self) -> str:
        return "  ".join(
            f"{name} {seconds * 1000:5.0f} ms"
            for name, seconds in zip(("median", "95 %", "99 %", "longest"), self, strict=True)
        )


def drive(
    server: Server,
    crowd: Crowd,
    rate: float,
    seconds: float,
    beside: Callable[[float], None] = lambda now: None,
) -> None:
    """Have the crowd act at random moments, so many times a second on average; ``beside`` is told the time often."""
    until = due = time.monotonic()
    until += seconds
    while (now := time.monotonic()) < until:
        with server.lock:
            crowd.settle()
            while due <= now:
                crowd.act()
                due += crowd.random.expovariate(rate)
            beside(now)
        time.sleep(0.005)


def drain(server: Server, crowd: Crowd, seconds: float = DRAIN_SECONDS) -> None:
    """Wait until everybody has their answer, or for so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(seller.waiting for seller in crowd.sellers):
        with server.lock:
            crowd.settle()
        time.sleep(0.02)
    for seller in crowd.sellers:
        if seller.waiting:
            crowd.lost.append(seller.waiting.what)


def report(crowd: Crowd, answered: list[Answered]) -> None:
    """The table."""
    taps, words = ([a for a in answered if a.what.startswith(kind)] for kind in ("tap", "say"))
    print(f"{len(answered):,} actions answered, {len(crowd.lost)} lost, {len(crowd.broken())} violations")
    print("finger answered  ", Waits.of([a.heard for a in taps if a.heard is not None]))
    print("tap shown        ", Waits.of([a.shown for a in taps]))
    print("words answered   ", Waits.of([a.shown for a in words]))
    print("all              ", Waits.of([a.shown for a in answered]))
    print("calls            ", dict(sorted(crowd.counts.items())))
    for what in [*crowd.lost[:5], *crowd.broken()[:5]]:
        print("  !", what)


def main(
    people: Annotated[int, typer.Option(help="sellers, each in a dialogue of their own")] = 500,
    rate: Annotated[float, typer.Option(help="actions a second, of all together")] = 30.0,
    seconds: Annotated[float, typer.Option(help="how long")] = 60.0,
    home: Annotated[Path | None, typer.Option(help="a home to use; by default a fresh one")] = None,
) -> None:
    """Run the crowd against the bot and print how long they waited. Exit status 1 if anything was lost."""
    folder = home or Path(tempfile.mkdtemp(prefix="kol-load-"))
    crowd = Crowd(people)
    log_file = folder / "bot.log"
    folder.mkdir(parents=True, exist_ok=True)
    with serving(crowd) as server, log_file.open("w") as log:
        env = environment(folder, telegram_token=TOKEN, telegram_base_url=server.base_url, log="warning")
        env.setdefault("KOL_KEY_FILE", str(folder / "key"))
        with Process("bot", env=env, log=log) as process:
            process.wait_for(lambda: crowd.allowed)
            drive(server, crowd, rate, WARM_SECONDS)
            crowd.answered.clear()
            began, cpu, own, memory = time.monotonic(), process.cpu, time.process_time(), process.memory
            drive(server, crowd, rate, seconds)
            took = time.monotonic() - began
            used = (process.cpu - cpu) / took, (time.process_time() - own) / took
            drain(server, crowd)
            after = process.memory
            stopped = process.stop()
    print(f"{people} people, {rate:g} actions a second for {seconds:g} s")
    report(crowd, list(crowd.answered))
    print(f"processor         bot {used[0]:.0%} of a core, crowd and Bot API server {used[1]:.0%}")
    print(f"memory of the bot {memory:.0f} MB, then {after:.0f} MB; stopped in {stopped:.1f} s")
    if home is None:
        shutil.rmtree(folder, ignore_errors=True)
    if crowd.lost or crowd.broken():
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
