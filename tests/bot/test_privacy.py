"""/privacy and /forget, as a person meets them: in a private chat, in a group, and in a terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat import Chat
from bot.languages import LANGUAGES
from bot.privacy import AREA, Policy, PrivacySide, policy_of
from bot.screens.screen import Screen
from bot.settings import Settings
from bot.sides import Ask
from bot.taps import UnknownTap
from bot.terminal import Talk
from bot.texts import Texts
from bot.turn import Turn
from data.conversations import ConversationStore, Place, Saved
from data.kept import KEPT
from data.keys import new_key
from data.privacy import Privacy
from data.seal import Seal
from data.store import Store, connect
from knowledge.models import Brief
from tests.fakes.adviser import FakeAdviser

SEAL = Seal([new_key()])
ME, OTHER = 700_001, 700_002
POLICY = Policy(90, 7, "privacy@example.com")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    store = connect(tmp_path / "kol.db")
    yield store
    store.close()


@pytest.fixture
def conversations(db: Store) -> ConversationStore:
    kept = ConversationStore(db, SEAL)
    for user in (ME, OTHER):
        kept.save(Saved(f"b{user}", Place(user, 0, user), "zh-TW", Brief(product=f"商品{user}")))
    kept.choose_language(ME, "zh-TW")
    return kept


def side(db: Store, policy: Policy = POLICY) -> PrivacySide:
    return PrivacySide(Privacy(db.path.parent, db, SEAL), policy)


@pytest.fixture
def asked(db: Store, conversations: ConversationStore) -> PrivacySide:
    return side(db)


def ask(language: str = "zh-TW", private: bool = True, user: int = ME) -> Ask:
    return Ask(Place(user if private else -100, 0, user), language, "小美", private)


def shown(turn: Turn) -> str:
    return "\n".join(screen.plain for screen in turn.screens)


def labels(turn: Turn) -> list[str]:
    return [button.label for screen in turn.screens for row in screen.buttons for button in row]


def test_it_says_what_is_kept_why_and_for_how_long(asked: PrivacySide) -> None:
    turn = asked.command(ask(), "privacy", "")
    text = shown(turn)
    for word in ("留下什麼", "為什麼", "90 天", "加密", "最多留 7 天", "privacy@example.com"):
        assert word in text
    assert labels(turn) == ["匯出我的資料", "刪除我的資料"]
    english = shown(asked.command(ask("en"), "privacy", ""))
    for word in ("What is kept", "Why", "90 days", "encrypted", "7 days at most", "privacy@example.com"):
        assert word in english


def test_what_nobody_set_is_said_as_unknown(db: Store, conversations: ConversationStore) -> None:
    text = shown(side(db, Policy(30, None, None)).command(ask("en"), "privacy", ""))
    assert "30 days" in text
    assert "none are scheduled" in text
    assert "the operator left no contact" in text


@pytest.mark.parametrize(
    ("settings", "policy"),
    [
        ({}, Policy(90, None, None)),
        ({"operator": "a@b.tw", "retention_days": 30}, Policy(30, None, "a@b.tw")),
        ({"backup_dir": "/b", "backup_hours": 24, "backup_keep": 7}, Policy(90, 7, None)),
        ({"backup_dir": "/b", "backup_hours": 6, "backup_keep": 5}, Policy(90, 2, None)),
    ],
)
def test_the_policy_is_what_the_settings_do(settings: dict[str, object], policy: Policy) -> None:
    assert policy_of(Settings(_env_file=None, **settings)) == policy  # type: ignore[arg-type]


def test_a_copy_is_a_file_with_everything_of_the_person(asked: PrivacySide) -> None:
    turn = asked.tap(ask(), "export", "")
    (file,) = turn.files
    copy = json.loads(file.content)
    assert file.name == "kol-advisor-data.json" and len(file.caption) <= 1024
    assert copy["user_id"] == ME and copy["briefs"][0]["brief"]["product"] == f"商品{ME}"
    assert str(OTHER) not in file.content.decode()
    assert "需求 1 筆" in shown(turn) and "語言設定 1 筆" in shown(turn)


def test_nobody_is_forgotten_by_one_tap(asked: PrivacySide, conversations: ConversationStore) -> None:
    for turn in (asked.command(ask(), "forget", ""), asked.tap(ask(), "forget", "")):
        assert labels(turn) == ["先不要", "全部刪除"]
    kept = asked.tap(ask(), "keep", "")
    assert kept.toast == "沒有刪除任何東西。" and labels(kept) == ["匯出我的資料", "刪除我的資料"]
    assert conversations.load(f"b{ME}")


def test_a_second_tap_forgets_and_proves_it(
    asked: PrivacySide, conversations: ConversationStore, db: Store
) -> None:
    text = shown(asked.tap(ask(), "confirm", ""))
    assert "刪除了：需求 1 筆、語言設定 1 筆。" in text
    assert f"查過 {len(db.table_names())} 個資料表，已經沒有你的編號" in text
    assert "最多留 7 天" in text
    assert conversations.load(f"b{ME}") is None and conversations.language(ME) is None
    assert conversations.load(f"b{OTHER}")
    assert "沒有任何資料" in shown(asked.tap(ask(), "confirm", ""))  # a double tap


def test_what_could_not_be_forgotten_is_said(asked: PrivacySide, db: Store) -> None:
    db.execute("create table gossip (told_by integer)")
    db.execute("insert into gossip values (?)", [ME])
    db.conn.commit()
    assert "gossip.told_by" in shown(asked.tap(ask(), "confirm", ""))


@pytest.mark.parametrize("command", ["privacy", "forget"])
def test_in_a_group_it_informs_and_shows_no_button(asked: PrivacySide, command: str) -> None:
    turn = asked.command(ask(private=False), command, "")
    assert "私訊我輸入 /privacy" in shown(turn) and labels(turn) == []


@pytest.mark.parametrize("slot", ["export", "forget", "confirm", "keep", "nonsense", ""])
def test_a_forged_tap_in_a_group_does_nothing(
    asked: PrivacySide, conversations: ConversationStore, slot: str
) -> None:
    with pytest.raises(UnknownTap):
        asked.tap(ask(private=False), slot, "")
    assert conversations.load(f"b{ME}")


def test_a_tap_that_no_button_has_is_refused(asked: PrivacySide) -> None:
    with pytest.raises(UnknownTap):
        asked.tap(ask(), "nonsense", "x")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_people_has_a_name_in_every_language(language: str) -> None:
    texts = Texts(language)
    for kept in KEPT:
        if kept.ids or kept.letters:
            assert texts(f"kept.{kept.table}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits_a_message(asked: PrivacySide, language: str) -> None:
    turns = [asked.command(ask(language), name, "") for name in ("privacy", "forget")]
    turns += [asked.tap(ask(language), slot, "") for slot in ("export", "confirm")]
    screens: list[Screen] = [screen for turn in turns for screen in turn.screens]
    assert all(0 < len(screen.plain) < 2000 for screen in screens)
    assert all(
        len(f"1:{AREA}:{b.tap.slot}:") <= 64 for s in screens for row in s.buttons for b in row if b.tap
    )


def test_in_a_terminal(db: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    conversations = ConversationStore(db, SEAL)
    talk = Talk(Chat(conversations, lambda _: FakeAdviser(), (side(db),)), "zh-TW")
    talk.hear("手工皂 280 預算 3萬")
    assert "隱私" in shown(talk.hear("/privacy"))
    talk.hear("/tap 匯出")
    assert json.loads((tmp_path / "kol-advisor-data.json").read_text("utf-8"))["briefs"]
    talk.hear("/forget")
    assert "已刪除你的資料" in shown(talk.hear("/tap 全部刪除"))
    assert conversations.current(Place()) is None
