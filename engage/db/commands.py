"""`engage db …`: migrations."""

import click
from sqlalchemy import Engine, create_engine

from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate


def make_engine() -> Engine:
    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    url = settings.sqlalchemy_url
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    return engine


@click.group()
def group() -> None:
    """Migrations."""


@group.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to REVISION, the newest by default."""
    engine = make_engine()
    migrate.upgrade(engine, revision)
    click.echo(f"The database is at {migrate.current(engine)}.")


@group.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to REVISION ("base" for none at all: everything in them is lost)."""
    engine = make_engine()
    migrate.downgrade(engine, revision)
    click.echo(f"The database is at {migrate.current(engine) or 'nothing'}.")


@group.command()
def current() -> None:
    """Say which migration the tables are at."""
    at, newest = migrate.current(make_engine()), migrate.head()
    click.echo(f"The database is at {at or 'nothing'}; the newest is {newest}.")
