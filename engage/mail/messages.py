"""Words of the console: why words of a mail are not kept, in which state mails and words are."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from engage.core.refusal import Refusal
from engage.mail.changed import LinksMissing, State, UnknownPlaceholders
from engage.mail.models import MailState

REFUSALS: dict[str, Any] = {
    "empty_text": _l("Write a subject and a text."),
    "text_too_long": _l("This is too long: at most 150 characters for the subject and 10,000 for the text."),
    "link_in_subject": _l("A link cannot stand in the subject. Put it into the text."),
    "not_for_hubs": _l("The words of this mail are the same everywhere: it protects accounts."),
}
MAIL_STATES: dict[MailState, Any] = {
    MailState.WAITING: _l("Waits"),
    MailState.SENT: _l("Sent"),
    MailState.FAILED: _l("Failed"),
    MailState.BOUNCED: _l("Came back"),
    MailState.DROPPED: _l("Not needed any more"),
}
MAIL_MARKS = {
    MailState.WAITING: "note",
    MailState.SENT: "success",
    MailState.FAILED: "error",
    MailState.BOUNCED: "error",
    MailState.DROPPED: "",
}
TEXT_STATES: dict[State, Any] = {
    State.SHIPPED: _l("As shipped"),
    State.DRAFT: _l("Draft, not used yet"),
    State.STALE: _l("Out of date, not used"),
    State.APPROVED: _l("Your words, in use"),
}
TEXT_MARKS = {State.SHIPPED: "", State.DRAFT: "warning", State.STALE: "warning", State.APPROVED: "success"}


def sentence(refusal: Refusal) -> str:
    """What is wrong, and what to do."""
    match refusal:
        case UnknownPlaceholders(names=names):
            named = ", ".join(f"{{{name}}}" for name in names)
            return gettext(
                "There is no placeholder %(names)s in this mail. Take it out, or use one of the list.", names=named
            )
        case LinksMissing(names=names):
            named = ", ".join(f"{{{name}}}" for name in names)
            return gettext("The mail is of no use without %(names)s. Put it in again.", names=named)
    return str(REFUSALS[refusal.code])
