"""Rounds with something to see: six people who differ, evidence, targets, tests, other views; signed or not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engage.hubs.models import Hub
from engage.maturity.domain import signed
from engage.maturity.domain.kinds import AssessmentKind, FactSource, LevelState, Signer, Stage
from engage.maturity.domain.uncertainty import Agreement
from engage.maturity.models import AssessedLevel, Assessment, Evidence, Explanation, Fact
from engage.maturity.models_after import Snapshot
from engage.maturity.models_panel import Member, Rating
from engage.maturity.signing.content import content
from engage.maturity.wording import model_of
from tests.factories.maturity import make_assessment, make_model

FIRST = date(2025, 5, 12)
"""The day when the first round is signed."""
MINORITY = "Meetings are held in the capital only."
REASON = "Nobody is paid here: the law forbids it."
PEOPLE = 6
AGREEMENT = Agreement(0.71, 0.62, 0.78, PEOPLE)


def make_round(
    session: Session,
    *,
    levels: Mapping[str, int] | None = None,
    on: date = FIRST,
    kind: AssessmentKind = AssessmentKind.FULL,
    sign: bool = True,
    seed: int = 1,
    targets: Mapping[str, int] | None = None,
    **columns: Any,
) -> Assessment:
    """A round whose levels lie between 1 and 3 by its seed (`levels`: some as they are), signed on a day or a draft.

    INC-4 does not apply, INC-2 is uncertain with a minority, RSP-2 nobody could judge. Every indicator with a level
    above 1 has a dated document; MAN-1 a verified one.
    """
    draw = Random(seed)
    model = model_of(make_model(session))
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    asked = model.core if kind is AssessmentKind.CORE else tuple(model.indicators)
    given = {each.id: draw.choice((1, 2, 2, 3)) for each in asked} | dict(levels or {})
    made = make_assessment(
        session,
        kind=kind,
        stage=Stage.CONSENSUS,
        members=[{"citizen": at_ < 3, "outside": at_ == 0, "submitted_on": on} for at_ in range(PEOPLE)],
        now=at - timedelta(days=60),
        rating_opened_at=at - timedelta(days=40),
        rating_closed_at=at - timedelta(days=20),
        targets=dict({"MAN-1": 4, "INC-1": 3, "INC-2": 3, "RSP-1": 3} if targets is None else targets),
        seed=seed,
        **columns,
    )
    session.add_all(_level(made.id, id_, level) for id_, level in given.items())
    _rate(session, made, given, draw)
    for id_, level in given.items():
        if level > 1:
            session.add(_document(made.id, [id_], f"Report on {id_} of {on.year}", on - timedelta(days=30), at))
    checked = _document(made.id, ["MAN-1"], "=Statutes with citizens", on - timedelta(days=50), at)
    checked.evidence_class = checked.checked_class = "E3"
    checked.checked_at = at
    session.add(checked)
    session.add(
        Fact(
            assessment_id=made.id,
            metric="M01",
            source=FactSource.COMPUTED,
            figures={"closed": 0, "answers": 4, "repeated_items": 0, "linked_share": 0},
            measured_at=at,
        )
    )
    session.add(Explanation(assessment_id=made.id, indicator="LIS-1", metric="M01", level=2, text="It opens in May."))
    session.flush()
    if sign:
        freeze(session, made, on)
    return made


def freeze(session: Session, assessment: Assessment, on: date) -> Snapshot:
    """Sign it, whatever stands in the way. Its intervals are made up: a thousand draws take their time."""
    made = content(session, assessment).signed
    dimensions = {
        id_: replace(each, interval=(max(0.0, each.score - 0.25), each.score) if each.score is not None else None)
        for id_, each in made.score.dimensions.items()
    }
    made = replace(made, score=replace(made.score, dimensions=dimensions), agreement=AGREEMENT)
    made = replace(made, signatures=tuple(signed.Signature(each, on, "") for each in Signer))
    text = signed.write(made)
    snapshot = Snapshot(
        assessment_id=assessment.id,
        hub_id=assessment.hub_id,
        model_id=assessment.model_id,
        content=text,
        digest=signed.digest(text),
        signed_on=on,
    )
    session.add(snapshot)
    assessment.stage = Stage.SIGNED
    assessment.signed_at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    session.flush()
    return snapshot


def _level(number: int, indicator: str, level: int) -> AssessedLevel:
    row = AssessedLevel(assessment_id=number, indicator=indicator, level=level, state=LevelState.NEAR)
    if indicator == "INC-4":
        row.level, row.not_applicable, row.reason = None, True, REASON
    if indicator == "INC-2":
        row.state, row.minority, row.revotes = LevelState.UNCERTAIN, MINORITY, 2
    if indicator == "RSP-2":
        row.level = None
    return row


def _rate(session: Session, made: Assessment, given: Mapping[str, int], draw: Random) -> None:
    members = session.scalars(select(Member.id).where(Member.assessment_id == made.id)).all()
    rows = []
    for id_, level in given.items():
        for at, member in enumerate(members):
            cannot = id_ == "RSP-2" or (id_ == "DIA-1" and at == 0)
            said = None if cannot else min(4, max(0, level + draw.choice((-1, 0, 0, 0, 1))))
            rows.append({"member_id": member, "indicator": id_, "level": said, "cannot_judge": cannot})
    session.execute(insert(Rating), rows)


def _document(number: int, indicators: list[str], title: str, on: date, at: datetime) -> Evidence:
    return Evidence(
        assessment_id=number,
        kind="link",
        title=title,
        url="https://example.org/report",
        dated_on=on,
        indicators=indicators,
        evidence_class="E2",
        added_at=at,
    )


def signed_rounds(session: Session, count: int, *, first: int = 1, **columns: Any) -> list[Assessment]:
    """Signed rounds of so many hubs of their own, open to comparison unless `columns` say otherwise."""
    made = []
    for number in range(first, first + count):
        hub = Hub(slug=f"hub-{number}", name=f"Hub {number}", country="NO")
        session.add(hub)
        session.flush()
        given = {"benchmark": True, "on": date(2026, 5, 4), **columns}
        made.append(make_round(session, hub=hub, seed=number, **given))
    return made
