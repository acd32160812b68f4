"""What is exported comes back the same."""

import csv
import io
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings

from data.exporter import LONGEST_CELL, Unwritable, write_csv, write_file
from data.importer import import_file
from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Fee, Figure, Price
from tests.data.creators import rosters


def exported(creators: list[Creator]) -> str:
    text = io.StringIO(newline="")
    write_csv(creators, text)
    return text.getvalue()


def table(creators: list[Creator]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(creators), newline="")))


def reimported(creators: list[Creator]) -> list[Creator]:
    roster = Roster(connect(Path(":memory:")))
    with TemporaryDirectory() as folder, closing(roster.db):
        file = Path(folder) / "roster.csv"
        file.write_text(exported(creators), encoding="utf-8-sig", newline="")
        report = import_file(roster, file)
        assert report.refused == () and report.notices == () and report.unknown_columns == ()
        assert len(import_file(roster, file).unchanged) == report.rows
        return roster.creators()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(rosters())
def test_every_creator_comes_back_the_same(creators: list[Creator]) -> None:
    assert reimported(creators) == creators


def reimported_workbook(creators: list[Creator]) -> list[Creator]:
    roster = Roster(connect(Path(":memory:")))
    with TemporaryDirectory() as folder, closing(roster.db):
        file = Path(folder) / "roster.xlsx"
        write_file(creators, file)
        report = import_file(roster, file)
        assert report.refused == () and report.notices == () and report.unknown_columns == ()
        return roster.creators()


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(rosters())
def test_every_creator_comes_back_the_same_from_a_workbook(creators: list[Creator]) -> None:
    assert reimported_workbook(creators) == creators


def channel(**fields: object) -> Channel:
    return Channel.model_validate({"platform": "instagram", "handle": "mei"} | fields)


def fee(format_: str, low: float, **price: object) -> Fee:
    price = {"low": low, "high": low, "currency": "TWD", "basis": "quoted"} | price
    return Fee(format=format_, price=Price.model_validate(price))


DAY = date(2026, 11, 1)


def test_one_date_and_source_for_the_row_where_all_figures_agree() -> None:
    figures = {name: Figure(value=10, as_of=DAY, source="kit") for name in ("followers", "avg_views")}
    (row,) = table([Creator(id="1", name="A", channels=(channel(**figures),))])
    assert (row["as_of"], row["source"], row["followers"], row["avg_views"]) == (
        "2026-11-01",
        "kit",
        "10",
        "10",
    )
    assert not [name for name in row if name.endswith(("_as_of", "_source"))]


def test_columns_of_their_own_where_figures_differ() -> None:
    figures = {
        "followers": Figure(value=10, as_of=DAY, source="kit"),
        "avg_views": Figure(value=5, source="kit"),
    }
    (row,) = table([Creator(id="1", name="A", channels=(channel(**figures),))])
    assert (row["as_of"], row["source"]) == ("", "kit")
    assert (row["followers_as_of"], row.get("avg_views_as_of", "")) == ("2026-11-01", "")


def test_fees_are_columns_in_the_order_of_the_formats() -> None:
    fees = (
        fee("unboxing", 8000, high=12000),
        fee("reel", 300, currency="USD"),
        fee("reel", 9.5, basis="estimate"),
    )
    text = exported([Creator(id="1", name="A", channels=(channel(fees=fees),))])
    header = text.splitlines()[0].split(",")
    assert [name for name in header if name.startswith("fee") and "basis" not in name] == [
        "fee_unboxing", "fee_reel", "fee_reel_2",
    ]  # fmt: skip
    (row,) = table([Creator(id="1", name="A", channels=(channel(fees=fees),))])
    assert [row[name] for name in ("fee_unboxing", "fee_reel", "fee_reel_2", "fee_reel_2_basis")] == [
        "8000-12000 TWD", "300 USD", "9.5 TWD", "estimate",
    ]  # fmt: skip


def test_no_cell_is_a_formula() -> None:
    bad = "=HYPERLINK(1)"
    creator = Creator(
        id="+1",
        name="@cmd",
        contact="-2",
        notes="\t=1",
        channels=(channel(content=bad, category="＝1", past_collaborations=(bad, "+x"), url="=1"),),
    )
    (row,) = table([creator])
    assert [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "＝"))] == []
    assert (row["name"], row["content"], row["contact"]) == ("'@cmd", "'=HYPERLINK(1)", "'-2")
    assert reimported([creator]) == [creator]


def test_a_channel_a_row_and_a_creator_without_any_has_one_too() -> None:
    two = Creator(id="2", name="B", demo=True, channels=(channel(), channel(handle="b")))
    rows = table([Creator(id="1", name="A"), two])
    assert [(row["creator_id"], row["handle"], row["demo"]) for row in rows] == [
        ("1", "", ""), ("2", "mei", "yes"), ("2", "b", "yes"),
    ]  # fmt: skip


def test_an_empty_roster_is_a_header() -> None:
    assert exported([]).startswith("creator_id,name,platform,handle,url,") and exported([]).count("\n") == 1


# Found by the property test: nan is the language tag of Taiwanese and NA the country code of Namibia.
def test_codes_that_look_like_nothing() -> None:
    audience = {"regions": ("NA",)}
    creator = Creator(id="1", name="A", region="NA", channels=(channel(language="nan", audience=audience),))
    assert reimported([creator]) == [creator]


def cells(file: Path) -> str:
    """The XML of a workbook's only sheet."""
    with ZipFile(file) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_workbook_holds_text_as_text_and_counts_as_numbers(tmp_path: Path) -> None:
    figures = {"followers": Figure(value=12_000), "avg_views": Figure(value=0.5)}
    creators = [
        Creator(id=n, name=n, channels=(channel(handle=f"h{place}", **figures),))
        for place, n in enumerate(ATTACKS)
    ]
    assert write_file(creators, tmp_path / "r.xlsx") == len(ATTACKS)
    xml = cells(tmp_path / "r.xlsx")
    assert "<f>" not in xml and "<hyperlink" not in xml
    assert xml.count("<v>12000</v>") == len(ATTACKS) and xml.count("<t>0.5</t>") == len(ATTACKS)
    assert import_file(Roster(connect(Path(":memory:"))), tmp_path / "r.xlsx").rows == len(ATTACKS)


ATTACKS = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "http://x.example",
    "00912",
    "1e5",
    "TRUE",
    "小美😀",
    "_x0041_",
]


def test_a_text_too_long_for_a_cell_is_told_and_nothing_written(tmp_path: Path) -> None:
    file = tmp_path / "r.xlsx"
    write_file([Creator(id="a", name="A", channels=(channel(content="x" * LONGEST_CELL),))], file)
    before = file.read_bytes()
    long = Creator(id="a", name="A", channels=(channel(content="x" * (LONGEST_CELL + 1)),))
    with pytest.raises(Unwritable, match=r"content in row 2 has 32,768 characters.*Export CSV instead"):
        write_file([long], file)
    assert file.read_bytes() == before and list(tmp_path.iterdir()) == [file]
    assert write_file([long], tmp_path / "r.csv") == 1


def test_lines_and_signs_survive_a_workbook() -> None:
    made = [
        Creator(
            id="a", name="A", contact="a\nb\r\nc\td", notes=" \x0b x ", channels=(channel(content="\u3000a"),)
        )
    ]
    assert reimported_workbook(made) == made
