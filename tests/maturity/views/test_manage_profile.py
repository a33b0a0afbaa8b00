"""The profile of an assessment in the console: at a glance, in full, by indicator."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, update

from engage.accounts.roles import RoleName
from engage.db.session import db
from engage.maturity.domain.kinds import AssessmentKind, LevelState, Stage
from engage.maturity.models import AssessedLevel
from engage.maturity.models_after import LibraryItem
from tests.factories.maturity import make_assessment
from tests.factories.maturity_profiles import FIRST, MINORITY, REASON, make_round
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
LATER = date(2026, 6, 1)


@pytest.fixture
def organiser(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.ORGANISER)


@pytest.fixture
def two(app: Flask) -> tuple[int, int]:
    """Two signed rounds: MAN-3 has fallen, RSP-1 has risen from 1 to 3."""
    with transaction(app) as session:
        first = make_round(session, levels={"MAN-3": 3, "RSP-1": 1}, seed=1)
        second = make_round(session, levels={"MAN-3": 1, "RSP-1": 3}, seed=1, on=LATER, previous_id=first.id)
        return first.id, second.id


def page_of(browser: Browser, number: int, page: str):
    return browser.get(f"/console/assessments/{number}/{page}")


def test_at_a_glance_has_three_strengths_three_steps_and_what_moved_and_why(
    app: Flask, organiser: Browser, two: tuple[int, int]
):
    page = page_of(organiser, two[1], "summary")

    lists = page.root.all("ol")
    shown = [each for each in lists if "eng-seen__list" in (each.attributes.get("class") or "")]
    assert [len(each.all("li")) for each in shown] == [3, 3]
    assert "from 1 to 3" in page
    assert "New evidence: Report on RSP-1 of 2026" in page
    assert "Overall" not in [each.text for each in page.root.all("h2")], "the overall level stands last, elsewhere"


def test_beside_a_next_step_stands_what_the_library_has_for_it(app: Flask, organiser: Browser):
    with transaction(app) as session:
        made = make_round(session, targets={"RSP-1": 3}, levels={"RSP-1": 1})
        session.add(
            LibraryItem(
                slug="answering", kind="guide", title={"en": "How to answer"}, summary={"en": "How."}, language="en",
                url="https://example.org/guide", owner="Hub", licence="CC BY 4.0", added_on=FIRST,
                helps=[{"model": "ncmh-citizen-engagement", "indicator": "RSP-1", "level": 2}],
            )
        )  # fmt: skip
        number = made.id

    assert "How to answer" in page_of(organiser, number, "summary")
    assert "How to answer" in page_of(organiser, number, "profile/RSP-1")


def test_the_profile_has_its_pictures_with_tables_and_the_overall_level_last(
    app: Flask, organiser: Browser, two: tuple[int, int]
):
    page = page_of(organiser, two[1], "profile")

    assert [each.text for each in page.root.all("h2")] == [
        "By dimension", "By indicator", "How sure is it?", "Not as the protocol has it",
        "Where people see it differently", "How you came here", "Overall",
    ]  # fmt: skip
    assert len(page.root.all("figure")) == 3
    assert [len(each.all("tr")) for each in page.root.all("tbody")] == [10, 30, 10]
    assert MINORITY in page
    assert REASON in page
    assert "1 person cannot judge it" in page
    assert "Krippendorff" in page
    assert "80 percent interval over the panel" in page
    assert (
        "Citizens at the table is at level 1: the overall level is at most 3. Why: citizens do not help to steer."
        in page
    )


def test_a_signed_round_is_shown_from_its_snapshot_alone(app: Flask, organiser: Browser, two: tuple[int, int]):
    before = page_of(organiser, two[1], "profile").root.all("table")[0].text
    with transaction(app) as session:
        session.execute(update(AssessedLevel).where(AssessedLevel.assessment_id == two[1]).values(level=4))

    page = page_of(organiser, two[1], "profile")

    assert page.root.all("table")[0].text == before
    assert "Draft" not in page


def test_a_draft_says_that_nobody_has_signed_it(app: Flask, organiser: Browser):
    with transaction(app) as session:
        number = make_round(session, sign=False).id

    for page in ("summary", "profile", "profile/INC-2", "report"):
        assert "Draft: not signed yet." in page_of(organiser, number, page)


def test_a_first_look_says_that_it_is_no_assessment_and_has_no_overall_level(app: Flask, organiser: Browser):
    with transaction(app) as session:
        made = make_assessment(session, kind=AssessmentKind.FIRST_LOOK, stage=Stage.SIGNED)
        for each in ("MAN-3", "RES-1", "INC-1"):
            session.add(AssessedLevel(assessment_id=made.id, indicator=each, level=2, state=LevelState.GIVEN))
        number = made.id

    page = page_of(organiser, number, "profile")

    assert "This is a first look, not an assessment." in page
    assert "Overall" not in [each.text for each in page.root.all("h2")]
    assert "index" not in page.text.lower()


@pytest.mark.parametrize("page", ["summary", "profile", "profile/MAN-1", "report"])
@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.RATING], ids=str)
def test_before_ratings_are_closed_there_is_nothing_to_see(app: Flask, organiser: Browser, page: str, stage: Stage):
    with transaction(app) as session:
        number = make_assessment(session, stage=stage, levels={"MAN-1": 3}).id

    shown = page_of(organiser, number, page)

    assert "nobody sees anything of it before" in shown
    assert not shown.root.all("table")


@pytest.mark.parametrize("page", ["report/en/report.pdf", "report/data.json"])
def test_before_ratings_are_closed_there_is_no_file(app: Flask, organiser: Browser, page: str):
    with transaction(app) as session:
        number = make_assessment(session, stage=Stage.RATING, levels={"MAN-1": 3}).id

    assert page_of(organiser, number, page).status == 404


def test_an_indicator_says_where_the_hub_stands_and_what_to_do_next(
    app: Flask, organiser: Browser, two: tuple[int, int]
):
    page = page_of(organiser, two[1], "profile/MAN-3")

    assert "Where you stand: level 1 – Trying out" in page
    assert "What to do next: level 2 – Organised" in page
    assert "At least one fixed seat" in page
    assert "from 3 to 1" in page
    assert "the overall level is at most 3" in page


def test_tests_of_an_indicator_are_passed_not_passed_with_an_explanation_or_not_measured(
    app: Flask, organiser: Browser
):
    with transaction(app) as session:
        number = make_round(session, levels={"LIS-1": 2}).id

    page = page_of(organiser, number, "profile/LIS-1")

    assert "not passed It opens in May." in page
    assert "Counted by the platform" in page


def test_words_that_somebody_wrote_are_shown_and_never_run(app: Flask, organiser: Browser):
    with transaction(app) as session:
        made = make_round(session, sign=False)
        session.execute(
            update(AssessedLevel).where(AssessedLevel.indicator == "INC-2").values(minority="<script>alert(1)</script>")
        )
        number = made.id

    page = page_of(organiser, number, "profile")

    assert "&lt;script&gt;alert(1)" in page.html


@pytest.mark.parametrize("page", ["profile/XXX-1", "profile/<b>", "profile/MAN-1x"])
def test_an_indicator_that_the_model_has_not_is_not_found(organiser: Browser, two: tuple[int, int], page: str):
    assert page_of(organiser, two[0], page).status == 404


def test_the_profile_asks_the_database_for_few_things_however_many_rounds_there_were(
    app: Flask, organiser: Browser, two: tuple[int, int]
):
    page_of(organiser, two[1], "profile")
    with transaction(app) as session:
        third = make_round(session, seed=3, on=date(2027, 6, 1)).id
        fourth = make_round(session, seed=4, on=date(2028, 6, 1)).id
    page_of(organiser, fourth, "profile")

    counts = [statements(app, lambda n=number: page_of(organiser, n, "profile")) for number in (two[0], fourth, third)]

    assert len(set(counts)) == 1
    assert counts[0] <= 7


def statements(app: Flask, ask: Callable[[], object]) -> int:
    """How many it asks of the tables of this room."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    with app.app_context():
        engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            ask()
        finally:
            event.remove(engine, "before_cursor_execute", note)
    return sum("assessment" in each or "maturity" in each for each in seen)


PAGES = ("summary", "profile", "profile/MAN-1", "report", "report/en/report.pdf", "report/data.csv")


def test_a_result_belongs_to_its_hub(app: Flask, organiser: Browser, sign_in: Callable[..., Browser]):
    with transaction(app) as session:
        number = make_assessment(session, stage=Stage.CONSENSUS, levels={"MAN-1": 2}, members=[{}]).id
    strangers = [sign_in(RoleName.NETWORK_ADMIN), sign_in(RoleName.TRANSLATOR)]

    for page in PAGES:
        address = f"/console/assessments/{number}/{page}"
        assert organiser.raw("GET", address).status_code == 200, page
        assert [each.raw("GET", address).status_code for each in strangers] == [404, 404], page
