"""`engage network report`: what it prints and writes, and what it refuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from engage.core.console import provide_application
from engage.network import commands
from tests.factories.activities import make_activity
from tests.support.databases import ON_SQLITE, everything, transaction

pytestmark = ON_SQLITE
PERIOD = ("--since", "2026-01", "--until", "2026-06")


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands.report, arguments)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(autouse=True)
def one_activity(app: Flask) -> None:
    provide_application(lambda: app)
    with transaction(app) as session:
        make_activity(session)


def test_figures_are_printed_and_written_and_nothing_is_stored(app: Flask, tmp_path: Path):
    before = everything(app)

    for kind, begins in (("csv", b"\xef\xbb\xbffigure"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        out = tmp_path / f"report.{kind}"
        said = run(*PERIOD, "--out", str(out)).output
        assert out.read_bytes().startswith(begins)

    assert "January to June 2026" in said
    assert "Activities held elsewhere: 1" in said
    assert everything(app) == before


def test_as_json_it_is_one_document(app: Flask):
    document = json.loads(run(*PERIOD, "--json").output)

    assert (document["since"], document["until"], document["exact"]) == ("2026-01", "2026-06", "none")
    assert next(each for each in document["figures"] if each["key"] == "declared")["total"] == {"value": 1}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("--since", "2026-06", "--until", "2026-01"), 1, id="ends before it begins"),
        pytest.param(("--since", "soon", "--until", "2026-01"), 2, id="no month"),
        pytest.param((*PERIOD, "--out", "report.doc"), 2, id="a file of another kind"),
    ],
)
def test_what_it_cannot_do_it_says(arguments: tuple[str, ...], code: int):
    run(*arguments, code=code)
