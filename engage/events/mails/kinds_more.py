"""Mails that go to groups: invitations, words of the organisers, feedback, what came of it."""

from sqlalchemy.orm import Session

from engage.events.domain.telling import Told
from engage.events.mails import links, needed
from engage.events.mails.above import Above
from engage.events.mails.facts import event_facts, facts, registration_of
from engage.events.mails.samples import EVENT, HUB, WHEN, WHERE, WHO
from engage.events.models_people import GroupMail
from engage.i18n.locales import nearest
from engage.mail.kinds import MailKind, OwnWords, Topic, button
from engage.mail.models import OutboxMail

NEWS = Topic("events-news", lambda _: _("Mails of organisers about events for which you registered"))
INVITATIONS = Topic("events-invitations", lambda _: _("Invitations to events"))


def kinds(above: Above) -> tuple[MailKind, ...]:
    read = facts(above.standing)
    return (
        MailKind(
            name=f"events.{Told.INVITED}",
            topic=INVITATIONS,
            subject=lambda _: _("You are invited: {event}"),
            body=lambda _: (
                _("{hub} invites you to “{event}”."),
                "- {when}\n- {where}",
                button("register", _("Read more and register")),
                _("The invitation is for you: the link holds your code. If you do not want to come, do nothing."),
            ),
            placeholders=(EVENT, HUB, WHEN, WHERE),
            links={"register": links.invitation},
            facts=event_facts,
            needed=needed.is_invited,
        ),
        MailKind(
            name=f"events.{Told.GROUP}",
            topic=NEWS,
            subject=lambda _: _("News about {event}"),
            body=lambda _: (
                _("The organisers of “{event}” write to you."),
                button("page", _("See my registration")),
            ),
            placeholders=(EVENT, WHEN, WHERE, WHO, HUB),
            links={"page": links.personal()},
            facts=read,
            own_words=group_words,
            needed=needed.is_theirs,
            hubs_change_it=False,
        ),
        MailKind(
            name=f"events.{Told.FEEDBACK}",
            topic=NEWS,
            subject=lambda _: _("How was it? {event}"),
            body=lambda _: (
                _("Thank you for coming to “{event}”. How was it for you, and what should be done better?"),
                button("survey", _("Say how it was")),
                _("It takes three minutes. The survey is anonymous: nobody can see which answers are yours."),
            ),
            placeholders=(EVENT,),
            links={"survey": links.feedback},
            facts=event_facts,
            needed=needed.has_feedback,
        ),
        MailKind(
            name=f"events.{Told.FOLLOW_UP}",
            topic=None,
            subject=lambda _: _("What came of it: {event}"),
            body=lambda _: (
                _("You registered for “{event}” and wanted to hear what came of it."),
                button("report", _("Read what came of it")),
                _("This was the only mail. You are deleted from the list of people who wanted to hear of it."),
            ),
            placeholders=(EVENT,),
            links={"report": links.event("report")},
            facts=event_facts,
            needed=needed.has_report,
            unseen=True,
        ),
    )


def group_words(session: Session, mail: OutboxMail) -> OwnWords | None:
    """Words of a mail to a group, from its row: in the recipient's language, one near to it, else as first written.

    `tell(session, Told.GROUP, event, registration, now=now, group_mail_id=group_mail.id)`; in the words `{event}`,
    `{when}`, `{where}`, `{who}`, `{hub}` and `{page}` (the recipient's own page) stand for what they are.
    """
    kept = session.get(GroupMail, int(mail.values.get("group_mail_id") or 0))
    if kept is None or not kept.words:
        return None
    registration = registration_of(session, mail)
    wanted = registration.language if registration else mail.language
    language = nearest(wanted, tuple(kept.words)) or next(iter(kept.words))
    words = kept.words[language]
    return OwnWords(language, str(words["subject"]), str(words["body"]))
