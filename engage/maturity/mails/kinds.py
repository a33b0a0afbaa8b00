"""The mails to a panel, one kind for each `Told`; and to who gets a duty."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from engage.accounts import grants, words
from engage.accounts.models import Person
from engage.accounts.roles import Duty
from engage.core.settings import Settings
from engage.mail.kinds import Form, MailKind, Placeholder, button
from engage.mail.models import OutboxMail
from engage.maturity import queries
from engage.maturity.domain.kinds import Stage
from engage.maturity.mails import links
from engage.maturity.mails.facts import assessment_of, facts, member_of
from engage.maturity.mails.telling import Told
from engage.maturity.models_panel import Member

HUB = Placeholder("hub", "Hub Norway")
TITLE = Placeholder("title", "Round 2026")
NAME = Placeholder("name", "Ada Lovelace")
UNTIL = Placeholder("until", "2026-12-11", Form.DAY)
PAY = Placeholder("pay", "What you get for it: 50 euros and travel costs")
CONTACT = (
    Placeholder("questions", "Questions? Kari Nordmann, +47 22 00 00 00"),
    Placeholder("contact_address", "kari@example.org", Form.ADDRESS),
)
WHOM_TO_ASK = "{questions}\n{contact_address}"
_OPEN = (Stage.PREPARING, Stage.RATING)


def kinds() -> tuple[MailKind, ...]:
    return (*_to_the_panel(), DUTY)


def _console(settings: Settings, _session: Session, mail: OutboxMail) -> str:
    return f"{settings.base_url.rstrip('/')}/console/assessments/{int(mail.values.get('assessment_id') or 0)}"


def _has_duty(session: Session, mail: OutboxMail, _now: datetime) -> bool:
    """While they hold it, and the round goes on."""
    assessment = assessment_of(session, mail)
    person = session.get(Person, int(mail.values.get("person_id") or 0))
    if assessment is None or person is None or assessment.stage is Stage.CANCELLED:
        return False
    return grants.has_duty(session, person, queries.THING, assessment.id, Duty(str(mail.values["duty"])))


DUTY = MailKind(
    name="maturity.duty",
    topic=None,
    subject=lambda _: _("You are asked to help: {hub}"),
    body=lambda _: (
        _("{hub} asks you to take on a duty in its self-assessment: {title}."),
        _("Your duty: {duty}."),
        button("console", _("See what to do")),
        WHOM_TO_ASK,
    ),
    placeholders=(
        HUB,
        TITLE,
        Placeholder("duty", Duty.FACILITATOR.value, word=words.duty),
        *CONTACT,
    ),
    links={"console": _console},
    facts=facts,
    needed=_has_duty,
)


def _to_the_panel() -> tuple[MailKind, ...]:
    return (
        MailKind(
            name=f"maturity.{Told.INVITED}",
            topic=None,
            subject=lambda _: _("Your view is asked for: {hub}"),
            body=lambda _: (
                _("{hub} wants to know how well it listens to citizens, and asks you to be on its panel: {title}."),
                _(
                    "You answer questions on your own, on a phone or a computer. Nobody sees what you in "
                    "particular say."
                ),
                "{pay}",
                _("Rating ends on {until}. On the page you can read first what it is about, and say no."),
                button("page", _("Read what it is about")),
                WHOM_TO_ASK,
            ),
            placeholders=(HUB, TITLE, NAME, UNTIL, PAY, *CONTACT),
            links={"page": links.personal("about")},
            facts=facts,
            needed=_still(*_OPEN),
        ),
        MailKind(
            name=f"maturity.{Told.OPEN}",
            topic=None,
            subject=lambda _: _("You can rate now: {hub}"),
            body=lambda _: (
                _("The questions about {hub} are open: {title}."),
                _(
                    "Answer them on your own until {until}. Every answer is saved at once; you can stop and "
                    "go on later."
                ),
                button("page", _("Begin")),
                WHOM_TO_ASK,
            ),
            placeholders=(HUB, TITLE, NAME, UNTIL, *CONTACT),
            links={"page": links.personal()},
            facts=facts,
            needed=_still(Stage.RATING),
        ),
        MailKind(
            name=f"maturity.{Told.REMINDED}",
            topic=None,
            subject=lambda _: _("Your view is still missing: {hub}"),
            body=lambda _: (
                _("You are on the panel of {hub}: {title}. Your answers are not handed in yet."),
                _("You can answer until {until}. What you have answered so far is still there."),
                button("page", _("Go on")),
                _("The team does not learn who got this mail."),
                WHOM_TO_ASK,
            ),
            placeholders=(HUB, TITLE, NAME, UNTIL, *CONTACT),
            links={"page": links.personal()},
            facts=facts,
            needed=_still(Stage.RATING, check=lambda member: member.submitted_on is None),
            hubs_change_it=False,
        ),
        MailKind(
            name=f"maturity.{Told.NEW_LINK}",
            topic=None,
            subject=lambda _: _("Your new link: {hub}"),
            body=lambda _: (
                _("Here is a new link to your pages of the panel of {hub}: {title}."),
                button("page", _("Open my page")),
                _("The link that you had before no longer works. What you have answered is still there."),
                WHOM_TO_ASK,
            ),
            placeholders=(HUB, TITLE, NAME, *CONTACT),
            links={"page": links.personal("about")},
            facts=facts,
            needed=_still(*_OPEN, Stage.CONSENSUS),
        ),
        MailKind(
            name=f"maturity.{Told.CANCELLED}",
            topic=None,
            subject=lambda _: _("It does not take place: {hub}"),
            body=lambda _: (
                _("{hub} has ended its self-assessment before it was finished: {title}."),
                _(
                    "You need not do anything more. What you answered is used for nothing, and is deleted after "
                    "six months."
                ),
                _("Thank you for your time."),
                WHOM_TO_ASK,
            ),
            placeholders=(HUB, TITLE, NAME, *CONTACT),
            facts=facts,
            needed=_still(Stage.CANCELLED),
        ),
    )


def _still(
    *stages: Stage, check: Callable[[Member], bool] | None = None
) -> Callable[[Session, OutboxMail, datetime], bool]:
    """While the round is at one of these stages, and the recipient is on the panel and has not declined."""

    def asked(session: Session, mail: OutboxMail, _now: datetime) -> bool:
        member, assessment = member_of(session, mail), assessment_of(session, mail)
        if member is None or assessment is None or (member.email or "").casefold() != mail.to.casefold():
            return False
        if member.declined or assessment.stage not in stages:
            return False
        return check is None or check(member)

    return asked
