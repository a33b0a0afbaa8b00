"""What events bring to the desk: navigation, search, what waits, what runs, how to begin."""

from collections.abc import Sequence

from flask import Flask, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.events import queries
from engage.events.editing import listed, wording
from engage.events.models import Event
from engage.events.views import manage_event, manage_event_guide, manage_frame
from engage.events.views.manage_event_words import span
from engage.events.views.manage_events import hub_name
from engage.events.views.manage_frame import title_of
from engage.web import desk
from engage.web.desk import Group, Hit, NavItem, Running, Search, Step, ToDo, matches, reach
from engage.web.permissions import Permission, may_somewhere

MOST = 5


def install(app: Flask) -> None:
    see = Permission.EVENT_SEE
    manage_frame.tab(app, "overview", lazy_gettext("Overview"), "manage_events.event", see, 10)
    manage_frame.tab(app, "programme", lazy_gettext("Programme"), "manage_events.programme", see, 20)
    manage_frame.tab(app, "places", lazy_gettext("Places"), "manage_events.places_tab", see, 30)
    manage_frame.tab(app, "texts", lazy_gettext("Texts"), "manage_events.texts", Permission.TRANSLATE, 40)
    manage_frame.tab(app, "registration", lazy_gettext("Registration"), "manage_events.registration", see, 50)
    desk.nav(app, NavItem(Group.ACTIVITIES, lazy_gettext("Events"), "manage_events.events", see, 5))
    desk.search(app, Search("events", lazy_gettext("Events"), find, see, order=15))
    desk.todo(app, waiting)
    desk.running(app, running)
    desk.step(
        app,
        Step(
            lazy_gettext("New event"),
            lazy_gettext("A dialogue, a workshop or a meeting in several countries, with registration."),
            "manage_events.new",
            Permission.EVENT_EDIT,
            12,
        ),
    )
    manage_event_guide.install(app)
    desk.undoable(app, manage_event.REMOVED, Permission.EVENT_EDIT, manage_event.bring_back)


def find(session: Session, words: Sequence[str], limit: int) -> list[Hit]:
    """By title in any language, by hub, by the place in addresses."""
    statement = listed.events(reach(Permission.EVENT_SEE)).where(matches(words, *listed.words()))
    found = session.scalars(statement.order_by(Event.starts_at.desc()).limit(limit))
    return [
        Hit(
            title_of(each),
            url_for("manage_events.event", slug=each.slug),
            f"{span(each)} · {hub_name(each.activity.hub)}",
        )
        for each in found
    ]


def waiting(session: Session) -> list[ToDo]:
    """Events that are not announced yet, and those with languages that are not complete."""
    makes = may_somewhere(Permission.EVENT_EDIT)
    found = _unannounced(session) if makes else []
    return [*found, *_untranslated(session, drafts=not makes)] if may_somewhere(Permission.TRANSLATE) else found


def _unannounced(session: Session) -> list[ToDo]:
    return [
        ToDo(
            gettext("%(event)s is not announced yet", event=title_of(each)),
            url_for("manage_events.event", slug=each.slug),
            gettext("Go on with it"),
        )
        for each in listed.drafts(session, reach(Permission.EVENT_EDIT), MOST)
    ]


def _untranslated(session: Session, *, drafts: bool) -> list[ToDo]:
    """:param drafts: whether those that are not announced are named too (who makes them sees them already)"""
    hubs = reach(Permission.TRANSLATE)
    events = [*listed.coming(session, hubs, utcnow(), MOST * 4)]
    events += listed.drafts(session, hubs, MOST * 2) if drafts else []
    lacking = [each for each in events if _lacks(session, each)]
    return [
        ToDo(
            gettext("%(event)s needs translations", event=title_of(each)),
            url_for("manage_events.texts", slug=each.slug),
            gettext("See what is missing"),
        )
        for each in lacking[:MOST]
    ]


def _lacks(session: Session, event: Event) -> bool:
    """Whether a language that is worked on is not open, or has gaps."""
    return any(not each.open for each in wording.ready(session, event).values())


def running(session: Session) -> list[Running]:
    """The events to come next."""
    if not may_somewhere(Permission.EVENT_SEE):
        return []
    return [
        Running(
            title_of(each), url_for("manage_events.event", slug=each.slug), gettext("Announced"), "success", span(each)
        )
        for each in listed.coming(session, reach(Permission.EVENT_SEE), utcnow(), MOST)
    ]


def address(session: Session, activity_id: int) -> str | None:
    """Where the teams run the event of an activity."""
    event = queries.of_activity(session, activity_id)
    return url_for("manage_events.event", slug=event.slug) if event else None
