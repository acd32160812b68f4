"""The bench as a picture: against selectivity, and against size."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.bench.measure import Cell

KINDS = (".svg", ".png")
BYTES = 256 * 4  # of a vector


class NoChart(RuntimeError):
    """The chart cannot be drawn."""


def draw(cells: Sequence[Cell], bandwidth: float, path: Path) -> None:
    """Latency and recall against selectivity at the largest size, and latency against size. Raises NoChart."""
    if path.suffix not in KINDS:
        raise NoChart(f"{path} is no chart; expected a name that ends in {' or '.join(KINDS)}")
    if find_spec("matplotlib") is None:
        raise NoChart("a chart needs matplotlib: pip install 'kol-advisor[bench]'")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 3.6), layout="constrained")
    latency, recall, growth = figure.subplots(1, 3)
    largest = max(cell.size for cell in cells)
    for engine in dict.fromkeys(cell.engine for cell in cells):
        own = [cell for cell in cells if cell.engine == engine]
        here = [cell for cell in own if cell.size == largest]
        latency.plot([c.selectivity for c in here], [c.cpu for c in here], "o-", label=engine, markersize=3)
        recall.plot([c.selectivity for c in here], [c.recall for c in here], "o-", markersize=3)
        open_ = [cell for cell in own if cell.selectivity == 1.0]
        growth.plot([c.size for c in open_], [c.cpu for c in open_], "o-", markersize=3)
    sizes = sorted({cell.size for cell in cells})
    growth.plot(sizes, [n * BYTES / bandwidth / 1e6 for n in sizes], "k:", label="memory bandwidth")
    _label(latency, "share of channels that pass", f"processor ms a query, {largest:,} channels", log=True)
    _label(recall, "share of channels that pass", "recall of the nearest 50", log=False)
    _label(growth, "channels, no filter", "processor ms a query", log=True)
    growth.legend(fontsize=6)
    latency.legend(fontsize=6)
    figure.savefig(path)


def _label(axes: Any, across: str, up: str, log: bool) -> None:
    axes.set_xscale("log")
    if log:
        axes.set_yscale("log")
    axes.set_xlabel(across, fontsize=8)
    axes.set_ylabel(up, fontsize=8)
    axes.tick_params(labelsize=7)
    axes.grid(alpha=0.3)
