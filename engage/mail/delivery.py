"""Sending what lies in the outbox: at least once, each with the Message-ID it was given, to one recipient.

A batch is claimed with a lease in one statement, and each mail is marked right after it was handed over. What a
worker had claimed when it died is claimed anew when the lease is over: at most the one mail that was being handed over
is sent twice. No transaction is open while a server is talked to.
"""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import ColumnElement, Delete, delete, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engage.core.clock import ASTRAY, utcnow
from engage.db.engine import writing
from engage.mail import envelope, kinds
from engage.mail.envelope import Envelope
from engage.mail.models import MailState, OutboxMail
from engage.mail.post import Post, Unknown
from engage.mail.transports import Broke, NotReachable, RefusedForGood, RefusedForNow, Transport

log = logging.getLogger("engage.mail")

BATCH = 20
LEASE = timedelta(minutes=3)
ENOUGH_LEASE = timedelta(minutes=1)
"""What must be left of a lease to begin with another mail: more than the longest message takes."""
MINUTES_BETWEEN_TRIES = (1, 2, 5, 15, 30, 60, 120, 240, 480, 480)
"""After each refusal "for now"; a day in all."""
LONGEST_OUTAGE = timedelta(days=3)
"""While no server is reachable no try is counted; after this time the mail is given up."""
MOST_BREAKS = 3
"""Broken connections one after the other: then the server counts as not reachable."""
LONGEST_PAUSE = 60.0
"""Seconds between looks for a server that is away."""
TRIES_TO_MARK = 5


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    until: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one try."""

    state: MailState
    answer: str = ""
    due_at: datetime | None = None


@dataclass(slots=True)
class Delivered:
    """What one turn did."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    dropped: int = 0

    @property
    def count(self) -> int:
        return self.sent + self.later + self.failed + self.dropped


def is_any_due(session: Session, now: datetime) -> bool:
    """One indexed read."""
    found = select(OutboxMail.id).where(OutboxMail.state == MailState.WAITING, OutboxMail.due_at <= now)
    return session.scalar(found.where(_nobodys(now)).limit(1)) is not None


def _nobodys(now: datetime) -> ColumnElement[bool]:
    lease = OutboxMail.leased_until
    return or_(lease.is_(None), lease <= now, lease > now + ASTRAY)


def claim(session: Session, now: datetime, *, most: int = BATCH) -> list[Claimed]:
    """Take what is due, the longest waiting first; nobody else has it until the lease is over."""
    until = now + LEASE
    due = (
        select(OutboxMail.id)
        .where(OutboxMail.state == MailState.WAITING, OutboxMail.due_at <= now, _nobodys(now))
        .order_by(OutboxMail.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)  # left out where the database has one writer anyway
        .cte("due")
    )
    taken = (
        update(OutboxMail)
        .where(OutboxMail.id.in_(select(due.c.id)))
        .values(leased_until=until, attempts=OutboxMail.attempts + 1)
        .returning(OutboxMail.id, OutboxMail.attempts, OutboxMail.due_at)
        .execution_options(synchronize_session=False)
    )
    rows = session.execute(taken).all()
    return [Claimed(row.id, until, row.attempts) for row in sorted(rows, key=lambda row: row.due_at)]


def deliver(session: Session, post: Post, transport: Transport, stop: threading.Event) -> Delivered:
    """Send everything that is due, until nothing is, the server is away, or the worker shall end."""
    done = Delivered()
    breaks = 0
    while not stop.is_set():
        with writing():
            batch = claim(session, utcnow())
            session.commit()
        if not batch:
            break
        while batch:
            mail = batch[0]
            if stop.is_set() or utcnow() > mail.until - ENOUGH_LEASE:
                _release(session, batch, "")
                break
            try:
                breaks = 0 if _one(session, post, transport, mail, done) else breaks + 1
                batch.pop(0)
                if breaks >= MOST_BREAKS:
                    raise NotReachable("the connection broke again and again")
            except NotReachable as trouble:
                done.later += len(batch)
                _away(post)
                _release(session, batch, trouble.answer)
                log.warning("no mail server", extra={"event": "mail", "answer": trouble.answer})
                return done
        post.pauses = 0
    return done


def _one(session: Session, post: Post, transport: Transport, claimed: Claimed, done: Delivered) -> bool:
    """Send one mail and keep what became of it; False when the connection broke."""
    with writing(False):
        written = _written(session, post, claimed)
        session.rollback()
    if isinstance(written, Ended):
        _mark(session, post, claimed, written)
        _count(done, written.state)
        return True
    wrapped, message = written
    held = True
    try:
        answer = transport.send(wrapped, message)
        ended = Ended(MailState.SENT, answer)
    except RefusedForGood as trouble:
        ended = Ended(MailState.FAILED, trouble.answer)
    except RefusedForNow as trouble:
        ended, held = _again(claimed, trouble.answer), not isinstance(trouble, Broke)
    _mark(session, post, claimed, ended)
    _count(done, ended.state)
    return held


