"""Models, assessments, and what an assessment rests on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from engage.activities.models import Activity
from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of
from engage.hubs.models import Hub
from engage.i18n.gates import TextGate
from engage.maturity.domain.kinds import (
    AssessmentKind,
    EvidenceKind,
    FactSource,
    LevelState,
    ModelState,
    Stage,
)


class ModelVersion(Base):
    """One version of a maturity model. Its definition never changes; translations of its texts do."""

    __tablename__ = "maturity_model"
    __table_args__ = (
        CheckConstraint(one_of("state", ModelState), name="state"),
        CheckConstraint(one_of("text_gate", TextGate), name="text_gate"),
        UniqueConstraint("key", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    """The model's own id: "ncmh-citizen-engagement"."""
    version: Mapped[str] = mapped_column(String(40))
    major: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column()
    """The file, as `engage.maturity.domain.reading` takes it."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the definition, hexadecimal."""
    source_language: Mapped[str] = mapped_column(String(35), default="en")
    languages: Mapped[list[str]] = mapped_column(default=list)
    """Those that its texts are worked on in, the source first."""
    text_gate: Mapped[TextGate] = mapped_column(EnumText(TextGate), default=TextGate.REVIEWED)
    state: Mapped[ModelState] = mapped_column(EnumText(ModelState), default=ModelState.IN_USE)
    imported_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with its texts and its state."""


class ModelText(Base):
    """One text of a model in all its languages, by place: `MAN:title`, `MAN-1:question`, `MAN-1:3`, `level:2:name`."""

    __tablename__ = "maturity_text"

    model_id: Mapped[int] = mapped_column(ForeignKey("maturity_model.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    text: Mapped[dict[str, Any]]
    """As `engage.i18n.stored` writes it, states of translations inside."""


class ModelTextHand(Base):
    """Who wrote a translation last: nobody reviews or approves their own."""

    __tablename__ = "maturity_text_hand"

    model_id: Mapped[int] = mapped_column(ForeignKey("maturity_model.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class Crosswalk(Base):
    """How indicators of one version stand for those of another major version."""

    __tablename__ = "maturity_crosswalk"

    from_id: Mapped[int] = mapped_column(ForeignKey("maturity_model.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("maturity_model.id"), primary_key=True)
    pairs: Mapped[dict[str, Any]]
    """{indicator before: indicator now}."""


class Assessment(Base):
    """One hub's self-assessment: a first look, or a round."""

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint(one_of("kind", AssessmentKind), name="kind"),
        CheckConstraint(one_of("stage", Stage), name="stage"),
        UniqueConstraint("hub_id", "model_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    """The hub or the regional or local part that is assessed; its scope is the assessment's."""
    model_id: Mapped[int] = mapped_column(ForeignKey("maturity_model.id"), index=True)
    kind: Mapped[AssessmentKind] = mapped_column(EnumText(AssessmentKind), default=AssessmentKind.FULL)
    stage: Mapped[Stage] = mapped_column(EnumText(Stage), default=Stage.PREPARING)
    number: Mapped[int]
    """1, 2, 3 … of the hub and the model's key, first looks included."""
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"))
    """The round or first look before it, that it starts from and is compared with."""
    title: Mapped[str] = mapped_column(String(200))
    working_language: Mapped[str] = mapped_column(String(35), default="en")
    """Of the workshop; reasons are read in it, so that a language does not say who wrote."""
    period_from: Mapped[date]
    period_until: Mapped[date]
    """What is judged lies between these days."""
    rating_until: Mapped[date | None]
    """The last day of blind rating, by the hub's clock."""
    workshop_on: Mapped[date | None]
    pay: Mapped[str] = mapped_column(String(500), default="")
    """What members of the panel get for it, in words."""
    targets: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """{indicator: level}; what is missing has no target."""
    seed: Mapped[int] = mapped_column(BigInteger, default=random_id)
    """Of the bootstrap, so that intervals can be computed again."""
    benchmark: Mapped[bool] = mapped_column(default=False)
    """Whether the hub lets this round stand in benchmarks; can be taken back."""
    mirror: Mapped[str] = mapped_column(String(120), default="")
    """The slug of the survey that asks participants; empty while there is none."""
    mirror_results: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What they said, kept when that survey is closed: people by statement and answer; empty while it runs."""
    rating_opened_at: Mapped[datetime | None]
    rating_closed_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with each change of the round itself; forms say which they showed."""

    hub: Mapped[Hub] = relationship(lazy="joined")
    model: Mapped[ModelVersion] = relationship()


class AssessedLevel(Base):
    """The level that an assessment gives an indicator."""

    __tablename__ = "assessment_level"
    __table_args__ = (CheckConstraint(one_of("state", LevelState), name="state"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    level: Mapped[int | None]
    """The claimed level; None: it does not apply, or nobody could judge it."""
    not_applicable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it does not apply, or why a first look gives this level."""
    state: Mapped[LevelState] = mapped_column(EnumText(LevelState))
    revotes: Mapped[int] = mapped_column(default=0)
    minority: Mapped[str] = mapped_column(Text, default="")
    """The view of those who disagree, printed beside it and brought back next round."""
    confidence: Mapped[str] = mapped_column(String(10), default="")
    """Of a first look only."""
    evidence_class: Mapped[str] = mapped_column(String(10), default="")
    """Of a first look only: what the team says that there is to show for it, by the id of a class of the model."""
    room: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Of a show of hands typed in afterwards: {level: people}, with "cannot-judge" and "not-applicable"; else empty."""


class Evidence(Base):
    """What shows that a level is reached."""

    __tablename__ = "assessment_evidence"
    __table_args__ = (CheckConstraint(one_of("kind", EvidenceKind), name="kind"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    """None: it was taken away, and can be brought back until it is deleted."""
    removed_at: Mapped[datetime | None]
    kind: Mapped[EvidenceKind] = mapped_column(EnumText(EvidenceKind))
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    indicators: Mapped[list[str]] = mapped_column(default=list)
    dated_on: Mapped[date | None]
    """The day of the document or activity; an undated one is a statement only."""
    url: Mapped[str] = mapped_column(String(500), default="")
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    file_type: Mapped[str] = mapped_column(String(100), default="")
    """As its content says."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the file, hexadecimal."""
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    evidence_class: Mapped[str] = mapped_column(String(10))
    """As the team has it: the id of a class of the model."""
    checked_class: Mapped[str] = mapped_column(String(10), default="")
    """As the checker from outside has it; the top class holds only so."""
    checked_note: Mapped[str] = mapped_column(Text, default="")
    checked_by: Mapped[str] = mapped_column(String(200), default="")
    checked_at: Mapped[datetime | None]
    added_at: Mapped[datetime]

    activity: Mapped[Activity | None] = relationship()


class Fact(Base):
    """A metric of the model as it was measured for an assessment."""

    __tablename__ = "assessment_fact"
    __table_args__ = (CheckConstraint(one_of("source", FactSource), name="source"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    metric: Mapped[str] = mapped_column(String(10), primary_key=True)
    source: Mapped[FactSource] = mapped_column(EnumText(FactSource))
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """{figure: number}, as the checks of the model name them."""
    by_hand: Mapped[list[str]] = mapped_column(default=list)
    """Names of the figures that somebody declared: they never verify a level."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Of a declared one: what it rests on."""
    measured_at: Mapped[datetime]


class Explanation(Base):
    """Why a test of the platform is not passed although the level is claimed; printed in the report."""

    __tablename__ = "assessment_explanation"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    metric: Mapped[str] = mapped_column(String(10), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
