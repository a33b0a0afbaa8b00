"""A hub beside others, and the figures of the network."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask

from engage.accounts.roles import RoleName
from engage.maturity.benchmarking import editions
from tests.factories.maturity_profiles import make_round, signed_rounds
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ON = date(2026, 5, 4)


def others(app: Flask, count: int) -> int:
    """So many other hubs in an edition, and the number of our own signed round."""
    with transaction(app) as session:
        signed_rounds(session, count)
        editions.make_all(session, NOW)
        return make_round(session, on=ON).id


def test_a_hub_sees_medians_of_others_in_words_and_as_a_table(app: Flask, sign_in: Callable[..., Browser]):
    number = others(app, 6)

    page = sign_in(RoleName.ORGANISER).get(f"/console/assessments/{number}/comparison")

    assert "5 to 9 hubs" in page
    assert "there is no ranking" in page
    assert "Middle half of other hubs" not in [each.text for each in page.root.all("svg text")]
    assert "Hub 3" not in page.root.all("main")[0].text


def test_without_five_others_the_page_says_when_there_will_be_figures(app: Flask, sign_in: Callable[..., Browser]):
    number = others(app, 4)

    page = sign_in(RoleName.ORGANISER).get(f"/console/assessments/{number}/comparison")

    assert "Nothing to compare with yet" in page
    assert not page.root.all("table")


def test_the_network_office_sees_aggregates_and_a_hub_does_not_see_that_page(
    app: Flask, sign_in: Callable[..., Browser]
):
    others(app, 10)

    page = sign_in(RoleName.NETWORK_ADMIN).get("/console/network/maturity")

    assert "10 to 19 hubs" in page
    assert "fewer than 5" in page
    assert "Hub 3" not in page.root.all("main")[0].text
    assert sign_in(RoleName.COORDINATOR).get("/console/network/maturity").status == 404


def test_a_group_is_offered_only_where_something_of_it_is_shown(app: Flask, sign_in: Callable[..., Browser]):
    others(app, 6)
    office = sign_in(RoleName.NETWORK_ADMIN)

    assert office.get("/console/network/maturity?group=national").status == 200
    assert office.get("/console/network/maturity?group=regional").status == 404


def test_from_twenty_others_on_the_tenths_are_said_too(app: Flask, sign_in: Callable[..., Browser]):
    number = others(app, 20)

    page = sign_in(RoleName.ORGANISER).get(f"/console/assessments/{number}/comparison")

    assert "20 hubs or more" in page
    tenths = next(each for each in page.root.text.split("tenths: ")[1:]).split(" 20 hubs")[0]
    assert len(tenths.split("; ")) == 9
