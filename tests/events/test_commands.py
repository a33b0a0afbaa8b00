"""`engage event …`: exit codes, files, and what `--json` prints."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from engage.core.console import provide_application
from engage.events import commands, queries
from engage.events.domain.kinds import Mode, RegistrationStatus
from tests.events.file.sample import sample
from tests.factories.events import SLUG, make_event
from tests.factories.registrations import make_registration
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


@pytest.fixture
def run(app):
    provide_application(lambda: app)

    def ran(command, *arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(command, [str(each) for each in arguments])
        assert result.exit_code == code, result.output
        return result

    return ran


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "two-towns.yaml"
    path.write_bytes(sample())
    return path


def test_an_event_is_brought_in_and_brought_in_again(app, run, file):
    assert json.loads(run(commands.import_, file, "--json").stdout) == {
        "ok": True,
        "slug": "two-towns",
        "what": "added",
        "findings": [],
    }
    assert "is as it was" in run(commands.import_, file).output
    with transaction(app) as session:
        assert queries.by_slug(session, "two-towns") is not None


def test_with_an_error_nothing_is_stored_and_the_line_is_said(app, run, file):
    file.write_bytes(sample(ends="2031-05-09 09:00"))

    result = run(commands.import_, file, code=1)

    assert "error in line 21 (ends): ends is not after starts" in result.output
    with transaction(app) as session:
        assert queries.by_slug(session, "two-towns") is None


def test_who_registered_and_when_it_is_are_written_to_files(app, run, tmp_path):
    with transaction(app) as session:
        make_registration(session, make_event(session), "=Ada")

    rows = list(csv.DictReader(io.StringIO(run(commands.export, SLUG, "--format", "csv").stdout)))
    assert [row["_name"] for row in rows] == ["'=Ada"]
    assert json.loads(run(commands.export, SLUG, "--format", "json").stdout)[0]["_name"] == "=Ada"
    assert Calendar.from_ical(run(commands.export, SLUG, "--format", "ics").stdout).walk("VEVENT")
    run(commands.export, SLUG, "--format", "xlsx", "--out", tmp_path / "people.xlsx")
    assert (tmp_path / "people.xlsx").read_bytes().startswith(b"PK")
    run(commands.export, SLUG, "--format", "xlsx", code=2)
    assert "There is no event" in run(commands.export, "nothing", "--format", "csv", code=1).output


@pytest.fixture
def applied(app, tmp_path):
    """Thirty applicants from three countries; a file of targets."""
    with transaction(app) as session:
        event = make_event(session, mode=Mode.DRAW)
        for at in range(30):
            person = {"name": f"P{at}", "country": ("NO", "SE", "PL")[at % 3]}
            make_registration(session, event, person, status=RegistrationStatus.APPLIED)
    path = tmp_path / "targets.csv"
    path.write_text("feature,value,min,max\ncountry,NO,2,2\ncountry,SE,1,4\n")
    return path


def test_a_panel_is_drawn_within_the_targets_and_again_with_its_seed(run, applied):
    arguments = (SLUG, "--panel", 6, "--targets", applied, "--json", "--seed", 7)

    found = json.loads(run(commands.select_, *arguments).stdout)

    assert len(found["panel"]) == 6
    assert (found["seed"], found["method"]) == (7, "uniform")
    assert sum(int(who.split(".")[0]) % 3 == 1 for who in found["panel"]) == 2
    assert set(found["panel"]) <= set(found["probabilities"])
    assert len(found["probabilities"]) == 30
    assert found["min_probability"] == min(found["probabilities"].values())
    assert json.loads(run(commands.select_, *arguments).stdout) == found
    assert "smallest chance" in run(commands.select_, SLUG, "--panel", 6, "--targets", applied).output


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        pytest.param("a,b\n", "line 1", id="other columns"),
        pytest.param("feature,value,min,max\ncountry,NO,x,\n", "line 2: min", id="no number"),
        pytest.param("feature,value,min,max\ncountry,NO,3,2\n", "line 2: max is below", id="upside down"),
        pytest.param("feature,value,min,max\nshoe,NO,1,\n", "Nobody has said anything of “shoe”", id="no feature"),
        pytest.param("feature,value,min,max\ncountry,FR,1,\n", "No panel of 6", id="what nobody can meet"),
    ],
)
def test_targets_that_cannot_be_are_refused(run, applied, targets, words):
    applied.write_text(targets, encoding="utf-8")

    assert words in run(commands.select_, SLUG, "--panel", 6, "--targets", applied, code=1).output
