"""The service of places needs a database and nothing of the application."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.db import engine as database


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session that may write, rolled back at the end."""
    url = Settings(database_url=database_url).sqlalchemy_url
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    with database.writing(), Session(engine) as session:
        yield session
        session.rollback()
    engine.dispose()
