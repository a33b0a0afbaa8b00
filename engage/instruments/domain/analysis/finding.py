"""What analysis has to say about one place of an instrument."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.core.findings import Level


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` and `figures` make the sentence (`engage.instruments.analysis_messages`)."""

    level: Level
    code: str
    place: str
    """As in `editing.places`: `items.q1.relevance`."""
    item: str = ""
    section: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
