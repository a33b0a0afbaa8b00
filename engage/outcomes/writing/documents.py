"""An outcome as a plain document (`docs/reference/outcome-format.md`): written, and read back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.models import Activity
from engage.events.models import Event
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState, RestKind
from engage.outcomes.domain.written import ASKED_DAYS, ASKED_TEXTS, Asked, Rest, Written
from engage.outcomes.models import Outcome
from engage.outcomes.writing import keeping
from engage.surveys.models import Survey

FORMAT = 1
"""Grows when an older program could no longer understand a document."""


def document(session: Session, outcome: Outcome) -> dict[str, Any]:
    """Everything of an outcome as dicts, lists, strings and numbers; what is empty is left out."""
    written = keeping.read(outcome)
    rests = [each.activity_id for each in written.rests if each.activity_id is not None]
    names = names_of(session, {*written.activities, *rests})
    return _without_empty(
        {
            "format": FORMAT,
            "slug": outcome.slug,
            "hub": outcome.hub.slug,
            "published_at": outcome.published_at,
            "languages": list(written.languages),
            "title": dict(written.title),
            "heard": dict(written.heard),
            "mission_areas": list(written.mission_areas),
            "sectors": list(written.sectors),
            "activities": sorted(names[each] for each in written.activities if each in names),
            "recommendations": [_asked(each) for each in written.recommendations],
            "rests_on": [_rest(each, names) for each in written.rests],
        }
    )


def from_document(stored: Mapping[str, Any], activities: Mapping[str, int]) -> Written:
    """What `document` wrote.

    :param activities: their ids by the names in the document; what names another one is left out
    :raises ValueError: when it has another format, or a word in it means nothing
    """
    if stored.get("format") != FORMAT:
        raise ValueError(f"not an outcome in format {FORMAT}: {stored.get('format')!r}")
    try:
        return Written(
            languages=tuple(map(str, stored["languages"])),
            title=_texts(stored["title"]),
            heard=_texts(stored.get("heard", {})),
            mission_areas=tuple(map(str, stored.get("mission_areas", ()))),
            sectors=tuple(map(str, stored.get("sectors", ()))),
            activities=tuple(activities[name] for name in stored.get("activities", ()) if name in activities),
            recommendations=tuple(_asked_from(each) for each in stored.get("recommendations", ())),
            rests=tuple(
                _rest_from(each, activities)
                for each in stored.get("rests_on", ())
                if "activity" not in each or each["activity"] in activities
            ),
        )
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"not an outcome in format {FORMAT}: {wrong!r}") from wrong


def take_in(
    session: Session,
    stored: Mapping[str, Any],
    *,
    hub_id: int,
    now: datetime,
    activities: Mapping[str, int] | None = None,
) -> Outcome:
    """A new outcome from a document, public where the document says since when. Nobody is told of it.

    :param activities: ids by the names in the document; those of this instance where they are not given
    :raises ValueError: when it is no outcome
    :raises engage.outcomes.writing.keeping.NotRight: naming everything that is wrong with it
    """
    known = ids_of(session, _named(stored)) if activities is None else activities
    public = datetime.fromisoformat(stored["published_at"]) if stored.get("published_at") else None
    if public is not None and public.tzinfo is None:
        raise ValueError("a moment without a time zone in published_at")
    return keeping.create(
        session,
        hub_id,
        from_document(stored, known),
        now=now,
        slug=str(stored.get("slug", "")),
        published_at=public,
    )


def _named(stored: Mapping[str, Any]) -> set[str]:
    rests = {each["activity"] for each in stored.get("rests_on", ()) if "activity" in each}
    return {*stored.get("activities", ()), *rests}


def _asked(asked: Asked) -> dict[str, Any]:
    names = (*ASKED_TEXTS, *ASKED_DAYS, "state", "citizens_role")
    return _without_empty({name: getattr(asked, name) for name in names})


def _asked_from(stored: Mapping[str, Any]) -> Asked:
    texts: dict[str, Any] = {name: _texts(stored.get(name, {})) for name in ASKED_TEXTS}
    days: dict[str, Any] = {name: date.fromisoformat(stored[name]) for name in ASKED_DAYS if name in stored}
    role = stored.get("citizens_role")
    return Asked(
        **texts,
        **days,
        state=RecommendationState(stored.get("state", RecommendationState.OPEN)),
        citizens_role=CitizensRole(role) if role else None,
    )


def _rest(rest: Rest, names: Mapping[int, str]) -> dict[str, Any]:
    return _without_empty(
        {
            "kind": rest.kind,
            "activity": names.get(rest.activity_id or 0, ""),
            "edition": rest.edition,
            "ref": rest.ref,
            "label": dict(rest.label),
            "link": rest.link,
        }
    )


def _rest_from(stored: Mapping[str, Any], activities: Mapping[str, int]) -> Rest:
    return Rest(
        kind=RestKind(stored["kind"]),
        activity_id=activities[stored["activity"]] if "activity" in stored else None,
        edition=int(stored["edition"]) if "edition" in stored else None,
        ref=str(stored.get("ref", "")),
        label=_texts(stored.get("label", {})),
        link=str(stored.get("link", "")),
    )


def _texts(stored: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(each, str) for each in stored.values()):
        raise TypeError("a text that is none")
    return dict(stored)


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items() if value not in (None, "", [], {}, ())}


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


# -- what activities are called in documents


def names_of(session: Session, ids: Collection[int]) -> dict[int, str]:
    """`survey/<slug>`, `event/<slug>`, or `activity/<slug>` for one held elsewhere, by id of the activity."""
    found = {}
    for kind, key, slug in _PLACES:
        rows = session.execute(select(key, slug).where(key.in_(sorted(ids)), slug.is_not(None)))
        found.update({row[0]: f"{kind}/{row[1]}" for row in rows})
    return found


def ids_of(session: Session, names: Collection[str]) -> dict[str, int]:
    """Ids of activities by their names; those that are not there are left out."""
    found = {}
    for kind, key, slug in _PLACES:
        wanted = [name.removeprefix(f"{kind}/") for name in names if name.startswith(f"{kind}/")]
        rows = session.execute(select(slug, key).where(slug.in_(sorted(wanted))))
        found.update({f"{kind}/{row[0]}": row[1] for row in rows})
    return found


_PLACES: tuple[tuple[str, Any, Any], ...] = (
    ("survey", Survey.activity_id, Survey.slug),
    ("event", Event.activity_id, Event.slug),
    ("activity", Activity.id, Activity.slug),
)
