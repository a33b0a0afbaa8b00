"""`engage hub …`."""

from pathlib import Path

import click

from engage.core.console import application, print_json
from engage.core.findings import Finding, finding_document


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def import_(file: Path, as_json: bool) -> None:
    """Add the hubs in FILE (YAML), with scopes, members by role and life-cycle, or change those that are there.

    What the file leaves out stays as it is. Bringing the same file in again changes nothing. When something in it
    cannot be taken, nothing is stored.
    """
    from engage.core.actor import Actor
    from engage.core.clock import utcnow
    from engage.core.located import MAX_BYTES
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.hubs import changes, importing
    from engage.hubs.domain import reading
    from engage.privacy import audit

    with file.open("rb") as source:
        read = reading.read(source.read(MAX_BYTES + 1))
    now = utcnow()
    with application().app_context(), writing():
        session = db.session()
        outcome = importing.bring_in(session, read, now=now)
        if outcome.ok:
            changes.tell(session, list(outcome.ids.values()))
            by = Actor(None, "command line")
            for slug, hub_id in outcome.ids.items():
                action = "hub.added" if slug in outcome.added else "hub.changed"
                audit.record(session, by, action, "hub", hub_id, now=now, hub_id=hub_id, file=file.name)
            session.commit()
    if as_json:
        print_json(
            {
                "ok": outcome.ok,
                "added": outcome.added,
                "changed": outcome.changed,
                "unchanged": outcome.unchanged,
                "findings": [finding_document(finding) for finding in outcome.findings],
            }
        )
    else:
        for finding in outcome.findings:
            click.echo(_line(finding))
        if outcome.ok:
            counts = f"{len(outcome.added)} added, {len(outcome.changed)} changed"
            click.echo(f"{file.name}: {counts}, {len(outcome.unchanged)} as they were.")
    if not outcome.ok:
        click.echo(f"Error: {file.name} cannot be taken in; nothing was stored.", err=True)
        raise click.exceptions.Exit(1)


def _line(finding: Finding) -> str:
    where = f" ({finding.where.column})" if finding.where.column else ""
    return f"{finding.level.value} in line {finding.where.row}{where}: {finding.message}"
