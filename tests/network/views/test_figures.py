"""The pages of the network's figures: who sees what, what can be chosen, what stands in the files."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.hubs.domain.kinds import HubScope, LifeCycle
from engage.hubs.models import Hub, HubStep
from engage.network.models import FigureCorrection, NetworkTarget
from engage.web.permissions import label_of
from tests.factories.activities import make_activity
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
NOW = datetime(2026, 6, 1, tzinfo=UTC)
HALF = "from=2026-01&until=2026-06"


def correction(session: Session, hub: Hub, change: int, *, figure: str = "responses") -> None:
    session.add(
        FigureCorrection(
            figure=figure, hub_id=hub.id, month=date(2026, 3, 1), change=change, reason="On paper", made_at=NOW
        )
    )


@pytest.fixture
def hubs(app: Flask) -> None:
    """Two hubs of seven people each in March, three meetings of Norway's, Malta with nothing."""
    with transaction(app) as session:
        for slug, country in (("norway", "NO"), ("austria", "AT"), ("malta", "MT")):
            hub = Hub(slug=slug, name=slug.title(), country=country, scope=HubScope.NATIONAL, languages=["en"])
            session.add(hub)
            session.flush()
            if slug != "malta":
                session.add(HubStep(hub_id=hub.id, status=LifeCycle.APPROVED, on=date(2026, 2, 3)))
                correction(session, hub, 7)
        for day in (3, 4, 5):
            make_activity(session, hub="norway", title="=HYPERLINK(1)", starts_on=date(2026, 3, day))


pytest_hubs = pytest.mark.usefixtures("hubs")


@pytest_hubs
def test_an_evaluator_sees_the_figures_and_nothing_else_of_the_console(app: Flask, sign_in: SignIn):
    evaluator = sign_in(RoleName.ANALYST, hub="")

    assert "Figures of the network" in evaluator.get("/console/")
    seen = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/console") and "GET" in (rule.methods or ()) and not rule.arguments
        if label_of(app, rule.endpoint) not in (None, "public", "signed-in")
        if evaluator.raw("GET", rule.rule).status_code != 404
    }

    assert seen == {
        "/console/network",
        "/console/network/corrections",
        "/console/network/figures.csv",
        "/console/network/figures.xlsx",
        "/console/network/maturity",
        "/console/network/reports",
        "/console/network/targets",
    }


@pytest_hubs
def test_small_numbers_of_people_are_shown_as_they_are_for_ones_own_hub_only(sign_in: SignIn):
    own = sign_in(RoleName.COORDINATOR, hub="norway").get(f"/console/network/figures/responses?{HALF}")
    evaluator = sign_in(RoleName.ANALYST, hub="").get(f"/console/network/figures/responses?{HALF}")
    office = sign_in(RoleName.NETWORK_ADMIN).get(f"/console/network/figures/responses?{HALF}")

    assert rows(own, "Responses by hub") | {"Norway": "7", "Austria": "fewer than 10"} == rows(own, "Responses by hub")
    assert {rows(evaluator, "Responses by hub")[hub] for hub in ("Norway", "Austria")} == {"fewer than 10"}
    assert {rows(office, "Responses by hub")[hub] for hub in ("Norway", "Austria")} == {"7"}
    assert "Corrected by +7 (Norway, Mar 2026): On paper" in own
    assert "+7" not in evaluator
    assert "Those of your own hubs are shown as they were counted" in own
    assert "Numbers of people are protected" in evaluator


def rows(page: object, caption: str) -> dict[str, str]:
    """The first two columns of a table."""
    table = next(each for each in page.root.all("table") if caption in each.text)  # type: ignore[attr-defined]
    cells = [[cell.text for cell in row.walk() if cell.tag in ("th", "td")] for row in table.all("tr")]
    return {row[0].strip(): row[1].strip() for row in cells[1:]}


@pytest_hubs
def test_countries_with_nothing_are_named_and_listed_with_each_figure(sign_in: SignIn):
    evaluator = sign_in(RoleName.ANALYST, hub="")

    whole = evaluator.get(f"/console/network?{HALF}")
    one = evaluator.get(f"/console/network/figures/declared?{HALF}")

    assert "Malta" in whole.text.split("Nothing was counted in: ")[1].split(".")[0]
    assert rows(one, "Activities held elsewhere by country")["Norway"] == "3"
    assert rows(one, "Activities held elsewhere by country")["Malta"] == "0"


