"""What is said at the desk and of being there, in the reader's language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from flask_babel import get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _l

from engage.core.refusal import Refusal
from engage.events.domain.kinds import AttendeeRole

ROLES = {
    AttendeeRole.CITIZEN: _l("Participant"),
    AttendeeRole.COMPANION: _l("Companion"),
    AttendeeRole.STAFF: _l("Team"),
    AttendeeRole.INTERPRETER: _l("Interpreter"),
    AttendeeRole.SPEAKER: _l("Speaker"),
    AttendeeRole.PRESS: _l("Press"),
}
_REFUSED = {
    "not_here": _l("No place is left."),
    "event_full": _l("No place is left."),
    "role_full": _l("No place is left for this role."),
    "quota_full": _l("No place is left for this group."),
    "site_full": _l("No place is left at this site."),
    "registration_closed": _l("The event takes nobody in any more."),
    "not_now": _l("This desk is not open yet."),
}


def refused(refusal: Refusal) -> str:
    """Why somebody cannot be let in."""
    return str(_REFUSED.get(refusal.code, gettext("This is not possible any more. Look at their registration again.")))


def clock(moment: datetime, zone: str) -> str:
    """A time of day at a site, as the reader writes it."""
    return str(format_skeleton("Hm", moment, tzinfo=ZoneInfo(zone), locale=get_locale() or "en"))


def day(on: date) -> str:
    return str(format_date(on, "full", locale=get_locale() or "en"))


def hours(minutes: int) -> str:
    """ "3 hours 30 minutes"; empty for none."""
    whole, rest = divmod(minutes, 60)
    parts = []
    if whole:
        parts.append(ngettext("%(num)s hour", "%(num)s hours", whole))
    if rest:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", rest))
    return " ".join(parts)
