"""Running migrations, from the source tree or from a wheel.

Alembic is loaded where something migrates: a server that starts only asks at which revision the tables are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from engage.core.places import find
from engage.db.engine import writing

if TYPE_CHECKING:
    from alembic.config import Config


def config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

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
    from alembic import command

    with _bare_connection(engine) as connection:
        command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    from alembic import command

    with _bare_connection(engine) as connection:
        command.downgrade(config(connection), revision)


def current(engine: Engine) -> str | None:
    """Where the tables are; nothing where there are none."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def head() -> str | None:
    """The newest revision: files begin with theirs, and are numbered."""
    return max((path.name.partition("_")[0] for path in versions().glob("[0-9]*.py")), default=None)


def versions() -> Path:
    return find("migrations") / "versions"
