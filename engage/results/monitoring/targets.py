"""Goals of a survey: how many responses are wanted of a group. Found, kept and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.results.domain.populations import COUNTRY
from engage.results.models import Target
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

MOST = 100
MOST_ITEMS = 3


class TooMany(Refusal):
    """More than anybody can look at."""

    code = "too_many"


@dataclass(frozen=True, slots=True)
class Wish:
    name: str
    who: tuple[tuple[str, tuple[str, ...]], ...]
    """Item and its answers; somebody of the group gave one of them to each item. Empty: everybody."""
    wanted: int


def targets(session: Session, survey_id: int, seen: Seen = None) -> Sequence[Target]:
    """In the order in which they were made; for somebody who sees some countries only, those of these countries."""
    found = session.scalars(select(Target).where(Target.survey_id == survey_id).order_by(Target.id)).all()
    return [each for each in found if seen is None or _within(each, seen)]


def _within(target: Target, seen: frozenset[str]) -> bool:
    return any(item == COUNTRY and seen.issuperset(codes) for item, codes in target.who)


def target(session: Session, survey_id: int, target_id: int, seen: Seen = None) -> Target | None:
    return next((each for each in targets(session, survey_id, seen) if each.id == target_id), None)


def add(session: Session, survey: Survey, wish: Wish) -> Target:
    """:raises TooMany: when there are a hundred already"""
    if len(targets(session, survey.id)) >= MOST:
        raise TooMany
    row = Target(survey_id=survey.id)
    change(session, row, wish)
    return row


def change(session: Session, row: Target, wish: Wish) -> None:
    row.name, row.wanted = wish.name, wish.wanted
    row.who = [[item, list(codes)] for item, codes in wish.who]
    session.add(row)
    session.flush()


def remove(session: Session, row: Target) -> None:
    session.delete(row)
    session.flush()
