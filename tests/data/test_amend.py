"""Corrections by hand: read as a file's cell would be, dated, and taken back like an import."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.amend import EDITABLE, OF_CREATOR, amend, clear, remove
from data.changes import last_change, undo_change
from data.intake import CannotUndo
from data.roster import Roster
from data.store import connect
from knowledge.models import Basis, Channel, Creator, Fee, Figure, Format, Platform, Price
from knowledge.money import MoneyRange

TODAY = date(2026, 11, 22)
POST = Price.from_range(MoneyRange.of(8_000, 12_000, "TWD"), Basis.QUOTED, date(2026, 1, 2), "list.csv")
TREE = Creator(
    id="tree",
    name="小樹手作",
    contact="tree@example.com",
    channels=(
        Channel(
            platform=Platform.INSTAGRAM, handle="littletree", fees=(Fee(format=Format.POST, price=POST),)
        ),
        Channel(platform=Platform.YOUTUBE, handle="littletree", followers=Figure(value=900)),
    ),
)


@pytest.fixture
def roster(tmp_path: Path) -> Iterator[Roster]:
    db = connect(tmp_path / "roster.db")
    roster = Roster(db)
    roster.save(TREE)
    yield roster
    db.close()


def _now(roster: Roster) -> Creator:
    found = roster.creator("tree")
    assert found
    return found


@pytest.mark.parametrize(
    ("field", "words", "place", "value"),
    [
        ("followers", "1.2萬", 0, Figure(value=12_000, as_of=TODAY, source="by hand")),
        ("followers", "3.5K", 1, Figure(value=3_500, as_of=TODAY, source="by hand")),
        ("engagement", "3.2%", 0, Figure(value=0.032, as_of=TODAY, source="by hand")),
        ("category", "手作", 0, "手作"),
        ("content", 'a "quoted", text\nof two lines', 0, 'a "quoted", text\nof two lines'),
        ("language", "中文", 1, "zh"),
        ("last_post", "2026-11-01", 0, date(2026, 11, 1)),
    ],
)
def test_a_channel_is_corrected(roster: Roster, field: str, words: str, place: int, value: object) -> None:
    report = amend(roster, TREE, TREE.channels[place], field, words, "by hand", TODAY)
    assert (report.changed, report.refused) == (1, 0)
    after = _now(roster)
    assert getattr(after.channels[place], field) == value
    assert after.channels[1 - place] == TREE.channels[1 - place]


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("name", "大樹", "大樹"),
        ("region", "台灣", "TW"),
        ("contact", "=1+1", "=1+1"),
        ("notes", "LINE: 下午回", "LINE: 下午回"),
    ],
)
def test_a_creator_is_corrected(roster: Roster, field: str, words: str, value: str) -> None:
    amend(roster, TREE, None, field, words, "by hand", TODAY)
    assert getattr(_now(roster), field) == value


def test_a_fee_replaces_that_of_its_format(roster: Roster) -> None:
    amend(roster, TREE, TREE.channels[0], "fee_post", "9000-10000", "by hand", TODAY)
    amend(roster, TREE, TREE.channels[0], "fee_reel", "1.5萬", "by hand", TODAY)
    fees = {fee.format: fee.price for fee in _now(roster).channels[0].fees}
    assert (fees[Format.POST].low, fees[Format.POST].high, fees[Format.POST].as_of) == (9_000, 10_000, TODAY)
    assert fees[Format.REEL].high == 15_000


@pytest.mark.parametrize(
    ("field", "words"),
    [("followers", "很多"), ("engagement", "240%"), ("region", "火星"), ("fee_post", "-5")],
)
def test_what_cannot_be_read_changes_nothing(roster: Roster, field: str, words: str) -> None:
    channel = None if field in OF_CREATOR else TREE.channels[0]
    report = amend(roster, TREE, channel, field, words, "by hand", TODAY)
    assert report.refused == 1 and _now(roster) == TREE
    problem = report.files[0].refused[0].problems[0]
    assert problem.value == words and problem.suggestion


def test_every_field_can_be_named(roster: Roster) -> None:
    words = {"followers": "1", "url": "https://www.instagram.com/littletree", "region": "TW", "language": "zh",
             "last_post": "2026-01-01"}  # fmt: skip
    for field in EDITABLE:
        channel = None if field in OF_CREATOR else TREE.channels[0]
        report = amend(roster, TREE, channel, field, words.get(field, "0.5"), "by hand", TODAY)
        assert not report.files[0].unknown_columns, field


def test_a_field_is_made_unknown(roster: Roster) -> None:
    assert clear(roster, TREE, None, "contact", "by hand")
    assert clear(roster, _now(roster), TREE.channels[0], "fee_post", "by hand")
    assert clear(roster, _now(roster), TREE.channels[1], "followers", "by hand")
    after = _now(roster)
    assert after.contact is None and after.channels[0].fees == () and after.channels[1].followers is None
    assert not clear(roster, after, None, "contact", "by hand")
    assert not clear(roster, after, None, "name", "by hand"), "nobody is without a name"


def test_each_correction_can_be_taken_back(roster: Roster) -> None:
    amend(roster, TREE, None, "name", "大樹", "by hand", TODAY)
    remove(roster, _now(roster), "by hand")
    assert roster.creator("tree") is None
    marks = []
    while change := last_change(roster):
        assert change.what == "by hand" and change.creators == 1
        marks.append(change.mark)
        undo_change(roster, change.mark)
    assert len(set(marks)) == 2 and _now(roster) == TREE


def test_an_old_undo_takes_back_nothing_newer(roster: Roster) -> None:
    # The button below an import must not take back the correction that came after it.
    amend(roster, TREE, None, "name", "大樹", "by hand", TODAY)
    first = last_change(roster)
    assert first
    amend(roster, _now(roster), None, "notes", "x", "by hand", TODAY)
    with pytest.raises(CannotUndo):
        undo_change(roster, first.mark)
    assert _now(roster).notes == "x"
    with pytest.raises(CannotUndo):
        undo_change(roster, "0-0")


def test_there_is_nothing_to_take_back_at_first(roster: Roster) -> None:
    assert last_change(roster) is None
