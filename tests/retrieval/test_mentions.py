"""Which words of a description a reason may quote."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import numpy as np
import pytest

from retrieval import mentions as module
from retrieval.clauses import clauses
from retrieval.mentions import CLOSE, Mentions
from tests.retrieval.toy import ToyEncoder

VOCABULARY = {"露營", "露營車", "帳篷", "貓砂", "貓砂盆", "茶"}


def mentions(
    query: str, content: str, most: int = 3, foreign: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    encoder = ToyEncoder()
    asked = encoder.queries([query])[0]
    return Mentions(encoder, VOCABULARY).of(asked, content, most, foreign.__contains__)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("開露營車搭帳篷", ["露營車", "帳篷"]),  # the longest word at each place
        ("十四種貓砂盆", ["貓砂盆"]),
        ("喝茶", []),  # one character says too little
        ("the Tent and her stove", ["Tent", "stove"]),
        ("", []),
    ],
)
def test_words_that_can_be_named(text: str, words: list[str]) -> None:
    assert Mentions(ToyEncoder(), VOCABULARY).words(text) == words


def test_the_closest_words_come_first_and_the_far_ones_not_at_all() -> None:
    assert mentions("tent stove stove", "pitches a tent. burns a stove. bakes bread") == ("stove", "tent")


def test_what_is_refused_is_not_quoted() -> None:
    assert "stove" not in mentions("stove", "never a stove, always a tent")


def test_a_word_is_not_named_beside_a_part_of_itself() -> None:
    assert mentions("露營 露營車 露營車", "露營車上的露營") == ("露營車",)


def test_without_a_close_word_a_close_clause_is_quoted() -> None:
    (quoted,) = mentions("火堆旁", "坐在 火堆旁 " * 9 + "，一 二 三")
    assert quoted.startswith("坐在 火堆旁") and len(quoted) == 40


def test_nothing_is_quoted_where_nothing_is_close() -> None:
    assert mentions("露營", "一 二 三 四，五 六") == ()


def test_nothing_is_quoted_of_nothing() -> None:
    assert mentions("tent", "") == ()


def test_a_foreign_word_is_not_quoted_however_close() -> None:
    content = "pitches a tent. burns a stove"
    assert mentions("tent stove stove", content, foreign=frozenset({"stove"})) == ("tent",)
    assert mentions("stove", content, foreign=frozenset({"stove"})) == ()


def test_nor_is_a_clause_that_is_close_for_its_sake() -> None:
    # 口罩 is near, so the clause is; the other one is near by itself.
    content = "火堆旁 tent，火堆旁 一"
    assert mentions("火堆旁 tent tent", content) == ("tent",)
    assert mentions("火堆旁 tent tent", content, foreign=frozenset({"tent"})) == ("火堆旁 一",)
    assert mentions("tent", "帶 tent 出門", foreign=frozenset({"tent"})) == ()


TOLD = [
    "tent",
    "stove",
    "bread",
    "lamp",
    "rope",
    "boat",
    "knife",
    "坐在 火堆旁",
    "never a kite",
    "十四種貓砂盆",
]


def described(seed: int) -> str:
    random = Random(seed)
    return ". ".join(random.sample(TOLD, random.randint(1, 5)))


def by_hand(content: str, query: np.ndarray, encoder: ToyEncoder) -> list[str]:
    """Every word of what is done, with its cosine, one at a time."""
    done = [clause.text for clause in clauses(content) if not clause.refuses]
    words = {word for text in done for word in Mentions(encoder, VOCABULARY).words(text)}
    close = {word: float(encoder.queries([word])[0] @ query) for word in words}
    return sorted((word for word in words if close[word] >= CLOSE), key=lambda word: -close[word])[:3]


def test_against_one_word_at_a_time() -> None:
    encoder = ToyEncoder()
    quoting = Mentions(encoder, VOCABULARY)
    for seed in range(60):
        query = encoder.queries([described(seed + 1000)])[0]
        found = quoting.of(query, described(seed))
        expected = by_hand(described(seed), query, encoder)
        assert list(found) == expected or (not expected and len(found) <= 1)


def test_threads_get_what_one_alone_gets_while_the_memory_is_begun_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    encoder = ToyEncoder()
    asked = [(encoder.queries([described(n + 500)])[0], described(n)) for n in range(120)]
    alone = [Mentions(encoder, VOCABULARY).of(*one) for one in asked]
    monkeypatch.setattr(module, "CONTENTS", 7)
    monkeypatch.setattr(module, "ROWS", 2)
    shared = Mentions(encoder, VOCABULARY)

    def all_of_them(seed: int) -> list[tuple[str, ...]]:
        order = Random(seed).sample(range(len(asked)), len(asked))
        found = {n: shared.of(*asked[n]) for n in order}
        return [found[n] for n in range(len(asked))]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(all_of_them, range(8))) == [alone] * 8
    assert len(shared._known.contents) < 7


def test_each_word_is_encoded_once() -> None:
    asked: list[str] = []

    class Counting(ToyEncoder):
        def queries(self, texts: list[str]) -> np.ndarray:
            asked.extend(texts)
            return super().queries(texts)

    encoder = Counting()
    quoting, query = Mentions(encoder, VOCABULARY), ToyEncoder().queries(["tent"])[0]
    for content in ("a tent and a stove", "a stove and a boat", "a tent and a stove"):
        quoting.of(query, content)
    assert asked == ["tent", "stove", "boat", "a stove and a boat"]
