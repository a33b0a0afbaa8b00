"""What the rooms below this one, and the machinery around them, keep of persons."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.jobs import files
from engage.mail.models import MailChoice, MailState, OutboxMail
from engage.privacy.finding import mentions, spellings
from engage.privacy.models import AuditEntry, PrivacyRequest, RequestState
from engage.privacy.proof import occurrences
from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps

MAIL_DAYS = 30
REQUEST_DAYS = 90
UNCONFIRMED = timedelta(days=2)


def install(app: Flask, settings: Settings) -> None:
    """Say it to the registry."""
    keeps(app, MAILS, mail_files(settings.data_dir / "mail"), CHOICES, REQUESTS, TRAIL, LOGS)
    keeps(app, job_files(settings.data_dir), backups(settings.backup_days))


# -- mails


def _mails(session: Session, sought: Sought) -> Sequence[OutboxMail]:
    if sought.code:
        return ()
    own = (func.lower(OutboxMail.to) == sought.address) | mentions(sought.address, OutboxMail.values, OutboxMail.answer)
    return [mail for mail in session.scalars(select(OutboxMail).where(own)) if sought.covers(mail.hub_id)]


def _old_mails(session: Session, now: datetime) -> int:
    """Sent and failed mails are forgotten; what waits is sent or given up first."""
    over = (OutboxMail.state != MailState.WAITING) & (OutboxMail.ended_at < now - timedelta(days=MAIL_DAYS))
    result = session.execute(delete(OutboxMail).where(over))
    assert isinstance(result, CursorResult)
    return result.rowcount


def _delete_all(session: Session, rows: Sequence[Any]) -> int:
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


MAILS = Keeps(
    "outbox_mail",
    what=lambda _: _("Mails to be sent and sent: the address, the language, the values in the text"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that each mail arrives once, and the team sees what did not arrive"),
    basis=Basis.TASK,
    how_long=lambda _: _("%(days)s days after it was sent or given up", days=MAIL_DAYS),
    goes_to=lambda _: _("The mail servers on the way"),
    delete_due=_old_mails,
    find=lambda session, sought: len(_mails(session, sought)),
    export=lambda session, sought: [
        {
            "kind": mail.kind,
            "to": mail.to,
            "language": mail.language,
            "made": mail.made_at.isoformat(),
            "state": mail.state.value,
            "values": mail.values,
        }
        for mail in _mails(session, sought)
    ],
    erase=lambda session, sought: _delete_all(session, _mails(session, sought)),
)


def mail_files(folder: Path) -> Keeps:
    """Mails as files, where no mail server is set up."""

    def all_files() -> Iterator[Path]:
        return folder.glob("*.eml") if folder.is_dir() else iter(())

    def mentioning(sought: Sought) -> list[Path]:
        if sought.code or sought.hubs is not None:
            return []  # a file does not say whose it is: the network office looks
        needles = [spelling.encode() for spelling in spellings(sought.address)]
        return [path for path in all_files() if occurrences(path, needles)]

    def erase(_session: Session, sought: Sought) -> int:
        found = mentioning(sought)
        return files.delete(found)

    def due(now: datetime) -> Iterator[Path]:
        before = (now - timedelta(days=MAIL_DAYS)).timestamp()
        return (path for path in all_files() if path.stat().st_mtime < before)

    return Keeps(
        "mail files",
        what=lambda _: _("Mails as files, on instances without a mail server"),
        whose=Whose.CITIZENS,
        why=lambda _: _("So that an operator can try everything before a mail server is set up"),
        basis=Basis.INTEREST,
        how_long=lambda _: _("%(days)s days", days=MAIL_DAYS),
        files_due=due,
        find=lambda _session, sought: len(mentioning(sought)),
        export=lambda _session, sought: [
            {"file": path.name, "text": path.read_text(encoding="utf-8", errors="replace")}
            for path in mentioning(sought)
        ],
        erase=erase,
    )


CHOICES = Keeps(
    "mail_choice",
    what=lambda _: _("That somebody wants no mails of a topic; the address as a hash only"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that they get none"),
    basis=Basis.DUTY,
    how_long=lambda _: _("Until the person chooses otherwise"),
    tables=(MailChoice.__tablename__, "mail_text"),
)


# -- data protection itself


def _old_requests(session: Session, now: datetime) -> int:
    """What was never confirmed goes; of what nobody ended the address goes, but while a restriction is in force: the
    person is told before it is lifted."""
    gone = (PrivacyRequest.state == RequestState.UNCONFIRMED) & (PrivacyRequest.made_at < now - UNCONFIRMED)
    result = session.execute(delete(PrivacyRequest).where(gone))
    assert isinstance(result, CursorResult)
    left = (PrivacyRequest.sealed.is_not(None)) & (PrivacyRequest.made_at < now - timedelta(days=REQUEST_DAYS))
    in_force = PrivacyRequest.state.in_([RequestState.RESTRICTING, RequestState.RESTRICTED])
    forgotten = session.scalars(select(PrivacyRequest).where(left, ~in_force)).all()
    for request in forgotten:
        request.sealed = None
    session.flush()
    return result.rowcount + len(forgotten)


REQUESTS = Keeps(
    "privacy_request",
    what=lambda _: _(
        "Requests for access, erasure or restricting: the address encrypted until it is done, then only a hash"
    ),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that the hub can answer them, and show that it did"),
    basis=Basis.DUTY,
    how_long=lambda _: _(
        "The address until it is done, %(days)s days at most, or as long as a restriction holds; the proof stays",
        days=REQUEST_DAYS,
    ),
    delete_due=_old_requests,
)


def _entries(session: Session, sought: Sought) -> list[AuditEntry]:
    if sought.code:
        return []
    own = mentions(sought.address, AuditEntry.by, AuditEntry.details, AuditEntry.thing_id)
    return [entry for entry in session.scalars(select(AuditEntry).where(own)) if sought.covers(entry.hub_id)]


TRAIL = Keeps(
    "audit_entry",
    what=lambda _: _("What people of the hubs did in the console, with their address and the moment"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that it can be found out who did what"),
    basis=Basis.DUTY,
    how_long=lambda _: _("As long as the instance runs: nothing can be taken out of it"),
    find=lambda session, sought: len(_entries(session, sought)),
    export=lambda session, sought: [
        {"at": entry.at.isoformat(), "action": entry.action, "thing": entry.thing, "number": entry.thing_id}
        for entry in _entries(session, sought)
    ],
    stays=lambda _: _("The trail is only added to. It names people of the teams, never citizens."),
)
LOGS = Keeps(
    "log",
    what=lambda _: _("Which page was asked for and how it was answered; no address, no browser, no text"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that faults are found"),
    basis=Basis.INTEREST,
    how_long=lambda _: _("As the operator of the server keeps it; there is nothing of persons in it"),
)


def job_files(data_dir: Path) -> Keeps:
    """An erasure takes them all: they may be packed, and can be made again."""

    def mentioning(_session: Session, sought: Sought) -> int:
        if sought.code:
            return 0
        needles = [spelling.encode() for spelling in spellings(sought.address)]
        return sum(any(needle in path.read_bytes().lower() for needle in needles) for path in files.all_of(data_dir))

    return Keeps(
        "exported files",
        what=lambda _: _("Files with responses, made for somebody of the team who asked for them"),
        whose=Whose.CITIZENS,
        why=lambda _: _("So that large files are made while nobody waits for a page"),
        basis=Basis.TASK,
        how_long=lambda _: _("One day"),
        files_due=lambda now: files.due(data_dir, now),
        find=mentioning,
        export=lambda _session, _sought: [],  # copies of responses, which are exported from where they are kept
        erase=lambda _session, _sought: files.delete(files.all_of(data_dir)),
    )


def backups(days: int) -> Keeps:
    """:param days: after which the operator deletes a backup"""
    return Keeps(
        "backup",
        what=lambda _: _("Copies of everything above, as it was when they were made"),
        whose=Whose.CITIZENS,
        why=lambda _: _("So that nothing is lost when a machine breaks"),
        basis=Basis.DUTY,
        how_long=lambda _: _("%(days)s days; what was erased since is in none that is newer", days=days),
    )
