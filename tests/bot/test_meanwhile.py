"""A process that lasts answers while a large roster is read; a command waits for it."""

from pathlib import Path
from time import monotonic, sleep

import pytest

from bot.app import Home
from knowledge.models import Brief, Channel, Creator, Platform
from retrieval.filters import Filter
from retrieval.protocol import Behind, Index
from tests.conftest import home_at


def imported(count: int) -> list[Creator]:
    return [
        Creator(
            id=f"own{n}",
            name=f"Own {n}",
            channels=(Channel(platform=Platform.YOUTUBE, handle=f"own{n}", content="介紹手工皂"),),
        )
        for n in range(count)
    ]


def owned(home: Home, index: Index) -> set[bool]:
    query = home.meaning.encoder.queries(["手工皂"])[0]
    return {hit.creator.id.startswith("own") for hit in index.search(query, Filter(), 200)}


@pytest.mark.parametrize("lasting", [True, False])
def test_a_first_import_is_seen_at_once_or_when_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool
) -> None:
    monkeypatch.setattr("retrieval.index.SOON", 50)
    home = home_at(tmp_path)
    home.lasting = lasting
    index = home.advisor.index
    assert owned(home, index) == {False}
    home.roster.save_all(imported(60))
    if lasting:
        end = monotonic() + 30
        while index.behind() and monotonic() < end:
            sleep(0.01)
    assert index.behind() is None and owned(home, index) == {True}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-TW", "大量匯入還在讀取（34,000 / 100,000 位），目前推薦的是匯入前的名單。"),
        ("en", "A large import is still being read (34,000 of 100,000 creators): these are from before it."),
    ],
)
def test_answers_meanwhile_say_from_when_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    home = home_at(tmp_path)
    brief = Brief(product="手工皂")
    plain = home.advisor.advise(brief, language)
    monkeypatch.setattr(home.advisor.index, "behind", lambda: Behind(34_000, 100_000))

    assert [note.text for note in home.advisor.advise(brief, language).notes] == [
        told,
        *(note.text for note in plain.notes),
    ]
    monkeypatch.undo()
    assert home.advisor.advise(brief, language) == plain
