"""Nothing of single people is in an archive unless somebody chose it."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, inspect, update
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.events.models_people import Attendee, FollowUp, Invitation, Need, Registration, RegistrationNote
from engage.handover.parts.kept import PERSONAL, Choice
from engage.handover.records import anew
from engage.mail.models import OutboxMail
from engage.maturity.models_panel import Member, Rating
from engage.outcomes.domain.kinds import TopicState
from engage.outcomes.models_topics import Topic
from engage.results.models import TextWork
from engage.surveys.file_models import ResponseFile
from engage.surveys.models import Response
from engage.surveys.models_before_field import TrialFinding
from engage.surveys.models_reach import PanelMember, Participant, SurveyFollowUp
from tests.handover.archives import ALL, archive, contents
from tests.handover.filled import filled as fill
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
"""What each choice brings: (table, column, the mark that is put there)."""
MARKS: dict[Choice | None, list[tuple[Any, str]]] = {
    Choice.ANSWERS: [(ResponseFile, "name"), (ResponseFile, "content"), (TextWork, "redacted")],
    Choice.REGISTRATIONS: [
        (Registration, "email"),
        (Registration, "guardian_name"),
        (Attendee, "name"),
        (Invitation, "email"),
        (RegistrationNote, "words"),
        (FollowUp, "email"),
        (SurveyFollowUp, "email"),
        (PanelMember, "email"),
        (Participant, "email"),
        (Participant, "address"),
    ],
    Choice.PEOPLE: [(Person, "email"), (Person, "name"), (TrialFinding, "tester")],
    None: [
        (Person, "password"),
        (Person, "fs_uniquifier"),
        (Need, "words"),
        (Member, "name"),
        (Member, "email"),
        (Rating, "reason"),
        (Topic, "words"),
        (OutboxMail, "to"),
    ],
}


def mark(model: Any, column: str) -> str:
    return f"mark-{model.__tablename__}-{column}"


@pytest.fixture
def marked(app: Flask) -> Flask:
    fill(app)
    with transaction(app) as session:
        for _, places in MARKS.items():
            for model, column in places:
                _put(session, model, column)
        session.execute(update(Response).values(answers={"illness": "mark-answer"}))
    return app


def _put(session: Session, model: Any, column: str) -> None:
    value: str | bytes = mark(model, column)
    if isinstance(inspect(model).columns[column].type, LargeBinary):
        value = value.encode()
    found = session.execute(update(model).values({column: value}))
    assert found.rowcount, f"no row of {model.__tablename__} to be marked"  # type: ignore[attr-defined]


def _inside(path: Path) -> set[str]:
    """The marks that stand anywhere in an archive."""
    everything = b"\n".join((*contents(path).values(), *(name.encode() for name in contents(path))))
    marks = {mark(*place) for places in MARKS.values() for place in places} | {"mark-answer"}
    return {each for each in marks if each.encode() in everything}


def _of(choice: Choice | None) -> set[str]:
    return {mark(*place) for place in MARKS[choice]} | ({"mark-answer"} if choice is Choice.ANSWERS else set())


CHOSEN: tuple[tuple[Choice, ...], ...] = ((), *((each,) for each in PERSONAL), PERSONAL)


def test_what_was_chosen_is_inside_and_nothing_else(marked: Flask, tmp_path: Path) -> None:
    for number, choices in enumerate(CHOSEN):
        path = archive(marked, tmp_path / f"{number}.zip", (*choices, Choice.ASSESSMENTS))

        assert _inside(path) == {each for choice in choices for each in _of(choice)}, choices


def test_two_archives_cannot_be_joined_by_the_ids_of_people(marked: Flask, tmp_path: Path) -> None:
    first, second = (contents(archive(marked, tmp_path / f"{each}.zip", ALL)) for each in ("a", "b"))

    for file in ("response", "registration", "attendee", "participant"):
        assert _ids(first[f"data/{file}.jsonl"]).isdisjoint(_ids(second[f"data/{file}.jsonl"]))
    assert anew(b"k" * 32, 7) == anew(b"k" * 32, 7) != anew(b"l" * 32, 7)


def _ids(lines: bytes) -> set[str]:
    import json

    found = {json.loads(line)["id"] for line in lines.splitlines()}
    assert found
    return found


def test_a_topic_that_is_on_the_list_no_more_stays_with_all_that_it_said(app: Flask, tmp_path: Path) -> None:
    fill(app)
    with transaction(app) as session:
        session.execute(update(Topic).values(state=TopicState.NOT_SHOWN, title={"en": "mark-title"}))

    assert "mark-title" not in _inside_all(archive(app, tmp_path / "a.zip", ALL))


def _inside_all(path: Path) -> str:
    return "\n".join(content.decode("utf-8", "replace") for content in contents(path).values())
