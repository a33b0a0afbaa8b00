"""Files that respondents send: beside a draft encrypted as the draft is, beside a response as the answers are."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base


class DraftFile(Base):
    """One file of a draft. `sealed` opens with a key of the respondent's secret; its name is in the draft."""

    __tablename__ = "draft_file"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    draft_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]


class ResponseFile(Base):
    """One file of a response."""

    __tablename__ = "response_file"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    response_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("response.id", ondelete="CASCADE"), index=True)
    item: Mapped[str] = mapped_column(String(255))
    """The name of the item it answers."""
    name: Mapped[str] = mapped_column(String(255))
    type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    content: Mapped[bytes]