def _count(done: Delivered, state: MailState) -> None:
    match state:
        case MailState.SENT:
            done.sent += 1
        case MailState.WAITING:
            done.later += 1
        case MailState.DROPPED:
            done.dropped += 1
        case _:
            done.failed += 1


def _again(claimed: Claimed, answer: str) -> Ended:
    """Later, or given up after a day."""
    if claimed.attempts > len(MINUTES_BETWEEN_TRIES):
        return Ended(MailState.FAILED, answer)
    return Ended(MailState.WAITING, answer, utcnow() + timedelta(minutes=MINUTES_BETWEEN_TRIES[claimed.attempts - 1]))


def _written(session: Session, post: Post, claimed: Claimed) -> Ended | tuple[Envelope, EmailMessage]:
    """The message; or what became of the mail instead."""
    mail = session.get(OutboxMail, claimed.id, populate_existing=True)
    now = utcnow()
    if mail is None or not mail.to:
        return Ended(MailState.DROPPED)
    try:
        if not post.is_wanted(session, mail, now):
            return Ended(MailState.DROPPED)
        letter = post.letter(session, mail)
        sender = post.mailbox
        message = envelope.message(
            letter,
            message_id=mail.message_id,
            to=mail.to,
            sender=sender,
            unsubscribe=post.unsubscribe(mail),
            now=now,
        )
    except Unknown:
        return Ended(MailState.FAILED, "no room writes mails of this kind")
    except Exception as error:  # a fault of ours in one mail must not hold up the others
        log.exception("a mail could not be written", extra={"event": "mail", "kind": mail.kind})
        return _again(claimed, f"could not be written: {type(error).__name__}")
    return Envelope(mail.id, sender.return_path(mail.id), mail.to), message


def _mark(session: Session, post: Post, claimed: Claimed, ended: Ended) -> None:
    """Say what became of it, if it is still ours. The mail is gone already, so a busy database is asked again.

    Of kinds that nobody may see, what is over is deleted.
    """
    values: dict[str, object] = {"state": ended.state, "answer": ended.answer, "leased_until": None}
    if ended.state is MailState.WAITING:
        values["due_at"] = ended.due_at
    else:
        values["ended_at"] = utcnow()
    statement = (
        update(OutboxMail)
        .where(OutboxMail.id == claimed.id, OutboxMail.leased_until == claimed.until)
        .where(OutboxMail.state == MailState.WAITING)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    for left in reversed(range(TRIES_TO_MARK)):
        try:
            with writing():
                session.execute(statement)
                if ended.state is not MailState.WAITING:
                    session.execute(_forgetting(post, claimed))
                session.commit()
            return
        except OperationalError:
            session.rollback()
            if not left:
                raise


def _forgetting(post: Post, claimed: Claimed) -> Delete:
    """Delete it, if its being there would tell something."""
    over = (OutboxMail.id == claimed.id, OutboxMail.state != MailState.WAITING)
    unseen = OutboxMail.kind.in_(kinds.unseen(post.app))
    return delete(OutboxMail).where(*over, unseen).execution_options(synchronize_session=False)


def _release(session: Session, batch: list[Claimed], answer: str) -> None:
    """Mails that were claimed and not tried: their try does not count, and they are the first again."""
    now = utcnow()
    with writing():
        for claimed in batch:
            mine = (OutboxMail.id == claimed.id, OutboxMail.leased_until == claimed.until)
            values: dict[str, object] = {"leased_until": None, "attempts": claimed.attempts - 1}
            if answer:
                values["answer"] = answer
            session.execute(update(OutboxMail).where(*mine).values(values))
            if answer:
                over = {"state": MailState.FAILED, "ended_at": now}
                waited = OutboxMail.due_at <= now - LONGEST_OUTAGE
                session.execute(update(OutboxMail).where(OutboxMail.id == claimed.id, waited).values(over))
        session.commit()


def _away(post: Post) -> None:
    post.pauses += 1
    post.pause_until = time.monotonic() + min(LONGEST_PAUSE, 2.0**post.pauses)


def turn(session: Session, post: Post, stop: threading.Event) -> int:
    """Look once, and send what is due; how many mails were dealt with."""
    if time.monotonic() < post.pause_until:
        return 0
    with writing(False):
        due = is_any_due(session, utcnow())
        session.rollback()
    if not due:
        return 0
    transport = post.transport()
    try:
        done = deliver(session, post, transport, stop)
    finally:
        transport.close()
    log.info(
        "mails",
        extra={"event": "mail", "sent": done.sent, "later": done.later, "failed": done.failed, "dropped": done.dropped},
    )
    return done.count
