"""Rosters in memory or in a file, and indexes over them with the toy encoder."""

from pathlib import Path
from random import Random

from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, ChannelAudience, Creator, Figure, Platform
from retrieval.filters import Filter
from retrieval.index import LocalIndex
from tests.retrieval.toy import ToyEncoder

WORDS = "soap camping cat keyboard 手工 露營 貓 makeup tent lamp rope mat bag wagon table".split()


def creator(name: str, content: str | None = "cat", **fields: object) -> Creator:
    """One creator with one channel of the same handle."""
    channel = {"platform": Platform.YOUTUBE, "handle": name, "content": content} | fields
    return Creator(id=name, name=name.title(), channels=(Channel.model_validate(channel),))


def many(count: int, seed: int = 1) -> list[Creator]:
    """Creators with two to five words each, and every figure there or not."""
    random = Random(seed)
    return [_one(f"made{n}", random) for n in range(count)]


def _one(name: str, random: Random) -> Creator:
    followers = round(10 ** random.uniform(2, 6))
    channel = Channel(
        platform=random.choice(list(Platform)[:5]),
        handle=name,
        category=random.choice([None, *WORDS[:4]]),
        content=" ".join(random.choices(WORDS, k=random.randint(2, 5))) if random.random() < 0.9 else None,
        language=random.choice([None, "zh-TW", "yue", "en", "en-GB", "ja"]),
        followers=random.choice([None, Figure(value=followers)]),
        avg_views=random.choice([None, Figure(value=followers / 3)]),
        engagement=random.choice([None, Figure(value=random.random() / 9)]),
        audience=ChannelAudience(
            regions=tuple(random.sample(["TW", "HK", "MY", "US"], random.randint(0, 2)))
        ),
    )
    region = random.choice([None, "TW", "HK", "JP"])
    return Creator(id=name, name=f"Name{name}", region=region, channels=(channel,))


def roster_at(path: Path, creators: list[Creator] | None = None) -> Roster:
    """A roster in a file, or in memory for ``:memory:``."""
    roster = Roster(connect(path))
    roster.save_all(creators or [])
    return roster


def index_at(
    folder: Path, roster: Roster, encoder: ToyEncoder | None = None, listed: int = 20_000
) -> LocalIndex:
    """The index of a roster in a folder."""
    return LocalIndex(folder, roster, lambda: encoder or ToyEncoder(), listed)


def handles(
    index: LocalIndex, words: str, k: int = 5, conditions: Filter | None = None, spelled: str = ""
) -> list[str]:
    """Who is found for some words, best first."""
    query = ToyEncoder().queries([words])[0]
    return [hit.channel.handle for hit in index.search(query, conditions or Filter(), k, spelled)]
