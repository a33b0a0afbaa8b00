"""Mails to translators: that something they were asked for is due."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.core.settings import Settings
from engage.i18n.locales import endonym
from engage.instruments import working
from engage.instruments.rendering.texts import plain
from engage.instruments.translating.models import Assignment
from engage.mail import outbox
from engage.mail.kinds import Form, MailKind, Placeholder, Topic, button
from engage.mail.models import OutboxMail

_ASSIGNMENT = "assignment"


def _translations(settings: Settings, session: Session, mail: OutboxMail) -> str:  # noqa: ARG001
    return f"{settings.base_url.rstrip('/')}/console/translating/"


def _is_open(session: Session, mail: OutboxMail, now: datetime) -> bool:  # noqa: ARG001
    assignment = session.get(Assignment, int(mail.values.get(_ASSIGNMENT, 0)))
    return assignment is not None and assignment.done_at is None


TOPIC = Topic("translation", lambda _: _("Reminders of translations"))
REMINDER = MailKind(
    name="instruments.translation-due",
    topic=TOPIC,
    subject=lambda _: _("A translation is due on {due}"),
    body=lambda _: (
        _("You were asked to translate “{title}” into this language: {language}."),
        _("The day for it is {due}. When you are done, say so on your page, and no reminder comes any more."),
        button("translations", _("Open your translations")),
    ),
    placeholders=(
        Placeholder("title", "Your voice on cancer care"),
        Placeholder("language", "de", word=lambda _, tag: endonym(tag)),
        Placeholder("due", "2026-11-30", Form.DAY),
    ),
    links={"translations": _translations},
    needed=_is_open,
)


def remind(session: Session, assignment: Assignment, *, now: datetime) -> None:
    """Write to who was asked; nobody is written to whose account is off."""
    person = session.get(Person, assignment.person_id)
    if person is None or not person.active or assignment.due_on is None:
        return
    title = working.copy_of(session, assignment.instrument_id).instrument.title
    outbox.put(
        session,
        REMINDER.name,
        person.email,
        language=person.language,
        values={
            "title": plain(title.in_(person.language)),
            "language": assignment.language,
            "due": assignment.due_on.isoformat(),
            _ASSIGNMENT: assignment.id,
        },
        now=now,
    )
