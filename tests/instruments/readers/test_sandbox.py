import resource
import shutil

import pytest

from engage.core.findings import Level
from engage.instruments.readers import open as front_door
from engage.instruments.readers import sandbox
from engage.instruments.readers.sandbox import read_safely

FORM = """
| survey |
| | type          | name | label::Norsk | label::en | required | appearance |
| | begin_group   | g    | Gruppe       |           |          |            |
| | select_one yn | q    | Røyker du?   | Smoke?    | yes      | odd        |
| | end_group     |      |              |           |          |            |
| choices |
| | list_name | name | label::Norsk | label::en |
| | yn        | yes  | Ja           | Yes       |
| settings |
| | default_language |
| | Norsk            |
"""


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.md"
    path.write_text(FORM.strip(), encoding="utf-8")
    return path


def test_what_comes_out_of_the_other_process_is_what_reading_here_gives(form):
    assert read_safely(form, languages={"Norsk": "nb"}) == front_door.read(form, languages={"Norsk": "nb"})


def test_languages_to_ask_for_come_through(form):
    reading = read_safely(form)

    assert reading.unnamed_languages == ("Norsk",)
    assert (reading.findings[0].where.row, reading.findings[0].where.column) == (2, "label::Norsk")


def test_taking_too_long_is_a_finding(tmp_path):
    path = tmp_path / "slow.csv"
    path.write_text("survey,,\n,type,name,label,relevant\n" + ",text,q,Q,1\n" * 400_000)

    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    reading = read_safely(path, seconds=0)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (ended.ru_utime + ended.ru_stime) - (begun.ru_utime + begun.ru_stime) < 2
    assert reading.instrument is None
    assert [(f.level, f.code) for f in reading.findings] == [(Level.ERROR, "reading_took_too_long")]


def test_taking_too_much_memory_is_a_finding(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("survey,,\n,type,name,label\n" + ",text,q,Q\n" * 400_000)

    reading = read_safely(path, megabytes=64)

    assert reading.instrument is None
    assert [(f.level, f.code) for f in reading.findings] == [(Level.ERROR, "too_large")]


def test_a_crash_is_a_finding_and_its_cause_is_logged(form, monkeypatch, caplog):
    monkeypatch.setattr(sandbox.sys, "executable", shutil.which("false"))

    reading = read_safely(form)

    assert [finding.code for finding in reading.findings] == ["reading_failed"]
    assert "exit 1" in caplog.text


def test_the_other_process_gets_no_secret(monkeypatch):
    monkeypatch.setenv("ENGAGE_SECRET_KEY", "canary")

    assert "canary" not in str(sandbox._environment())


def test_a_file_whose_name_looks_like_an_option_is_only_a_file(tmp_path):
    path = tmp_path / "--help.md"
    path.write_text(FORM.strip())

    assert read_safely(path, languages={"Norsk": "nb"}).ok
