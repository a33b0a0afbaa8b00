"""A list of members as somebody pastes it: one person a line, with what is wrong by line."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.maturity.domain.panel import MOST, Seat

COLUMNS = ("name", "mail", "language", "role", "citizen", "outside", "regional", "short")
"""In their order; the last three or more may be missing."""
_YES = frozenset({"yes", "y", "x", "1", "true", "ja", "j", "oui", "si", "sì", "tak", "כן"})
_NO = frozenset({"", "no", "n", "0", "false", "nein", "nei", "nej", "non", "nie", "-", "לא"})
_LONGEST = 200


class Wrong(StrEnum):
    """What is wrong with a line."""

    NO_NAME = "no-name"
    TOO_LONG = "too-long"
    NO_ADDRESS = "no-address"
    TWICE = "twice"
    """In the list, or on the panel already."""
    LANGUAGE = "language"
    YES_OR_NO = "yes-or-no"
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Finding:
    line: int
    what: Wrong
    value: str


@dataclass(frozen=True, slots=True)
class ReadList:
    seats: tuple[Seat, ...]
    findings: tuple[Finding, ...]


class _Bad(Exception):
    def __init__(self, what: Wrong, value: str) -> None:
        super().__init__(what)
        self.what, self.value = what, value


def read(text: str, languages: Sequence[str], known: Collection[str] = (), *, free: int = MOST) -> ReadList:
    """A pasted list or a CSV file: name, mail, language, role, citizen, outside, regional, short; one person a line.

    Commas, semicolons and tabs divide. A first line that names the columns may give them another order. An empty mail
    address: that person rates on paper.

    :param languages: that people may be written to in; the first for lines that say none
    :param known: addresses that are on the panel already
    :param free: how many more the panel can have
    """
    text = text.lstrip("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    rows = list(csv.reader(io.StringIO(text), delimiter=_divider(text)))
    order = {name: at for at, name in enumerate(COLUMNS)}
    seats: list[Seat] = []
    findings: list[Finding] = []
    seen = {address.casefold() for address in known}
    for number, row in enumerate(rows, 1):
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        if not seats and not findings and (named := _heads(cells)):
            order = named
            continue
        if len(seats) >= free:
            findings.append(Finding(number, Wrong.TOO_MANY, str(free)))
            break
        try:
            seat = _seat({name: cells[at] if at < len(cells) else "" for name, at in order.items()}, languages, seen)
        except _Bad as bad:
            findings.append(Finding(number, bad.what, bad.value))
            continue
        if seat.email:
            seen.add(seat.email)
        seats.append(seat)
    return ReadList(tuple(seats), tuple(findings))


def _divider(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _heads(cells: Sequence[str]) -> dict[str, int]:
    """Where each column stands, when a line names them."""
    names = [cell.casefold() for cell in cells]
    other = {
        "email": "mail",
        "e-mail": "mail",
        "address": "mail",
        "from no organisation": "outside",
        "local": "regional",
    }
    found = {other.get(name, name): at for at, name in enumerate(names)}
    return {name: found[name] for name in COLUMNS if name in found} if {"name", "mail"} <= found.keys() else {}


def _seat(cells: Mapping[str, str], languages: Sequence[str], seen: Collection[str]) -> Seat:
    name, email, role = cells.get("name", ""), cells.get("mail", "").lower(), cells.get("role", "")
    if not name:
        raise _Bad(Wrong.NO_NAME, "")
    if len(name) > _LONGEST or len(role) > _LONGEST:
        raise _Bad(Wrong.TOO_LONG, name[:40])
    if email and not is_address(email):
        raise _Bad(Wrong.NO_ADDRESS, email[:_LONGEST])
    if email and email in seen:
        raise _Bad(Wrong.TWICE, email)
    language = cells.get("language", "")
    if language and language not in languages:
        raise _Bad(Wrong.LANGUAGE, language[:_LONGEST])
    return Seat(
        name,
        email or None,
        language or languages[0],
        role,
        citizen=_said(cells, "citizen"),
        outside=_said(cells, "outside"),
        regional=_said(cells, "regional"),
        short_form=_said(cells, "short"),
    )


def _said(cells: Mapping[str, str], name: str) -> bool:
    value = cells.get(name, "").casefold()
    if value not in _YES | _NO:
        raise _Bad(Wrong.YES_OR_NO, value[:_LONGEST])
    return value in _YES


def is_address(email: str) -> bool:
    """Whether something is one mail address, and nothing that could be more than one."""
    local, at, domain = email.rpartition("@")
    unwanted = any(not ch.isprintable() or ch.isspace() or ch in ',;:<>()[]"\\@' for ch in local + domain)
    return bool(at and local and "." in domain.strip(".")) and not unwanted and len(email) <= 254
