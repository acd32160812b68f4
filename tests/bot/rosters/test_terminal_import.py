"""The same in a terminal: ``/import PATH``, buttons by their label, files into the working folder."""

import io
import json
from pathlib import Path

import pytest

from bot.app import Home
from bot.terminal import run_json
from tests.bot.rosters.talk import table

LIST = table(
    "name | url | followers",
    "Ann | https://www.instagram.com/ann_makes | 12000",
    "Ben | https://youtube.com/@ben | a lot",
)


def said(home: Home, *lines: str) -> list[str]:
    """What each line brings on screen."""
    out = io.StringIO()
    run_json(home.chat, "en", lines, out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    return [
        "\n".join(
            text
            for m in answer["messages"]
            for text in (m["text"], *(b for row in m["buttons"] for b in row))
        )
        for answer in answers
    ]


def test_a_file_comes_in_and_the_mistakes_go_out(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "my list.csv"
    path.write_bytes(LIST)
    proposed, done, found = said(home, f'/import "{path}"', "/tap Import 1", "/roster ann_makes")
    assert "new 1" in proposed and "Row 3 followers “a lot”: not a number" in proposed
    assert "Added 1" in done and "Saved as my list_refused.csv" in done
    assert "a lot" in (tmp_path / "my list_refused.csv").read_text("utf-8-sig")
    assert "@ann_makes" in found
    assert home.roster.has_own()


def test_what_is_no_file_is_told(home: Home, tmp_path: Path) -> None:
    missing, folder, how, link = said(
        home,
        "/import nowhere.csv",
        f"/import {tmp_path}",
        "/import",
        "/import https://www.instagram.com/ann_makes",
    )
    assert "There is no file nowhere.csv" in missing and "There is no file" in folder
    assert "/import PATH" in how and "new 1" in link


def test_advice_is_made_of_ones_own_at_once(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    before, *_, after = said(
        home, "soap, NT$280, budget 30k", f"/import {path}", "/tap Import 1", "/new soap, NT$280, budget 30k"
    )
    assert "Demo roster" in before and "Demo roster" not in after and "Ann" in after
