"""``kol-advisor roster show``: one creator, each value with its date and source."""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import roster_cli
from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Platform

LIST = (
    "名稱,連結,類別,粉絲數,互動率,聯絡,受眾年齡,女性比例,受眾地區,報價_開箱\n"
    "小樹手作,https://www.instagram.com/littletree,手作,1.2萬,3.2%,tree@example.com,25-34,62%,TW,8000-12000\n"
    "小樹,https://www.youtube.com/@tree,,900,,,,,,\n"
)


@pytest.fixture
def roster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Roster:
    made = Roster(connect(tmp_path / "kol.db"))
    monkeypatch.setattr(roster_cli, "open_roster", lambda: made)
    monkeypatch.setenv("COLUMNS", "200")
    file = tmp_path / "創作者名單.csv"
    file.write_text(LIST, encoding="utf-8")
    noon = datetime(2026, 11, 20, 12).timestamp()
    os.utime(file, (noon, noon))
    assert run("import", file).exit_code == 0
    return made


def run(*words: object) -> Result:
    return CliRunner().invoke(roster_cli.roster, [str(word) for word in words])


@pytest.mark.parametrize("name", ["小樹手作", "instagram:littletree", "littletree", "Instagram:LittleTree"])
def test_each_value_has_its_date_and_source(roster: Roster, name: str) -> None:
    lines = [line.split() for line in run("show", name).stdout.splitlines()]
    where = ["2026-11-20", "創作者名單.csv"]
    assert lines == [
        ["小樹手作", "(instagram:littletree)"],
        ["field", "value", "as", "of", "source"],
        ["name", "小樹手作", *where],
        ["contact", "tree@example.com", *where],
        ["instagram:littletree"],
        ["field", "value", "as", "of", "source"],
        ["handle", "littletree", *where],
        ["url", "https://www.instagram.com/littletree", *where],
        ["category", "手作", *where],
        ["followers", "12000", *where],
        ["engagement", "3.2%", *where],
        ["audience_age_low", "25", *where],
        ["audience_age_high", "34", *where],
        ["audience_female_share", "62%", *where],
        ["audience_regions", "TW", *where],
        ["fee_unboxing", "TWD", "8000-12000", "(quoted)", *where],
    ]


def test_the_json_is_a_creator(roster: Roster) -> None:
    document = json.loads(run("show", "小樹手作", "--json").stdout)
    assert Creator.model_validate(document) == roster.creator("instagram:littletree")
    where = {"as_of": "2026-11-20", "source": "創作者名單.csv"}
    assert document["provenance"] == [{"fields": ["name", "contact"], **where}]
    (channel,) = document["channels"]
    assert channel["provenance"] == [{"fields": ["handle", "url", "category"], **where}]
    assert channel["followers"] == {"value": 12000.0, **where}


def test_what_is_not_known_is_left_empty(roster: Roster) -> None:
    roster.save(Creator(id="bo", name="Bo", channels=(Channel(platform=Platform.X, handle="bo"),)))
    assert run("show", "bo").stdout.split() == (
        "Bo (bo) field value as of source name Bo x:bo field value as of source handle bo".split()
    )


def test_who_is_meant_has_to_be_clear(roster: Roster) -> None:
    roster.save(Creator(id="b", name="小樹手做"))
    near = run("show", "小樹手")
    assert (
        near.exit_code == 1
        and "小樹手作 (instagram:littletree)" in near.stderr
        and "小樹手做 (b)" in near.stderr
    )
    nobody = run("show", "沒有這個人")
    assert nobody.exit_code == 1 and "nobody in the roster is called '沒有這個人'" in nobody.stderr


def test_a_creator_of_the_demo_says_so(roster: Roster) -> None:
    roster.save(Creator(id="d", name="D", demo=True))
    assert run("show", "d").stdout.startswith("D (d), demo: fiction\n")
