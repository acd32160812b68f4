"""Quality of an encoder on public data the project was handed: what `bench encoder` prints and training watches."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import numpy as np
import numpy.typing as npt

from retrieval.encoder import Encoder

Vectors = npt.NDArray[np.float32]
HELD_OUT = 20  # one text in this many is kept for measuring; training/ leaves it out by the same rule


def held_out(text: str) -> bool:
    """Whether this text belongs to the measuring part; depends on the text alone."""
    return hashlib.md5(text.lower().encode()).digest()[0] % HELD_OUT == 0


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV or TSV as dicts, .gz allowed. Raises FileNotFoundError where the file is absent."""
    opener = gzip.open if path.suffix == ".gz" else open
    with cast(IO[str], opener(path, "rt", encoding="utf-8", newline="")) as lines:
        if ".tsv" in path.suffixes:
            yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        else:
            yield from csv.DictReader(lines)


def spearman(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Rank correlation, ties sharing their mean rank."""
    from scipy.stats import spearmanr

    return float(spearmanr(a, b).statistic)


def recall_at_1(queries: Vectors, documents: Vectors, wanted: list[int]) -> float:
    """Share of queries whose nearest document is the wanted row."""
    return float(np.mean((queries @ documents.T).argmax(axis=1) == np.array(wanted)))


def stsb(encoder: Encoder, data: Path) -> dict[str, float]:
    """Spearman on STS-B dev: English, Chinese (Simplified), English against Traditional, Traditional."""
    dev = [row for row in rows(data / "stsb_en_zh_train_dev.csv") if row["split"] == "dev"]
    scores = [float(row["score"]) for row in dev]
    side = {
        name: encoder.queries([row[name] for row in dev])
        for name in ("en1", "en2", "zh1", "zh2", "zhtw1_opencc", "zhtw2_opencc")
    }

    def correlation(a: str, b: str) -> float:
        return spearman((side[a] * side[b]).sum(axis=1), scores)

    return {
        "stsb en": correlation("en1", "en2"),
        "stsb zh": correlation("zh1", "zh2"),
        "stsb zh-TW": correlation("zhtw1_opencc", "zhtw2_opencc"),
        "stsb en/zh-TW": correlation("en1", "zhtw2_opencc"),
    }


def both_ways(
    encoder: Encoder, chinese: list[str], english: list[str], asked: list[int], name: str
) -> dict[str, float]:
    """Recall at 1 of the asked rows among all, Chinese to English and back."""
    zh, en = [chinese[n] for n in asked], [english[n] for n in asked]
    return {
        f"{name} zh→en": recall_at_1(encoder.queries(zh), encoder.documents(english), asked),
        f"{name} en→zh": recall_at_1(encoder.queries(en), encoder.documents(chinese), asked),
    }


def news(encoder: Encoder, data: Path) -> dict[str, float]:
    """SIB-200 dev sentences (99), each to be found among dev and train (800)."""
    texts = {}
    for language in ("eng", "zhHant"):
        found = [row for split in ("dev", "train") for row in rows(data / f"sib200_{language}_{split}.tsv")]
        texts[language] = {row["index_id"]: row["text"] for row in found}
    ids = list(texts["eng"])
    dev = [ids.index(row["index_id"]) for row in rows(data / "sib200_eng_dev.tsv")]
    return both_ways(encoder, [texts["zhHant"][n] for n in ids], [texts["eng"][n] for n in ids], dev, "news")


def products(encoder: Encoder, data: Path) -> dict[str, float]:
    """Held-out category names of the Google taxonomy, each to be found among all 5,000."""
    pairs = {row["en_leaf"]: row["zh_tw_leaf"] for row in rows(data / "product_taxonomy_a_zhTW_en_zhCN.csv")}
    unique = {zh: en for en, zh in pairs.items()}
    english, chinese = list(unique.values()), list(unique)
    asked = [n for n, en in enumerate(english) if held_out(en)]
    return both_ways(encoder, chinese, english, asked, "products")


def sentences(encoder: Encoder, data: Path) -> dict[str, float]:
    """Held-out Tatoeba sentences among themselves."""
    pairs = {
        row["en"]: row["zh_tw_opencc"] for row in rows(data / "tatoeba_zh_en.csv") if held_out(row["en"])
    }
    unique = {zh: en for en, zh in pairs.items()}
    return both_ways(encoder, list(unique), list(unique.values()), list(range(len(unique))), "tatoeba")


def paragraphs(encoder: Encoder, data: Path) -> dict[str, float]:
    """DRCD questions of held-out articles, each to find its paragraph among all 1,000."""
    documents: list[str] = []
    questions: list[str] = []
    wanted: list[int] = []
    for article in json.loads((data / "drcd_dev.json").read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            documents.append(paragraph["context"])
            if held_out(article["title"]):
                questions += [asked["question"] for asked in paragraph["qas"]]
                wanted += [len(documents) - 1] * len(paragraph["qas"])
    return {"drcd R@1": recall_at_1(encoder.queries(questions), encoder.documents(documents), wanted)}


# What a seller would type for a YouTube category; categories too vague to ask for are left out.
NICHES = {
    "Gaming": ("電玩遊戲實況", "video game streamer"),
    "Music": ("音樂 歌曲 翻唱", "songs and music covers"),
    "Pets & Animals": ("寵物 貓咪 狗狗", "pets, cats and dogs"),
    "Sports": ("運動 棒球 籃球", "sports"),
    "Autos & Vehicles": ("汽車 機車 試駕", "car and motorcycle reviews"),
    "Science & Technology": ("3C 科技 手機開箱", "tech gadgets and phone reviews"),
    "Travel & Events": ("旅遊 旅行", "travel vlog"),
    "Howto & Style": ("美妝 穿搭 保養", "beauty, make-up and fashion"),
    "News & Politics": ("新聞 政治", "news and politics"),
    "Education": ("知識 教學 英文學習", "education and learning"),
    "Film & Animation": ("電影 動畫", "movies and animation"),
}


def niches(encoder: Encoder, data: Path, k: int = 20) -> dict[str, float]:
    """Precision at 20 of Taiwan YouTube channels, by nothing but their names, for a category asked in words.

    Reads taiwan_youtube_candidates.csv beside the data or in ../rosters. Names say little: compare, do not admire.
    """
    name = "taiwan_youtube_candidates.csv"
    beside = data / name if (data / name).exists() else data.parent / "rosters" / name
    channels = [row for row in rows(beside) if row["category"]]
    documents = encoder.documents([row["name"] for row in channels])
    hits: dict[str, list[float]] = defaultdict(list)
    for category, (chinese, english) in NICHES.items():
        right = np.array([row["category"] == category for row in channels])
        for asked, query in (("zh", chinese), ("en", english)):
            best = np.argsort(-(documents @ encoder.queries([query])[0]), kind="stable")[:k]
            hits[f"channel names {asked} P@{k}"].append(float(right[best].mean()))
    return {asked: float(np.mean(values)) for asked, values in hits.items()}


TESTS: tuple[Callable[[Encoder, Path], dict[str, float]], ...] = (
    stsb,
    news,
    products,
    sentences,
    paragraphs,
    niches,
)


def quality(encoder: Encoder, data: Path) -> dict[str, float]:
    """Every test whose data is there, name -> score in 0..1; higher is better."""
    scores: dict[str, float] = {}
    for test in TESTS:
        try:
            scores |= test(encoder, data)
        except FileNotFoundError:
            continue
    return scores
