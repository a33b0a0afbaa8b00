"""Fair random selection: who gets a place when more people ask than there are places.

`select` is the one function behind which the method sits. Everything here is pure: candidates, targets and a public
seed come in, a selection comes out, the same on every machine.
"""

from engage.selection.kinds import Candidate, InfeasibleTargets, Selection, Target, TargetResult, TooHard
from engage.selection.selecting import METHODS, select

__all__ = [
    "METHODS",
    "Candidate",
    "InfeasibleTargets",
    "Selection",
    "Target",
    "TargetResult",
    "TooHard",
    "select",
]
