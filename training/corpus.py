"""Reads the training data. Every reader yields (Chinese, English) pairs and keeps a held-out part apart.

`data` is a folder laid out as training/README.md says; a file that is absent is skipped with a warning,
so that a stranger can train with what they have.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from retrieval import encoder_quality
from retrieval.encoder_quality import held_out

TEXTS = Path(__file__).parent / "texts"


class Pair(NamedTuple):
    """A Chinese text beside its English meaning."""

    zh: str
    en: str


class Scored(NamedTuple):
    """Two sentences in both languages with how alike people found them, 0 to 5."""

    en1: str
    en2: str
    zh1: str
    zh2: str
    score: float


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV or TSV; nothing, with a warning, where the file is absent."""
    if path.exists():
        yield from encoder_quality.rows(path)
    else:
        print(f"training: {path} is absent, going on without it", file=sys.stderr)


def tatoeba(data: Path) -> tuple[list[Pair], list[Pair]]:
    """Short parallel sentences: (to train on, held out by English sentence)."""
    train: list[Pair] = []
    test: list[Pair] = []
    for row in rows(data / "tatoeba_zh_en.csv"):
        (test if held_out(row["en"]) else train).append(Pair(row["zh_tw_opencc"], row["en"]))
    return train, test


def sib200(data: Path, split: str) -> list[Pair]:
    """Parallel news sentences in both scripts; the dev split is for measuring."""
    english = {row["index_id"]: row["text"] for row in rows(data / f"sib200_eng_{split}.tsv")}
    pairs = []
    for script in ("zhHant", "zhHans"):
        pairs += [
            Pair(row["text"], english[row["index_id"]])
            for row in rows(data / f"sib200_{script}_{split}.tsv")
            if row["index_id"] in english
        ]
    return pairs


def taxonomy(data: Path) -> tuple[list[Pair], list[Pair]]:
    """Product categories, leaf and path: (to train on, held-out leaves with Taiwan wording)."""
    train: list[Pair] = []
    test: list[Pair] = []
    for row in rows(data / "product_taxonomy_a_zhTW_en_zhCN.csv"):
        if held_out(row["en_leaf"]):
            test.append(Pair(row["zh_tw_leaf"], row["en_leaf"]))
            continue
        train += [
            Pair(row["zh_tw_leaf"], row["en_leaf"]),
            Pair(row["zh_tw_path"], row["en_path"]),
            Pair(row["zh_cn_path"], row["en_path"]),
        ]
    for row in rows(data / "product_taxonomy_b_zhCN_en.csv"):
        if not held_out(row["en_leaf"]):
            train += [Pair(row["zh_cn_leaf"], row["en_leaf"]), Pair(row["zh_cn_path"], row["en_path"])]
    return train, test


def stsb(data: Path, split: str) -> list[Scored]:
    """STS benchmark; Chinese in Simplified for train, Traditional for dev (the harder for this use)."""
    first, second = ("zhtw1_opencc", "zhtw2_opencc") if split == "dev" else ("zh1", "zh2")
    return [
        Scored(row["en1"], row["en2"], row[first], row[second], float(row["score"]))
        for row in rows(data / "stsb_en_zh_train_dev.csv")
        if row["split"] == split
    ]


def drcd(data: Path) -> tuple[list[Pair], list[Pair]]:
    """Chinese (question, paragraph) pairs, split by article: (to train on, held out)."""
    path = data / "drcd_dev.json"
    if not path.exists():
        return [], []
    train: list[Pair] = []
    test: list[Pair] = []
    for article in json.loads(path.read_text("utf-8"))["data"]:
        side = test if held_out(article["title"]) else train
        for paragraph in article["paragraphs"]:
            side += [Pair(asked["question"], paragraph["context"]) for asked in paragraph["qas"]]
    return train, test


_ASIDE = re.compile(
    r"\S*[\u3400-\u9fff]\S*\[[^\[\]]*\]|\([^()]*\)|\[[^\[\]]*\]|[^\s;,]*[\u3400-\u9fff][^\s;,]*"
)
_POINTER = re.compile(
    r"^(CL:|variant of|old variant|see |see also|also written|used in|Taiwan pr|pr\. |abbr\.? (of|to)"
    r"|surname\b|\(?onom|also pr|erhua|Japanese variant|same as|unofficial variant)",
    re.I,
)
_PREFACE = re.compile(r"^(lit\.|fig\.|abbr\. for|also called|also known as|to be |to )\s*", re.I)


def gloss(text: str) -> str:
    """The plain meaning of a CC-CEDICT gloss: up to three senses, no asides; empty where it only points."""
    senses = []
    for sense in _ASIDE.sub(" ", text).split(";"):
        sense = " ".join(sense.replace("|", " ").split()).strip(" ,:")
        sense = "" if _POINTER.match(sense) else _PREFACE.sub("", sense, count=1)
        if sense:
            senses.append(sense)
    return ", ".join(senses[:3])[:160]


def cedict(data: Path) -> list[Pair]:
    """Dictionary words in Traditional script beside their plain meaning."""
    pairs = []
    for row in rows(data / "cedict.csv.gz"):
        meaning = gloss(row["gloss"])
        if meaning and len(row["trad"]) <= 8:
            pairs.append(Pair(row["trad"], meaning))
    return pairs


def own(name: str) -> list[Pair]:
    """The project's own parallel lines of one file in training/texts, `Chinese<TAB>English`, # comments left out."""
    lines = (TEXTS / name).read_text("utf-8").splitlines()
    return [Pair(*line.split("\t")[:2]) for line in lines if line.strip() and not line.startswith("#")]
