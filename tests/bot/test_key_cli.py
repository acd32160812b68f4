"""`kol-advisor key`, `backup`, `restore`, `retain` and `forget`: what an operator types, and what comes of it."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot import cli
from bot.app import Home, open_home
from bot.backup_cli import scheduled
from data.conversations import Place, Saved
from data.keys import new_key
from data.store import StoreError
from knowledge.models import Brief, Creator

cli.mount()
runner = CliRunner()
ME = 700_001


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a creator and a brief; the key lies beside it."""
    monkeypatch.setenv("KOL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KOL_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.chdir(tmp_path)
    made = open_home()
    made.roster.save(Creator(id="a", name="A", contact="a@example.com"))
    made.conversations.save(Saved("b1", Place(ME, 0, ME), "en", Brief(product="soap")))
    made.store.close()
    return made.options.home


def run(*arguments: str, status: int = 0) -> str:
    """What a command printed, or the error that `main` makes one line of."""
    result = runner.invoke(cli.app, list(arguments))
    if status and isinstance(result.exception, StoreError):
        return str(result.exception)
    assert result.exit_code == status, (result.output, result.exception)
    return result.output


def reads(home: Path) -> tuple[Any, Any]:
    """The contact and the brief, as the settings of now open them."""
    opened: Home = open_home()
    assert opened.options.home == home
    creator, saved = opened.roster.creator("a"), opened.conversations.load("b1")
    opened.store.close()
    return creator and creator.contact, saved and saved.brief.product


def test_a_new_key_seals_all_and_the_old_one_stays_until_it_is_dropped(home: Path, tmp_path: Path) -> None:
    old = (tmp_path / "key").read_text().split()[-1]
    assert "1 keys" in run("key", "show")
    said = run("key", "rotate")
    assert "values are sealed with the first of 2 keys" in said and "key drop" in said
    new, kept = (tmp_path / "key").read_text().split()[-2:]
    assert kept == old != new
    assert reads(home) == ("a@example.com", "soap")
    assert "1 key in" in run("key", "drop")
    assert old not in (tmp_path / "key").read_text()
    assert reads(home) == ("a@example.com", "soap")


def test_no_command_prints_a_key_that_is_in_use(tmp_path: Path) -> None:
    keys = []
    for command in ("show", "rotate", "show", "drop"):
        said = run("key", command)
        keys += [line for line in (tmp_path / "key").read_text().split() if len(line) == 44]
        assert not any(key in said for key in keys)


def test_a_rotation_that_was_interrupted_goes_on_with_its_key(home: Path, tmp_path: Path) -> None:
    """Killed after the new key was written down and before all was sealed with it."""
    file = tmp_path / "key"
    file.write_text(f"{new_key()}\n{file.read_text()}")
    before = file.read_text()
    run("key", "rotate")
    assert file.read_text() == before
    run("key", "drop")
    assert reads(home) == ("a@example.com", "soap")


def test_a_key_that_is_needed_is_not_dropped(home: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{new_key()}\n{(tmp_path / 'key').read_text()}")
    assert "Run kol-advisor key rotate first" in run("key", "drop", status=1)
    assert reads(home) == ("a@example.com", "soap")


def test_keys_of_a_setting_are_rotated_by_putting_a_new_one_first(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (tmp_path / "key").read_text().split()[-1], run("key", "new").strip()
    (tmp_path / "key").unlink()
    monkeypatch.setenv("KOL_SECRET_KEY", old)
    assert "Put a new one before it" in run("key", "rotate", status=1)
    monkeypatch.setenv("KOL_SECRET_KEY", f"{new},{old}")
    run("key", "rotate")
    assert "leave only the first one there" in run("key", "drop", status=1)
    monkeypatch.setenv("KOL_SECRET_KEY", new)
    assert reads(home) == ("a@example.com", "soap")
    assert not (tmp_path / "key").exists()


def test_keys_are_not_changed_under_a_running_bot(home: Path, tmp_path: Path) -> None:
    running = open_home()
    assert running.conversations.load("b1")
    before = (tmp_path / "key").read_text()
    assert "open in another process" in run("key", "rotate", status=1)
    assert (tmp_path / "key").read_text() == before
    running.store.close()


def test_a_lost_key_ends_every_command_with_what_to_do(home: Path, tmp_path: Path) -> None:
    (tmp_path / "key").rename(tmp_path / "lost")
    before = (home / "kol-advisor.db").read_bytes()
    for command in (["key", "show"], ["key", "rotate"], ["backup"], ["roster", "stats"], ["retain"]):
        result = runner.invoke(cli.app, command)
        said = f"{result.exception} {result.output}"
        assert result.exit_code == 1 and "there is no key" in said and "KOL_KEY_FILE" in said, command
    assert (home / "kol-advisor.db").read_bytes() == before
    assert not (tmp_path / "key").exists()
    (tmp_path / "lost").rename(tmp_path / "key")
    assert reads(home) == ("a@example.com", "soap")


def test_a_backup_goes_to_another_machine_with_its_key(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "checked. 1 databases" in run("backup", "safe.kolbackup")
    monkeypatch.setenv("KOL_HOME", str(tmp_path / "other"))
    assert "Restored safe.kolbackup" in run("restore", "safe.kolbackup")
    assert reads(tmp_path / "other") == ("a@example.com", "soap")
    monkeypatch.setenv("KOL_KEY_FILE", str(tmp_path / "no-key"))
    assert "there is no key here" in run("restore", "safe.kolbackup", status=1)


def test_a_backup_without_a_name_gets_the_time(tmp_path: Path) -> None:
    run("backup")
    (file,) = tmp_path.glob("*.kolbackup")
    assert file.name.startswith("kol-advisor-2")


def test_what_was_there_before_a_restore_is_told(home: Path) -> None:
    run("backup", "safe.kolbackup")
    changed = open_home()
    changed.roster.save(Creator(id="b", name="B"))
    changed.store.close()
    said = run("restore", "safe.kolbackup")
    assert "What was here before is in" in said and "before-restore-" in said
    (aside,) = home.glob("before-restore-*/kol-advisor.db")
    assert sqlite3.connect(aside).execute("select count(*) from creators where demo = 0").fetchone() == (2,)


def test_an_old_backup_is_shut_for_good_once_its_key_is_dropped(home: Path) -> None:
    """How somebody is forgotten in backups that already left the house."""
    run("backup", "old.kolbackup")
    run("key", "rotate")
    assert "Restored" in run("restore", "old.kolbackup")
    run("key", "rotate")  # what was restored is sealed with the old key again
    run("key", "drop")
    assert "no key of yours opens" in run("restore", "old.kolbackup", status=1)
    assert reads(home) == ("a@example.com", "soap")


@pytest.mark.parametrize("name", ["missing.kolbackup", "."])
def test_restore_needs_a_file(name: str) -> None:
    assert "is no file" in run("restore", name, status=1)


def test_backups_are_taken_when_a_setting_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert scheduled(open_home()) is None
    monkeypatch.setenv("KOL_BACKUP_DIR", str(tmp_path / "backups"))
    made = scheduled(open_home())
    assert made and made.file.parent == tmp_path / "backups"
    assert scheduled(open_home()) is None  # not due again for a day


def test_what_is_old_goes_and_is_counted(home: Path) -> None:
    assert "older than 90 days: nothing" in run("retain")
    then = (datetime.now(UTC) - timedelta(days=91)).isoformat()
    opened = open_home()
    with opened.store.atomic():
        opened.store.execute("update briefs set updated_at = ?", [then])
    opened.store.close()
    assert "1 briefs" in run("retain")


def test_an_operator_forgets_somebody_who_asked_by_letter(home: Path) -> None:
    said = run("forget", str(ME))
    assert "1 briefs" in said and "nothing is left" in said
    assert reads(home)[1] is None
    assert "Removed: nothing" in run("forget", str(ME))
    broken = open_home()
    broken.store.execute("create table gossip (told_by integer)")
    broken.store.execute("insert into gossip values (?)", [ME])
    broken.store.conn.commit()
    broken.store.close()
    assert "Still found in gossip.told_by" in run("forget", str(ME), status=1)


@pytest.mark.parametrize(
    "command", [["key"], ["key", "rotate"], ["backup"], ["restore"], ["retain"], ["forget"]]
)
def test_every_command_explains_itself(command: list[str]) -> None:
    assert runner.invoke(cli.app, [*command, "--help"]).stdout.strip()
    assert isinstance(cli.app, typer.Typer)
