"""An instance with a row in every table, as the product itself could have written it."""

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.db.session import db
from engage.events.models import EventText, ProgrammeSession, Quota, Speaker
from engage.events.models_people import Registration
from engage.events.places.registering import SUBJECT
from engage.hubs import images
from engage.hubs.models import Hub
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import Assessment
from engage.outcomes.domain.kinds import TopicState
from engage.outcomes.models import Outcome, PolicyBrief
from engage.outcomes.models_topics import Topic
from engage.privacy import service as privacy
from engage.results.models import Edition, Population, Weighting
from tests.db.test_migrations import NOW, PNG, populate
from tests.factories.editions_of_results import make_edition
from tests.support.databases import transaction


def filled(app: Flask) -> None:
    """Everything of the default hub."""
    with app.app_context():
        populate(db.engine)
    with transaction(app) as session:
        edition = session.scalars(select(Edition)).one()
        edition.figures = make_edition(edition.survey_id).figures
        session.execute(update(Assessment).values(stage=Stage.SIGNED))
        session.scalars(select(Hub)).one().emblem = images.store(session, PNG).digest
        registration = session.scalars(select(Registration)).one()
        digest = privacy.keep_text(session, "I agree", "en")
        privacy.record(session, purpose="x", subject=SUBJECT, subject_id=registration.id, digest=digest, day=NOW.date())
        _numbers(session)
        session.execute(update(Topic).values(state=TopicState.SHOWN, shown_on=NOW.date()))


def _numbers(session: Session) -> None:
    """Documents and places that name rows by their numbers."""
    slot, speaker = session.scalars(select(ProgrammeSession)).one(), session.scalars(select(Speaker)).one()
    slot.speaker_ids = [speaker.id]
    quota = session.scalars(select(Quota)).one()
    quota.key, quota.codes = "hub", [str(session.scalars(select(Hub)).one().id)]
    for place in (f"speaker:{speaker.id}:about", f"session:{slot.id}:title", f"quota:{quota.id}:name"):
        session.add(EventText(event_id=slot.event_id, place=place, text={"en": "x"}))
    session.scalars(select(PolicyBrief)).one().outcomes = [session.scalars(select(Outcome)).one().id]
    session.scalars(select(Weighting)).one().populations = [session.scalars(select(Population)).one().id]
