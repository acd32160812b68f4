"""What a platform's interface says is marked as of it, beside what people wrote."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.connectors.connector import Result, Snapshot, Spent
from data.enrich import add, enrich
from data.journal import undo
from data.provenance import Known, known
from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Platform, Provenance

DAY, TODAY = date(2026, 11, 1), date(2026, 11, 22)
FILE = Known(DAY, "list.csv")
LINK = "https://www.youtube.com/@newone"


@dataclass
class Source:
    """A source that knows one thing of every channel."""

    day: date = TODAY
    lines: tuple[str, ...] = ("主題：露營",)
    name: str = "youtube"
    platform: Platform = Platform.YOUTUBE
    spent: Spent = field(default_factory=lambda: Spent(1, 100))

    def look_up(self, channels: Sequence[Channel]) -> Iterator[Result]:
        for channel in channels:
            yield Snapshot(
                key=channel.key, source="youtube", as_of=self.day, followers=5000, topic="Camping", language="zh",
                region="TW", last_post=self.day, content=self.lines, name="小美露營",
            )  # fmt: skip

    def find(self, link: str) -> Channel | None:
        return Channel(platform=Platform.YOUTUBE, handle="newone", url=link) if link == LINK else None


@pytest.fixture
def roster() -> Iterator[Roster]:
    with closing(connect(Path(":memory:"))) as db:
        yield Roster(db)


def put(roster: Roster, **words: str) -> None:
    """A creator of whom a file said everything that there is."""
    names = ("handle", *words)
    channel = Channel.model_validate(
        {
            "platform": "youtube",
            "handle": "mei",
            "provenance": (Provenance(fields=names, as_of=DAY, source="list.csv"),),
            **words,
        }
    )
    own = (Provenance(fields=("name",), as_of=DAY, source="list.csv"),)
    roster.save(Creator(id="mei", name="小美", channels=(channel,), provenance=own))


def ask(roster: Roster, source: Source | None = None) -> None:
    source = source or Source()
    enrich(roster, source, ["mei"], max_age=timedelta(days=7), today=source.day)


def origins(roster: Roster) -> dict[str, Known]:
    creator = roster.creator("mei")
    assert creator
    return known(creator) | known(creator.channels[0])


def test_what_was_empty_is_filled_by_the_source_and_the_rest_stays(roster: Roster) -> None:
    put(roster, category="戶外")
    ask(roster)
    api = Known(TODAY, "youtube")
    assert origins(roster) == {
        "name": FILE,
        "region": api,
        "handle": FILE,
        "category": FILE,
        "content": api,
        "language": api,
        "last_post": api,
    }


def test_a_description_with_the_sources_lines_below_ones_own_is_of_both(roster: Roster) -> None:
    put(roster, content="帶小孩露營")
    ask(roster)
    both = Known(TODAY, "list.csv (2026-11-01) + youtube")
    assert origins(roster)["content"] == both
    later = TODAY + timedelta(days=9)
    ask(roster, Source(later, ("主題：露營、野炊",)))
    assert origins(roster)["content"] == Known(later, both.source)
    undo(roster)
    assert origins(roster)["content"] == both
    undo(roster)
    assert origins(roster)["content"] == FILE


def test_the_sources_own_lines_are_of_the_source_alone(roster: Roster) -> None:
    put(roster)
    ask(roster)
    later = TODAY + timedelta(days=9)
    ask(roster, Source(later, ("主題：野炊",)))
    assert origins(roster)["content"] == Known(later, "youtube")


def test_words_that_nobody_knows_the_source_of_are_not_the_sources(roster: Roster) -> None:
    channel = Channel(platform=Platform.YOUTUBE, handle="mei", content="帶小孩露營")
    roster.save(Creator(id="mei", name="小美", channels=(channel,)))
    ask(roster)
    assert origins(roster)["content"] == Known(TODAY, "? + youtube")


def test_the_same_answer_again_changes_nothing(roster: Roster) -> None:
    put(roster, content="帶小孩露營")
    ask(roster)
    version = roster.version
    ask(roster)
    assert roster.version == version


def test_a_channel_that_was_added_is_from_its_link(roster: Roster) -> None:
    assert add(roster, [Source()], [LINK]) == (["youtube:newone"], [])
    creator = roster.get("youtube:newone")
    assert creator
    told = known(creator) | known(creator.channels[0])
    assert {name: origin.source for name, origin in told.items()} == dict.fromkeys(
        ("name", "handle", "url"), LINK
    )
