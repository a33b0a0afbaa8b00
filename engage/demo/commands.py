"""`engage demo load`: demonstration content into an empty database."""

import secrets
from datetime import timedelta

import click

from engage.accounts.roles import RoleName
from engage.core.console import print_json

ACCOUNTS = (RoleName.NETWORK_ADMIN, RoleName.COORDINATOR, RoleName.ORGANISER, RoleName.ANALYST, RoleName.TRANSLATOR)
RESPONSES = 400
SEED = 2026


@click.group()
def group() -> None:
    """The demonstration."""


@group.command()
@click.option("--json", "as_json", is_flag=True)
def load(as_json: bool) -> None:
    """Load the demonstration survey, responses to it, and one account a role, if the database is empty."""
    from flask_security import hash_password

    from engage.accounts import service
    from engage.core.clock import utcnow
    from engage.demo import citizen_survey
    from engage.hubs import queries as hubs
    from engage.instruments.readers.reading import Reading
    from engage.surveys import fielding, queries, simulating
    from engage.surveys.commands import database
    from engage.surveys.models import TextGate

    now = utcnow()
    with database() as session:
        if queries.all_surveys(session):
            click.echo("There is content already; nothing was changed.")
            return
        hub = hubs.default(session)
        hub.name, hub.country = "Cancer Mission Hub Norway (demonstration)", "NO"
        hub.contact_name, hub.contact_email = "Engagement desk (demonstration)", "hub@example.org"
        hub.contact_phone = "+47 00 00 00 00"
        survey = fielding.import_reading(
            session,
            Reading(citizen_survey()),
            hub=hub,
            file="citizen-survey.yaml",
            slug="citizen-survey",
            gate=TextGate.NONE,
            texts=None,
            now=now,
        )
        fielding.publish(session, survey, now=now)
        survey.closes_at = now + timedelta(days=60)
        simulating.fill(session, survey, responses=RESPONSES, seed=SEED, days=21, today=now.date())
        people = {}
        for role in ACCOUNTS:
            email, password = f"{role.value}@example.org", secrets.token_urlsafe(12)
            service.add_person(
                session, email, password, role, hub_id=None, hash_password=hash_password, now=now
            )
            people[email] = password
        session.commit()
    if as_json:
        print_json({"survey": "citizen-survey", "responses": RESPONSES, "accounts": people})
        return
    click.echo(f"Loaded the survey citizen-survey with {RESPONSES} synthetic responses.")
    click.echo("Sign in at /console/sign-in with one of these (a new password each time a demonstration is made):")
    for email, password in people.items():
        click.echo(f"  {email:32} {password}")
