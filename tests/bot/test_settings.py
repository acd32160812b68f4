"""Settings come from the environment, a .env file or a secrets directory, and a wrong one is named."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsProblem, settings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where no .env lies


def test_nothing_need_be_set() -> None:
    found = settings()
    assert (found.telegram_token, found.index, found.admins) == (None, "faiss", ())
    assert found.home.name == "kol-advisor"


def test_environment_wins_over_dotenv(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("KOL_LOG=debug\nKOL_ENCODER=from-dotenv\n", "utf-8")
    monkeypatch.setenv("KOL_ENCODER", "from-environment")
    assert (settings().log, settings().encoder) == ("debug", "from-environment")


def test_a_secrets_directory_is_read(tmp_path: Path) -> None:
    (tmp_path / "kol_telegram_token").write_text("12:hunter2", "utf-8")
    token = Settings(_secrets_dir=tmp_path).telegram_token
    assert token is not None and token.get_secret_value() == "12:hunter2"


@pytest.mark.parametrize("text", ["1,2", "1 2", " 1, 2 "])
def test_admins_are_listed_either_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOL_ADMINS", text)
    assert settings().admins == (1, 2)


@pytest.mark.parametrize(("name", "value"), [("KOL_ADMINS", "mina"), ("KOL_LOG", "loud")])
def test_what_cannot_be_used_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsProblem, match=name):
        settings()


def test_the_token_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOL_TELEGRAM_TOKEN", "12:hunter2")
    assert "hunter2" not in f"{settings()!r} {settings()}"
