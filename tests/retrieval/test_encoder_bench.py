"""What measures the encoder: its quality on public data, and the bench command."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import typer

from bot import bench_encoder
from retrieval import encoder_quality
from retrieval.encoder import shipped
from retrieval.encoder_static import StaticEncoder


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return StaticEncoder(shipped())


def test_rank_correlation_and_recall_by_hand() -> None:
    assert encoder_quality.spearman([1, 2, 3, 4], [1, 3, 2, 4]) == pytest.approx(0.8)
    eye = np.eye(3, dtype=np.float32)
    assert encoder_quality.recall_at_1(eye, eye[[1, 0, 2]], [1, 0, 0]) == pytest.approx(2 / 3)


def test_quality_reads_what_is_there_and_skips_the_rest(encoder: StaticEncoder, tmp_path: Path) -> None:
    lines = ["split,en1,en2,zh1,zh2,score,zhtw1_opencc,zhtw2_opencc"]
    lines += [
        "dev,a cat,a kitten,一只猫,一只小猫,5,一隻貓,一隻小貓",
        "dev,a cat,a truck,一只猫,一辆卡车,0,一隻貓,一輛卡車",
    ]
    lines += ["train,no,yes,不,是,0,不,是"]
    (tmp_path / "stsb_en_zh_train_dev.csv").write_text("\n".join(lines), "utf-8")
    scores = encoder_quality.quality(encoder, tmp_path)
    assert scores == pytest.approx({"stsb en": 1, "stsb zh": 1, "stsb zh-TW": 1, "stsb en/zh-TW": 1})


def test_bench_descriptions_are_sixty_words_and_all_differ() -> None:
    texts = bench_encoder.descriptions(500)
    assert {len(text.split()) for text in texts} == {60}
    assert len(set(texts)) == 500
    assert texts == bench_encoder.descriptions(500)
    assert len(set(bench_encoder.chinese_descriptions(500))) == 500


def test_a_rate_counts_every_text_once() -> None:
    seen: list[str] = []
    texts = [str(n) for n in range(1000)]
    assert bench_encoder.rate(seen.extend, texts) > 0
    assert seen == texts


def test_measuring_the_shipped_encoder(encoder: StaticEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_encoder, "ENOUGH_SECONDS", 0.05)
    few = bench_encoder.descriptions(300)
    monkeypatch.setattr(bench_encoder, "descriptions", lambda count: few[:count])
    found = bench_encoder.measure(None)
    assert found.fingerprint == encoder.fingerprint
    assert found.dim == 256
    assert found.texts_per_second > 0
    assert 0 < found.query_ms < 50


def test_bench_shows_how_many_times_faster(capsys: pytest.CaptureFixture[str]) -> None:
    speeds = {"texts_per_second": 5000.0}, {"texts_per_second": 20.0}
    bench_encoder.show(
        {
            "shipped": {"speed": speeds[0], "quality": {"stsb en": 0.85}},
            "x/y": {"speed": speeds[1], "quality": {}},
        }
    )
    shown = capsys.readouterr().out
    assert "0.850" in shown
    assert "shipped: 250 times the texts per second of x/y" in shown


def test_bench_refuses_data_that_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stopped:
        bench_encoder.encoder(data=tmp_path / "none")
    assert stopped.value.exit_code == 1
    assert "is no folder" in capsys.readouterr().err
