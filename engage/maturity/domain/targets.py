"""Targets: how far a hub has come towards the levels it set itself.

Both formulas follow OWASP SAMM, "SAMM relative scoring" (21 January 2025): overshooting one target never makes up
for another that is missed.
"""

from collections.abc import Mapping

Levels = Mapping[str, float | None]
"""By indicator; None or absent: no level."""


def gap(level: float | None, target: float | None) -> float:
    """Levels that are missing to the target, never negative; 0 without a target. No level yet: the whole target."""
    return max(0.0, (target or 0) - (level or 0))


def percent_to_target(levels: Levels, targets: Mapping[str, float]) -> float | None:
    """`1 - Σ max(0, Tᵢ - sᵢ) / Σ Tᵢ`, as a share 0 … 1.

    Indicators without a target (or a target of 0) and those without a level (not applicable, not answered) are left
    out. None: none is left.

    :param levels: supported levels
    """
    counted = {each: target for each, target in targets.items() if target > 0 and levels.get(each) is not None}
    if not counted:
        return None
    return 1 - sum(gap(levels[each], target) for each, target in counted.items()) / sum(counted.values())


def progress_to_date(base: float | None, now: float | None, target: float | None) -> float | None:
    """`(S_now - S_base) / (S_target - S_base)` on the score of a dimension.

    Below 0 when it fell, above 1 past the target. None: a score is missing, or the target equals the base.
    """
    if base is None or now is None or target is None or target == base:
        return None
    return (now - base) / (target - base)
