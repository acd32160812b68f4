"""Of a group that the bot has left, what was pinned stays with whoever asked, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.conversations import ConversationStore, Place, Saved
from data.pins import Pins
from data.privacy import Privacy
from data.schema import sets
from data.seal import Seal
from data.store import Store, connect
from data.votes import Tally, Votes
from knowledge.models import Brief

ANN, BEN, GROUP = 700_001, 700_002, -1_001_234


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    store = connect(tmp_path / "kol.db")
    for steps in sets():
        store.migrate(steps)
    yield store
    store.close()


@pytest.fixture
def kept(db: Store) -> ConversationStore:
    return ConversationStore(db, Seal())


@pytest.fixture
def pins(db: Store) -> Pins:
    return Pins(db)


@pytest.fixture
def privacy(db: Store) -> Privacy:
    return Privacy(db.path.parent, db, Seal())


def ask(kept: ConversationStore, brief_id: str, user: int, chat: int = GROUP, thread: int = 0) -> None:
    kept.save(Saved(brief_id, Place(chat, thread, user), "en", Brief(product=brief_id)))
    kept.place_card(brief_id, 40)


def home(user: int) -> Place:
    return Place(user, 0, user)


def test_a_brief_is_pinned_once_and_unpinned(kept: ConversationStore, pins: Pins) -> None:
    ask(kept, "b1", ANN)
    assert not pins.has("b1")
    assert [pins.pin("b1", GROUP, 40), pins.pin("b1", GROUP, 40)] == [True, False]
    assert pins.has("b1") and pins.stands("b1", GROUP, 40)
    assert not pins.stands("b1", GROUP, 41) and not pins.stands("b1", GROUP - 1, 40)
    pins.unpin("b1")
    assert not pins.has("b1") and not pins.stands("b1", GROUP, 40)


def test_pinned_briefs_are_told_newest_first_by_place(kept: ConversationStore, pins: Pins) -> None:
    for number, (user, chat) in enumerate([(ANN, GROUP), (BEN, GROUP), (ANN, ANN), (ANN, GROUP)]):
        ask(kept, f"b{number}", user, chat)
        pins.pin(f"b{number}", chat, 40)
    ask(kept, "b4", ANN)
    assert pins.of(Place(GROUP, 0, BEN)) == ["b3", "b1", "b0"], "in a group everybody's"
    assert pins.of(home(ANN)) == ["b2"] and pins.of(home(BEN)) == []
    assert sorted(pins.in_chat(GROUP)) == ["b0", "b1", "b3"]


def test_what_was_pinned_goes_home_and_the_rest_goes(
    kept: ConversationStore, pins: Pins, privacy: Privacy, db: Store
) -> None:
    ask(kept, "pinned", ANN, thread=7)
    ask(kept, "other", ANN)
    ask(kept, "bens", BEN)
    pins.pin("pinned", GROUP, 40)
    votes = Votes(db)
    for user in (ANN, BEN):
        votes.cast("pinned", "ig:mina", user, 1, f"t{user}")
    kept.note_change("pinned", "c1", BEN)
    kept.note_message(GROUP, 41, "pinned", BEN)
    privacy.forget_chat(GROUP)
    left = [row["id"] for row in db["briefs"].rows]
    moved = kept.load("pinned")
    assert left == ["pinned"] and moved
    assert moved.place == home(ANN) and moved.message is None and moved.brief == Brief(product="pinned")
    assert votes.tally("pinned") == {} and kept.changed_by("pinned", "c1") is None
    assert kept.looked_at("pinned") == {} and pins.of(home(ANN)) == ["pinned"]
    assert privacy.forget_chat(GROUP) == {}, "told twice, there is nothing left to do"
    assert str(BEN) not in "\n".join(db.conn.iterdump())


def test_what_goes_home_lies_below_what_is_there(
    kept: ConversationStore, pins: Pins, privacy: Privacy
) -> None:
    """So that the next words in private are not taken to be about it."""
    ask(kept, "mine", ANN, ANN)
    for name in ("older", "newer"):
        ask(kept, name, ANN)
        pins.pin(name, GROUP, 40)
    privacy.forget_chat(GROUP)
    assert [saved.id for saved in kept.newest(home(ANN), 9)] == ["mine", "newer", "older"]
    pins.bring_up("older")
    current = kept.current(home(ANN))
    assert current and current.id == "older"


def test_the_retention_goes_on_counting(
    kept: ConversationStore, pins: Pins, privacy: Privacy, db: Store
) -> None:
    ask(kept, "pinned", ANN)
    pins.pin("pinned", GROUP, 40)
    db.execute("update briefs set updated_at = '2026-01-01T00:00:00+00:00'")
    db.conn.commit()
    privacy.forget_chat(GROUP)
    assert privacy.retain(90) == {"briefs": 1}
    assert not pins.has("pinned")


def test_who_is_forgotten_has_nothing_pinned(
    kept: ConversationStore, pins: Pins, privacy: Privacy, db: Store
) -> None:
    ask(kept, "pinned", ANN)
    pins.pin("pinned", GROUP, 40)
    assert privacy.forget(ANN).left == {}
    assert list(db["pins"].rows) == [] and list(db["briefs"].rows) == []


def test_a_group_that_moved_keeps_its_pins_and_knows_no_message(
    kept: ConversationStore, pins: Pins, privacy: Privacy
) -> None:
    ask(kept, "pinned", ANN)
    pins.pin("pinned", GROUP, 40)
    privacy.move_chat(GROUP, GROUP - 9)
    assert pins.has("pinned") and pins.in_chat(GROUP - 9) == ["pinned"]
    assert not pins.stands("pinned", GROUP - 9, 40)
    privacy.forget_chat(GROUP - 9)
    assert pins.of(home(ANN)) == ["pinned"]


def test_a_database_without_pins_is_left_as_before(tmp_path: Path) -> None:
    store = connect(tmp_path / "old.db")
    kept = ConversationStore(store, Seal())
    ask(kept, "b1", ANN)
    assert Privacy(tmp_path, store, Seal()).forget_chat(GROUP) == {"briefs": 1}
    store.close()


def test_what_is_done_first_is_undone_with_the_rest(
    kept: ConversationStore, pins: Pins, privacy: Privacy, db: Store
) -> None:
    def fails() -> None:
        kept.place_card("b1", 99)
        raise RuntimeError("the power went")

    ask(kept, "b1", ANN)
    with pytest.raises(RuntimeError):
        privacy.forget_chat(GROUP, fails)
    saved = kept.load("b1")
    assert saved and saved.message == 40 and saved.place.chat == GROUP


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from((ANN, BEN)),
            st.sampled_from((GROUP, GROUP - 1, None)),
            st.booleans(),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_any_mixture_leaves_exactly_what_it_should(asked: list[tuple[int, int | None, bool, bool]]) -> None:
    """Random briefs, pins and votes: of the group left, the pinned stay with their askers; all else is as it was."""
    store = connect(Path(":memory:"))
    kept, pins, votes = ConversationStore(store, Seal()), Pins(store), Votes(store)
    for number, (user, chat, is_pinned, is_liked) in enumerate(asked):
        ask(kept, f"b{number}", user, user if chat is None else chat)
        if is_pinned:
            pins.pin(f"b{number}", user if chat is None else chat, 40)
        if is_liked:
            votes.cast(f"b{number}", "ig:mina", user, 1, "t")
    Privacy(Path("/nonexistent"), store, Seal()).forget_chat(GROUP)
    for number, (user, chat, is_pinned, is_liked) in enumerate(asked):
        saved, tally = kept.load(f"b{number}"), votes.tally(f"b{number}")
        if chat == GROUP:
            assert (saved.place if saved else None) == (home(user) if is_pinned else None)
            assert tally == {}
        else:
            assert saved and saved.place.chat == (user if chat is None else chat) and saved.message == 40
            assert tally == ({"ig:mina": Tally("ig:mina", 1, 0)} if is_liked else {})
    store.close()
