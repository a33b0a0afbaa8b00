"""The text of a signed assessment: written once, read the same for ever."""

import json
from dataclasses import replace
from datetime import date

from engage.maturity.domain.deviations import Deviation, Rule
from engage.maturity.domain.kinds import AssessmentKind, EvidenceKind, FactSource, LevelState, Signer
from engage.maturity.domain.scoring import Answer, score
from engage.maturity.domain.signed import (
    Signature,
    Signed,
    SignedEvidence,
    SignedFact,
    SignedLevel,
    SignedPanel,
    SignedTest,
    digest,
    read,
    write,
)
from engage.maturity.domain.uncertainty import Agreement
from tests.factories.maturity_models import bundled, everywhere


def one() -> Signed:
    """One with something in every part."""
    found = score(bundled(), everywhere(3, RSP_1=Answer(1, "E2"), SUS_2=None))
    man = replace(found.dimensions["MAN"], interval=(2.5, 3.25))
    return Signed(
        hub="norway",
        kind=AssessmentKind.FULL,
        number=2,
        title="Råd og svar",
        period_from=date(2024, 6, 1),
        period_until=date(2026, 5, 31),
        model_id=bundled().id,
        model_version="0.2.0",
        model_digest="d" * 64,
        score=replace(found, dimensions={**found.dimensions, "MAN": man}),
        levels={"MAN-1": SignedLevel(LevelState.UNCERTAIN, minority="Lower.", counts={2: 3, 4: 3}, cannot_judge=1)},
        evidence=(SignedEvidence("Plan", EvidenceKind.FILE, "E2", ("MAN-1",), date(2025, 1, 1), digest="e" * 64),),
        facts={"M01": SignedFact("M01", FactSource.COMPUTED, {"closed": 3.0, "share": 0.5})},
        tests=(SignedTest("LIS-1", "M01", 2, passed=False, explanation="In May."),),
        deviations=(Deviation(Rule.NO_MIRROR, 0, 1),),
        panel=SignedPanel(6, 6, 2, 1, 1),
        targets={"MAN-1": 4},
        seed=2**62,
        agreement=Agreement(0.5, 0.25, 0.75, 6),
        mirror={"MAN-1": {"n": 40, "agree": 0.5}},
        signatures=(Signature(Signer.HUB_LEAD, date(2026, 6, 1), "Ja"), Signature(Signer.CITIZEN, date(2026, 6, 3))),
    )


def test_what_was_written_is_read_as_it_was():
    assert read(write(one())) == one()
    assert list(read(write(one())).score.indicators) == [each.id for each in bundled().indicators]


def test_the_text_is_the_same_however_it_is_written():
    text = write(one())

    assert write(read(text)) == text
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest(text) == digest(write(one()))
    assert "Råd og svar" in text


def test_it_says_when_it_was_signed_and_how_far_apart_people_were():
    found = read(write(one()))

    assert found.signed_on == date(2026, 6, 3)
    assert found.model_major == 0
    spread = found.levels["MAN-1"].spread
    assert spread is not None
    assert (spread.people, spread.cannot_judge, spread.split) == (6, 1, True)
    assert replace(found, signatures=()).signed_on is None
