"""A model, and assessments of a hub at some stage."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any

import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.hubs.models import Hub
from engage.maturity import models, models_after, models_panel
from engage.maturity.domain.kinds import AssessmentKind, LevelState, Stage
from engage.maturity.models import AssessedLevel, Assessment, ModelVersion
from engage.maturity.models_panel import Member

KEY = "ncmh-citizen-engagement"
SMALL: dict[str, Any] = {
    "model": {"id": "small", "version": "1.0.0", "language": "en", "title": "Small model"},
    "levels": [
        {"value": 0, "name": "Not started", "meaning": "nothing"},
        {"value": 1, "name": "Begun", "meaning": "some"},
    ],
    "evidence_classes": [{"id": "E0", "name": "none", "ceiling": 0}, {"id": "E1", "name": "some", "ceiling": 1}],
    "dimensions": [
        {
            "id": "A",
            "title": "Purpose",
            "why": "It helps.",
            "weight": 1,
            "indicators": [
                {
                    "id": "A-1", "title": "Written", "question": "Is it?", "core": True,
                    "levels": {"0": "No.", "1": "Yes."},
                    "plain": {"statement": "I know why.", "question": "Is it?", "levels": {"0": "No.", "1": "Yes."}},
                },
                {"id": "A-2", "title": "Known", "question": "Is it?", "levels": {"0": "No.", "1": "Yes."}},
            ],
        }
    ],
}  # fmt: skip
"""A model of two indicators, as a file has it."""


def make_model(session: Session) -> ModelVersion:
    """The model that comes with the product; the one that is there already."""
    found = session.scalar(select(ModelVersion).where(ModelVersion.key == KEY))
    if found is not None:
        return found
    definition = json.loads(
        json.dumps(yaml.safe_load((files("engage.maturity.bundled") / f"{KEY}.yaml").read_text("utf-8")))
    )
    digest = hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()
    version = str(definition["model"]["version"])
    made = ModelVersion(
        key=KEY,
        version=version,
        major=int(version.split(".")[0]),
        definition=definition,
        digest=digest,
        languages=["en"],
        imported_at=datetime.now(UTC),
    )
    session.add(made)
    session.flush()
    return made


def make_assessment(
    session: Session,
    *,
    hub: Hub | None = None,
    kind: AssessmentKind = AssessmentKind.FULL,
    stage: Stage = Stage.PREPARING,
    levels: Mapping[str, int] | None = None,
    members: Iterable[Mapping[str, Any]] = (),
    now: datetime | None = None,
    **columns: Any,
) -> Assessment:
    """A round of the default hub over the last 24 months; `levels` become agreed ones, `members` rows of the panel."""
    now = now or datetime.now(UTC)
    hub = hub or hubs.default(session)
    model = make_model(session)
    before = session.scalar(select(func.max(Assessment.number)).where(Assessment.hub_id == hub.id)) or 0
    made = Assessment(
        hub=hub,
        model=model,
        kind=kind,
        stage=stage,
        number=before + 1,
        title=f"Round {before + 1}",
        period_from=date(now.year - 2, now.month, 1),
        period_until=now.date(),
        rating_until=(now + timedelta(days=14)).date(),
        created_at=now,
        **columns,
    )
    session.add(made)
    session.flush()
    for indicator, level in (levels or {}).items():
        session.add(AssessedLevel(assessment_id=made.id, indicator=indicator, level=level, state=LevelState.AGREED))
    for number, member in enumerate(members, 1):
        values = {"name": f"Person {number}", "email": f"person-{number}@example.org", "language": "en", **member}
        session.add(Member(assessment_id=made.id, **values))
    session.flush()
    return made


def make_library_item(session: Session, **columns: Any) -> models_after.LibraryItem:
    """A guide that the default hub keeps, for level 2 of INC-1."""
    values = {
        "slug": "guide",
        "kind": "guide",
        "title": {"en": "Guide"},
        "summary": {"en": "How."},
        "language": "en",
        "url": "https://example.org/guide",
        "owner": "Hub",
        "licence": "CC BY 4.0",
        "hub_id": hubs.default(session).id,
        "helps": [{"model": KEY, "indicator": "INC-1", "level": 2}],
        "added_on": date(2027, 3, 1),
    }
    made = models_after.LibraryItem(**{**values, **columns})
    session.add(made)
    session.flush()
    return made


EMPTY = hashlib.sha256(b"{}").hexdigest()


def fill(session: Session, *, person_id: int, on: date, at: datetime) -> None:
    """One row in every table of the room."""
    assessment = make_assessment(session, levels={"MAN-1": 2}, members=[{}], now=at)
    here, one = {"assessment_id": assessment.id}, {"indicator": "MAN-1"}
    member = session.scalars(select(Member)).one()
    model = assessment.model
    later = ModelVersion(
        key=model.key, version="9.0.0", major=9, definition=model.definition, digest=model.digest, imported_at=at
    )
    session.add(later)
    session.flush()
    session.add_all(
        [
            models.ModelText(model_id=model.id, place="MAN:title", text={"en": "Mandate"}),
            models.ModelTextHand(model_id=model.id, place="MAN:title", language="de", by_id=person_id, at=at),
            models.Crosswalk(from_id=model.id, to_id=later.id, pairs={"MAN-1": "MAN-1"}),
            models.Evidence(**here, kind="statement", title="Plan", evidence_class="E1", added_at=at),
            models.Fact(**here, metric="M01", source="computed", figures={"closed": 1}, measured_at=at),
            models.Explanation(**here, **one, metric="M01", level=2, text="It opens in May."),
            models_panel.Rating(member_id=member.id, **one, vote=0, level=2),
            models_panel.Workshop(**here, **one),
            models_after.Signature(
                **here, signer="citizen", person_id=person_id, content_digest="d" * 64, signed_at=at
            ),
            models_after.Snapshot(
                **here, hub_id=assessment.hub_id, model_id=model.id, content="{}", digest=EMPTY, signed_on=on
            ),
            models_after.Action(**here, **one, level=3, title="Ask", owner="Ada", due_on=on),
            models_after.BenchmarkEdition(key=model.key, major=0, number=1, content={}, made_on=on),
        ]
    )  # fmt: skip
    make_library_item(session, added_on=on)
    session.flush()
