"""The panel of an assessment: who rates, what each said, and the workshop."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of
from engage.maturity.domain.kinds import Confidence, WorkshopPhase


class Member(Base):
    """Somebody on the panel. Names stay here: no export, report or snapshot has them."""

    __tablename__ = "assessment_member"
    __table_args__ = (UniqueConstraint("assessment_id", "email"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    """In lower case; None: rates on paper."""
    language: Mapped[str] = mapped_column(String(35))
    role: Mapped[str] = mapped_column(String(200), default="")
    """What they do, in the team's words."""
    citizen: Mapped[bool] = mapped_column(default=False)
    """A citizen, patient or carer without a paid role in the hub."""
    outside: Mapped[bool] = mapped_column(default=False)
    """From no organisation."""
    regional: Mapped[bool] = mapped_column(default=False)
    """From a region or town."""
    short_form: Mapped[bool] = mapped_column(default=False)
    """Rates the core indicators only, in plain words."""
    generation: Mapped[int] = mapped_column(default=1)
    """Of the personal link; a new one ends the old."""
    invited_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    declined: Mapped[bool] = mapped_column(default=False)
    submitted_on: Mapped[date | None]
    """The day on which the ratings were handed in; they do not change after it."""
    on_paper: Mapped[bool] = mapped_column(default=False)
    """Somebody typed them from a sheet."""
    sealed: Mapped[bool] = mapped_column(default=False)
    """The team changed the address after ratings were handed in: no link shows them again."""


class Rating(Base):
    """What one member says of one indicator: blind at first (vote 0), and at most twice more in the workshop."""

    __tablename__ = "assessment_rating"
    __table_args__ = (CheckConstraint(one_of("confidence", Confidence) + " OR confidence = ''", name="confidence"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("assessment_member.id", ondelete="CASCADE"), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    vote: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0)
    level: Mapped[int | None]
    cannot_judge: Mapped[bool] = mapped_column(default=False)
    """Counted, neither missing nor zero."""
    not_applicable: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_in_working_language: Mapped[str] = mapped_column(Text, default="")
    """What the digest shows, once the facilitator has put it into the working language."""
    left_out: Mapped[str] = mapped_column(Text, default="")
    """Why the facilitator does not show the reason: it names somebody, say. Empty: it is shown."""


class Workshop(Base):
    """What the projector and the phones show; one row while the workshop of an assessment goes on."""

    __tablename__ = "assessment_workshop"
    __table_args__ = (CheckConstraint(one_of("phase", WorkshopPhase), name="phase"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40))
    phase: Mapped[WorkshopPhase] = mapped_column(EnumText(WorkshopPhase), default=WorkshopPhase.SHOWING)
    vote: Mapped[int] = mapped_column(default=0)
    """The re-vote that is open, or was last."""
    generation: Mapped[int] = mapped_column(default=1)
    """Of the projector's link."""
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with whatever the room sees."""
