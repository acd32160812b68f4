"""A person's data: all of it in a copy, none of it after they asked, and nothing of others touched."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.conversations import ConversationStore, Place, Saved
from data.inbox import Inbox, Taken
from data.kept import KEPT, NOT_ABOUT_USERS, unlisted
from data.keys import new_key
from data.privacy import Privacy
from data.roster import Roster
from data.schema import sets
from data.seal import PREFIX, Seal
from data.store import Store, connect
from knowledge.models import Brief, Creator

SEAL = Seal([new_key()])
ME, OTHER, GROUP = 700_001, 700_002, -1_001_234
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    store = connect(tmp_path / "kol.db")
    for steps in sets():
        store.migrate(steps)
    yield store
    store.close()


@pytest.fixture
def privacy(db: Store) -> Privacy:
    return Privacy(db.path.parent, db, SEAL)


def save(db: Store, brief_id: str, user: int, chat: int | None = None, product: str = "手工皂") -> None:
    place = Place(user if chat is None else chat, 0, user)
    ConversationStore(db, SEAL).save(Saved(brief_id, place, "zh-TW", Brief(product=product)))


def update(number: int, user: int) -> Taken:
    return Taken(number, json.dumps({"update_id": number, "message": {"from": {"id": user}, "text": "祕密"}}))


def everything(db: Store) -> str:
    """All that a database says, unsealed."""
    lines = []
    for table in db.tables:
        for row in table.rows:
            values = [SEAL.open(value) if isinstance(value, str) else value for value in row.values()]
            lines.append(f"{table.name} {values}")
    return "\n".join(lines)


def test_a_person_is_forgotten_everywhere_and_others_are_not(db: Store, privacy: Privacy) -> None:
    for n, (user, chat) in enumerate([(ME, None), (ME, GROUP), (OTHER, None), (OTHER, GROUP)]):
        save(db, f"b{n}", user, chat, f"商品{n}")
        ConversationStore(db, SEAL).choose_language(user, "en")
    Inbox(db, SEAL, "bot").take([update(1, ME), update(2, OTHER), update(3, ME)])
    done = privacy.forget(ME)
    assert done.removed == {"briefs": 2, "people": 1, "inbox": 2}
    assert done.left == {} and done.searched == len(db.table_names())
    said = everything(db)
    assert str(ME) not in said and "商品0" not in said and "商品1" not in said
    assert "商品2" in said and "商品3" in said and str(OTHER) in said
    assert [taken.number for taken in Inbox(db, SEAL, "bot").reopened()] == [2]


def test_a_second_time_there_is_nothing_to_forget(db: Store, privacy: Privacy) -> None:
    save(db, "b1", ME)
    privacy.forget(ME)
    assert privacy.forget(ME).removed == {}


def test_nothing_of_it_stays_in_the_files(db: Store, privacy: Privacy) -> None:
    """Deleted rows are overwritten, and the log that held them is emptied. Unsealed here, to have words to look for."""
    ConversationStore(db, Seal()).save(Saved("b1", Place(ME, 0, ME), "en", Brief(product="planted soap")))
    files = list(db.path.parent.glob("kol.db*"))
    assert any(b"planted soap" in path.read_bytes() for path in files)
    privacy.forget(ME)
    assert not any(b"planted soap" in path.read_bytes() for path in files if path.exists())


def test_what_stays_behind_is_found(db: Store, privacy: Privacy) -> None:
    """The search does not trust the list of tables: what nobody listed is found and said."""
    db.execute("create table gossip (topic text, teller_id integer, words text)")
    db.execute("insert into gossip values ('x', ?, null)", [ME])
    db.execute("insert into gossip values ('x', 1, ?)", [SEAL.close(f"ask {ME}.")])
    db.execute("insert into gossip values ('x', ?, ?)", [ME + 1, f"1{ME}"])
    db.conn.commit()
    assert privacy.forget(ME).left == {"gossip.teller_id": 1, "gossip.words": 1}


def test_the_databases_of_teams_are_searched_too(db: Store, privacy: Privacy) -> None:
    team = connect(db.path.parent / "teams" / "t" / "roster.db")
    team.execute("create table gossip (told_by integer)")
    team.execute("insert into gossip values (?)", [ME])
    team.conn.commit()
    team.close()
    done = privacy.forget(ME)
    assert done.left == {"gossip.told_by": 1}
    assert done.searched > len(db.table_names())


def test_a_copy_has_everything_of_a_person_and_nothing_of_others(db: Store, privacy: Privacy) -> None:
    save(db, "b1", ME, product="我的商品")
    save(db, "b2", OTHER, product="別人的商品")
    ConversationStore(db, SEAL).choose_language(ME, "en")
    copy = privacy.export(ME)
    assert list(copy) == ["briefs", "people"]
    (brief,) = copy["briefs"]
    assert brief["brief"]["product"] == "我的商品" and brief["user_id"] == ME and brief["view"] == {}
    assert copy["people"] == [{"user_id": ME, "language": "en"}]
    text = json.dumps(copy, ensure_ascii=False)
    assert PREFIX not in text and "別人" not in text
    assert privacy.export(999_999) == {}


def test_a_group_that_the_bot_left_leaves_nothing(db: Store, privacy: Privacy) -> None:
    save(db, "b1", ME, GROUP)
    save(db, "b2", OTHER, GROUP)
    save(db, "b3", ME)
    assert privacy.forget_chat(GROUP) == {"briefs": 2}
    assert ConversationStore(db, SEAL).load("b3")
    assert privacy.forget_chat(GROUP) == {}


def test_a_group_that_became_a_supergroup_keeps_what_was_said(db: Store, privacy: Privacy) -> None:
    conversations, new = ConversationStore(db, SEAL), -1_009_999
    save(db, "b1", ME, GROUP)
    save(db, "b2", OTHER)
    conversations.place_card("b1", 42)
    with db.atomic():
        db.execute("insert or replace into brief_messages values (?, 42, 'b1', ?)", [GROUP, ME])
        db.execute("insert into chat_languages values (?, 'en'), (?, 'zh-TW')", [GROUP, new])
    privacy.move_chat(GROUP, new)
    moved = conversations.load("b1")
    assert moved and moved.place == Place(new, 0, ME) and moved.message is None
    assert db.execute("select * from brief_messages").fetchall() == []
    assert db.execute("select * from chat_languages").fetchall() == [(new, "en")]
    assert conversations.current(Place(OTHER, 0, OTHER))


def test_briefs_that_nobody_touched_go_after_their_days(db: Store, privacy: Privacy) -> None:
    for n, days in enumerate((0, 89, 90, 91, 400)):
        save(db, f"b{n}", ME + n)
        ConversationStore(db, SEAL).choose_language(ME + n, "en")
        then = (NOW - timedelta(days=days)).isoformat(timespec="microseconds")
        with db.atomic():
            db.execute("update briefs set updated_at = ? where id = ?", [then, f"b{n}"])
    assert privacy.retain(90, NOW) == {"briefs": 2, "people": 2}
    assert [row[0] for row in db.execute("select id from briefs order by id")] == ["b0", "b1", "b2"]
    assert privacy.retain(90, NOW) == {}


def test_every_column_that_may_hold_an_id_is_listed(db: Store) -> None:
    """Who makes a table with people's or chats' ids lists it in data/kept.py, or it is never forgotten."""
    assert unlisted(db) == []


def test_a_column_that_nobody_listed_is_noticed(db: Store) -> None:
    db.execute(
        "create table stars (id text, user_id integer, chat_id integer, created_by integer, followers integer)"
    )
    assert unlisted(db) == [("stars", "user_id"), ("stars", "chat_id"), ("stars", "created_by")]


def test_the_list_names_tables_and_columns_that_there_are(db: Store) -> None:
    columns = {table.name: {column.name for column in table.columns} for table in db.tables}
    for kept in KEPT:
        if kept.table in columns:
            named = {*kept.ids, *kept.sealed, *filter(None, [kept.letters, kept.touched])}
            assert named <= columns[kept.table], kept.table
    assert columns.keys() >= NOT_ABOUT_USERS


def test_any_order_of_forgetting_leaves_exactly_the_others(db: Store, privacy: Privacy) -> None:
    """Random people in random chats: after each one is forgotten, the rest is what it was."""
    chance = random.Random(8)
    people = [ME + n for n in range(12)]
    for n in range(60):
        save(db, f"b{n}", chance.choice(people), chance.choice([None, GROUP, GROUP - 1]))
    chance.shuffle(people)
    while people:
        gone = people.pop()
        others = {row["id"] for row in db["briefs"].rows if row["user_id"] != gone}
        assert privacy.forget(gone).left == {}
        assert {row["id"] for row in db["briefs"].rows} == others


def test_creators_with_ids_like_a_persons_are_left_alone(db: Store, privacy: Privacy) -> None:
    Roster(db, SEAL).save(Creator(id=str(ME), name=str(ME), notes=f"call {ME}"))
    assert privacy.forget(ME).left == {}
    assert Roster(db, SEAL).creator(str(ME))
