"""Mails about requests on personal data."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.mail import outbox
from engage.mail.kinds import MailKind, Placeholder, button
from engage.mail.models import OutboxMail
from engage.privacy import sealing
from engage.privacy.models import PrivacyRequest, RequestState

_ID = "request_id"


def _address(settings: Settings, _session: Session, mail: OutboxMail) -> str:
    token = sealing.token(settings.secret_key, int(mail.values[_ID]))
    return f"{settings.base_url.rstrip('/')}/{mail.language}/privacy/request/{token}"


def _still_open(session: Session, mail: OutboxMail, _now: datetime) -> bool:
    request = session.get(PrivacyRequest, int(mail.values[_ID]))
    return request is not None and request.state is RequestState.UNCONFIRMED


CONFIRM = MailKind(
    name="privacy.confirm",
    topic=None,
    subject=lambda _: _("Your request about your data"),
    body=lambda _: (
        _("Somebody, hopefully you, asked {hub} about the data kept of this mail address."),
        _("Open the page and press the button there, so that your request is passed on."),
        button("confirm", _("See my request")),
        _("The link works for two days. If you did not ask, do nothing: then nothing happens."),
    ),
    placeholders=(Placeholder("hub", "Hub Norway"),),
    links={"confirm": _address},
    needed=_still_open,
    hubs_change_it=False,
)


def ask_to_confirm(session: Session, request: PrivacyRequest, address: str, *, hub: str, now: datetime) -> None:
    """Write to the address, so that only who reads its mail can ask.

    :param hub: the name of who answers
    """
    outbox.put(
        session,
        CONFIRM.name,
        address,
        language=request.language,
        values={_ID: str(request.id), "hub": hub},
        hub_id=request.hub_id,
        now=now,
    )
