"""Migrations go up, down and up again on a database with rows in every table, and end where the models are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

import engage.tables
from engage.accounts.models import AccountLink, Attempt, ConsoleSession, Grant, LinkPurpose, RecoveryCode
from engage.accounts.roles import Duty, RoleName
from engage.activities.models import Activity, ActivityHub, ActivityPartner, Funding
from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate
from engage.db.base import Base
from engage.events import models as events
from engage.events import models_people as people
from engage.hubs.models import HubStep, Image, LifeCycle, MemberRole, Organisation
from engage.instruments import working
from engage.instruments.domain.editing.change import Change, Summary
from engage.instruments.pictures import store_picture
from engage.instruments.translating import models as translating
from engage.jobs.models import Job, ScheduledRun
from engage.mail.models import MailChoice, MailText, OutboxMail
from engage.privacy import service as privacy
from engage.privacy.models import AuditEntry, PrivacyRequest, RetentionRun
from engage.surveys import answering
from engage.surveys import models_before_field as before_field
from engage.surveys.domain.secret import new_secret
from engage.surveys.file_models import DraftFile, ResponseFile
from engage.surveys.models import Draft, Partner, QuotaCount, Response
from engage.surveys.models_paper import Mode, PaperSheet
from engage.web.additions.models import InterfaceLanguage, InterfaceText
from tests.core.test_images import PNG
from tests.factories.events import make_event
from tests.factories.maturity import fill as fill_maturity
from tests.factories.outcomes import fill as fill_outcomes
from tests.factories.people import make_person
from tests.factories.results import fill as fill_results
from tests.factories.surveys import fielded, make_survey

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
assert engage.tables


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    url = Settings(database_url=empty_database_url).sqlalchemy_url
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    yield engine
    engine.dispose()


def rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in every table, in a stable order."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def populate(engine: Engine) -> None:
    """At least one row in every table, by the use cases that make them."""
    with database.writing(), Session(engine) as session:
        person = make_person(session, RoleName.ORGANISER, hub="default")
        survey = make_survey(session)
        session.add_all([Attempt(key="k", window=1, count=1), ScheduledRun(name="job", last_at=NOW)])
        session.add(
            PaperSheet(
                survey_id=survey.id,
                version_id=survey.version_id,
                number="1",
                mode=Mode.PAPER,
                language="en",
                day=NOW.date(),
                first={},
            )
        )
        session.add(QuotaCount(survey_id=survey.id, name="q", count=1))
        session.add(Partner(survey_id=survey.id, country="DE", hub_id=survey.activity.hub_id))
        here, choices = fielded(session), {"first_section": "about-you", "language": "en", "device": "phone"}
        for _ in range(2):
            answering.start(
                session, here, new_secret(), **choices, channel="open", pulse=False, consent=("I agree", "en"), now=NOW
            )
        answering.count(session, survey.id, day=NOW.date(), language="en", section="views", outcome="left")
        response = Response(
            survey_id=survey.id,
            version_id=here.version_id,
            language="en",
            channel="open",
            day=date(2026, 11, 21),
            answers={"age": 44},
            receipt_hash=b"r" * 32,
        )
        session.add(response)
        session.flush()
        digest = privacy.keep_text(session, "I agree", "en")
        privacy.record(
            session, purpose="x", subject="response", subject_id=response.id, digest=digest, day=date(2026, 11, 21)
        )
        store_picture(session, survey.instrument_id, "body.png", PNG, NOW)
        session.add(
            ResponseFile(id="0" * 32, response_id=response.id, item="x", name="a.pdf", type="x/y", size=1, content=b"x")
        )
        draft_id = session.scalars(sa.select(Draft.id)).first()
        session.add(DraftFile(id="1" * 32, draft_id=draft_id, sealed=b"x"))
        session.add_all(_translation_work(survey.instrument_id, person.id))
        session.add_all(_around_the_work(person.id, survey.activity))
        session.add_all(_before_the_field(survey.id, fielded(session).version_id, person.id))
        _event(session, person.id)
        fill_maturity(session, person_id=person.id, on=NOW.date(), at=NOW)
        fill_results(session, survey, response, person_id=person.id, on=NOW.date(), at=NOW)
        fill_outcomes(session, survey.activity, on=NOW.date(), at=NOW)
        shorter = Change(lambda each: replace(each, minutes=3), Summary("head_changed"), frozenset({"minutes"}))
        working.change(session, survey.instrument_id, shorter, base=0, by=person.id, now=NOW)
        session.commit()


def _translation_work(instrument_id: int, person_id: int) -> list[Base]:
    here = {"instrument_id": instrument_id, "language": "de"}
    said = {"path": "title", "by_id": person_id, "at": NOW}
    return [
        translating.TextDeed(**here, **said, kind=translating.DeedKind.TRANSLATED, words="w" * 16, source="s" * 16),
        translating.TakenOver(
            instrument_id=instrument_id, languages=["de"], texts=1, reason="fielded", by_name="a@example.org", at=NOW
        ),
        translating.Assignment(**here, sections=[], person_id=person_id, due_on=date(2026, 12, 1), given_at=NOW),
        translating.TextComment(**here, **said, words="Why?"),
        translating.GlossaryTerm(**here, term="hub", translation="Knotenpunkt"),
        InterfaceLanguage(language="ro", revision=1),
        InterfaceText(language="ro", digest="d" * 16, message="Back", forms=["Înapoi"], by_id=person_id, at=NOW),
    ]


def _around_the_work(person_id: int, activity: Activity) -> list[Base]:
    hub_id, later = activity.hub_id, NOW + timedelta(days=1)
    return [
        HubStep(hub_id=hub_id, status=LifeCycle.APPROVED, on=NOW.date(), round=1),
        Organisation(hub_id=hub_id, name="A hospital", role=MemberRole.CARE),
        Image(digest="e" * 64, type="image/png", width=1, height=1, content=PNG),
        ActivityHub(activity_id=activity.id, hub_id=hub_id),
        ActivityPartner(activity_id=activity.id, name="A library"),
        Funding(hub_id=hub_id, funder="A funder", statement={"en": "Paid by a funder."}),
        Grant(person_id=person_id, thing="event", thing_id=1, duty=Duty.DESK),
        ConsoleSession(id="s" * 64, person_id=person_id, made_at=NOW, seen_at=NOW, ends_at=later),
        RecoveryCode(person_id=person_id, digest="c" * 64),
        AccountLink(person_id=person_id, purpose=LinkPurpose.SIGN_IN, made_at=NOW, ends_at=later),
        OutboxMail(message_id="<1@x>", kind="k", to="a@example.org", language="en", made_at=NOW, due_at=NOW),
        MailText(kind="k", hub_id=hub_id, language="en", subject="s", body="b", updated_at=NOW),
        MailChoice(address="d" * 64, topic="t", made_at=NOW),
        Job(kind="k", made_at=NOW, due_at=NOW),
        AuditEntry(at=NOW, action="hub.changed", thing="hub", thing_id="1"),
        PrivacyRequest(kind="erasure", asked_by="address", key="k" * 64, made_at=NOW),
        RetentionRun(at=NOW),
    ]


def _event(session: Session, person_id: int) -> None:
    event = make_event(session, quotas=[{"key": "country", "codes": ["NO"], "maximum": 5}])
    here, site_id = {"event_id": event.id}, event.sites[0].id
    span = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    invitation = people.Invitation(**here, kind="code", code="ABCD", made_at=NOW)
    registration = people.Registration(
        **here, number=1, site_id=site_id, status="confirmed", email="a@example.org", language="en", created_at=NOW
    )
    session.add_all([invitation, registration])
    session.flush()
    attendee = people.Attendee(**here, registration_id=registration.id, name="Ada", ticket="T1")
    session.add(attendee)
    session.flush()
    session.add_all(
        [
            events.EventMove(**here, **span, time_zone="Europe/Oslo", moved_at=NOW),
            events.Track(**here),
            events.ProgrammeSession(**here, **span),
            events.Speaker(**here, name="Grace"),
            events.Material(**here, title="Agenda", content=b"x"),
            people.Need(attendee_id=attendee.id, kind="diet"),
            people.Attendance(**here, attendee_id=attendee.id, site_id=site_id, day=NOW.date(), at=NOW),
            people.DeskLink(**here, site_id=site_id, day=NOW.date(), made_at=NOW),
            people.Draw(**here, seed="7", method="uniform", made_at=NOW, by_name="a@example.org", report={}),
            people.RegistrationNote(registration_id=registration.id, words="Called.", at=NOW, by_id=person_id),
            people.GroupMail(**here, words={}, at=NOW, count=1),
            people.FollowUp(**here, email="a@example.org", language="en", keep_until=NOW.date()),
        ]
    )
    session.flush()


def _before_the_field(survey_id: int, version_id: int, person_id: int) -> list[Base]:
    check = before_field.ReleaseCheck(
        survey_id=survey_id, version_id=version_id, digest="d" * 64, testers=5, tested_on=date(2026, 11, 20),
        ethics="REK 2026/17", impact="DPIA 4", languages=["en"], asked_by_id=person_id, asked_by="a@example.org",
        asked_at=NOW,
    )  # fmt: skip
    link = before_field.TrialLink(
        survey_id=survey_id, language="en", token="t" * 26, made_at=NOW, made_by="a@example.org"
    )
    said = before_field.TrialFinding(
        survey_id=survey_id, version=1, language="en", item="age", words="In years?", tester="", at=NOW
    )
    return [check, link, said]


def test_there_is_one_line_of_history_numbered_without_gaps():
    script = ScriptDirectory.from_config(migrate.config())
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]

    assert len(script.get_heads()) == 1
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert sorted(path.name[:4] for path in migrate.versions().glob("*.py")) == revisions


def test_the_migrations_end_where_the_models_are(engine: Engine):
    migrate.upgrade(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_make_the_constraints_that_the_models_name(engine: Engine):
    """Check constraints are what Alembic does not compare."""
    migrate.upgrade(engine)
    inspector = sa.inspect(engine)

    for table in Base.metadata.sorted_tables:
        there = {check["name"] for check in inspector.get_check_constraints(table.name)}
        wanted = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert wanted <= there, table.name


def test_every_table_can_be_filled_and_nothing_of_it_changes_by_upgrading_again(engine: Engine):
    migrate.upgrade(engine)
    populate(engine)
    before = rows(engine)

    migrate.upgrade(engine)

    assert all(before.values()), [name for name, found in before.items() if not found]
    assert rows(engine) == before


def test_a_populated_database_goes_down_to_nothing_and_up_again(engine: Engine):
    migrate.upgrade(engine)
    populate(engine)

    migrate.downgrade(engine, "base")
    assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
    assert migrate.current(engine) is None

    migrate.upgrade(engine)
    populate(engine)
    assert migrate.current(engine) == migrate.head()
    assert all(rows(engine).values())


def test_foreign_keys_hold_after_migrating(engine: Engine):
    migrate.upgrade(engine)

    orphan = sa.insert(Activity).values(hub_id=99, kind="survey", title={}, created_at=NOW)
    with database.writing(), engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(orphan)


def test_a_table_that_is_made_anew_keeps_the_rows_that_cascade_from_it(engine: Engine):
    """On SQLite a changed table is copied and dropped: its children would go with it if foreign keys were on."""
    migrate.upgrade(engine)
    populate(engine)
    before = rows(engine)

    _later_migration(engine)

    changed = sa.inspect(engine).get_columns("survey")
    assert next(column["type"].length for column in changed if column["name"] == "contact_name") == 250
    assert rows(engine) == before
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def _later_migration(engine: Engine) -> None:
    """Change the survey table in the environment of the migrations, as a later one may."""

    def change(_revision: object, _context: object) -> list[Any]:
        with op.batch_alter_table("survey") as batch:
            batch.alter_column("contact_name", existing_type=sa.String(200), type_=sa.String(250))
        return []

    with database.writing(), engine.connect() as connection:
        config = migrate.config(connection)
        script = ScriptDirectory.from_config(config)
        with EnvironmentContext(config, script, fn=change):
            script.run_env()


def test_the_newest_revision_is_known_without_alembic():
    assert migrate.head() == ScriptDirectory.from_config(migrate.config()).get_current_head()
