"""Crosswalks: how the indicators of one major version stand for those of another."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity import queries_models as queries
from engage.maturity.domain.model import MaturityModel
from engage.maturity.models import Crosswalk, ModelVersion
from engage.maturity.wording import model_of


class NoSuchVersion(Refusal):
    """A crosswalk comes from a version that is there, of an earlier major number."""

    code = "no_such_version"


class NotAnIndicator(Refusal):
    """A pair names an indicator that its version has not, or two stand for one."""

    code = "not_an_indicator"


@dataclass(frozen=True, slots=True)
class Unpaired:
    """Indicators that a crosswalk leaves alone: their levels are not compared."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def unpaired(before: MaturityModel, after: MaturityModel, pairs: Mapping[str, str]) -> Unpaired:
    """Which indicators have no pair, in the order of their models."""
    return Unpaired(
        tuple(each.id for each in before.indicators if each.id not in pairs),
        tuple(each.id for each in after.indicators if each.id not in set(pairs.values())),
    )


def suggested(before: MaturityModel, after: MaturityModel) -> dict[str, str]:
    """Indicators that kept their name: a start for whoever writes the crosswalk."""
    now = {each.id for each in after.indicators}
    return {each.id: each.id for each in before.indicators if each.id in now}


def predecessor(session: Session, version: ModelVersion) -> ModelVersion | None:
    """The newest version of the major number before; None for the first."""
    older = [each for each in queries.versions(session, version.key) if each.major < version.major]
    return older[0] if older else None


def needed(session: Session, version: ModelVersion) -> ModelVersion | None:
    """The version from which a crosswalk has to lead to this one before rounds take it; None: it lacks none."""
    before = predecessor(session, version)
    if before is None or queries.pairs_between(session, before, version) is not None:
        return None
    return before


def put(session: Session, before: ModelVersion, after: ModelVersion, pairs: Mapping[str, str]) -> Crosswalk:
    """Write a crosswalk, or another in its place.

    :raises NoSuchVersion: when they are not two major versions of one model, the earlier first
    :raises NotAnIndicator: for a pair that names what is not there, or two that lead to one
    """
    if before.key != after.key or before.major >= after.major:
        raise NoSuchVersion(before.version)
    known_before = {each.id for each in model_of(before).indicators}
    known_after = {each.id for each in model_of(after).indicators}
    seen: set[str] = set()
    for old, new in pairs.items():
        if old not in known_before or new not in known_after or new in seen:
            raise NotAnIndicator(old if old not in known_before else new)
        seen.add(new)
    found = session.get(Crosswalk, (before.id, after.id))
    if found is None:
        found = Crosswalk(from_id=before.id, to_id=after.id, pairs=dict(pairs))
        session.add(found)
    found.pairs = dict(pairs)
    after.revision += 1
    session.flush()
    return found
