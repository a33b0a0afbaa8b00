"""A model from its document: what `engage.maturity.modelling.reading` has found to be sound."""

from collections.abc import Mapping
from typing import Any

from engage.maturity.domain.gates import gate
from engage.maturity.domain.model import (
    Comparison,
    Condition,
    Dimension,
    EvidenceClass,
    Figure,
    Indicator,
    Level,
    MaturityModel,
    Metric,
    PlatformTest,
    Source,
    Unit,
)

Document = Mapping[str, Any]


def from_document(document: Document) -> MaturityModel:
    """The model in a document (docs/reference/maturity-model). Levels may be keyed by numbers or by their digits.

    :raises KeyError: where the document lacks what every model has; reading.read finds it with its line
    """
    about = document["model"]
    return MaturityModel(
        id=str(about["id"]),
        version=str(about["version"]),
        title=str(about["title"]),
        language=str(about.get("language", "en")),
        dimensions=tuple(map(_dimension, document["dimensions"])),
        levels=tuple(Level(int(each["value"]), each["name"], each["meaning"]) for each in document["levels"]),
        evidence_classes=tuple(
            EvidenceClass(each["id"], each["name"], int(each["ceiling"])) for each in document["evidence_classes"]
        ),
        gates=tuple(
            gate(each["id"], each["if"], each["then"], each["why"])
            for each in document.get("scoring", {}).get("gates", ())
        ),
        metrics=tuple(
            Metric(each["id"], each["name"], each["definition"], tuple(map(_figure, each.get("figures", ()))))
            for each in document.get("metrics", ())
        ),
        status=str(about.get("status", "")),
        licence=str(about.get("license_note", "")),
        period_months=int(about.get("reference_period_months", 24)),
        mission_areas=tuple(about.get("mission_areas", ())),
    )


def _figure(given: Document) -> Figure:
    return Figure(given["name"], Unit(given["unit"]), given["definition"])


def _dimension(given: Document) -> Dimension:
    return Dimension(
        id=given["id"],
        title=given["title"],
        why=given["why"],
        weight=given["weight"],
        indicators=tuple(map(_indicator, given["indicators"])),
        sources=tuple(
            Source(each["id"], each["framework"], each.get("url", ""), each.get("informs", ""))
            for each in given.get("sources", ())
        ),
    )


def _indicator(given: Document) -> Indicator:
    plain, not_applicable = given.get("plain", {}), given.get("not_applicable", {})
    return Indicator(
        id=given["id"],
        title=given["title"],
        question=given["question"],
        levels=_levels(given["levels"]),
        core=bool(given.get("core", False)),
        weight=given.get("weight", 1),
        not_applicable=bool(not_applicable.get("allowed", False)),
        not_applicable_reason=str(not_applicable.get("only_if", "")),
        evidence_examples=tuple(given.get("evidence_examples", ())),
        tests=tuple(map(_test, given.get("platform_evidence", ()))),
        plain_statement=str(plain.get("statement", "")),
        plain_question=str(plain.get("question", "")),
        plain_levels=_levels(plain.get("levels", {})),
    )


def _levels(given: Mapping[Any, str]) -> tuple[str, ...]:
    return tuple(text for _, text in sorted((int(value), text) for value, text in given.items()))


def _test(given: Document) -> PlatformTest:
    return PlatformTest(
        metric=given["metric"],
        level=int(given["level"]),
        test=given["test"],
        check=tuple(
            Condition(each["figure"], comparison, float(each[comparison]))
            for each in given.get("check", ())
            for comparison in Comparison
            if comparison in each
        ),
    )
