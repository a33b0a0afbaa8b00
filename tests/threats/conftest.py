"""One site, filled and poisoned, for all tests of a process that attack it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import transaction
from tests.threats import poison
from tests.threats.walks import Walks, walks
from tests.threats.world import World, application, world


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[World]:
    """Every text that is stored in it ends with the payload."""
    with world(sqlite_template, tmp_path_factory.mktemp("threats")) as made:
        with transaction(made.app) as session:
            assert poison.everywhere(session) > 500
        yield made


@pytest.fixture(scope="session")
def walked(filled: World) -> Walks:
    return walks(filled)


@pytest.fixture
def site(filled: World, tmp_path: Path) -> Iterator[World]:
    """A copy of it that a test may change."""
    shutil.copytree(filled.folder, tmp_path / "site")
    with application(tmp_path / "site") as app:
        yield World(app, tmp_path / "site", filled.accounts)
