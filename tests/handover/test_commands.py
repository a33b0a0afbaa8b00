"""`engage hub archive` and `engage hub adopt`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from engage.cli import hub
from engage.core.console import provide_application
from engage.handover import adopting
from engage.privacy.models import AuditEntry
from tests.factories.surveys import SLUG, make_survey
from tests.handover.archives import other
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, everything, reading, transaction

pytestmark = ON_SQLITE
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def command(app: Flask, *words: str) -> Result:
        provide_application(lambda: app)
        return CliRunner().invoke(hub, [*words])

    return command


@pytest.fixture
def packed(app: Flask, run: Run, tmp_path: Path) -> Path:
    with transaction(app) as session:
        make_survey(session)
    path = tmp_path / "hub.zip"
    said = run(app, "archive", "default", str(path))
    assert said.exit_code == 0, said.output
    assert "without personal data by choice" in said.output
    return path


@pytest.fixture
def new(make_app: Any, sqlite_template: Path, tmp_path: Path) -> Flask:
    return other(make_app, sqlite_template, tmp_path / "new")


def test_a_hub_goes_from_one_instance_to_another_and_its_pages_are_there(new: Flask, run: Run, packed: Path) -> None:
    before = everything(new)
    looked = run(new, "adopt", str(packed), "--as", "moved", "--dry-run", "--json")
    assert json.loads(looked.stdout)["stored"] is False
    assert everything(new) == before

    said = run(new, "adopt", str(packed), "--as", "moved")

    assert said.exit_code == 0, said.output
    assert "moved is taken in" in said.output
    assert Browser(new).get(f"/en/surveys/{SLUG}").status == 200
    with reading(new) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "hub.adopted")).one()
        assert entry.details["hub"] == "moved"


def test_what_clashes_is_said_and_nothing_is_stored(app: Flask, run: Run, packed: Path) -> None:
    before = everything(app)

    said = run(app, "adopt", str(packed), "--json")

    assert said.exit_code == 1
    assert json.loads(said.stdout)["clashes"] == [
        {"what": "the hub", "name": "default"},
        {"what": "the survey", "name": SLUG},
    ]
    assert "Nothing was stored." in said.stderr
    assert everything(app) == before


def test_an_adoption_that_is_broken_off_leaves_nothing(
    new: Flask, run: Run, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(new)
    monkeypatch.setattr(adopting.audit, "record", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))

    said = run(new, "adopt", str(packed), "--as", "moved")

    assert said.exit_code != 0
    assert everything(new) == before


def test_a_file_that_is_there_is_not_written_over_and_an_unknown_hub_makes_none(
    app: Flask, run: Run, packed: Path, tmp_path: Path
) -> None:
    again = run(app, "archive", "default", str(packed))
    nobody = run(app, "archive", "nobody", str(tmp_path / "nobody.zip"))

    assert (again.exit_code, nobody.exit_code) == (1, 1)
    assert "is there already" in again.stderr
    assert "There is no hub 'nobody'" in nobody.stderr
    assert [path.name for path in tmp_path.glob("nobody*")] == []


def test_what_is_no_archive_is_refused_in_a_sentence(app: Flask, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "no.zip"
    path.write_text("no")

    said = run(app, "adopt", str(path))

    assert said.exit_code == 1
    assert "no.zip cannot be taken in: this is no ZIP file. Nothing was stored." in said.stderr
