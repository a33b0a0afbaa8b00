"""Words of a first look: what there is to show for a level, simply said."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from engage.maturity.domain.evidence import in_order
from engage.maturity.domain.model import MaturityModel

_PLAIN = (
    lazy_gettext("Nothing that we could show"),
    lazy_gettext("We say so, but it is not written down"),
    lazy_gettext("A document or a public page with a date"),
    lazy_gettext("Somebody from outside the team has checked it"),
)
"""Of four classes, the weakest first."""


def evidence(model: MaturityModel, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """The classes of evidence to choose from; in the model's own words where it has more or fewer than four."""
    classes = in_order(model)
    plain = len(classes) == len(_PLAIN)
    return [
        {"value": each.id, "label": str(_PLAIN[at]) if plain else words[f"evidence:{each.id}:name"]}
        for at, each in enumerate(classes)
    ]
