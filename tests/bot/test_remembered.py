"""What is remembered, for how long, and that it comes back as it was."""

from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from bot.remembered import Remembered
from knowledge.models import Brief
from knowledge.money import MoneyRange


def test_it_comes_back_as_it_was_from_the_hand_and_from_the_fold() -> None:
    brief = Brief(product="手工皂", budget=MoneyRange.of(30_000, 30_000, "TWD"))
    kept = Remembered[Brief](at_hand=1)
    kept.put("a", brief)
    assert kept.get("a") is brief
    kept.put("b", Brief())
    assert kept.get("a") == brief and kept.get("a") is not brief
    assert kept.get("c") is None


def test_the_one_unused_longest_goes_first() -> None:
    kept = Remembered[int](at_hand=1, folded=2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert [kept.get(key) for key in "abc"] == [1, None, 3] and len(kept) == 2


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=40))
def test_against_a_plain_list(steps: list[tuple[int, bool]]) -> None:
    kept, order = Remembered[int](at_hand=2, folded=3), list[int]()
    for key, puts in steps:
        if puts:
            kept.put(key, key * 10)
        assert kept.get(key) == (key * 10 if puts or key in order else None)
        if puts or key in order:
            order = [*(k for k in order if k != key), key][-3:]


def test_threads_may_share_it() -> None:
    kept, seen = Remembered[int](at_hand=2, folded=4), list[int | None]()

    def use(start: int) -> None:
        for number in range(start, start + 400):
            kept.put(number % 6, number % 6)
            seen.append(kept.get((number + 1) % 6))

    threads = [Thread(target=use, args=[start]) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 1600 and set(seen) <= {None, *range(6)} and len(kept) == 4


def test_nothing_is_left_after_forgetting() -> None:
    kept = Remembered[int](at_hand=1)
    kept.put("a", 1)
    kept.put("b", 2)
    kept.forget()
    assert [kept.get(key) for key in "ab"] == [None, None] and len(kept) == 0
    kept.put("a", 3)
    assert kept.get("a") == 3


def test_it_folds_the_way_it_is_told() -> None:
    brief = Brief(product="手工皂", exclusions=("不要抽菸",), budget=MoneyRange.of(0, 30_000, "TWD"))
    kept = Remembered(1, 9, lambda value: value.model_dump_json().encode(), Brief.model_validate_json)
    kept.put("a", brief)
    kept.put("b", Brief())
    assert kept.get("a") == brief and kept.get("a") is not brief
