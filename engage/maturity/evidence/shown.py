"""Facts of an assessment as they are read: metrics with their figures, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engage.maturity.domain.figures import Shown, shown
from engage.maturity.domain.kinds import FactSource
from engage.maturity.domain.model import Metric
from engage.maturity.evidence import facts
from engage.maturity.models import Assessment, Fact
from engage.maturity.wording import Words, model_of, words

Said = tuple[str, str]
"""Words, and the language that they are in."""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One number of a fact, with what it counts."""

    definition: Said
    shown: Shown
    by_hand: bool
    """Whether somebody declared it."""


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A metric, with what is known of it."""

    metric: str
    name: Said
    definition: Said
    source: FactSource
    note: str
    """Of figures that were declared: what they rest on."""
    figures: tuple[ShownFigure, ...]
    measured_at: datetime | None
    """None: nobody has measured yet."""


def shown_facts(
    session: Session,
    assessment: Assessment,
    language: str,
    metrics: Sequence[str] | None = None,
    *,
    inside: bool = False,
) -> tuple[ShownFact, ...]:
    """Metrics with their figures, in the order of the model.

    :param metrics: only these; None: all of the model
    :param inside: whether they are for the team, which sees every number; others see no number of people below ten
    """
    said = words(session, assessment.model, language)
    known = facts.of(session, assessment.id)
    return tuple(
        _shown(each, known.get(each.id), said, inside=inside)
        for each in model_of(assessment.model).metrics
        if metrics is None or each.id in metrics
    )


def _shown(metric: Metric, fact: Fact | None, said: Words, *, inside: bool) -> ShownFact:
    place = f"metric:{metric.id}"
    figures = shown(metric, facts.known(fact), inside=inside) if fact else ()
    by_hand = fact.by_hand if fact else ()
    return ShownFact(
        metric=metric.id,
        name=said.text(f"{place}:name"),
        definition=said.text(f"{place}:definition"),
        source=fact.source if fact else FactSource.NONE,
        note=fact.note if fact else "",
        figures=tuple(
            ShownFigure(said.text(f"{place}:figure:{each.figure.name}"), each, each.figure.name in by_hand)
            for each in figures
        ),
        measured_at=fact.measured_at if fact else None,
    )
