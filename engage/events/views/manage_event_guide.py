"""What events add to the guide after the first sign-in: a first event, for hubs that begin with one."""

from flask import Flask, current_app, url_for
from flask_babel import lazy_gettext
from sqlalchemy import select

from engage.accounts import guide
from engage.accounts.guide import Here, Outcome, Step
from engage.activities.domain.kinds import ActivityState
from engage.events.models import Event
from engage.events.views.manage_frame import title_of
from engage.web.links import absolute
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    guide.offer(
        app,
        Step(
            name="event",
            title=lazy_gettext("Prepare a first event"),
            text=lazy_gettext(
                "Say what it is and when. Its page tells you what is missing before people can register."
            ),
            action=lazy_gettext("Begin"),
            address=_address,
            done=lambda here: _begun(here) is not None or bool(guide.outcomes(current_app, here)),
            permission=Permission.EVENT_EDIT,
            order=50,
            by_hand=True,
        ),
    )
    guide.ends_in(app, announced)


def _begun(here: Here) -> Event | None:
    """The newest event that the hub leads."""
    led = select(Event).where(Event.activity.has(hub_id=here.hub_id), ~Event.activity.has(state=ActivityState.REMOVED))
    return here.session.scalars(led.order_by(Event.id.desc()).limit(1)).first()


def _address(here: Here) -> str:
    found = _begun(here)
    return url_for("manage_events.new") if found is None else url_for("manage_events.event", slug=found.slug)


def announced(here: Here) -> list[Outcome]:
    """What people can register for now, under its address."""
    found = _begun(here)
    if found is None or found.template or found.activity.state is not ActivityState.ANNOUNCED:
        return []
    return [Outcome(title_of(found), absolute(url_for("events.bare", slug=found.slug)))]
