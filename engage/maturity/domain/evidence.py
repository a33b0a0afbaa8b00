"""How far a piece of evidence carries.

The classes of a model stand in the order of their ceilings: nothing, a statement, a document or link with a date,
verified. The highest one is reached only through somebody from outside the team.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.maturity.domain.kinds import EvidenceKind
from engage.maturity.domain.model import EvidenceClass, MaturityModel

_STATEMENT = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """What decides about a piece of evidence."""

    kind: EvidenceKind
    dated: bool
    """Whether it has a day."""
    given: str
    """The class that the team gives it: an id of the model."""
    checked: str = ""
    """The class that the checker from outside has found; empty while nobody has looked."""


def in_order(model: MaturityModel) -> Sequence[EvidenceClass]:
    """The classes of a model, the weakest first."""
    return sorted(model.evidence_classes, key=lambda each: each.ceiling)


def offered(model: MaturityModel, kind: EvidenceKind, *, dated: bool) -> Sequence[EvidenceClass]:
    """The classes that a team may give. What has no day, and what is only said, is a statement."""
    classes = in_order(model)
    only_said = kind is EvidenceKind.STATEMENT or not dated
    return classes[: _STATEMENT + 1] if only_said else classes


def top(model: MaturityModel) -> str:
    """The class that only a checker can confirm."""
    return in_order(model)[-1].id


def effective(piece: Piece, model: MaturityModel) -> str:
    """The class that a piece counts as, by its id.

    What the checker found holds, up to what its kind and its day allow. Unchecked, the highest class counts as the one
    below it. A class that the model does not have counts as the weakest.
    """
    classes = [each.id for each in in_order(model)]
    most = len(offered(model, piece.kind, dated=piece.dated)) - 1
    if piece.checked in classes:
        return classes[min(classes.index(piece.checked), most)]
    at = classes.index(piece.given) if piece.given in classes else 0
    return classes[max(0, min(at, most, len(classes) - 2))]


def waits(piece: Piece, model: MaturityModel) -> bool:
    """Whether a checker has to look at it: the team gives it the highest class, and nobody has looked yet."""
    return piece.given == top(model) and not piece.checked


def findable(model: MaturityModel, given: str) -> Sequence[EvidenceClass]:
    """The classes that a checker may find: the one that the team gives, or a lower one."""
    classes = in_order(model)
    ids = [each.id for each in classes]
    return classes[: ids.index(given) + 1] if given in ids else classes[:1]
