"""`engage maturity …`: exit codes, and what `--json` prints."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from engage.core.console import provide_application
from engage.maturity import commands
from engage.maturity.domain.kinds import ModelState
from engage.maturity.models import ModelVersion
from tests.maturity.modelling.test_reading import SMALL
from tests.support.databases import ON_SQLITE, transaction

ROOT = Path(__file__).parents[2]
ANSWERS = {"model": "ncmh-citizen-engagement", "answers": {"INC-1": {"level": 3, "ev": "E2"}, "INC-4": {"na": True}}}


def run(command, *arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(command, [str(each) for each in arguments])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(ANSWERS))
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


def test_scores_are_printed_for_machines(answers):
    found = json.loads(run(commands.score, answers, "--json").stdout)

    assert found["dimensions"]["INC"] is None
    assert found["not_applicable"] == ["INC-4"]
    assert found["coverage"] == round(1 / 29, 4)
    assert len(found["missing"]) == 28
    assert (found["overall_index"], found["overall_level"], found["gates_fired"]) == (None, None, [])
    assert found["indicators"]["INC-1"] == {"claimed": 3, "supported": 3}


def test_scores_are_said_in_sentences_with_their_gates(answers):
    levels = {each: {"level": 2, "ev": "E2"} for each in _indicators()} | {"LIS-3": {"level": 1, "ev": "E2"}}
    answers.write_text(json.dumps({"model": "ncmh-citizen-engagement", "answers": levels}))

    said = run(commands.score, answers).stdout

    assert "LIS  Listening well: 1.60, level 1" in said
    assert "Overall level: 1, before gates: 2." in said
    assert "G1: at most 1, no maturity without protection of participants." in said


def _indicators() -> list[str]:
    from tests.factories.maturity_models import bundled

    return [each.id for each in bundled().indicators]


def test_facts_verify_a_level_and_a_core_round_misses_nothing_else(answers):
    levels = {"LIS-3": {"level": 3, "ev": "E1"}}
    facts = {"M18": {"share": 100, "overdue": 0}}
    answers.write_text(json.dumps({"model": ANSWERS["model"], "answers": levels, "facts": facts, "core_only": True}))

    found = json.loads(run(commands.score, answers, "--json").stdout)

    assert found["indicators"]["LIS-3"] == {"claimed": 3, "supported": 3}
    assert len(found["missing"]) == 10


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("{", "line 1: this is not JSON", id="not JSON"),
        pytest.param("[]", "needs a JSON object", id="a list"),
        pytest.param('{"model": "../secret", "answers": {}}', "no bundled model", id="no such model"),
        pytest.param('{"model": 5, "answers": {}}', "no bundled model", id="a model that is a number"),
        pytest.param({"XXX-1": {"level": 1}}, "XXX-1: the model has no such indicator", id="no such indicator"),
        pytest.param({"INC-1": 3}, "INC-1: an answer is an object", id="a bare number"),
        pytest.param({"INC-1": {"level": 5}}, "INC-1: a level is a whole number from 0 to 4", id="too high"),
        pytest.param({"INC-1": {"level": True}}, "INC-1: a level is a whole number", id="true is no level"),
        pytest.param({"INC-1": {"level": 2.5}}, "INC-1: a level is a whole number", id="half a level"),
        pytest.param({"INC-1": {"level": 2, "ev": "E9"}}, "INC-1: there is no class of evidence", id="no such class"),
        pytest.param(
            {"INC-1": {"level": 2, "ev": []}}, "INC-1: there is no class of evidence", id="a list for a class"
        ),
        pytest.param({"INC-1": {"na": True}}, "INC-1: it always applies", id="it may not be left out"),
        pytest.param({"INC-4": {"na": True, "level": 2}}, "INC-4: an answer is a level, or", id="both at once"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused_with_the_reason(answers, text, reason):
    answers.write_text(text if isinstance(text, str) else json.dumps({"model": ANSWERS["model"], "answers": text}))

    result = run(commands.score, answers, code=1)

    assert reason in result.stderr
    assert result.stdout == ""


def test_wrong_facts_are_refused(answers):
    answers.write_text(json.dumps({**ANSWERS, "facts": {"M18": {"share": "all"}}}))

    assert "numbers by metric" in run(commands.score, answers, code=1).stderr


def test_a_model_is_checked_and_its_findings_are_listed_by_line(small):
    assert "small 1.0.0, 1 dimensions, 1 indicators, 1 of them core" in run(commands.check, small).output
    small.write_text(SMALL.replace("if: A-1 < 1", "if: B-1 < 1"))

    said = run(commands.check, small, code=1).output
    found = json.loads(run(commands.check, small, "--json", code=1).stdout)

    assert "error in line 10 (scoring.gates.0.if): there is no indicator “B-1” [unknown_indicator]" in said
    assert (found["ok"], found["id"], found["indicators"]) == (False, None, 0)
    assert found["findings"][0]["where"]["row"] == 10


@pytest.mark.parametrize("command", ["score", "check"])
def test_no_web_and_no_database_is_imported(answers, small, command):
    arguments = ["score", str(answers)] if command == "score" else ["model", "check", str(small)]
    program = (
        "import sys; from engage.cli import cli\n"
        "try: cli(sys.argv[1:], standalone_mode=False)\n"
        "finally: print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, "maturity", *arguments],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert not {"flask", "sqlalchemy", "alembic", "wtforms", "granian"} & set(done.stderr.split())


@ON_SQLITE
class TestImport:
    @pytest.fixture(autouse=True)
    def _application(self, app):
        provide_application(lambda: app)

    def test_a_model_is_stored_as_a_draft_and_put_in_use_when_asked(self, app, small):
        assert "small.yaml is model small 1.0.0, draft." in run(commands.import_, small).output
        found = json.loads(run(commands.import_, small, "--use", "--json").stdout)

        assert (found["ok"], found["version"], found["state"]) == (True, "1.0.0", "in-use")
        with transaction(app) as session:
            kept = session.scalars(select(ModelVersion).where(ModelVersion.key == "small")).one()
            assert kept.state is ModelState.IN_USE

    def test_a_changed_model_needs_another_number(self, app, small):
        run(commands.import_, small)
        small.write_text(SMALL.replace("title: First", "title: Second"))

        assert "a version with this number is there" in run(commands.import_, small, code=1).stderr
        with transaction(app) as session:
            kept = session.scalars(select(ModelVersion).where(ModelVersion.key == "small")).one()
            assert kept.definition["dimensions"][0]["title"] == "First"

    def test_with_an_error_nothing_is_stored(self, app, small):
        small.write_text(SMALL.replace("weight: 1", "weight: 0"))

        assert "nothing was stored" in run(commands.import_, small, code=1).stderr
        assert json.loads(run(commands.import_, small, "--json", code=1).stdout)["state"] is None
        with transaction(app) as session:
            assert session.scalars(select(ModelVersion).where(ModelVersion.key == "small")).all() == []
