"""Needs as numbers, for everybody who organises: kitchen, rooms, journeys. Nobody's name stands here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.db.session import db
from engage.events import queries_needs, words_needs
from engage.events.domain import catering
from engage.events.domain.catering import Kitchen, Numbers
from engage.events.domain.kinds import NeedKind, NeedState
from engage.events.views import manage_frame
from engage.events.views.manage_needs import site_names
from engage.events.views.manage_needs_blueprint import bp, sites_counted
from engage.web.permissions import Permission, may, permission


@bp.get("/<slug>/needs")
@permission(Permission.EVENT_PEOPLE)
def counts(slug: str) -> ResponseReturnValue:
    event = manage_frame.event_or_404(slug)
    session, sites = db.session(), sites_counted(event)
    days = queries_needs.days(event)
    kitchen = catering.counted(queries_needs.eaters(session, event, sites), days)
    return manage_frame.render(
        event,
        "events/manage/needs_counts.html",
        tab="needs",
        names=site_names(event, sites),
        days=_by_day(kitchen, days),
        access=queries_needs.tallies(session, event, sites, NeedKind.ACCESS),
        travel=queries_needs.tallies(session, event, sites, NeedKind.TRAVEL),
        states=queries_needs.states(session, event, sites),
        words=words_needs,
        NeedKind=NeedKind,
        NeedState=NeedState,
        plates=plates,
        reads=may(Permission.EVENT_NEEDS),
        holds_duties=may(Permission.PEOPLE),
    )


def _by_day(
    kitchen: Mapping[tuple[date, int], Kitchen], days: Sequence[date]
) -> Sequence[tuple[date, Mapping[int, Kitchen]]]:
    return [(day, found) for day in days if (found := {site: one for (on, site), one in kitchen.items() if on == day})]


def plates(expected: Numbers, came: Numbers) -> Sequence[dict[str, Any]]:
    """A row for each plate, those for most people first; who eats everything comes last."""
    order = sorted(expected.plates, key=lambda codes: (not codes, -expected.plates[codes], codes))
    return [
        {
            "label": ", ".join(words_needs.label(NeedKind.DIET, code) for code in codes) or gettext("Nothing special"),
            "expected": expected.plates[codes],
            "came": came.plates[codes],
        }
        for codes in order
    ]
