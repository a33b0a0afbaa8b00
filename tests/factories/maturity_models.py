"""The model that comes with the product, small ones made of it, and answers; without a database."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

import yaml

from engage.maturity.domain.document import from_document
from engage.maturity.domain.model import MaturityModel
from engage.maturity.domain.scoring import Answer


@cache
def bundled() -> MaturityModel:
    """The bundled model."""
    text = (files("engage.maturity.bundled") / "ncmh-citizen-engagement.yaml").read_text("utf-8")
    return from_document(yaml.safe_load(text))


def part(*dimensions: str) -> MaturityModel:
    """The bundled model with some of its dimensions only."""
    return replace(bundled(), dimensions=tuple(each for each in bundled().dimensions if each.id in dimensions))


def everywhere(level: int, evidence: str = "E3", **others: Answer | None) -> Mapping[str, Answer]:
    """One level at every indicator; others by name with `_` for the hyphen: `LIS_3=Answer(1)`; None leaves one out."""
    said = {each.id: Answer(level, evidence) for each in bundled().indicators}
    changed = {name.replace("_", "-"): answer for name, answer in others.items()}
    return {id_: answer for id_, answer in (said | changed).items() if answer is not None}
