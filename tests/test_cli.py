"""The command line: exit codes, and what `--json` prints."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from tests.support.commands import Done, run
from tests.support.databases import ON_SQLITE

ROOT = Path(__file__).parents[1]
KEY = "a key for tests and for nothing else 0123456789"
FORM = """
format: 1
name: small
source_language: en
title: {en: Small, de: Klein}
sections:
  - name: one
    title: {en: One, de: Eins}
    items:
      - name: smoker
        type: single
        label: {en: Do you smoke?, de: Rauchen Sie?}
        options: {"yes": {en: "Yes", de: Ja}, "no": {en: "No", de: Nein}}
      - name: age
        type: integer
        label: {en: Your age, de: Ihr Alter}
        minimum: 0
        maximum: 120
"""


class Engage:
    """The command, in this process."""

    def __init__(self, url: str, folder: Path) -> None:
        self.environment = {
            "ENGAGE_DATABASE_URL": url,
            "ENGAGE_DATA_DIR": str(folder),
            "ENGAGE_BASE_URL": "http://localhost",
            "ENGAGE_SECRET_KEY": KEY,
        }

    def __call__(self, *arguments: str | Path, code: int = 0, typed: str = "", **environment: str) -> Done:
        done = run(*arguments, environment=self.environment | environment, typed=typed)
        assert done.code == code, done.stdout + done.stderr
        return done

    def json(self, *arguments: str | Path, code: int = 0, **environment: str) -> Any:
        return json.loads(self(*arguments, "--json", code=code, **environment).stdout)


@pytest.fixture
def engage(database_url: str, tmp_path: Path) -> Engage:
    return Engage(database_url, tmp_path / "data")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(FORM, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.yaml"
    path.write_text(FORM.replace("type: integer", "type: colour"), encoding="utf-8")
    return path


def test_a_survey_is_imported_filled_counted_and_exported(engage: Engage, form: Path, tmp_path: Path):
    stored = engage.json("survey", "import", form, "--slug", "small", "--publish")
    assert {"ok": True, "slug": "small", "version": 1, "published": True}.items() <= stored.items()
    assert (stored["title"], stored["languages"]) == ({"en": "Small", "de": "Klein"}, ["en", "de"])
    assert (stored["sections"], stored["items"], stored["findings"]) == (1, 2, [])

    engage("survey", "simulate", "small", "--responses", "40", "--seed", "3")
    results = engage.json("survey", "results", "small")
    assert (results["survey"], results["version"], results["responses"]) == ("small", 1, 40)
    assert sum(results["languages"].values()) == 40
    item = next(item for item in results["items"] if item["name"] == "smoker")
    assert {"name", "type", "base", "missing", "rows", "mean", "median", "weighted"} <= item.keys()
    assert item["type"] == "single"
    assert item["base"] + item["missing"] == 40
    assert {"code", "label", "count", "percent", "suppressed"} <= item["rows"][0].keys()
    assert [row["code"] for row in item["rows"]] == ["yes", "no"]

    out = tmp_path / "out.csv"
    engage("survey", "export", "small", "--format", "csv", "--out", out)
    lines = out.read_text("utf-8-sig").splitlines()
    assert len(lines) == 41
    assert {"smoker", "age", "_response", "_version", "_language", "_submitted_on"} <= set(lines[0].split(","))

    sav = tmp_path / "out.sav"
    engage("survey", "export", "small", "--format", "sav", "--language", "de", "--out", sav)
    columns, meta = pyreadstat.read_sav(sav, output_format="dict")
    assert (len(columns["smoker"]), meta.column_names_to_labels["smoker"]) == (40, "Rauchen Sie?")
    for wrong in (["--language", "fr"], ["--weights", "none"]):
        assert "Known" in engage("survey", "export", "small", "--format", "csv", *wrong, code=1).stderr
    assert "is published" in engage("survey", "results", "small", "--public", code=1).stderr

    written = tmp_path / "out.xlsx"
    engage("survey", "export", "small", "--format", "xlsform", "--out", written)
    again = engage.json("survey", "check", written)
    assert (again["ok"], again["title"], again["languages"]) == (True, {"en": "Small", "de": "Klein"}, ["en", "de"])
    assert (again["sections"], again["items"], again["findings"]) == (1, 2, [])


@ON_SQLITE
def test_checking_a_file_prints_its_size_and_findings(engage: Engage, form: Path):
    found = engage.json("survey", "check", form)

    assert found == {
        "ok": True,
        "title": {"en": "Small", "de": "Klein"},
        "languages": ["en", "de"],
        "sections": 1,
        "items": 2,
        "findings": [],
    }


@ON_SQLITE
def test_a_file_with_an_error_is_listed_and_refused(engage: Engage, broken: Path):
    found = engage.json("survey", "check", broken, code=1)

    assert found["ok"] is False
    finding = found["findings"][0]
    assert finding["level"] == "error"
    assert finding["code"]
    assert finding["message"]
    assert set(finding["where"]) == {"sheet", "row", "column"}
    assert finding["where"]["row"] == FORM.splitlines().index("        type: integer") + 1


@ON_SQLITE
@pytest.mark.parametrize(
    ("expression", "value", "kind"),
    [
        pytest.param("${age} - 27", 17.0, "number", id="a number"),
        pytest.param("${age} > 50", False, "boolean", id="a truth"),
        pytest.param("concat('a', ${age})", "a44", "string", id="a text"),
        pytest.param("1 div 0", "Infinity", "number", id="no number JSON has"),
    ],
)
def test_an_expression_has_a_value_and_a_type(
    engage: Engage, tmp_path: Path, expression: str, value: object, kind: str
):
    (tmp_path / "answers.json").write_text('{"age": 44}')

    found = engage.json("survey", "evaluate", expression, "--answers", tmp_path / "answers.json")

    assert found == {"value": value, "type": kind, "error": None}


@ON_SQLITE
def test_an_expression_that_is_wrong_is_refused_with_why(engage: Engage):
    found = engage.json("survey", "evaluate", "1 +", code=1)

    assert found["value"] is None
    assert found["error"]
    assert engage("survey", "evaluate", "1 +", code=1).stderr.startswith("Error: ")


@pytest.mark.parametrize("command", [["survey", "check", "FORM"], ["survey", "evaluate", "1 + 1"]])
def test_no_web_and_no_database_is_imported(form: Path, command: list[str]):
    program = (
        "import sys; from engage.cli import cli\n"
        "try: cli(sys.argv[1:], standalone_mode=False)\n"
        "finally: print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    arguments = [str(form) if part == "FORM" else part for part in command]

    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert not {"flask", "sqlalchemy", "alembic", "wtforms", "granian"} & set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["nonsense"], id="no such command"),
        pytest.param(["survey", "nonsense"], id="no such command in a group"),
        pytest.param(["survey", "check"], id="a file is missing"),
        pytest.param(["survey", "check", "/nowhere.yaml"], id="a file that is not there"),
        pytest.param(["survey", "check", "FORM", "--language", "Norwegian"], id="a language without its tag"),
        pytest.param(["survey", "simulate", "x"], id="an option is missing"),
        pytest.param(["survey", "simulate", "x", "--responses", "0"], id="a number out of range"),
        pytest.param(["survey", "results", "x", "--where", "a"], id="a filter without a value"),
        pytest.param(["user", "add", "a@example.org", "--role", "king"], id="no such role"),
    ],
)
def test_wrong_usage_ends_with_2_and_how_it_is_used(engage: Engage, form: Path, arguments: list[str]):
    done = engage(*(str(form) if part == "FORM" else part for part in arguments), code=2)

    assert done.stdout == ""
    assert "Error:" in done.stderr


@ON_SQLITE
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["survey", "results", "nowhere"], id="no such survey"),
        pytest.param(["survey", "export", "nowhere", "--format", "csv"], id="nothing to export"),
        pytest.param(["survey", "simulate", "nowhere", "--responses", "1"], id="nothing to fill"),
        pytest.param(["survey", "import", "FORM", "--hub", "nowhere"], id="no such hub"),
        pytest.param(["user", "add", "no address", "--role", "analyst", "--password-stdin"], id="no mail address"),
        pytest.param(["user", "add", "a@example.org", "--role", "analyst", "--password-stdin"], id="no password"),
    ],
)
def test_a_refusal_ends_with_1_and_the_reason_on_standard_error(engage: Engage, form: Path, arguments: list[str]):
    done = engage(*(str(form) if part == "FORM" else part for part in arguments), code=1)

    assert done.stderr.startswith("Error: ")
    assert len(done.stderr.strip().splitlines()) == 1


@ON_SQLITE
@pytest.mark.parametrize(
    ("missing", "named"),
    [
        pytest.param({"ENGAGE_SECRET_KEY": ""}, "ENGAGE_SECRET_KEY", id="no key"),
        pytest.param({"ENGAGE_SECRET_KEY": "short"}, "ENGAGE_SECRET_KEY", id="a key that is too short"),
        pytest.param({"ENGAGE_BASE_URL": ""}, "ENGAGE_BASE_URL", id="no address"),
        pytest.param({"ENGAGE_BASE_URL": "engage.example.org"}, "ENGAGE_BASE_URL", id="no scheme"),
    ],
)
def test_the_app_refuses_to_start_and_says_what_to_set(engage: Engage, missing: dict[str, str], named: str):
    done = engage("routes", code=1, **missing)

    assert done.stderr.startswith(f"Error: {named}")


@ON_SQLITE
def test_routes_are_listed_with_methods_and_label(engage: Engage):
    found = engage.json("routes")

    assert {"rule": "/<lang>/surveys/<slug>", "methods": ["GET"], "permission": "public"} in found
    assert all(set(entry) == {"rule", "methods", "permission"} for entry in found)


@ON_SQLITE
def test_help_lists_every_command_with_a_line(engage: Engage):
    for command in (["--help"], ["survey", "--help"]):
        assert "Commands:" in engage(*command).stdout


@ON_SQLITE
def test_a_person_is_added_by_a_password_on_standard_input(engage: Engage):
    arguments = ["user", "add", "Ada@Example.org", "--role", "organiser", "--password-stdin"]

    done = engage(*arguments, typed="a long and simple password\n")

    assert "organiser" in done.stdout
    assert "a long" not in done.stdout


def test_the_doctor_says_that_all_is_well(engage: Engage):
    found = engage.json("doctor")

    assert found["ok"] is True
    checks = {check["name"]: check for check in found["checks"]}
    assert {"settings", "database", "migrations", "mail", "clock", "disk"} <= set(checks)
    assert all(set(check) == {"name", "ok", "message"} for check in found["checks"])


@ON_SQLITE
def test_the_doctor_names_settings_that_nothing_reads(engage: Engage):
    found = engage.json("doctor", code=1, ENGAGE_SECRET_KEYS="x")

    assert found["ok"] is False
    settings = next(check for check in found["checks"] if check["name"] == "settings")
    assert "ENGAGE_SECRET_KEYS" in settings["message"]


def test_migrations_go_up_and_say_where_they_are(empty_database_url: str, tmp_path: Path):
    engage = Engage(empty_database_url, tmp_path / "data")

    assert "nothing" in engage("db", "current").stdout
    assert "The database is at 0" in engage("db", "upgrade").stdout
    engage("doctor")
    assert "nothing" in engage("db", "downgrade", "base").stdout
