"""Personal links: one opens one row of a table, and a new generation of the row ends the old link.

A link is written out when a mail is sent, so neither the outbox nor a backup of it opens anything.
"""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from flask import current_app
from sqlalchemy.orm import Session

from engage.web import signed


class Linked(Protocol):
    """A row that somebody may open with a link."""

    @property
    def id(self) -> int: ...

    @property
    def generation(self) -> int: ...


Row = TypeVar("Row", bound=Linked)


@dataclass(frozen=True, slots=True)
class PersonalLinks(Generic[Row]):
    """The links to the rows of one table."""

    table: type[Row]
    purpose: str
    """Tells these tokens from all others of the same id."""
    place: str
    """What stands before the token in the address."""

    def token(self, row: Row, *, key: str = "") -> str:
        """What stands in the address: 32 characters.

        :param key: the instance's secret key; empty: of the application that runs
        """
        return signed.token(row.id, self.purpose, str(row.generation), key=key)

    def by_token(self, session: Session, token: str, *, key: str = "") -> Row | None:
        """The row that a token opens; None for one that is not ours, or that was ended by a newer one."""
        number = signed.number_of(token)
        row = session.get(self.table, number) if number else None
        if row is None or not signed.is_true(token, self.purpose, str(row.generation), key=key):
            return None
        return row

    def address(self, token: str, page: str = "", *, language: str = "", base: str = "") -> str:
        """The absolute address of a personal page, or of one of its parts ("ticket").

        :param language: of the page; empty: the reader's, found out there
        :param base: of the instance; empty: of the application that runs
        """
        start = base or str(current_app.config["ENGAGE_BASE_URL"])
        first = f"/{language}" if language else ""
        rest = f"/{page}" if page else ""
        return f"{start.rstrip('/')}{first}/{self.place}/{token}{rest}"
