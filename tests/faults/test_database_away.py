"""PostgreSQL goes away and comes back: what people see meanwhile, and that the same processes go on."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from assurance.faults.proxy import Fault, Proxy
from engage.accounts.roles import RoleName
from engage.web.kit import asset
from tests.factories.events import make_event
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import transaction

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)]


@pytest.fixture
def proxy(database_url: str) -> Iterator[Proxy]:
    with Proxy(f"{parse_qs(urlsplit(database_url).query)['host'][0]}/.s.PGSQL.5432") as made:
        yield made


@pytest.fixture
def far_app(make_app: Any, proxy: Proxy, database_url: str) -> Flask:
    """The application, whose connections go through the proxy."""
    name = urlsplit(database_url).path
    app: Flask = make_app(database_url=f"postgresql://postgres@127.0.0.1:{proxy.port}{name}")
    with transaction(app) as session:
        make_survey(session)
        make_event(session)
    return app


def test_while_the_database_is_away_everybody_is_told_kindly_and_the_same_processes_go_on_afterwards(
    far_app: Flask, proxy: Proxy, sign_in: Any
) -> None:
    team, citizen = sign_in(RoleName.ORGANISER, into=far_app), Browser(far_app)
    about = citizen.submit(FIRST)

    proxy.become(Fault.AWAY)

    for browser, path, language in (
        (citizen, FIRST.replace("/en/", "/de/"), "de"),
        (citizen, "/pl/events/open-day/register", "pl"),
        (citizen, "/fr", "fr"),
        (team, "/console/", "en"),
    ):
        page = browser.get(path)
        assert (path, page.status, page.headers.get("Retry-After")) == (path, 503, "5")
        assert page.lang == language
        assert page.path in page.links
    assert citizen.raw("GET", "/healthz").status_code == 200
    assert citizen.raw("GET", "/readyz").status_code == 503
    with citizen.raw("GET", asset("public.css")) as file:
        assert file.status_code == 200
    refused = citizen.press(about, age="44", action="next")
    assert (refused.status, refused.value("age")) == (503, "44")

    proxy.become(Fault.NONE)

    assert citizen.press(refused).path == f"{FIRST}/views"
    assert citizen.submit(f"{FIRST}/review", action="submit").path == f"{FIRST}/done"
    assert team.get("/console/").status == 200
    assert citizen.raw("GET", "/readyz").status_code == 200


def test_an_answer_that_was_lost_on_the_way_to_us_is_no_success_and_is_sent_again(far_app: Flask, proxy: Proxy) -> None:
    """The database stored it, and we never heard: who sends it again has the same receipt as if it had been told."""
    citizen = Browser(far_app)
    review = citizen.press(citizen.submit(FIRST), age="44", action="next") and citizen.get(f"{FIRST}/review")

    proxy.become(Fault.LOSE_ANSWER)
    refused = citizen.press(review, action="submit")
    proxy.become(Fault.NONE)

    assert refused.status == 503
    done = citizen.press(refused)
    assert done.path == f"{FIRST}/done"
    assert citizen.press(review, action="submit").code == done.code