@pytest_hubs
def test_every_figure_has_its_definition_one_click_away_and_says_what_it_was_before(sign_in: SignIn):
    page = sign_in(RoleName.ANALYST, hub="").get(f"/console/network/figures/hubs_recognised?{HALF}")

    assert page.h1 == "Hubs recognised"
    assert "Hubs that the network has accepted" in page
    assert "before: 0 (+2)" in page
    assert rows(page, "Hubs recognised by month")["Jan 2026"] == "0"
    assert rows(page, "Hubs recognised by month")["Feb 2026"] == "2"


@pytest_hubs
def test_what_a_figure_is_counted_from_is_listed_for_those_who_may_see_it(sign_in: SignIn):
    path = f"/console/network/figures/declared?{HALF}"

    assert "What it is counted from" in sign_in(RoleName.COORDINATOR, hub="norway").get(path)
    assert "What it is counted from" not in sign_in(RoleName.COORDINATOR, hub="austria").get(path)
    assert "What it is counted from" not in sign_in(RoleName.ANALYST, hub="").get(path)


@pytest_hubs
def test_figures_are_narrowed_to_a_hub_a_country_and_an_area(sign_in: SignIn):
    evaluator = sign_in(RoleName.ANALYST, hub="")

    assert "Norway · Norway" in evaluator.get(f"/console/network?{HALF}&hub=norway&country=NO")
    assert "not told apart by mission area" in evaluator.get(f"/console/network?{HALF}&area=prevention")
    malta = evaluator.get(f"/console/network/figures/declared?{HALF}&hub=malta")
    assert "before: the same" in malta


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("from=2026-13", "Enter a month, for example 2026-03.", id="no month"),
        pytest.param("from=2026-05&until=2026-01", "This is before the first month", id="ends before it begins"),
        pytest.param("from=2001-01&until=2026-01", "more than ten years", id="too long"),
        pytest.param("hub=nowhere", "Choose one of these.", id="no hub"),
        pytest.param("area=%00", "Choose one of these.", id="no area"),
    ],
)
def test_what_cannot_be_chosen_is_said_at_its_field(sign_in: SignIn, asked: str, said: str):
    page = sign_in(RoleName.ANALYST, hub="").get(f"/console/network?{asked}")

    assert page.status == 422
    assert any(said in error for error in page.errors)


@pytest_hubs
def test_files_hold_the_numbers_of_the_page_and_no_formula(sign_in: SignIn):
    evaluator = sign_in(RoleName.ANALYST, hub="")

    table = evaluator.raw("GET", f"/console/network/figures.csv?{HALF}").get_data().decode("utf-8-sig")
    found = {(row["figure"], row["by"], row["code"]): row for row in csv.DictReader(io.StringIO(table))}
    book = load_workbook(io.BytesIO(evaluator.raw("GET", f"/console/network/figures.xlsx?{HALF}").get_data()))

    assert book.sheetnames == ["figures", "by country", "by hub", "by month", "definitions", "about"]
    assert found["declared", "total", ""]["value"] == "3"
    assert found["declared", "country", "NO"]["value"] == "3"
    assert found["declared", "month", "2026-03"]["value"] == "3"
    assert found["responses", "hub", "norway"] | {"value": "", "state": "few"} == found["responses", "hub", "norway"]
    wide = {row[0]: dict(zip([c.value for c in book["by hub"][1]], row, strict=True)) for row in values(book["by hub"])}
    assert wide["norway"]["declared"] == 3
    assert wide["norway"]["responses"] == "fewer than 10"
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def values(sheet: object) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(min_row=2, values_only=True))  # type: ignore[attr-defined]


@pytest_hubs
def test_a_target_stands_in_the_charts_of_the_whole_network_only(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        session.add(
            NetworkTarget(figure="declared", value=3, by=date(2026, 6, 30), label={"en": "Three"}, created_at=NOW)
        )
    evaluator = sign_in(RoleName.ANALYST, hub="")

    assert "target reached" in evaluator.get(f"/console/network?{HALF}")
    assert "Target: 3 by June 30, 2026" in evaluator.get(f"/console/network/figures/declared?{HALF}")
    assert "target reached" not in evaluator.get(f"/console/network?{HALF}&hub=malta")


def test_without_any_hub_at_work_the_page_still_says_what_it_would_show(sign_in: SignIn):
    page = sign_in(RoleName.ANALYST, hub="").get("/console/network")

    assert page.status == 200
    assert "Nothing was counted in" in page
    assert sign_in(RoleName.ORGANISER).get("/console/network").status == 404
