"""Responses, by the month in which they were sent and the country of the edition that was answered."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import ColumnElement, extract, func, select, true

from engage.network.counting.ground import Ground
from engage.network.counting.surveys import thing
from engage.network.domain.items import Item, Thing
from engage.network.domain.protecting import SMALLEST
from engage.surveys.models import FieldworkCount, Response, Restriction

SENT = "submitted"
ByMonth = Mapping[tuple[int, date], Counter[str]]
"""Survey and month -> how many, by country or language."""


def responses(ground: Ground) -> Iterator[Thing]:
    """As many as fieldwork counted as sent, or as there are where that is more (answers that came in a file).

    Counters stay when answers are deleted. They know no country: what they count beyond the answers that are there
    stands with the hub that leads the survey.
    """
    by_survey = _cells(ground.once(_there), ground.once(_sent))
    for survey, activity in ground.surveys:
        items = []
        for (month, country), number in sorted(by_survey.get(survey.id, {}).items()):
            hub = ground.partners.get((survey.id, country), activity.hub_id)
            land = country or ground.country(activity.hub_id)
            items.append(Item(hub, land, month, number, key=f"responses:{survey.id}:{country}"))
        if items:
            yield thing(ground, survey, activity, items)


def languages_answered(ground: Ground) -> Iterator[Thing]:
    """Languages in which ten people or more answered a survey within a month."""
    sent = ground.once(_sent)
    by_survey: dict[int, list[tuple[date, str]]] = {}
    for (survey_id, month), languages in sorted(sent.items()):
        enough = [(month, tag) for tag, number in languages.items() if number >= SMALLEST]
        by_survey.setdefault(survey_id, []).extend(enough)
    for survey, activity in ground.surveys:
        found = by_survey.get(survey.id)
        if found:
            land = ground.country(activity.hub_id)
            items = [Item(activity.hub_id, land, month, key=tag) for month, tag in found]
            yield thing(ground, survey, activity, items)


Cells = dict[int, Counter[tuple[date, str]]]


def _cells(there: ByMonth, sent: ByMonth) -> Cells:
    """Survey -> month and country -> how many."""
    found: Cells = {}
    for survey_id, month in {*there, *sent}:
        countries = there.get((survey_id, month), Counter[str]())
        beyond = sent.get((survey_id, month), Counter[str]()).total() - countries.total()
        cells = found.setdefault(survey_id, Counter())
        cells.update({(month, country): number for country, number in countries.items()})
        if beyond > 0:
            cells[month, ""] += beyond
    return found


def _there(ground: Ground) -> ByMonth:
    """Responses by country, without those that people asked to keep out of all use."""
    r = Response.__table__.c
    found = _by_month(ground, r.survey_id, r.day, r.country, func.count(), true())
    restricted = r.id.in_(select(Restriction.response_id))
    for key, countries in _by_month(ground, r.survey_id, r.day, r.country, func.count(), restricted).items():
        found[key].subtract(countries)
    return found


def _sent(ground: Ground) -> ByMonth:
    """What fieldwork counted as sent, by language."""
    f = FieldworkCount.__table__.c
    return _by_month(ground, f.survey_id, f.day, f.language, func.sum(f.count), f.outcome == SENT)


def _by_month(
    ground: Ground,
    survey: ColumnElement[int],
    day: ColumnElement[date],
    of: ColumnElement[str],
    number: ColumnElement[int],
    only: ColumnElement[bool],
) -> ByMonth:
    year, month = extract("year", day), extract("month", day)
    statement = (
        select(survey, year, month, of, number)
        .where(day.between(ground.period.since, ground.period.until), only)
        .group_by(survey, year, month, of)
    )
    found: dict[tuple[int, date], Counter[str]] = {}
    for survey_id, in_year, in_month, which, count in ground.session.connection().execute(statement):
        found.setdefault((survey_id, date(int(in_year), int(in_month), 1)), Counter())[which] = int(count)
    return found
