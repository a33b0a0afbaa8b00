"""Sessions for tests, outside of requests."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.db.engine import writing
from engage.db.session import db

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For tests of what does not depend on the database."""


@contextmanager
def transaction(app: Flask) -> Iterator[Session]:
    """A session that may write; committed at the end."""
    with app.app_context(), writing():
        session = db.session()
        yield session
        session.commit()


@contextmanager
def reading(app: Flask) -> Iterator[Session]:
    with app.app_context(), writing(False):
        yield db.session()


def everything(app: Flask) -> dict[str, int]:
    """How many rows each table has."""
    from sqlalchemy import func, select

    from engage.db.base import Base

    with reading(app) as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
