"""The mail to the owner of an action: its day comes, is there, or is over."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.hubs.domain.texts import named
from engage.mail.kinds import Form, MailKind, Placeholder, Translate, button
from engage.mail.models import OutboxMail
from engage.maturity.domain.kinds import ActionState
from engage.maturity.mails.facts import assessment_of
from engage.maturity.models_after import Action

NAME = "maturity.action-due"


def _action(session: Session, mail: OutboxMail) -> Action | None:
    return session.get(Action, int(mail.values.get("action_id") or 0))


def _facts(session: Session, mail: OutboxMail, language: str, _: Translate) -> Mapping[str, str | int]:
    assessment, found = assessment_of(session, mail), _action(session, mail)
    if assessment is None or found is None:
        return {}
    hub = assessment.hub
    still_open = " ".join(each["text"] for each in found.statements if not each["done"])
    return {
        "hub": named(hub.name, hub.names, hub.languages, language).text,
        "title": assessment.title,
        "name": found.owner,
        "action": found.title,
        "due": found.due_on.isoformat(),
        "open": _("Still open: {open}").format(open=still_open) if still_open else "",
    }


def _plan(settings: Settings, _session: Session, mail: OutboxMail) -> str:
    return f"{settings.base_url.rstrip('/')}/console/assessments/{mail.values.get('assessment_id')}/plan"


def _still_open(session: Session, mail: OutboxMail, _now: datetime) -> bool:
    found = _action(session, mail)
    return found is not None and found.state is ActionState.OPEN and found.owner_email == mail.to


def kinds() -> tuple[MailKind, ...]:
    return (
        MailKind(
            name=NAME,
            topic=None,
            subject=lambda _: _("{action}: due on {due}"),
            body=lambda _: (
                _("{name}, you have taken on something in the plan of {hub} ({title}): {action}."),
                _("It is to be done by {due}."),
                "{open}",
                button("plan", _("Open the plan")),
                _("If the day no longer fits, or somebody else does it, tell the team: they change it in the plan."),
            ),
            placeholders=(
                Placeholder("hub", "Hub Norway"),
                Placeholder("title", "Round 2026"),
                Placeholder("name", "Ada Lovelace"),
                Placeholder("action", "Answer every recommendation in public"),
                Placeholder("due", "2026-12-11", Form.DAY),
                Placeholder("open", "Still open: Each answer says why. A named body answers.", Form.PROSE),
            ),
            links={"plan": _plan},
            facts=_facts,
            needed=_still_open,
        ),
    )
