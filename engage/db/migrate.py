"""Running migrations, from the source tree or from a wheel."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from engage.core.places import find
from engage.db.engine import writing


def config(connection: Connection | None = None) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(find("migrations")))
    settings.attributes["connection"] = connection
    return settings


@contextmanager
def _bare_connection(engine: Engine) -> Iterator[Connection]:
    """A connection on which Alembic begins its own transactions."""
    with writing(), engine.connect() as connection:
        yield connection


def upgrade(engine: Engine, revision: str = "head") -> None:
    with _bare_connection(engine) as connection:
        command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    with _bare_connection(engine) as connection:
        command.downgrade(config(connection), revision)


def current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    return ScriptDirectory.from_config(config()).get_current_head()


def versions() -> Path:
    return find("migrations") / "versions"
