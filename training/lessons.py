"""What the student is taught from: texts tokenised once, drawn in batches.

Three kinds. `Lesson`: a Chinese and an English text of one meaning, with the teacher's vector of the English.
`Topics`: texts with the department or niche they belong to. `Rankings`: pairs people scored by likeness.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from training import corpus
from training.corpus import Pair
from training.student import Bags

SECTIONED = ("niches.tsv", "shop.tsv", "titles.tsv")
Target = Callable[[Sequence[str]], np.ndarray]


class Lesson(NamedTuple):
    """Texts of one meaning in two languages, row by row, and the teacher's vectors of them."""

    zh: Bags
    en: Bags
    target: Tensor

    @classmethod
    def of(cls, tokenizer: Tokenizer, pairs: Sequence[Pair], target: Target) -> Lesson:
        english = [pair.en for pair in pairs]
        return cls(
            Bags(tokenizer, [pair.zh for pair in pairs]),
            Bags(tokenizer, english),
            torch.from_numpy(target(english)),
        )


class Topics(NamedTuple):
    """Texts (either language) and the heading each belongs to; headings in both languages."""

    texts: Bags
    labels: np.ndarray
    headings: Bags  # first all Chinese, then all English

    @classmethod
    def of(
        cls, tokenizer: Tokenizer, texts: Sequence[str], labels: Sequence[int], headings: Sequence[Pair]
    ) -> Topics:
        both = [pair.zh for pair in headings] + [pair.en for pair in headings]
        return cls(Bags(tokenizer, texts), np.array(labels), Bags(tokenizer, both))


class Rankings(NamedTuple):
    """Scored sentence pairs: (en1, en2, zh1, zh2) and the scores."""

    sides: tuple[Bags, ...]
    scores: Tensor

    @classmethod
    def of(cls, tokenizer: Tokenizer, scored: Sequence[corpus.Scored]) -> Rankings:
        sides = tuple(
            Bags(tokenizer, [getattr(row, name) for row in scored]) for name in ("en1", "en2", "zh1", "zh2")
        )
        return cls(sides, torch.tensor([row.score for row in scored]))


def brands() -> list[Pair]:
    """Brand names beside what they sell, in the forms shoppers and creators write."""
    pairs = []
    for line in (corpus.TEXTS / "brands.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            zh, en, sells_zh, sells_en = line.split("\t")
            pairs += [
                Pair(zh, sells_en),
                Pair(zh, f"{en} {sells_en}"),
                Pair(f"{zh} {sells_zh}", f"{en} {sells_en}"),
                Pair(sells_zh, sells_en),
                Pair(f"{zh} {en}", f"{en} {sells_en}"),
                Pair(sells_zh, f"{en} {sells_en}"),
            ]
    return pairs


def sections(name: str) -> tuple[list[Pair], list[list[Pair]]]:
    """Headings of a `## 中文 / English` file and the lines under each; a niche's key before a colon is dropped."""
    headings: list[Pair] = []
    bodies: list[list[Pair]] = []
    for line in (corpus.TEXTS / name).read_text("utf-8").splitlines():
        if line.startswith("## "):
            zh, en = line[3:].split(": ")[-1].split(" / ")
            headings.append(Pair(zh, en))
            bodies.append([])
        elif line.strip() and not line.startswith("#"):
            zh, en = line.split("\t")
            bodies[-1].append(Pair(zh, en))
    return headings, bodies


def own_pairs() -> list[Pair]:
    """All of the project's own parallel lines, alone and under their heading."""
    pairs = corpus.own("sentences.tsv") * 2 + corpus.own("noise.tsv") + brands()
    for name in SECTIONED:
        for heading, body in zip(*sections(name), strict=True):
            pairs += [heading, *body, *body]
            pairs += [Pair(f"{heading.zh} {line.zh}", f"{heading.en}: {line.en}") for line in body]
    return pairs


def captions(
    name: str, noise: Sequence[Pair], rng: np.random.Generator, each: int
) -> tuple[list[str], list[int]]:
    """Made-up posts of every section: two to five of its lines as words or hashtags, with small talk between."""
    texts: list[str] = []
    labels: list[int] = []
    for label, body in enumerate(sections(name)[1]):
        for _ in range(each):
            side = int(rng.integers(3))  # Chinese, English, or both mixed as Taiwanese creators do
            lines = [body[n] for n in rng.integers(len(body), size=rng.integers(1, 5))]
            parts = [line[side if side < 2 else int(rng.integers(2))] for line in lines]
            if rng.random() < 0.3:
                parts = ["#" + part.replace(" ", "") for part in parts]
            parts += [noise[n][min(side, 1)] for n in rng.integers(len(noise), size=rng.integers(0, 4))]
            texts.append(" ".join(parts[n] for n in rng.permutation(len(parts))))
            labels.append(label)
    return texts, labels


def departments(data: Path) -> tuple[list[Pair], list[str], list[int]]:
    """Taxonomy leaves in either language under their top-level department, held-out leaves left out."""
    headings: dict[Pair, int] = {}
    texts: list[str] = []
    labels: list[int] = []
    for row in corpus.rows(data / "product_taxonomy_a_zhTW_en_zhCN.csv"):
        if corpus.held_out(row["en_leaf"]) or " > " not in row["en_path"]:
            continue
        root = Pair(row["zh_tw_path"].split(" > ")[0], row["en_path"].split(" > ")[0])
        label = headings.setdefault(root, len(headings))
        texts += [row["zh_tw_leaf"], row["en_leaf"], row["zh_cn_path"].split(" > ")[-1]]
        labels += [label] * 3
    return list(headings), texts, labels
