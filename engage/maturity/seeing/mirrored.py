"""What was signed of the citizen mirror (`domain.mirror.plain`), as it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.maturity.seeing.profile import Profile


@dataclass(frozen=True, slots=True)
class Mirrored:
    """How people see one statement of the mirror; None: too few answered, or the hub has no level."""

    indicator: str
    enough: bool
    answers: int | None = None
    mean: float | None = None
    """0: nobody agrees at all; 1: all agree fully."""
    gap: float | None = None
    gap_interval: tuple[float, float] | None = None


def mirror(profile: Profile) -> Sequence[Mirrored]:
    """What was signed of the mirror, in the order of the model; empty where nobody was asked."""
    given: Mapping[str, Mapping[str, Any]] = (profile.result.mirror or {}).get("statements", {})
    return [_mirrored(each.id, given[each.id]) for each in profile.model.indicators if each.id in given]


def _mirrored(indicator: str, given: Mapping[str, Any]) -> Mirrored:
    if not given["enough"]:
        return Mirrored(indicator, enough=False)
    ends = given["gap_interval"]
    return Mirrored(
        indicator, True, given["answers"], given["mean"], given["gap"], (ends[0], ends[1]) if ends else None
    )
