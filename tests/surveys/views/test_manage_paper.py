"""The console offers the questionnaire as a file to print."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.instruments.domain.definition import Quota
from engage.instruments.models import InstrumentVersion
from engage.surveys.models import QuotaCount, Response
from engage.surveys.models_paper import PaperSheet
from tests.factories.editions import make_survey_of_countries
from tests.factories.surveys import HEALTH, make_survey
from tests.support.databases import ON_SQLITE, reading, transaction

PAPER = "/console/surveys/health/paper"


@pytest.fixture
def organiser(sign_in):
    return sign_in(RoleName.ORGANISER)


@ON_SQLITE
def test_every_language_can_be_printed(app: Flask, organiser):
    with transaction(app) as session:
        make_survey(session)

    page = organiser.get(PAPER)
    assert f"{PAPER}/de.pdf" in page.links

    made = organiser.raw("GET", f"{PAPER}/de.pdf")
    assert made.content_type == "application/pdf"
    assert "health-de-v1.pdf" in made.headers["Content-Disposition"]
    assert made.data.startswith(b"%PDF-")


@ON_SQLITE
def test_each_country_has_its_own_sheets(app: Flask, organiser):
    with transaction(app) as session:
        make_survey_of_countries(session)

    page = organiser.get(PAPER)
    assert "Germany" in page
    assert f"{PAPER}/de.pdf?country=DE" in page.links
    assert organiser.raw("GET", f"{PAPER}/de.pdf?country=DE").status_code == 200


@ON_SQLITE
def test_a_language_the_survey_has_not_is_not_found(app: Flask, organiser):
    with transaction(app) as session:
        make_survey(session)

    assert organiser.raw("GET", f"{PAPER}/fi.pdf").status_code == 404


# -- typing in what came back

ENTER = f"{PAPER}/enter?number=014&language=de&mode=paper"
SHEET = {"age": 44, "smoker": "yes", "brand": "Blau", "reason": "Gewohnheit"}


@pytest.fixture
def colleague(sign_in):
    return sign_in(RoleName.ORGANISER)


@pytest.fixture
def survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session)


def responses(app: Flask) -> list:
    with reading(app) as session:
        rows = session.execute(select(Response.answers, Response.channel, Response.language))
        return [tuple(row) for row in rows]


def sheets(app: Flask) -> int:
    with reading(app) as session:
        return len(session.scalars(select(PaperSheet)).all())


def test_a_sheet_typed_the_same_by_two_people_is_a_response_that_keeps_its_mode(
    app: Flask, survey, organiser, colleague
):
    page = organiser.submit(ENTER, SHEET)
    assert page.path == PAPER
    assert "Somebody else types it" in page
    assert responses(app) == []

    page = colleague.submit(ENTER, SHEET)

    assert "Sheet 014 is a response now" in page
    assert responses(app) == [({"age": 44, "smoker": "yes", "brand": "Blau", "reason": "Gewohnheit"}, "paper", "de")]
    assert sheets(app) == 0


@ON_SQLITE
def test_a_sheet_is_begun_from_the_form_on_the_page(survey, organiser):
    page = organiser.get(PAPER)

    form = next(form for form in page.forms if "number" in form.names)
    assert [option.text for option in form.element.all("option")] == ["English", "Deutsch"]


def test_nobody_types_a_sheet_twice(app: Flask, survey, organiser):
    organiser.submit(ENTER, SHEET)

    assert "You typed sheet 014 yourself" in organiser.get(ENTER)
    assert sheets(app) == 1


def test_where_two_entries_differ_somebody_decides(app: Flask, survey, organiser, colleague):
    organiser.submit(ENTER, SHEET | {"age": 41})
    page = colleague.submit(ENTER, SHEET)
    assert "They differ in 1 place" in page
    assert "Frage age?" in page

    undecided = colleague.press(page, action="store")
    assert undecided.status == 422
    assert undecided.errors == ["Decide each difference. Look at the sheet."]

    colleague.press(undecided, {"choice-0": "second"}, action="store")
    assert [answers["age"] for answers, _, _ in responses(app)] == [44]
    assert sheets(app) == 0


@ON_SQLITE
def test_what_cannot_be_typed_so_is_said_and_everything_is_kept(app: Flask, survey, organiser):
    page = organiser.submit(ENTER, SHEET | {"age": "forty"})

    assert page.status == 422
    assert page.value("age") == "forty"
    assert page.value("brand") == "Blau"
    assert len(page.errors) == 1
    assert sheets(app) == 0


def test_what_was_not_meant_for_the_person_is_named_when_it_does_not_count(app: Flask, survey, organiser, colleague):
    organiser.submit(ENTER, {"smoker": "no", "brand": "Blau"})
    page = colleague.submit(ENTER, {"smoker": "no", "brand": "Blau"})

    assert "1 answer does not count" in page
    assert "Frage brand?" in page
    assert [answers for answers, _, _ in responses(app)] == [{"smoker": "no"}]


def test_a_sheet_can_be_given_up(app: Flask, survey, organiser):
    organiser.submit(ENTER, SHEET)
    with reading(app) as session:
        (found,) = session.scalars(select(PaperSheet.id))

    page = organiser.submit(f"{PAPER}/sheets/{found}", action="delete")

    assert "is deleted" in page
    assert sheets(app) == 0


@ON_SQLITE
@pytest.mark.parametrize(
    "address", ["?language=de&mode=paper", "?number=1&language=fi&mode=paper", "?number=1&language=de"]
)
def test_a_sheet_needs_a_number_a_language_and_a_mode(survey, organiser, address: str):
    page = organiser.get(f"{PAPER}/enter{address}")

    assert page.path == PAPER


def test_national_options_are_typed_by_their_own_names(app: Flask, organiser, colleague):
    with transaction(app) as session:
        make_survey_of_countries(session)
    address = f"{ENTER}&country=DE"

    organiser.submit(address, {"school": "abitur"})
    colleague.submit(address, {"school": "abitur"})

    assert [answers for answers, _, _ in responses(app)] == [
        {"country": "DE", "school": "high", "school/national": "abitur"}
    ]


@ON_SQLITE
def test_an_analyst_types_nothing(survey, sign_in):
    analyst = sign_in(RoleName.ANALYST)

    assert "Type in what came back" not in analyst.get(PAPER)
    assert analyst.raw("GET", ENTER).status_code == 404


def test_a_questionnaire_of_which_sheets_are_typed_in_does_not_change_any_more(app: Flask, organiser, colleague):
    """Answers are read by what was asked: an editor begins the next version."""
    with transaction(app) as session:
        make_survey(session, publish=False)

    organiser.submit(ENTER, **SHEET)

    with reading(app) as session:
        (version,) = session.scalars(select(InstrumentVersion))
    assert version.published_at is not None


def test_a_hub_sees_and_types_the_sheets_of_its_countries_only(app: Flask, sign_in):
    with transaction(app) as session:
        make_survey_of_countries(session)
    lead = sign_in(RoleName.ORGANISER, hub="default")
    partners = [sign_in(RoleName.ORGANISER, hub="germany") for _ in range(2)]
    norwegian = f"{PAPER}/enter?number=NO-1&language=en&mode=paper&country=NO"
    german = f"{PAPER}/enter?number=DE-1&language=de&mode=paper&country=DE"
    lead.submit(norwegian, school="low")
    partners[0].submit(german, school="abitur")

    for partner in partners:
        page = partner.get(PAPER)
        assert "DE-1" in page
        assert "NO-1" not in page
        assert partner.raw("GET", f"{PAPER}/sheets/1").status_code == 404
        assert "another hub fields" in partner.get(norwegian)
    assert "DE-1" in lead.get(PAPER)


def test_a_response_on_paper_counts_in_its_quota_and_is_taken_beyond_it(app: Flask, organiser, colleague):
    quota = Quota(name="smokers", limit=1, when={"smoker": ("yes",)})
    with transaction(app) as session:
        make_survey(session, replace(HEALTH, quotas=(quota,)))
    for number in ("a-1", "a-2"):
        address = f"{PAPER}/enter?number={number}&language=de&mode=paper"
        organiser.submit(address, SHEET)
        colleague.submit(address.replace("a-", "A-"), SHEET)

    with reading(app) as session:
        assert session.scalar(select(QuotaCount.count)) == 2
    assert len(responses(app)) == 2
