"""The bench of the index, on a size that takes a second: same answers from every engine, and what it prints."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from bot import cli
from bot.bench.asked import asked
from bot.bench.chart import NoChart, draw
from bot.bench.home import roster_of
from bot.bench.made import creators
from bot.bench.measure import Cell
from bot.bench.peers import KINDS, Exact, Whole, payloads, wished
from bot.meaning import Meaning
from data.rows import check
from knowledge.models import Platform
from retrieval.columns import Columns
from retrieval.entry import entries
from retrieval.filters import Filter
from tests.conftest import shipped_encoder

SIZE = 400


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Any:
    cache = tmp_path_factory.mktemp("bench")
    cli.mount()
    options = ["--sizes", str(SIZE), "--peers", "numpy,faiss-flat", "--queries", "4", "--cache", str(cache)]
    result = CliRunner().invoke(cli.app, ["bench", "index", *options, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_engine_is_measured_under_every_filter_and_exact_ones_find_all(document: Any) -> None:
    cells = document["cells"]
    assert {cell["engine"] for cell in cells} == {
        "kol-advisor",
        "kol-advisor, with words",
        "numpy",
        "faiss-flat",
    }
    assert {cell["selectivity"] for cell in cells} == {1.0, 0.3, 0.1, 0.03, 0.01, 0.003}
    recalls = [cell["recall"] for cell in cells if cell["engine"] != "kol-advisor, with words"]
    assert recalls == pytest.approx([1.0] * len(recalls), abs=0.011)  # two equal cosines may change places
    assert all(0 < cell["p50"] <= cell["p99"] and cell["cpu"] >= 0 for cell in cells)


def test_cost_and_profile_are_told(document: Any) -> None:
    assert [load["engine"] for load in document["loads"]] == ["kol-advisor", "numpy", "faiss-flat"]
    assert document["loads"][0]["opened"] > 0 and document["bandwidth"] > 0
    assert set(document["profiles"][str(SIZE)]) == {"filter", "nearest", "words", "whole", "join and name"}


@pytest.mark.parametrize("arguments", [["--sizes", "lots"], ["--sizes", "0k"], ["--peers", "oracle"]])
def test_wrong_usage_is_refused(arguments: list[str]) -> None:
    cli.mount()
    assert CliRunner().invoke(cli.app, ["bench", "index", *arguments]).exit_code == 2


def test_made_up_creators_are_the_same_each_time_and_fit_a_roster(tmp_path: Path) -> None:
    made = list(creators(300))
    assert list(creators(200)) == made[:200] and len({one.id for one in made}) == 300
    for one in made:
        check(one)
        assert one.demo
    assert {channel.language for one in made for channel in one.channels} == {"zh-TW", "en", None}
    assert len({channel.content for one in made for channel in one.channels}) > 280
    roster = roster_of(tmp_path / "half", 150)
    assert roster_of(tmp_path / "half", 150).version == roster.version
    assert list(roster.each()) == made[:150]


@pytest.mark.parametrize("selectivity", [1.0, 0.3, 0.05, 0.01])
def test_filters_pass_the_share_that_was_asked_for(selectivity: float, tmp_path: Path) -> None:
    made = list(entries(creators(2000)))
    columns = Columns.of(made, np.arange(2000))
    meaning = Meaning(shipped_encoder, tmp_path)
    for one in asked(columns, meaning, selectivity, 6):
        assert one.passing.sum() == pytest.approx(selectivity * 2000, rel=0.1)
        assert np.linalg.norm(one.vector) == pytest.approx(1)


def test_engines_get_the_filter_in_their_own_terms() -> None:
    conditions = Filter(platforms=frozenset({Platform.X}), regions=frozenset({"TW", "HK"}))
    assert wished(conditions) == {"platform": ["x"], "region": ["HK", "TW"]}
    rows = list(payloads(Columns.of(list(entries(creators(50))), np.arange(50))))
    for row, one in zip(rows, creators(50), strict=True):
        channel = one.channels[0]
        assert row["platform"] == channel.platform.value and row["region"] == (one.region or "")
        assert row["followers"] == (int(channel.followers.value) if channel.followers else -1)


def test_numpy_with_filter_and_names_says_the_same_as_the_index(tmp_path: Path) -> None:
    made = list(entries(creators(2000)))
    columns, meaning = Columns.of(made, np.arange(2000)), Meaning(shipped_encoder, tmp_path)
    vectors = np.random.default_rng(1).standard_normal((2000, shipped_encoder().dim)).astype(np.float32)
    whole = Whole(vectors, columns, tmp_path)
    for one in (one for share in (1.0, 0.3, 0.01) for one in asked(columns, meaning, share, 5)):
        np.testing.assert_array_equal(whole.passing(one.conditions), one.passing)
        named = whole.named(one.vector, one.conditions, 5)
        assert [row for row, _, _ in named] == Exact(vectors, columns, tmp_path).search(
            one.vector, one.conditions, one.passing, 5
        )
        assert all((made[row].key, made[row].creator_id) == (key, owner) for row, key, owner in named)


def test_a_chart_is_refused_by_name_and_drawn_where_matplotlib_is(tmp_path: Path) -> None:
    cells = [Cell(engine, 10**n, 1.0, 1, 2, 1, 0.9) for engine in ("a", "b") for n in (3, 4)]
    with pytest.raises(NoChart, match=r"\.svg or \.png"):
        draw(cells, 10, tmp_path / "chart.pdf")
    try:
        draw(cells, 10, tmp_path / "chart.svg")
    except NoChart as problem:
        assert "kol-advisor[bench]" in str(problem)
    else:
        assert (tmp_path / "chart.svg").read_text("utf-8").startswith("<?xml")


def test_every_peer_names_its_package() -> None:
    assert [name for name, kind in KINDS.items() if kind.package is None] == [
        "numpy",
        "numpy-whole",
        "faiss-flat",
        "faiss-hnsw",
    ]
