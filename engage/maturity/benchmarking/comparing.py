"""What a hub reads beside its own scores, and what the network office reads of all."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.hubs.domain.kinds import HubScope
from engage.hubs.models import Hub
from engage.maturity import wording
from engage.maturity.benchmarking import editions
from engage.maturity.benchmarking.editions import Edition
from engage.maturity.domain import benchmark, signed
from engage.maturity.domain.benchmark import Place, Shown
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import Assessment, ModelVersion
from engage.maturity.models_after import Snapshot

SINCE = timedelta(days=730)
"""How far coverage looks back: the 24 months of the benchmark."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One dimension of a hub and of its peers."""

    dimension: str
    own: float | None
    peers: Shown | None
    """None: not shown."""
    place: Place | None


@dataclass(frozen=True, slots=True)
class Comparison:
    edition: Edition | None
    """None while too few hubs take part."""
    rows: Sequence[Beside]
    shown: bool
    """Whether anything is shown of any dimension."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One dimension over the network."""

    dimension: str
    now: Shown | None
    before: Shown | None
    """In the edition before."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many hubs look at themselves; None: fewer than five, and so not said."""

    hubs: int
    first_looks: int | None
    rounds: int | None
    again: int | None
    """With more than one signed round."""
    compared: int | None
    """That stand in the newest edition."""


def compare(session: Session, assessment: Assessment) -> Comparison | None:
    """A signed full round beside its peers; None for what is not signed, not full, or a first look."""
    if assessment.kind is not AssessmentKind.FULL or assessment.stage is not Stage.SIGNED:
        return None
    content = session.scalar(select(Snapshot.content).where(Snapshot.assessment_id == assessment.id))
    if content is None:
        return None
    scores = signed.read(content).score.dimensions
    edition = editions.newest(session, assessment.model.key, assessment.model.major)
    families = editions.families(session)
    family = families.get(assessment.hub_id)
    others = _without(edition, {each for each, top in families.items() if top == family}) if edition else None
    rows = []
    for dimension in wording.model_of(assessment.model).dimensions:
        own = scores[dimension.id].score if dimension.id in scores else None
        peers = _read(others, dimension.id, family) if others else None
        where = benchmark.place(own, peers) if own is not None and peers is not None else None
        rows.append(Beside(dimension.id, own, peers, where))
    return Comparison(edition, rows, any(each.peers is not None for each in rows))


def _without(edition: Edition, own: Collection[int]) -> Edition:
    """Also without the hubs that were put into the reader's family since it was made."""
    return replace(edition, peers=tuple(each for each in edition.peers if each.hub not in own))


def groups(edition: Edition, version: ModelVersion) -> Sequence[HubScope]:
    """The groups of which anything is shown."""
    dimensions = [each.id for each in wording.model_of(version).dimensions]
    return [
        scope
        for scope in HubScope
        if any(_read(edition, dimension, None, scope.value) is not None for dimension in dimensions)
    ]


def spread(session: Session, version: ModelVersion, group: str = "") -> tuple[Edition | None, Sequence[Spread]]:
    """All dimensions over the network, in the newest edition and the one before it."""
    known = editions.all_of(session, version.key, version.major)
    now, before = (known[-1] if known else None), (known[-2] if len(known) > 1 else None)
    return now, [
        Spread(
            each.id,
            _read(now, each.id, None, group) if now else None,
            _read(before, each.id, None, group) if before else None,
        )
        for each in wording.model_of(version).dimensions
    ]


def coverage(session: Session, version: ModelVersion, *, now: datetime) -> Coverage:
    """How many hubs take part; counts under five are not said."""
    since = now - SINCE
    first_looks: set[int] = set()
    rounds: Counter[int] = Counter()
    asked = (
        select(Assessment.hub_id, Assessment.kind)
        .join(ModelVersion, ModelVersion.id == Assessment.model_id)
        .where(ModelVersion.key == version.key, Assessment.stage == Stage.SIGNED, Assessment.signed_at >= since)
    )
    for hub, kind in session.execute(asked):
        if kind is AssessmentKind.FIRST_LOOK:
            first_looks.add(hub)
        else:
            rounds[hub] += 1
    edition = editions.newest(session, version.key, version.major)
    return Coverage(
        hubs=session.scalar(select(func.count()).select_from(Hub)) or 0,
        first_looks=_said(len(first_looks)),
        rounds=_said(len(rounds)),
        again=_said(sum(count > 1 for count in rounds.values())),
        compared=_said(len(edition.peers)) if edition else None,
    )


def _said(count: int) -> int | None:
    return count if count >= benchmark.FEWEST else None


def _read(edition: Edition, dimension: str, family: int | None, group: str = "") -> Shown | None:
    return benchmark.read(edition.peers, dimension, family=family, group=group, held=edition.held)
