"""`engage hub import`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from engage.cli import hub as group
from engage.core.console import provide_application
from tests.support.databases import ON_SQLITE, reading

pytestmark = ON_SQLITE
FILE = "hubs:\n  - slug: north\n    name: Nord\n    country: NO\n    published: true\n"


@pytest.fixture
def run(app: Flask):
    provide_application(lambda: app)

    def command(path: Path, *options: str):
        return CliRunner().invoke(group, ["import", str(path), *options])

    return command


def test_it_says_what_it_did_and_does_it_once(run, tmp_path: Path, app: Flask):
    file = tmp_path / "hubs.yaml"
    file.write_text(FILE, encoding="utf-8")

    assert "1 added, 0 changed, 0 as they were" in run(file).output
    second = json.loads(run(file, "--json").output)

    assert second == {"ok": True, "added": [], "changed": [], "unchanged": ["north"], "findings": []}
    with reading(app) as session:
        from engage.privacy.models import AuditEntry

        assert [(entry.action, entry.by) for entry in session.query(AuditEntry)] == [("hub.added", "command line")]


def test_a_file_with_mistakes_is_refused_with_their_lines(run, tmp_path: Path):
    file = tmp_path / "hubs.yaml"
    file.write_text(FILE + "    scope: huge\n", encoding="utf-8")

    result = run(file, "--json")

    assert result.exit_code == 1
    assert "nothing was stored" in result.stderr
    said = json.loads(result.stdout)
    assert (said["ok"], said["findings"][0]["where"]["row"]) == (False, 6)
