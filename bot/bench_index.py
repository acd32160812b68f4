"""``kol-advisor bench index``: latency and recall beside other engines, on the same vectors and filters."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, NamedTuple

import typer
from platformdirs import user_cache_path
from rich.console import Console
from rich.table import Table

from bot.bar import bar
from bot.bench.chart import NoChart, draw
from bot.bench.home import roster_of
from bot.bench.measure import Bench, Cell, Load, bandwidth, opened, profile
from bot.bench.peers import KINDS, installed
from bot.meaning import Meaning
from retrieval.encoder import load
from retrieval.index import LocalIndex

UNITS = {"k": 1_000, "m": 1_000_000}
NEAR = 0.03  # the selectivity whose profile is shown: between reading every row and searching lists


class Result(NamedTuple):
    """Everything measured. ``profiles`` has milliseconds by step for each size."""

    bandwidth: float
    cells: list[Cell]
    loads: list[Load]
    profiles: dict[int, dict[str, float]]
    left_out: dict[str, str]


def index(
    sizes: Annotated[
        str, typer.Option(help="Channels, separated by commas: 1k,10k,100k,1m.")
    ] = "1k,10k,100k",
    peers: Annotated[str, typer.Option(help="Engines beside ours, or none.")] = ",".join(KINDS),
    queries: Annotated[int, typer.Option(help="Queries for each filter.", min=1)] = 50,
    cache: Annotated[Path | None, typer.Option(help="Where the made-up rosters are kept.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Draw the table as .svg or .png.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")
    ] = False,
) -> None:
    """Measure the index beside other engines on made-up rosters: latency, recall, memory, and where time goes."""
    wanted = [_size(text) for text in sizes.split(",")]
    names = [] if peers == "none" else peers.split(",")
    if unknown := sorted(set(names) - set(KINDS)):
        raise typer.BadParameter(f"{', '.join(unknown)}: expected some of {', '.join(KINDS)}, or none")
    result = measured(wanted, names, queries, cache or user_cache_path("kol-advisor") / "bench", as_json)
    if chart:
        try:
            draw(result.cells, result.bandwidth, chart)
        except NoChart as problem:
            typer.echo(f"kol-advisor: {problem}", err=True)
            raise typer.Exit(1) from problem
    if as_json:
        typer.echo(json.dumps(_document(result)))
    else:
        show(result, Console())


def _size(text: str) -> int:
    digits, unit = (text[:-1], UNITS[text[-1].lower()]) if text[-1:].lower() in UNITS else (text, 1)
    if not digits.isdecimal() or not int(digits):
        raise typer.BadParameter(f"{text!r} is no size; expected for example 10k or 1m")
    return int(digits) * unit


def measured(sizes: list[int], names: list[str], queries: int, cache: Path, quiet: bool) -> Result:
    """Run everything; an engine that is not installed, or too slow for a size, is left out and said."""
    encoder = load()
    meaning = Meaning(lambda: encoder, cache / "products")
    result = Result(bandwidth(), [], [], {}, {})
    for size in sizes:
        with bar(f"Making {size:,}", quiet) as progress:
            roster = roster_of(cache / str(size), size, progress)
        index = LocalIndex(cache / str(size) / "index", roster, lambda: encoder)
        start = time.perf_counter()
        with bar(f"Indexing {size:,}", quiet) as progress:
            index.build(progress)
        built = time.perf_counter() - start
        index = LocalIndex(cache / str(size) / "index", roster, lambda: encoder)
        result.loads.append(opened(index, meaning, queries, built))
        bench = Bench(index, meaning, queries)
        result.cells.extend(bench.ours())
        result.profiles[size] = profile(bench, NEAR)
        for name, why in _peers(bench, names, cache, result):
            result.left_out[f"{name}, {size:,}"] = why
    return result


def _peers(bench: Bench, names: list[str], cache: Path, result: Result) -> Iterator[tuple[str, str]]:
    """Add what peers measure to the result, and give those left out with the reason."""
    for name in names:
        if not installed(name):
            yield name, "not installed: pip install 'kol-advisor[bench]'"
        elif bench.size > KINDS[name].most:
            yield name, f"loading it takes too long beyond {KINDS[name].most:,}"
        else:
            try:
                with TemporaryDirectory(dir=cache) as folder:
                    cells, load_ = bench.peer(name, Path(folder))
            except Exception as problem:  # whatever another engine raises is its own affair
                yield name, f"{type(problem).__name__}: {problem}"
            else:
                result.cells.extend(cells)
                result.loads.append(load_)


def _document(result: Result) -> dict[str, Any]:
    lists = {name: [one._asdict() for one in getattr(result, name)] for name in ("cells", "loads")}
    return {**result._asdict(), **lists}


def show(result: Result, console: Console) -> None:
    """The tables, one a size: p50 / p99 in milliseconds, (processor time), recall of the nearest 50."""
    for size in sorted({cell.size for cell in result.cells}):
        cells = [cell for cell in result.cells if cell.size == size]
        shares = sorted({cell.selectivity for cell in cells}, reverse=True)
        table = Table(
            "engine",
            *(f"{share:g}" for share in shares),
            title=f"{size:,} channels: p50 / p99 ms (processor ms), recall@50",
        )
        for engine in dict.fromkeys(cell.engine for cell in cells):
            by_share = {cell.selectivity: cell for cell in cells if cell.engine == engine}
            table.add_row(engine, *(_shown(by_share[share]) for share in shares))
        console.print(table)
        steps = ", ".join(f"{name} {spent:.2f}" for name, spent in result.profiles[size].items())
        console.print(f"a query at {NEAR:g}, milliseconds: {steps}")
        floor = size * 256 * 4 / result.bandwidth / 1e6
        console.print(f"reading every float32 vector takes {floor:.2f} ms at {result.bandwidth:.1f} GB/s")
    for load_ in result.loads:
        again = "" if load_.opened is None else f", opened in {load_.opened:.2f} s"
        held = f"{load_.resident:,.0f} MiB resident"
        console.print(f"{load_.engine}, {load_.size:,}: ready in {load_.seconds:.1f} s{again}, {held}")
    for name, why in result.left_out.items():
        console.print(f"left out: {name}: {why}")


def _shown(cell: Cell) -> str:
    recall = "" if cell.recall != cell.recall else f"\n{cell.recall:.3f}"  # NaN where it is not counted
    return f"{cell.p50:.2f} / {cell.p99:.2f}\n({cell.cpu:.2f}){recall}"
