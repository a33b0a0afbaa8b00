"""The parts of the long proof and their steps."""

from collections.abc import Sequence

from assurance.parts import access, deploy, faults, load, threats
from assurance.step import Step

STEPS: dict[str, Sequence[Step]] = {
    "faults": faults.STEPS,
    "threats": threats.STEPS,
    "load": load.STEPS,
    "access": access.STEPS,
    "deploy": deploy.STEPS,
}
PARTS = tuple(STEPS)
