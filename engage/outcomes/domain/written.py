"""An outcome as somebody writes it: plain values, the same in forms, in files and in the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from engage.outcomes.domain.kinds import CitizensRole, RecommendationState, RestKind

Texts = Mapping[str, str]
"""The words of one text by language."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One recommendation, and what was answered, decided and done."""

    text: Texts
    addressed_to: Texts = field(default_factory=dict)
    handed_on: date | None = None
    state: RecommendationState = RecommendationState.OPEN
    answer: Texts = field(default_factory=dict)
    reason: Texts = field(default_factory=dict)
    answered_on: date | None = None
    decision: Texts = field(default_factory=dict)
    decided_by: Texts = field(default_factory=dict)
    decided_on: date | None = None
    citizens_role: CitizensRole | None = None
    due_on: date | None = None
    done: Texts = field(default_factory=dict)
    done_on: date | None = None
    id: int = 0
    """0: not kept yet."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Something that an outcome rests on: published here, or a page elsewhere."""

    kind: RestKind
    activity_id: int | None = None
    edition: int | None = None
    ref: str = ""
    label: Texts = field(default_factory=dict)
    """Of a page elsewhere: what it is called."""
    link: str = ""
    id: int = 0

    @property
    def same(self) -> tuple[object, ...]:
        """Two that mean the same thing have this in common."""
        return self.kind, self.activity_id, self.edition, self.ref, self.link


ASKED_TEXTS = ("text", "addressed_to", "answer", "reason", "decision", "decided_by", "done")
ASKED_DAYS = ("handed_on", "answered_on", "decided_on", "due_on", "done_on")


@dataclass(frozen=True, slots=True)
class Written:
    """All that is said in one outcome."""

    languages: tuple[str, ...]
    """The one it is written in comes first."""
    title: Texts
    heard: Texts = field(default_factory=dict)
    mission_areas: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    activities: tuple[int, ...] = ()
    """Those in which it was said, by id."""
    recommendations: tuple[Asked, ...] = ()
    rests: tuple[Rest, ...] = ()

    @property
    def source(self) -> str:
        return self.languages[0] if self.languages else ""

    def texts(self) -> Iterator[tuple[str, int | None, Texts]]:
        """Every text: the name of its field, in which recommendation or reference it stands, its words."""
        yield "title", None, self.title
        yield "heard", None, self.heard
        for at, asked in enumerate(self.recommendations):
            for name in ASKED_TEXTS:
                yield name, at, getattr(asked, name)
        for at, rest in enumerate(self.rests):
            yield "label", at, rest.label
