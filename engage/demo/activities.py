"""The demonstration's activities held elsewhere, with their pictures, and who pays for all of it (invented, too)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy.orm import Session

from engage.activities import service
from engage.activities.domain.describing import Description, Held, partners_in
from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.activities.service import Paid, Whose
from engage.core.located import from_yaml, read_text
from engage.demo.pictures import waves
from engage.hubs import queries as hubs


def load(session: Session, *, now: datetime) -> int:
    """Record them all; days count from `now`. Says how many there are."""
    ids = {hub.slug: hub.id for hub in hubs.every(session)}
    lead = ids[hubs.DEFAULT_SLUG]
    given = source()
    for each in given:
        beside = frozenset(ids[slug] for slug in each.get("beside", ()) if slug in ids)
        whose = Whose(ids.get(each["hub"], lead), beside)
        activity = service.declare(session, _held(each, now), _description(each), whose=whose, now=now)
        if "cover" in each:
            service.set_cover(session, activity, waves(int(each["cover"])), each["shows"], now=now)
    service.fund(session, None, FUNDER, hub_id=None, activity_id=None)
    return len(given)


FUNDER = Paid(
    funder="The Example Fund (demonstration)",
    statement={
        "en": "Paid for by the Example Fund, which does not exist. Here stands what a funder wants to be said.",
        "de": "Bezahlt vom Beispielfonds, den es nicht gibt. Hier steht, was ein Geldgeber gesagt haben möchte.",
    },
    emblem_text={},
    starts_on=None,
    ends_on=None,
)


def source() -> list[dict[str, Any]]:
    """What `activities.yaml` says."""
    read: Mapping[str, Any] = from_yaml(read_text((files("engage.demo") / "activities.yaml").read_bytes())).value
    found: list[dict[str, Any]] = read["activities"]
    return found


def _held(each: Mapping[str, Any], now: datetime) -> Held:
    days = [(now + timedelta(days=int(day))).date() for day in each["days"]]
    return Held(
        kind=ActivityKind(each["kind"]),
        title=each["title"],
        languages=tuple(each["languages"]),
        starts_on=days[0],
        ends_on=days[1] if len(days) > 1 else None,
        counts=each.get("counts", {}),
        link=each.get("link", ""),
        document=each.get("document", ""),
    )


def _description(each: Mapping[str, Any]) -> Description:
    return Description(
        partners=partners_in("\n".join(each.get("partners", ()))),
        scope=each.get("scope", "national"),
        areas=tuple(each.get("areas", ())),
        sectors=tuple(each.get("sectors", ())),
        audience=tuple(each.get("audience", ())),
        groups=each.get("groups", ""),
        state=ActivityState(each.get("state", "announced")),
        summary=each.get("summary", {}),
    )
