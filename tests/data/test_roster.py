"""Creators kept, found, replaced and removed; the version that tells the index when."""

import gc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from data.bulk import without_collections
from data.roster import ChannelTaken, Roster
from data.rows import Unstorable
from data.store import connect
from knowledge.models import Basis, Channel, ChannelAudience, Creator, Fee, Figure, Format, Platform, Price
from tests.data.creators import rosters


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


def creator(creator_id: str = "mei", *handles: str, **fields: Any) -> Creator:
    channels = tuple(Channel(platform=Platform.INSTAGRAM, handle=handle) for handle in handles)
    return Creator(**({"id": creator_id, "name": creator_id.title(), "channels": channels} | fields))


def fee(low: float, high: float, currency: str = "TWD") -> Fee:
    return Fee(format=Format.REEL, price=Price(low=low, high=high, currency=currency, basis=Basis.QUOTED))


FULL = Creator(
    id="mei",
    name="小美的廚房",
    region="TW",
    contact="mei@example.com",
    notes="二月不接案",
    demo=True,
    channels=(
        Channel(
            platform=Platform.INSTAGRAM,
            handle="Mei.Cooks",
            url="https://www.instagram.com/mei.cooks",
            category="food",
            content="家常菜,語氣溫柔",
            language="zh-TW",
            followers=Figure(value=12_345, as_of=date(2026, 11, 1), source="profile page"),
            engagement=Figure(value=0.032, as_of=date(2026, 10, 1)),
            last_post=date(2026, 11, 20),
            audience=ChannelAudience(age_low=25, age_high=44, female_share=0.8, regions=("TW", "HK")),
            fees=(fee(8000, 12000.5), fee(300, 300, "JPY")),
            past_collaborations=("鍋具牌", "A, B & C"),
        ),
        Channel(platform=Platform.BLOG, handle="mei.example.com", avg_views=Figure(value=0.5, source="x")),
    ),
)


def test_a_creator_comes_back_field_by_field(roster: Roster) -> None:
    assert roster.save(FULL)
    assert roster.creators() == [FULL]
    assert roster.get("instagram:mei.cooks") == roster.get("instagram:Mei.Cooks") == FULL
    assert roster.get("blog:mei.example.com") == roster.creator("mei") == FULL
    assert (roster.get("instagram:nobody"), roster.creator("nobody")) == (None, None)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(rosters())
def test_any_creators_come_back_the_same(creators: list[Creator]) -> None:
    roster = Roster(connect(Path(":memory:")))
    assert roster.save_all(creators) == len(creators)
    assert roster.creators() == creators
    assert roster.channel_count == sum(len(one.channels) for one in creators)
    assert roster.has_own() == any(not one.demo for one in creators)
    assert roster.save_all(creators) == 0
    roster.db.close()


def test_the_version_grows_with_changes_only(roster: Roster) -> None:
    steps: list[tuple[bool, int]] = [
        (roster.save(creator("a", "x")), roster.version),
        (roster.save(creator("a", "x")), roster.version),
        (roster.save(creator("a", "x", "y")), roster.version),
        (roster.delete("instagram:z"), roster.version),
        (roster.delete("instagram:y"), roster.version),
    ]
    assert steps == [(True, 1), (False, 1), (True, 2), (False, 2), (True, 3)]
    assert roster.save_all([]) == 0 and roster.version == 3


def test_saving_replaces_the_creator_and_only_them(roster: Roster) -> None:
    roster.save_all([FULL, creator("b", "b")])
    roster.save(creator("mei", "new"))
    assert roster.creators() == [creator("b", "b"), creator("mei", "new")]
    left = {table: roster.db.table(table).count for table in ("figures", "fees", "audiences")}
    assert left == {"figures": 0, "fees": 0, "audiences": 0}


def test_creators_are_ordered_by_id_whatever_the_order_of_saving(roster: Roster) -> None:
    for creator_id in ("c", "a", "b"):
        roster.save(creator(creator_id, creator_id))
    assert [one.id for one in roster.creators()] == ["a", "b", "c"]


def test_the_last_channel_takes_its_creator_along(roster: Roster) -> None:
    roster.save(creator("a", "x", "y"))
    roster.delete("instagram:X")
    assert roster.creators() == [creator("a", "y")]
    roster.delete("instagram:y")
    assert roster.creators() == []


def test_a_channel_has_one_owner(roster: Roster) -> None:
    roster.save(creator("a", "x"))
    with pytest.raises(ChannelTaken, match="instagram:x belongs to creator a, so b cannot have it"):
        roster.save_all([creator("c", "c"), creator("b", "X")])
    assert roster.creators() == [creator("a", "x")]  # nothing of the batch
    with pytest.raises(ChannelTaken):
        roster.save(creator("d", "same", "SAME"))


def test_channels_may_change_hands_in_one_go(roster: Roster) -> None:
    roster.save_all([creator("a", "x"), creator("b", "y")])
    assert roster.save_all([creator("a", "y"), creator("b", "x")]) == 2
    assert roster.creators() == [creator("a", "y"), creator("b", "x")]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"handle": "@x"}, "the handle is '@x', expected 'x'"),
        ({"handle": " x"}, "expected 'x'"),
        ({"engagement": Figure(value=3.2)}, "engagement is 3.2, expected 1 at most"),
        ({"followers": Figure(value=float("inf"))}, "followers is inf"),
        ({"audience": ChannelAudience(age_low=40, age_high=20)}, "ages end .20. below where they start .40."),
        ({"fees": (fee(9, 8),)}, "the fee for reel is no range of money"),
        ({"fees": (fee(9, 9, "nt$"),)}, "the fee for reel is no range of money"),
        ({"fees": (fee(0.001, 1),)}, "fractions of the currency's smallest unit"),
        ({"fees": (fee(1.5, 2, "JPY"),)}, "fractions of the currency's smallest unit"),
    ],
)
def test_what_would_not_come_back_is_refused(roster: Roster, fields: dict[str, Any], message: str) -> None:
    channel = Channel.model_validate({"platform": "instagram", "handle": "x"} | fields)
    with pytest.raises(Unstorable, match=message):
        roster.save_all([creator("fine", "y"), creator("a", channels=(channel,))])
    assert (roster.creators(), roster.version) == ([], 0)


