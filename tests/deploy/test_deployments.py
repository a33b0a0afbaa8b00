"""The two deployments of the manual, started from the files that it tells people to copy.

The long runs are `make assurance PART=deploy`; here each is started once, and asked for what is promised.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest

from assurance.deploy import several
from assurance.deploy.written import ROOT, Written

PAGES = {
    "one-machine": ROOT / "docs/how-to/deploy-one-machine.md",
    "several": ROOT / "docs/how-to/deploy-several-machines.md",
}


def need(missing: list[str]) -> None:
    """Skips where a program is missing; in CI that is a failure."""
    if missing:
        reason = f"{', '.join(missing)} not installed here"
        if os.environ.get("ENGAGE_TEST_STRICT") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def proof(*arguments: str) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = ran.stdout.strip().splitlines()
    assert lines, ran.stderr[-3000:]
    found: dict[str, Any] = json.loads(lines[-1])
    assert ran.returncode == 0, found
    return found


@pytest.mark.timeout(900)
def test_one_machine_behind_tls_keeps_what_the_manual_promises() -> None:
    need([program for program in ("haproxy", "openssl") if not shutil.which(program)])

    found = proof("assurance.deploy.one_machine", "--times", "0")

    assert [name for name, kept in found["promised"].items() if not kept] == []


@pytest.mark.timeout(900)
def test_of_several_machines_one_is_killed_and_one_drained_and_nothing_is_lost() -> None:
    need(several.missing())

    found = proof("assurance.deploy.several", "--clients", "3", "--seconds", "1.5", "--brief")

    assert found["acknowledged"] > 0
    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert found["still_signed_in"]
    assert found["no_error_while_drained"]


# -- what is written


def files(name: str) -> list[str]:
    return sorted(path.name for path in (ROOT / "deploy" / name).iterdir())


@pytest.mark.parametrize("name", PAGES)
def test_each_file_of_a_deployment_is_named_in_its_page(name: str) -> None:
    page = PAGES[name].read_text(encoding="utf-8")

    missing = [file for file in files(name) if file not in page and file.removesuffix(".timer") not in page]
    assert missing == []


@pytest.mark.parametrize("name", PAGES)
def test_each_file_that_a_page_names_is_there(name: str) -> None:
    named = re.findall(r"deploy/(?:one-machine|several)/[\w.-]+\w", PAGES[name].read_text(encoding="utf-8"))

    assert named
    assert [path for path in named if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_setting_in_the_example_is_one(name: str) -> None:
    from engage.core.settings import Settings

    text = (ROOT / "deploy" / name / "engage.env").read_text(encoding="utf-8")
    named = re.findall(r"^#?(ENGAGE_\w+)=", text, re.M)

    assert "ENGAGE_SECRET_KEY" in named
    assert {name.removeprefix("ENGAGE_").lower() for name in named} <= set(Settings.model_fields)
    assert re.search(r"^ENGAGE_SECRET_KEY=$", text, re.M), "no key is shipped"


@pytest.mark.parametrize(
    ("name", "unit"),
    [(name, unit) for name in PAGES for unit in files(name) if unit.endswith(".service")],
)
def test_each_unit_runs_without_rights_and_names_commands_that_exist(name: str, unit: str) -> None:
    from click.testing import CliRunner

    from engage.cli import cli

    text = (ROOT / "deploy" / name / unit).read_text(encoding="utf-8")
    assert "\nUser=engage\n" in text
    assert "\nEnvironmentFile=/etc/engage/engage.env\n" in text
    command = Written(name, {}).command(unit, {"LISTEN": "10.77.0.11"})
    assert command[0] == "/opt/engage/.venv/bin/engage"
    said = CliRunner().invoke(cli, [command[1], "--help"]).output
    options = [word for word in command[2:] if word.startswith("--")]
    assert all(option in said for option in options), said


def test_what_is_the_same_in_both_deployments_is_written_the_same() -> None:
    for file in ("engage-away.html", "engage-backup.timer"):
        assert len({(ROOT / "deploy" / name / file).read_text(encoding="utf-8") for name in PAGES}) == 1


def test_a_file_that_no_longer_says_what_a_proof_changes_is_noticed() -> None:
    written = Written("one-machine", {"/opt/engage/.venv/bin": "/here", "nobody wrote this": "x"})
    written.text("engage.service")

    assert written.nowhere() == {"nobody wrote this"}


def test_programs_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several.shutil, "which", lambda program: None)

    assert several.missing() == [*several.PROGRAMS, "valkey-server or redis-server"]
