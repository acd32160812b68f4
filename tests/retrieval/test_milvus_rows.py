"""Creators as rows and back: nothing is lost, and what is personal is sealed."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.models import Basis, Channel, ChannelAudience, Creator, Fee, Figure, Format, Platform, Price
from retrieval.milvus_rows import (
    LOTS,
    UNSEALED,
    Sealing,
    Unstorable,
    creators_of,
    figures_of,
    row_key,
    rows_of,
)
from tests.retrieval.contract import creators
from tests.retrieval.toy import ToyEncoder

ENCODER = ToyEncoder()
BACKWARDS = Sealing(lambda text: text[::-1], lambda text: text[::-1])
PRICE = Price(low=3000, high=5000, currency="TWD", basis=Basis.QUOTED, as_of=date(2026, 10, 1), source="mail")
MIKA = Creator(
    id="mika",
    name="Mika",
    region="TW",
    contact="mika@example.com",
    notes="週末不回信",
    channels=(
        Channel(
            platform=Platform.INSTAGRAM,
            handle="Mika.Soap",
            category="手工皂",
            content="soap",
            language="zh-TW",
            followers=Figure(value=12_000, as_of=date(2026, 10, 1), source="mail"),
            engagement=Figure(value=0.032),
            audience=ChannelAudience(regions=("TW", "HK"), female_share=0.8),
            fees=(Fee(format=Format.REEL, price=PRICE),),
            past_collaborations=("阿原",),
        ),
        Channel(platform=Platform.BLOG, handle="mika"),
    ),
)


@settings(max_examples=30)
@given(st.lists(creators(), unique_by=lambda creator: creator.id))
def test_creators_come_back_as_they_were(given: list[Creator]) -> None:
    rows = sorted(rows_of(given, ENCODER, BACKWARDS), key=lambda row: str(row["row"]))
    assert list(creators_of(rows, BACKWARDS)) == sorted(given, key=lambda creator: creator.id)


def test_a_row_has_what_conditions_ask_and_the_whole_record() -> None:
    instagram, blog = rows_of([MIKA], ENCODER, UNSEALED)
    wanted = {
        "row": "6d696b61-0000", "creator": "mika", "place": 0, "key": "instagram:mika.soap", "market": "*",
        "regions": "|HK|TW|", "platform": "instagram", "language": "zh", "followers": 12_000, "views": -1,
        "engagement": 0.032, "described": True, "demo": False,
    }  # fmt: skip
    assert {name: instagram[name] for name in wanted} == wanted
    assert [blog[name] for name in ("row", "place", "market", "regions", "language", "described")] == [
        "6d696b61-0001", 1, "TW", "", "", False,
    ]  # fmt: skip
    assert json.loads(blog["channel"]) == {"platform": "blog", "handle": "mika"}
    assert 0 <= instagram["lot"] < LOTS != blog["lot"]
    np.testing.assert_allclose(np.linalg.norm(instagram["style"]), 1, atol=1e-6)


def test_personal_fields_leave_sealed() -> None:
    for row in rows_of([MIKA], ENCODER, BACKWARDS):
        person = json.loads(row["person"])
        assert person["contact"] == "moc.elpmaxe@akim"
        assert person["notes"] == "信回不末週"
        assert "mika@example.com" not in str(row)


def test_a_creator_without_channels_is_kept_and_found_by_nobody() -> None:
    (row,) = rows_of([Creator(id="bare", name="a")], ENCODER, UNSEALED)
    assert (row["platform"], row["key"], row["channel"]) == ("", "", "")
    assert list(creators_of([row], UNSEALED)) == [Creator(id="bare", name="a")]


@given(st.tuples(st.text(), st.integers(0, 200)), st.tuples(st.text(), st.integers(0, 200)))
def test_keys_are_in_the_order_of_creators(one: tuple[str, int], other: tuple[str, int]) -> None:
    assert (row_key(*one) < row_key(*other)) == (one < other)
    assert not set(row_key(*one)) & set('"\\\n')


def test_medians_are_made_of_known_figures() -> None:
    kept = figures_of({"platform": "blog", "followers": 10.0, "views": -1.0, "engagement": 0.0})
    assert (kept.platform, kept.followers, kept.views, kept.engagement) == (Platform.BLOG, 10.0, None, 0.0)


@pytest.mark.parametrize(
    ("creator", "says"),
    [
        (MIKA.model_copy(update={"id": "x" * 1001}), "its creator takes 1,001 bytes, and Milvus keeps 1,000"),
        (MIKA.model_copy(update={"notes": "貓" * 25_000}), "its person takes 75,"),
    ],
)
def test_what_is_too_long_is_refused_by_name(creator: Creator, says: str) -> None:
    with pytest.raises(Unstorable, match=says):
        rows_of([creator], ENCODER, UNSEALED)
