"""Values of mails to a panel. They are read when a mail is sent, so that each says what holds then."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engage.hubs.domain.texts import named
from engage.mail.kinds import Translate
from engage.mail.models import OutboxMail
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member

Values = Mapping[str, str | int]


def member_of(session: Session, mail: OutboxMail) -> Member | None:
    return session.get(Member, int(mail.values.get("member_id") or 0))


def assessment_of(session: Session, mail: OutboxMail) -> Assessment | None:
    return session.get(Assessment, int(mail.values.get("assessment_id") or 0))


def facts(session: Session, mail: OutboxMail, language: str, _: Translate) -> Values:
    """What mails to a member say."""
    assessment, member = assessment_of(session, mail), member_of(session, mail)
    if assessment is None:
        return {}
    hub = assessment.hub
    contact = ", ".join(each for each in (hub.contact_name, hub.contact_phone) if each)
    return {
        "hub": named(hub.name, hub.names, hub.languages, language).text,
        "title": assessment.title,
        "name": member.name if member else "",
        "until": assessment.rating_until.isoformat() if assessment.rating_until else "",
        "workshop": assessment.workshop_on.isoformat() if assessment.workshop_on else "",
        "pay": _("What you get for it: {pay}").format(pay=assessment.pay) if assessment.pay else "",
        "questions": _("Questions? {contact}").format(contact=contact) if contact else "",
        "contact_address": hub.contact_email,
    }
