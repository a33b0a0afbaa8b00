"""Translators' and organisers' pages, opened and filled in without scripts."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.i18n.gates import TextGate
from engage.i18n.text import LocalizedText, TextState
from engage.instruments import working
from engage.instruments.domain.text_places import by_path
from engage.instruments.domain.translating import state_of
from engage.instruments.domain.translations import progress, with_states
from engage.instruments.translating import queries, work
from engage.instruments.translating.files import KINDS
from engage.instruments.translating.files.units import sheaf_of
from engage.surveys import queries as surveys
from tests.factories.surveys import HEALTH, SLUG, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
BASE = "/console/instruments/1/translations"
PART = f"{BASE}/de/part/about-you"
AGE = "items.age.label"


@pytest.fixture(autouse=True)
def survey(app: Flask) -> None:
    with transaction(app) as session:
        made = make_survey(session, with_states(HEALTH, TextState.DRAFT), gate=TextGate.NONE)
        assert made.instrument_id == 1


@pytest.fixture
def organiser(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.ORGANISER)


@pytest.fixture
def translator(app: Flask, sign_in: SignIn) -> Browser:
    """Asked for the German of two sections."""
    browser = sign_in(RoleName.TRANSLATOR)
    ask(app, sections=["about-you", "views"])
    return browser


def ask(app: Flask, *, sections: list[str], language: str = "de") -> None:
    from engage.accounts.models import Person

    with transaction(app) as session:
        person = session.query(Person).filter(Person.email.like("translator%")).order_by(Person.id.desc()).first()
        from datetime import UTC, date, datetime

        work.assign(
            session, 1, language, sections, person_id=person.id, due_on=date(2020, 1, 1), by=None, now=datetime.now(UTC)
        )


def number(page: Page, path: str) -> str:
    """The number of a text's field on the page."""
    found = re.search(rf'name="path-(\d+)" value="{re.escape(path)}"', page.html)
    assert found, f"{path} is not on {page.path}"
    return found[1]


def field(page: Page, path: str) -> str:
    return f"text-{number(page, path)}"


def state(app: Flask, path: str = AGE, language: str = "de") -> TextState | None:
    with reading(app) as session:
        return state_of(by_path(working.copy_of(session, 1).instrument)[path].text, language)


def words(app: Flask, path: str = AGE, language: str = "de") -> str:
    with reading(app) as session:
        return by_path(working.copy_of(session, 1).instrument)[path].text.in_(language)


def send(browser: Browser, page: Page | str, answers: dict[str, Any] | None = None, **more: Any) -> Page:
    """Fill in the form of a page that has these fields, and press its first button."""
    page = browser.get(page) if isinstance(page, str) else page
    given = {**(answers or {}), **more}
    form = next(
        form
        for form in page.forms
        if form.element["method"] == "post" and set(given) <= set(form.names) and len(form.names) > 1
    )
    data = form.values() | {name: value if isinstance(value, list) else [value] for name, value in given.items()}
    button = next(iter(form.buttons), None)
    if button is not None and button["name"]:
        data |= {button["name"]: [button["value"]]}
    return browser.post(form.element["action"] or page.path.partition("#")[0], data)


# -- who sees what


def test_a_translator_finds_what_they_are_asked_for_on_the_start_page_and_in_a_list(translator: Browser):
    start = translator.get("/console/")
    page = translator.get("/console/translating/")

    assert "Translate Your health into Deutsch" in start
    assert "Your health: German" in page
    assert "late" in page
    assert f"{BASE}/de" in page.links
    assert not any(link.startswith("/console/surveys") for link in page.links)


SEEN = (
    BASE,
    f"{BASE}/de",
    PART,
    f"{BASE}/de/text?path={AGE}",
    f"{BASE}/de/file.po",
    f"{BASE}/glossary",
    "/console/surveys/health/preview/de",
)
HIDDEN = (
    f"{BASE}/de/part/smoking",  # a section they are not asked for
    f"{BASE}/de/part/_first",
    f"{BASE}/en",  # the source
    f"{BASE}/fr",  # no such language
    f"{BASE}/de/text?path=items.reason.label",  # a text of another section
    f"{BASE}/assign",
    f"{BASE}/languages",
    "/console/surveys",
    f"/console/surveys/{SLUG}",
    "/console/instruments/2/translations",
)


def test_translators_see_the_pages_of_the_surveys_they_are_asked_for_only(app: Flask, translator: Browser):
    with transaction(app) as session:
        make_survey(session, slug="other")

    assert translator.raw("GET", f"/console/surveys/{SLUG}/preview/de").status_code == 200
    assert translator.raw("GET", "/console/surveys/other/preview/de").status_code == 404


