"""`engage db …`: migrations."""

import click
from sqlalchemy import Engine, create_engine

from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate, storage


def make_engine() -> Engine:
    """An engine on the database of the settings.

    :raises StorageRefused: the data directory cannot be written to
    """
    settings = Settings()
    url = settings.sqlalchemy_url
    storage.require_writable(settings.data_dir, url)
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    return engine


def make_sound_engine() -> Engine:
    """The same, of a database that was looked through first: what is about to write to it must not find damage."""
    engine = make_engine()
    storage.require_sound(Settings().sqlalchemy_url)
    return engine


@click.group()
def group() -> None:
    """Migrations."""


@group.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to REVISION, the newest by default."""
    engine = make_sound_engine()
    migrate.upgrade(engine, revision)
    click.echo(f"The database is at {migrate.current(engine)}.")


@group.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to REVISION ("base" for none at all: everything in them is lost)."""
    engine = make_sound_engine()
    migrate.downgrade(engine, revision)
    click.echo(f"The database is at {migrate.current(engine) or 'nothing'}.")


@group.command()
def current() -> None:
    """Say which migration the tables are at."""
    at, newest = migrate.current(make_engine()), migrate.head()
    click.echo(f"The database is at {at or 'nothing'}; the newest is {newest}.")
