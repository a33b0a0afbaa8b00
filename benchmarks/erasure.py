"""Is anything left after an erasure? `python -m benchmarks.erasure --help`

A canary (a mail address, a text in an answer, a receipt) is written into every store that can hold one, among other
people's data; it is erased on request, as in the console; then the database's files and every other file are searched
byte by byte. PostgreSQL: every column by query, and its own files before and after `VACUUM FULL`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from engage.privacy.proof import occurrences
from tests.support import postgres

ADDRESS = "canary.4711@example.org"
TEXT = "kanarienvogel-0815"
PREPARE = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from sqlalchemy import select
from engage.app import create_app
from engage.accounts.models import Person
from engage.db.engine import writing
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.jobs import files
from engage.mail import outbox
from engage.surveys.domain.secret import receipt_hash
from engage.surveys.models import Response
from tests.factories.people import make_person
from tests.factories.surveys import make_survey
from engage.accounts.roles import RoleName
address, text, others, receipt = sys.argv[1], sys.argv[2], int(sys.argv[3]), bytes.fromhex(sys.argv[4])
now = datetime.now(UTC)
app = create_app()
data = app.config["ENGAGE_SETTINGS"].data_dir
with app.app_context(), writing():
    session = db.session()
    make_person(session, RoleName.NETWORK_ADMIN)
    make_person(session, RoleName.ORGANISER, email=address)
    survey = make_survey(session, contact_email=address)
    hub = hubs.default(session)
    hub.contact_email, hub.data_protection_officer = address, f"Canary, {address}"
    def response(answers, **more):
        session.add(Response(survey_id=survey.id, version_id=survey.version_id, language="en", channel="open",
                             day=date.today(), answers=answers, **more))
    for number in range(others):
        response({"brand": f"somebody else {number}", "reason": "words " * 30})
        outbox.put(session, "k", f"other{number}@example.org", language="en", now=now)
    response({"brand": f"{text} {address}", "reason": text * 200})
    response({"brand": text}, receipt_hash=receipt_hash(receipt))
    outbox.put(session, "k", address, language="en", values={"name": text}, now=now)
    session.commit()
(data / "mail").mkdir(parents=True, exist_ok=True)
(data / "mail" / "1.eml").write_text(f"To: {address}\\n\\n{text}\\n")
with files.written(data, 1) as stream:
    stream.write(f"{address},{text}\\n".encode())
"""


def _found(paths: list[Path]) -> int:
    return sum(occurrences(path, [ADDRESS.encode(), TEXT.encode()]) for path in paths)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _measure(database_url: str, folder: Path, others: int) -> list[tuple[str, str]]:
    """Plant, erase by address, erase by receipt, search."""
    from engage.surveys.domain.secret import RECEIPT_SIZE, to_code

    receipt = os.urandom(RECEIPT_SIZE)
    data = folder / "data"
    env = os.environ | {
        "ENGAGE_DATA_DIR": str(data),
        "ENGAGE_BASE_URL": "http://localhost",
        "ENGAGE_SECRET_KEY": "a key for a benchmark and for nothing else",
        **({"ENGAGE_DATABASE_URL": database_url} if database_url else {}),
    }
    engage = [sys.executable, "-m", "engage"]
    data.mkdir(parents=True)
    subprocess.run([*engage, "db", "upgrade"], env=env, check=True, stdout=subprocess.DEVNULL)
    arguments = [ADDRESS, TEXT, str(others), receipt.hex()]
    subprocess.run([sys.executable, "-c", PREPARE, *arguments], env=env, check=True)
    rows = [("occurrences of the canary in the instance's files before", str(_found(_files(data))))]
    for asked in (ADDRESS, to_code(receipt)):
        begun = time.perf_counter()
        command = [*engage, "privacy", "erase", asked, "--yes", "--vacuum", "--json"]
        made = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE)
        told = json.loads(made.stdout)
        how = "address" if asked == ADDRESS else "receipt"
        erased = sum(row.get("erased", 0) for row in told["stores"].values())
        rows.append((f"by {how}: stores, entries erased", f"{len(told['stores'])}, {erased}"))
        rows.append((f"by {how}: found afterwards ({told['proof']['method']})", str(told["proof"]["found"])))
        rows.append((f"by {how}: seconds", f"{time.perf_counter() - begun:.1f}"))
    rows.append(("occurrences of the canary in the instance's files after", str(_found(_files(data)))))
    return rows


@click.command(help=__doc__)
@click.option("--others", default=2000, show_default=True, help="Responses and mails of other people.")
@click.option("--postgresql", is_flag=True, help="On PostgreSQL instead of SQLite.")
def main(others: int, postgresql: bool) -> None:
    table = Table("measured", "value", title=f"Erasure on {'PostgreSQL' if postgresql else 'SQLite'}")
    with tempfile.TemporaryDirectory() as folder:
        if postgresql:
            with postgres.cluster() as cluster:
                rows = _measure(cluster.create("erasure"), Path(folder), others)
        else:
            rows = _measure("", Path(folder), others)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
