"""`engage hub archive` and `engage hub adopt`."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from engage.core.console import application, print_json, refuse


@click.command()
@click.argument("slug")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--answers", is_flag=True, help="With what people answered in surveys: health data.")
@click.option("--registrations", is_flag=True, help="With names and addresses of people.")
@click.option("--people", is_flag=True, help="With the accounts of the team; never passwords.")
@click.option("--json", "as_json", is_flag=True)
def archive(slug: str, path: Path, answers: bool, registrations: bool, people: bool, as_json: bool) -> None:
    """Write everything of the hub SLUG to the file PATH, in open formats.

    Nothing of single people is inside unless you say so.
    """
    import os

    from sqlalchemy.orm import Session

    from engage.core.actor import Actor
    from engage.core.clock import utcnow
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.handover import making
    from engage.handover.parts.kept import Choice
    from engage.hubs import queries as hubs
    from engage.privacy import audit

    if path.exists():
        refuse(f"{path} is there already.")
    chosen = {Choice.ANSWERS: answers, Choice.REGISTRATIONS: registrations, Choice.PEOPLE: people}
    choices = [*(each for each, wanted in chosen.items() if wanted), Choice.ASSESSMENTS]
    app, now, part = application(), utcnow(), path.with_name(path.name + ".part")
    with app.app_context():
        bind = db.session().get_bind()
        options = {"isolation_level": "REPEATABLE READ"} if bind.dialect.name == "postgresql" else {}
        try:
            with Session(bind) as session, _progress("Rows") as told:
                with writing(False):
                    session.connection(execution_options=options)
                hub = hubs.by_slug(session, slug)
                if hub is None:
                    refuse(f"There is no hub {slug!r}.")
                hub_id = hub.id
                with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as into:
                    made = making.make(
                        session,
                        hub,
                        into,
                        choices,
                        data_dir=app.config["ENGAGE_SETTINGS"].data_dir,
                        now=now,
                        told=told,
                    )
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        with writing():
            by = Actor(None, "command line")
            said = [each for each in made.choices if each != Choice.ASSESSMENTS.value]
            audit.record(db.session(), by, "hub.archived", "hub", hub_id, now=now, hub_id=hub_id, choices=said)
            db.session.commit()
    if as_json:
        print_json({"ok": True, "hub": made.hub, "hubs": made.hubs, "choices": made.choices, "rows": made.rows})
    else:
        inside = f"with {', '.join(said)}" if said else "without personal data by choice"
        click.echo(f"Wrote {path}: {made.hub}, {sum(made.rows.values())} rows, {made.files} files, {inside}.")


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "as_slug", default="", metavar="SLUG", help="Under another short name than it had.")
@click.option("--dry-run", is_flag=True, help="Look at everything, store nothing.")
@click.option("--json", "as_json", is_flag=True)
def adopt(path: Path, as_slug: str, dry_run: bool, as_json: bool) -> None:
    """Take a hub in from the archive PATH: everything or nothing."""
    from sqlalchemy.exc import IntegrityError

    from engage.core.actor import Actor
    from engage.core.clock import utcnow
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.handover import adopting, unpacking
    from engage.handover.clashing import Clashes
    from engage.handover.records import BadRecord

    try:
        with unpacking.opened(path) as found, application().app_context():
            with _progress("Checking") as told:
                found.verify(told)
            with writing(), _progress("Taking in") as told:
                session = db.session()
                try:
                    adopted = adopting.adopt(
                        session, found, as_slug=as_slug, now=utcnow(), by=Actor(None, "command line"), told=told
                    )
                    if dry_run:
                        session.rollback()
                    else:
                        session.commit()
                except BaseException:
                    session.rollback()
                    raise
    except Clashes as clashes:
        if as_json:
            here = [{"what": what, "name": name} for what, name in clashes.found]
            print_json({"ok": False, "clashes": here})
        refuse(f"{clashes}. Nothing was stored.")
    except (unpacking.BadArchive, BadRecord) as wrong:
        refuse(f"{path.name} cannot be taken in: {wrong}. Nothing was stored.")
    except IntegrityError as wrong:
        refuse(
            f"{path.name} cannot be taken in: its rows do not fit together ({type(wrong.orig).__name__})."
            " Nothing was stored."
        )
    _say(adopted, dry_run, as_json)


def _say(adopted: Any, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "ok": True,
                "stored": not dry_run,
                "hub": adopted.hub,
                "choices": adopted.choices,
                "rows": adopted.rows,
                "known": adopted.known,
                "left_aside": adopted.aside,
            }
        )
        return
    done = "can be taken in; nothing was stored" if dry_run else "is taken in"
    click.echo(f"{adopted.hub} {done}: {sum(adopted.rows.values())} rows.")
    for name, number in adopted.rows.items():
        click.echo(f"  {name}: {number}")
    for name, number in adopted.known.items():
        click.echo(f"Here already, and used: {number} of {name}.")
    for name, number in adopted.aside.items():
        click.echo(f"Left aside, since what they belong to is not here: {number} of {name}.")
    if not dry_run and "person" in adopted.rows:
        click.echo("The team has accounts without passwords: each asks for one by “forgotten password”.")


@contextmanager
def _progress(label: str) -> Iterator[Any]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    last = [0.0, 0]
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def told(done: int, total: int) -> None:
            if time.monotonic() - last[0] < 0.2 and done < total:
                return
            last[0] = time.monotonic()
            bar.length = max(total, 1)
            bar.update(done - int(last[1]))
            last[1] = done

        yield told
