"""`engage user …`."""

import sys

import click

from engage.accounts.roles import RoleName
from engage.core.console import application, refuse
from engage.core.refusal import Refusal


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
        except Refusal as refusal:
            refuse(_why(refusal))
        db.session.commit()
    click.echo(f"{email} can sign in as {role}{f' of {hub}' if hub else ''}.")


@group.command()
@click.argument("email")
def unlock_second_factor(email: str) -> None:
    """Switch off the second step of somebody who lost phone and recovery codes.

    Make sure that it is them who asks: from then on the password alone opens the account. Who needs a second step sets
    it up anew at the next sign-in.
    """
    from engage.accounts import second_factor, service
    from engage.core.actor import Actor
    from engage.core.clock import utcnow
    from engage.db.engine import writing
    from engage.db.session import db

    with application().app_context(), writing():
        person = service.find(db.session(), email)
        if person is None:
            refuse(f"There is no account {email!r}.")
        if not second_factor.has(person):
            refuse(f"{email} has no second step.")
        service.turn_off_second_factor(db.session(), person, now=utcnow(), by=Actor(None, "command line"))
        db.session.commit()
    click.echo(f"{email} signs in without a second step and can set it up anew. All their devices are signed out.")


def _why(refusal: Refusal) -> str:
    from engage.accounts import passwords

    match refusal:
        case passwords.PasswordTooShort():
            return f"The password is too short. Use {passwords.SHORTEST} characters or more."
        case passwords.PasswordTooLong():
            return f"The password is too long. Use at most {passwords.LONGEST} characters."
        case passwords.PasswordIsKnown():
            return "The password is close to the mail address or to Engage. Choose something else."
    return "Many people use this password or one like it. Choose something else."


def _ask() -> str:
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
