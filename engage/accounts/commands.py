"""`engage user …`."""

import sys

import click

from engage.accounts.roles import RoleName
from engage.core.console import application, refuse


@click.group()
def group() -> None:
    """People who run the platform."""


@group.command()
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in RoleName]))
@click.option("--hub", help="The hub's short name; without it the role is for the network.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(email: str, role: str, hub: str | None, password_stdin: bool) -> None:
    """Add an account, or give one there is another role."""
    from email_validator import EmailNotValidError, validate_email
    from flask_security import hash_password

    from engage.accounts import service
    from engage.core.clock import utcnow
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.hubs import queries as hubs

    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        refuse(f"{email} is not a mail address. {error}")
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _ask()
    with application().app_context(), writing():
        found = hubs.by_slug(db.session(), hub) if hub else None
        if hub and found is None:
            refuse(f"There is no hub {hub!r}.")
        try:
            service.add_person(
                db.session(),
                email,
                password,
                RoleName(role),
                hub_id=found.id if found else None,
                hash_password=hash_password,
                now=utcnow(),
            )
        except service.PasswordTooShort:
            refuse(f"The password is too short. Use {service.SHORTEST_PASSWORD} characters or more.")
        db.session.commit()
    click.echo(f"{email} can sign in as {role}{f' of {hub}' if hub else ''}.")


def _ask() -> str:
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
