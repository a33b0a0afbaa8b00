"""Is no mail lost? Servers that are away, refuse and break; killed workers. `python -m benchmarks.mail_faults --help`

Mails are put into the outbox of a real instance while its mail server is off. Then the server comes, refuses some mails
for now (451) and some for good (550), goes away once more and comes back, and the worker is killed with SIGKILL in the
middle of sending, again and again. Counted is what arrived by Message-ID: delivered, lost, doubled.

Waiting is shortened: whatever waits for its next try, or for the lease of a killed worker, is made due at once.
`--real-time` waits instead (some minutes).
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, create_engine, func, select, update
from sqlalchemy.orm import Session

from benchmarks import postgres
from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate
from engage.mail import outbox
from engage.mail.models import MailState, OutboxMail
from tests.support.smtp import Sink, free_port, serving

KIND = "accounts.password-changed"
NOT_NOW, NEVER = 10, 25
"""Every tenth mail is refused for now, twice; every twenty-fifth for good."""
PACE = 0.002
"""Seconds the server takes for a mail: so that a kill falls into the middle."""


@dataclass(frozen=True, slots=True)
class Outcome:
    mails: int
    database: str
    to_be_refused: int
    delivered: int
    """Different mails that the server took."""
    lost: int
    """Neither taken, nor refused for good, nor waiting any more."""
    waiting: int
    """Still to be tried when patience ended."""
    doubled: int
    """Taken more than once."""
    most_copies: int
    failed: int
    """Shown to the team as failed."""
    tries: int
    kills: int
    outages: int
    seconds: float

    @property
    def kept(self) -> bool:
        """None lost; of those that arrived twice no more than workers were killed, and none oftener."""
        said = self.failed == self.to_be_refused and not (self.lost or self.waiting)
        return said and self.doubled <= self.kills and self.most_copies <= 2 + (self.kills > 1)


def address(number: int) -> str:
    return f"person-{number}@example.org"


def answer(recipient: str, before: int) -> str:
    time.sleep(PACE)
    number = int(recipient.partition("@")[0].partition("-")[2])
    if number % NEVER == 7:
        return "550 no such person"
    if number % NOT_NOW == 3 and before < 2:
        return "451 try again later"
    return "250 taken"


@contextmanager
def worker(env: Mapping[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("ab") as out:
        process = subprocess.Popen([sys.executable, "-m", "engage", "worker"], env=env, stdout=out, stderr=out)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(20)


class Run:
    """One instance, its mail server and its workers."""

    def __init__(self, folder: Path, url: str, mails: int, *, real_time: bool) -> None:
        self.mails, self.real_time = mails, real_time
        self.sink = Sink(answer=answer, port=free_port())
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
        self.env = kept | {
            "ENGAGE_DATA_DIR": str(folder),
            "ENGAGE_DATABASE_URL": url,
            "ENGAGE_BASE_URL": "http://127.0.0.1",
            "ENGAGE_SECRET_KEY": secrets.token_urlsafe(48),
            "ENGAGE_SMTP_URL": f"smtp://127.0.0.1:{self.sink.port}",
            "ENGAGE_MAIL_FROM": "Engage <engage@example.org>",
        }
        self.log = folder / "worker.log"
        target = Settings(database_url=url, data_dir=folder).sqlalchemy_url
        self.engine: Engine = create_engine(target, **database.engine_options(target))
        database.configure(self.engine)
        if migrate.current(self.engine) != migrate.head():
            migrate.upgrade(self.engine)
        self.kills = self.outages = 0

    def put(self) -> None:
        with database.writing(), Session(self.engine) as session:
            for number in range(self.mails):
                outbox.put(session, KIND, address(number), language="en", now=datetime.now(UTC))
            session.commit()

    def waiting(self) -> int:
        with database.writing(False), Session(self.engine) as session:
            found = select(func.count()).select_from(OutboxMail).where(OutboxMail.state == MailState.WAITING)
            return session.scalar(found) or 0

    def failed(self) -> int:
        with database.writing(False), Session(self.engine) as session:
            found = select(func.count()).select_from(OutboxMail).where(OutboxMail.state == MailState.FAILED)
            return session.scalar(found) or 0

    def pass_time(self) -> None:
        """Nothing has to wait any more."""
        if self.real_time:
            return
        past = datetime.now(UTC) - timedelta(seconds=1)
        with database.writing(), Session(self.engine) as session:
            free = (OutboxMail.state == MailState.WAITING, OutboxMail.leased_until.is_(None), OutboxMail.due_at > past)
            session.execute(update(OutboxMail).where(*free).values(due_at=past))
            session.commit()

    def end_leases(self) -> None:
        """The time of a killed worker's leases is over."""
        if self.real_time:
            return
        past = datetime.now(UTC) - timedelta(seconds=1)
        with database.writing(), Session(self.engine) as session:
            session.execute(update(OutboxMail).where(OutboxMail.state == MailState.WAITING).values(leased_until=past))
            session.commit()

    def until_noticed(self, patience: float) -> None:
        """Wait until a worker has found that there is no mail server."""
        over = time.monotonic() + patience
        with_answer = select(func.count()).select_from(OutboxMail).where(OutboxMail.answer != "")
        while time.monotonic() < over:
            with database.writing(False), Session(self.engine) as session:
                if session.scalar(with_answer):
                    return
            time.sleep(0.2)

    def until_taken(self, count: int, patience: float) -> None:
        """Wait until so many mails were taken by the server, or nothing is left to send."""
        over = time.monotonic() + patience
        while sum(self.sink.taken.values()) < count and self.waiting() and time.monotonic() < over:
            time.sleep(0.01)

    def killed(self, after: int, patience: float) -> None:
        """A worker that dies in the middle of sending."""
        with worker(self.env, self.log) as process:
            self.until_taken(after, patience)
            process.send_signal(signal.SIGKILL)
            process.wait(20)
            self.kills += 1
        self.end_leases()

    def outcome(self, kind: str, seconds: float) -> Outcome:
        refused = sum(1 for number in range(self.mails) if number % NEVER == 7)
        copies = self.sink.taken.values()
        return Outcome(
            mails=self.mails,
            database=kind,
            to_be_refused=refused,
            delivered=len(self.sink.taken),
            lost=self.mails - refused - len(self.sink.taken) - self.waiting(),
            waiting=self.waiting(),
            doubled=sum(1 for count in copies if count > 1),
            most_copies=max(copies, default=0),
            failed=self.failed(),
            tries=sum(self.sink.seen.values()),
            kills=self.kills,
            outages=self.outages,
            seconds=round(seconds, 1),
        )


