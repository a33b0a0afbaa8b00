"""`engage demo load`: demonstration content into an empty database."""

import json
import os
import secrets
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import click

from engage.accounts.roles import RoleName
from engage.core.console import print_json
from engage.core.settings import Settings, write_first_config

ACCOUNTS = tuple(RoleName)
EVALUATOR = "evaluator@example.org"
"""An analyst of the network: sees its figures and nothing else."""
RESPONSES = 400
DEMONSTRATION = "A survey of the demonstration."
"""Kept as the reason why there was no release check."""
SEED = 2026


@click.group()
def group() -> None:
    """The demonstration."""


@group.command()
@click.option("--json", "as_json", is_flag=True)
@click.option("--quiet-accounts", "as_part", is_flag=True, hidden=True)
def load(as_json: bool, as_part: bool) -> None:
    """Load the demonstration survey, responses to it, and one account a role, if the database is empty."""
    from flask_security import hash_password

    from engage.accounts import service
    from engage.core.clock import utcnow
    from engage.demo import (
        activities,
        citizen_survey,
        events,
        hub_file,
        library,
        maturity,
        outcomes,
        results,
    )
    from engage.hubs import importing
    from engage.hubs import queries as hubs
    from engage.i18n.gates import TextGate
    from engage.instruments.readers.reading import Reading
    from engage.maturity.benchmarking import editions
    from engage.surveys import fielding, queries, simulating
    from engage.surveys.commands import database, progress

    now = utcnow()
    with database() as session:
        if queries.all_surveys(session):
            click.echo("There is content already; nothing was changed.")
            return
        importing.bring_in(session, hub_file(), now=now)
        importing.bring_in(session, maturity.more_hubs(), now=now)
        hub = hubs.default(session)
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
        fielding.publish(session, survey, now=now, without_check=DEMONSTRATION)
        survey.closes_at = now + timedelta(days=60)
        simulating.fill(session, survey, responses=RESPONSES, seed=SEED, days=21, today=now.date())
        answered = results.load(session, data_dir=Settings().data_dir, now=now, watch=progress)
        activities.load(session, now=now)
        number = events.load(session, now=now)
        people = {}
        for role in ACCOUNTS:
            email, password = f"{role.value}@example.org", secrets.token_urlsafe(12)
            of = None if role is RoleName.NETWORK_ADMIN else hub.id
            service.add_person(session, email, password, role, hub_id=of, hash_password=hash_password, now=now)
            people[email] = password
        password = people[EVALUATOR] = secrets.token_urlsafe(12)
        service.add_person(
            session, EVALUATOR, password, RoleName.ANALYST, hub_id=None, hash_password=hash_password, now=now
        )
        events.give_duty(session, f"{RoleName.ASSESSOR.value}@example.org")
        entries = library.load(session, now=now)
        lead, citizen, checker = (
            f"{role.value}@example.org" for role in (RoleName.COORDINATOR, RoleName.ANALYST, RoleName.TRANSLATOR)
        )
        assessments = maturity.load(session, now=now, lead=lead, citizen=citizen, checker=checker)
        editions.make_all(session, now)
        became = outcomes.load(session, now=now)
        session.commit()
    _remember(people)
    if as_json:
        print_json({"survey": "citizen-survey", "responses": RESPONSES, "accounts": people})
        return
    click.echo(f"Loaded the survey citizen-survey with {RESPONSES} synthetic responses,")
    click.echo(f"and cancer-in-six-countries with {answered} from six countries in two waves, weighted and published,")
    click.echo(f"and {number} events: one is open, one is full, one is small, one is over,")
    click.echo(f"and {assessments} self-assessments: one is rated now, one is in its workshop, one is a first look;")
    click.echo(f"and {entries} entries of the library,")
    click.echo(f"and {became} outcomes, with topics of citizens, a policy brief and a report of the last half-year.")
    if not as_part:
        _print_accounts(people)


def _place() -> Path:
    return Settings().data_dir / "demo-accounts.json"


def _remember(people: dict[str, str]) -> None:
    """Only of a demonstration: its passwords, so that they can be printed again; readable by the owner alone."""
    path = _place()
    path.touch(mode=0o600)
    path.write_text(json.dumps(people), encoding="utf-8")


def _print_accounts(people: dict[str, str]) -> None:
    click.echo("Sign in at /console/sign-in with one of these:")
    for email, password in people.items():
        click.echo(f"  {email:32} {password}")


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Make a secret key, migrate, load the demonstration if the database is empty, and serve it."""
    from engage.db import migrate
    from engage.db.commands import make_sound_engine
    from engage.db.storage import require_writable
    from engage.portal.commands import serve as serve_command

    require_writable(Settings().data_dir, Settings().sqlalchemy_url)
    address = f"http://{host}:{port}"
    made = write_first_config(
        base_url=address, demonstration="true"
    )  # so that other commands work on this instance too
    os.environ.setdefault("ENGAGE_BASE_URL", address)
    os.environ.setdefault("ENGAGE_TRUSTED_HOSTS", f"localhost:{port}")
    click.echo(f"Settings are in {made}.")
    migrate.upgrade(make_sound_engine())
    _load_apart()
    if _place().exists():
        _print_accounts(json.loads(_place().read_text(encoding="utf-8")))
    click.echo(f"\nOpen http://{host}:{port}/ and stop with Ctrl+C.\n")
    ctx.invoke(serve_command, host=host, port=port, workers=2)


def _load_apart() -> None:
    """In a process of its own: working out figures starts threads, which those who serve, forked from here, would
    wait for without an end."""
    loaded = subprocess.run([sys.executable, "-m", "engage", "demo", "load", "--quiet-accounts"], check=False)
    if loaded.returncode:
        raise SystemExit(loaded.returncode)
