"""Why a test of the platform is not passed although the level is claimed: said by the hub, printed in the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity.domain import tests_of
from engage.maturity.evidence.facts import changeable
from engage.maturity.models import Assessment, Explanation
from engage.maturity.standing import Standing

Key = tuple[str, str, int]
"""Indicator, metric, level."""


class NothingToExplain(Refusal):
    """The test is passed, not measured, or its level is not claimed."""

    code = "nothing_to_explain"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A failed test of a level that is claimed."""

    indicator: str
    metric: str
    level: int
    text: str
    """As it is explained so far; empty while it is not."""

    @property
    def key(self) -> Key:
        return self.indicator, self.metric, self.level


def of(session: Session, assessment_id: int) -> Mapping[Key, Explanation]:
    found = session.scalars(select(Explanation).where(Explanation.assessment_id == assessment_id))
    return {(each.indicator, each.metric, each.level): each for each in found}


def wanted(session: Session, assessment: Assessment, standing: Standing) -> Sequence[Wanted]:
    """What needs an explanation, in the order of the model. What was not measured needs none."""
    said = of(session, assessment.id)
    found = []
    for indicator in standing.model.indicators:
        answer = standing.answers.get(indicator.id)
        claimed = answer.level if answer is not None and not answer.not_applicable else None
        for metric, level in tests_of.to_explain(standing.tests.get(indicator.id, {}), claimed):
            there = said.get((indicator.id, metric, level))
            found.append(Wanted(indicator.id, metric, level, there.text if there else ""))
    return found


def explain(session: Session, assessment: Assessment, standing: Standing, key: Key, text: str) -> None:
    """Keep an explanation; an empty one takes it back.

    :raises Over: when the assessment does not change any more
    :raises NothingToExplain: for a test that needs none
    """
    changeable(session, assessment)
    if key not in {each.key for each in wanted(session, assessment, standing)}:
        raise NothingToExplain
    there = of(session, assessment.id).get(key)
    if there is None and text:
        indicator, metric, level = key
        session.add(
            Explanation(assessment_id=assessment.id, indicator=indicator, metric=metric, level=level, text=text)
        )
    elif there is not None and text:
        there.text = text
    elif there is not None:
        session.delete(there)
    session.flush()