def run(
    folder: Path,
    url: str,
    mails: int,
    *,
    kind: str,
    real_time: bool = False,
    patience: float = 300.0,
    kills: int = 2,
    short: bool = False,
) -> Outcome:
    """The whole story; `url` is of an empty or a migrated database.

    :param kills: workers that die, spread over the mails
    :param short: one outage, one worker that is killed and one that goes on
    """
    begun = time.monotonic()
    here = Run(folder, url, mails, real_time=real_time)
    here.put()
    with worker(here.env, here.log):
        here.until_noticed(30)  # that the mail server is off
        here.outages += 1
    here.end_leases()
    with serving(here.sink):
        for number in range(1 if short else kills):
            here.killed(mails * (number + 1) // (2 if short else kills + 2), patience)
    if not short:
        with worker(here.env, here.log):
            time.sleep(1.5)  # off again
            here.outages += 1
        here.end_leases()
    with serving(here.sink), ExitStack() as workers:
        for _ in range(1 if short else 2):  # two at once: none sends what the other has
            workers.enter_context(worker(here.env, here.log))
        over, done = time.monotonic() + patience, threading.Event()
        while here.waiting() and time.monotonic() < over and not done.wait(0.5):
            here.pass_time()
    found = here.outcome(kind, time.monotonic() - begun)
    here.engine.dispose()
    return found


@click.command()
@click.option("--mails", default=500, show_default=True)
@click.option("--database", "kind", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--kills", default=2, show_default=True, help="Workers that are killed while they send.")
@click.option("--real-time", is_flag=True, help="Wait for each next try and for leases as an instance does.")
@click.option("--json", "as_json", is_flag=True)
def main(mails: int, kind: str, kills: int, real_time: bool, as_json: bool) -> None:
    """Deliver mails through faults, and count."""
    with tempfile.TemporaryDirectory(prefix="engage-mail-") as name, ExitStack() as stack:
        folder = Path(name)
        data = folder / "data"
        data.mkdir()
        url = ""
        if kind == "postgresql":
            url = stack.enter_context(postgres.cluster(folder, port=free_port()))["engage"]
            url = url.replace("postgresql+psycopg://", "postgresql://")
        patience = 2400 if real_time else 300
        found = run(data, url, mails, kind=kind, real_time=real_time, patience=patience, kills=kills)
    figures: dict[str, Any] = asdict(found) | {"kept": found.kept}
    if as_json:
        click.echo(json.dumps(figures))
    else:
        for title, value in figures.items():
            click.echo(f"{title:14} {value}")
    if not found.kept:
        raise click.exceptions.Exit(1)


if __name__ == "__main__":
    main()
