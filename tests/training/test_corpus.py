"""Reading the training data, and the project's own texts."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from training import corpus, lessons
from training.corpus import Pair


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("sunrise", "sunrise"),
        ("to get up (idiom); CL:個|个[ge4]", "get up"),
        ("variant of 臺灣|台湾[Tai2 wan1]", ""),
        ("abbr. for 日用化學製品|日用化学制品[ri4 yong4]; household chemicals", "household chemicals"),
        ("one; two; three; four", "one, two, three"),
        ("surname Wang", ""),
        ("percent (Tw)", "percent"),
    ],
)
def test_a_gloss_keeps_the_meaning_alone(text: str, plain: str) -> None:
    assert corpus.gloss(text) == plain


def test_dictionary_is_read_from_gzip_and_pointers_are_left_out(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "cedict.csv.gz", "wt", encoding="utf-8") as file:
        file.write(
            'trad,simp,pinyin,gloss\n貓,猫,mao1,cat\n姓,姓,xing4,surname Xing\n露營,露营,lu4,"to camp out; camping"\n'
        )
    assert corpus.cedict(tmp_path) == [Pair("貓", "cat"), Pair("露營", "camp out, camping")]


def test_held_out_sentences_are_never_trained_on(tmp_path: Path) -> None:
    lines = [f"sentence {n},句 {n},句 {n}" for n in range(400)]
    (tmp_path / "tatoeba_zh_en.csv").write_text("\n".join(["en,zh,zh_tw_opencc", *lines]), "utf-8")
    train, test = corpus.tatoeba(tmp_path)
    assert len(train) + len(test) == 400
    assert 5 <= len(test) <= 40
    assert not {pair.en for pair in train} & {pair.en for pair in test}
    assert all(corpus.held_out(pair.en.upper()) for pair in test)  # case must not move a text across


def test_absent_data_is_named_and_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus.tatoeba(tmp_path) == ([], [])
    assert "tatoeba_zh_en.csv is absent" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["brands.tsv", "niches.tsv", "noise.tsv", "sentences.tsv", "shop.tsv", "titles.tsv"]
)
def test_own_texts_are_well_formed(name: str) -> None:
    columns = 4 if name == "brands.tsv" else 2
    lines = (corpus.TEXTS / name).read_text("utf-8").splitlines()
    body = [
        line.split("\t")
        for line in lines
        if line and not line.startswith("# ") and not line.startswith("## ")
    ]
    assert [row for row in body if len(row) != columns or not all(cell.strip() for cell in row)] == []
    assert [row for row in Counter(map(tuple, body)).items() if row[1] > 1] == []


def test_there_are_over_a_thousand_own_lines_in_two_languages() -> None:
    pairs = set(lessons.own_pairs())
    assert len(pairs) > 1_000
    assert Pair("手搖飲", "bubble tea, hand-shaken drinks") in pairs
    assert Pair("資生堂", "Japanese skincare, makeup and sunscreen") in pairs


def test_sections_know_their_headings() -> None:
    headings, bodies = lessons.sections("niches.tsv")
    at = headings.index(Pair("寵物", "pets"))
    assert Pair("貓砂", "cat litter") in bodies[at]
    assert Pair("貓砂", "cat litter") not in bodies[at - 1]


def test_captions_are_made_of_their_section_and_small_talk() -> None:
    noise = [Pair("記得訂閱", "subscribe")]
    texts, labels = lessons.captions("shop.tsv", noise, np.random.default_rng(1), 5)
    headings, bodies = lessons.sections("shop.tsv")
    assert len(texts) == len(labels) == 5 * len(headings)
    words = {cell.replace(" ", "").replace("#", "") for pair in bodies[labels[0]] for cell in pair}
    left = texts[0].replace("記得訂閱", "").replace("subscribe", "").replace(" ", "").replace("#", "")
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    assert left == ""


def test_departments_label_leaves_by_their_top_category(tmp_path: Path) -> None:
    rows = ["id,zh_tw_path,en_path,zh_cn_path,zh_tw_leaf,en_leaf"]
    rows += ["1,寵物,Pets,宠物,寵物,Pets", "2,寵物 > 貓砂,Pets > Litter,宠物 > 猫砂,貓砂,Litter"]
    rows += ["3,服飾 > 鞋,Clothes > Shoes,服饰 > 鞋,鞋,Shoes"]
    (tmp_path / "product_taxonomy_a_zhTW_en_zhCN.csv").write_text("\n".join(rows), "utf-8")
    headings, texts, labels = lessons.departments(tmp_path)
    assert headings == [Pair("寵物", "Pets"), Pair("服飾", "Clothes")]
    assert texts == ["貓砂", "Litter", "猫砂", "鞋", "Shoes", "鞋"]
    assert labels == [0, 0, 0, 1, 1, 1]
