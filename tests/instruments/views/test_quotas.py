"""Quotas, as hub teams write them without scripts; and what testers said, beside the questions."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.instruments.domain.definition import Quota
from engage.surveys import queries, trials
from tests.factories.surveys import HEALTH, SLUG, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction
from tests.support.editing import form_with, now, save, typed

pytestmark = ON_SQLITE


@pytest.fixture
def address(app: Flask) -> str:
    with transaction(app) as session:
        return f"/console/instruments/{make_survey(session, HEALTH, publish=False).instrument_id}/edit"


@pytest.fixture
def kari(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.ORGANISER)


def add(browser: Browser, address: str, quota: str = "Smokers", limit: str = "5", more: str = "smoker\tyes") -> Page:
    form = form_with(browser.get(f"{address}/quotas"), "quota").values()
    return browser.post(f"{address}/quotas", {**form, "quota": quota, "limit": limit, "more-paste": more, "do": "add"})


def test_a_quota_is_added_and_said_in_a_sentence(app: Flask, address: str, kari: Browser) -> None:
    page = add(kari, address)

    assert now(app).quotas == (Quota(name="Smokers", limit=5, when={"smoker": ("yes",)}),)
    assert "/quotas/Smokers?" in page.path
    assert "The quota “Smokers” is added. Undo" in page
    assert "At most 5 responses if Question smoker? is Yes" in kari.get(f"{address}/quotas")
    assert f"{address}/quotas" in kari.get(address).links


def test_its_limit_answers_and_message_are_changed(app: Flask, address: str, kari: Browser) -> None:
    add(kari, address)
    path = f"{address}/quotas/Smokers"
    save(kari, path, limit="9", more__paste="topics\tcare", message="Thank you. This group is full.")
    save(kari, path, when=["smoker\tyes", "smoker\tno", "topics\tcare"])

    changed = now(app).quotas[0]
    assert (changed.limit, changed.when) == (9, {"smoker": ("yes", "no"), "topics": ("care",)})
    assert changed.message is not None
    assert changed.message.source == "Thank you. This group is full."
    assert "The quota “Smokers” is changed" in kari.get(f"{address}/history")


def test_a_quota_is_removed_and_comes_back_by_undo(app: Flask, address: str, kari: Browser) -> None:
    add(kari, address)
    form = form_with(kari.get(f"{address}/quotas"), "quota").values()
    page = kari.post(f"{address}/quotas", {**form, "do": "remove:Smokers"})
    assert now(app) == HEALTH

    kari.raw("POST", f"{address}/undo", data=form_with(page, "revision").values())
    assert len(now(app).quotas) == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({"quota": ""}, "a name", id="no name"),
        pytest.param({"quota": "Smokers"}, "this name already", id="a name twice"),
        pytest.param({"quota": "b", "limit": "few"}, "whole number", id="a word for a number"),
        pytest.param({"quota": "b", "more": ""}, "Choose an answer", id="nobody"),
    ],
)
def test_what_makes_no_quota_is_said(
    app: Flask, address: str, kari: Browser, given: dict[str, str], message: str
) -> None:
    add(kari, address)
    page = add(kari, address, **given)

    assert page.status == 422
    assert any(message in error for error in page.errors)
    assert len(now(app).quotas) == 1


def test_a_quota_of_nobody_is_not_saved(app: Flask, address: str, kari: Browser) -> None:
    add(kari, address)
    page = save(kari, f"{address}/quotas/Smokers", when=[])

    assert page.status == 422
    assert any("at least one answer" in error for error in page.errors)


def test_two_who_change_one_quota_see_both(
    app: Flask, address: str, kari: Browser, sign_in: Callable[..., Browser]
) -> None:
    add(kari, address)
    path = f"{address}/quotas/Smokers"
    ola = sign_in(RoleName.COORDINATOR)
    seen = ola.get(path)
    save(kari, path, limit="7")

    met = ola.post(path, typed(seen, limit="8"))
    assert met.status == 409
    assert "responses at most" in met
    ola.post(path, form_with(met, "choose-limit").values() | {"choose-limit": "mine"})

    assert now(app).quotas[0].limit == 8


def test_what_testers_said_stands_beside_the_question(app: Flask, address: str, kari: Browser) -> None:
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        words = {"smoker": "Which answer fits me?", "": "Long."}
        trials.say(session, survey.id, words, version=1, language="en", tester="Ida", now=datetime.now(UTC))

    page = kari.get(f"{address}/items/smoker")

    assert "1 open comment of testers" in page
    assert any("item=smoker" in link for link in page.links)
    assert "1 comment" in kari.get(address)
    assert "open comment" not in kari.get(f"{address}/items/age")
