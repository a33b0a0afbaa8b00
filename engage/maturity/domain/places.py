"""Where the words of a model stand: one short name for each text, the same in every language."""

from collections.abc import Iterator, Mapping

from engage.maturity.domain.model import Dimension, Indicator, MaturityModel


def places(model: MaturityModel) -> Mapping[str, str]:
    """Every text of a model in its source language by place, in the order in which the model is read.

    `model:title`, `level:2:name`, `MAN:title`, `MAN-1:3` (a descriptor), `MAN-1:plain:3` (the same in plain words),
    `RES-2:test:M19:2` (what the platform tests for level 2), `metric:M01:name`, `gate:G1:why`.
    """
    return {place: words for place, words in _all(model) if words.strip()}


def _all(model: MaturityModel) -> Iterator[tuple[str, str]]:
    yield "model:title", model.title
    yield "model:status", model.status
    yield "model:licence", model.licence
    for level in model.levels:
        yield f"level:{level.value}:name", level.name
        yield f"level:{level.value}:meaning", level.meaning
    for kind in model.evidence_classes:
        yield f"evidence:{kind.id}:name", kind.name
    for dimension in model.dimensions:
        yield from _dimension(dimension)
    for gate in model.gates:
        yield f"gate:{gate.id}:why", gate.why
    for metric in model.metrics:
        yield f"metric:{metric.id}:name", metric.name
        yield f"metric:{metric.id}:definition", metric.definition
        for figure in metric.figures:
            yield f"metric:{metric.id}:figure:{figure.name}", figure.definition


def _dimension(dimension: Dimension) -> Iterator[tuple[str, str]]:
    yield f"{dimension.id}:title", dimension.title
    yield f"{dimension.id}:why", dimension.why
    for indicator in dimension.indicators:
        yield from _indicator(indicator)


def _indicator(indicator: Indicator) -> Iterator[tuple[str, str]]:
    yield f"{indicator.id}:title", indicator.title
    yield f"{indicator.id}:question", indicator.question
    for level, words in enumerate(indicator.levels):
        yield f"{indicator.id}:{level}", words
    yield f"{indicator.id}:not-applicable", indicator.not_applicable_reason
    for number, words in enumerate(indicator.evidence_examples):
        yield f"{indicator.id}:example:{number}", words
    for test in indicator.tests:
        yield f"{indicator.id}:test:{test.metric}:{test.level}", test.test
    yield f"{indicator.id}:plain", indicator.plain_statement
    yield f"{indicator.id}:plain-question", indicator.plain_question
    for level, words in enumerate(indicator.plain_levels):
        yield f"{indicator.id}:plain:{level}", words
