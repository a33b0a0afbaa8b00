"""Use cases around hubs: what they say of themselves, who is in them, where they stand.

Every change raises the hub's revision. Whoever calls says so to the rooms above (`engage.hubs.changes`), whose
compiled pages show the hub, and to the trail.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.hubs import queries
from engage.hubs.domain.kinds import HubScope, may_be_part
from engage.hubs.domain.reading import Member, Step
from engage.hubs.models import Hub, HubStep, Organisation


class SlugTaken(Refusal):
    """Another hub has this place in addresses."""

    code = "slug_taken"


class NotAPart(Refusal):
    """A part reaches less far than the whole, and nothing is a part of itself."""

    code = "not_a_part"


def add(
    session: Session,
    *,
    slug: str,
    name: str,
    country: str,
    scope: HubScope = HubScope.NATIONAL,
    parent: Hub | None = None,
    **values: Any,
) -> Hub:
    """A new hub, not shown yet.

    :raises SlugTaken: when another one has the slug
    :raises NotAPart: when it cannot be a part of `parent`
    """
    if queries.by_slug(session, slug) is not None:
        raise SlugTaken
    hub = Hub(slug=slug, name=name, country=country, scope=scope, **{"support": {}, **values})
    session.add(hub)
    _make_part(session, hub, parent)
    session.flush()
    return hub


def place(
    session: Session, hub: Hub, *, country: str, scope: HubScope, of: Hub | None, now: datetime
) -> tuple[str, ...]:
    """Say where a hub belongs; the names of what is different now.

    :raises NotAPart: when it cannot be a part of `of`, or one of its own parts would reach as far as it does
    """
    changed = change(hub, {"country": country, "scope": scope}, now=now)
    if any(not may_be_part(part.scope, scope) for part in queries.parts(session, hub.id)):
        raise NotAPart
    if of is not None and not may_be_part(scope, of.scope):
        raise NotAPart
    return (*changed, "part of") if make_part(session, hub, of, now=now) else changed


def make_part(session: Session, hub: Hub, of: Hub | None, *, now: datetime) -> bool:
    """Put a hub below another, or (None) beside all. False when it is there already.

    :raises NotAPart: when it cannot be
    """
    if hub.parent_id == (of.id if of else None):
        return False
    _make_part(session, hub, of)
    touch(hub, now)
    return True


def _make_part(session: Session, hub: Hub, of: Hub | None) -> None:
    if of is not None:
        inside = queries.with_parts(session, [hub.id]) if hub.id else frozenset()
        if of.id in inside or not may_be_part(hub.scope, of.scope):
            raise NotAPart
    hub.parent_id = of.id if of else None


def change(hub: Hub, values: Mapping[str, Any], *, now: datetime) -> tuple[str, ...]:
    """Set columns of a hub; the names of those that are different now."""
    changed = tuple(key for key, value in values.items() if getattr(hub, key) != value)
    for key in changed:
        setattr(hub, key, values[key])
    if changed:
        touch(hub, now)
    return changed


def publish(hub: Hub, *, now: datetime) -> None:
    """Show it in the directory; it keeps the day on which it was first shown this time."""
    if hub.published_at is None:
        hub.published_at = now
        touch(hub, now)


def unpublish(hub: Hub, *, now: datetime) -> None:
    if hub.published_at is not None:
        hub.published_at = None
        touch(hub, now)


def touch(hub: Hub, now: datetime) -> None:
    """It has changed: its pages are made anew."""
    hub.updated_at = now
    hub.revision = (hub.revision or 0) + 1


def add_member(session: Session, hub: Hub, member: Member, *, now: datetime) -> Organisation:
    found = Organisation(hub_id=hub.id, name=member.name, role=member.role, city=member.city, website=member.website)
    session.add(found)
    touch(hub, now)
    session.flush()
    return found


def add_members(session: Session, hub: Hub, members: Sequence[Member], *, now: datetime) -> list[Organisation]:
    """Those that are not there yet: the same name in the same role is the same member."""
    there = {(each.name.casefold(), each.role) for each in hub.organisations}
    new = []
    for member in members:
        if (key := (member.name.casefold(), member.role)) not in there:
            there.add(key)
            new.append(member)
    return [add_member(session, hub, member, now=now) for member in new]


def change_member(hub: Hub, organisation: Organisation, member: Member, *, now: datetime) -> None:
    organisation.name, organisation.role = member.name, member.role
    organisation.city, organisation.website = member.city, member.website
    touch(hub, now)


def remove_member(session: Session, hub: Hub, organisation: Organisation, *, now: datetime) -> Member:
    """What it was, so that it can be brought back."""
    was = Member(organisation.name, organisation.role, organisation.city, organisation.website)
    session.delete(organisation)
    touch(hub, now)
    session.flush()
    session.expire(hub, ["organisations"])
    return was


def add_step(session: Session, hub: Hub, step: Step, *, now: datetime) -> HubStep:
    """A step of the life-cycle; the newest that is not in the future is where the hub stands."""
    found = HubStep(hub_id=hub.id, status=step.status, on=step.on, round=step.round, note=step.note)
    session.add(found)
    touch(hub, now)
    session.flush()
    session.expire(hub, ["steps"])
    return found


def remove_step(session: Session, hub: Hub, step: HubStep, *, now: datetime) -> Step:
    """What it was, so that it can be brought back."""
    was = Step(step.status, step.on, step.round, step.note)
    session.delete(step)
    touch(hub, now)
    session.flush()
    session.expire(hub, ["steps"])
    return was
