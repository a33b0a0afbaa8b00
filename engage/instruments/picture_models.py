"""Pictures that instruments show."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base


class Picture(Base):
    """One picture under the name by which an instrument calls it.

    A name may get a new picture; the old one stays for the versions that were published with it.
    """

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("instrument_id", "name", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    """SHA-256 of the content, hexadecimal: its address."""
    type: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes]
    stored_at: Mapped[datetime]
