"""What the worker remembers."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base


class ScheduledRun(Base):
    """When a regular job ran last; the row is claimed before the work begins."""

    __tablename__ = "scheduled_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    last_at: Mapped[datetime]
