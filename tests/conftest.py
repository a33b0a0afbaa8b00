"""The frame of the tests: databases, the application, a browser without scripts.

Tests that touch a database run on SQLite and on PostgreSQL (`tests.support.databases.ON_SQLITE` for those that do
not depend on it). Each gets a fresh copy of one migrated database.
"""

import gc
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate
from tests.support import addresses, postgres, statements
from tests.support.browser import Browser
from tests.support.databases import transaction
from tests.support.templates import COMPILED

addresses.keep()
statements.keep()
KEY = "a key for tests and for nothing else 0123456789"


def pytest_collection_finish() -> None:
    """What is there before the first test stays; the collector need not walk over it hundreds of times."""
    gc.collect()
    gc.freeze()
    gc.collect()  # so that it counts what is old from here on
    gc.set_threshold(20_000, 10, 5)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A developer's environment and `instance/` never reach a test."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ENGAGE_{name.upper()}", raising=False)
    monkeypatch.setenv("ENGAGE_DATA_DIR", str(tmp_path / "data"))


# -- databases


def migrated(url: str) -> None:
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    migrate.upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[postgres.Cluster]:
    with postgres.cluster() as cluster:
        migrated(Settings(database_url=cluster.create(postgres.TEMPLATE)).sqlalchemy_url)
        yield cluster


@contextmanager
def _one_of(kind: str, request: pytest.FixtureRequest, folder: Path, *, empty: bool) -> Iterator[str]:
    if kind == "sqlite":
        path = folder / "engage.db"
        if not empty:
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        cluster: postgres.Cluster = request.getfixturevalue("postgres_cluster")
        with cluster.database("template0" if empty else postgres.TEMPLATE) as url:
            yield url


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of this test's own, on each of the two."""
    with _one_of(request.param, request, tmp_path, empty=False) as url:
        yield url


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same without any table."""
    with _one_of(request.param, request, tmp_path, empty=True) as url:
        yield url


# -- the application


AppMaker = Callable[..., Flask]


@pytest.fixture
def make_app(database_url: str, tmp_path: Path) -> Iterator[AppMaker]:
    """Applications on this test's database: `make_app(base_url="https://…")`."""
    from engage.app import create_app
    from engage.db.session import db
    from engage.surveys import pages

    made: list[Flask] = []
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def make(*, testing: bool = True, **settings: Any) -> Flask:
        values = {
            "database_url": database_url,
            "data_dir": tmp_path / "data",
            "base_url": "http://localhost",
            "secret_key": KEY,
        }
        app = create_app(Settings(**(values | settings)), testing=testing)
        app.jinja_env.bytecode_cache = COMPILED
        root.handlers, root.level = handlers[:], level  # the tests' own listeners stay
        made.append(app)
        return app

    # Identifiers begin anew with each test's database; what an earlier test compiled is not this one's.
    pages._editions._made.clear()
    pages._pages._made.clear()
    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    root.handlers, root.level = handlers, level


@pytest.fixture
def app(make_app: AppMaker) -> Flask:
    return make_app()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session that may write. Commit before a browser is used beside it: SQLite has one writer."""
    from engage.db.session import db

    with app.app_context(), database.writing():
        yield db.session()
        db.session.rollback()


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., Browser]:
    """A browser of somebody with a role: `sign_in(RoleName.ORGANISER)`."""
    from tests.factories.people import make_person

    def signed_in(role: RoleName | str, *, hub: str | None = None, into: Flask | None = None) -> Browser:
        target = into or app
        with transaction(target) as session:
            uniquifier = make_person(session, RoleName(role), hub=hub).fs_uniquifier
        browser = Browser(target, base_url=target.config["ENGAGE_BASE_URL"])
        browser.sign_in(uniquifier)
        return browser

    return signed_in


# -- a real browser


_ITS_OWN_PAGES = "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
"""The list below the address bar, two pages for each context that nobody sees: most of what a context costs."""
_OFF = (  # of two lists of features Chromium takes the last; so this is Playwright's own, and more
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    f"OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,{_ITS_OWN_PAGES}"
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for each process of tests, with nothing of another site's asked for."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("ENGAGE_TEST_STRICT") == "1":
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is missing")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    arguments.append(f"--disable-features={_OFF}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()
