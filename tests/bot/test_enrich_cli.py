"""`roster enrich` as a person runs it, over fakes on real sockets."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina
from typer.testing import CliRunner, Result

from bot.app import open_home
from bot.roster_cli import roster
from knowledge.models import Channel, Creator, Platform
from tests.fakes.instagram import ACCOUNT, TOKEN, InstagramApi
from tests.fakes.served import served
from tests.fakes.youtube import KEY, YouTubeApi, uc


@pytest.fixture
def youtube(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[YouTubeApi]:
    api = YouTubeApi()
    stamina.set_testing(True, attempts=2)
    monkeypatch.setenv("COLUMNS", "200")
    with served(api) as url:
        for name, value in {"HOME": str(tmp_path), "YOUTUBE_KEY": KEY, "YOUTUBE_BASE_URL": url}.items():
            monkeypatch.setenv(f"KOL_{name}", value)
        yield api
    stamina.set_testing(False)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(roster, ["enrich", *arguments])


def put(platform: Platform, *handles: str) -> None:
    home = open_home()
    home.roster.save_all(
        Creator(id=handle, name=handle, channels=(Channel(platform=platform, handle=handle),))
        for handle in handles
    )
    home.store.close()


def a_channel(api: YouTubeApi, name: str) -> str:
    id_ = api.channel(uc(name), name, 5000, title=f"{name} 頻道")
    for n in range(1, 5):
        api.video(
            id_,
            f"開箱 第{n}支",
            (datetime.now(UTC) - timedelta(days=5 * n)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            100 * n,
        )
    return id_


def told(result: Result) -> Any:
    return json.loads(result.stdout)


def test_figures_come_in_and_are_shown(youtube: YouTubeApi) -> None:
    a_channel(youtube, "mei")
    put(Platform.YOUTUBE, "mei", "gone")
    shown = run()
    assert shown.exit_code == 0, shown.output
    assert "followers" in shown.stdout and "5000" in shown.stdout
    assert "no such channel" in shown.stdout
    assert (
        "youtube: 1 changed, 0 unchanged, 1 not found, 0 still fresh, 0 left; 4 of 10,000 units used"
        in shown.stdout
    )
    assert KEY not in shown.output


def test_a_dry_run_as_json(youtube: YouTubeApi) -> None:
    a_channel(youtube, "mei")
    put(Platform.YOUTUBE, "mei")
    (report,) = told(run("--dry-run", "--json"))["sources"]
    assert (report["dry_run"], len(report["changed"]), report["used"]) == (True, 1, 3)
    kept = open_home().roster.get("youtube:mei")
    assert kept and kept.channels[0].followers is None


def test_the_channel_of_a_video_is_added_and_only_it_is_asked_about(youtube: YouTubeApi) -> None:
    a_channel(youtube, "mei")
    a_channel(youtube, "other")
    put(Platform.YOUTUBE, "other")
    report = told(run("--add", "https://youtu.be/vid00000000", "--json"))
    assert report["added"] == ["youtube:mei"]
    assert [one["channel"] for one in report["sources"][0]["changed"]] == ["youtube:mei"]
    kept = open_home().roster.get("youtube:mei")
    assert (
        kept
        and kept.name == "mei 頻道"
        and kept.channels[0].url == f"https://www.youtube.com/channel/{uc('mei')}"
    )


def test_a_link_of_nothing_asks_about_nobody(youtube: YouTubeApi) -> None:
    put(Platform.YOUTUBE, "mei")
    result = run("--add", "https://www.youtube.com/@nobody", "--json")
    assert result.exit_code == 1
    assert told(result)["sources"] == [] and len(told(result)["lost"]) == 1


def test_a_quota_that_ends_exits_with_1_and_says_what_is_left(
    youtube: YouTubeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOL_YOUTUBE_QUOTA", "4")
    for name in ("a", "b", "c"):
        a_channel(youtube, name)
    put(Platform.YOUTUBE, "a", "b", "c")
    result = run()
    assert result.exit_code == 1 and youtube.used == 4
    assert "3 left; 4 of 4 units used" in result.stdout and "it goes on with what is left" in " ".join(
        result.stdout.split()
    )


def test_both_sources_in_one_run(youtube: YouTubeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    api = InstagramApi()
    with served(api) as url:
        settings = {"TOKEN": TOKEN, "ACCOUNT": ACCOUNT, "BASE_URL": url}
        for name, value in settings.items():
            monkeypatch.setenv(f"KOL_INSTAGRAM_{name}", value)
        a_channel(youtube, "mei")
        api.user("meigram", 900)
        put(Platform.YOUTUBE, "mei")
        put(Platform.INSTAGRAM, "meigram")
        reports = told(run("--json"))["sources"]
        assert [(r["source"], len(r["changed"])) for r in reports] == [("youtube", 1), ("instagram", 1)]
        assert [r["source"] for r in told(run("--source", "instagram", "--json"))["sources"]] == ["instagram"]


@pytest.mark.parametrize(
    ("unset", "arguments", "word"),
    [
        (True, (), "no source has a key: set KOL_YOUTUBE_KEY"),
        (True, ("--source", "youtube"), "youtube needs KOL_YOUTUBE_KEY"),
        (False, ("--source", "instagram"), "instagram needs KOL_INSTAGRAM_TOKEN"),
    ],
)
def test_a_key_that_is_missing(
    youtube: YouTubeApi, monkeypatch: pytest.MonkeyPatch, unset: bool, arguments: tuple[str, ...], word: str
) -> None:
    if unset:
        monkeypatch.delenv("KOL_YOUTUBE_KEY")
    result = run(*arguments)
    assert result.exit_code == 1 and word in result.stderr


def test_a_roster_without_creators_of_ones_own(youtube: YouTubeApi) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (0, "youtube: no creator of yours; 0 of 10,000 units used\n")
    assert youtube.calls == []  # the demo creators are never asked about


def test_wrong_usage(youtube: YouTubeApi) -> None:
    assert run("--source", "tiktok").exit_code == 2
    assert run("--add", "x", "--dry-run").exit_code == 2
