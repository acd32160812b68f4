"""What the cells of an import become: descriptions, rates, currencies and fees."""

from pathlib import Path

import pytest

from data.roster import Roster
from data.store import connect
from knowledge.models import Figure
from tests.data.putting import DAY, Put, outcome, why


@pytest.fixture
def roster() -> Roster:
    return Roster(connect(Path(":memory:")))


@pytest.fixture
def put(roster: Roster, tmp_path: Path) -> Put:
    return Put(roster, tmp_path)


def test_descriptive_columns_are_joined_and_labelled(put: Put) -> None:
    put(
        "name,section,sub,content_about,playlists,url\n"
        'x,Web,,"CSS, HTML","`Grid`, `Flex`.",youtube.com/@x\n'
        "y,Web,,,N/A,youtube.com/@y\n"
    )
    channel = put.channel("youtube:x")
    assert (channel.category, channel.content) == ("Web", "Web\nCSS, HTML\nPlaylists: Grid, Flex.")
    assert put.channel("youtube:y").content == "Web"


def test_a_rate_column_in_percents(put: Put) -> None:
    report = put("platform,handle,互動率\nig,a,3.2\nig,b,0.8\nig,c,2\nig,d,0.5%\nig,e,150\n")
    rates = [put.channel(f"instagram:{handle}").engagement for handle in "abcd"]
    assert [rate and rate.value for rate in rates] == [0.032, 0.008, 0.02, 0.005]
    assert [(row, reason) for row, _, _, reason in why(report)] == [(6, "more than 100 %")]
    put("platform,handle,engagement (%)\nig,f,0.8\n")
    assert put.channel("instagram:f").engagement == Figure(value=0.008, as_of=DAY, source="sheet.csv")


def test_a_rate_column_in_fractions(put: Put) -> None:
    report = put("platform,handle,engagement\nig,a,0.032\nig,b,0.01\nig,c,0.8\n")
    assert put.channel("instagram:a").engagement == Figure(value=0.032, as_of=DAY, source="sheet.csv")
    assert why(report) == [(4, "engagement", "0.8", "0.8 may mean 80% or 0.8 %")]


def test_one_slip_does_not_turn_a_column_of_fractions_into_percents(put: Put) -> None:
    report = put("platform,handle,engagement\nig,a,0.032\nig,b,0.01\nig,c,3\nig,d,2%\n")
    assert outcome(report) == ([5], [], [], [2, 3, 4])


def test_columns_without_a_meaning_are_told_with_how_much_they_hold(put: Put) -> None:
    report = put("platform,handle,videos,,mood\nig,a,5,,\nig,b,7,x,-\n")
    assert [(column.column, column.cells) for column in report.unknown_columns] == [
        ("videos", 2), ("(column 4)", 1), ("mood", 0),
    ]  # fmt: skip
    assert [(column.column, column.field) for column in report.columns] == [
        ("platform", "platform"),
        ("handle", "handle"),
    ]


def test_currencies_of_a_row_and_of_a_column(put: Put) -> None:
    put(
        "platform,handle,幣別,fee_reel,限動費用(港幣),fee_basis\nig,a,USD,300,500,quoted\nig,b,,300,,\nig,c,USD,NT$300,,估\n"
    )
    prices = {
        h: [(f.price.low, f.price.currency, f.price.basis) for f in put.channel(f"instagram:{h}").fees]
        for h in "abc"
    }
    assert prices == {
        "a": [(300, "USD", "quoted"), (500, "HKD", "quoted")],
        "b": [(300, "TWD", "rate_card")],
        "c": [(300, "TWD", "estimate")],
    }


def test_two_fees_of_one_format_keep_their_places(put: Put) -> None:
    put("platform,handle,fee_reel,fee_reel_2\nig,a,100,200\n")
    put("platform,handle,fee_reel_2\nig,a,250\n")
    put("platform,handle,影片報價,fee_story\nig,a,90,50\n")
    fees = [(fee.format.value, fee.price.low) for fee in put.channel("instagram:a").fees]
    assert fees == [("reel", 90), ("reel", 250), ("story", 50)]
