"""A handful of what `make soak` does by the hundred, and that its own parts notice what they are there to notice."""

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.fakes.telegram.server import BotApi
from tests.fakes.telegram.weather import STORMY, Climate, Fault, Weather
from tests.soak import kills
from tests.soak.broken import CASES, tried
from tests.soak.crowd import Crowd
from tests.soak.load import Waits
from tests.soak.table import Outcome, show


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
