"""Quotas: no group is ever overfilled, and whoever comes too late is told kindly."""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import ItemType, Quota
from engage.surveys import answering, queries, quotas
from engage.surveys.domain.draft import NothingToWithdraw
from engage.surveys.domain.quotas import matching
from engage.surveys.domain.secret import RECEIPT_SIZE, from_code, receipt_hash
from engage.surveys.models import Draft, FieldworkCount, QuotaCount, Response
from tests.factories.surveys import FIRST, SLUG, instrument, item, make_survey, options, section
from tests.support.browser import Browser, Page
from tests.support.databases import reading, transaction

SMOKERS = Quota(name="smokers", limit=1, when={"smoker": ("yes",)}, message=LocalizedText.of("Enough smokers.", "en"))
ASKED = instrument(
    section("one", item("smoker", ItemType.SINGLE, options=options("yes", "no"))),
    section("two", item("why")),
    quotas=(SMOKERS,),
)


@pytest.mark.parametrize(
    ("when", "answers", "belongs"),
    [
        pytest.param({"a": ("1",)}, {"a": "1"}, True, id="the code"),
        pytest.param({"a": ("1",)}, {"a": "2"}, False, id="another code"),
        pytest.param({"a": ("1", "2")}, {"a": "2"}, True, id="one of several"),
        pytest.param({"a": ("1",)}, {}, False, id="not answered"),
        pytest.param({"a": ("1",), "b": ("x",)}, {"a": "1", "b": "y"}, False, id="all keys must agree"),
        pytest.param({"m": ("x",)}, {"m": ["y", "x"]}, True, id="chosen among several"),
        pytest.param({"n": ("3",)}, {"n": 3}, True, id="a number"),
    ],
)
def test_who_belongs_to_a_group(when, answers, belongs):
    quota = Quota(name="q", limit=1, when=when)

    assert matching((quota,), answers) == ((quota,) if belongs else ())


@given(st.lists(st.sampled_from("abc"), unique=True))
def test_quotas_come_in_the_order_of_their_names_whatever_the_order_they_are_written_in(names):
    quotas = [Quota(name=name, limit=1, when={"a": ("1",)}) for name in names]

    assert [quota.name for quota in matching(quotas, {"a": "1"})] == sorted(names)


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session, ASKED)


@pytest.fixture
def make_browser(app: Flask) -> Callable[[], Browser]:
    return lambda: Browser(app)


def to_the_review(browser: Browser, smoker: str) -> Page:
    page = browser.press(browser.submit(FIRST), smoker=smoker, action="next")
    return browser.press(page, action="next")


def stored(app: Flask) -> tuple[int, int, int]:
    """Responses, drafts, places taken."""
    with reading(app) as session:
        return (
            session.scalar(select(func.count()).select_from(Response)) or 0,
            session.scalar(select(func.count()).select_from(Draft)) or 0,
            session.scalar(select(func.sum(QuotaCount.count))) or 0,
        )


def test_who_belongs_to_a_full_group_is_told_at_once_and_nothing_is_kept(app: Flask, make_browser):
    first, second = make_browser(), make_browser()
    first.press(to_the_review(first, "yes"), action="submit")
    assert stored(app) == (1, 0, 1)

    page = second.press(second.submit(FIRST), smoker="yes", action="next")

    assert page.h1 == "Enough people like you have answered"
    assert "Enough smokers." in page
    assert stored(app) == (1, 0, 1)


def test_other_groups_answer_on(app: Flask, make_browser):
    first, second = make_browser(), make_browser()
    first.press(to_the_review(first, "yes"), action="submit")

    second.press(to_the_review(second, "no"), action="submit")

    assert stored(app) == (2, 0, 1)


def test_the_last_place_goes_to_one_of_two_who_send_at_once(app: Flask, make_browser):
    first, second = make_browser(), make_browser()
    ready = [(browser, to_the_review(browser, "yes")) for browser in (first, second)]

    pages = [browser.press(page, action="submit") for browser, page in ready]

    assert pages[0].path.endswith("/done")
    assert "Enough smokers." in pages[1]
    assert stored(app) == (1, 0, 1)


def test_a_response_that_is_withdrawn_frees_its_place(app: Flask, make_browser):
    browser = make_browser()
    code = browser.press(to_the_review(browser, "yes"), action="submit").code

    browser.submit(f"{FIRST}/withdraw", code=code)

    assert stored(app) == (0, 0, 0)


def test_a_response_that_two_withdraw_at_once_frees_one_place(app: Flask, make_browser, monkeypatch):
    """The second finds the response before the first has deleted it, and comes to delete it afterwards."""
    first, second = make_browser(), make_browser()
    first.press(to_the_review(first, "no"), action="submit")
    receipt = from_code(second.press(to_the_review(second, "yes"), action="submit").code, RECEIPT_SIZE)
    with reading(app) as session:
        survey = queries.fielded(session, SLUG)
        found = queries.response_by_receipt(session, survey.id, receipt_hash(receipt))
    with transaction(app) as session:
        answering.withdraw(session, survey, receipt)
        quotas.take(session, survey.id, (SMOKERS,))
    monkeypatch.setattr(queries, "response_by_receipt", lambda *_: found)

    with transaction(app) as session, pytest.raises(NothingToWithdraw):
        answering.withdraw(session, survey, receipt)

    assert stored(app) == (1, 0, 1)


def test_people_who_are_screened_out_are_not_counted_as_having_stopped(app: Flask, make_browser):
    first, second = make_browser(), make_browser()
    first.press(to_the_review(first, "yes"), action="submit")
    second.press(second.submit(FIRST), smoker="yes", action="next")

    with reading(app) as session:
        assert dict([tuple(row) for row in session.execute(select(FieldworkCount.outcome, FieldworkCount.count))]) == {
            "submitted": 1
        }
