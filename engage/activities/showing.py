"""The one read for every page that shows activities: the front page, the calendar, a hub's page.

What an activity of a kind is called, where its page is and where it stands is said by the room that has it: rooms
above register a provider for their kinds (`shows`), and what is to be read along for it. However many activities and
kinds a page shows, they cost two statements: what each is, and who is behind each.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy.orm import Session

from engage.activities import queries
from engage.activities.domain.kinds import ActivityKind
from engage.activities.domain.shown import Cover, Filters, Presence, ShownActivity, Standing, in_order, picked
from engage.activities.queries import Along, Listed
from engage.hubs import images
from engage.hubs import queries as hub_queries

Provider = Callable[[Session, Sequence[Listed], str, datetime], Mapping[int, Presence]]
"""(session, activities, language of the reader, now) -> what is to say of each that is public, by id."""

_KEY, _DESKS = "engage-activity-providers", "engage-activity-desks"
DECLARED = "declared"
"""Those held elsewhere, whatever their kind."""


@dataclass(frozen=True, slots=True)
class _Room:
    """Who speaks for the activities of some kinds."""

    provider: Provider
    along: Callable[[datetime], Along] | None


def shows(
    app: Flask,
    kinds: Iterable[ActivityKind | str],
    provider: Provider,
    along: Callable[[datetime], Along] | None = None,
) -> None:
    """Say who speaks for the activities of some kinds. Activities of a kind without a provider are not shown.

    :param along: what the provider finds in the rows, at a moment; None for what all activities have
    """
    room = _Room(provider, along)
    app.extensions.setdefault(_KEY, {}).update({str(kind): room for kind in kinds})


def shown(
    session: Session,
    *,
    lang: str,
    now: datetime,
    hub: int | Collection[int] | None = None,
    family: Collection[int] | None = None,
    kinds: Collection[ActivityKind] = (),
    country: str = "",
    area: str = "",
    language: str = "",
    audience: str = "",
    when: Collection[Standing] = (),
    first: date | None = None,
    last: date | None = None,
    since: date | None = None,
    covers: bool = True,
    standing: bool = True,
) -> list[ShownActivity]:
    """Activities for a public page: open ones first, then what is coming, then what is over (the newest first).

    :param lang: of the reader; each activity comes in the language that serves it best and says which that is
    :param hub: one hub or several by id: with their regional and local parts, as owners or taking part
    :param family: the same where the hubs and their parts are known already
    :param country: ISO 3166, of a hub behind it or of a national edition
    :param language: in which one can take part
    :param when: where it stands today; empty for everything
    :param first: with `last`, a span of days in which it takes place at least in part
    :param since: leaves out what ended before; cheap, for pages that show what is now
    :param covers: whether they come with their cover pictures
    :param standing: whether it matters that one is full: then what people gave is counted
    """
    wanted = Filters(
        kinds=kinds,
        hubs=_hubs(session, hub) if family is None else frozenset(family),
        country=country,
        area=area,
        language=language,
        audience=audience,
        when=when,
        first=first,
        last=last,
    )
    found = _read(session, lang, now, kinds=kinds, since=since, covers=covers, standing=standing)
    return in_order(each for each in found if wanted.wants(each))


def one(session: Session, activity_id: int, *, lang: str, now: datetime) -> ShownActivity | None:
    """One activity as a public page shows it; None for one that the public does not see."""
    return some(session, [activity_id], lang=lang, now=now).get(activity_id)


def some(session: Session, ids: Collection[int], *, lang: str, now: datetime) -> dict[int, ShownActivity]:
    """Some activities by id; those that the public does not see are left out."""
    if not ids:
        return {}
    return {each.id: each for each in _read(session, lang, now, only=ids)}


def runs(app: Flask, kind: ActivityKind | str, address: Callable[[Session, int], str | None]) -> None:
    """Say where the teams run the activities of a kind: the address of a page of the console, by activity."""
    app.extensions.setdefault(_DESKS, {})[str(kind)] = address


def desk_address(session: Session, kind: ActivityKind, activity_id: int) -> str | None:
    """The page of the console where an activity is run; None where nobody says."""
    found = current_app.extensions.get(_DESKS, {}).get(str(kind))
    return found(session, activity_id) if found else None


def _hubs(session: Session, hub: int | Collection[int] | None) -> frozenset[int] | None:
    if hub is None:
        return None
    return hub_queries.with_parts(session, {hub} if isinstance(hub, int) else set(hub))


def _read(
    session: Session,
    lang: str,
    now: datetime,
    *,
    kinds: Collection[ActivityKind] = (),
    since: date | None = None,
    only: Collection[int] | None = None,
    covers: bool = True,
    standing: bool = True,
) -> list[ShownActivity]:
    rooms: Mapping[str, _Room] = current_app.extensions.get(_KEY, {})
    asked = dict.fromkeys(room for kind, room in rooms.items() if not kinds or kind in kinds)
    along = [room.along(now) for room in asked if room.along is not None]
    groups: dict[_Room, list[Listed]] = {}
    listed = queries.announced(session, lang, kinds=kinds, since=since, only=only, along=along, counting=standing)
    for each in listed:
        room = rooms.get(DECLARED if each.entry.declared else str(each.entry.kind))
        if room is not None:
            groups.setdefault(room, []).append(each)
    found = []
    for room, group in groups.items():
        said = room.provider(session, group, lang, now)
        found += [_shown(each, said[each.entry.id], lang, covers) for each in group if each.entry.id in said]
    return found


def _shown(listed: Listed, said: Presence, lang: str, covers: bool) -> ShownActivity:
    row: Any = listed.row
    summary, summary_language = picked(row.summary, lang)
    return ShownActivity(
        id=listed.entry.id,
        kind=listed.entry.kind,
        address=said.address,
        title=said.title,
        language=said.language,
        summary=summary,
        summary_language=summary_language,
        owners=listed.owners,
        standing=Standing.CANCELLED if listed.entry.cancelled else said.standing,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        languages=said.languages,
        areas=tuple(row.mission_areas),
        audience=tuple(row.audience),
        scope=str(row.scope),
        declared=listed.entry.declared,
        counts=row.counts,
        minutes=said.minutes,
        results=said.results,
        hubs=said.hubs | {owner.id for owner in listed.owners},
        countries=said.countries | {owner.country for owner in listed.owners if owner.country},
        cover=_cover(row, lang) if covers else None,
        document=row.document,
        online=said.online,
        in_place=said.in_place,
    )


def _cover(row: Any, lang: str) -> Cover | None:
    if not row.cover:
        return None
    words, tag = picked(row.cover_text, lang)
    return Cover(images.address(row.cover, row.cover_type), row.cover_width, row.cover_height, words, tag)
