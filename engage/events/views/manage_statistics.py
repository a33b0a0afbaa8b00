"""Statistics of an event, for its teams: exact, small numbers too."""

from collections.abc import Callable, Iterable
from datetime import date

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core import zones
from engage.core.clock import utcnow
from engage.db.session import db
from engage.events import queries_people
from engage.events.domain import statistics_of
from engage.events.domain.kinds import RegistrationStatus
from engage.events.domain.statistics_of import Figures, Group
from engage.events.views import manage_people_charts as charts
from engage.events.views.manage_frame import event_or_404
from engage.events.views.manage_people import quota_rows
from engage.events.views.manage_people_blueprint import (
    CHANNELS,
    ROLES,
    STATUSES,
    bp,
    ids_of,
    render,
    site_names,
    sites_seen,
)
from engage.i18n.locales import endonym
from engage.web.console import country_name
from engage.web.permissions import Permission, permission

Table = tuple[str, list[tuple[str, Figures]]]


@bp.get("/<slug>/people/statistics")
@permission(Permission.EVENT_SEE)
def statistics(slug: str) -> ResponseReturnValue:
    event, session, now = event_or_404(slug), db.session(), utcnow()
    sites = sites_seen(event, Permission.EVENT_SEE)
    groups = queries_people.groups(session, event.id, ids_of(sites))
    names = site_names(event)
    quotas = queries_people.quotas(session, event.id)
    moments = queries_people.moments(session, event.id, ids_of(sites))
    steps, weekly = statistics_of.over_time(*_days(moments, event.time_zone))
    waits = [(now - made).total_seconds() for made, _, status, _ in moments if status is RegistrationStatus.WAITING]
    tables: list[Table] = [
        (gettext("By site"), _by(groups, lambda g: [names[g.site_id]])),
        (gettext("By country"), _by(groups, lambda g: [country_name(g.country) if g.country else gettext("Not said")])),
        (gettext("By role"), _by(groups, lambda g: [str(ROLES[g.role])])),
        (gettext("By way of registering"), _by(groups, lambda g: [str(CHANNELS[g.channel])])),
        (gettext("By language"), _by(groups, lambda g: [endonym(g.language)])),
        (gettext("By quota"), [(quota.name, found) for quota, found in quota_rows(event, quotas, groups)]),
    ]
    statuses = dict.fromkeys(RegistrationStatus, 0)
    for group in groups:
        statuses[group.status] += group.number
    return render(
        event,
        "events/manage/people_statistics.html",
        "statistics",
        figures=statistics_of.figures(groups),
        over=now >= event.ends_at,
        by_status=[(str(STATUSES[status]), number) for status, number in statuses.items()],
        steps=steps,
        weekly=weekly,
        waited=statistics_of.waited(waits),
        tables=[(title, rows) for title, rows in tables if rows],
        charts=charts,
        all_sites=len(sites) == len(event.sites),
    )


def _by(groups: Iterable[Group], key: Callable[[Group], Iterable[str]]) -> list[tuple[str, Figures]]:
    return list(statistics_of.by(list(groups), key).items())


def _days(moments: Iterable[queries_people.Moment], zone: str) -> tuple[dict[date, int], dict[date, int]]:
    """Persons by the day on which they registered, and on which they ended, by the clock of the event."""
    registered: dict[date, int] = {}
    ended: dict[date, int] = {}
    for made, end, _, number in moments:
        day = zones.local(made, zone).date()
        registered[day] = registered.get(day, 0) + number
        if end is not None:
            last = zones.local(end, zone).date()
            ended[last] = ended.get(last, 0) + number
    return registered, ended
