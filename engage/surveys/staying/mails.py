"""Mails to people who left an address after a survey. Nothing in them leads to what they answered.

They are seen by nobody and leave the outbox when they are sent: when somebody left an address would otherwise stay
there, and with it about when they answered.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.mail.kinds import Form, MailKind, Placeholder, Translate, button
from engage.mail.models import OutboxMail
from engage.surveys import queries
from engage.surveys.mail_parts import HUB, SURVEY, hub_in, survey_of, title_in
from engage.surveys.models_reach import PanelMember, SurveyFollowUp
from engage.surveys.staying import links

CONFIRM_NEWS, CONFIRM_PANEL, CAME_OF_IT = "surveys.news-confirm", "surveys.panel-confirm", "surveys.came-of-it"
WORDS = Placeholder("words", "The hub has passed your wishes on to the ministry. An answer is due in June.", Form.PROSE)
ADDRESS = Placeholder("address", "https://example.org/en/surveys/care/results", Form.ADDRESS)


def _follower(session: Session, mail: OutboxMail) -> SurveyFollowUp | None:
    return session.get(SurveyFollowUp, int(mail.values.get("follow_up_id") or 0))


def _member(session: Session, mail: OutboxMail) -> PanelMember | None:
    return session.get(PanelMember, int(mail.values.get("member_id") or 0))


def _facts(session: Session, mail: OutboxMail, language: str, _: Translate) -> Mapping[str, str | int]:
    survey = survey_of(session, mail)
    if survey is not None:
        return {"survey": title_in(survey, language), "hub": hub_in(survey.activity.hub, language)}
    hub = queries.hub(session, mail.hub_id) if mail.hub_id else None
    return {"hub": hub_in(hub, language)} if hub else {}


def _news_link(settings: Settings, session: Session, mail: OutboxMail) -> str:
    found = _follower(session, mail)
    token = links.of_follower(found, key=settings.secret_key) if found else ""
    return f"{settings.base_url.rstrip('/')}/{mail.language}/stay/{token}" if token else ""


def _panel_link(settings: Settings, session: Session, mail: OutboxMail) -> str:
    found = _member(session, mail)
    token = links.of_member(found, key=settings.secret_key) if found else ""
    return f"{settings.base_url.rstrip('/')}/{mail.language}/panel/{token}" if token else ""


def _still_asked(session: Session, mail: OutboxMail, now: datetime) -> bool:  # noqa: ARG001
    found = _follower(session, mail) or _member(session, mail)
    return found is not None and not found.confirmed


def kinds() -> tuple[MailKind, ...]:
    return (
        MailKind(
            name=CONFIRM_NEWS,
            topic=None,
            subject=lambda _: _("Is this your address? {survey}"),
            body=lambda _: (
                _("Somebody wants to hear at this address what came of “{survey}”. If it was you, confirm it:"),
                button("confirm", _("Yes, tell me what came of it")),
                _("We then write to you once, and delete the address. It is joined to no answers."),
                _("If it was not you, do nothing: the address is deleted after a week."),
            ),
            placeholders=(SURVEY, HUB),
            links={"confirm": _news_link},
            facts=_facts,
            needed=_still_asked,
            unseen=True,
        ),
        MailKind(
            name=CONFIRM_PANEL,
            topic=None,
            subject=lambda _: _("May {hub} ask you again?"),
            body=lambda _: (
                _("Somebody wants {hub} to invite this address to further surveys. If it was you, confirm it:"),
                button("confirm", _("Yes, you may ask me again")),
                _("Keep this mail: by the same link you can leave at any time, and the address is deleted."),
                _("If it was not you, do nothing: the address is deleted after a week."),
            ),
            placeholders=(HUB,),
            links={"confirm": _panel_link},
            facts=_facts,
            needed=_still_asked,
            unseen=True,
        ),
        MailKind(
            name=CAME_OF_IT,
            topic=None,
            subject=lambda _: _("What came of “{survey}”"),
            body=lambda _: (
                _("You wanted to hear what came of “{survey}”. {hub} writes:"),
                "{words}",
                "{address}",
                _("This was the only mail. Your address is deleted now."),
            ),
            placeholders=(SURVEY, HUB, WORDS, ADDRESS),
            facts=_facts,
            unseen=True,
        ),
    )
