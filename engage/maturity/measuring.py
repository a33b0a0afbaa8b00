"""Measures of a hub's work: what the platform itself can count of the metrics of a model.

Self-assessment knows no survey and no event: rooms above it say how a metric is measured (`offer`, in their wiring). A
metric that nobody measures is declared by hand, or is not measured here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy.orm import Session

from engage.hubs.models import Hub
from engage.web.permissions import Permission

_KEY = "engage-maturity-measures"


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that a measure looked at: a survey, an event, a region. Never a person."""

    title: str | Mapping[str, Any]
    """As it is, or a localized text."""
    day: date | None = None
    counts: bool = True
    """Whether it stands in the figure, or was looked at and is missing from it."""
    endpoint: str = ""
    """Of its page in the console; empty where it has none."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    label: Permission = Permission.ACTIVITY_SEE
    """What it takes to open that page."""
    hubs: frozenset[int] = frozenset()
    """For one of these."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of measuring."""

    figures: Mapping[str, float | None]
    """By name, as the model lists them. None, or left out: there was nothing to measure it by."""
    rows: Sequence[Counted] = ()
    """What was looked at, for those who may see it."""

    @property
    def empty(self) -> bool:
        """Whether nothing was measured."""
        return all(value is None for value in self.figures.values())


Measure = Callable[[Session, Hub, date, date], Figures]
"""(session, hub, since, until): of a hub and all its parts, from the first day to the last, both included."""


class _App(Protocol):
    extensions: dict[str, Any]


def offer(app: _App, metric: str, measure: Measure) -> None:
    """Say how a metric is measured; from a room's wiring."""
    app.extensions.setdefault(_KEY, {})[metric] = measure


def measures(app: _App) -> Mapping[str, Measure]:
    """By metric."""
    found: Mapping[str, Measure] = app.extensions.get(_KEY, {})
    return found
