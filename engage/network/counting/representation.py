"""How far those who answered lie from the population: of each hub, its newest survey that can be compared with one.

The same rule as metric M04, counted in the database: pages of figures do not load columns of answers.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from engage.network.counting.ground import Ground, Read
from engage.network.counting.surveys import months_in_field, thing
from engage.network.domain.items import Item, Thing
from engage.network.domain.periods import month_of
from engage.results.domain.populations import COUNTRY, LANGUAGE, RANGE, Composition, composition, fits
from engage.results.models import Decision, Population
from engage.statistics.gaps import distance
from engage.statistics.gaps import gaps as gaps_of
from engage.surveys.models import Response
from engage.surveys.queries import in_use

FIFTY = 50
"""Answers from which a gap says something."""
_AT_ONCE = 100
"""Surveys in one statement."""
Answers = Sequence[tuple[Mapping[str, object], int]]
"""Answers to the items of populations, and how many gave them together."""


def gaps(ground: Ground) -> Iterator[Thing]:
    """The largest gap over the populations of a survey, by the last month in which it was in the field.

    Answers count once their month is over: a gap that moved with each answer would tell of whom it is.
    """
    newest = _newest(ground)
    populations = _populations(ground, [survey.id for survey, _ in newest])
    answers = _answers(ground, populations)
    for survey, activity in newest:
        found = [_distance(each, answers.get(survey.id, ())) for each in populations.get(survey.id, ())]
        known = [each for each in found if each is not None]
        last = month_of(min(activity.ends_on or ground.until, ground.until))
        land = ground.country(activity.hub_id)
        items = [Item(activity.hub_id, land, last, max(known), key=f"survey:{survey.id}")] if known else []
        yield thing(ground, survey, activity, items)


def _newest(ground: Ground) -> list[tuple[Read, Read]]:
    """Of each hub the survey that was in the field last, of those with a population and fifty answers."""
    counted = (
        select(Response.survey_id, func.count())
        .where(Response.survey_id.in_(select(Population.survey_id)), Response.day <= ground.over)
        .group_by(Response.survey_id)
        .having(func.count() >= FIFTY)
    )
    enough = {row[0] for row in ground.session.execute(counted)}
    there = [each for each in ground.surveys if each[0].id in enough and months_in_field(ground, each[1])]
    there.sort(key=lambda each: (min(each[1].ends_on or ground.until, ground.until), each[0].id))
    return list({activity.hub_id: (survey, activity) for survey, activity in there}.values())


def _populations(ground: Ground, surveys: Sequence[int]) -> Mapping[int, Sequence[Composition]]:
    """By survey."""
    p = Population.__table__.c
    statement = select(p.survey_id, p.name, p["items"], p.cells, p.country).where(p.survey_id.in_(surveys))
    found: dict[int, list[Composition]] = {}
    for survey, name, items, cells, country in ground.session.execute(statement.order_by(p.id)) if surveys else ():
        found.setdefault(survey, []).append(composition(name, items, cells, country))
    return found


def _answers(ground: Ground, populations: Mapping[int, Sequence[Composition]]) -> Mapping[int, Answers]:
    """By survey. Each survey's responses are read once, whatever it is compared with."""
    asked = {
        survey: sorted({COUNTRY, *(item for each in some for item in each.items)})
        for survey, some in populations.items()
    }
    width = max(map(len, asked.values()), default=0)
    surveys = list(asked)
    found: dict[int, list[tuple[Mapping[str, object], int]]] = {}
    for start in range(0, len(surveys), _AT_ONCE):
        parts = [_given(survey, asked[survey], width, ground.over) for survey in surveys[start : start + _AT_ONCE]]
        for survey, number, *values in ground.session.connection().execute(union_all(*parts)):
            found.setdefault(survey, []).append((dict(zip(asked[survey], values, strict=False)), number))
    return found


def _given(survey: int, items: Sequence[str], width: int, until: date) -> Select[*tuple[Any, ...]]:
    """What was said to some items by a day, without responses that the team left out or people restricted; columns
    up to a width are empty."""
    r = Response.__table__.c
    newest = select(func.max(Decision.id)).where(Decision.survey_id == survey).group_by(Decision.response_id)
    out = select(Decision.response_id).where(Decision.id.in_(newest), Decision.left_out.is_(True))
    given: list[Any] = [_column(item).label(f"of_{n}") for n, item in enumerate(items)]
    said = select(*given).where(r.survey_id == survey, r.day <= until, r.id.not_in(out), in_use()).subquery()
    columns: list[Any] = [said.c[f"of_{n}"] for n in range(len(items))]
    empty: list[Any] = [literal("")] * (width - len(items))
    return select(literal(survey), func.count(), *columns, *empty).group_by(*columns)


def _column(item: str) -> ColumnElement[Any]:
    beside: Mapping[str, ColumnElement[Any]] = {
        LANGUAGE: Response.__table__.c.language,
        COUNTRY: Response.__table__.c.country,
    }
    return beside[item] if item in beside else Response.answers[item].as_string()


def _distance(population: Composition, answers: Answers) -> float | None:
    counts = Counter[int | None]()
    known: dict[tuple[object, ...], int | None] = {}
    for values, number in answers:
        if population.country in ("", values[COUNTRY]):
            said = tuple(values[item] for item in population.items)
            if said not in known:
                known[said] = _cell(population, said)
            counts[known[said]] += number
    there = [counts[n] for n in range(len(population.cells))]
    return distance(gaps_of(there, population.shares)) if sum(there) >= FIFTY else None


def _cell(population: Composition, said: Sequence[object]) -> int | None:
    """The place of the first cell that answers belong to."""
    for n, cell in enumerate(population.cells):
        if all(_fits(codes, value) for codes, value in zip(cell.codes, said, strict=True)):
            return n
    return None


def _fits(codes: Sequence[str], value: object) -> bool:
    """Whether an answer, as the database writes it, is among the codes of a cell."""
    if value is None:
        return False
    said = str(value)
    if any(RANGE in code for code in codes):
        try:
            return fits(codes, float(said))
        except ValueError:
            return False
    several = json.loads(said) if said.startswith("[") else [said]
    return len(several) == 1 and fits(codes, str(several[0]))
