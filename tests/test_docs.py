"""What the documents say is so."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot import cli
from bot.settings import Settings
from data.header import map_header
from knowledge.models import Format, Platform

ROOT = Path(__file__).parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_every_setting_is_in_the_readme() -> None:
    assert [
        f"KOL_{name.upper()}"
        for name in Settings.model_fields
        if f"`KOL_{name.upper()}`" not in text("README.md")
    ] == []


def test_every_command_in_the_readme_exists_and_the_other_way_round() -> None:
    cli.mount()
    command = get_command(cli.app)
    names = set(command.commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"^\| `kol-advisor (\w+)", text("README.md"), re.MULTILINE)) == names


@pytest.mark.parametrize(
    "file",
    [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
    ],
)
def test_links_lead_somewhere(file: str) -> None:
    targets = re.findall(r"\]\((?!http)([^)#]+)", text(file))
    assert [target for target in targets if not (ROOT / file).parent.joinpath(target).exists()] == []


def test_every_column_in_the_roster_document_is_understood() -> None:
    table = [line.split("|")[1:3] for line in text("docs/roster.md").splitlines() if line.startswith("| `")]
    first = [name for names, _ in table for name in re.findall(r"`([a-z_]+)`", names)]
    others = [
        word.strip() for _, words in table for word in words.replace("…", "").split(",") if word.strip()
    ]
    for header in first + others:
        assert map_header([header]).columns, header


def test_platforms_and_formats_are_listed_in_the_roster_document() -> None:
    assert [p for p in (*Platform, *Format) if p not in text("docs/roster.md")] == []
