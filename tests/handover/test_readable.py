"""What lies in an archive for people and other programs is read by the product's own readers."""

import json
from pathlib import Path

import pytest
from flask import Flask

from engage.activities.domain import csv_file
from engage.events.file import reading as event_file
from engage.handover.parts.kept import Choice
from engage.hubs.domain import reading as hub_file
from engage.instruments.document import from_document
from tests.factories.activities import make_activity
from tests.factories.surveys import HEALTH
from tests.handover.archives import ALL, archive, contents
from tests.handover.filled import filled
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


@pytest.fixture
def files(app: Flask, tmp_path: Path) -> dict[str, bytes]:
    filled(app)
    with transaction(app) as session:
        activity = make_activity(session, title="A café in Tromsø", declared=True)
        activity.slug, activity.counts = "cafe", {"participants": 40}
    return contents(archive(app, tmp_path / "a.zip", ALL))


def test_each_format_is_read_by_the_reader_that_is_documented_for_it(files: dict[str, bytes]) -> None:
    hub = hub_file.read(files["hub.yaml"])
    assert (hub.ok, [entry.slug for entry in hub.hubs], hub.findings) == (True, ["default"], ())

    declared = csv_file.read(files["activities.csv"])
    assert (declared.ok, declared.findings) == (True, ())
    assert [row.held.title for row in declared.rows] == [{"en": "A café in Tromsø"}]

    (event,) = [name for name in files if name.startswith("events/") and name.endswith(".yaml")]
    assert event_file.read(files[event]).findings == ()

    assert from_document(json.loads(files["surveys/health/questionnaire-1.json"])).sections == HEALTH.sections
    assert files["surveys/health/responses.csv"].startswith(b"_response,_version,")
    assert json.loads(files["surveys/health/results-1.json"])["edition"] == 1
    assert json.loads(files["outcomes/waiting-times.json"])["slug"] == "waiting-times"


def test_the_letter_says_what_was_chosen_and_what_stayed(app: Flask, files: dict[str, bytes], tmp_path: Path) -> None:
    with_all, without = files, contents(archive(app, tmp_path / "b.zip", (Choice.ASSESSMENTS,)))

    assert b"This is data about health." in with_all["README.txt"]
    assert b"Nothing of single people was chosen to be inside." in without["README.txt"]
    assert b"Nobody chose to hand over what people answered." in without["README.txt"]
    assert not [name for name in without if name.endswith(("responses.csv", "people.csv"))]
