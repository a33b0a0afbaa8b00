"""Editions of peers' figures: frozen when enough changed, and the only thing that comparisons are read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.hubs.models import Hub
from engage.maturity.domain import benchmark, signed
from engage.maturity.domain.benchmark import Peer
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import Assessment, ModelVersion
from engage.maturity.models_after import BenchmarkEdition, Snapshot


@dataclass(frozen=True, slots=True)
class Edition:
    """One frozen set of peers. Only the functions of `domain.benchmark` look into it."""

    key: str
    major: int
    number: int
    made_on: date
    peers: tuple[Peer, ...]
    held: frozenset[str]
    """Dimensions that are held back, since they would give somebody away."""


def all_of(session: Session, key: str, major: int) -> Sequence[Edition]:
    """Those of a model's major version, the oldest first."""
    asked = select(BenchmarkEdition).filter_by(key=key, major=major).order_by(BenchmarkEdition.number)
    return [_read(each) for each in session.scalars(asked)]


def newest(session: Session, key: str, major: int) -> Edition | None:
    """What comparisons are read from; None while there is none."""
    asked = select(BenchmarkEdition).filter_by(key=key, major=major).order_by(BenchmarkEdition.number.desc()).limit(1)
    found = session.scalar(asked)
    return _read(found) if found else None


def make(session: Session, key: str, major: int, *, now: datetime) -> Edition | None:
    """Freeze a new edition, if enough peers are there and enough changed since the last; None otherwise."""
    on = now.date()
    peers = benchmark.newest(open_rounds(session, key, major), on)
    before = all_of(session, key, major)
    if len(peers) < benchmark.FEWEST or (before and not benchmark.may_follow(before[-1].peers, peers)):
        return None
    dimensions = sorted({dimension for each in peers for dimension in each.scores})
    held = benchmark.held_back([*(each.peers for each in before), peers], dimensions)
    number = before[-1].number + 1 if before else 1
    content = {"peers": [_written(each) for each in peers], "held": sorted(held)}
    session.add(BenchmarkEdition(key=key, major=major, number=number, content=content, made_on=on))
    session.flush()
    return Edition(key, major, number, on, peers, held)


def make_all(session: Session, now: datetime) -> int:
    """One edition for each model whose peers have changed enough; how many were made."""
    asked = select(ModelVersion.key, ModelVersion.major).distinct().order_by(ModelVersion.key, ModelVersion.major)
    return sum(make(session, key, major, now=now) is not None for key, major in session.execute(asked))


def open_rounds(session: Session, key: str, major: int) -> Sequence[Peer]:
    """Signed full rounds that their hubs let stand in comparisons."""
    asked = (
        select(Snapshot.id, Snapshot.hub_id, Snapshot.signed_on, Snapshot.content, Hub.scope)
        .join(Assessment, Assessment.id == Snapshot.assessment_id)
        .join(ModelVersion, ModelVersion.id == Snapshot.model_id)
        .join(Hub, Hub.id == Snapshot.hub_id)
        .where(
            ModelVersion.key == key,
            ModelVersion.major == major,
            Assessment.benchmark,
            Assessment.kind == AssessmentKind.FULL,
            Assessment.stage == Stage.SIGNED,
        )
        .order_by(Snapshot.id)
    )
    above = families(session)
    return [
        Peer(
            snapshot=id_,
            hub=hub_id,
            family=above[hub_id],
            signed_on=signed_on,
            scores={
                dimension: each.score
                for dimension, each in signed.read(content).score.dimensions.items()
                if each.score is not None
            },
            groups=frozenset({scope.value}),
        )
        for id_, hub_id, signed_on, content, scope in session.execute(asked)
    ]


def families(session: Session) -> Mapping[int, int]:
    """The hub at the top of each hub's tree."""
    parents: dict[int, int | None] = {
        each.id: each.parent_id for each in session.execute(select(Hub.id, Hub.parent_id))
    }

    def top(hub: int, seen: frozenset[int] = frozenset()) -> int:
        parent = parents.get(hub)
        return hub if parent is None or parent in seen else top(parent, seen | {hub})

    return {hub: top(hub) for hub in parents}


def majors(session: Session) -> Sequence[tuple[ModelVersion, int]]:
    """The newest version of each model's major versions, with its major number, the newest first."""
    found: dict[tuple[str, int], ModelVersion] = {}
    for each in session.scalars(select(ModelVersion).order_by(ModelVersion.id)):
        found[each.key, each.major] = each
    return [(version, major) for (_key, major), version in sorted(found.items(), reverse=True)]


def _written(peer: Peer) -> dict[str, Any]:
    return {
        "snapshot": peer.snapshot,
        "hub": peer.hub,
        "family": peer.family,
        "signed_on": peer.signed_on.isoformat(),
        "scores": dict(peer.scores),
        "groups": sorted(peer.groups),
    }


def _read(row: BenchmarkEdition) -> Edition:
    peers = tuple(
        Peer(
            each["snapshot"],
            each["hub"],
            each["family"],
            date.fromisoformat(each["signed_on"]),
            each["scores"],
            frozenset(each["groups"]),
        )
        for each in row.content["peers"]
    )
    return Edition(row.key, row.major, row.number, row.made_on, peers, frozenset(row.content["held"]))
