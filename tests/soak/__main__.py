"""`make soak`: kills, bad weather and broken surroundings, and a table of what came of them."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from tests.soak import kills, upkeep
from tests.soak.broken import broken_surroundings
from tests.soak.storm import storm
from tests.soak.table import Outcome, show
from tests.soak.votes import votes

SCENARIOS: tuple[Callable[[Path, int], Outcome], ...] = (
    kills.dialogue,
    votes,
    kills.imports,
    kills.index,
    upkeep.rotation,
    upkeep.restore,
)


def main(
    minutes: Annotated[float, typer.Option(help="of bad weather")] = 2.0,
    times: Annotated[int, typer.Option("--kills", help="of kill -9, as many in each scenario")] = 12,
) -> None:
    """Try the faults one after the other. Exit status 1 if any of them did harm."""
    folder = Path(tempfile.mkdtemp(prefix="kol-soak-"))
    os.environ["KOL_KEY_FILE"] = str(folder / "key")
    outcomes: list[Outcome] = []

    def note(*more: Outcome) -> None:
        outcomes.extend(more)
        for outcome in more:
            typer.echo(f"{'FAILED' if outcome.wrong else 'ok'}: {outcome.fault}: {outcome.told}", err=True)

    try:
        note(*broken_surroundings(folder / "broken"))
        for number, scenario in enumerate(SCENARIOS):
            if some := share(times, number):
                began = time.monotonic()
                note(scenario(_home(folder / scenario.__name__), some))
                typer.echo(f"    {(time.monotonic() - began) / some:.1f} s for each kill", err=True)
        if minutes:
            note(*storm(_home(folder / "storm"), minutes * 60))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    typer.echo(show(outcomes))
    if any(outcome.wrong for outcome in outcomes):
        raise typer.Exit(1)


def share(times: int, number: int) -> int:
    """How many of so many kills the n-th scenario gets."""
    return (times + len(SCENARIOS) - 1 - number) // len(SCENARIOS)


def _home(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder / "home"


if __name__ == "__main__":
    typer.run(main)
