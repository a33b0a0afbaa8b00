"""Where assessments stand: levels, evidence, facts and what they come to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity import wording
from engage.maturity.domain import asked, tests_of
from engage.maturity.domain import evidence as rules
from engage.maturity.domain.figures import counted
from engage.maturity.domain.model import MaturityModel
from engage.maturity.domain.scoring import Answer, Score, score
from engage.maturity.models import AssessedLevel, Assessment, Evidence, Fact


@dataclass(frozen=True, slots=True)
class Standing:
    """One assessment with everything its score rests on."""

    model: MaturityModel
    answers: Mapping[str, Answer]
    score: Score
    levels: Mapping[str, AssessedLevel]
    evidence_by_indicator: Mapping[str, Sequence[Evidence]]
    facts: tests_of.Facts
    """Figures by metric that the platform has counted; what is not measured here, or declared, is not in it."""
    tests: Mapping[str, tests_of.Results]


def standing(session: Session, assessment: Assessment) -> Standing:
    """One assessment, in three statements (and one for its model, unless it is known)."""
    return standings(session, [assessment])[assessment.id]


def standings(session: Session, assessments: Sequence[Assessment]) -> Mapping[int, Standing]:
    """Many assessments by their number, in as many statements as one.

    For work in progress. What is signed is read from its snapshot and never computed again.
    """
    ids = [each.id for each in assessments]
    levels: dict[int, dict[str, AssessedLevel]] = defaultdict(dict)
    for level in session.scalars(select(AssessedLevel).where(AssessedLevel.assessment_id.in_(ids))):
        levels[level.assessment_id][level.indicator] = level
    evidence: dict[int | None, list[Evidence]] = defaultdict(list)
    found = select(Evidence).where(Evidence.assessment_id.in_(ids)).order_by(Evidence.added_at, Evidence.id)
    for each in session.scalars(found):
        evidence[each.assessment_id].append(each)
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in session.scalars(select(Fact).where(Fact.assessment_id.in_(ids))):
        facts[fact.assessment_id].append(fact)
    return {each.id: _standing(each, levels[each.id], evidence[each.id], facts[each.id]) for each in assessments}


def holds_as(model: MaturityModel, evidence: Evidence) -> str:
    """The class that a piece of evidence counts as, by its id."""
    return rules.effective(piece(evidence), model)


def piece(evidence: Evidence) -> rules.Piece:
    """What decides about a stored piece of evidence."""
    return rules.Piece(evidence.kind, evidence.dated_on is not None, evidence.evidence_class, evidence.checked_class)


def _standing(
    assessment: Assessment,
    levels: Mapping[str, AssessedLevel],
    evidence: Sequence[Evidence],
    measured: Iterable[Fact],
) -> Standing:
    model = wording.model_of(assessment.model)
    facts = {each.metric: counted(each.figures, each.by_hand) for each in measured}
    tests = tests_of.passed(model, facts)
    by_indicator: dict[str, list[Evidence]] = {each.id: [] for each in model.indicators}
    for each in evidence:
        for indicator in each.indicators:
            by_indicator.setdefault(indicator, []).append(each)
    answers = {
        indicator: answer(model, level, by_indicator.get(indicator, ()), tests.get(indicator, {}))
        for indicator, level in levels.items()
    }
    return Standing(
        model=model,
        answers=answers,
        score=score(model, answers, only=frozenset(each.id for each in asked.indicators(model, assessment.kind))),
        levels=levels,
        evidence_by_indicator=by_indicator,
        facts=facts,
        tests=tests,
    )


def answer(model: MaturityModel, level: AssessedLevel, evidence: Iterable[Evidence], tests: tests_of.Results) -> Answer:
    """What a stored level, its evidence and its tests say together."""
    ceilings = {each.id: each.ceiling for each in model.evidence_classes}
    classes = [holds_as(model, each) for each in evidence]
    classes += [level.evidence_class] if level.evidence_class in ceilings else []  # of a first look
    return Answer(
        level=level.level,
        evidence=max(classes, key=lambda id_: ceilings[id_], default=""),
        verified_up_to=tests_of.verified_up_to(tests),
        not_applicable=level.not_applicable,
        reason=level.reason,
        cannot_judge=level.level is None and not level.not_applicable,
    )
