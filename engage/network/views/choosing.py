"""Which period, and whose figures: what stands in the form above them and in their addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import MissionArea
from engage.activities.words import AREAS
from engage.hubs import queries as hub_queries
from engage.hubs.domain.kinds import HubScope
from engage.hubs.domain.texts import named
from engage.hubs.geography import countries
from engage.hubs.models import Hub
from engage.hubs.words import SCOPE
from engage.network.domain.figures import Choice
from engage.network.domain.periods import NoPeriod, Period, half_year_before, last_of, year_to
from engage.network.forms import month_in
from engage.network.reporting.telling import Teller
from engage.web.desk.forms import Filled, options

T = TypeVar("T")
NAMES = ("from", "until", "hub", "country", "scope", "area")


@dataclass(frozen=True, slots=True)
class Preset:
    label: str
    period: Period

    @property
    def arguments(self) -> dict[str, str]:
        return months(self.period)


@dataclass
class Chosen:
    period: Period
    choice: Choice
    filled: Filled
    hubs: Sequence[Hub]
    arguments: dict[str, str] = field(default_factory=dict)
    """Of addresses that mean the same."""

    def address(self, endpoint: str, **more: Any) -> str:
        """Of a page of the same period and choice."""
        return url_for(endpoint, **{**self.arguments, **more})


def months(period: Period) -> dict[str, str]:
    return {"from": f"{period.since:%Y-%m}", "until": f"{period.until:%Y-%m}"}


def read(session: Session, given: Mapping[str, str], today: date, *, default: Period | None = None) -> Chosen:
    """What an address asks for. What is wrong with it is said at its field, and something near to it is shown.

    :param default: where no month is named; None: the last half of a year, as reports are made of it
    """
    hubs = hub_queries.every(session)
    filled = Filled({name: given.get(name, "").strip() for name in NAMES})
    period = _period(filled, default or half_year_before(today))
    choice = Choice(
        hub=_one(filled, "hub", {each.slug: each.id for each in hubs}),
        country=_one(filled, "country", {code: code for code in _codes(hubs, today)}) or "",
        scope=_one(filled, "scope", {each.value: each for each in HubScope}),
        area=_one(filled, "area", {each.value: each for each in MissionArea}),
    )
    kept = {name: value for name in NAMES[2:] if (value := filled.get(name)) and name not in filled.errors}
    filled.text |= months(period) if not filled.errors else {}
    return Chosen(period, choice, filled, hubs, {**months(period), **kept})


def _period(filled: Filled, default: Period) -> Period:
    if not filled.get("from") and not filled.get("until"):
        return default
    ends = {}
    for name in ("from", "until"):
        typed = filled.get(name)
        found = month_in(typed) if typed else None
        if typed and found is None:
            filled.errors[name] = gettext("Enter a month, for example 2026-03.")
        ends[name] = found
    if filled.errors:
        return default
    since, until = ends["from"] or ends["until"], ends["until"] or ends["from"]
    try:
        return Period(since, last_of(until)) if since and until else default
    except NoPeriod:
        filled.errors["until"] = gettext("This is before the first month, or more than ten years after it.")
        return default


def _one(filled: Filled, name: str, known: Mapping[str, T]) -> T | None:
    asked = filled.get(name)
    if asked and asked not in known:
        filled.errors[name] = gettext("Choose one of these.")
    return known.get(asked)


def _codes(hubs: Sequence[Hub], today: date) -> list[str]:
    return sorted({each.country for each in hubs if each.country} | set(countries().counted(today)))


def presets(today: date) -> list[Preset]:
    """Periods that reports are often made of."""
    half, year = half_year_before(today), date(today.year, 1, 1)
    last = Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    return [
        Preset(gettext("Last twelve months"), year_to(today)),
        Preset(gettext("Last half-year"), half),
        Preset(gettext("This year so far"), Period(year, last_of(today.replace(day=1)))),
        Preset(gettext("Last year"), last),
    ]


def fields(chosen: Chosen, teller: Teller, today: date) -> dict[str, list[dict[str, str]]]:
    """What can be chosen, by field; first: everything."""
    named_hubs = [
        {"value": each.slug, "label": named(each.name, each.names, each.languages, teller.language).text}
        for each in chosen.hubs
    ]
    lands = sorted(options(_codes(chosen.hubs, today), teller.country), key=lambda each: each["label"])
    return {
        "hub": [{"value": "", "label": gettext("All hubs")}, *named_hubs],
        "country": [{"value": "", "label": gettext("All countries")}, *lands],
        "scope": [{"value": "", "label": gettext("However far they reach")}, *options(HubScope, lambda e: SCOPE[e])],
        "area": [{"value": "", "label": gettext("All mission areas")}, *options(MissionArea, lambda e: AREAS[e])],
    }


def said(chosen: Chosen, teller: Teller, today: date) -> str:
    """ "January to June 2026 · Norway · Preventing cancer": what is shown, in a line."""
    offered = fields(chosen, teller, today)
    parts = [teller.period(chosen.arguments["from"], chosen.arguments["until"])]
    for name in NAMES[2:]:
        value = chosen.arguments.get(name, "")
        parts += [each["label"] for each in offered[name] if value and each["value"] == value]
    return " · ".join(parts if len(parts) > 1 else [*parts, gettext("the whole network")])
