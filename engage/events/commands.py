"""`engage event import`, `export`, `select`."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engage.core.console import application, print_json, refuse

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from engage.core.findings import Finding
    from engage.events.models import Event
    from engage.selection import Selection

FORMATS = ("csv", "xlsx", "ics", "json")


@contextmanager
def _database(*, writing: bool) -> "Iterator[Session]":
    from engage.db import engine
    from engage.db.session import db

    with application().app_context():
        if writing:
            with engine.writing():
                yield db.session()
        else:
            yield db.session()


def _event(session: "Session", slug: str) -> "Event":
    from engage.events import queries

    found = queries.by_slug(session, slug)
    if found is None:
        refuse(f"There is no event {slug!r}.")
    return found


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def import_(file: Path, as_json: bool) -> None:
    """Bring in the event in FILE (YAML, our own format), or change the one that has its slug.

    What the file says takes the place of what was there; bringing the same file in again changes nothing. With an
    error in it nothing is stored.
    """
    from engage.core.actor import Actor
    from engage.core.clock import utcnow
    from engage.core.findings import finding_document
    from engage.core.located import MAX_BYTES
    from engage.events import queries
    from engage.events.file import bringing_in, reading
    from engage.privacy import audit

    with file.open("rb") as source:
        given = reading.read(source.read(MAX_BYTES + 1))
    now = utcnow()
    with _database(writing=True) as session:
        outcome = bringing_in.bring_in(session, given, now=now)
        if outcome.what in ("added", "changed"):
            event = queries.by_slug(session, outcome.slug)
            hub = event.activity.hub_id if event else None
            by = Actor(None, "command line")
            audit.record(
                session, by, "event.brought-in", "event", outcome.event_id, now=now, hub_id=hub, file=file.name
            )
            session.commit()
        else:
            session.rollback()
    if as_json:
        print_json(
            {
                "ok": outcome.ok,
                "slug": outcome.slug,
                "what": outcome.what or None,
                "findings": [finding_document(finding) for finding in outcome.findings],
            }
        )
    else:
        for finding in outcome.findings:
            click.echo(_line(finding))
        if outcome.ok:
            click.echo(f"{file.name}: the event {outcome.slug} is {_WHAT[outcome.what]}.")
    if not outcome.ok:
        click.echo(f"Error: {file.name} cannot be taken in; nothing was stored.", err=True)
        raise click.exceptions.Exit(1)


_WHAT = {"added": "added", "changed": "changed", "unchanged": "as it was"}


def _line(finding: "Finding") -> str:
    line = f" in line {finding.where.row}" if finding.where.row else ""
    part = f" ({finding.where.column})" if finding.where.column else ""
    return f"{finding.level.value}{line}{part}: {finding.message}"


@click.command()
@click.argument("slug")
@click.option("--format", "form", type=click.Choice(FORMATS), required=True)
@click.option("--language", default="", help="Of the calendar file; the event's own without.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output without.")
def export(slug: str, form: str, language: str, out: Path | None) -> None:
    """Write who registered for the event SLUG (csv, xlsx, json: one row a person), or its calendar file (ics).

    What people need to take part is in none of them.
    """
    if form == "xlsx" and out is None:
        raise click.UsageError("A workbook needs a file: --out PATH.")
    with _database(writing=False) as session:
        event = _event(session, slug)
        data = _calendar(session, event, language) if form == "ics" else _people(session, event, form)
        if out is None:
            for piece in data:
                sys.stdout.buffer.write(piece)
        else:
            with out.open("wb") as file:
                file.writelines(data)
            click.echo(f"Wrote {out}.")


def _calendar(session: "Session", event: "Event", language: str) -> Iterator[bytes]:
    from flask import current_app

    from engage.activities.domain.kinds import ActivityState
    from engage.events import calendars
    from engage.i18n.locales import PUBLIC_LANGUAGES, nearest

    if event.activity.state is ActivityState.DRAFT:
        refuse("The event is a draft: there is no calendar file of it yet.")
    lang = language or event.source_language
    interface = nearest(lang, PUBLIC_LANGUAGES) or "en"
    made = calendars.of_one(session, event, lang, interface, base=current_app.config["ENGAGE_BASE_URL"])
    yield made.content


def _people(session: "Session", event: "Event", form: str) -> Iterator[bytes]:
    import io

    from sqlalchemy import func, select

    from engage.events.models_people import Attendee
    from engage.events.people import exporting

    sheet = exporting.rows(session, event, event.sites)
    number = session.scalar(select(func.count()).where(Attendee.event_id == event.id)) or 0
    with click.progressbar(sheet.rows, length=number, label="People", file=sys.stderr) as rows:
        shown = exporting.Sheet(sheet.columns, iter(rows) if sys.stderr.isatty() else sheet.rows)
        if form == "csv":
            yield from exporting.to_csv(shown)
        elif form == "json":
            yield (exporting.to_json(shown) + "\n").encode()
        else:
            book = io.BytesIO()
            exporting.to_xlsx(shown, book)
            yield book.getvalue()


@click.command(name="select")
@click.argument("slug")
@click.option("--panel", type=click.IntRange(1, 100_000), required=True, help="How many people.")
@click.option("--targets", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--seed", default="", help="A public word or number; without it one is made and said.")
@click.option("--json", "as_json", is_flag=True)
def select_(slug: str, panel: int, targets: Path, seed: str, as_json: bool) -> None:
    """Draw a panel among those who applied for the event SLUG, within the TARGETS (CSV: feature,value,min,max).

    Nothing is stored and nobody is told. The same applicants, targets and seed always give the same panel.
    """
    from engage import selection
    from engage.core.refusal import Refusal
    from engage.events.file import targets as reading

    seed = seed or str(secrets.randbelow(10**9))
    try:
        wanted = reading.read(targets.read_bytes())
        with _database(writing=False) as session:
            pool = reading.candidates(session, _event(session, slug))
        if not pool:
            refuse("Nobody has applied for this event.")
        _check_features(pool, wanted)
        found = selection.select(pool, panel, wanted, seed)
    except selection.InfeasibleTargets as refusal:
        refuse(f"No panel of {panel} meets these targets: {refusal}")
    except Refusal as refusal:
        refuse(str(refusal) or refusal.code)
    if as_json:
        print_json(_document(found))
    else:
        _say(found, panel)


def _check_features(pool: Any, wanted: Any) -> None:
    known = {feature for candidate in pool for feature in candidate.features}
    for target in wanted:
        if target.feature not in known:
            refuse(f"Nobody has said anything of “{target.feature}”; there is {', '.join(sorted(known))}.")


def _document(found: "Selection") -> dict[str, Any]:
    return {
        "panel": list(found.panel),
        "probabilities": {who: round(chance, 6) for who, chance in found.probabilities.items()},
        "min_probability": round(found.min_probability, 6),
        "seed": int(found.seed) if found.seed.isdecimal() else found.seed,
        "method": found.method,
        "report": found.report,
    }


def _say(found: "Selection", panel: int) -> None:
    click.echo(f"Drawn by the method “{found.method}” with the seed {found.seed}: {found.filled} of {panel} places.")
    for each in found.results:
        most = "" if each.target.maximum is None else f" to {each.target.maximum}"
        click.echo(f"  {each.target.called}: {each.selected} (wanted {each.target.minimum}{most}; {each.pool} applied)")
    how = f"estimated by {found.runs} draws" if found.runs else "exact"
    click.echo(f"The smallest chance of anybody was {found.min_probability:.4f} ({how}).")
    click.echo("Panel, by number of registration and person: " + " ".join(found.panel))
