"""Activities held elsewhere, and everything that hubs did by mission area; entries of the library."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select

from engage.maturity.models_after import LibraryItem
from engage.network.counting.ground import Ground, Read
from engage.network.domain.figures import NETWORK_OFFICE
from engage.network.domain.items import Item, Thing
from engage.network.domain.periods import month_of
from engage.web.permissions import Permission


def declared(ground: Ground) -> Iterator[Thing]:
    """Held elsewhere and recorded here; by kind."""
    for activity, day in _over(ground):
        if activity.declared:
            yield thing(ground, activity, day, [_item(ground, activity, day, activity.kind)])


def activities(ground: Ground) -> Iterator[Thing]:
    """Whatever hubs did, by mission area; of several areas it is in each."""
    for activity, day in _over(ground):
        areas = dict.fromkeys(activity.mission_areas) or ("",)
        yield thing(ground, activity, day, [_item(ground, activity, day, area) for area in areas])


def _over(ground: Ground) -> Iterator[tuple[Read, date]]:
    """Activities whose last day lies in the period and is over."""
    for activity in ground.activities.values():
        day = activity.ends_on or activity.starts_on
        if ground.period.holds(day) and day < ground.today:
            yield activity, day


def _item(ground: Ground, activity: Read, day: date, part: str) -> Item:
    land = ground.country(activity.hub_id)
    return Item(activity.hub_id, land, month_of(day), key=f"activity:{activity.id}", part=part)


def thing(ground: Ground, activity: Read, day: date, items: Iterable[Item]) -> Thing:
    return Thing(
        title=activity.title,
        hub=activity.hub_id,
        country=ground.country(activity.hub_id),
        day=day,
        items=tuple(items),
        endpoint="activities.activity",
        arguments={"activity_id": activity.id},
        label=Permission.ACTIVITY_SEE,
    )


def library(ground: Ground) -> Iterator[Thing]:
    """Public entries, as many as there were at the end of each month; by kind."""
    entry = LibraryItem.__table__.c
    columns = (entry.id, entry.kind, entry.title, entry.language, entry.hub_id, entry.added_on)
    statement = select(*columns).where(entry.published.is_(True), entry.added_on <= ground.until)
    for row in ground.session.connection().execute(statement.order_by(entry.added_on.desc(), entry.id.desc())):
        hub, land = row.hub_id or NETWORK_OFFICE, ground.country(row.hub_id)
        months = [month for month, end in ground.ends.items() if row.added_on <= end]
        if months and ground.of_scope(row.hub_id):
            yield Thing(
                title={tag: said if isinstance(said, str) else said["text"] for tag, said in row.title.items()},
                hub=hub,
                country=land,
                day=row.added_on,
                items=tuple(Item(hub, land, month, key=f"library:{row.id}", part=row.kind) for month in months),
                endpoint="manage_library.entry",
                arguments={"entry_id": row.id},
                label=Permission.LIBRARY_EDIT,
            )
