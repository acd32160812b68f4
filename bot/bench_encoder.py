"""`kol-advisor bench encoder`: quality on public data and speed, the shipped encoder beside any others, in one run."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

ENOUGH_SECONDS = 4.0  # a speed is measured over at least this long, or all texts
Report = dict[str, dict[str, dict[str, Any]]]  # encoder -> "speed" or "quality" -> name -> value
QUERIES = (
    "露營帳篷開箱，親子家庭風格",
    "camping tents for families with small children",
    "敏感肌保養品 真心推薦",
)

_ENGLISH = """Mother of two from Taichung sharing weekend trips and honest product reviews
Former engineer who takes laptops and keyboards apart so that you do not have to
I test sunscreen and cushion foundation on oily, acne-prone skin in humid summers
Street food hunter: night markets, beef noodles, bubble tea and everything fried
Camping with a toddler and a very old dog, tents, stoves and rainy nights
Certified trainer, home workouts without equipment, meal prep for office workers
Slow mornings, pour-over coffee, second-hand books and a small flat full of plants
Budget travel in Japan and Korea, train passes, hostels and what to buy in drugstores
Cat rescue volunteer with seven cats, wet food comparisons and vet visits explained
Outfits for petite women, thrift finds, sneakers and the occasional designer bag
Personal finance for people who hate spreadsheets: dividends, credit cards, first home
Scooter commuter reviewing helmets, rain gear and electric motorcycles since 2015
New videos every Thursday evening, business enquiries by email only please
Known for long unedited reviews, dry humour and buying everything with my own money"""
_CHINESE = """兩個孩子的媽，分享育兒日常與親子旅遊
前工程師實測筆電、鍵盤與各種三C小物
油痘肌的保養日記，防曬與底妝真心評比
吃遍全台夜市與巷弄小店，手搖飲愛好者
帶著小孩和老狗去露營，帳篷裝備開箱
居家健身與減脂便當，上班族也做得到
手沖咖啡、舊書和一屋子的觀葉植物
日韓自由行攻略，藥妝必買清單
七隻貓的中途之家，主食罐評比
小個子穿搭、古著與球鞋
小資族理財，存股、信用卡與買房
機車通勤族，安全帽與雨衣實測
每週四晚上更新，合作邀約請來信
自費購買、不業配、講話很直"""


class Speed(NamedTuple):
    """How fast one encoder is on this machine, measured in a process of its own."""

    load_seconds: float  # from nothing imported to the first vector
    texts_per_second: float  # English descriptions of 60 words, as documents
    chinese_texts_per_second: float  # Chinese descriptions of some 100 characters
    query_ms: float  # one query at a time, median
    memory_mb: float  # most memory the process held
    fingerprint: str
    dim: int


def descriptions(count: int, words: int = 60, seed: int = 7) -> list[str]:
    """English creator descriptions of that many words, each with a handle and a figure of its own."""
    chance, lines = random.Random(seed), _ENGLISH.splitlines()
    found = []
    for _ in range(count):
        text = [f"@{chance.choice('abcdefgh')}{chance.randrange(10**6)}", f"{chance.randrange(900)}k"]
        while len(text) < words:
            text += chance.choice(lines).split()
        found.append(" ".join(text[:words]))
    return found


def chinese_descriptions(count: int, seed: int = 7) -> list[str]:
    """Chinese creator descriptions of six clauses."""
    chance, lines = random.Random(seed), _CHINESE.splitlines()
    return ["。".join([f"第{n}號頻道", *chance.sample(lines, 6)]) for n in range(count)]


def rate(encode: Callable[[list[str]], object], texts: list[str]) -> float:
    """Texts per second, in growing parts until enough time or all texts are spent."""
    done, size, began = 0, 64, time.perf_counter()
    while done < len(texts) and time.perf_counter() - began < ENOUGH_SECONDS:
        encode(texts[done : done + size])
        done, size = min(done + size, len(texts)), size * 4
    return done / (time.perf_counter() - began)


def speed(name: str | None) -> Speed:
    """Measure in a fresh process, so that load time and memory are this encoder's alone."""
    from retrieval.encoder import EncoderError

    command = [sys.executable, "-W", "ignore", "-m", "bot.bench_encoder", *([name] if name else [])]
    child = subprocess.run(command, capture_output=True, text=True, check=False)
    if child.returncode:
        raise EncoderError(
            child.stderr.strip().splitlines()[-1].removeprefix("retrieval.encoder.EncoderError: ")
        )
    return Speed(**json.loads(child.stdout.splitlines()[-1]))


def measure(name: str | None) -> Speed:
    """Measure in this process; load time counts the imports only where nothing has imported them."""
    began = time.perf_counter()
    from retrieval.encoder import load

    found = load(name)
    found.queries(["a"])
    loaded = time.perf_counter() - began
    single = []
    for n in range(100):
        start = time.perf_counter()
        found.queries([f"{QUERIES[n % len(QUERIES)]} {n}"])
        single.append(time.perf_counter() - start)
    found.documents(descriptions(16))  # what is imported for bulk work counts as no speed
    english = rate(found.documents, descriptions(30_000))
    chinese = rate(found.documents, chinese_descriptions(20_000))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform == "linux" else 1024**2
    )
    return Speed(loaded, english, chinese, sorted(single)[50] * 1e3, memory, found.fingerprint, found.dim)


def measure_all(names: list[str | None], data: Path | None) -> Report:
    """Speed and, where data is given, quality per encoder (by name, "shipped" for None)."""
    from retrieval.encoder import load
    from retrieval.encoder_quality import quality

    report: Report = {}
    for name in names:
        report[name or "shipped"] = {
            "speed": speed(name)._asdict(),
            "quality": quality(load(name), data) if data else {},
        }
    return report


def encoder(
    data: Annotated[
        Path | None, typer.Option(help="Folder with the public test data (see training/README.md).")
    ] = None,
    against: Annotated[
        list[str] | None, typer.Option(help="Another model, by name or folder; repeatable.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Measure the shipped encoder's quality and speed, beside other models."""
    from retrieval.encoder import EncoderError

    if data is not None and not data.is_dir():
        typer.echo(
            f"kol-advisor: {data} is no folder. Pass --data the folder with the public test data", err=True
        )
        raise typer.Exit(1)
    try:
        report = measure_all([None, *(against or [])], data)
    except EncoderError as problem:
        typer.echo(f"kol-advisor: {problem}", err=True)
        raise typer.Exit(1) from problem
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        show(report)


def show(report: Report) -> None:
    """The report as a table, an encoder a column, and how many times faster the shipped one is."""
    from rich.console import Console
    from rich.table import Table

    table = Table("", *(name if name == "shipped" else Path(name).name or name for name in report))
    for part in ("quality", "speed"):
        for key in next(iter(report.values()))[part]:
            cells = [found[part].get(key, "") for found in report.values()]
            table.add_row(key, *(f"{cell:,.3f}" if isinstance(cell, float) else str(cell) for cell in cells))
    console = Console()
    console.print(table)
    first, *others = report.items()
    for name, found in others:
        times = first[1]["speed"]["texts_per_second"] / found["speed"]["texts_per_second"]
        console.print(f"{first[0]}: {times:,.0f} times the texts per second of {name}")


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1] if len(sys.argv) > 1 else None)._asdict()))
