"""Settings: KOL_… variables, a .env file, or one file a setting in a secrets directory."""

import os
import re
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRETS = Path("/run/secrets")  # where Docker and systemd put them

FEATURES = frozenset(
    {"drafts", "ephemeral", "rich"}
)  # of Telegram's, newer than the library: see bot/telegram/raw.py

_ADDRESS = r"^(\[[0-9A-Fa-f:.]+\]|[\w.-]+):\d{1,5}$"  # host:port


class SettingsProblem(ValueError):
    """A setting that cannot be used; the message names it and what was expected."""


class Settings(BaseSettings):
    """Everything an operator can set. Names in the environment are these in capitals, with KOL_ before them."""

    model_config = SettingsConfigDict(
        env_prefix="KOL_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    telegram_token: SecretStr | None = None
    telegram_base_url: str | None = None
    telegram_file_url: str | None = None
    home: Path = Field(default_factory=lambda: user_data_path("kol-advisor", appauthor=False))
    encoder: str | None = None
    index: str = "faiss"
    index_user: str = ""
    index_password: SecretStr | None = None
    index_token: SecretStr | None = None
    index_database: str = ""
    index_collection: str = Field("kol_advisor", pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,200}$")
    index_kind: str = "AUTOINDEX"
    index_shards: int = Field(1, ge=1, le=64)
    index_ca: Path | None = None
    index_cert: Path | None = None
    index_key: Path | None = None
    admins: Annotated[tuple[int, ...], NoDecode] = ()
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str = Field("127.0.0.1:8080", pattern=_ADDRESS)
    health_listen: str | None = Field(None, pattern=_ADDRESS)
    rival_seconds: float = Field(30, gt=0)  # of another process polling with our token before we give up
    actions_per_minute: int = Field(60, ge=1)  # of one person
    group_actions_per_minute: int = Field(120, ge=1)
    inline_per_minute: int = Field(60, ge=1)  # inline queries of one person
    briefs_per_person: int = Field(100, ge=1)
    guest: bool = False
    telegram_features: Annotated[tuple[str, ...], NoDecode] = ()
    share_days: float = Field(30, gt=0, le=3650)
    secret_key: SecretStr | None = None
    key_file: Path = Field(default_factory=lambda: user_config_path("kol-advisor", appauthor=False) / "key")
    operator: str | None = None
    retention_days: int = Field(90, ge=1, le=36_500)
    backup_dir: Path | None = None
    backup_hours: float = Field(24, gt=0)
    backup_keep: int = Field(7, ge=1)
    youtube_key: SecretStr | None = None
    youtube_base_url: str | None = None
    youtube_quota: int = Field(10_000, ge=1)  # units a day
    instagram_token: SecretStr | None = None
    instagram_account: str | None = Field(None, pattern=r"^\d{1,30}$")
    instagram_base_url: str | None = None
    instagram_quota: int = Field(200, ge=1)  # calls an hour
    enrich_days: int = Field(7, ge=0, le=365)
    log: str = "info"

    @field_validator("admins", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """``1,2 3`` as well as a list: people write either."""
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("webhook_url")
    @classmethod
    def _secure(cls, value: str | None) -> str | None:
        """Telegram posts to https alone; a server of one's own may do otherwise on this machine."""
        if not value:
            return None
        if not re.fullmatch(
            r"https://[^\s/?#]+(/[^\s?#]*)?|http://(127\.0\.0\.1|localhost)(:\d+)?(/[^\s?#]*)?", value
        ):
            raise ValueError("expected an address such as https://bot.example.org/telegram")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _plain(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None
        if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value().strip()):
            raise ValueError("expected 16 to 256 of A-Z a-z 0-9 _ -")
        return SecretStr(value.get_secret_value().strip())

    @field_validator("telegram_features", mode="before")
    @classmethod
    def _features(cls, value: Any) -> Any:
        names = value.replace(",", " ").lower().split() if isinstance(value, str) else value
        if unknown := set(names) - FEATURES:
            raise ValueError(
                f"expected some of {', '.join(sorted(FEATURES))}, not {', '.join(sorted(unknown))}"
            )
        return names

    @field_validator("log")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("expected debug, info, warning or error")
        return value.lower()


def settings() -> Settings:
    """Read the settings now. Raises SettingsProblem naming each one that cannot be used."""
    try:
        check_file(Path(".env"))
        folders = [folder for folder in secret_folders() if folder.is_dir()]
        return Settings(_secrets_dir=folders or None)
    except ValidationError as error:
        wrong = "; ".join(f"KOL_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsProblem(
            f"cannot use these settings: {wrong}. Correct them in the environment or .env"
        ) from None


def names_set() -> set[str]:
    """Every name that begins with KOL_ in the environment and in .env, in capitals."""
    names = {*os.environ, *dotenv_values(".env", interpolate=False)}
    return {name.upper() for name in names if name.upper().startswith("KOL_")}


def secret_folders() -> tuple[Path, ...]:
    """Where secrets lie as a file each: Docker's folder, and the one systemd gives a service (LoadCredential)."""
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    return (SECRETS, Path(credentials)) if credentials else (SECRETS,)


def check_file(file: Path) -> None:
    """Raise SettingsProblem for a settings file with a line that would be passed over. Its content is not quoted."""
    try:
        text = file.read_text("utf-8") if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as problem:
        says = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise SettingsProblem(
            f"{file.absolute()} cannot be read ({says}). Correct it, or move it away."
        ) from None
    broken = [binding.original.line for binding in parse_stream(StringIO(text)) if binding.error]
    if broken:
        lines = ", ".join(map(str, broken))
        raise SettingsProblem(
            f"{file.absolute()}: cannot read line {lines}. Expected NAME=value, with quotes closed where they are opened."
        )
