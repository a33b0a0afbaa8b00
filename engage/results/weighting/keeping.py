"""Populations and weightings of a survey: found, kept, changed and taken away."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.results.domain.populations import Composition, composition, stored
from engage.results.models import Population, Weighting
from engage.surveys.models import Survey
from engage.surveys.sight import Seen


class NameTaken(Refusal):
    """There is one of this name already."""

    code = "name_taken"

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = tuple(names)


class InUse(Refusal):
    """Weightings rest on it."""

    code = "in_use"

    def __init__(self, weightings: Iterable[str]) -> None:
        super().__init__()
        self.weightings = tuple(weightings)


class ChangedMeanwhile(Refusal):
    """Somebody else changed it since the page was opened."""

    code = "changed_meanwhile"


@dataclass(frozen=True, slots=True)
class Wish:
    """A weighting as a team wants it."""

    name: str
    populations: tuple[int, ...]
    design: bool
    trim: float | None


# -- populations


def populations(session: Session, survey_id: int, seen: Seen = None) -> Sequence[Population]:
    """By name; for somebody who sees some countries only, theirs."""
    statement = select(Population).where(Population.survey_id == survey_id)
    if seen is not None:
        statement = statement.where(Population.country.in_(seen))
    return session.scalars(statement.order_by(Population.name, Population.id)).all()


def population(session: Session, survey_id: int, population_id: int, seen: Seen = None) -> Population | None:
    return next((each for each in populations(session, survey_id, seen) if each.id == population_id), None)


def read(found: Population) -> Composition:
    return composition(found.name, found.items, found.cells, found.country)


def mark_of(found: Population) -> str:
    """What a page of it was made from, to tell whether somebody changed it since."""
    said = json.dumps([found.name, found.items, found.cells, found.country, found.source])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def keep(
    session: Session,
    survey: Survey,
    new: Sequence[Composition],
    source: str,
    *,
    replace: bool = False,
    seen: Seen = None,
) -> list[Population]:
    """Keep some populations, all or none.

    :param replace: those of the same name are written anew
    :param seen: countries whose populations may be replaced
    :raises NameTaken: when there is one of a name, and it may not be replaced
    """
    there = {each.name: each for each in populations(session, survey.id)}
    mine = {each.name for each in populations(session, survey.id, seen)} if replace else frozenset[str]()
    if taken := [each.name for each in new if each.name in there and each.name not in mine]:
        raise NameTaken(taken)
    found = []
    for each in new:
        row = there.get(each.name) or Population(survey_id=survey.id, name=each.name)
        _write(row, each, source)
        session.add(row)
        found.append(row)
    session.flush()
    return found


def change(session: Session, row: Population, new: Composition, source: str, *, mark: str) -> None:
    """Write a population anew.

    :raises ChangedMeanwhile: when it is another than the page was made from
    :raises NameTaken: when another has the name
    """
    session.refresh(row, with_for_update=True)
    if mark_of(row) != mark:
        raise ChangedMeanwhile
    if any(each.name == new.name and each.id != row.id for each in populations(session, row.survey_id)):
        raise NameTaken([new.name])
    row.name = new.name
    _write(row, new, source)
    session.flush()


def _write(row: Population, new: Composition, source: str) -> None:
    row.items, row.cells, row.country, row.source = list(new.items), stored(new.cells), new.country, source


def remove(session: Session, row: Population) -> None:
    """:raises InUse: when weightings rest on it"""
    using = [each.name for each in weightings(session, row.survey_id) if row.id in each.populations]
    if using:
        raise InUse(using)
    session.delete(row)
    session.flush()


# -- weightings


def weightings(session: Session, survey_id: int) -> Sequence[Weighting]:
    statement = select(Weighting).where(Weighting.survey_id == survey_id)
    return session.scalars(statement.order_by(Weighting.name, Weighting.id)).all()


def weighting(session: Session, survey_id: int, weighting_id: int) -> Weighting | None:
    return next((each for each in weightings(session, survey_id) if each.id == weighting_id), None)


def weighting_called(session: Session, survey_id: int, name: str) -> Weighting | None:
    """By its name; in small letters or large."""
    found = weightings(session, survey_id)
    return next((each for each in found if each.name.casefold() == name.casefold()), None)


def set_up(session: Session, survey: Survey, wish: Wish) -> Weighting:
    """:raises NameTaken: when there is one of the name"""
    _need_name(session, survey.id, wish.name, None)
    row = Weighting(survey_id=survey.id, name=wish.name, populations=list(wish.populations))
    row.design, row.trim = wish.design, wish.trim
    session.add(row)
    session.flush()
    return row


def alter(session: Session, row: Weighting, wish: Wish, *, revision: int) -> None:
    """Change a weighting. What was calculated is forgotten where it would not hold any more.

    :raises ChangedMeanwhile: when it has another revision
    :raises NameTaken: when another has the name
    """
    session.refresh(row, with_for_update=True)
    if row.revision != revision:
        raise ChangedMeanwhile
    _need_name(session, row.survey_id, wish.name, row.id)
    if (list(wish.populations), wish.design, wish.trim) != (row.populations, row.design, row.trim):
        row.found = row.calculated_on = None
    row.name, row.populations, row.design, row.trim = wish.name, list(wish.populations), wish.design, wish.trim
    row.revision += 1
    session.flush()


def remove_weighting(session: Session, row: Weighting) -> None:
    session.delete(row)
    session.flush()


def _need_name(session: Session, survey_id: int, name: str, own: int | None) -> None:
    there = weighting_called(session, survey_id, name)
    if there is not None and there.id != own:
        raise NameTaken([name])
