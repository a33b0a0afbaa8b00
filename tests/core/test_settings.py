"""Settings: the environment first, then the file, then the defaults; and what must be set."""

from pathlib import Path

import pytest

from engage.core import settings as module
from engage.core.settings import Settings, SettingsIncomplete, unknown_names, write_first_config

GOOD = {"base_url": "https://engage.example.org", "secret_key": "0123456789" * 4}


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("ENGAGE_DATA_DIR", str(tmp_path))
    return tmp_path / "engage.toml"


def test_the_environment_comes_before_the_file_and_the_file_before_the_defaults(
    file: Path, monkeypatch: pytest.MonkeyPatch
):
    file.write_text('mail_from = "file"\nlog_level = "DEBUG"\n')
    monkeypatch.setenv("ENGAGE_MAIL_FROM", "environment")

    found = Settings()

    assert (found.mail_from, found.log_level, found.draft_days) == ("environment", "DEBUG", 30)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        pytest.param({"base_url": ""}, "ENGAGE_BASE_URL", id="no address"),
        pytest.param({"base_url": "engage.example.org"}, "ENGAGE_BASE_URL", id="an address without a scheme"),
        pytest.param({"base_url": "ftp://example.org"}, "ENGAGE_BASE_URL", id="another scheme"),
        pytest.param({"secret_key": ""}, "ENGAGE_SECRET_KEY", id="no key"),
        pytest.param({"secret_key": "k" * 31}, "ENGAGE_SECRET_KEY", id="a key that is too short"),
        pytest.param({"secret_key": "dev"}, "ENGAGE_SECRET_KEY", id="a key for trying"),
        pytest.param({"secret_key": "k" * 64}, "easy to guess", id="a key of one letter"),
        pytest.param(
            {"secret_key": "ChangeMe-0123456789-0123456789-0123456789"}, "easy to guess", id="a key of examples"
        ),
    ],
)
def test_the_app_must_not_run_without(changed: dict[str, str], named: str):
    with pytest.raises(SettingsIncomplete, match=named):
        Settings(**(GOOD | changed)).require_complete()


def test_complete_settings_are_taken():
    Settings(**GOOD).require_complete()

    assert Settings(**GOOD).https
    assert not Settings(**(GOOD | {"base_url": "http://localhost"})).https


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("postgresql://a@b/c", "postgresql+psycopg://a@b/c", id="our driver"),
        pytest.param("sqlite:///x.db", "sqlite:///x.db", id="as it is"),
    ],
)
def test_a_database_address_names_our_driver(url: str, expected: str):
    assert Settings(database_url=url).sqlalchemy_url == expected


def test_without_a_database_the_embedded_one_lies_in_the_data_folder(tmp_path: Path):
    assert Settings(data_dir=tmp_path).sqlalchemy_url == f"sqlite:///{tmp_path / 'engage.db'}"


def test_a_misspelt_name_is_found(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ENGAGE_SECRETKEY", "x")

    assert unknown_names() == ["ENGAGE_SECRETKEY"]


def test_the_first_file_has_a_key_of_its_own_and_is_its_owners_alone(file: Path):
    path = write_first_config(base_url="http://127.0.0.1:8000")

    assert path == file
    assert path.stat().st_mode & 0o777 == 0o600
    key = Settings().secret_key
    assert len(key) >= module.SHORTEST_KEY
    write_first_config(base_url="http://elsewhere")
    assert (Settings().secret_key, Settings().base_url) == (key, "http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("draft_days", "0", id="too few"),
        pytest.param("draft_days", "366", id="too many"),
        pytest.param("draft_days", "1.5", id="not whole"),
        pytest.param("draft_days", "", id="empty"),
        pytest.param("upload_megabytes", "nan", id="no number"),
        pytest.param("upload_megabytes", "0", id="nothing"),
        pytest.param("demonstration", "perhaps", id="neither yes nor no"),
        pytest.param("metrics_token", "short", id="a secret that is too short"),
        pytest.param("metrics_token", "0123456789abcdef\n", id="a secret with a line break"),
        pytest.param("security_contact", "javascript:1", id="no contact"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(f"ENGAGE_{name.upper()}", value)

    with pytest.raises(SettingsIncomplete, match=f"ENGAGE_{name.upper()} has a value that it cannot have"):
        Settings()


def test_values_have_their_types_wherever_they_are_from(file: Path, monkeypatch: pytest.MonkeyPatch):
    file.write_text(
        'draft_days = 7\ndemonstration = true\nupload_megabytes = 2\nnot_a_setting = "x"\nlog_level = "INFO"\n'
    )
    monkeypatch.setenv("ENGAGE_PROXY_HOPS", "2")

    found = Settings(answer_days=9, backup_days="8")

    assert (found.draft_days, found.proxy_hops, found.answer_days, found.backup_days) == (7, 2, 9, 8)
    assert (found.demonstration, found.upload_megabytes, found.data_dir) == (True, 2.0, file.parent)
    assert not hasattr(found, "not_a_setting")


@pytest.mark.parametrize("value", ['["en", "de"]', "2026-01-31", "{ en = 1 }"])
def test_a_list_in_the_file_is_refused(file: Path, value: str):
    file.write_text(f"languages = {value}\n")

    with pytest.raises(SettingsIncomplete, match="ENGAGE_LANGUAGES"):
        Settings()
