"""Results of rounds as they are signed, without a database."""

from datetime import date

from engage.maturity.domain.document import from_document
from engage.maturity.domain.kinds import AssessmentKind, EvidenceKind
from engage.maturity.domain.scoring import Answer, score
from engage.maturity.domain.signed import Signed, SignedEvidence, SignedPanel
from engage.maturity.modelling.keeping import bundled_document

MODEL = from_document(bundled_document())


def result(
    levels: dict[str, int],
    *,
    kind: AssessmentKind = AssessmentKind.FULL,
    evidence: str = "E2",
    newest: dict[str, date] | None = None,
    targets: dict[str, int] | None = None,
) -> Signed:
    """Every indicator at level 2, unless `levels` says otherwise; `newest`: a dated document of an indicator."""
    asked = MODEL.core if kind is AssessmentKind.CORE else tuple(MODEL.indicators)
    answers = {each.id: Answer(levels.get(each.id, 2), evidence) for each in asked}
    return Signed(
        hub="hub",
        kind=kind,
        number=1,
        title="Round",
        period_from=date(2024, 1, 1),
        period_until=date(2025, 12, 31),
        model_id=MODEL.id,
        model_version=MODEL.version,
        model_digest="",
        score=score(MODEL, answers, only=frozenset(each.id for each in asked)),
        levels={},
        evidence=tuple(
            SignedEvidence("Report", EvidenceKind.LINK, "E2", (indicator,), day)
            for indicator, day in (newest or {}).items()
        ),
        facts={},
        tests=(),
        deviations=(),
        panel=SignedPanel(6, 6, 2, 1, 1),
        targets=targets or {},
        seed=1,
    )