def test_translators_see_what_they_are_asked_for_and_nothing_else(translator: Browser):
    assert {path: translator.raw("GET", path).status_code for path in (*SEEN, *HIDDEN)} == {
        **dict.fromkeys(SEEN, 200),
        **dict.fromkeys(HIDDEN, 404),
    }


@pytest.mark.parametrize("role", [RoleName.ANALYST, RoleName.ASSESSOR])
def test_other_roles_see_no_texts(sign_in: SignIn, role: RoleName):
    assert sign_in(role).raw("GET", BASE).status_code == 404


def test_a_translator_who_is_no_longer_asked_sees_nothing(app: Flask, translator: Browser):
    with transaction(app) as session:
        for row, _ in queries.assignments(session, 1):
            work.withdraw(session, 1, row.id)

    assert translator.raw("GET", PART).status_code == 404
    assert "Nothing to translate now" in translator.get("/console/translating/")


# -- the matrix


def test_the_matrix_says_in_words_what_is_left_to_do_and_leads_there(app: Flask, organiser: Browser):
    page = organiser.get(BASE)

    assert "7 draft" in page or re.search(r"\d+ draft", page.text)
    assert PART in page.links
    assert "shown to people" in page


def test_a_survey_leads_to_its_translations(organiser: Browser):
    assert BASE in organiser.get(f"/console/surveys/{SLUG}").links


# -- writing


def test_what_is_typed_is_saved_as_a_draft_without_scripts(app: Flask, translator: Browser):
    page = translator.get(PART)
    page = send(translator, page, {field(page, AGE): "Wie alt\nsind Sie?"})

    assert "1 text is saved." in page
    assert words(app) == "Wie alt\nsind Sie?"
    assert state(app) is TextState.DRAFT


def test_a_press_of_approve_on_ones_own_words_is_refused_and_on_others_it_works(
    app: Flask, translator: Browser, organiser: Browser
):
    page = translator.get(PART)
    page = send(translator, page, {field(page, AGE): "Wie alt?"})
    refused = press(translator, page, f"approved:{number(page, AGE)}")
    assert refused.status == 409
    assert "You translated this yourself" in refused

    page = organiser.get(PART)
    assert "1 text is approved" in press(organiser, page, f"approved:{number(page, AGE)}")
    assert state(app) is TextState.APPROVED


def press(browser: Browser, page: Page, do: str, **more: str) -> Page:
    """Press one of the many buttons of a page of texts."""
    data: dict[str, Any] = page.forms[-1].values() | {"_do": [do]} | {name: [value] for name, value in more.items()}
    return browser.post(page.path.partition("#")[0], data)


def test_a_section_is_approved_at_once_save_ones_own_words(app: Flask, organiser: Browser):
    page = organiser.get(PART)
    page = send(organiser, page, {field(page, AGE): "Wie alt?"})
    page = press(organiser, page, "approved:all")

    assert "texts are approved. 1 is left for somebody else" in page
    assert state(app) is TextState.DRAFT
    assert state(app, "items.smoker.label") is TextState.APPROVED


def test_two_people_at_one_text_are_both_told_and_nothing_is_lost(app: Flask, translator: Browser, organiser: Browser):
    theirs, mine = translator.get(PART), organiser.get(PART)
    send(translator, theirs, {field(theirs, AGE): "Wie alt?"})
    page = send(organiser, mine, {field(mine, AGE): "Ihr Alter?"})

    assert page.status == 409
    assert "changed this meanwhile" in page
    assert "Wie alt?" in page
    assert page.value(field(page, AGE)) == "Ihr Alter?"
    assert words(app) == "Wie alt?"
    send(organiser, page)
    assert words(app) == "Ihr Alter?"


def test_a_changed_source_marks_translations_and_filters_find_them(app: Flask, organiser: Browser):
    page = organiser.get(f"{BASE}/en/part/about-you")
    send(organiser, page, {field(page, AGE): "How old are you now?"})

    page = organiser.get(f"{PART}?show=stale")
    assert AGE in page.html
    assert "items.smoker.label" not in page.html
    assert "1 changed" in organiser.get(BASE)


def test_mending_a_slip_leaves_translations_as_they_are(app: Flask, organiser: Browser):
    page = organiser.get(f"{BASE}/en/part/about-you")
    send(organiser, page, {field(page, AGE): "Question: age?", "same_meaning": "yes"})

    assert words(app, language="en") == "Question: age?"
    assert state(app) is TextState.DRAFT


