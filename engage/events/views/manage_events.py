"""The list of events, as a table and as a file."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.activities import words
from engage.activities.domain.kinds import EVENTS
from engage.activities.models import Activity
from engage.core import zones
from engage.core.clock import utcnow
from engage.core.spreadsheets import guarded
from engage.db.session import db
from engage.events.domain.kinds import Phase
from engage.events.editing import listed
from engage.events.models import Event
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_frame import PHASE_TAGS, PHASES, availability_of, phase_words, title_of
from engage.hubs.domain.texts import named
from engage.hubs.models import Hub
from engage.web import desk
from engage.web.console import render
from engage.web.desk import listing
from engage.web.desk.listing import Column, Filter, Page, Table
from engage.web.permissions import Permission, permission

IN_FILES = 10_000
"""Most events in one file."""


@bp.get("")
@permission(Permission.EVENT_SEE)
def events() -> ResponseReturnValue:
    """Events of one's hubs, those to come first."""
    session, hubs = db.session(), desk.reach(Permission.EVENT_SEE)
    page = _page(25)
    return render(
        "events/manage/events.html",
        page=page,
        title_of=title_of,
        hub_name=hub_name,
        kinds=words.KINDS,
        stands=_stands,
        local=zones.local,
        templates=session.scalars(listed.owned(hubs, templates=True).order_by(Event.id.desc())).all(),
    )


@bp.get("/events.csv")
@permission(Permission.EVENT_SEE)
def file() -> ResponseReturnValue:
    """The same list, as it is narrowed and sorted, for a spreadsheet."""
    page = _page(IN_FILES)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            gettext("Event"),
            gettext("Kind"),
            gettext("Hub"),
            gettext("State"),
            gettext("Begins"),
            gettext("Ends"),
            gettext("Time zone"),
            gettext("Languages"),
            gettext("Address"),
        ]
    )
    writer.writerows(_lines(page))
    response = Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="events.csv"'
    return response


def _lines(page: Page) -> Iterator[list[str]]:
    for row in page.rows:
        event: Event = row[0]
        cells = [
            title_of(event),
            str(words.KINDS[event.activity.kind]),
            hub_name(event.activity.hub),
            _stands(row)[0],
            zones.local(event.starts_at, event.time_zone).strftime("%Y-%m-%d %H:%M"),
            zones.local(event.ends_at, event.time_zone).strftime("%Y-%m-%d %H:%M"),
            event.time_zone,
            " ".join(event.activity.languages),
            event.slug,
        ]
        yield [guarded(cell) for cell in cells]


def _stands(row: Any) -> tuple[str, str]:
    """Where the event of a row stands, and the colour of it. Whether an open one is full is asked of its places."""
    state = Phase(row.state)
    if state is not Phase.OPEN:
        return str(PHASES[state]), PHASE_TAGS.get(state, "")
    known = availability_of(row[0], utcnow())
    return phase_words(known), PHASE_TAGS.get(known.phase, "")


def hub_name(hub: Hub) -> str:
    """In the language of the console where it has one."""
    return named(hub.name, hub.names, hub.languages, g.get("interface", "en")).text


def _page(size: int) -> Page:
    hubs, state = desk.reach(Permission.EVENT_SEE), listed.state(utcnow())
    phases = [(phase.value, said) for phase, said in PHASES.items() if phase is not Phase.FULL]
    own = [(hub.slug, hub_name(hub)) for hub in _hubs()]
    filters = [
        Filter("state", gettext("State"), phases, lambda value: state == value),
        Filter(
            "kind",
            gettext("Kind"),
            [(kind.value, words.KINDS[kind]) for kind in EVENTS],
            lambda value: Activity.kind == value,
        ),
    ]
    if len(own) > 1:
        filters.append(Filter("hub", gettext("Hub"), own, lambda value: Hub.slug == value))
    table = Table(
        columns=(
            Column("event", gettext("Event"), sort=listed.title(g.interface)),
            Column("kind", gettext("Kind"), sort=Activity.kind),
            Column("when", gettext("When"), sort=Event.starts_at, descending=True),
            Column("hub", gettext("Hub"), sort=Hub.name),
            Column("state", gettext("State"), sort=state),
            Column("made", gettext("Newest first"), sort=Event.id, descending=True, hidden=True),
        ),
        tie=Event.id,
        default="-when",
        filters=filters,
        search=listed.words(),
        size=size,
    )
    return listing.read(db.session(), listed.events(hubs).add_columns(state.label("state")), table)


def _hubs() -> Sequence[Hub]:
    """The hubs that lead events which are seen."""
    return listed.leading(db.session(), desk.reach(Permission.EVENT_SEE))
