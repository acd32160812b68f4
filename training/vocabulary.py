"""Makes the tokenizer: one pass that folds characters, then a Unigram whose Viterbi does the word segmentation.

Pieces carry no word-start mark, so `#bubbletea` and `bubble tea` share theirs, and a handle falls apart into words.
"""

from __future__ import annotations

import math
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import opencc
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "[UNK]"
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")
_EMOJI = re.compile(r"[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_NOISE = re.compile(
    r"\b(face|with|of|sign|symbol|black|white|heavy|and|emoji|modifier|fitzpatrick|type|button|"
    r"tears|squared|negative|circled|presentation|variation|regional|indicator|letter|open|mark)\b"
)


def fold(char: str, simplify: opencc.OpenCC) -> str:
    """What one character is read as: lower case, no accent, Simplified; emoji as words; punctuation as a space."""
    category = unicodedata.category(char)
    if category in ("Cc", "Zs", "Zl", "Zp") or char.isspace():
        return " "
    if category in ("Mn", "Me", "Cf") and not ("\u0e00" <= char <= "\u0e7f"):
        return ""
    if _EMOJI.match(char):
        words = _NOISE.sub(" ", unicodedata.name(char, "").lower().replace("-", " "))
        return f" {' '.join(words.split())} " if words.split() else " "
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) != "Mn")
    plain = unicodedata.normalize("NFC", plain.lower())
    if HAN.search(plain):
        return "".join(simplify.convert(c) for c in plain).replace("妳", "你")
    return "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in plain) if plain else plain


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not data[at - 1] & 0x80:
            return value, at


def _field(data: bytes, wanted: int) -> bytes:
    """The first length-delimited protobuf field of that number (saves a dependency on protobuf)."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        size = {1: 8, 5: 4}.get(tag & 7, 0)
        if tag & 7 == 0:
            _, at = _varint(data, at)
        elif tag & 7 == 2:
            size, at = _varint(data, at)
            if tag >> 3 == wanted:
                return data[at : at + size]
        at += size
    raise ValueError(
        f"sentencepiece model has no field {wanted}; found another layout than sentencepiece 0.2 writes"
    )


def charsmap() -> bytes:
    """Every character that `fold` changes, compiled by sentencepiece into its double-array form."""
    import sentencepiece

    simplify = opencc.OpenCC("t2s")
    lines = []
    for point in range(1, 0x30000):
        char = chr(point)
        if unicodedata.category(char) in ("Cn", "Co", "Cs"):
            continue
        read = fold(char, simplify)
        if read != char:
            lines.append(f"{point:X}\t{' '.join(f'{ord(c):X}' for c in read)}")
    with tempfile.TemporaryDirectory() as folder:
        rules, text = Path(folder, "rules.tsv"), Path(folder, "text.txt")
        rules.write_text("\n".join(lines) + "\n", "utf-8")
        text.write_text("a b c d e\n" * 20, "utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(text),
            model_prefix=f"{folder}/m",
            vocab_size=9,
            hard_vocab_limit=False,
            normalization_rule_tsv=str(rules),
            minloglevel=2,
        )
        model = Path(folder, "m.model").read_bytes()
    return _field(_field(model, 3), 2)  # ModelProto.normalizer_spec.precompiled_charsmap


def normalizer() -> normalizers.Normalizer:
    """The folding as a `tokenizers` normalizer."""
    return normalizers.Precompiled(charsmap())


def english_words(texts: Iterable[str], folding: normalizers.Normalizer) -> Counter[str]:
    """How often each Latin word or number occurs in the texts, after folding."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word for word in folding.normalize_str(text).split() if word.isascii())
    return counts


def chinese_words(texts: Iterable[str], folding: normalizers.Normalizer) -> Counter[str]:
    """How often jieba finds each Chinese word in the texts, after folding."""
    import jieba

    jieba.setLogLevel(60)
    counts: Counter[str] = Counter()
    for text in texts:
        for run in folding.normalize_str(text).split():
            if HAN.search(run):
                counts.update(word for word in jieba.cut(run, HMM=False) if HAN.search(word))
    return counts


def dictionary_frequency(folding: normalizers.Normalizer) -> Counter[str]:
    """Chinese word frequencies from jieba's own dictionary, folded."""
    import jieba

    counts: Counter[str] = Counter()
    for line in Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines():
        word, count, *_ = line.split(" ")
        counts[folding.normalize_str(word)] += int(count)
    return counts


def log_scores(counts: dict[str, float], floor: float) -> dict[str, float]:
    """Log probabilities of the counts, none under `floor` counts."""
    total = sum(counts.values())
    return {word: math.log(max(count, floor) / total) for word, count in counts.items()}


def build(
    english: dict[str, float],
    chinese: dict[str, float],
    parts: Iterable[str],
    folding: normalizers.Normalizer,
) -> Tokenizer:
    """A Unigram tokenizer over whole words, with `parts` and single characters as the last resort.

    :param english: word -> count; :param chinese: folded word -> count
    :param parts: word parts, for words not in the vocabulary
    """
    scores = log_scores(english, 0.5) | log_scores(chinese, 0.5)
    lowest = min(scores.values())
    for part in parts:
        scores.setdefault(part, lowest - 4.0 + 0.5 * min(len(part), 6))
    singles = {char for word in scores for char in word} | {chr(n) for n in range(0x4E00, 0x9FA6)}
    kept = {folding.normalize_str(char) for char in singles}
    for char in sorted(kept):
        if len(char) == 1 and char != " ":
            scores.setdefault(char, lowest - (2.0 if HAN.match(char) else 8.0))
    pieces = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, lowest - 20.0), *pieces], unk_id=0))
    tokenizer.normalizer = folding
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


if __name__ == "__main__":
    sys.exit("run `python -m training.train`; this module is its tokenizer part")
