"""Settings: the environment first, then `instance/engage.toml`, then the defaults (docs/reference/settings.md)."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from engage.core.refusal import Refusal

PREFIX = "ENGAGE_"
SHORTEST_KEY = 32
FEWEST_SIGNS = 8
"""Different ones; a random key has far more."""
MAKE_A_KEY = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
EXAMPLES = ("changeme", "change-me", "change_me", "secret-key", "secret_key", "secretkey", "password")
"""What keys of examples contain."""


class SettingsIncomplete(Refusal):
    """The app must not start like this; the message says what to set."""

    code = "settings_incomplete"


class Settings(BaseSettings):
    """One field a setting; `ENGAGE_` before its name in the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    database_url: str = ""
    data_dir: Path = Path("instance")
    base_url: str = ""
    secret_key: str = ""
    redis_url: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    stakeholder_tool_url: str = ""
    """Where the network keeps its list of stakeholders; linked from the organisations of a hub."""
    mail_returns_to: str = ""
    """Where mail servers return mails to; "+" and the mail's number are put in before the "@"."""
    languages: str = ""
    trusted_hosts: str = ""
    proxy_hops: int = Field(default=0, ge=0, le=5)
    log_level: str = "INFO"
    draft_days: int = Field(default=30, ge=1, le=365)
    backup_days: int = Field(default=30, ge=1, le=3660)
    """After so many days the operator deletes a backup: told to people whose data were erased since it was made."""
    demonstration: bool = False
    """An instance to look at: second factors are offered, not required. Set by `engage demo serve`."""
    upload_megabytes: float = Field(default=10, gt=0, le=50)
    answer_days: int = Field(default=120, ge=1, le=3660)
    """Within so many days a recommendation should be answered; after that the public list says that it is overdue."""
    security_contact: str = Field(default="", pattern=r"^$|^(mailto:|https://|tel:)[!-~]+$")
    """Where to report that something is not safe: `mailto:…` or `https://…`, shown in /.well-known/security.txt."""
    metrics_token: str = Field(default="", pattern=r"^$|^\S{16,}$")
    """What Prometheus shows to read /metrics; without it that address does not exist."""
    registrations_per_hour: int = Field(default=60, ge=0)
    """Registrations for events from one connection; 0: however many."""

    def __init__(self, **given: Any) -> None:
        """:raises SettingsIncomplete: when a value is none that its setting may have; it is not repeated: it may be
        a secret"""
        try:
            super().__init__(**given)
        except ValidationError as wrong:
            raise SettingsIncomplete(" ".join(map(_sentence, wrong.errors()))) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, config_file())
        return init_settings, env_settings, toml

    @property
    def sqlalchemy_url(self) -> str:
        """The database, with the embedded one under the data directory by default."""
        url = self.database_url or f"sqlite:///{(self.data_dir / 'engage.db').absolute()}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    def require_complete(self) -> None:
        """:raises SettingsIncomplete: when links or signatures could not be trusted"""
        if not self.base_url.startswith(("http://", "https://")):
            raise SettingsIncomplete(
                "ENGAGE_BASE_URL is not set. Set it to the address people use, for example https://engage.example.org"
            )
        if len(self.secret_key) < SHORTEST_KEY:
            raise SettingsIncomplete(
                f"ENGAGE_SECRET_KEY is missing or shorter than {SHORTEST_KEY} characters. {MAKE_A_KEY}"
            )
        if len(set(self.secret_key)) < FEWEST_SIGNS or any(known in self.secret_key.lower() for known in EXAMPLES):
            raise SettingsIncomplete(f"ENGAGE_SECRET_KEY is easy to guess. {MAKE_A_KEY}")


def _sentence(error: Mapping[str, Any]) -> str:
    return f"{PREFIX}{str(error['loc'][0]).upper()} has a value that it cannot have. {error['msg']}."


def config_file() -> Path:
    return Path(os.environ.get(f"{PREFIX}DATA_DIR", "instance")) / "engage.toml"


def unknown_names() -> list[str]:
    """`ENGAGE_*` variables that no setting reads: misspelt, most likely."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    test_only = {"ENGAGE_CORPORA", "ENGAGE_TEST_STRICT"}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known | test_only)


def write_first_config(**values: Any) -> Path:
    """Write `engage.toml` with a fresh secret key, readable by its owner alone; keeps one that is there."""
    path = config_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f'secret_key = "{secrets.token_urlsafe(48)}"', *(f'{k} = "{v}"' for k, v in values.items())]
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