def test_a_script_saves_one_text_and_learns_its_state(app: Flask, translator: Browser):
    page = translator.get(PART)
    at = number(page, AGE)
    sent = {
        "_csrf": page.value("_csrf"),
        "_do": f"one:{at}",
        f"path-{at}": AGE,
        f"was-{at}": page.value(f"was-{at}"),
        f"base-{at}": page.value(f"base-{at}"),
        f"text-{at}": "Wie alt bist du?",
    }
    answer = translator.raw("POST", PART, data=sent)

    assert answer.status_code == 200
    said = json.loads(answer.get_data())
    assert (said["state"], said["was"], said["base"]) == ("draft", "Wie alt bist du?", 1)
    assert translator.raw("POST", PART, data=sent | {f"text-{at}": "X"}).status_code == 409


def test_nothing_is_stored_without_the_pages_token_or_for_a_section_one_is_not_asked_for(app: Flask, translator):
    page = translator.get(PART)
    data = {"_do": "save", "path-1": AGE, "text-1": "X", "was-1": "", "base-1": "0"}
    assert translator.raw("POST", PART, data=data).status_code == 400

    data |= {"_csrf": page.value("_csrf") or "", "path-1": "items.reason.label"}
    translator.raw("POST", PART, data=data)
    assert words(app, "items.reason.label") == "Frage reason?"


def test_a_language_as_help_placeholders_and_terms_stand_beside_the_field(app: Flask, organiser: Browser):
    page = organiser.get(f"{BASE}/en/part/about-you")
    send(organiser, page, {field(page, AGE): "How old is ${brand}?"})
    with transaction(app) as session:
        work.set_term(session, 1, "de", "old", "alt")

    page = organiser.get(PART)
    assert '<mark class="eng-slot">${brand}</mark>' in page.html
    assert "old → alt" in page


# -- one text


def test_a_thread_about_a_text_is_opened_and_settled(app: Flask, translator: Browser, organiser: Browser):
    path = f"{BASE}/de/text?path={AGE}"
    page = translator.get(path)
    said = {"_csrf": page.value("_csrf") or "", "path": AGE, "words": "<b>Du</b> or Sie?", "_do": "say"}
    translator.post(f"{BASE}/de/text", said)

    assert "1 open comment" in organiser.get(PART)
    page = organiser.get(path)
    assert "<b>Du</b> or Sie?" in page
    organiser.post(f"{BASE}/de/text", {"_csrf": page.value("_csrf") or "", "path": AGE, "_do": "settle"})
    assert "1 open comment" not in organiser.get(PART)


# -- languages, people, glossary


def test_a_language_and_its_easy_variant_are_added(app: Flask, organiser: Browser):
    page = send(organiser, f"{BASE}/languages", tag="ro")
    assert page.path == f"{BASE}/ro"
    assert "is added" in page

    assert "no language tag" in send(organiser, f"{BASE}/languages", tag="not a tag")
    page = organiser.get(f"{BASE}/languages")
    organiser.post(f"{BASE}/languages", {"_csrf": page.value("_csrf") or "", "tag": "de-simple"})
    assert "German (easy to read)" in organiser.get(BASE)


def test_a_survey_that_was_fielded_is_taken_over_as_approved_with_a_reason_that_is_shown(app: Flask, organiser):
    page = organiser.get(f"{BASE}/languages")
    data = {"_csrf": page.value("_csrf") or "", "base": "0", "languages": "de"}
    assert "Say why" in organiser.post(f"{BASE}/taken-over", data)

    page = organiser.post(f"{BASE}/taken-over", data | {"reason": "Fielded in spring 2025."})
    assert "count as approved" in page
    assert "Fielded in spring 2025." in page
    with reading(app) as session:
        assert progress(working.copy_of(session, 1).instrument, "de").complete


def test_somebody_is_asked_and_no_longer(app: Flask, sign_in: SignIn, organiser: Browser):
    translator = sign_in(RoleName.TRANSLATOR)
    page = organiser.get(f"{BASE}/assign")
    email = next(o for o in page.forms[-1].offered("person") or set() if o.startswith("translator"))
    page = send(organiser, page, person=email, language="de", sections=["about-you"], due_on="2030-01-31")

    assert "is asked" in page
    assert translator.raw("GET", PART).status_code == 200
    token = page.value("_csrf") or ""
    organiser.post(f"{BASE}/assign/1/withdraw", {"_csrf": token})
    assert translator.raw("GET", PART).status_code == 404


def test_who_asks_is_told_what_is_missing(organiser: Browser):
    for typed, problem in (
        ({"person": "", "language": "de"}, "Choose somebody"),
        ({"language": ""}, "Choose a language"),
        ({"language": "de", "due_on": "31/1/2030"}, "year-month-day"),
    ):
        page = send(organiser, f"{BASE}/assign", typed)
        assert page.status == 422
        assert problem in page


