"""Invitations: one person, a list, or one code for many; sent, used, revoked."""

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.events.domain.kinds import InvitationKind
from engage.events.domain.telling import Told
from engage.events.models import Event
from engage.events.models_people import Invitation
from engage.events.tickets.codes import new_ticket
from engage.mail import outbox
from engage.mail.outbox import UnsafeAddress, safe_address

MOST_LINES = 2_000
MOST_USES = 100_000
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,38}[A-Z0-9]")


class CodeTaken(Refusal):
    code = "code_taken"


class NotACode(Refusal):
    code = "not_a_code"


class Wrong(StrEnum):
    """What is wrong with a line of a list."""

    NO_ADDRESS = "no_address"
    TWICE = "twice"
    """In the list, or invited already."""
    LANGUAGE = "language"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    email: str
    language: str
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    line: int
    what: Wrong
    value: str


@dataclass(frozen=True, slots=True)
class ReadList:
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


def read_list(text: str, languages: Sequence[str], known: Collection[str] = ()) -> ReadList:
    """A pasted list or a CSV file: address, then language and a note where there are; one a line.

    Commas, semicolons and tabs divide; a first line that names its columns is passed over.

    :param languages: that people may be written to in; the first for lines that say none
    :param known: addresses that are invited already
    """
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_divider(text)))
    lines: list[Line] = []
    findings: list[Finding] = []
    seen = {address.casefold() for address in known}
    for number, row in enumerate(rows, 1):
        cells = [" ".join(cell.split()) for cell in (*row, "", "", "")[: max(3, len(row))]]
        email, language, note = cells[0], cells[1], cells[2]
        if not any(cells) or (number == 1 and email.casefold() in ("email", "e-mail", "mail", "address")):
            continue
        if len(lines) >= MOST_LINES:
            findings.append(Finding(number, Wrong.TOO_MANY, str(MOST_LINES)))
            break
        if not _is_address(email):
            findings.append(Finding(number, Wrong.NO_ADDRESS, email))
        elif email.casefold() in seen:
            findings.append(Finding(number, Wrong.TWICE, email))
        elif language and language not in languages:
            findings.append(Finding(number, Wrong.LANGUAGE, language))
        else:
            seen.add(email.casefold())
            lines.append(Line(number, email.lower(), language or languages[0], note[:200]))
    return ReadList(tuple(lines), tuple(findings))


def _divider(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _is_address(email: str) -> bool:
    try:
        return "." in safe_address(email).rpartition("@")[2]
    except UnsafeAddress:
        return False


def invite(
    session: Session, event: Event, lines: Sequence[Line], *, kind: InvitationKind, now: datetime
) -> list[Invitation]:
    """An invitation for each address, good for one registration, sent at once."""
    made = [
        Invitation(
            event_id=event.id,
            kind=kind,
            code=new_ticket(),
            email=line.email,
            language=line.language,
            note=line.note,
            made_at=now,
        )
        for line in lines
    ]
    session.add_all(made)
    session.flush()
    for invitation in made:
        send(session, event, invitation, now=now)
    return made


def send(session: Session, event: Event, invitation: Invitation, *, now: datetime) -> None:
    """The mail with the link; again, when somebody asks for it."""
    invitation.sent_at = now
    outbox.put(
        session,
        f"events.{Told.INVITED}",
        invitation.email,
        language=invitation.language,
        values={"event_id": event.id, "invitation_id": invitation.id},
        hub_id=event.activity.hub_id,
        activity_id=event.activity_id,
        now=now,
    )


def make_code(session: Session, event: Event, code: str, most: int, note: str, *, now: datetime) -> Invitation:
    """One code for many: of the organiser's own, or made up where none is given.

    :raises NotACode: 4 to 40 letters, digits and dashes
    :raises CodeTaken: the event has it already
    """
    wanted = code.strip().upper() or new_ticket()
    if not CODE.fullmatch(wanted):
        raise NotACode
    if session.scalar(select(Invitation.id).where(Invitation.event_id == event.id, Invitation.code == wanted)):
        raise CodeTaken
    made = Invitation(
        event_id=event.id,
        kind=InvitationKind.CODE,
        code=wanted,
        note=note[:200],
        most=max(1, min(most, MOST_USES)),
        made_at=now,
    )
    session.add(made)
    session.flush()
    return made


def invited(session: Session, event_id: int) -> list[str]:
    """Addresses that have an invitation that holds."""
    statement = select(Invitation.email).where(
        Invitation.event_id == event_id, Invitation.email != "", Invitation.revoked_at.is_(None)
    )
    return list(session.scalars(statement))


def one(session: Session, event_id: int, invitation_id: int) -> Invitation | None:
    found = session.get(Invitation, invitation_id)
    return found if found is not None and found.event_id == event_id else None
