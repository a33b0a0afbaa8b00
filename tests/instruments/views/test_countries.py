"""National editions in the editor, as hub teams write them without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.instruments import working
from engage.instruments.domain.definition import Edition, Instrument, NationalItem
from engage.surveys import queries
from tests.factories.editions import ASKED
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]


@pytest.fixture
def address(app: Flask) -> str:
    with transaction(app) as session:
        return f"/console/instruments/{make_survey(session, ASKED, publish=False).instrument_id}/edit"


@pytest.fixture
def kari(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.ORGANISER)


@pytest.fixture
def ola(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.COORDINATOR)


def now(app: Flask) -> Instrument:
    with reading(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        return working.copy_of(session, survey.instrument_id).instrument


def germany(app: Flask) -> Edition:
    return now(app).editions["DE"]


def school(app: Flask) -> NationalItem:
    return germany(app).items["school"]


def typed(page: Page, **changes: Any) -> dict[str, Any]:
    """What the form of a page sends with some fields changed: `welcome__de` is `welcome.de`."""
    data: dict[str, Any] = next(form for form in page.forms if "_seen" in form.names).values()
    return data | {name.replace("__", "."): value for name, value in changes.items()}


def save(browser: Browser, path: str, **changes: Any) -> Page:
    return browser.post(path, typed(browser.get(path), **changes))


def press(browser: Browser, path: str, **fields: str) -> Page:
    page = browser.get(path)
    return browser.post(path, {"_csrf": page.value("_csrf"), "_base": page.value("_base"), **fields})


def columns(page: Page, name: str) -> list[str]:
    return [element["value"] or "" for element in page.root.all("input") if element["name"] == name]


def test_the_list_says_what_differs_and_leads_to_it(address: str, kari: Browser) -> None:
    page = kari.get(f"{address}/countries")

    assert f"{address}/countries" in kari.get(address).links
    assert {f"{address}/countries/DE", f"{address}/countries/DE/items/school"} <= set(page.links)
    assert "own words, 2 own answers" in page
    assert "Every question is asked as for all." in page
    assert "Deutsch" in page


def test_a_country_is_added_taken_out_and_brought_back(app: Flask, address: str, kari: Browser) -> None:
    added = press(kari, f"{address}/countries", do="add", country="SE")
    assert added.path.startswith(f"{address}/countries/SE?")
    assert "Sweden has an edition of its own." in added

    page = press(kari, f"{address}/countries", do="remove:DE")
    assert "The edition of Germany is taken out." in page
    assert list(now(app).editions) == ["NO", "SE"]

    kari.post(f"{address}/undo", {"_csrf": page.value("_csrf"), "here": f"{address}/countries"})
    assert germany(app).minimum_age == 16


def test_the_question_that_asks_for_the_country_is_chosen(app: Flask, address: str, kari: Browser) -> None:
    assert "No question asks for the country." in press(kari, f"{address}/countries", do="item", item="")
    assert now(app).country_item is None


def test_a_country_says_its_languages_age_words_and_people(app: Flask, address: str, kari: Browser) -> None:
    page = save(
        kari,
        f"{address}/countries/DE",
        languages=["de", "en"],
        first="en",
        minimum_age="18",
        welcome__de="Willkommen",
        contact_phone="+49 228 000",
        support__de="Krebsinformationsdienst",
        support_phone="0800 420 30 40",
    )

    assert "Saved." in page
    edition = germany(app)
    assert edition.languages == ("en", "de")
    assert edition.minimum_age == 18
    assert edition.welcome is not None
    assert edition.welcome.in_("de") == "Willkommen"
    assert edition.contact is not None
    assert edition.contact.phone == "+49 228 000"
    assert edition.support is not None
    assert (edition.support.name.in_("de"), edition.support.phone) == ("Krebsinformationsdienst", "0800 420 30 40")
    assert "The edition of Germany is changed" in kari.get(f"{address}/history")


def test_what_does_not_fit_is_named_and_nothing_typed_is_lost(address: str, kari: Browser) -> None:
    page = save(kari, f"{address}/countries/DE", minimum_age="old", welcome__de="Willkommen")
    assert page.status == 422
    assert "Write an age in years" in page
    assert "Willkommen" in page

    assert save(kari, f"{address}/countries/DE", support_phone="116").status == 422
    page = save(kari, f"{address}/countries/DE", languages=["nb"])
    assert page.status == 409
    assert "is not among the languages of the questionnaire" in page


def test_one_question_is_shown_beside_the_common_one(address: str, kari: Browser) -> None:
    page = kari.get(f"{address}/countries/DE/items/school")

    assert "Question school?" in page
    assert "Welchen Schulabschluss haben Sie?" in page
    assert columns(page, "options-code") == ["haupt", "abitur", ""]
    assert any("country=DE" in link for link in page.links)


def test_own_answers_move_change_and_count_as_common_ones(app: Flask, address: str, kari: Browser) -> None:
    path = f"{address}/countries/DE/items/school"
    page = save(kari, path, _action="options:1:up")
    assert "is changed in Germany." in page

    typed_in = {"options-code": ["abi", "haupt", "real"], "options-common": ["high", "low", "low"]}
    save(kari, path, **typed_in, **{"options-label.de": ["Abitur", "Hauptschule", "Realschule"]})
    assert [(each.code, each.counts_as, each.label.in_("de")) for each in school(app).options] == [
        ("abi", "high", "Abitur"),
        ("haupt", "low", "Hauptschule"),
        ("real", "low", "Realschule"),
    ]

    save(kari, path, **{"options-paste": "fach | Fachabitur | high\nabi | Allgemeines Abitur | high"})
    assert [each.label.in_("de") for each in school(app).options] == [
        "Allgemeines Abitur",
        "Hauptschule",
        "Realschule",
        "Fachabitur",
    ]


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        pytest.param({"options-common": ["high", "", ""]}, 422, "Choose what “abitur” counts as.", id="no common"),
        pytest.param({"options-common": ["high", "middle", ""]}, 409, "would count as no answer", id="unknown common"),
        pytest.param({"options-code": ["haupt", "haupt", ""]}, 422, "stands there twice", id="code twice"),
        pytest.param({"options-code": ["haupt", "", ""]}, 422, "has no code", id="no code"),
        pytest.param({"options-paste": "Realschule"}, 409, "Realschule", id="line without a text"),
    ],
)
def test_answers_that_could_not_be_pooled_are_refused(
    app: Flask, address: str, kari: Browser, fields: dict[str, Any], status: int, words: str
) -> None:
    page = save(kari, f"{address}/countries/DE/items/school", **fields)

    assert page.status in (status, 422)
    assert words in page
    assert [option.code for option in school(app).options] == ["haupt", "abitur"]


def test_a_question_is_left_out_and_asked_as_for_all_again(app: Flask, address: str, kari: Browser) -> None:
    path = f"{address}/countries/DE/items/school"
    assert "is not asked in Germany." in save(kari, path, left_out="yes")
    assert school(app).left_out

    assert "as for all." in save(kari, path, _action="common")
    assert germany(app).items == {}

    save(kari, path, _action="begin")
    assert [(option.code, option.common) for option in school(app).options] == [("low", "low"), ("high", "high")]


def test_two_who_change_the_same_see_both_and_choose(app: Flask, address: str, kari: Browser, ola: Browser) -> None:
    path = f"{address}/countries/DE/items/school"
    mine = kari.get(path)
    save(ola, path, label__de="Ihr Abschluss?")

    conflict = kari.post(path, typed(mine, label__de="Welcher Abschluss?", hint__de="Der höchste."))
    assert conflict.status == 409
    assert "Ihr Abschluss?" in conflict
    assert "Welcher Abschluss?" in conflict
    assert germany(app).items["school"].hint is None

    chosen = {"choose-label.de": "mine", "text-label.de": "Ihr höchster Abschluss?"}
    kari.post(path, typed(conflict, **chosen))
    own = school(app)
    assert own.label is not None
    assert own.hint is not None
    assert (own.label.in_("de"), own.hint.in_("de")) == ("Ihr höchster Abschluss?", "Der höchste.")


def test_the_editor_says_which_country_holds_an_answer_back(address: str, kari: Browser) -> None:
    page = kari.get(f"{address}/items/school")
    data = next(form for form in page.forms if "_seen" in form.names).values()

    refused = kari.post(f"{address}/items/school", data | {"_action": "options:0:remove"})

    assert refused.status == 409
    assert "Germany" in refused


def test_a_common_answer_that_a_country_counts_as_is_not_taken_back(
    app: Flask, address: str, kari: Browser, ola: Browser
) -> None:
    page = kari.get(f"{address}/items/school")
    data: dict[str, Any] = next(form for form in page.forms if "_seen" in form.names).values()
    kari.post(f"{address}/items/school", data | {"options-paste": "mid | In between"})
    save(ola, f"{address}/countries/DE/items/school", **{"options-paste": "real | Realschule | mid"})

    page = kari.post(f"{address}/undo", {"_csrf": page.value("_csrf"), "here": address})

    assert "“real” of Germany would count as no answer" in page
    assert school(app).options[2].counts_as == "mid"


@pytest.mark.parametrize("path", ["countries/SE", "countries/DE/items/nothing", "countries/DE/items/country"])
def test_what_is_not_there_is_not_found_and_the_page_says_why(address: str, kari: Browser, path: str) -> None:
    page = kari.get(f"{address}/{path}")

    assert page.status == 404
    assert "The history says who changed it." in page


def test_translators_do_not_edit_countries(address: str, sign_in: SignIn) -> None:
    assert sign_in(RoleName.TRANSLATOR).get(f"{address}/countries").status == 404
