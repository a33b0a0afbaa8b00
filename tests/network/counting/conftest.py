"""A session without the application: counting needs nothing of it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from engage.db import engine as database


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = create_engine(database_url, **database.engine_options(database_url))
    database.configure(engine)
    with database.writing(), Session(engine) as session:
        yield session
        session.rollback()
    engine.dispose()
