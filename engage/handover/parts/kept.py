"""How one table goes into an archive: which rows of a hub, what of them travels, and by which choice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Select, Table

from engage.db.base import Base


class Choice(StrEnum):
    """What is inside only when somebody says so."""

    ANSWERS = "answers"
    """What people answered in surveys: health data."""
    REGISTRATIONS = "registrations"
    """Names and addresses: who registered, who was invited, who asked to be told."""
    PEOPLE = "people"
    """The team: names, mail addresses, roles."""
    ASSESSMENTS = "assessments"
    """Self-assessments: no personal data, and the hub's own; the network office sees aggregates only."""


PERSONAL = (Choice.ANSWERS, Choice.REGISTRATIONS, Choice.PEOPLE)
Hubs = Select[Any]
"""Selects the ids of the hubs that are handed over."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Rows of one table."""

    model: type[Base]
    where: Callable[[Hubs], ColumnElement[bool]]
    needs: Choice | None = None
    name: str = ""
    """Of its file, where a table has two."""
    left: frozenset[str] = frozenset()
    """Columns that do not travel: they begin anew with their default."""
    fixed: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    """What stands in such a column afterwards, where there is no default; a function is called for each row."""
    team: frozenset[str] = frozenset()
    """Columns that name people of the team: emptied unless these were chosen."""
    addresses: frozenset[str] = frozenset()
    """Addresses of the web."""
    texts: frozenset[str] = frozenset()
    """Texts in several languages (`engage.i18n.stored`)."""
    lists: Mapping[str, type[Base]] = field(default_factory=lambda: _NOTHING)
    """Columns with a list of ids of another table."""
    hubs: frozenset[str] = frozenset()
    """Columns with a hub's id that no foreign key says."""
    elsewhere: frozenset[str] = frozenset()
    """Columns that may name a hub that is not handed over; every other one names a hub of the archive."""
    random: frozenset[str] = frozenset()
    """Columns with the random id of a row, that no foreign key says."""
    known_by: tuple[str, ...] = ()
    """What is shared by hubs, and may be there already: by these columns it is known."""
    same: str = ""
    """A column that must be equal where it is there already."""
    under: str = ""
    """A column: rows below something shared that was there already are left aside."""
    unique: tuple[str, ...] = ()
    """Columns that no other row of the instance may share."""
    droppable: bool = False
    """Left aside where what it points to is not there: a hub or an activity that was not handed over."""
    own_hub: bool = False
    """The hub itself takes the place of one that is not there."""
    read: Callable[[Mapping[str, Any]], object] | None = None
    """Raises for a row that the product could not read."""

    @property
    def table(self) -> Table:
        found = self.model.__table__
        assert isinstance(found, Table)
        return found

    @property
    def file(self) -> str:
        return f"data/{self.name or self.table.name}.jsonl"

    @property
    def columns(self) -> list["Column[Any]"]:
        """Those that travel."""
        return [column for column in self.table.columns if column.name not in self.left]

    @property
    def is_random(self) -> bool:
        """Whether rows are known by random ids, which are made anew on the way."""
        key = self.table.columns.get("id")
        return key is not None and isinstance(key.type, BigInteger)

    @property
    def is_numbered(self) -> bool:
        """Whether rows get the next number where they arrive."""
        key = self.table.columns.get("id")
        return key is not None and not self.is_random and key.type.python_type is int


def target(column: "Column[Any]") -> "Column[Any] | None":
    """What a foreign key points to."""
    return next((key.column for key in column.foreign_keys), None)
