"""People who run the platform, and the table that slows guessing down."""

from datetime import datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.db.base import Base


class Role(Base, RoleMixin):
    """What a person may be; the names are `engage.accounts.roles.RoleName`."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class PersonRole(Base):
    """A role, for one hub or (hub_id NULL) for the network."""

    __tablename__ = "person_role"
    __table_args__ = (UniqueConstraint("person_id", "role_id", "hub_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"))
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))


class Person(Base, UserMixin):
    """An account. The columns Flask-Security needs, and none that would follow people around."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(35), default="en")
    created_at: Mapped[datetime]

    roles: Mapped[list[Any]] = relationship(Role, secondary="person_role", viewonly=True, lazy="selectin")
    scoped_roles: Mapped[list[PersonRole]] = relationship(PersonRole, lazy="selectin")


class Attempt(Base):
    """How often something was tried from somewhere, counted in windows; keys are hashed."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
