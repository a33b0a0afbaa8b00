"""Reads about activities. What public pages need is read in columns, without the ORM, and never one by one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Label, Select, Subquery, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session, joinedload

from engage.activities.domain.kinds import PUBLIC_STATES, ActivityKind, ActivityState
from engage.activities.domain.shown import Entry, Owner
from engage.activities.models import Activity, ActivityHub, Funding
from engage.db.folding import contains, words_of
from engage.hubs.domain.texts import named
from engage.hubs.models import Hub, Image


def owners(session: Session, activity_id: int) -> frozenset[int]:
    """The hubs that own an activity, by id: the one that leads it and those beside it."""
    lead = select(Activity.hub_id).where(Activity.id == activity_id)
    beside = select(ActivityHub.hub_id).where(ActivityHub.activity_id == activity_id)
    return frozenset(session.scalars(lead.union(beside)))


def by_id(session: Session, activity_id: int) -> Activity | None:
    return session.get(Activity, activity_id)


def declared(session: Session, slug: str) -> Activity | None:
    """The activity held elsewhere that has its page at this address, with its partners."""
    statement = select(Activity).where(Activity.slug == slug, Activity.declared.is_(True))
    return session.scalars(statement.options(joinedload(Activity.partners))).unique().one_or_none()


def slugs(session: Session) -> set[str]:
    """Every place in addresses that is taken."""
    return {slug for slug in session.scalars(select(Activity.slug).where(Activity.slug.is_not(None))) if slug}


def within(hubs: Collection[int] | None) -> Select[Activity]:
    """Activities that one of these hubs owns (None: all), for a table; their lead is joined as `Hub`."""
    statement = select(Activity).join(Hub, Activity.hub_id == Hub.id)
    if hubs is None:
        return statement
    beside = select(ActivityHub.activity_id).where(ActivityHub.hub_id.in_(hubs))
    return statement.where(or_(Activity.hub_id.in_(hubs), Activity.id.in_(beside)))


def with_words(session: Session, words: Sequence[str], hubs: Collection[int] | None, limit: int) -> Sequence[Activity]:
    """Activities whose titles have all the words, the newest first."""
    title = words_of(Activity.title)
    statement = within(hubs).where(
        and_(*(contains(title, word) for word in words)), Activity.state != ActivityState.REMOVED
    )
    return session.scalars(statement.order_by(Activity.id.desc()).limit(limit)).all()


def taken_in(session: Session, first: int, last: int, at: datetime) -> Sequence[Activity]:
    """Activities held elsewhere that were recorded at one moment, and not touched since."""
    statement = select(Activity).where(
        Activity.id.between(first, last),
        Activity.created_at == at,
        Activity.declared.is_(True),
        Activity.updated_at.is_(None),
    )
    return session.scalars(statement).all()


def hubs_by_id(session: Session, ids: Collection[int] | None) -> Sequence[Hub]:
    """Some hubs, or all."""
    statement = select(Hub) if ids is None else select(Hub).where(Hub.id.in_(ids))
    return session.scalars(statement.order_by(Hub.name)).all()


def funding(session: Session, funding_id: int) -> Funding | None:
    return session.get(Funding, funding_id)


def funding_of(session: Session, activity_id: int) -> Sequence[Funding]:
    """Who pays for one activity."""
    return session.scalars(select(Funding).where(Funding.activity_id == activity_id).order_by(Funding.id)).all()


def funding_above(session: Session, hubs: Collection[int] | None) -> Sequence[Funding]:
    """Who pays for the instance and for hubs (None: all of them), the instance first."""
    statement = select(Funding).where(Funding.activity_id.is_(None))
    if hubs is not None:
        statement = statement.where(or_(Funding.hub_id.is_(None), Funding.hub_id.in_(hubs)))
    return session.scalars(statement.order_by(Funding.hub_id.is_not(None), Funding.hub_id, Funding.id)).all()


_a, _h, _i = (model.__table__.c for model in (Activity, Hub, Image))
_HUB = (_h.id, _h.slug, _h.name, _h.names, _h.languages, _h.country, _h.published_at)
_COLUMNS = (
    _a.id,
    _a.kind,
    _a.state,
    _a.declared,
    _a.slug,
    _a.title,
    _a.summary,
    _a.scope,
    _a.mission_areas,
    _a.audience,
    _a.languages,
    _a.starts_on,
    _a.ends_on,
    _a.cover,
    _a.cover_text,
    _a.counts,
    _a.document,
    _h.time_zone,
    *(column.label(f"hub_{column.name}") for column in _HUB),
    *(column.label(f"cover_{column.name}") for column in (_i.type, _i.width, _i.height)),
)
_TABLES = Activity.__table__.join(Hub.__table__, _a.hub_id == _h.id).outerjoin(Image.__table__, _i.digest == _a.cover)
_OWNER = "owner"
_OWNERS = select(ActivityHub.activity_id, ActivityHub.hub_id, literal(_OWNER).label("part"))


@dataclass(frozen=True, slots=True)
class Along:
    """What a room above has read along with the activities of its kinds: columns of its own, and hubs."""

    table: FromClause
    """With one row at most for an activity."""
    on: ColumnElement[bool]
    columns: Sequence[ColumnElement[Any]]
    """Under names that no other room has."""
    hubs: Select[int, int, str]
    """(activity, hub, which part it has), of all activities."""
    counted: Sequence[Label[int]] = ()
    """Of what people gave, to say where it stands: 0 for pages that do not say it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the activities, with the hubs behind it."""

    entry: Entry
    row: Any
    owners: tuple[Owner, ...]
    taking_part: tuple[tuple[str, Owner], ...]
    """Hubs with the part that they have, as the room of its kind names it."""


def announced(
    session: Session,
    lang: str,
    *,
    kinds: Collection[ActivityKind] = (),
    since: date | None = None,
    only: Collection[int] | None = None,
    along: Iterable[Along] = (),
    counting: bool = True,
) -> list[Listed]:
    """Activities that are announced or cancelled, with the names of their hubs in a language: what each is in one
    statement, who is behind each in another.

    :param since: leaves out those whose last day, where one is set, lies before
    :param only: some activities by id
    :param along: what rooms above know of them
    :param counting: with what they have `counted`
    """
    wanted: list[ColumnElement[bool]] = [_a.state.in_(PUBLIC_STATES)]
    if kinds:
        wanted.append(_a.kind.in_(sorted(kinds)))
    if since is not None:
        wanted.append(or_(_a.ends_on >= since, _a.ends_on.is_(None) & or_(~_a.declared, _a.starts_on >= since)))
    if only is not None:
        wanted.append(_a.id.in_(sorted(only)))
    tables: FromClause = _TABLES
    columns: list[Any] = [*_COLUMNS]
    hubs = [_OWNERS]
    for each in along:
        tables = tables.outerjoin(each.table, each.on)
        columns += each.columns
        columns += each.counted if counting else [literal(0).label(column.name) for column in each.counted]
        hubs.append(each.hubs)
    rows = session.connection().execute(select(*columns).select_from(tables).where(*wanted)).all()
    behind = _behind(session, lang, union_all(*hubs).subquery(), select(_a.id).where(*wanted)) if rows else {}
    return [_listed(row, behind.get(row.id, []), lang) for row in rows]


def _behind(
    session: Session, lang: str, hubs: Subquery, activities: Select[int]
) -> Mapping[int, list[tuple[str, Owner]]]:
    """The hubs of activities besides the one that leads, by name, each with its part."""
    statement = select(hubs.c.activity_id, hubs.c.part, *_HUB).join_from(hubs, Hub.__table__, hubs.c.hub_id == _h.id)
    found: dict[int, list[tuple[str, Owner]]] = {}
    rows = session.connection().execute(statement.where(hubs.c.activity_id.in_(activities)).order_by(_h.name))
    for activity_id, part, *hub in rows:
        found.setdefault(activity_id, []).append((part, _owner(hub, lang)))
    return found


def _listed(row: Any, behind: Sequence[tuple[str, Owner]], lang: str) -> Listed:
    beside = (hub for part, hub in behind if part == _OWNER)
    return Listed(
        entry=_entry(row),
        row=row,
        owners=(_lead(row, lang), *beside),
        taking_part=tuple((part, hub) for part, hub in behind if part != _OWNER),
    )


def _lead(row: Any, lang: str) -> Owner:
    return _owner(
        (
            row.hub_id,
            row.hub_slug,
            row.hub_name,
            row.hub_names,
            row.hub_languages,
            row.hub_country,
            row.hub_published_at,
        ),
        lang,
    )


def _owner(columns: Sequence[Any], lang: str) -> Owner:
    identifier, slug, name, names, own, country, published = columns
    said = named(name, names, own, lang)
    return Owner(identifier, slug, said.text, said.language, country, published is not None)


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        kind=row.kind,
        declared=row.declared,
        slug=row.slug,
        title=row.title,
        languages=tuple(row.languages),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        time_zone=row.time_zone,
        cancelled=row.state is ActivityState.CANCELLED,
    )
