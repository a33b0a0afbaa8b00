"""Reads of models and their versions."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from engage.maturity.domain.kinds import ModelState
from engage.maturity.models import Assessment, Crosswalk, ModelVersion


def order(version: ModelVersion) -> tuple[tuple[int, int | str], ...]:
    """Sorts versions of a model: 0.10.0 after 0.9.0."""
    parts = version.version.replace("-", ".").split(".")
    return tuple((1, int(part)) if part.isdecimal() else (0, part) for part in parts)


def versions(session: Session, key: str | None = None) -> Sequence[ModelVersion]:
    """All of a model, or of all models, by key, the newest first."""
    asked = select(ModelVersion).order_by(ModelVersion.key)
    if key is not None:
        asked = asked.where(ModelVersion.key == key)
    found = sorted(session.scalars(asked), key=order, reverse=True)
    return sorted(found, key=lambda each: each.key)


def version(session: Session, key: str, number: str) -> ModelVersion | None:
    return session.scalar(select(ModelVersion).where(ModelVersion.key == key, ModelVersion.version == number))


def offered(session: Session) -> Sequence[ModelVersion]:
    """What a new round can take: of each model the newest version in use."""
    newest: dict[str, ModelVersion] = {}
    for each in versions(session):
        if each.state is ModelState.IN_USE:
            newest.setdefault(each.key, each)
    return list(newest.values())


def pairs_between(session: Session, before: ModelVersion, after: ModelVersion) -> Mapping[str, str] | None:
    """Which indicator of one version stands for which of another: by id within a major version, else by a crosswalk.

    None where nothing says so: levels of the two are not compared.
    """
    if before.key != after.key:
        return None
    if before.major == after.major:
        return {
            each["id"]: each["id"] for dimension in before.definition["dimensions"] for each in dimension["indicators"]
        }
    asked = select(Crosswalk).where(Crosswalk.from_id.in_(_of_major(before)), Crosswalk.to_id.in_(_of_major(after)))
    found = sorted(session.scalars(asked), key=lambda each: (each.from_id == before.id, each.to_id == after.id))
    return dict(found[-1].pairs) if found else None


def _of_major(version: ModelVersion) -> ScalarSelect[int]:
    same = (ModelVersion.key == version.key, ModelVersion.major == version.major)
    return select(ModelVersion.id).where(*same).scalar_subquery()


def rounds_by_version(session: Session) -> Mapping[int, int]:
    """How many first looks and rounds rest on each version, by its id."""
    asked = select(Assessment.model_id, func.count()).group_by(Assessment.model_id)
    return dict(session.execute(asked).all())
