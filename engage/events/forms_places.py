"""Forms of places and of registration: numbers, quotas, what is asked."""

from collections.abc import Collection, Mapping

from flask_babel import gettext

from engage.events.domain.capacity import PlacesChange, QuotaChange
from engage.events.domain.kinds import Ask, Asked, AttendeeRole, Mode
from engage.events.domain.places import SiteSeats
from engage.events.editing.counting import COUNTRY, GROUP
from engage.events.editing.settings import Taking
from engage.events.models import Event
from engage.web.desk.forms import Filled, Sent

OTHER_ROLES = tuple(role for role in AttendeeRole if role is not AttendeeRole.CITIZEN)
LARGEST_PARTY = 50
MOST_HOURS = 24 * 30
MOST_SEATS = 100_000


def places_form(there: PlacesChange) -> Filled:
    most = there.waiting_seats
    text = {
        "seats": _number(there.seats),
        "waiting": "all" if most is None else "none" if most == 0 else "some",
        "waiting_seats": _number(most) if most else "",
    }
    text |= {f"role-{role}": _number(there.role_seats.get(role)) for role in OTHER_ROLES}
    for number, site in there.sites.items():
        text |= {f"site-{number}-seats": _number(site.seats), f"site-{number}-room": _number(site.room)}
    return Filled(text)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def read_places(sent: Sent, there: PlacesChange) -> PlacesChange:
    """All numbers; quotas stay as they are. Valid only when nothing is wrong with what was sent."""
    waiting = sent.read_one("waiting", ("all", "some", "none"), other="all")
    most = sent.read_number("waiting_seats", most=MOST_SEATS)
    if waiting == "some" and not most:
        sent.refuse("waiting_seats", gettext("Enter how many people may wait."))
    roles = {role.value: sent.read_number(f"role-{role}", most=MOST_SEATS) for role in OTHER_ROLES}
    kept = {role: seats for role, seats in there.role_seats.items() if role not in roles}
    return PlacesChange(
        seats=sent.read_number("seats", most=MOST_SEATS),
        waiting_seats={"all": None, "none": 0}.get(waiting, most),
        role_seats=kept | {role: seats for role, seats in roles.items() if seats is not None},
        sites={
            number: SiteSeats(
                sent.read_number(f"site-{number}-seats", most=MOST_SEATS),
                sent.read_number(f"site-{number}-room", most=MOST_SEATS),
            )
            for number in there.sites
        },
        quotas=there.quotas,
    )


# -- quotas


def quota_form(key: str, quota: QuotaChange | None, zone: str) -> Filled:
    if quota is None:
        return Filled({"key": key})
    filled = Filled(
        {
            "key": quota.key,
            "name": quota.name,
            "minimum": _number(quota.minimum or None),
            "maximum": _number(quota.maximum),
            "site": str(quota.site_id or ""),
            "typed": "\n".join(quota.codes),
        },
        {"codes": list(quota.codes)},
    )
    filled.moment("release_at", quota.release_at, zone)
    return filled


def read_quota(
    sent: Sent, key: str, known: Mapping[str, str], sites: Collection[int], zone: str, quota_id: int | None
) -> QuotaChange | None:
    """None when something is wrong.

    :param known: the codes that can be chosen; groups are typed, one a line, and countries may be
    """
    codes = _codes(sent, key, known)
    minimum = sent.read_number("minimum", most=MOST_SEATS) or 0
    maximum = sent.read_number("maximum", most=MOST_SEATS)
    if maximum is not None and maximum < minimum:
        sent.refuse("maximum", gettext("This is less than the minimum."))
    if not minimum and maximum is None:
        sent.refuse("minimum", gettext("Enter a minimum, a maximum or both."))
    name = sent.read_text("name", most=120, needed=gettext("Write what the group is called."))
    site = sent.get("site")
    if site and site not in {str(each) for each in sites}:
        sent.refuse("site", gettext("Choose one of these."))
    release = sent.read_moment("release_at", zone)
    if sent.wrong:
        return None
    return QuotaChange(
        name=name,
        key=key,
        codes=tuple(codes),
        minimum=minimum,
        maximum=maximum,
        site_id=int(site) if site else None,
        release_at=release,
        id=quota_id,
    )


def _codes(sent: Sent, key: str, known: Mapping[str, str]) -> list[str]:
    if key == GROUP:
        codes = list(dict.fromkeys(line.strip() for line in sent.get("typed").split("\n") if line.strip()))
        if not codes:
            sent.refuse("typed", gettext("Write the names of the groups, one a line."))
        return codes
    codes = sent.read_some("codes", known)
    if key == COUNTRY:
        typed = sent.get("typed").upper().replace(",", " ").split()
        if wrong := [code for code in typed if len(code) != 2 or not code.isalpha() or not code.isascii()]:
            said = gettext("“%(code)s” is no country code. Write two letters, for example NO.", code=wrong[0])
            sent.refuse("typed", said)
        codes = list(dict.fromkeys((*codes, *typed)))
    if not codes:
        sent.refuse("codes", gettext("Choose who belongs to the group."))
    return codes


# -- registration


def taking_form(event: Event) -> Filled:
    filled = Filled(
        {
            "mode": event.mode.value,
            "max_party": str(event.max_party),
            "confirm_hours": str(event.confirm_hours),
            "offer_hours": str(event.offer_hours),
            "adult_age": str(event.adult_age),
        },
        {"roles": list(event.roles), "each_person": list(event.each_person)},
    )
    filled.text |= {f"ask-{ask}": event.asks.get(ask, Asked.NO.value) for ask in Ask}
    filled.moment("opens_at", event.registration_opens_at, event.time_zone)
    filled.moment("closes_at", event.registration_closes_at, event.time_zone)
    return filled


def read_taking(sent: Sent, event: Event, questions: Collection[str]) -> Taking:
    """What was sent; valid only when nothing is wrong with it.

    :param questions: names of those that are asked
    """
    opens = sent.read_moment("opens_at", event.time_zone)
    closes = sent.read_moment("closes_at", event.time_zone)
    if opens and closes and closes <= opens:
        sent.refuse("closes_at", gettext("The end comes before the beginning. Choose a later time."))
    if closes and closes > event.starts_at:
        sent.refuse("closes_at", gettext("This is after the event has begun. Choose an earlier time."))
    roles = sent.read_some("roles", AttendeeRole)
    if not roles:
        sent.refuse("roles", gettext("Choose at least one."))
    asks = {ask.value: sent.read_one(f"ask-{ask}", Asked, other=Asked.NO) for ask in Ask}
    return Taking(
        mode=Mode(sent.read_one("mode", Mode, other=Mode.FIRST_COME)),
        opens_at=opens,
        closes_at=closes,
        roles=tuple(roles),
        max_party=sent.read_number("max_party", least=1, most=LARGEST_PARTY, needed=_how_many()) or 1,
        confirm_hours=sent.read_number("confirm_hours", least=1, most=MOST_HOURS, needed=_how_many()) or 1,
        offer_hours=sent.read_number("offer_hours", least=1, most=MOST_HOURS, needed=_how_many()) or 1,
        adult_age=sent.read_number("adult_age", least=14, most=25, needed=_how_many()) or 18,
        asks={ask: asked for ask, asked in asks.items() if asked != Asked.NO},
        each_person=tuple(sent.read_some("each_person", questions)),
    )


def _how_many() -> str:
    return gettext("Enter how many.")
