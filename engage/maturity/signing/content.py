"""What is signed of a round, gathered from its tables: no name of anybody in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity import queries_deviations, queries_ratings, wording
from engage.maturity.domain import sign_off, signed, tests_of, uncertainty, workshop
from engage.maturity.domain.consensus import Tally
from engage.maturity.domain.kinds import FactSource, LevelState
from engage.maturity.domain.panel import composition
from engage.maturity.models import Assessment, Evidence, Explanation, Fact
from engage.maturity.models_panel import Member
from engage.maturity.standing import Standing, holds_as, standing

Mirror = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Content:
    """A round as it would be signed now."""

    signed: signed.Signed
    """Without signatures, intervals and agreement: those follow from it."""
    digest: str
    """Of what is signed; a change of anything changes it."""
    blocked: tuple[sign_off.Blocked, ...]

    @property
    def to_be_justified(self) -> bool:
        """Whether the hub lead has to say why the panel is not as the protocol has it."""
        return bool(sign_off.to_be_justified(self.signed.deviations))


def content(session: Session, assessment: Assessment, *, mirror: Mirror = None) -> Content:
    """Gather it.

    :param mirror: what people who took part said
    """
    found = standing(session, assessment)
    panel = _panel(session, assessment)
    explained = {
        (each.indicator, each.metric, each.level): each.text
        for each in session.scalars(select(Explanation).where(Explanation.assessment_id == assessment.id))
    }
    tests = _tests(found, explained)
    made = signed.Signed(
        hub=assessment.hub.slug,
        kind=assessment.kind,
        number=assessment.number,
        title=assessment.title,
        period_from=assessment.period_from,
        period_until=assessment.period_until,
        model_id=assessment.model.key,
        model_version=assessment.model.version,
        model_digest=assessment.model.digest,
        score=found.score,
        levels=_levels(found, queries_ratings.shown(session, assessment)),
        evidence=_evidence(found),
        facts=_facts(session, assessment),
        tests=tests,
        deviations=queries_deviations.deviations(session, assessment),
        panel=panel,
        targets={indicator: int(level) for indicator, level in sorted(assessment.targets.items())},
        seed=assessment.seed,
        mirror=mirror,
    )
    return Content(made, signed.digest(signed.write(made)), _blocked(assessment, found, panel, made))


def with_intervals(session: Session, assessment: Assessment, made: signed.Signed) -> signed.Signed:
    """The same with what follows from the blind ratings: intervals of dimensions, agreement of the panel."""
    ratings = queries_ratings.profiles(session, assessment)
    ceilings = {id_: each.ceiling for id_, each in made.score.indicators.items()}
    model = wording.model_of(assessment.model)
    drawn = uncertainty.intervals(model, ratings, ceilings, seed=made.seed)
    dimensions = {
        id_: replace(each, interval=(drawn[id_].low, drawn[id_].high)) if id_ in drawn else each
        for id_, each in made.score.dimensions.items()
    }
    return replace(
        made,
        score=replace(made.score, dimensions=dimensions),
        agreement=uncertainty.agreement(ratings, seed=made.seed),
    )


def _levels(found: Standing, tallies: Mapping[str, Tally]) -> Mapping[str, signed.SignedLevel]:
    none = Tally()
    return {
        indicator: signed.SignedLevel(
            state=level.state,
            reason=level.reason if level.not_applicable else "",
            minority=level.minority,
            revotes=level.revotes,
            counts=tallies.get(indicator, none).levels,
            cannot_judge=tallies.get(indicator, none).cannot_judge,
            room=workshop.counted(workshop.tally_of(level.room).shown),
        )
        for indicator, level in sorted(found.levels.items())
        if indicator in found.score.indicators
    }


def _evidence(found: Standing) -> tuple[signed.SignedEvidence, ...]:
    pieces: dict[int, Evidence] = {each.id: each for group in found.evidence_by_indicator.values() for each in group}
    ordered = sorted(pieces.values(), key=lambda each: (each.added_at, each.id))
    return tuple(
        signed.SignedEvidence(
            title=each.title,
            kind=each.kind,
            evidence_class=holds_as(found.model, each),
            indicators=tuple(sorted(each.indicators)),
            dated_on=each.dated_on,
            url=each.url,
            file_name=each.file_name,
            digest=each.digest,
            checked=bool(each.checked_class),
        )
        for each in ordered
    )


def _facts(session: Session, assessment: Assessment) -> Mapping[str, signed.SignedFact]:
    rows = session.scalars(select(Fact).where(Fact.assessment_id == assessment.id).order_by(Fact.metric))
    return {
        each.metric: signed.SignedFact(
            each.metric,
            each.source,
            {name: value for name, value in sorted(each.figures.items()) if value is not None},
            tuple(sorted(each.by_hand)),
            each.note,
        )
        for each in rows
        if each.source is not FactSource.NONE
    }


def _tests(found: Standing, explained: Mapping[tuple[str, str, int], str]) -> tuple[signed.SignedTest, ...]:
    return tuple(
        signed.SignedTest(indicator, metric, level, passed, explained.get((indicator, metric, level), ""))
        for indicator, results in found.tests.items()
        if indicator in found.score.indicators
        for (metric, level), passed in results.items()
    )


def _panel(session: Session, assessment: Assessment) -> signed.SignedPanel:
    seats = session.execute(
        select(Member.citizen, Member.outside, Member.regional, Member.submitted_on.is_not(None)).where(
            Member.assessment_id == assessment.id, Member.declined.is_(False)
        )
    ).all()
    rated = composition((citizen, outside, regional) for citizen, outside, regional, handed_in in seats if handed_in)
    return signed.SignedPanel(len(seats), rated.members, rated.citizens, rated.outside, rated.regional)


def _unexplained(found: Standing, tests: Sequence[signed.SignedTest]) -> Sequence[signed.SignedTest]:
    """Failed tests of levels that are claimed, without a word about them."""
    wanted = {
        (indicator, metric, level)
        for indicator, results in found.tests.items()
        if indicator in found.answers
        for metric, level in tests_of.to_explain(results, found.answers[indicator].level)
    }
    return [
        each for each in tests if (each.indicator, each.metric, each.level) in wanted and not each.explanation.strip()
    ]


def _blocked(
    assessment: Assessment, found: Standing, panel: signed.SignedPanel, made: signed.Signed
) -> tuple[sign_off.Blocked, ...]:
    return sign_off.blocked(
        sign_off.Facts(
            stage=assessment.stage,
            raters=panel.handed_in,
            citizens=panel.citizens,
            levels=sum(each.supported is not None for each in found.score.indicators.values()),
            split=sum(each.state is LevelState.SPLIT for each in found.levels.values()),
            unexplained=len(_unexplained(found, made.tests)),
        )
    )
