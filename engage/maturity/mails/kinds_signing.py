"""The mail to whoever may sign as a citizen: the hub lead has signed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.hubs.domain.texts import named
from engage.mail.kinds import MailKind, Placeholder, Translate, button
from engage.mail.models import OutboxMail
from engage.maturity.domain.kinds import Stage
from engage.maturity.mails.facts import assessment_of


def _facts(session: Session, mail: OutboxMail, language: str, _: Translate) -> Mapping[str, str | int]:
    assessment = assessment_of(session, mail)
    if assessment is None:
        return {}
    hub = assessment.hub
    return {"hub": named(hub.name, hub.names, hub.languages, language).text, "title": assessment.title}


def _page(settings: Settings, _session: Session, mail: OutboxMail) -> str:
    return f"{settings.base_url.rstrip('/')}/console/assessments/{mail.values.get('assessment_id')}/sign-off"


def _not_signed(session: Session, mail: OutboxMail, _now: datetime) -> bool:
    assessment = assessment_of(session, mail)
    return assessment is not None and assessment.stage is Stage.CONSENSUS


def kinds() -> tuple[MailKind, ...]:
    return (
        MailKind(
            name="maturity.co-sign",
            topic=None,
            subject=lambda _: _("Your signature is asked for: {hub}"),
            body=lambda _: (
                _("The person who leads {hub} has signed the result of its self-assessment: {title}."),
                _("A citizen signs it as well. Read it, and sign only if you stand behind it."),
                button("page", _("Read the result")),
                _("If it is not as you remember it, do not sign: tell the people who run the round."),
            ),
            placeholders=(Placeholder("hub", "Hub Norway"), Placeholder("title", "Round 2026")),
            links={"page": _page},
            facts=_facts,
            needed=_not_signed,
        ),
    )
