"""What moved between two rounds, and what was only read differently.

A level counts as moved when it changed by at least one, when evidence dated after the last sign-off stands behind it,
and when both rounds use the same major version of the model or a crosswalk leads from one to the other. Everything
else that changed is a re-reading (`scoring.change` of the model): shown as such, never as progress.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChangeKind(StrEnum):
    MOVED = "moved"
    REREADING = "re-reading"
    SAME = "same"
    NOT_COMPARABLE = "not-comparable"
    """One of the two has no level, or the indicator has none that stands for it in the other version."""


@dataclass(frozen=True, slots=True)
class Before:
    """The round that is compared with."""

    levels: Mapping[str, int | None]
    """Supported levels by the indicators of its own version."""
    major: int
    signed_on: date


@dataclass(frozen=True, slots=True)
class Change:
    kind: ChangeKind
    before: int | None
    now: int | None

    @property
    def by(self) -> int:
        """Levels up (or down, negative); 0 unless both have one."""
        return 0 if self.before is None or self.now is None else self.now - self.before


def changes(
    before: Before,
    now: Mapping[str, int | None],
    newest_evidence: Mapping[str, date],
    *,
    major: int,
    crosswalk: Mapping[str, str] | None = None,
) -> Mapping[str, Change]:
    """What became of each indicator of the present round.

    :param now: supported levels by indicator
    :param newest_evidence: the latest day that evidence of an indicator bears; absent: there is none with a day
    :param major: of the present model
    :param crosswalk: {indicator before: indicator now}, for another major version; None: there is none
    """
    if major == before.major:
        stands_for = {each: each for each in before.levels}
    else:
        stands_for = {later: earlier for earlier, later in (crosswalk or {}).items()}
    comparable = major == before.major or crosswalk is not None
    return {
        each: _change(
            before.levels.get(stands_for.get(each, each)),
            level,
            comparable=comparable and each in stands_for,
            dated=each in newest_evidence and newest_evidence[each] > before.signed_on,
        )
        for each, level in now.items()
    }


def _change(before: int | None, now: int | None, *, comparable: bool, dated: bool) -> Change:
    if before is None or now is None:
        return Change(ChangeKind.NOT_COMPARABLE, before, now)
    if before == now:
        return Change(ChangeKind.SAME, before, now)
    return Change(ChangeKind.MOVED if comparable and dated else ChangeKind.REREADING, before, now)