def test_terms_are_set_and_taken_out(app: Flask, organiser: Browser, translator: Browser):
    send(translator, f"{BASE}/glossary", term="hub", language="de", translation="Knotenpunkt")
    page = send(organiser, f"{BASE}/glossary", term="ECHoS", language="*", translation="")

    assert "Knotenpunkt" in page
    assert "stays as it is" in page
    token = page.value("_csrf") or ""
    with reading(app) as session:
        kept = next(term.id for term in queries.glossary(session, 1) if term.language == "*")
    translator.post(f"{BASE}/glossary", {"_csrf": token, "remove": str(kept)})
    assert "ECHoS" in organiser.get(f"{BASE}/glossary")


# -- files


def bring(browser: Browser, content: bytes, name: str) -> Page:
    token = browser.get(f"{BASE}/de").value("_csrf")
    data = {"_csrf": token, "file": (io.BytesIO(content), name)}
    response = browser.raw("POST", f"{BASE}/de/file", data=data, content_type="multipart/form-data")
    return browser._follow(response, f"{BASE}/de/file")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_goes_out_and_what_was_changed_in_it_comes_in(app: Flask, organiser: Browser, kind: str):
    from dataclasses import replace

    answer = organiser.raw("GET", f"{BASE}/de/file.{kind}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "text is taken in" not in bring(organiser, answer.get_data(), f"x.{kind}").text.replace("0 text", "")
    with reading(app) as session:
        sheaf = sheaf_of(working.copy_of(session, 1).instrument, "de")
    content = KINDS[kind].write(sheaf)
    changed = replace(sheaf, units=tuple(replace(u, text="Wie alt?") if u.path == AGE else u for u in sheaf.units))
    new = KINDS[kind].write(changed)
    old = next(u.words for u in sheaf.units if u.path == AGE)
    if kind != "xlsx":  # what a program keeps of the file it was given
        new = new.replace(next(u.words for u in changed.units if u.path == AGE).encode(), old.encode())
        assert content != new
        assert "1 text is taken in, as a draft." in bring(organiser, new, f"x.{kind}")
        assert words(app) == "Wie alt?"


def test_what_changed_on_both_sides_is_chosen_by_people(app: Flask, organiser: Browser):
    content = organiser.raw("GET", f"{BASE}/de/file.po").get_data()
    page = organiser.get(PART)
    send(organiser, page, {field(page, AGE): "Ihr Alter?"})
    page = bring(organiser, content.replace(b"Frage age?", b"Wie alt?"), "x.po")

    assert "1 text needs your choice" in page
    assert "Ihr Alter?" in page
    page = send(organiser, page, {"choice-1": "theirs"})
    assert "1 text of the file is taken in" in page
    assert words(app) == "Wie alt?"


def test_a_file_that_cannot_be_taken_in_is_refused_with_what_to_do(organiser: Browser):
    for name, content, problem in (
        ("x.doc", b"", "ends in .po"),
        ("x.xlf", b"<x", "not an XML file"),
        ("x.xlsx", b"PK", "not an Excel workbook"),
        ("x.po", b'msgid "a"\nmsgstr "b"\n', "no texts of this questionnaire"),
    ):
        assert problem in bring(organiser, content, name)


def test_a_file_of_another_language_is_refused(organiser: Browser):
    content = organiser.raw("GET", f"{BASE}/de/file.po").get_data().replace(b"Language: de", b"Language: fr")

    assert "another language: fr" in bring(organiser, content, "x.po")


# -- what the linter saw


def test_what_stands_out_is_listed_and_leads_to_the_text(app: Flask, organiser: Browser):
    page = organiser.get(f"{BASE}/en/part/about-you")
    send(organiser, page, {field(page, AGE): "How old is ${brand}?"})
    page = organiser.get(PART)
    send(organiser, page, {field(page, AGE): "Wie alt?"})

    page = organiser.get(f"{BASE}/de")
    assert "is shown in the source, but not here" in page
    assert f"{BASE}/de/text?path={AGE}" in page.links


def test_texts_of_instruments_cannot_act_on_these_pages(app: Flask, organiser: Browser):
    page = organiser.get(f"{BASE}/en/part/about-you")
    send(organiser, page, {field(page, AGE): "<script>alert(1)</script>\"'</textarea>"})

    for path in (f"{BASE}/en/part/about-you", PART, f"{BASE}/de/text?path={AGE}", f"{BASE}/de"):
        assert "<script>alert" not in organiser.get(path).html


def test_surveys_gate_is_said(app: Flask, organiser: Browser):
    with transaction(app) as session:
        found = surveys.by_slug(session, SLUG)
        assert found is not None
        found.text_gate = TextGate.APPROVED

    assert "not shown yet" in organiser.get(BASE)
    assert isinstance(LocalizedText.of("x"), LocalizedText)
