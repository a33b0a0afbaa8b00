"""`engage privacy …`: what is kept of somebody, erasing it with a proof, and what retention deletes."""

from typing import Any

import click

from engage.core.console import application, print_json, refuse


@click.group()
def group() -> None:
    """Personal data: access, erasure, retention."""


_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@group.command()
@click.argument("asked", metavar="ADDRESS|CODE")
@_JSON
def find(asked: str, as_json: bool) -> None:
    """What is kept of a mail address, or by a receipt code: how many entries in each store."""
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.privacy import requests
    from engage.privacy.registry import kept

    app = application()
    with app.app_context(), writing(False):
        found = requests.search(db.session(), kept(app), _sought(asked), lambda *_: None)
    if as_json:
        print_json({"found": {store: row["found"] for store, row in found.items()}})
        return
    for store, row in found.items():
        click.echo(f"{store}: {row['found']}{' (stays)' if row['stays'] else ''}")
    click.echo(f"Found in {len(found)} stores." if found else "Nothing is kept of it.")


@group.command()
@click.argument("asked", metavar="ADDRESS|CODE")
@click.option("--yes", is_flag=True, help="Do not ask. Erasing cannot be taken back.")
@click.option("--vacuum", is_flag=True, help="PostgreSQL: rewrite the tables, so that dead rows leave its files too.")
@_JSON
def erase(asked: str, yes: bool, vacuum: bool, as_json: bool) -> None:
    """Erase what is kept of a mail address, or by a receipt code, and prove it by looking everywhere."""
    from engage.core.actor import PRODUCT
    from engage.core.clock import utcnow
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.privacy import audit, proof, requests
    from engage.privacy.models import PrivacyRequest, RequestKind, RequestState
    from engage.privacy.registry import kept
    from engage.privacy.sealing import fingerprint

    if not yes:
        click.confirm("Erase everything that is kept of it? This cannot be taken back.", abort=True)
    app, of = application(), _sought(asked)
    settings = app.config["ENGAGE_SETTINGS"]
    with app.app_context(), writing():
        session, entries, now = db.session(), kept(app), utcnow()
        needles = requests.needles(entries, of)
        found = requests.search(session, entries, of, lambda *_: None)
        told = requests.erase(session, entries, of, found, lambda *_: session.commit())
        session.commit()
        proven = proof.prove(
            db.engine,
            settings.data_dir,
            of.address or of.code,
            needles,
            backup_days=settings.backup_days,
            now=now,
            vacuum=vacuum,
        )
        request = PrivacyRequest(
            kind=RequestKind.ERASURE,
            asked_by="address" if of.address else "receipt",
            key=fingerprint(settings.secret_key, asked),
            state=RequestState.ENDED,
            made_at=now,
            ended_at=utcnow(),
            found=told,
            proof=proven,
        )
        session.add(request)
        session.flush()
        audit.record(session, PRODUCT, "privacy.erased", "privacy-request", request.id, now=utcnow())
        session.commit()
    _report(told, proven, as_json=as_json)


def _report(told: dict[str, dict[str, Any]], proven: dict[str, Any], *, as_json: bool) -> None:
    stays = {store: row for store, row in told.items() if row["stays"] or "refused" in row}
    if as_json:
        print_json({"ok": proven["found"] == 0, "stores": told, "proof": proven})
    else:
        for store, row in told.items():
            click.echo(f"{store}: erased {row.get('erased', 0)}{' (stays)' if store in stays else ''}")
        for place in proven["places"]:
            click.echo(f"{place['place']}: found {place['found']} times")
        click.echo(f"Backups made before hold it until {proven['backups_until']} at the latest.")
    if proven["found"] and not stays:
        refuse("It was found again after erasing. Look at the places above.")


@group.command()
@click.option("--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
@_JSON
def retention(dry_run: bool, as_json: bool) -> None:
    """Delete what is over, as the worker does each day."""
    from engage.core.clock import utcnow
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.privacy import retention as retaining
    from engage.privacy.registry import kept

    app = application()
    with app.app_context(), writing():
        if dry_run:
            counts = retaining.due(db.session(), kept(app), utcnow())
        else:
            counts = dict(retaining.run(db.session(), kept(app), utcnow()).deleted)
            db.session.commit()
    if as_json:
        print_json({"dry_run": dry_run, "deleted": counts})
        return
    for store, count in counts.items():
        if count:
            click.echo(f"{store}: {'failed' if count == retaining.FAILED else count}")
    total = sum(max(0, count) for count in counts.values())
    click.echo(f"{'Would delete' if dry_run else 'Deleted'} {total} entries.")
    if retaining.FAILED in counts.values():
        refuse("Not everything could be deleted. The log says why.")


def _sought(asked: str) -> Any:
    from engage.privacy.registry import Sought
    from engage.privacy.sealing import normal

    return Sought(address=normal(asked)) if "@" in asked else Sought(code=asked.strip())
