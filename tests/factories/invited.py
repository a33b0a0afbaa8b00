"""People who are invited by name, for tests."""

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.mail import post
from engage.mail.models import OutboxMail
from engage.surveys.domain.channels import Channel
from engage.surveys.domain.contacts import Contact
from engage.surveys.inviting import links, lists
from engage.surveys.models import Survey
from engage.surveys.models_reach import Participant
from tests.support.databases import transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def contact(email: str | None = "ada@example.org", language: str = "en", **more: str) -> Contact:
    values = {"name": "", "address": "", "country": ""} | more
    return Contact(email=email, language=language, **values)


def listed(session: Session, survey: Survey, *emails: str, channel: Channel = Channel.INVITATION) -> list[Participant]:
    """People on the list, in the order of their addresses as given."""
    lists.add(session, survey.id, [contact(email) for email in emails], channel)
    found = {each.email: each for each in session.scalars(select(Participant))}
    return [found[email] for email in emails]


def token_of(app: Flask, email: str) -> str:
    with transaction(app) as session:
        person = session.scalars(select(Participant).where(Participant.email == email)).one()
        return links.token(person)


def letter_of(app: Flask, session: Session, mail: OutboxMail) -> str:
    """A mail as its recipient reads it."""
    return post.of(app).letter(session, mail).text


def waiting(session: Session, kind: str) -> list[OutboxMail]:
    return list(session.scalars(select(OutboxMail).where(OutboxMail.kind == kind)))
