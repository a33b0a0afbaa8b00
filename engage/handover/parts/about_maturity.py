"""Self-assessments that have ended: results, evidence, signed snapshots, plans; and what the hub keeps in the library.

Who was on a panel and what single people rated stays where it was said: a signed snapshot holds how ratings spread.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from engage.handover.parts.kept import Choice, Hubs, Kept
from engage.maturity.domain.document import from_document
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import (
    AssessedLevel,
    Assessment,
    Evidence,
    Explanation,
    Fact,
    ModelText,
    ModelVersion,
)
from engage.maturity.models_after import Action, LibraryItem, Signature, Snapshot

ENDED = (Stage.SIGNED, Stage.CANCELLED)


def _ended(hubs: Hubs) -> Any:
    return select(Assessment.id).where(Assessment.hub_id.in_(hubs), Assessment.stage.in_(ENDED))


def _of(column: Any) -> Any:
    def where(hubs: Hubs) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column.in_(_ended(hubs))
        return found

    return where


def _models(hubs: Hubs) -> Any:
    return select(Assessment.model_id).where(Assessment.id.in_(_ended(hubs)))


def _unchanged(row: Mapping[str, Any]) -> None:
    if hashlib.sha256(row["content"].encode()).hexdigest() != row["digest"]:
        raise ValueError("a signed snapshot that is not what was signed")


def _readable_model(row: Mapping[str, Any]) -> None:
    from_document(row["definition"])


_OWN = Choice.ASSESSMENTS
KEPT = (
    Kept(
        model=ModelVersion,
        where=lambda hubs: ModelVersion.id.in_(_models(hubs)),
        needs=_OWN,
        known_by=("key", "version"),
        same="digest",
        read=_readable_model,
    ),
    Kept(
        model=ModelText,
        where=lambda hubs: ModelText.model_id.in_(_models(hubs)),
        needs=_OWN,
        under="model_id",
        texts=frozenset({"text"}),
    ),
    Kept(model=Assessment, where=_of(Assessment.id), needs=_OWN),
    Kept(model=AssessedLevel, where=_of(AssessedLevel.assessment_id), needs=_OWN),
    Kept(
        model=Evidence,
        where=_of(Evidence.assessment_id),
        needs=_OWN,
        team=frozenset({"checked_by"}),
        addresses=frozenset({"url"}),
    ),
    Kept(model=Fact, where=_of(Fact.assessment_id), needs=_OWN),
    Kept(model=Explanation, where=_of(Explanation.assessment_id), needs=_OWN),
    Kept(model=Signature, where=_of(Signature.assessment_id), needs=_OWN),
    Kept(model=Snapshot, where=_of(Snapshot.assessment_id), needs=_OWN, read=_unchanged),
    Kept(
        model=Action,
        where=_of(Action.assessment_id),
        needs=_OWN,
        team=frozenset({"owner", "owner_email", "sponsor"}),
    ),
    Kept(
        model=LibraryItem,
        where=LibraryItem.hub_id.in_,
        unique=("slug",),
        addresses=frozenset({"url"}),
        texts=frozenset({"title", "summary"}),
    ),
)
