"""Mails that invite people by name. Links and facts are made when a mail is sent, and kept nowhere."""

from collections.abc import Callable, Mapping
from datetime import datetime

from babel.dates import format_date
from sqlalchemy.orm import Session

from engage.core import zones
from engage.core.settings import Settings
from engage.i18n.locales import babel_locale
from engage.mail.kinds import MailKind, Placeholder, Topic, Translate, button
from engage.mail.models import OutboxMail
from engage.surveys import queries
from engage.surveys.domain.status import Availability
from engage.surveys.inviting import links
from engage.surveys.mail_parts import HUB, SURVEY, hub_in, survey_of, title_in
from engage.surveys.models import Survey
from engage.surveys.models_reach import Participant

INVITED, REMINDED = "surveys.invited", "surveys.reminded"
TOPIC = Topic("survey-invitations", lambda _: _("Invitations to surveys"))
UNTIL = Placeholder("until", "You can answer until 12 December 2026.")


def participant_of(session: Session, mail: OutboxMail) -> Participant | None:
    return session.get(Participant, int(mail.values.get("participant_id") or 0))


def facts(session: Session, mail: OutboxMail, language: str, _: Translate) -> Mapping[str, str | int]:
    """What the survey is called, who asks, until when: as it holds when the mail is sent."""
    survey = survey_of(session, mail)
    if survey is None:
        return {}
    return {
        "survey": title_in(survey, language),
        "hub": hub_in(survey.activity.hub, language),
        "until": until(survey, language, _),
    }


def until(survey: Survey, language: str, _: Translate) -> str:
    """The last day, by the clock of the hub; empty where no end is set."""
    if survey.closes_at is None:
        return ""
    last = zones.local(survey.closes_at, survey.activity.hub.time_zone).date()
    day = str(format_date(last, "long", locale=babel_locale(language)))
    return _("You can answer until {day}.").replace("{day}", day)


def answer(settings: Settings, session: Session, mail: OutboxMail) -> str:
    """To the survey, as this person."""
    found = participant_of(session, mail)
    if found is None:
        return ""
    token = links.token(found, key=settings.secret_key)
    return links.address(token, language=mail.language, base=settings.base_url)


def _needed(more: Callable[[Participant], bool]) -> Callable[[Session, OutboxMail, datetime], bool]:
    """While the survey takes answers, and this person is still to be written to at this address."""

    def asked(session: Session, mail: OutboxMail, now: datetime) -> bool:
        person, survey = participant_of(session, mail), survey_of(session, mail)
        if person is None or survey is None or person.stopped or person.email != mail.to:
            return False
        fielded = queries.fielded(session, survey.slug)
        open_ = (Availability.OPEN, Availability.PAUSED, Availability.NOT_YET)
        return fielded is not None and queries.state(session, fielded, now) in open_ and more(person)

    return asked


def kinds() -> tuple[MailKind, ...]:
    return (
        MailKind(
            name=INVITED,
            topic=TOPIC,
            subject=lambda _: _("{hub} asks for your view: {survey}"),
            body=lambda _: (
                _("{hub} invites you to answer “{survey}”."),
                button("answer", _("Read what it is about, and answer")),
                _(
                    "The link is yours alone: it can be used once. We note that somebody has answered with it, and "
                    "keep that apart from the answers. Nobody can see who said what, and we are not shown who has "
                    "answered."
                ),
                "{until}",
                _("Taking part is voluntary."),
            ),
            placeholders=(HUB, SURVEY, UNTIL),
            links={"answer": answer},
            facts=facts,
            needed=_needed(lambda _: True),
        ),
        MailKind(
            name=REMINDED,
            topic=TOPIC,
            subject=lambda _: _("You can still answer: {survey}"),
            body=lambda _: (
                _("{hub} has invited you to answer “{survey}”. There is still time, and your view counts."),
                button("answer", _("Read what it is about, and answer")),
                "{until}",
                _("If you do not want to, you need not do anything. We are not shown who has answered."),
            ),
            placeholders=(HUB, SURVEY, UNTIL),
            links={"answer": answer},
            facts=facts,
            needed=_needed(lambda person: not person.answered),
            unseen=True,
        ),
    )
