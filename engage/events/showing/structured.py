"""What search engines and calendars read of an event: schema.org, as JSON-LD, in the language of the page.

The place of an online room is the page of registration, never the room itself.
"""

import json
from typing import Any

from flask import url_for
from markupsafe import Markup

from engage.events.domain.kinds import Mode, Phase
from engage.events.showing import times
from engage.events.showing.shown import EventPage, SiteShown
from engage.events.showing.situation import Situation
from engage.instruments.rendering.texts import plain
from engage.web.links import absolute

_SCHEMA = "https://schema.org"
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script(data: dict[str, Any]) -> Markup:
    """The element: data, which no browser runs. Nothing in it can end it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 -- escaped just above


def event(shown: EventPage, stands: Situation) -> dict[str, Any]:
    """One event as schema.org's Event, in the language of its page."""
    page = absolute(url_for("events.event", lang=shown.lang, slug=shown.slug))
    found: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "Event",
        "@id": absolute(url_for("events.bare", slug=shown.slug)),
        "url": page,
        "name": plain(shown.title.text),
        "startDate": times.iso(shown.span.starts_at, shown.span.zone),
        "endDate": times.iso(shown.span.ends_at, shown.span.zone),
        "eventStatus": f"{_SCHEMA}/{_status(shown)}",
        "eventAttendanceMode": f"{_SCHEMA}/{_attendance(shown)}",
        "inLanguage": shown.lang,
        "isAccessibleForFree": True,
        "location": _locations(shown),
        "organizer": [_organiser(hub, shown.lang) for hub in shown.organisers],
    }
    if description := plain(shown.summary.text or shown.about.text):
        found["description"] = description
    if shown.last_before and not shown.cancelled:
        found["previousStartDate"] = times.iso(shown.last_before.starts_at, shown.last_before.zone)
    if shown.cover:
        found["image"] = [absolute(shown.cover.address)]
    if shown.seats:
        found["maximumAttendeeCapacity"] = shown.seats
    if offer := _offer(shown, stands):
        found["offers"] = offer
    return found


def _status(shown: EventPage) -> str:
    if shown.cancelled:
        return "EventCancelled"
    return "EventRescheduled" if shown.before else "EventScheduled"


def _attendance(shown: EventPage) -> str:
    if shown.hybrid:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if shown.online else "OfflineEventAttendanceMode"


def _locations(shown: EventPage) -> Any:
    places = [_virtual(shown) if site.online else _place(site) for site in shown.sites]
    return places[0] if len(places) == 1 else places


def _virtual(shown: EventPage) -> dict[str, Any]:
    return {"@type": "VirtualLocation", "url": absolute(register_address(shown))}


def _place(site: SiteShown) -> dict[str, Any]:
    address: Any = site.address
    if site.hub.country:
        address = {"@type": "PostalAddress", "streetAddress": site.address, "addressCountry": site.hub.country}
    return {"@type": "Place", "name": plain(site.name.text) or site.address, "address": address}


def _organiser(hub: Any, lang: str) -> dict[str, Any]:
    found = {"@type": "Organization", "name": hub.name.text}
    if hub.public:
        found["url"] = absolute(url_for("hubs.hub", lang=lang, slug=hub.slug))
    return found


def _offer(shown: EventPage, stands: Situation) -> dict[str, Any] | None:
    """Said only where it is true for whoever reads it: open for all, and first come."""
    if shown.mode is not Mode.FIRST_COME or stands.phase not in (Phase.OPEN, Phase.FULL, Phase.ANNOUNCED):
        return None
    free = stands.phase is Phase.OPEN and not (stands.free is not None and stands.free.none)
    state = "PreOrder" if stands.phase is Phase.ANNOUNCED else "InStock" if free else "SoldOut"
    offer: dict[str, Any] = {
        "@type": "Offer",
        "price": 0,
        "priceCurrency": "EUR",
        "availability": f"{_SCHEMA}/{state}",
        "url": absolute(register_address(shown)),
    }
    if shown.opens_at:
        offer["validFrom"] = times.iso(shown.opens_at, shown.span.zone)
    return offer


def register_address(shown: EventPage) -> str:
    """Where one registers."""
    return f"/{shown.lang}/events/{shown.slug}/register"
