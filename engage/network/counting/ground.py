"""What figures are counted from, read once for all of them: a fixed number of statements, however many hubs there are.

Columns are read, not objects: five thousand activities in a few hundredths of a second.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from engage.activities.domain.kinds import ActivityState
from engage.activities.domain.shown import local_day
from engage.activities.models import Activity
from engage.events.models import Event
from engage.hubs.models import Hub, HubStep
from engage.network.domain.figures import NETWORK_OFFICE, Choice
from engage.network.domain.periods import Period, last_of
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Partner, Survey

T_ = TypeVar("T_")
Read = Row[*tuple[Any, ...]]


class Ground:
    """The rows behind the figures of one period and choice, each table read when the first figure asks for it."""

    def __init__(self, session: Session, period: Period, choice: Choice, *, today: date, answer_days: int) -> None:
        self.session, self.period, self.choice = session, period, choice
        self.today, self.answer_days = today, answer_days
        self._read: dict[object, Any] = {}

    def once(self, read: "Callable[[Ground], T_]") -> T_:
        """What a subject reads for several figures."""
        if read not in self._read:
            self._read[read] = read(self)
        found: T_ = self._read[read]
        return found

    # -- days

    @cached_property
    def until(self) -> date:
        """The last day that is looked at: what lies ahead did not happen yet."""
        return min(self.period.until, self.today)

    @property
    def over(self) -> date:
        """The last day of the last month that is over."""
        return self.today.replace(day=1) - timedelta(days=1)

    def happened(self, day: date | None) -> bool:
        """Whether a day lies in the period, and not ahead."""
        return self.period.holds(day) and day is not None and day <= self.today

    def ended(self, moment: InstrumentedAttribute[datetime]) -> tuple[ColumnElement[bool], ...]:
        """A first sieve for a moment in the period, for statements: a day wider on both sides, whatever the zone."""
        first, after = self.period.since - timedelta(days=1), self.period.until + timedelta(days=3)
        return moment >= datetime.combine(first, time(), UTC), moment < datetime.combine(after, time(), UTC)

    @cached_property
    def ends(self) -> Mapping[date, date]:
        """The months that began, each with its last day, or today."""
        return {month: min(last_of(month), self.today) for month in self.period.months if month <= self.today}

    # -- hubs

    @cached_property
    def hubs(self) -> Mapping[int, Read]:
        """By id, in the order of their names."""
        h = Hub.__table__.c
        columns = (h.id, h.parent_id, h.slug, h.name, h.names, h.country, h.scope, h.time_zone)
        rows = self.session.connection().execute(select(*columns).order_by(h.name, h.id)).all()
        return {row.id: row for row in rows}

    @cached_property
    def steps(self) -> Mapping[int, Sequence[Read]]:
        """Steps of the life-cycle by hub, the earliest first."""
        s = HubStep.__table__.c
        rows = self.session.connection().execute(select(s.hub_id, s.status, s.on_day).order_by(s.on_day, s.id))
        found: dict[int, list[Read]] = {}
        for row in rows:
            found.setdefault(row.hub_id, []).append(row)
        return found

    def country(self, hub: int | None) -> str:
        row = self.hubs.get(hub or NETWORK_OFFICE)
        return "" if row is None else str(row.country)

    def day_at(self, hub: int, moment: datetime) -> date:
        """The day of a moment by the clock of a hub."""
        row = self.hubs.get(hub)
        return local_day(moment, "UTC" if row is None else row.time_zone)

    @cached_property
    def own(self) -> frozenset[int] | None:
        """The chosen hub with its parts; None where none is chosen."""
        if self.choice.hub is None:
            return None
        found, before = {self.choice.hub}, 0
        while len(found) > before:
            before = len(found)
            found |= {each.id for each in self.hubs.values() if each.parent_id in found}
        return frozenset(found)

    def above(self, hub: int) -> frozenset[int]:
        """The hubs of which one is a part, near and far."""
        found: set[int] = set()
        row = self.hubs.get(hub)
        while row is not None and row.parent_id is not None and row.parent_id not in found:
            found.add(row.parent_id)
            row = self.hubs.get(row.parent_id)
        return frozenset(found)

    def wants(self, hub: int, country: str) -> bool:
        """Whether something of a hub and a country is chosen."""
        return (self.own is None or hub in self.own) and self.choice.country in ("", country)

    def of_scope(self, hub: int | None) -> bool:
        """Whether what a hub has beside activities is chosen: by how far the hub reaches."""
        row = self.hubs.get(hub or NETWORK_OFFICE)
        return self.choice.scope is None or (row is not None and row.scope == self.choice.scope)

    # -- activities

    @cached_property
    def activities(self) -> Mapping[int, Read]:
        """Activities that were announced and neither cancelled nor removed, of the chosen scope and area, by id."""
        a = Activity.__table__.c
        columns = (
            *(a.id, a.hub_id, a.kind, a.title, a.scope, a.mission_areas, a.languages),
            *(a.starts_on, a.ends_on, a.declared),
        )
        statement = select(*columns).where(a.state == ActivityState.ANNOUNCED).order_by(a.starts_on.desc(), a.id.desc())
        if self.choice.scope is not None:
            statement = statement.where(a.scope == self.choice.scope)
        rows = self.session.connection().execute(statement)
        return {row.id: row for row in rows if self.of_area(row.mission_areas)}

    def of_area(self, areas: Sequence[str]) -> bool:
        return self.choice.area is None or self.choice.area in areas

    @cached_property
    def surveys(self) -> Sequence[tuple[Read, Read]]:
        """Surveys that were published, each with its activity. What stands in no list (feedback) is not announced."""
        s = Survey.__table__.c
        columns = (s.id, s.activity_id, s.slug, s.status)
        statement = select(*columns).where(s.version_id.is_not(None), s.status != SurveyStatus.DRAFT)
        rows = self.session.connection().execute(statement.order_by(s.id.desc()))
        return [(row, self.activities[row.activity_id]) for row in rows if row.activity_id in self.activities]

    @cached_property
    def partners(self) -> Mapping[tuple[int, str], int]:
        """Which hub fields a survey's edition of a country: by survey and country."""
        p = Partner.__table__.c
        rows = self.session.connection().execute(select(p.survey_id, p.country, p.hub_id))
        return {(row.survey_id, row.country): row.hub_id for row in rows}

    @cached_property
    def events(self) -> Sequence[tuple[Read, Read]]:
        """Events that are no templates, each with its activity; the newest first."""
        e = Event.__table__.c
        columns = (e.id, e.activity_id, e.slug, e.starts_at, e.ends_at, e.time_zone, e.report)
        statement = select(*columns).where(e.template.is_(False)).order_by(e.ends_at.desc(), e.id)
        rows = self.session.connection().execute(statement)
        return [(row, self.activities[row.activity_id]) for row in rows if row.activity_id in self.activities]


def first_day(event: Read) -> date:
    """By the event's own clock."""
    return local_day(event.starts_at, event.time_zone)
