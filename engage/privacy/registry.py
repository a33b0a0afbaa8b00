"""What is kept of persons: every room says it here, and retention, access, erasure, notices and registers follow.

A room registers each of its stores from its wiring (`keeps`). The rooms below this one (mail, jobs, web) offer
functions; `engage.privacy.below` registers them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from flask import Flask
from sqlalchemy.orm import Session

_KEY = "engage-keeps"


class Whose(StrEnum):
    """Of whom something is kept."""

    CITIZENS = "citizens"
    TEAMS = "teams"
    """People with an account."""
    CONTACTS = "contacts"
    """People whom a hub names as its contact."""


class Basis(StrEnum):
    """Why it may be kept: the usual basis in the GDPR. A hub says its own beside it."""

    CONSENT = "consent"
    """Articles 6(1)(a) and 9(2)(a)."""
    TASK = "task"
    """A task in the public interest, article 6(1)(e)."""
    INTEREST = "interest"
    """Legitimate interests, article 6(1)(f)."""
    DUTY = "duty"
    """A duty by law, article 6(1)(c), the duty to be able to show what was done (article 5(2)) among them."""


class Translate(Protocol):
    """Words in the language of who reads; named placeholders `%(name)s` are given as keywords."""

    def __call__(self, words: str, /, **values: Any) -> str: ...


Words = Callable[[Translate], str]
"""`lambda _: _("Mail address and name")`: extracted as any other string, and said in any language."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Of whom data are looked for, and where who looks may look."""

    address: str = ""
    """A mail address in lower case; empty when a code is given."""
    code: str = ""
    """A receipt code as it was typed; empty when an address is given."""
    hubs: frozenset[int] | None = None
    """The hubs for which the request is answered; None for all of the instance."""

    def covers(self, hub_id: int | None) -> bool:
        """Whether something that belongs to a hub (None: to the instance) is inside the request."""
        return self.hubs is None or hub_id in self.hubs


Find = Callable[[Session, Sought], int]
Erase = Callable[[Session, Sought], int]
Restrict = Callable[[Session, Sought, int], int]
Lift = Callable[[Session, int], int]
Export = Callable[[Session, Sought], Sequence[dict[str, Any]]]
DeleteDue = Callable[[Session, datetime], int]
FilesDue = Callable[[datetime], Iterable[Path]]


@dataclass(frozen=True, slots=True)
class Keeps:
    """One store of personal data: a table, some tables that go together, or files."""

    store: str
    """Its name in reports, unique: of the table, or "mail files"."""
    what: Words
    whose: Whose
    why: Words
    basis: Basis
    how_long: Words
    tables: tuple[str, ...] = ()
    """The tables it stands for; empty for files and for what lies outside the database."""
    goes_to: Words | None = None
    """Who gets it beside the hub and who runs the instance; None: nobody."""
    delete_due: DeleteDue | None = None
    """Deletes rows whose time is over, and says how many; touches nothing but the session (`--dry-run` rolls back).

    None when something else ends them: a person, another entry, the rows they belong to.
    """
    files_due: FilesDue | None = None
    """Files whose time is over; retention deletes them."""
    find: Find | None = None
    """How many rows (or files) are there of somebody. None where nobody can be found in it."""
    export: Export | None = None
    """What is there, as plain JSON values with readable keys: a copy for the person."""
    erase: Erase | None = None
    """Deletes it, or takes out what says who it is, and says how many rows changed."""
    restrict: Restrict | None = None
    """Keeps what is there out of all use, for a request (its id), and says how many rows; changes and deletes nothing.

    None where somebody has to do it by hand.
    """
    lift: Lift | None = None
    """Takes back what was restricted for a request, and says of how many rows."""
    needles: Callable[[Sought], Sequence[bytes]] | None = None
    """Bytes by which a store knows somebody, where these are others than the address or code: the proof of erasure
    looks for them too."""
    stays: Words | None = None
    """Why what is found is not erased on request; None where it is."""


class Twice(RuntimeError):
    """Two rooms named the same store."""


def keeps(app: Flask, *entries: Keeps) -> None:
    """Say what a room keeps of persons.

    :raises Twice: when a store is named already
    """
    known: dict[str, Keeps] = app.extensions.setdefault(_KEY, {})
    for entry in entries:
        if entry.store in known:
            raise Twice(entry.store)
        known[entry.store] = entry


def kept(app: Flask) -> tuple[Keeps, ...]:
    """All that is kept of persons: of citizens first, and the highest rooms first.

    In this order it can be erased: what stands higher asks those below whose an address is.
    """
    known: dict[str, Keeps] = app.extensions.get(_KEY, {})
    order = list(Whose)
    highest_first = list(known.values())[::-1]
    return tuple(sorted(highest_first, key=lambda entry: order.index(entry.whose)))
