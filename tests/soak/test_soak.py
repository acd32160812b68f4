"""A handful of what `make soak` does by the hundred, and that its own parts notice what they are there to notice."""

import random
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from bot.app import DATABASE
from bot.callback import encode
from bot.company import Ballot
from bot.conversation import tag_of
from bot.screens.screen import Tap
from tests.fakes.telegram.server import BotApi
from tests.fakes.telegram.weather import STORMY, Climate, Fault, Weather
from tests.soak import kills
from tests.soak.broken import CASES, tried
from tests.soak.crowd import Crowd
from tests.soak.load import Waits
from tests.soak.memory import growth
from tests.soak.table import Outcome, show
from tests.soak.votes import Group, Told


@pytest.fixture
def folder(demo_folder: Path, tmp_path: Path) -> Path:
    """A home that has its demo roster and index already: making them takes seconds."""
    import shutil

    return Path(shutil.copytree(demo_folder, tmp_path / "home"))


def test_a_kill_in_a_dialogue_loses_nothing_and_doubles_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kills, "PEOPLE", 2)
    monkeypatch.setattr(kills, "LONGEST", 1.5)
    outcome = kills.dialogue(folder, kills=1, seed=7)
    assert outcome.wrong == [] and outcome.times == 1


@pytest.mark.parametrize("case", [c for c in CASES if c.fault == "a setting that cannot be read"])
def test_a_broken_setting_is_named_by_every_command(folder: Path, case: object) -> None:
    assert isinstance(case, type(CASES[0]))
    assert tried(case._replace(says=dict(list(case.says.items())[:1])), folder).wrong == []


def test_what_went_wrong_stands_below_the_table() -> None:
    table = show([Outcome("a", 3, "well", []), Outcome("bb", 1_000, "well", ["this", "that"])])
    assert table.splitlines() == [
        "fault  times  outcome",
        "a          3  well",
        "bb     1,000  FAILED: 2 things went wrong",
        "  ! bb: this",
        "  ! bb: that",
    ]


def test_the_weather_is_as_bad_as_its_climate() -> None:
    weather = Weather(STORMY, seed=1)
    drawn = Counter(weather.of("sendMessage", {"chat_id": 1}) for _ in range(20_000))
    for fault, odds in STORMY.odds.items():
        assert drawn[fault] == pytest.approx(20_000 * odds, rel=0.25)
    assert weather.unread_sends == drawn[Fault.NEVER_CAME]


def test_only_messages_are_flooded() -> None:
    weather = Weather(Climate(flood=1.0))
    assert weather.of("sendMessage", {"chat_id": 1}) is Fault.FLOOD
    assert weather.of("getUpdates", {}) is None and weather.of("deleteMessage", {"chat_id": 1}) is None


def test_updates_come_again_and_out_of_order() -> None:
    weather = Weather(Climate(repeated=1.0, shuffled=1.0), seed=2)
    first, second = ([{"update_id": n} for n in numbers] for numbers in (range(5), range(5, 10)))
    assert sorted(update["update_id"] for update in weather.brought(first)) == [0, 1, 2, 3, 4]
    came = [update["update_id"] for update in weather.brought(second)]
    assert len(came) == 6 and set(came) - set(range(5, 10)) <= set(range(5)) and came != sorted(came)


def test_a_crowd_notices_who_was_never_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Crowd, "LOST", 0.0)
    crowd = Crowd(3)
    assert crowd.act() is not None
    crowd.settle()
    assert len(crowd.lost) == 1 and crowd.lost[0].startswith("say ")


def test_a_crowd_counts_what_it_saw() -> None:
    crowd = Crowd(1, tap_share=0.0)
    seller = crowd.act()
    assert seller and crowd.act() is None  # everybody waits
    keys = {"inline_keyboard": [[{"text": "略過", "callback_data": "1:b:skip:price"}]]}
    told = {"chat_id": seller.chat.id, "text": "一個賣多少錢？", "reply_markup": keys}
    crowd.handle(crowd.token, "sendMessage", told)
    crowd.settle()
    assert len(crowd.answered) == 1 and crowd.answered[0].shown < 5
    assert crowd.act() is seller and seller.waiting and int(seller.waiting.what.removeprefix("say ")) > 0


