"""``make fuzz``: throw inputs at everything that reads, and print what took longest and what broke.

Exit status 1 where anything raised, or took 50 ms of processor time at its best of five.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from retrieval.encoder import load
from retrieval.products import ProductIndex
from tests.fuzz.inputs import inputs
from tests.fuzz.round import BOUND_MS, Measured, Told, measured, told
from tests.fuzz.targets import targets

SHOWN = 40  # characters of an input


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as folder, Progress(console=Console(stderr=True)) as bar:
        every = targets(Path(folder), ProductIndex(load()).match)
        for target in every:  # what is loaded at first use is no input's fault
            target.run("手工皂 280 預算3萬, budget $3k, not IG")
        task = bar.add_task("fuzz", total=options.count)
        texts = inputs(options.count, options.seed)
        results = list(measured(every, texts, options.seed, lambda n: bar.update(task, completed=n)))
    by_target = [told(t.name, [r for r in results if r.target == t.name]) for t in every]
    _print(by_target)
    slow = [result for result in results if result.ms >= BOUND_MS]
    return 1 if slow or any(one.failed for one in by_target) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=8)
    return parser.parse_args()


def _print(results: list[Told]) -> None:
    table = Table("target", "inputs", "median ms", "p99 ms", "slowest ms", "its input", "failed")
    for one in results:
        for place, slow in enumerate(one.slowest):
            head = (one.target, f"{one.inputs:,}", f"{one.median_ms:.1f}", f"{one.p99_ms:.1f}")
            table.add_row(
                *(head if place == 0 else ("",) * 4),
                f"{slow.ms:.1f}",
                _short(slow),
                str(len(one.failed) if place == 0 else ""),
            )
    console = Console(width=130, soft_wrap=True)
    console.print(table)
    for failure in [failure for one in results for failure in one.failed][:10]:
        console.print(f"{failure.target} {_short(failure)}\n{failure.error}", markup=False)


def _short(result: Measured) -> str:
    return f"{result.text[:SHOWN]!a} ({len(result.text):,})".replace("[", "\\[")


if __name__ == "__main__":
    sys.exit(main())
