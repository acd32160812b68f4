"""What a person told survives the process that heard it."""

from pathlib import Path

import pytest

from data.conversations import ConversationStore, Place, Saved
from data.seal import Seal
from data.store import connect
from knowledge.models import Brief, Platform
from knowledge.money import MoneyRange

MINA = Place(chat=7, thread=0, user=1)
BRIEF = Brief(product="手工皂", budget=MoneyRange.of(0, 30_000, "TWD"), platforms=(Platform.INSTAGRAM,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kol.db"


def reopened(path: Path) -> ConversationStore:
    return ConversationStore(connect(path), Seal())


def test_a_brief_comes_back_as_it_was_after_a_restart(path: Path) -> None:
    saved = Saved("b1", MINA, "zh-TW", BRIEF, '{"page": 2}', 41)
    reopened(path).save(saved)
    assert reopened(path).load("b1") == saved


def test_saving_again_replaces(path: Path) -> None:
    store = reopened(path)
    store.save(Saved("b1", MINA, "zh-TW", Brief()))
    store.save(Saved("b1", MINA, "en", BRIEF, "{}", 5))
    assert store.load("b1") == Saved("b1", MINA, "en", BRIEF, "{}", 5)


def test_the_current_brief_is_the_newest_of_this_person_in_this_place(path: Path) -> None:
    store = reopened(path)
    for name, place in [
        ("old", MINA),
        ("hers", MINA._replace(user=2)),
        ("topic", MINA._replace(thread=9)),
        ("new", MINA),
    ]:
        store.save(Saved(name, place, "en", Brief()))
    store.save(Saved("old", MINA, "en", BRIEF))  # changing an older brief does not make it the newest
    assert [store.current(p).id for p in (MINA, MINA._replace(user=2), MINA._replace(thread=9))] == [
        "new",
        "hers",
        "topic",
    ]  # type: ignore[union-attr]


def test_nobody_has_a_brief_before_the_first(path: Path) -> None:
    store = reopened(path)
    assert store.current(MINA) is None
    assert store.load("nope") is None


def test_the_card_of_a_brief_is_remembered(path: Path) -> None:
    store = reopened(path)
    store.save(Saved("b1", MINA, "en", BRIEF))
    store.place_card("b1", 99)
    found = reopened(path).load("b1")
    assert found is not None and found.message == 99


def test_a_chosen_language_stays(path: Path) -> None:
    store = reopened(path)
    assert store.language(1) is None
    store.choose_language(1, "en")
    store.choose_language(1, "zh-TW")
    assert reopened(path).language(1) == "zh-TW"


def test_two_connections_see_each_others_briefs(path: Path) -> None:
    first, second = reopened(path), reopened(path)
    first.save(Saved("b1", MINA, "en", BRIEF))
    found = second.load("b1")
    assert found is not None and found.brief == BRIEF
