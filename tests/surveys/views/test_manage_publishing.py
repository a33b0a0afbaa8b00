"""Publishing in the console: what changes is shown first, a second person signs, or a reason is given."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.instruments.document import to_document
from engage.instruments.domain.definition import ItemType
from engage.surveys import fielding, queries
from tests.factories.surveys import HEALTH, SLUG, instrument, item, make_survey, options, section
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
ADDRESS = f"/console/surveys/{SLUG}"
BEFORE = instrument(section("one", item("pain", ItemType.SINGLE, options=options("no", "yes")), item("why")))
AFTER = instrument(section("one", item("pain", ItemType.SCALE), item("why", required="true()"), item("since")))
CHECK = {
    "testers": "7",
    "tested_on": "2026-11-20",
    "ethics": "REK 2026/17",
    "impact": "DPIA 4",
    "languages": "en",
}


@pytest.fixture
def kari(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.ORGANISER)


@pytest.fixture
def ola(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.COORDINATOR)


def send(browser: Browser, path: str, **values: str) -> Page:
    form = browser.get(path)
    return browser.post(path, {"_csrf": form.value("_csrf") or "", **values})


def publish(browser: Browser, **values: str) -> Page:
    return send(browser, f"{ADDRESS}/publish", _sure="yes", **values)


def number_in_field(app: Flask) -> int:
    with reading(app) as session:
        found = queries.by_slug(session, SLUG)
        assert found is not None
        return found.version.number if found.version else 0


def two_versions(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session, BEFORE)
        make_survey(session, AFTER, publish=False)


def test_what_changes_is_listed_with_what_it_counts_as_and_why(app: Flask, kari: Browser) -> None:
    two_versions(app)

    page = kari.get(f"{ADDRESS}/publish")

    assert "Compared with version 1" in page
    for words in ("Another type", "new column in results and files", "New rule: must be answered", "New question"):
        assert words in page
    assert page.html.index("Another type") < page.html.index("New rule") < page.html.index("New question")


def test_the_first_version_is_compared_with_nothing(app: Flask, kari: Browser) -> None:
    with transaction(app) as session:
        make_survey(session, publish=False)

    assert "This is the first version" in kari.get(f"{ADDRESS}/publish")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({}, "has no signed release check", id="neither a check nor a reason"),
        pytest.param({"without_check": "yes"}, "Say why there is no release check", id="no reason"),
        pytest.param({"reason": "small hub"}, "has no signed release check", id="a reason but not the choice"),
    ],
)
def test_without_a_check_one_has_to_say_so_and_why(
    app: Flask, kari: Browser, values: dict[str, str], words: str
) -> None:
    two_versions(app)

    page = publish(kari, **values)

    assert page.status == 422
    assert any(words in error for error in page.errors)
    assert number_in_field(app) == 1


def test_publishing_without_a_check_stands_in_the_history_with_who_and_why(app: Flask, kari: Browser) -> None:
    two_versions(app)

    page = publish(kari, without_check="yes", reason="One person runs this hub.")

    assert page.path == ADDRESS
    assert number_in_field(app) == 2
    assert "Published without a release check (organiser-" in page
    assert "One person runs this hub." in page
    assert "compared with version 1" in page
    assert "Another type" in page


def test_results_say_in_which_versions_a_question_was_asked(app: Flask, kari: Browser) -> None:
    two_versions(app)
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        given = {"version_id": survey.version_id, "language": "en", "channel": "import", "day": date(2026, 11, 20)}
        fielding.add_responses(session, survey, [given | {"answers": {"pain": "yes"}}])
    publish(kari, without_check="yes", reason="One person runs this hub.")

    page = kari.get(f"{ADDRESS}/results")

    for words in ("pain__v2", "Asked so until version 1", "Asked so from version 2 on"):
        assert words in page


def test_who_signs_sees_which_languages_nobody_has_checked(app: Flask, kari: Browser, ola: Browser) -> None:
    two_versions(app)
    send(kari, f"{ADDRESS}/check", **CHECK)

    page = ola.get(f"{ADDRESS}/check/1")

    assert "not among the languages checked: Deutsch" in page
    assert f"{ADDRESS}/preview/en" in page.links


def test_a_check_that_a_second_person_signs_lets_it_be_published(app: Flask, kari: Browser, ola: Browser) -> None:
    two_versions(app)

    asked = send(kari, f"{ADDRESS}/check", **CHECK)
    assert "Waits for a second person" in asked
    own = send(kari, f"{ADDRESS}/check/1", name="Kari", role="Organiser")
    assert own.status == 409
    assert "A second person has to sign it" in own
    signed = send(ola, f"{ADDRESS}/check/1", name="Ola Nordmann", role="Data protection officer")
    assert "Ola Nordmann, Data protection officer, signed on" in signed

    page = publish(kari)

    assert number_in_field(app) == 2
    assert "Release check signed by Ola Nordmann, Data protection officer" in page


def test_a_change_after_signing_makes_the_check_void(app: Flask, kari: Browser, ola: Browser) -> None:
    two_versions(app)
    send(kari, f"{ADDRESS}/check", **CHECK)
    send(ola, f"{ADDRESS}/check/1", name="Ola", role="DPO")
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        version = queries.newest_version(session, survey.instrument_id)
        assert version is not None
        version.document = to_document(HEALTH)

    page = publish(kari)

    assert page.status == 422
    assert "No longer valid" in page
    assert number_in_field(app) == 1


def test_what_somebody_changed_meanwhile_is_shown_and_not_published(app: Flask, kari: Browser) -> None:
    two_versions(app)

    page = publish(kari, without_check="yes", reason="small hub", seen="1.0")

    assert page.status == 409
    assert any("Somebody changed the questionnaire" in error for error in page.errors)
    assert page.value("reason") == "small hub"
    assert number_in_field(app) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"testers": "some"}, "Enter a whole number", id="no number"),
        pytest.param({"testers": "0"}, "Enter 1 or more", id="nobody"),
        pytest.param({"tested_on": "soon"}, "Enter a date", id="no date"),
        pytest.param({"tested_on": "2999-01-01"}, "in the future", id="not yet"),
        pytest.param({"ethics": ""}, "Enter the reference", id="no ethics"),
        pytest.param({"impact": ""}, "Enter the reference", id="no assessment"),
    ],
)
def test_what_is_missing_for_a_check_is_said_at_its_field(
    app: Flask, kari: Browser, wrong: dict[str, str], words: str
) -> None:
    two_versions(app)

    page = send(kari, f"{ADDRESS}/check", **(CHECK | wrong))

    assert page.status == 422
    assert [words in error for error in page.errors] == [True]
    assert f'id="i-{next(iter(wrong))}-error"' in page.html


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        pytest.param(RoleName.TRANSLATOR, "publish", 404, id="a translator publishes nothing"),
        pytest.param(RoleName.ANALYST, "publish", 404, id="an analyst neither"),
        pytest.param(RoleName.ANALYST, "check", 404, id="nor asks for a check"),
        pytest.param(RoleName.TRANSLATOR, "trial", 404, id="a translator reads no comments"),
        pytest.param(RoleName.ANALYST, "trial", 200, id="an analyst reads comments"),
    ],
)
def test_pages_before_the_field_are_for_those_who_run_surveys(
    app: Flask, sign_in: SignIn, role: RoleName, path: str, expected: int
) -> None:
    two_versions(app)

    assert sign_in(role).get(f"{ADDRESS}/{path}").status == expected
