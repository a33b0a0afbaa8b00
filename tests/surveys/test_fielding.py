"""Publishing: what is kept with it, what nobody can change any more, and how answers of all versions are read."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engage.instruments.document import from_document, to_document
from engage.instruments.domain.definition import Instrument, ItemType
from engage.instruments.domain.versions import Effect
from engage.instruments.models import InstrumentVersion, PublishedIsFinal
from engage.results import service as results
from engage.results.exports import csv_file, source
from engage.surveys import answering, fielding, queries
from engage.surveys.domain.release import ChangedMeanwhile, CheckNeeded
from engage.surveys.domain.secret import new_secret
from engage.surveys.models import Survey
from tests.factories.surveys import HEALTH, fielded, instrument, item, make_survey, options, section

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PAIN = instrument(section("one", item("pain", ItemType.SINGLE, options=options("no", "yes")), item("why")))
PAIN_SCALE = instrument(section("one", item("pain", ItemType.SCALE, minimum=0.0, maximum=10.0), item("since")))


def in_field(session: Session, survey: Survey) -> InstrumentVersion:
    assert survey.version is not None
    return survey.version


@contextmanager
def refused(session: Session) -> Iterator[None]:
    """Only this statement is taken back when the database refuses it."""
    with pytest.raises((PublishedIsFinal, DBAPIError)), session.begin_nested():
        yield


# -- final


def test_a_published_version_is_changed_by_no_service(session: Session) -> None:
    version = in_field(session, make_survey(session))
    before = dict(version.document)

    for name, value in (("document", {"changed": True}), ("number", 9), ("published_at", None)):
        with refused(session):
            setattr(version, name, value)
            session.flush()
        session.refresh(version)

    assert version.document == before


@pytest.mark.parametrize("column", ["document", "number", "published_at"])
def test_the_database_refuses_it_too(session: Session, column: str) -> None:
    version = in_field(session, make_survey(session))
    values: dict[str, Any] = {"document": {}, "number": 9, "published_at": NOW}

    with pytest.raises(DBAPIError, match="a published version does not change"), session.begin_nested():
        session.execute(
            update(InstrumentVersion).where(InstrumentVersion.id == version.id).values({column: values[column]})
        )


def test_a_version_that_is_not_published_can_change(session: Session) -> None:
    survey = make_survey(session, publish=False)
    version = queries.newest_version(session, survey.instrument_id)
    assert version is not None

    version.document = to_document(PAIN)
    session.flush()
    session.refresh(version)

    assert from_document(version.document) == PAIN


def test_a_version_that_got_answers_from_elsewhere_is_final_before_it_is_published(session: Session) -> None:
    survey = make_survey(session, publish=False)

    version = fielding.answered_version(session, survey, now=NOW)

    with refused(session):
        version.document = {}
        session.flush()


# -- publishing


def test_publishing_keeps_what_changed_against_the_version_before_and_who_did_it(session: Session) -> None:
    survey = make_survey(session, PAIN)
    make_survey(session, PAIN_SCALE, publish=False)

    expected = [change.place for change in fielding.pending_changes(session, survey)]
    version = fielding.publish(session, survey, now=NOW, by="kari@example.org", without_check="A small hub.")
    kept = queries.publications(session, survey.id)[version.id]

    assert (kept.against, kept.effect, kept.by, kept.without_check) == (
        1, Effect.BREAKING, "kari@example.org", "A small hub.",
    )  # fmt: skip
    assert [change["place"] for change in kept.changes] == expected
    assert {change["what"] for change in kept.changes} == {"type_changed", "item_added", "item_removed"}


def test_the_first_version_changes_nothing_and_the_newest_nothing_against_itself(session: Session) -> None:
    survey = make_survey(session, publish=False)
    assert fielding.pending_changes(session, survey) == ()

    fielding.publish(session, survey, now=NOW, without_check="a test")

    assert fielding.pending_changes(session, survey) == ()


def test_without_a_signed_check_publishing_needs_a_reason_once(session: Session) -> None:
    survey = make_survey(session, publish=False)
    with pytest.raises(CheckNeeded):
        fielding.publish(session, survey, now=NOW, without_check="  ")

    fielding.publish(session, survey, now=NOW, without_check="a test")

    assert fielding.publish(session, survey, now=NOW).number == 1


def test_what_was_not_looked_at_is_not_published(session: Session) -> None:
    survey = make_survey(session, PAIN)
    make_survey(session, PAIN_SCALE, publish=False)

    with pytest.raises(ChangedMeanwhile):
        fielding.publish(session, survey, now=NOW, without_check="a test", seen=(1, 0))


# -- answers across versions


def answer(session: Session, raw: dict[str, str], *, begun_before: Any = None) -> None:
    here, secret = fielded(session), new_secret()
    answering.start(
        session, here, secret, first_section="one", language="en", channel="open", device="phone", pulse=False,
        consent=None, now=NOW,
    )  # fmt: skip
    if begun_before:
        begun_before()
        here = fielded(session)
    draft = answering.save(session, answering.find(session, here, secret), raw, section="one", language="en", now=NOW)
    version = queries.version(session, draft.version_id)
    assert version is not None
    questionnaire = _questionnaire(from_document(version.document))
    answers = answering.complete(draft, questionnaire, language="en", now=NOW)
    answering.store(session, here, draft, answers, language="en", now=NOW)


def _questionnaire(definition: Instrument) -> Any:
    from engage.instruments.domain.questionnaire import Questionnaire

    return Questionnaire(definition)


def test_who_began_before_a_breaking_change_finishes_on_their_version_and_is_counted_under_it(session: Session) -> None:
    survey = make_survey(session, PAIN)
    answer(session, {"pain": "yes", "why": "work"}, begun_before=lambda: make_survey(session, PAIN_SCALE))
    answer(session, {"pain": "7", "since": "May"})

    found = results.tables(session, survey)
    tables = {table.name: table for table in found.results.tables}
    file = b"".join(piece for _, piece in csv_file.pieces(source.opened(session, survey))).decode()
    rows = sorted(csv.DictReader(io.StringIO(file)), key=lambda row: row["_version"])

    assert {row.code: row.count for row in tables["pain"].rows} == {"no": 0, "yes": 1}
    assert tables["pain__v2"].mean == 7
    assert found.variables["pain"].until == 1
    assert found.variables["pain__v2"].since == 2
    assert [(row["_version"], row["pain"], row["pain__v2"], row["why"], row["since"]) for row in rows] == [
        ("1", "yes", "", "work", ""),
        ("2", "", "7", "", "May"),
    ]


def test_a_working_copy_changes_no_result_before_it_is_published(session: Session) -> None:
    survey = make_survey(session, PAIN)
    make_survey(session, PAIN_SCALE, publish=False)

    assert [each.name for each in results.instrument_of(session, survey)[0].items] == ["pain", "why"]


def test_an_option_that_is_gone_keeps_its_row_and_shifts_no_column(session: Session) -> None:
    several = item("topics", ItemType.MULTIPLE, options=options("care", "data", "cost"))
    survey = make_survey(session, instrument(section("one", several, item("why"))))
    day = date(2026, 11, 20)
    given = {"version_id": survey.version_id, "language": "en", "channel": "import", "day": day}
    fielding.add_responses(session, survey, [given | {"answers": {"topics": ["care", "data"], "why": "a"}}])
    make_survey(
        session, instrument(section("one", replace(several, options=options("cost", "care", "new")), item("why")))
    )
    session.refresh(survey)
    given["version_id"] = survey.version_id
    fielding.add_responses(session, survey, [given | {"answers": {"topics": ["new", "cost"], "why": "b"}}])

    (table, _) = results.tables(session, survey).results.tables
    file = b"".join(piece for _, piece in csv_file.pieces(source.opened(session, survey))).decode()
    rows = {row["why"]: row for row in csv.DictReader(io.StringIO(file))}

    assert {row.code: row.count for row in table.rows} == {"cost": 1, "care": 1, "new": 1, "data": 1}
    assert {code: rows["a"][f"topics/{code}"] for code in ("cost", "care", "new", "data")} == {
        "cost": "0", "care": "1", "new": "0", "data": "1",
    }  # fmt: skip
    assert rows["b"]["topics/data"] == "0"


def test_a_survey_without_a_version_has_no_results(session: Session) -> None:
    survey = make_survey(session, HEALTH, publish=False)
    session.query(InstrumentVersion).delete()

    with pytest.raises(fielding.NothingToPublish):
        results.instrument_of(session, survey)
