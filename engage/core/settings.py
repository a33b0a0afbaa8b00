"""Settings: the environment first, then `instance/engage.toml`, then the defaults (docs/reference/settings.md)."""

import os
import re
import secrets
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

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


class Settings:
    """One field a setting; `ENGAGE_` before its name in the environment."""

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
    proxy_hops: int = 0
    log_level: str = "INFO"
    draft_days: int = 30
    backup_days: int = 30
    """After so many days the operator deletes a backup: told to people whose data were erased since it was made."""
    demonstration: bool = False
    """An instance to look at: second factors are offered, not required. Set by `engage demo serve`."""
    upload_megabytes: float = 10.0
    answer_days: int = 120
    """Within so many days a recommendation should be answered; after that the public list says that it is overdue."""
    security_contact: str = ""
    """Where to report that something is not safe: `mailto:…` or `https://…`, shown in /.well-known/security.txt."""
    metrics_token: str = ""
    """What Prometheus shows to read /metrics; without it that address does not exist."""
    registrations_per_hour: int = 60
    """Registrations for events from one connection; 0: however many."""

    def __init__(self, **given: Any) -> None:
        """:raises SettingsIncomplete: when a value is none that this setting may have"""
        found = _in_file() | _in_environment() | given
        for name in found.keys() & KINDS:
            setattr(self, name, _read(name, found[name]))

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


KINDS: dict[str, type] = get_type_hints(Settings)
NAMES = tuple(KINDS)


def _yes_or_no(text: str) -> bool:
    if text.lower() not in YES + NO:
        raise ValueError(text)
    return text.lower() in YES


YES = ("true", "yes", "on", "1", "t", "y")
NO = ("false", "no", "off", "0", "f", "n")
READERS: dict[type, tuple[Callable[[str], Any], str]] = {
    str: (str, "a text"),
    Path: (Path, "a folder"),
    int: (int, "a whole number"),
    float: (float, "a number"),
    bool: (_yes_or_no, "true or false"),
}
"""How a value of a type is read, and what it is called."""

LIMITS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "proxy_hops": (lambda value: 0 <= value <= 5, "a whole number from 0 to 5"),
    "draft_days": (lambda value: 1 <= value <= 365, "a whole number from 1 to 365"),
    "backup_days": (lambda value: 1 <= value <= 3660, "a whole number from 1 to 3660"),
    "answer_days": (lambda value: 1 <= value <= 3660, "a whole number from 1 to 3660"),
    "registrations_per_hour": (lambda value: value >= 0, "a whole number, 0 or more"),
    "upload_megabytes": (lambda value: 0 < value <= 50, "a number above 0, 50 at most"),
    "security_contact": (
        lambda value: bool(re.fullmatch(r"|(mailto:|https://|tel:)[!-~]+", value)),
        "an address that begins with mailto:, https:// or tel:",
    ),
    "metrics_token": (lambda value: bool(re.fullmatch(r"|\S{16,}", value)), "16 characters or more without a space"),
}
"""What of its type a setting may be, and how that is said."""


def _read(name: str, value: object) -> Any:
    """:raises SettingsIncomplete: it does not repeat the value, which may be a secret"""
    read, words = READERS[KINDS[name]]
    allowed, words = LIMITS.get(name, (lambda _: True, words))
    if isinstance(value, str | int | float | Path):
        try:
            found = read(str(value))
        except ValueError:
            found = None
        if found is not None and allowed(found):
            return found
    raise SettingsIncomplete(f"{PREFIX}{name.upper()} has a value that it cannot have. Set it to {words}")


def _in_environment() -> dict[str, str]:
    prefixed = {name.upper(): value for name, value in os.environ.items()}
    return {name: prefixed[PREFIX + name.upper()] for name in NAMES if PREFIX + name.upper() in prefixed}


def _in_file() -> dict[str, Any]:
    path = config_file()
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def config_file() -> Path:
    return Path(os.environ.get(f"{PREFIX}DATA_DIR", "instance")) / "engage.toml"


def unknown_names() -> list[str]:
    """`ENGAGE_*` variables that no setting reads: misspelt, most likely."""
    known = {f"{PREFIX}{name.upper()}" for name in NAMES}
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
