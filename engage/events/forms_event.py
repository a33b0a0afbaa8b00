"""Forms of an event as a whole: begin one, when it is, settings, sites."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from engage.activities.domain.kinds import EVENTS, ActivityKind
from engage.core import zones
from engage.events.domain.kinds import SiteKind
from engage.events.editing.making import Begun
from engage.events.editing.settings import Place, Settings, When
from engage.events.models import Event, Site
from engage.i18n.locales import is_well_formed
from engage.web.desk.forms import Filled, Sent

LONGEST_REMINDER = 60
FIRST_STEP = ("kind", "title", "language", "language_more", "hub")


@dataclass(frozen=True, slots=True)
class What:
    """The first step of a new event."""

    kind: ActivityKind
    title: str
    language: str
    hub: str


def read_what(sent: Sent, hubs: Collection[str]) -> What:
    kind = sent.read_one("kind", EVENTS, other=ActivityKind.DIALOGUE)
    title = sent.read_text("title", needed=gettext("Write a title. You can change it later."))
    typed = sent.get("language_more")
    language = typed or sent.get("language")
    if not is_well_formed(language):
        name = "language_more" if typed else "language"
        sent.refuse(name, gettext("Write a language tag, for example en, nb or de-AT."))
    hub = sent.get("hub") or (next(iter(hubs)) if len(hubs) == 1 else "")
    if hub not in hubs:
        sent.refuse("hub", gettext("Choose the hub that holds it."))
    return What(ActivityKind(kind), title, language, hub)


def read_begun(sent: Sent, what: What) -> Begun | None:
    """The second step, with the first one; None when something is wrong."""
    when = read_when(sent)
    where = sent.read_one("where", SiteKind, other=SiteKind.ROOM)
    site = sent.read_text("site", needed=gettext("Write what the room is called."))
    address = sent.read_text("address", most=300)
    if when is None or sent.wrong:
        return None
    return Begun(
        kind=what.kind,
        title=what.title,
        language=what.language,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        time_zone=when.time_zone,
        where=SiteKind(where),
        site=site,
        address=address if where == SiteKind.ROOM else "",
    )


# -- when


def when_form(event: Event) -> Filled:
    filled = Filled({"time_zone": event.time_zone, "seen": str(event.sequence)})
    filled.moment("starts_at", event.starts_at, event.time_zone)
    filled.moment("ends_at", event.ends_at, event.time_zone)
    return filled


def read_when(sent: Sent) -> When | None:
    zone = sent.read_zone("time_zone")
    starts = sent.read_moment("starts_at", zone, needed=gettext("Enter when it begins."))
    ends = sent.read_moment("ends_at", zone, needed=gettext("Enter when it ends."))
    if starts and ends and ends <= starts:
        sent.refuse("ends_at", gettext("The end comes before the beginning. Choose a later time."))
    return When(starts, ends, zone) if starts and ends and not sent.wrong else None


# -- settings


def settings_form(event: Event) -> Filled:
    filled = Filled(
        {
            "contact_name": event.contact_name,
            "contact_phone": event.contact_phone,
            "contact_email": event.contact_email,
            "reminder_days": ", ".join(str(days) for days in event.reminder_days),
            "keep_until": event.keep_until.isoformat() if event.keep_until else "",
            "needs_keep_until": event.needs_keep_until.isoformat() if event.needs_keep_until else "",
        }
    )
    filled.moment("reconfirm_from", event.reconfirm_from, event.time_zone)
    filled.moment("reconfirm_by", event.reconfirm_by, event.time_zone)
    return filled


def read_settings(sent: Sent, event: Event) -> Settings:
    """What was sent; valid only when nothing is wrong with it."""
    asked_from = sent.read_moment("reconfirm_from", event.time_zone)
    asked_by = sent.read_moment("reconfirm_by", event.time_zone)
    if asked_from and not asked_by:
        sent.refuse("reconfirm_by", gettext("Enter until when people have to say that they come."))
    if asked_by and not asked_from:
        sent.refuse("reconfirm_from", gettext("Enter from when people are asked."))
    if asked_from and asked_by and asked_by <= asked_from:
        sent.refuse("reconfirm_by", gettext("The end comes before the beginning. Choose a later time."))
    if asked_by and asked_by >= event.starts_at:
        sent.refuse("reconfirm_by", gettext("This is after the event has begun. Choose an earlier time."))
    keep, needs = sent.read_day("keep_until"), sent.read_day("needs_keep_until")
    last = zones.local(event.ends_at, event.time_zone).date()
    for name, day in (("keep_until", keep), ("needs_keep_until", needs)):
        if day and day <= last:
            sent.refuse(name, gettext("This is before the event is over. Choose a later day."))
    return Settings(
        contact_name=sent.read_text("contact_name"),
        contact_phone=sent.read_text("contact_phone", most=60),
        contact_email=sent.read_mail("contact_email"),
        reminder_days=sent.read_numbers("reminder_days", most=LONGEST_REMINDER),
        reconfirm_from=asked_from,
        reconfirm_by=asked_by,
        keep_until=keep,
        needs_keep_until=needs,
    )


# -- sites


def site_form(event: Event, site: Site | None, name: str, hub: str) -> Filled:
    if site is None:
        text = {"hub": hub, "kind": SiteKind.ROOM.value, "time_zone": event.time_zone}
        return Filled(text, {"languages": [event.source_language]})
    text = {
        "hub": hub,
        "name": name,
        "kind": site.kind.value,
        "address": site.address,
        "join_link": site.join_link,
        "time_zone": site.time_zone,
    }
    return Filled(text, {"languages": list(site.languages)})


def read_site(sent: Sent, hubs: Sequence[tuple[str, int]]) -> Place:
    """:param hubs: slugs and ids of those that may be chosen"""
    ids = dict(hubs)
    kind = SiteKind(sent.read_one("kind", SiteKind, other=SiteKind.ROOM))
    hub = sent.read_one("hub", ids)
    return Place(
        hub_id=ids.get(hub, 0),
        name=sent.read_text("name", needed=gettext("Write what the room is called.")),
        kind=kind,
        address=sent.read_text("address", most=300),
        join_link=sent.read_link("join_link") if kind is SiteKind.ONLINE else "",
        time_zone=sent.read_zone("time_zone"),
        languages=tuple(
            sent.read_languages("languages", needed=gettext("Choose the languages that are spoken there."))
        ),
    )


def read_reasons(sent: Sent, languages: Sequence[str], source: str) -> dict[str, str]:
    """Why an event is cancelled, by language; needed in the one it was written in."""
    found = {}
    for tag in languages:
        needed = gettext("Say in a sentence or two why it does not take place.") if tag == source else ""
        found[tag] = sent.read_text(f"words-{tag}", most=2000, needed=needed)
    return {tag: words for tag, words in found.items() if words}
