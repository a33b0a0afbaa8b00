"""Where hubs stand in their life-cycle, and their rounds of self-assessment."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import select

from engage.hubs.domain.kinds import LifeCycle
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import Assessment
from engage.network.counting.ground import Ground, Read
from engage.network.domain.items import Item, Thing
from engage.network.domain.periods import month_of
from engage.web.permissions import Permission

RECOGNISED = (LifeCycle.APPROVED, LifeCycle.ACTIVE)
"""The network has accepted the hub."""


def by_state(ground: Ground) -> Iterator[Thing]:
    """Where each hub stood at the end of each month."""
    for hub in ground.hubs.values():
        if ground.of_scope(hub.id) and ground.steps.get(hub.id):
            yield _thing(ground, hub, _states(ground, hub.id))


def recognised(ground: Ground) -> Iterator[Thing]:
    """Those that were approved or active at the end of each month."""
    for hub in ground.hubs.values():
        if ground.of_scope(hub.id) and ground.steps.get(hub.id):
            states = _states(ground, hub.id)
            yield _thing(ground, hub, {month: state for month, state in states.items() if state in RECOGNISED})


def _states(ground: Ground, hub: int) -> Mapping[date, LifeCycle]:
    found: dict[date, LifeCycle] = {}
    for month, end in ground.ends.items():
        until = [step.status for step in ground.steps[hub] if step.on_day <= end]
        if until:
            found[month] = until[-1]
    return found


def _thing(ground: Ground, hub: Read, states: Mapping[date, LifeCycle]) -> Thing:
    taken = [step.on_day for step in ground.steps[hub.id] if step.on_day <= ground.until]
    return Thing(
        title=hub.name,
        hub=hub.id,
        country=hub.country,
        day=max(taken, default=None),
        items=tuple(
            Item(hub.id, hub.country, month, key=f"hub:{hub.id}", part=state) for month, state in states.items()
        ),
        endpoint="hubs_manage.hub",
        arguments={"hub": hub.slug},
        label=Permission.HUB_SEE,
    )


def begun(ground: Ground) -> Iterator[Thing]:
    """Rounds that were begun, those called off left out."""
    for row in ground.once(_rounds):
        yield from _round(ground, row, row.created_at)


def signed(ground: Ground) -> Iterator[Thing]:
    """Rounds that were signed."""
    for row in ground.once(_rounds):
        if row.stage == Stage.SIGNED and row.signed_at is not None:
            yield from _round(ground, row, row.signed_at)


def _rounds(ground: Ground) -> list[Read]:
    """Assessments with a panel."""
    a = Assessment.__table__.c
    columns = (a.id, a.hub_id, a.title, a.stage, a.created_at, a.signed_at)
    statement = select(*columns).where(a.kind != AssessmentKind.FIRST_LOOK, a.stage != Stage.CANCELLED)
    return list(ground.session.connection().execute(statement.order_by(a.id.desc())))


def _round(ground: Ground, row: Read, moment: datetime) -> Iterator[Thing]:
    day, land = ground.day_at(row.hub_id, moment), ground.country(row.hub_id)
    if ground.period.holds(day) and ground.of_scope(row.hub_id):
        yield Thing(
            title=row.title,
            hub=row.hub_id,
            country=land,
            day=day,
            items=(Item(row.hub_id, land, month_of(day), key=f"assessment:{row.id}"),),
            endpoint="manage_assessments.assessment",
            arguments={"number": row.id},
            label=Permission.MATURITY_SEE,
        )
