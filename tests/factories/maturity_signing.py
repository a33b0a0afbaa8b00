"""A round whose ratings are closed and talked over: ready to be signed, unless a test says otherwise."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.maturity.domain.kinds import EvidenceKind, Signer, Stage
from engage.maturity.models import Assessment, Evidence
from engage.maturity.models_after import Snapshot
from engage.maturity.models_panel import Member, Rating
from engage.maturity.signing import signatures
from engage.maturity.signing.content import content
from engage.maturity.wording import model_of
from tests.factories.maturity import make_assessment, make_model
from tests.factories.people import make_person

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
PANEL: Sequence[Mapping[str, Any]] = (
    {"citizen": True, "outside": True},
    {"citizen": True, "regional": True},
    {},
    {},
    {},
    {},
)
"""Six people as the protocol wants them."""


def make_ready(
    session: Session,
    *,
    level: int = 2,
    levels: Mapping[str, int] | None = None,
    panel: Sequence[Mapping[str, Any]] = PANEL,
    evidence: bool = True,
    **columns: Any,
) -> Assessment:
    """Everybody rated everything alike (`levels`: some otherwise), with one dated document for all of it."""
    model = model_of(make_model(session))
    given = {each.id: level for each in model.indicators} | dict(levels or {})
    made = make_assessment(
        session,
        stage=Stage.CONSENSUS,
        levels=given,
        members=[{"submitted_on": (NOW - timedelta(days=10)).date(), **each} for each in panel],
        rating_opened_at=NOW - timedelta(days=30),
        rating_closed_at=NOW - timedelta(days=10),
        now=NOW - timedelta(days=40),
        **columns,
    )
    members = session.scalars(select(Member.id).where(Member.assessment_id == made.id)).all()
    rows = [{"member_id": member, "indicator": each, "level": given[each]} for member in members for each in given]
    session.execute(insert(Rating), rows)
    if evidence:
        session.add(
            Evidence(
                assessment_id=made.id,
                kind=EvidenceKind.LINK,
                title="Annual report",
                url="https://example.org/report",
                dated_on=(NOW - timedelta(days=90)).date(),
                indicators=sorted(given),
                evidence_class="E2",
                added_at=NOW,
            )
        )
    session.flush()
    return made


def make_signed(session: Session, *, now: datetime = NOW, **ready: Any) -> tuple[Assessment, Snapshot]:
    """Signed by two people."""
    made = make_ready(session, **ready)
    for signer in (Signer.HUB_LEAD, Signer.CITIZEN):
        person = make_person(session, RoleName.ASSESSOR, email=f"{signer}-{made.id}@example.org")
        seen = content(session, made).digest
        snapshot = signatures.sign(session, made, signer, person_id=person.id, seen=seen, note="As it is.", now=now)
    assert snapshot is not None
    return made, snapshot
