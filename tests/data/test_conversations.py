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
    store.place_card("b1", 5)
    store.save(Saved("b1", MINA, "en", BRIEF))
    assert store.load("b1") == Saved("b1", MINA, "en", BRIEF, "{}", 5), "the card is where it was"


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


GROUP, ANN, BEN = Place(-5, 0, 71), 71, 72


def in_group(path: Path) -> ConversationStore:
    store = reopened(path)
    store.save(Saved("b1", GROUP, "en", BRIEF))
    store.place_card("b1", 10)
    return store


def test_a_message_beside_the_card_is_about_its_brief(path: Path) -> None:
    store = in_group(path)
    store.note_message(-5, 11, "b1")
    found = [store.of_message(-5, message) for message in (10, 11, 12)]
    assert [saved.id if saved else None for saved in found] == ["b1", "b1", None]
    store.forget_message(-5, 11)
    assert store.of_message(-5, 11) is None


def test_everybody_looks_in_one_message_of_their_own(path: Path) -> None:
    store = in_group(path)
    for message, viewer in ((11, ANN), (12, BEN), (13, ANN)):
        store.note_message(-5, message, "b1", viewer)
    assert store.looked_at("b1") == {ANN: 13, BEN: 12}


def test_a_message_of_a_lost_brief_is_not_kept(path: Path) -> None:
    store = in_group(path)
    store.note_message(-5, 11, "nope")
    assert store.of_message(-5, 11) is None


def test_who_changed_a_brief_until_the_asker_makes_the_same_change(path: Path) -> None:
    store = in_group(path)
    store.note_change("b1", "c1", BEN)
    assert (store.changed_by("b1", "c1"), store.changed_by("b1", "c2")) == (BEN, None)
    store.note_change("b1", "c1", None)
    assert store.changed_by("b1", "c1") is None


def test_the_newest_card_is_the_one_last_asked_or_changed(path: Path) -> None:
    store = in_group(path)
    store.save(Saved("b2", GROUP._replace(user=BEN), "en", Brief()))
    store.save(Saved("b3", GROUP._replace(thread=9), "en", Brief()))
    for brief, message in (("b2", 20), ("b3", 30)):
        store.place_card(brief, message)
    store.save(Saved("b1", GROUP, "en", BRIEF))
    newest = store.newest_card(-5, 0)
    assert newest and newest.id == "b1"
    store.put_away("b1")
    newest = store.newest_card(-5, 0)
    assert newest and newest.id == "b2"


def test_what_is_at_hand(path: Path) -> None:
    store = in_group(path)
    assert [store.at_hand(GROUP._replace(user=user)) for user in (BEN, ANN)] == [store.load("b1")] * 2
    assert store.at_hand(Place(BEN, 0, BEN)) is None, "in private nobody else's"
    store.save(Saved("b2", GROUP._replace(user=BEN), "en", Brief()))
    assert store.at_hand(GROUP._replace(user=BEN)) == store.load("b1"), "an empty one is none yet"
    store.save(Saved("b2", GROUP._replace(user=BEN), "en", BRIEF))
    assert store.at_hand(GROUP._replace(user=BEN)) == store.load("b2")


def test_in_a_group_the_newest_are_everybodys(path: Path) -> None:
    store = in_group(path)
    store.save(Saved("b2", GROUP._replace(user=BEN), "en", BRIEF))
    store.save(Saved("p1", Place(BEN, 0, BEN), "en", BRIEF))
    assert [saved.id for saved in store.newest(GROUP, 9)] == ["b2", "b1"]
    assert [saved.id for saved in store.newest(Place(BEN, 0, BEN), 9)] == ["p1"]


def test_a_group_that_moves_takes_all_of_it_along_but_its_messages(path: Path) -> None:
    store = in_group(path)
    store.note_message(-5, 11, "b1", BEN)
    store.note_change("b1", "c1", BEN)
    store.choose_chat_language(-5, "en")
    for _ in range(2):  # both chats say so
        store.move_chat(-5, -1005)
    moved = store.load("b1")
    assert moved and moved.place.chat == -1005 and moved.message is None
    assert store.chat_language(-1005) == "en" and store.chat_language(-5) is None
    assert store.changed_by("b1", "c1") == BEN and store.looked_at("b1") == {}


def test_a_group_that_we_left_leaves_nothing(path: Path) -> None:
    store = in_group(path)
    store.note_message(-5, 11, "b1", BEN)
    store.note_change("b1", "c1", BEN)
    store.choose_chat_language(-5, "en")
    store.forget_chat(-5)
    for table in ("briefs", "brief_messages", "brief_changes", "chat_languages"):
        assert store.db.execute(f"select count(*) from {table}").fetchone() == (0,), table


def test_a_notice_is_given_once(path: Path) -> None:
    store = reopened(path)
    assert [store.tell_once(1, "n"), store.tell_once(1, "n"), store.tell_once(2, "n")] == [True, False, True]
    assert not reopened(path).tell_once(1, "n")


def test_of_one_person_so_many_briefs_are_kept_and_of_others_all(path: Path) -> None:
    store = ConversationStore(connect(path), Seal(), most=3)
    store.save(Saved("hers", MINA._replace(user=2), "en", BRIEF))
    for number in range(3):
        store.save(Saved(f"b{number}", MINA, "en", BRIEF))
    store.save(Saved("b0", MINA, "en", Brief()))  # touched again
    store.save(Saved("b3", MINA._replace(chat=-5), "en", BRIEF))
    assert [bool(store.load(name)) for name in ("b0", "b1", "b2", "b3", "hers")] == [
        True,
        False,
        True,
        True,
        True,
    ]
