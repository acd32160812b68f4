"""Settings: KOL_… variables, a .env file, or one file a setting in a secrets directory."""

from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRETS = Path("/run/secrets")  # where Docker and systemd put them


class SettingsProblem(ValueError):
    """A setting that cannot be used; the message names it and what was expected."""


class Settings(BaseSettings):
    """Everything an operator can set. Names in the environment are these in capitals, with KOL_ before them."""

    model_config = SettingsConfigDict(env_prefix="KOL_", env_file=".env", extra="ignore")

    telegram_token: SecretStr | None = None
    telegram_base_url: str | None = None
    telegram_file_url: str | None = None
    home: Path = Field(default_factory=lambda: user_data_path("kol-advisor", appauthor=False))
    encoder: str | None = None
    index: str = "faiss"
    admins: Annotated[tuple[int, ...], NoDecode] = ()
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    secret_key: SecretStr | None = None
    key_file: Path = Field(default_factory=lambda: user_config_path("kol-advisor", appauthor=False) / "key")
    operator: str | None = None
    retention_days: int = Field(90, ge=1, le=36_500)
    backup_dir: Path | None = None
    backup_hours: float = Field(24, gt=0)
    backup_keep: int = Field(7, ge=1)
    log: str = "info"

    @field_validator("admins", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """``1,2 3`` as well as a list: people write either."""
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("log")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("expected debug, info, warning or error")
        return value.lower()


def settings() -> Settings:
    """Read the settings now. Raises SettingsProblem naming each one that cannot be used."""
    try:
        return Settings(_secrets_dir=SECRETS if SECRETS.is_dir() else None)
    except ValidationError as error:
        wrong = "; ".join(f"KOL_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsProblem(
            f"cannot use these settings: {wrong}. Correct them in the environment or .env"
        ) from None
