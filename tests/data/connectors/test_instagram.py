"""Instagram's business discovery over a real socket: who is found, what is counted, and every way it fails."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import stamina
from pydantic import SecretStr

from data.connectors.instagram import Instagram
from data.enrich import Enrichment, add, enrich
from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Figure, Platform
from tests.fakes.instagram import ACCOUNT, TOKEN, InstagramApi, error
from tests.fakes.served import served

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
TODAY = NOW.date()


class Desk(NamedTuple):
    roster: Roster
    api: InstagramApi
    url: str

    def source(self, quota: int = 200, now: datetime = NOW) -> Instagram:
        token = SecretStr(TOKEN)
        return Instagram(self.roster.db, token, ACCOUNT, self.url, quota, timedelta(days=7), lambda: now)

    def enrich(self, source: Instagram | None = None) -> Enrichment:
        return enrich(self.roster, source or self.source(), today=TODAY)

    def put(self, *handles: str, **fields: Any) -> None:
        for handle in handles:
            channel = Channel(platform=Platform.INSTAGRAM, handle=handle, **fields)
            self.roster.save(Creator(id=handle, name=handle, channels=(channel,)))

    def channel(self, handle: str) -> Channel:
        creator = self.roster.get(f"instagram:{handle}")
        assert creator is not None
        return creator.channels[0]


@pytest.fixture
def desk() -> Iterator[Desk]:
    api = InstagramApi()
    stamina.set_testing(True, attempts=4)
    with served(api) as url:
        yield Desk(Roster(connect(Path(":memory:"))), api, url)
    stamina.set_testing(False)


def test_a_professional_account(desk: Desk) -> None:
    desk.api.user("mei.camp", 20_000, "小美", "台中｜露營 料理\n合作 mei@example.com")
    for day, likes in ((20, 900), (13, None), (6, 500), (1, 700)):
        desk.api.post("mei.camp", f"露營早餐 第{day}天 #露營", f"2026-11-{day:02d}T01:00:00+0000", likes, 100)
    desk.put("mei.camp")
    report = desk.enrich()
    assert [path for path, _ in desk.api.calls] == [ACCOUNT]
    assert (report.used, report.limit) == (1, 200)
    channel = desk.channel("mei.camp")
    instagram = {"as_of": TODAY, "source": "instagram"}
    assert channel.followers == Figure(value=20_000, **instagram)
    assert channel.engagement == Figure(
        value=0.04, **instagram
    )  # of 1,000, 600 and 800; hidden likes do not count
    assert channel.posts_per_month == Figure(value=round(4 / 90 * 365.25 / 12, 2), **instagram)
    assert (channel.avg_views, channel.last_post, channel.language) == (None, date(2026, 11, 20), "zh")
    assert channel.content == (
        "【Instagram】簡介：台中｜露營 料理 合作\n"
        "【Instagram】常見字詞：露營早餐\n"
        "【Instagram】近期貼文：露營早餐 第20天 露營 / 露營早餐 第13天 露營 / 露營早餐 第6天 露營 / 露營早餐 第1天 露營"
    )


def test_personal_and_deleted_accounts_are_told_and_cost_once(desk: Desk) -> None:
    desk.api.user("here")
    desk.put("here", "personal", "x' y){email}")
    report = desk.enrich()
    assert [(one.channel, one.reason) for one in report.not_found] == [
        (
            "instagram:personal",
            "no professional account of this name: personal, age-gated, renamed or deleted",
        ),
        ("instagram:x' y){email}", "no name that an Instagram account can have"),
    ]
    assert (len(report.changed), len(desk.api.calls)) == (1, 2)
    again = desk.enrich()
    assert (len(again.not_found), again.fresh, len(desk.api.calls)) == (2, 1, 2)


def test_posts_come_in_pages(desk: Desk) -> None:
    desk.api.page = 10
    desk.api.user("mei")
    for n in range(60):
        desk.api.post("mei", "t", (NOW - timedelta(days=n + 3)).strftime("%Y-%m-%dT%H:%M:%S+0000"), likes=n)
    desk.put("mei")
    assert desk.enrich().used == 3
    engagement = desk.channel("mei").engagement
    assert engagement and engagement.value == 13 / 1000  # of 0..24 likes and a comment each
    posts = desk.channel("mei").posts_per_month
    assert posts and posts.value == round(25 / 27 * 365.25 / 12, 2)  # in the 27 days that were looked at


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80002])
def test_too_many_calls_end_the_run_and_the_next_one_goes_on(desk: Desk, code: int) -> None:
    for name in ("a", "b", "c"):
        desk.api.user(name)
    desk.put("a", "b", "c")
    first = desk.source()
    next(iter(first.look_up([desk.channel("a")])))  # kept
    desk.api.failures = [error(403, code, "(#4) Application request limit reached", is_transient=False)]
    report = desk.enrich()
    assert report.stopped and report.stopped.startswith(
        f"Instagram says that there were too many calls (code {code})"
    )
    assert (len(report.changed), report.left) == (1, 2)
    rest = desk.enrich()
    assert (len(rest.changed), rest.fresh, rest.left, rest.stopped) == (2, 1, 0, None)


def test_the_quota_is_by_the_hour(desk: Desk) -> None:
    for name in ("a", "b", "c"):
        desk.api.user(name)
    desk.put("a", "b", "c")
    report = desk.enrich(desk.source(quota=2))
    assert report.stopped and "the quota of 2 units for 2026-11-22 12:00 UTC is used up (2)" in report.stopped
    assert (len(report.changed), report.left, len(desk.api.calls)) == (2, 1, 2)
    later = desk.enrich(desk.source(quota=2, now=NOW + timedelta(minutes=30)))
    assert (len(later.changed), later.used) == (1, 1)


@pytest.mark.parametrize(
    ("failures", "outcome"),
    [
        ([error(500, 2, "An unexpected error has occurred", is_transient=True)] * 3, "changed"),
        ([error(400, 1, "Please reduce the amount of data")] * 2, "changed"),
        ([(502, b"Bad Gateway", {})], "changed"),
        ([error(500, 2, "down", is_transient=True)] * 4, "HTTP 500: down"),
        ([error(400, 190, f"Session expired access_token={TOKEN}")], "Instagram refuses KOL_INSTAGRAM_TOKEN"),
        (
            [error(403, 10, "(#10) Application does not have permission for this action")],
            "does not have permission",
        ),
        ([(200, {"id": ACCOUNT}, {})], "answered without business_discovery"),
    ],
)
def test_errors(desk: Desk, failures: list[Any], outcome: str) -> None:
    desk.api.user("mei")
    desk.put("mei")
    desk.api.failures = list(failures)
    report = desk.enrich()
    if outcome == "changed":
        assert len(report.changed) == 1 and report.used == len(failures) + 1
    else:
        assert report.stopped and outcome in report.stopped and TOKEN not in report.stopped
        assert (report.left, report.used) == (1, len(failures))


def test_the_token_is_in_no_log_and_no_database(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.api.user("mei")
    desk.put("mei", "nobody")
    report = desk.enrich()
    assert "access_token=…" in caplog.text
    assert TOKEN not in caplog.text + report.model_dump_json() + "".join(desk.roster.db.iterdump())


def test_links(desk: Desk) -> None:
    desk.api.user("mei")
    links = [
        "https://www.instagram.com/mei?igsh=x",
        "https://www.instagram.com/nobody",
        "https://www.instagram.com/p/Cabc",
        "x.com/mei",
    ]
    keys, lost = add(desk.roster, [desk.source()], links)
    assert keys == ["instagram:mei"] and [one.channel for one in lost] == links[1:]
