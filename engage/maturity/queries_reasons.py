"""Reasons that a panel gave: never with a name or a level, in an order that says nothing.

Nothing comes out before ratings are closed, nor about an indicator that fewer than three people have answered. A
reader sees an indicator's reasons in the working language only, and only once the facilitator has read all of them:
were those that need no translation shown first, the rest would be known by their coming late.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from engage.maturity.domain.consensus import FEWEST_SHOWN, Outcome, Said, is_minority
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.queries_ratings import is_closed


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as the facilitator works on it."""

    key: str
    """Names it in a form; says nothing of who wrote it."""
    original: str
    shown: str
    """In the working language; empty until somebody has put it so, or where it is left out."""
    left_out: str
    """Why it is not shown."""

    @property
    def is_read(self) -> bool:
        return bool(self.shown or self.left_out)


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons about one indicator."""

    all: tuple[Reason, ...]

    @property
    def waiting(self) -> int:
        """How many the facilitator has still to read."""
        return sum(not each.is_read for each in self.all)

    @property
    def shown(self) -> tuple[str, ...]:
        """What everybody may read."""
        return () if self.waiting else tuple(each.shown for each in self.all if each.shown)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Why others are not shown."""
        return () if self.waiting else tuple(each.left_out for each in self.all if each.left_out)


def reasons(session: Session, assessment: Assessment) -> Mapping[str, Reasons]:
    """All reasons by indicator, of all votes; empty until ratings are closed."""
    return {
        indicator: Reasons(tuple(_reason(key, rating) for key, rating in sorted(_keyed(assessment, each).items())))
        for indicator, each in _written(session, assessment).items()
    }


def by_key(session: Session, assessment: Assessment, indicator: str) -> Mapping[str, Rating]:
    """The ratings behind the keys of an indicator's reasons, for writing what is shown."""
    return _keyed(assessment, _written(session, assessment).get(indicator, ()))


def minority(session: Session, assessment: Assessment, indicator: str, found: Outcome, *, vote: int) -> str:
    """Why those disagree whose view does not hold, in the working language, a paragraph each; what the panel prints
    beside a level that stays uncertain.

    Their words of the vote that decided; who wrote none then is heard with the words of the vote before.
    """
    latest: dict[int, str] = {}
    outvoted: set[int] = set()
    for each in sorted(_written(session, assessment, silent=True).get(indicator, ()), key=lambda one: one.vote):
        if each.vote > vote:
            continue
        if each.reason_in_working_language:
            latest[each.member_id] = each.reason_in_working_language
        said = Said(each.level, each.cannot_judge, each.not_applicable)
        (outvoted.add if is_minority(said, found) else outvoted.discard)(each.member_id)
    texts = [text for member, text in latest.items() if member in outvoted]
    return "\n\n".join(sorted(texts, key=lambda text: _mixed(assessment.seed, indicator, text)))


def _written(session: Session, assessment: Assessment, *, silent: bool = False) -> Mapping[str, list[Rating]]:
    """Ratings with a reason, by indicator.

    :param silent: those without one, too
    """
    if not is_closed(assessment):
        return {}
    asked = (
        select(Rating)
        .join(Member, Member.id == Rating.member_id)
        .where(
            Member.assessment_id == assessment.id,
            or_(Member.submitted_on.is_not(None), Rating.vote > 0),
            Rating.indicator.in_(_answered_by_enough(assessment)),
        )
    )
    found: dict[str, list[Rating]] = {}
    for each in session.scalars(asked if silent else asked.where(Rating.reason != "")):
        found.setdefault(each.indicator, []).append(each)
    return found


def _answered_by_enough(assessment: Assessment) -> Select[str]:
    """Indicators of which what people say does not show single people."""
    return (
        select(Rating.indicator)
        .join(Member, Member.id == Rating.member_id)
        .where(Member.assessment_id == assessment.id, Member.submitted_on.is_not(None), Rating.vote == 0)
        .group_by(Rating.indicator)
        .having(func.count() >= FEWEST_SHOWN)
    )


def _reason(key: str, rating: Rating) -> Reason:
    return Reason(key, rating.reason, rating.reason_in_working_language, rating.left_out)


def _keyed(assessment: Assessment, ratings: Sequence[Rating]) -> dict[str, Rating]:
    """Ratings about one indicator by a key whose order says nothing.

    A key follows from the words alone, which who sees it has before them: the seed is printed with the result and
    members have numbers in addresses, so nothing of a member may go into it. The same words twice are told apart by
    counting.
    """
    found: dict[str, Rating] = {}
    for each in sorted(ratings, key=lambda one: (one.member_id, one.vote)):
        same = 0
        while (key := _mixed(assessment.seed, each.indicator, f"{same}\n{each.reason}")) in found:
            same += 1
        found[key] = each
    return found


def _mixed(seed: int, indicator: str, about: str) -> str:
    return hashlib.sha256(f"{seed}\n{indicator}\n{about}".encode()).hexdigest()[:16]