def test_has_own_means_any_that_is_not_demo(roster: Roster) -> None:
    assert not roster.has_own()
    roster.save(creator("a", "x", demo=True))
    assert not roster.has_own()
    roster.save(creator("b", "y"))
    assert roster.has_own()


def test_find_takes_more_than_a_statement_holds(roster: Roster) -> None:
    roster.save_all(creator(f"{n:04}", f"h{n}") for n in range(1200))
    found = roster.find([f"instagram:H{n}" for n in range(0, 1200, 2)], ["0001", "0000", "none"])
    assert [one.id for one in found] == sorted({f"{n:04}" for n in range(0, 1200, 2)} | {"0001"})


def test_quotes_and_nulls_are_only_text(roster: Roster) -> None:
    odd = creator("a'); DROP TABLE creators;--", "x'\"y", name="nul\0 😀", notes="")
    roster.save(odd)
    assert roster.creators() == [odd]
    assert roster.get("instagram:x'\"Y") == odd


def test_pages_give_everybody_once_and_in_order(roster: Roster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.roster.PAGE", 3)
    everyone = [creator(f"{n:02}", f"h{n}", demo=n % 4 == 0) for n in range(10)]
    roster.save_all([creator("", "nameless", name="N"), *everyone])
    assert [one.id for one in roster.creators()] == ["", *(one.id for one in everyone)]
    assert list(roster.each_in_use()) == roster.in_use()
    assert roster.count_in_use() == len(roster.in_use()) == 8


def test_demo_creators_are_in_use_while_there_are_no_others(roster: Roster) -> None:
    assert (list(roster.each_in_use()), roster.count_in_use()) == ([], 0)
    roster.save(creator("a", "x", demo=True))
    assert [one.id for one in roster.each_in_use()] == ["a"]
    assert roster.count_in_use() == 1


def test_removing_creators_frees_their_channels(roster: Roster) -> None:
    roster.save_all([creator("a", "x"), creator("b", "y")])
    version = roster.version
    assert (roster.remove(["a", "none"]), roster.version) == (1, version + 1)
    assert (roster.remove(["a"]), roster.version) == (0, version + 1)
    roster.save(creator("c", "x"))
    assert [one.id for one in roster.creators()] == ["b", "c"]


def test_collections_are_on_again_after_the_work() -> None:
    with pytest.raises(KeyError), without_collections():
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_changes_since_a_state_are_named_once(roster: Roster) -> None:
    roster.save_all([creator("a", "a"), creator("b", "b"), creator("c", "c")])
    before = roster.state()
    assert roster.changed_since(*before[:2]) == []
    roster.save_all([creator("a", "a"), creator("b", "b2")])  # a is the same: no change
    roster.save(creator("d", "d"))
    roster.delete("instagram:c")
    roster.remove(["d", "nobody"])
    assert roster.changed_since(*before[:2]) == ["b", "c", "d"]
    later = roster.state()
    assert (later.version, later.own) == (5, True) and later.stamp != before.stamp
    assert roster.changed_since(*later[:2]) == []


def test_what_was_rolled_back_is_no_change(roster: Roster) -> None:
    before = roster.state()
    with pytest.raises(RuntimeError), roster.transaction():
        roster.save(creator("a", "a"))
        raise RuntimeError
    assert roster.state() == before and roster.changed_since(*before[:2]) == []


def test_a_state_of_another_roster_or_long_ago_is_not_known(
    roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Roster(connect(Path(":memory:")))
    assert roster.state().stamp != other.state().stamp
    assert roster.changed_since(*other.state()[:2]) is None
    first = roster.state()
    monkeypatch.setattr("data.roster.LOGGED", 2)
    for n in range(3):
        roster.save(creator("a", f"a{n}"))
    assert roster.changed_since(*first[:2]) is None
    assert roster.changed_since(*roster.state()[:2]) == []


def test_a_reader_aside_sees_what_is_committed_and_waits_for_nobody(tmp_path: Path) -> None:
    roster = Roster(connect(tmp_path / "kol.db"))
    roster.save(creator("a", "a"))
    with roster.aside() as aside, aside.reading():
        assert aside is not roster and [one.id for one in aside.each_in_use()] == ["a"]
        roster.save(creator("b", "b"))
        assert [one.id for one in aside.each_in_use()] == ["a"]
    assert [one.id for one in roster.each_in_use()] == ["a", "b"]
    memory = Roster(connect(Path(":memory:")))
    with memory.aside() as same:
        assert same is memory


def test_only_ones_own_creators_make_a_roster_ones_own(roster: Roster) -> None:
    assert not roster.state().own
    roster.save(creator("tale", "t", demo=True))
    assert not roster.state().own
    roster.save(creator("mine", "m"))
    assert roster.state().own


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("SELECT EXISTS (SELECT 1 FROM creators WHERE demo = 0)", "creators_own"),
        ("SELECT creator_id FROM changes WHERE version > 5 ORDER BY +creator_id", "changes_version"),
    ],
)
def test_what_is_asked_with_every_answer_reads_an_index(roster: Roster, asked: str, index: str) -> None:
    plan = roster.db.execute(f"EXPLAIN QUERY PLAN {asked}").fetchall()

    assert any(index in step[-1] for step in plan)
