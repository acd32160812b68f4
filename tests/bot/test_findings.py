"""Doctor on keys, backups, disks and settings: what is wrong, and the command that mends it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Home, open_home
from bot.backup_cli import scheduled
from bot.findings import backup_finding, disk_fault, key_finding, names_finding
from bot.settings import SettingsProblem, check_file, secret_folders, settings
from data.keys import new_key
from data.roster import Roster
from data.seal import Seal, WrongKey
from knowledge.models import Creator


@pytest.fixture(autouse=True)
def _set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KOL_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.chdir(tmp_path)


def opened() -> Home:
    home = open_home()
    home.roster.save(Creator(id="a", name="A", contact="a@example.com"))
    return home


def test_a_key_that_opens_everything_is_well(tmp_path: Path) -> None:
    finding = key_finding(opened())
    assert finding.ok and f"1 in {tmp_path / 'key'}" in finding.says and "all can be opened" in finding.says


def test_a_key_that_others_may_read_is_shut_by_one_command(tmp_path: Path) -> None:
    opened().store.close()
    (tmp_path / "key").chmod(0o644)
    finding = key_finding(open_home())
    assert not finding.ok and finding.says.endswith(f"Run: chmod 600 '{tmp_path / 'key'}'")
    os.system(finding.says.split("Run: ")[1])
    assert key_finding(open_home()).ok


def test_a_missing_or_wrong_key_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened().store.close()
    (tmp_path / "key").rename(tmp_path / "away")
    with pytest.raises(WrongKey, match="there is no key"):
        key_finding(open_home())
    monkeypatch.setenv("KOL_SECRET_KEY", new_key())
    with pytest.raises(WrongKey, match="another key"):
        key_finding(open_home())


def test_values_that_no_key_opens_are_counted() -> None:
    home = opened()
    Roster(home.store, Seal([new_key()])).save(Creator(id="b", name="B", notes="lost"))
    finding = key_finding(home)
    assert not finding.ok and "1 of 4 sealed values are opened by no key" in finding.says


def test_a_key_beside_its_data_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOL_KEY_FILE", str(tmp_path / "home" / "key"))
    finding = key_finding(opened())
    assert not finding.ok and "lies with the data it seals" in finding.says


def test_backups_are_well_while_the_newest_is_young(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert backup_finding(opened()).ok  # none is wanted
    monkeypatch.setenv("KOL_BACKUP_DIR", str(tmp_path / "backups"))
    home = opened()
    none = backup_finding(home)
    assert not none.ok and "kol-advisor backup" in none.says
    made = scheduled(home)
    assert made and backup_finding(home).ok
    then = (datetime.now(UTC) - timedelta(hours=49)).timestamp()
    os.utime(made.file, (then, then))
    late = backup_finding(home)
    assert not late.ok and "49 hours old" in late.says and "Run: kol-advisor backup" in late.says


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("KOL_TELEGRM_TOKEN", "KOL_TELEGRM_TOKEN is no setting (did you mean KOL_TELEGRAM_TOKEN?)"),
        ("KOL_ZZZ", "KOL_ZZZ is no setting. Correct"),
    ],
)
def test_a_misspelt_setting_is_told(name: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names_finding() is None
    monkeypatch.setenv(name, "hunter2")
    finding = names_finding()
    assert finding and not finding.ok and says in finding.says and "hunter2" not in finding.says


def test_names_in_the_settings_file_count_too() -> None:
    Path(".env").write_text("KOL_ADMIN=1\n", "utf-8")
    finding = names_finding()
    assert finding and "did you mean KOL_ADMINS?" in finding.says


def test_a_folder_that_can_be_written_is_well(tmp_path: Path) -> None:
    assert disk_fault(tmp_path) is None
    fault = disk_fault(Path("/proc/sys/kernel")) if os.geteuid() else disk_fault(tmp_path / "missing")
    assert fault and "Run: chmod u+rwx" in fault


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"KOL_LOG=info\nthis is no line\n", "cannot read line 2"),
        (b'KOL_LOG="info\nKOL_X=1\n', "cannot read line 1"),
        (b"KOL_LOG=\xff\n", "it is not UTF-8"),
    ],
)
def test_a_broken_settings_file_is_named_with_its_line(content: bytes, says: str) -> None:
    Path(".env").write_bytes(content)
    with pytest.raises(SettingsProblem) as refused:
        settings()
    assert says in str(refused.value) and ".env" in str(refused.value) and "KOL_X=1" not in str(refused.value)


def test_a_sound_settings_file_is_read() -> None:
    Path(".env").write_text("# mine\nKOL_LOG=debug\nexport KOL_OPERATOR='a b'\n\n", "utf-8")
    check_file(Path(".env"))
    assert (settings().log, settings().operator) == ("debug", "a b")


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """``KOL_BACKUP_DIR=`` in a file must not mean the folder one happens to stand in."""
    monkeypatch.setenv("KOL_BACKUP_DIR", "")
    monkeypatch.setenv("KOL_SECRET_KEY", "")
    assert settings().backup_dir is None and settings().secret_key is None


def test_secrets_come_from_a_service_manager_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "kol_telegram_token").write_text("12:hunter2", "utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    assert secret_folders()[-1] == tmp_path / "credentials"
    token = settings().telegram_token
    assert token and token.get_secret_value() == "12:hunter2"
