"""Alembic's environment.

On SQLite a changed table is copied and renamed, which would delete cascaded children while foreign keys are on:
they are off outside the transactions and checked before each commit.
"""

from alembic import context
from sqlalchemy import Connection

import engage.tables
from engage.db.base import Base

assert engage.tables


def run() -> None:
    connection: Connection = context.config.attributes["connection"]
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.connection.execute("PRAGMA foreign_keys=OFF")  # not inside a transaction: it would do nothing
    try:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            transaction_per_migration=True,
            compare_type=True,
            on_version_apply=_check_foreign_keys if sqlite else None,
        )
        context.run_migrations()
        if connection.in_transaction():
            connection.commit()
    finally:
        if sqlite:
            if connection.in_transaction():
                connection.rollback()
            connection.connection.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(ctx: object, **_: object) -> None:
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()  # type: ignore[attr-defined]
    if broken:
        raise RuntimeError(f"the migration would leave rows that point nowhere: {broken[:5]}")


run()