@pytest.mark.parametrize("is_answered", [True, False])
def test_an_excused_tap_may_be_answered_late_or_never(is_answered: bool) -> None:
    """It was counted as answered twice when somebody blocked the bot just before the answer came."""
    crowd = Crowd(1, tap_share=1.0)
    keys = {"inline_keyboard": [[{"text": "略過", "callback_data": "1:b:skip:price"}]]}
    told = {"chat_id": crowd.sellers[0].chat.id, "text": "一個賣多少錢？", "reply_markup": keys}
    crowd.handle(crowd.token, "sendMessage", told)
    seller = crowd.act()
    assert seller and seller.waiting and seller.waiting.query
    query = seller.waiting.query
    crowd.excuse(seller)
    if is_answered:
        assert crowd.handle(crowd.token, "answerCallbackQuery", {"callback_query_id": query})[0] == 200
    assert crowd.broken() == [] and seller.waiting is None


def test_waits_are_ranked() -> None:
    waits = Waits.of([n / 100 for n in random.Random(0).sample(range(1, 101), 100)])
    assert waits == Waits(0.505, 0.96, 1.0, 1.0)


def test_a_seller_counts_what_they_were_shown() -> None:
    api = BotApi()
    seller = kills.Seller(api, 1)
    seller.asked = 2
    api.handle(api.token, "sendMessage", {"chat_id": seller.chat.id, "text": "手工皂｜預算 NT$40,000"})
    seller.look()
    assert (seller.seen, seller.budget) == (40_000, 50_000)


def test_who_sees_no_change_stops_asking_for_more() -> None:
    api, chance = BotApi(), random.Random(0)
    seller = kills.Seller(api, 1)
    api.handle(api.token, "sendMessage", {"chat_id": seller.chat.id, "text": "手工皂｜預算 NT$30,000"})
    seller.asked = 1
    for _ in range(50):
        seller.act(chance)
    assert seller.asked == kills.AHEAD


@pytest.mark.parametrize(
    ("sizes", "is_flat"),
    [
        ([(0.0, 600.0), (3.0, 601.0), (6.0, 599.0)], True),
        ([(0.0, 600.0), (3.0, 610.0), (6.0, 620.0)], False),
        ([(0.0, 600.0), (0.5, 640.0)], True),
        ([(0.0, 600.0), (0.5, 670.0)], False),
    ],
)
def test_memory_that_goes_up_and_up_is_noticed(sizes: list[tuple[float, float]], is_flat: bool) -> None:
    told, wrong = growth(sizes)
    assert told.startswith("600 MB after warming up") and (wrong == []) is is_flat


def test_calls_that_were_on_their_way_when_a_chat_was_closed_are_refused_and_no_fault() -> None:
    crowd = Crowd(1)
    to = {"chat_id": crowd.sellers[0].chat.id, "text": "x"}
    crowd.flood(crowd.sellers[0].chat)
    assert [crowd.handle(crowd.token, "sendMessage", to)[0] for _ in range(2)] == [429, 429]
    assert crowd.broken() == []
    crowd.flooded_at.clear()
    crowd.handle(crowd.token, "sendMessage", to)
    assert len(crowd.broken()) == 1


def _home_with(folder: Path, *votes: tuple[int, str, int]) -> Path:
    """A home with nothing but votes in its database."""
    folder.mkdir(exist_ok=True)
    with sqlite3.connect(folder / DATABASE) as db:
        db.execute("drop table if exists votes")
        db.execute("create table votes (user_id, channel, value)")
        db.executemany("insert into votes values (?, ?, ?)", votes)
    db.close()
    return folder


def test_a_group_knows_which_votes_may_stand(tmp_path: Path) -> None:
    api = Told()
    group = Group(api)
    thumb = encode(Tap("b1", "vote", str(Ballot(tag_of("instagram:a"), 1))))
    keys = {"inline_keyboard": [[{"text": "1 👍", "callback_data": thumb}]]}
    api.handle(api.token, "sendMessage", {"chat_id": group.chat.id, "text": "x", "reply_markup": keys})
    group.voters = group.voters[:1]
    voter = group.voters[0].id
    for _ in range(2):
        group.act(random.Random(0))
    (casts,) = group.cast.values()
    assert [cast.value for cast in casts] == [1, 0]
    for votes in ([], [(voter, "instagram:a", 1)], [(voter, "instagram:a", 0)]):
        assert group.lost(_home_with(tmp_path, *votes), is_over=False) == []
    api.handle(api.token, "answerCallbackQuery", {"callback_query_id": casts[0].query, "text": "👍"})
    assert group.lost(_home_with(tmp_path, (voter, "instagram:a", 1)), is_over=False) == []
    assert len(group.lost(_home_with(tmp_path, (voter, "instagram:a", 1)), is_over=True)) == 1
    assert len(group.lost(_home_with(tmp_path, (voter, "instagram:a", -1)), is_over=False)) == 1
