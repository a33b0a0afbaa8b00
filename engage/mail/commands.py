"""`engage mail`: what mail servers and operators do with mails."""

import sys

import click

from engage.core.console import application, refuse
from engage.core.settings import Settings


@click.group()
def group() -> None:
    """Mails: take back what was returned, try the mail server."""


@group.command()
@click.option("--to", "returned_to", default="", help="The address it was returned to, as the mail server knows it.")
def bounced(returned_to: str) -> None:
    """Read a returned mail from standard input, and mark the mail that came back.

    For the pipe of a mail server. Whatever comes in, it ends with 0, so that no mail server returns a returned mail.
    """
    from engage.core.clock import utcnow
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.mail import bounces

    returned = bounces.read(sys.stdin.buffer.read(bounces.LARGEST), returned_to=returned_to)
    app = application()
    with app.app_context(), writing():
        found = bounces.record(db.session(), returned, now=utcnow())
        db.session.commit()
    if found is not None:
        click.echo("One mail is marked as come back.")
    elif returned.final:
        click.echo("It is about no mail that was sent from here.")
    else:
        click.echo("It tells of a delay, or of nothing that we know. Nothing changed.")


@group.command()
@click.argument("address")
@click.option("--language", default="en", show_default=True)
def test(address: str, language: str) -> None:
    """Send one mail to ADDRESS now, past the outbox, and say what the mail server answers."""
    from engage.mail.checking import send_one

    ok, said = send_one(Settings(), address, language)
    if not ok:
        refuse(said)
    click.echo(said)
