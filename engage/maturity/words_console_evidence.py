"""Words of evidence for teams: classes with their ceilings, who has checked what, why something is not taken."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext

from engage.maturity.domain import evidence as rules
from engage.maturity.domain.kinds import EvidenceKind
from engage.maturity.domain.model import EvidenceClass, MaturityModel
from engage.maturity.models import Evidence
from engage.maturity.standing import holds_as, piece
from engage.maturity.wording import Words

NEW: Mapping[EvidenceKind, Any] = {
    EvidenceKind.FILE: lazy_gettext("Add a file"),
    EvidenceKind.LINK: lazy_gettext("Add a link"),
    EvidenceKind.ACTIVITY: lazy_gettext("Add an activity"),
    EvidenceKind.STATEMENT: lazy_gettext("Add a statement"),
}
CHANGE: Mapping[EvidenceKind, Any] = {
    EvidenceKind.FILE: lazy_gettext("File"),
    EvidenceKind.LINK: lazy_gettext("Link"),
    EvidenceKind.ACTIVITY: lazy_gettext("Activity"),
    EvidenceKind.STATEMENT: lazy_gettext("Statement"),
}


def class_name(model: MaturityModel, said: Words, class_id: str) -> str:
    """What a class is called; its id where the model does not have it."""
    return (
        said[f"evidence:{class_id}:name"] if any(each.id == class_id for each in model.evidence_classes) else class_id
    )


def ceiling(each: EvidenceClass, said: Words) -> str:
    """How far a class carries."""
    return gettext(
        "Supports up to level %(level)s, %(name)s.", level=each.ceiling, name=said[f"level:{each.ceiling}:name"]
    )


def class_options(model: MaturityModel, said: Words, classes: Sequence[EvidenceClass]) -> list[dict[str, str]]:
    """For radios; the highest says that somebody from outside has to confirm it."""
    top = rules.top(model)
    return [
        {
            "value": each.id,
            "label": said[f"evidence:{each.id}:name"],
            "hint": _hint(each, said, top=each.id == top),
        }
        for each in classes
    ]


def _hint(each: EvidenceClass, said: Words, *, top: bool) -> str:
    if not top:
        return ceiling(each, said)
    return gettext(
        "%(ceiling)s Somebody from outside the team has to confirm it; until then it counts as the class below.",
        ceiling=ceiling(each, said),
    )


def counts_as(evidence: Evidence, model: MaturityModel, said: Words) -> str:
    """What a piece counts as now."""
    return class_name(model, said, holds_as(model, evidence))


def check_words(evidence: Evidence, model: MaturityModel) -> tuple[str, str]:
    """(words, kind of tag) of whether somebody from outside has looked; empty where nobody has to."""
    if rules.waits(piece(evidence), model):
        return gettext("waits for the check"), "note"
    if not evidence.checked_class:
        return "", ""
    if evidence.checked_class == evidence.evidence_class:
        return gettext("confirmed from outside"), "success"
    return gettext("lowered by the check"), "warning"
