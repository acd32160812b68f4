"""YouTube over a real socket: what is asked, what it costs, what comes into the roster, and every way it fails."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import stamina
from pydantic import SecretStr

from data.connectors.youtube import YouTube, video_of
from data.enrich import Enrichment, add, enrich
from data.journal import undo
from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Figure, Platform
from tests.fakes.served import served
from tests.fakes.youtube import KEY, YouTubeApi, error, uc

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()


class Desk(NamedTuple):
    """A roster, the fake, and how they are asked."""

    roster: Roster
    api: YouTubeApi
    url: str

    def source(self, quota: int = 10_000, key: str = KEY, now: datetime = NOW) -> YouTube:
        return YouTube(self.roster.db, SecretStr(key), self.url, quota, timedelta(days=7), lambda: now)

    def enrich(
        self, source: YouTube | None = None, only: tuple[str, ...] = (), dry_run: bool = False
    ) -> Enrichment:
        source = source or self.source()
        return enrich(self.roster, source, only, dry_run, timedelta(days=7), source.now().date())

    def put(self, handle: str, url: str | None = None, **fields: object) -> None:
        channel = Channel(platform=Platform.YOUTUBE, handle=handle, url=url, **fields)
        self.roster.save(Creator(id=handle, name=handle, channels=(channel,)))

    def channel(self, handle: str) -> Channel:
        creator = self.roster.get(f"youtube:{handle}")
        assert creator is not None
        return creator.channels[0]

    def asked(self) -> list[str]:
        """Each call in short: its path, and what it filters by."""
        short = [
            (path, [name for name in params if name not in ("part", "maxResults")])
            for path, params in self.api.calls
        ]
        return [" ".join([path, *names]) for path, names in short]


@pytest.fixture
def desk() -> Iterator[Desk]:
    api = YouTubeApi()
    stamina.set_testing(True, attempts=4)
    with served(api) as url:
        yield Desk(Roster(connect(Path(":memory:"))), api, url)
    stamina.set_testing(False)


def fill(
    api: YouTubeApi, id_: str, views: list[int], likes: int = 30, comments: int = 3, **snippet: object
) -> None:
    """A video a week, the newest first, a week old."""
    for n, count in enumerate(views, 1):
        at = (NOW - timedelta(days=7 * n)).strftime("%Y-%m-%dT%H:%M:%SZ")
        api.video(id_, f"開箱 第{n}集：露營鍋具", at, count, likes, comments, **snippet)


def test_a_channel_by_its_handle(desk: Desk) -> None:
    id_ = desk.api.channel(
        uc("mei"), "MeiCamp", 12_300, title="小美露營", country="TW", topics=["Lifestyle_(sociology)", "Food"]
    )
    fill(desk.api, id_, [900, 100, 500, 300, 100_000], defaultAudioLanguage="zh-TW", tags=["露營"])
    desk.put("meicamp")
    report = desk.enrich()
    assert desk.asked() == ["channels forHandle", "playlistItems playlistId", "videos id"]
    assert (report.used, report.limit, report.left, report.stopped) == (3, 10_000, 0, None)
    channel = desk.channel("meicamp")
    youtube = {"as_of": TODAY, "source": "youtube"}
    assert channel.followers == Figure(value=12_300, **youtube)
    assert channel.avg_views == Figure(value=500, **youtube)  # the median: one viral video moves nothing
    assert channel.engagement == Figure(value=round(33 / 12_300, 6), **youtube)
    assert channel.posts_per_month == Figure(value=round(5 / 90 * 365.25 / 12, 2), **youtube)
    assert (channel.last_post, channel.language, channel.category) == (
        date(2026, 11, 15),
        "zh-TW",
        "Lifestyle",
    )
    assert channel.content == (
        "【YouTube】主題：Lifestyle, Food\n"
        "【YouTube】常見字詞：露營, 開箱, 露營鍋具\n"
        "【YouTube】近期標題：開箱 第1集：露營鍋具 / 開箱 第2集：露營鍋具 / 開箱 第3集：露營鍋具 / 開箱 第4集：露營鍋具 / "
        "開箱 第5集：露營鍋具"
    )
    creator = desk.roster.get("youtube:meicamp")
    assert creator and (creator.region, creator.name) == (
        "TW",
        "小美露營",
    )  # it was called by its handle before
    assert ("followers", "", "12300") in [(c.field, c.old, c.new) for c in report.changed[0].changes]


@pytest.mark.parametrize(
    ("handle", "url", "asked"),
    [
        (uc("mei"), None, ["channels id"]),
        ("anything", f"https://www.youtube.com/channel/{uc('mei')}", ["channels id"]),
        ("meicamp", "https://www.youtube.com/@meicamp", ["channels forHandle"]),
        ("oldname", "https://www.youtube.com/user/oldname", ["channels forUsername"]),
        ("custom", "https://www.youtube.com/c/custom", ["channels forHandle", "channels forUsername"]),
    ],
)
def test_every_kind_of_address(desk: Desk, handle: str, url: str | None, asked: list[str]) -> None:
    id_ = desk.api.channel(uc("mei"), "meicamp")
    desk.api.names["forUsername", "oldname"] = desk.api.names["forUsername", "custom"] = id_
    desk.put(handle, url)
    report = desk.enrich()
    assert desk.asked() == [*asked, "playlistItems playlistId"]  # no videos, so none are asked for
    assert report.not_found == () and desk.channel(handle.casefold()).followers is not None


def test_fifty_ids_a_request_and_videos_of_several_channels_together(desk: Desk) -> None:
    for n in range(120):
        id_ = desk.api.channel(uc(f"c{n:03d}"), subscribers=1000 + n)
        fill(desk.api, id_, [10, 20, 30])
        desk.put(id_)
    report = desk.enrich()
    paths = [path for path, _ in desk.api.calls]
    assert (paths.count("channels"), paths.count("playlistItems"), paths.count("videos")) == (
        3,
        120,
        3 + 3 + 2,
    )
    assert all(len(params["id"].split(",")) <= 50 for _, params in desk.api.calls if "id" in params)
    assert (len(report.changed), report.used) == (120, len(paths))
    assert [desk.channel(uc(f"c{n:03d}").casefold()).followers.value for n in range(120)] == [
        1000 + n for n in range(120)
    ]


def test_a_hidden_count_of_subscribers_is_unknown_and_erases_nothing(desk: Desk) -> None:
    for name, figure in (("known", Figure(value=5000, as_of=date(2026, 1, 1), source="file")), ("new", None)):
        id_ = desk.api.channel(uc(name), name, subscribers=None)
        fill(desk.api, id_, [100, 200, 300])
        desk.put(name, followers=figure)
    desk.enrich()
    assert desk.channel("known").followers == Figure(value=5000, as_of=date(2026, 1, 1), source="file")
    assert desk.channel("new").followers is None and desk.channel("new").engagement is None
    assert desk.channel("new").avg_views == Figure(value=200, as_of=TODAY, source="youtube")


def test_hidden_likes_and_closed_comments(desk: Desk) -> None:
    id_ = desk.api.channel(uc("mei"), "mei", 1000)
    for n, (likes, comments) in enumerate([(None, 5), (10, None), (20, 0), (30, 2), (None, None)], 1):
        desk.api.video(id_, "t", f"2026-11-{n:02d}T00:00:00Z", 100 * n, likes, comments)
    desk.put("mei")
    desk.enrich()
    engagement = desk.channel("mei").engagement
    assert engagement and engagement.value == 20 / 1000  # of 10, 20 and 32


def test_deleted_channels_and_channels_without_videos(desk: Desk) -> None:
    for name in ("here", "gone", "empty"):
        desk.put(desk.api.channel(uc(name), subscribers=10))
    fill(desk.api, uc("here"), [1, 2, 3])
    desk.api.delete(uc("gone"))
    del desk.api.uploads["UU" + uc("empty")[2:]]  # 404, as for a channel that never uploaded
    report = desk.enrich()
    assert [(one.channel, one.reason) for one in report.not_found] == [
        (f"youtube:{uc('gone').casefold()}", "no such channel: deleted, renamed or mistyped")
    ]
    assert len(report.changed) == 2
    empty = desk.channel(uc("empty").casefold())
    assert empty.followers and empty.avg_views is None and empty.last_post is None and empty.content is None


def test_uploads_come_in_pages(desk: Desk) -> None:
    desk.api.page = 10
    id_ = desk.api.channel(uc("mei"), "mei")
    fill(desk.api, id_, list(range(1, 41)))
    desk.put("mei")
    desk.enrich()
    assert [params.get("pageToken") for path, params in desk.api.calls if path == "playlistItems"] == [
        None,
        "10",
        "20",
    ]
    views = desk.channel("mei").avg_views
    assert views and views.value == 13  # of the newest 25


def test_videos_of_yesterday_and_announced_ones_do_not_count(desk: Desk) -> None:
    id_ = desk.api.channel(uc("mei"), "mei")
    desk.api.video(id_, "soon", "2026-12-01T00:00:00Z", 0, liveBroadcastContent="upcoming")
    desk.api.video(id_, "new", "2026-11-22T08:00:00Z", 3)
    for day, views in ((10, 100), (9, 200), (8, 300)):
        desk.api.video(id_, "old", f"2026-11-{day:02d}T00:00:00Z", views)
    desk.put("mei")
    desk.enrich()
    channel = desk.channel("mei")
    assert channel.avg_views and channel.avg_views.value == 200
    assert channel.last_post == date(2026, 11, 22)


def test_the_quota_is_never_passed_and_the_run_goes_on_the_day_after(desk: Desk) -> None:
    for n in range(30):
        id_ = desk.api.channel(uc(f"c{n:02d}"))
        fill(desk.api, id_, [1] * 25)
        desk.put(id_)
    first = desk.enrich(desk.source(quota=20))
    assert (first.used, first.limit, desk.api.used) == (20, 20, 20)
    assert first.stopped and "quota of 20 units for 2026-11-22 (Pacific time) is used up" in first.stopped
    assert len(first.changed) + first.left == 30 and len(first.changed) >= 10
    again = desk.enrich(desk.source(quota=20))
    assert (again.changed, again.used, desk.api.used) == ((), 20, 20)  # not one request more
    morning = desk.enrich(desk.source(quota=100, now=NOW + timedelta(days=1)))
    assert len(morning.changed) == first.left and morning.fresh == len(first.changed)
    assert (morning.left, morning.stopped) == (0, None)


def test_youtubes_own_word_that_the_quota_is_used_up(desk: Desk) -> None:
    desk.api.quota = 3
    for name in ("a", "b"):
        id_ = desk.api.channel(uc(name), name)
        fill(desk.api, id_, [1] * 25)
        desk.put(name)
    report = desk.enrich()
    assert report.stopped and report.stopped.startswith(
        "YouTube says that the quota is used up (quotaExceeded)"
    )
    assert "<a href" not in report.stopped
    assert report.left == 2 and desk.api.used == 4  # refused once, not asked again


def test_what_is_kept_is_not_asked_again(desk: Desk) -> None:
    fill(desk.api, desk.api.channel(uc("mei"), "mei"), [1, 2, 3])
    desk.put("mei")
    tried = desk.enrich(dry_run=True)
    assert tried.changed and desk.channel("mei").followers is None
    assert len(desk.api.calls) == 3
    assert desk.enrich().changed and len(desk.api.calls) == 3  # the dry run's answers
    assert desk.enrich().fresh == 1
    assert desk.enrich(only=("mei",)).unchanged == ("youtube:mei",) and len(desk.api.calls) == 3
    later = NOW + timedelta(days=8)
    desk.enrich(desk.source(now=later))
    assert len(desk.api.calls) == 6
    followers = desk.channel("mei").followers
    assert followers and followers.as_of == later.date()


def test_answers_that_are_too_old_are_dropped(desk: Desk) -> None:
    fill(desk.api, desk.api.channel(uc("mei"), "mei"), [1, 2, 3])
    desk.put("mei")
    desk.enrich()
    kept = "SELECT count(*) FROM source_answers"
    assert desk.roster.db.execute(kept).fetchone() == (3,)
    desk.source(now=NOW + timedelta(days=7))
    assert desk.roster.db.execute(kept).fetchone() == (3,)
    desk.source(now=NOW + timedelta(days=8))
    assert desk.roster.db.execute(kept).fetchone() == (0,)


def test_server_errors_are_tried_again_and_counted(desk: Desk) -> None:
    fill(desk.api, desk.api.channel(uc("mei"), "mei"), [1, 2, 3])
    desk.put("mei")
    desk.api.failures = [
        error(503, "backendError", "Backend Error"),
        (500, b"<html>", {}),
        error(429, "x", "slow", "y"),
    ]
    report = desk.enrich()
    assert (len(report.changed), report.used, desk.api.used) == (1, 6, 6)


@pytest.mark.parametrize(
    ("failure", "attempts", "word"),
    [
        ((500, {}, {}), 4, "HTTP 500: no reason given"),
        ((200, b"not json", {}), 4, "an answer that is no JSON object"),
        ((200, b"[1]", {}), 4, "an answer that is no JSON object"),
        (error(403, "accessNotConfigured", "YouTube Data API v3 has not been used in project 1"), 1, "YouTube refuses KOL_YOUTUBE_KEY"),
        (error(400, "badRequest", f"API key not valid: key={KEY}"), 1, "API key not valid: key=…"),
        (error(400, "badRequest", f"API key {KEY} expired"), 1, "API key *** expired"),
        (error(403, "rateLimitExceeded", "slow down"), 4, "the quota is used up (rateLimitExceeded)"),
    ],
)  # fmt: skip
def test_what_ends_a_run(
    desk: Desk, failure: tuple[int, object, dict[str, str]], attempts: int, word: str
) -> None:
    desk.api.channel(uc("mei"), "mei")
    desk.put("mei")
    desk.api.failures = [failure] * attempts
    report = desk.enrich()
    assert report.stopped and word in report.stopped and KEY not in report.stopped
    assert (report.left, len(desk.api.calls), report.changed) == (1, attempts, ())


def test_no_answer_at_all(desk: Desk) -> None:
    desk.put("mei")
    source = YouTube(desk.roster.db, SecretStr(KEY), "http://127.0.0.1:9", now=lambda: NOW)
    report = enrich(desk.roster, source, today=TODAY)
    assert report.stopped == "no answer (ConnectError)"


def test_the_key_is_in_no_log_no_error_and_no_database(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fill(desk.api, desk.api.channel(uc("mei"), "mei"), [1, 2, 3])
    desk.put("mei")
    desk.api.failures = [(500, {}, {})]
    report = desk.enrich()
    assert "HTTP Request: GET" in caplog.text and "key=…" in caplog.text
    assert KEY not in caplog.text and KEY not in report.model_dump_json()
    assert KEY not in "".join(desk.roster.db.iterdump())
    assert KEY not in repr(vars(desk.source().api))


def test_a_description_of_ones_own_stays_above_the_sources(desk: Desk) -> None:
    id_ = desk.api.channel(
        uc("mei"), "mei", title="Mei", description="Camping in Taiwan. mail me@x.tw https://x.tw"
    )
    for n in range(4):
        desk.api.video(id_, f"Camping stove review {n} #camping #shorts", f"2026-11-{10 + n}T00:00:00Z")
    desk.put("mei", content="手寫的描述\n第二行", language="en", category="戶外")
    desk.enrich()
    first = desk.channel("mei")
    assert first.content == (
        "手寫的描述\n第二行\n"
        "【YouTube】About: Camping in Taiwan. mail\n"
        "【YouTube】Recurring words: camping, review, stove\n"
        "【YouTube】Recent titles: Camping stove review 3 camping shorts / Camping stove review 2 camping shorts / "
        "Camping stove review 1 camping shorts / Camping stove review 0 camping shorts"
    )
    assert first.category == "戶外"
    desk.api.channels[id_]["snippet"]["description"] = ""
    desk.enrich(desk.source(now=NOW + timedelta(days=10)))
    second = desk.channel("mei").content or ""
    assert (
        second.startswith("手寫的描述\n第二行\n【YouTube】Recurring words")
        and second.count("【YouTube】") == 2
    )


def test_a_newer_figure_of_ones_own_stays(desk: Desk) -> None:
    fill(desk.api, desk.api.channel(uc("mei"), "mei"), [1, 2, 3])
    tomorrow = Figure(value=99_999, as_of=TODAY + timedelta(days=1), source="media kit")
    desk.put("mei", followers=tomorrow)
    desk.enrich()
    assert desk.channel("mei").followers == tomorrow


def test_only_ones_own_creators_on_youtube_are_asked_about(desk: Desk) -> None:
    desk.put("mine")
    other = Channel(platform=Platform.TIKTOK, handle="tok")
    demo = Channel(platform=Platform.YOUTUBE, handle="fiction")
    desk.roster.save(Creator(id="b", name="b", channels=(other,)))
    desk.roster.save(Creator(id="d", name="d", demo=True, channels=(demo,)))
    desk.enrich(only=("mine", "fiction", "tok"))
    assert [params["forHandle"] for _, params in desk.api.calls] == ["mine"]


def test_a_run_is_taken_back_as_a_whole(desk: Desk) -> None:
    for n in range(60):
        desk.put(desk.api.channel(uc(f"c{n:02d}")))
    before = desk.roster.creators()
    assert len(desk.enrich().changed) == 60
    done = undo(desk.roster)
    assert (done.what, done.restored) == ("enrich from youtube", 60)
    assert desk.roster.creators() == before


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("https://www.youtube.com/watch?v=vid00000000&t=3", "youtube:meicamp"),
        ("youtu.be/vid00000000?si=x", "youtube:meicamp"),
        ("https://m.youtube.com/shorts/vid00000000", "youtube:meicamp"),
        ("https://www.youtube.com/@MeiCamp/videos", "youtube:meicamp"),
        (f"https://www.youtube.com/channel/{uc('mei')}", "youtube:meicamp"),
        ("https://youtu.be/vid99999999", None),
        ("https://www.youtube.com/@nobody", None),
        ("https://www.instagram.com/mei", None),
        ("https://www.youtube.com/feed/trending", None),
    ],
)
def test_a_link_becomes_a_channel(desk: Desk, link: str, key: str | None) -> None:
    desk.api.video(desk.api.channel(uc("mei"), "MeiCamp"), "t", "2026-11-01T00:00:00Z")
    keys, lost = add(desk.roster, [desk.source()], [link])
    assert keys == ([key] if key else []) and [one.channel for one in lost] == ([] if key else [link])
    assert len(desk.roster.creators()) == len(keys)
    assert add(desk.roster, [desk.source()], [link])[0] == keys  # known by now
    assert len(desk.roster.creators()) == len(keys)


def test_video_links() -> None:
    links = {"https://youtu.be/abcdefghijk": "abcdefghijk", "https://youtu.be/short": None, "http://[": None,
             "https://evil.example/watch?v=abcdefghijk": None, "https://www.youtube.com/embed/abcdefghijk": "abcdefghijk"}  # fmt: skip
    assert {link: video_of(link) for link in links} == links


def test_odd_answers_are_unknown_and_not_an_error(desk: Desk) -> None:
    id_ = desk.api.channel(uc("mei"), "mei", country="Taiwan!", defaultLanguage="x-klingon")
    desk.api.channels[id_]["statistics"] = {"subscriberCount": "many", "hiddenSubscriberCount": False}
    desk.api.channels[id_]["topicDetails"] = {"topicCategories": None}
    vid = desk.api.video(id_, "t", "yesterday")
    desk.api.videos[vid]["statistics"] = json.loads('{"viewCount": -5, "likeCount": true}')
    desk.put("mei")
    report = desk.enrich()
    assert report.stopped is None
    channel = desk.channel("mei")
    assert (channel.followers, channel.avg_views, channel.language, channel.last_post) == (
        None,
        None,
        None,
        None,
    )
