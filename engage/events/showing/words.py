"""What the public pages of events say of places: how they are given, how many are left, why one cannot register."""

from datetime import datetime

from flask_babel import format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _l

from engage.events.domain.kinds import Mode, Phase
from engage.events.domain.publicly import STEP, Coarse
from engage.events.showing import times
from engage.events.showing.shown import EventPage, QuotaShown
from engage.events.showing.situation import Situation
from engage.i18n.named import country_name

PHASES = {
    Phase.DRAFT: _l("Draft"),
    Phase.ANNOUNCED: _l("Announced"),
    Phase.OPEN: _l("Registration is open"),
    Phase.FULL: _l("Full"),
    Phase.CLOSED: _l("Registration is closed"),
    Phase.RUNNING: _l("Taking place now"),
    Phase.OVER: _l("Over"),
    Phase.CANCELLED: _l("Cancelled"),
}
TAGS = {
    Phase.OPEN: "open",
    Phase.ANNOUNCED: "coming",
    Phase.FULL: "full",
    Phase.CLOSED: "full",
    Phase.RUNNING: "open",
    Phase.OVER: "over",
    Phase.CANCELLED: "cancelled",
}
"""How a phase is coloured, as other activities are."""


def left(free: Coarse) -> str:
    """How many places are left."""
    if free.none:
        return gettext("No place is left.")
    if free.few:
        return gettext("Fewer than %(number)s places are left.", number=STEP)
    return gettext("At least %(number)s places are left.", number=format_decimal(free.least))


def waiting(number: Coarse) -> str:
    """How long the waiting list is."""
    if number.none:
        return gettext("Nobody is on the waiting list yet.")
    if number.few:
        return gettext("Fewer than %(number)s people are on the waiting list.", number=STEP)
    return gettext("About %(number)s people are on the waiting list.", number=format_decimal(number.least))


def standing(event: EventPage, stands: Situation, now: datetime, lang: str) -> list[str]:
    """Whether one can register now, and if not, why or from when: sentences for the page."""
    zone = event.span.zone
    match stands.phase:
        case Phase.OPEN:
            said = _open(event, stands)
        case Phase.FULL:
            said = [gettext("All places are taken.")]
            if stands.waiting_full:
                said.append(
                    gettext("The waiting list is full.")
                    if event.waiting_list
                    else gettext("There is no waiting list. Places that come free are shown here.")
                )
            else:
                said += [gettext("You can join the waiting list."), waiting(stands.waiting)]
        case Phase.ANNOUNCED if event.opens_at:
            return [gettext("Registration opens: %(moment)s.", moment=times.moment(event.opens_at, zone, lang))]
        case Phase.CLOSED if event.closes_at and now >= event.closes_at:
            return [gettext("Registration closed: %(moment)s.", moment=times.moment(event.closes_at, zone, lang))]
        case Phase.CLOSED:
            return [gettext("Registration is paused at the moment. Please come back later.")]
        case _:
            return [str(PHASES[stands.phase])]
    if event.closes_at:
        said.append(gettext("Registration closes: %(moment)s.", moment=times.moment(event.closes_at, zone, lang)))
    return said


def _open(event: EventPage, stands: Situation) -> list[str]:
    if event.mode is Mode.DRAW:
        return [gettext("You can apply now. It does not matter who applies first.")]
    if event.mode is Mode.APPROVAL:
        return [gettext("You can ask for a place now.")]
    said = [gettext("You can register now.")]
    if event.mode is Mode.INVITATION:
        said = [gettext("You can register now if you have an invitation.")]
    if stands.kept:
        said.append(gettext("The places that are left are kept for some groups. See below."))
    elif stands.free is not None:
        said.append(left(stands.free))
    return said


def button(event: EventPage, stands: Situation) -> str:
    """What the button that leads to the form says."""
    if event.mode is Mode.DRAW:
        return gettext("Apply for a place")
    if event.mode is Mode.APPROVAL:
        return gettext("Ask for a place")
    if stands.phase is Phase.FULL:
        return gettext("Join the waiting list")
    return gettext("Register")


def how(event: EventPage, lang: str) -> list[str]:
    """How places are given, said plainly."""
    said = [
        {
            Mode.FIRST_COME: gettext("Who registers first gets a place."),
            Mode.APPROVAL: gettext("You ask for a place, the organisers decide, and you get a mail either way."),
            Mode.DRAW: gettext(
                "You apply. When applications are closed, places are drawn by lot among all who applied. "
                "The draw begins with a public number, so that everybody can check it."
            ),
            Mode.INVITATION: gettext(
                "You need an invitation: a personal link, or a code. Who registers first with one gets a place."
            ),
        }[event.mode]
    ]
    if event.max_party > 1:
        said.append(
            ngettext(
                "You can register %(num)s person.",
                "You can register up to %(num)s people together. They get their places together.",
                event.max_party,
            )
        )
    if event.waiting_list and event.mode is not Mode.DRAW:
        said.append(
            ngettext(
                "When all places are taken there is a waiting list. A place that comes free is offered to the next "
                "who can take it. They have %(num)s hour to say yes.",
                "When all places are taken there is a waiting list. A place that comes free is offered to the next "
                "who can take it. They have %(num)s hours to say yes.",
                event.offer_hours,
            )
        )
    if event.reconfirm_by:
        said.append(
            gettext(
                "Before the event we ask by mail whether you still come. Please answer by %(moment)s: after that your "
                "place goes to somebody else.",
                moment=times.moment(event.reconfirm_by, event.span.zone, lang),
            )
        )
    return said


def group(quota: QuotaShown, lang: str) -> str:
    """The group of a quota: countries by their names, others as the organiser calls them."""
    if quota.key == "country" and quota.codes:
        return gettext(
            "People from: %(countries)s", countries=", ".join(country_name(code, lang) for code in quota.codes)
        )
    return quota.name


def numbers(quota: QuotaShown, zone: str, lang: str) -> list[str]:
    """What a quota keeps for its group, and how many of it can come."""
    said = []
    if quota.minimum:
        said.append(
            gettext(
                "%(number)s places are kept until %(moment)s",
                number=format_decimal(quota.minimum),
                moment=times.moment(quota.release_at, zone, lang),
            )
            if quota.release_at
            else gettext("%(number)s places are kept", number=format_decimal(quota.minimum))
        )
    if quota.maximum is not None:
        said.append(gettext("at most %(number)s places", number=format_decimal(quota.maximum)))
    return said


def size(number: int) -> str:
    """How large a file is."""
    if number < 1_000_000:
        return gettext("%(number)s kB", number=format_decimal(max(1, round(number / 1000))))
    return gettext("%(number)s MB", number=format_decimal(round(number / 1_000_000, 1)))
