"""The editor, as hub teams use it without scripts."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.instruments import working
from engage.instruments.domain.definition import ItemType
from engage.surveys import fielding, queries
from tests.factories.surveys import SLUG, instrument, item, make_survey, options, section
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.editing import form_with, now, save, typed

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
QUESTIONS = instrument(
    section(
        "one",
        item("heard", ItemType.SINGLE, options=options("yes", "no", "unsure")),
        item("why", relevance="${heard} = 'no'"),
    ),
    section("two", item("age", ItemType.INTEGER)),
)


@pytest.fixture
def address(app: Flask) -> str:
    with transaction(app) as session:
        return f"/console/instruments/{make_survey(session, QUESTIONS, publish=False).instrument_id}/edit"


@pytest.fixture
def kari(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.ORGANISER)


@pytest.fixture
def ola(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.COORDINATOR)


def names(app: Flask) -> list[list[str]]:
    return [[item.name for item in section.items] for section in now(app).sections]


def arrange(browser: Browser, address: str, do: str, name: str = "", **more: Any) -> Page:
    page = browser.get(address)
    data: Mapping[str, Any] = {
        "_csrf": page.value("_csrf"),
        "_base": page.value("_base"),
        "do": do,
        "name": name,
        **more,
    }
    return browser.post(f"{address}/arrange", data)


# -- one question


def test_the_outline_leads_to_every_question_and_section(address: str, kari: Browser) -> None:
    links = kari.get(address).links

    for path in ("items/heard", "items/why", "items/age", "sections/one", "add/two", "head", "languages", "history"):
        assert f"{address}/{path}" in links


def test_what_is_typed_is_kept_and_the_history_says_who_did_it(app: Flask, address: str, kari: Browser) -> None:
    page = save(
        kari, f"{address}/items/heard", label="Had you heard of us?", hint="Before today.", required__mode="always"
    )

    assert "Saved." in page
    heard = now(app).item("heard")
    assert heard is not None
    assert (heard.label.source, heard.hint and heard.hint.source) == ("Had you heard of us?", "Before today.")
    assert heard.required == "true()"
    assert "you, " in kari.get(f"{address}/history")


def test_a_pasted_list_becomes_options_with_codes(app: Flask, address: str, kari: Browser) -> None:
    save(kari, f"{address}/items/heard", options__paste="often\tYes, often\n2. Now and then\n- Æsj!")

    heard = now(app).item("heard")
    assert heard is not None
    assert [(o.code, o.label.source) for o in heard.options[3:]] == [
        ("often", "Yes, often"),
        ("now_and_then", "Now and then"),
        ("sj", "Æsj!"),
    ]


def test_an_option_moves_by_its_button(app: Flask, address: str, kari: Browser) -> None:
    save(kari, f"{address}/items/heard", _action="options:2:up")

    heard = now(app).item("heard")
    assert heard is not None
    assert [option.code for option in heard.options] == ["yes", "unsure", "no"]


def test_a_code_that_changes_is_followed_by_the_conditions_that_ask_for_it(
    app: Flask, address: str, kari: Browser
) -> None:
    save(kari, f"{address}/items/heard", options__code=["yes", "never", "unsure", ""])

    why = now(app).item("why")
    assert why is not None
    assert why.relevance == "${heard} = 'never'"


def test_an_option_that_a_condition_asks_for_is_not_deleted_unseen(app: Flask, address: str, kari: Browser) -> None:
    page = save(kari, f"{address}/items/heard", _action="options:1:remove")

    assert page.status == 409
    assert "Other parts refer to it" in page
    assert "no" in [option.code for option in now(app).items.__next__().options]


def test_codes_that_stand_there_twice_are_refused_and_nothing_typed_is_lost(address: str, kari: Browser) -> None:
    page = save(kari, f"{address}/items/heard", options__code=["yes", "yes", "unsure", ""], label="Heard of us?")

    assert page.status == 422
    assert any("twice" in error for error in page.errors)
    assert page.value("label") == "Heard of us?"


# -- conditions


def test_a_condition_is_shown_in_plain_words_with_the_expression_beside_it(address: str, kari: Browser) -> None:
    page = kari.get(f"{address}/items/why")

    assert "Show if Question heard? is No" in page
    assert "${heard} = 'no'" in page


def test_a_rule_more_is_drawn_without_saving_and_kept_with_the_form(app: Flask, address: str, kari: Browser) -> None:
    path = f"{address}/items/why"
    drawn = kari.post(path, typed(kari.get(path), _action="relevance:block"))
    chosen = kari.post(path, typed(drawn, **{"relevance-1-0-key": "age", "_action": "relevance:refresh"}))

    assert now(app) == QUESTIONS
    data = typed(chosen, **{"relevance-1-0-relation": "at_least", "relevance-1-0-value": "18", "relevance-join": "any"})
    page = kari.post(path, data)

    why = now(app).item("why")
    assert why is not None
    assert why.relevance == "${heard} = 'no' or ${age} >= 18"
    assert "Show if Question heard? is No or Question age? is at least 18" in page


def test_a_rule_that_is_not_whole_is_asked_for(address: str, kari: Browser) -> None:
    path = f"{address}/items/why"
    page = kari.post(path, typed(kari.get(path), **{"relevance-0-0-value": []}))

    assert page.status == 422
    assert any("compared" in error for error in page.errors)


def test_an_expression_that_is_no_rule_stays_as_it_is_written(app: Flask, address: str, kari: Browser) -> None:
    path = f"{address}/items/why"
    written = "string-length(${heard})   > 1"
    save(kari, path, relevance__mode="expression", relevance__expression=written)
    save(kari, path, label="Why not?")

    why = now(app).item("why")
    assert why is not None
    assert why.relevance == written


def test_an_expression_that_cannot_be_read_is_refused_with_the_place(address: str, kari: Browser) -> None:
    page = save(kari, f"{address}/items/why", relevance__mode="expression", relevance__expression="${heard} = = 1")

    assert page.status == 422
    assert any("from character 12" in error for error in page.errors)


# -- order


def test_questions_and_sections_are_moved_copied_and_added(app: Flask, address: str, kari: Browser) -> None:
    deeds = [
        ("item-down", "heard", [["why", "heard"], ["age"]]),
        ("item-up", "why", [["why", "heard"], ["age"]]),  # at the very top already
        ("item-down", "heard", [["why"], ["heard", "age"]]),  # into the next section
        ("item-up", "heard", [["why", "heard"], ["age"]]),  # and back
        ("section-up", "two", [["age"], ["why", "heard"]]),
        ("item-copy", "age", [["age", "age_2"], ["why", "heard"]]),
        ("section-add", "", [["age", "age_2"], ["why", "heard"], []]),
    ]
    for do, name, expected in deeds:
        arrange(kari, address, do, name)
        assert names(app) == expected, do


def test_a_question_moves_to_another_section(app: Flask, address: str, kari: Browser) -> None:
    arrange(kari, address, "item-to", "heard", to="two")

    assert names(app) == [["why"], ["age", "heard"]]


def test_what_is_deleted_comes_back_by_undo(app: Flask, address: str, kari: Browser) -> None:
    page = arrange(kari, address, "item-delete", "age")
    assert names(app) == [["heard", "why"], []]
    assert "“Question age?” is deleted. Undo" in page

    kari._follow(kari.raw("POST", f"{address}/undo", data=form_with(page, "revision").values()), address)

    assert now(app) == QUESTIONS


def test_what_others_refer_to_is_deleted_only_with_what_it_comes_to(app: Flask, address: str, kari: Browser) -> None:
    asked = arrange(kari, address, "item-delete", "heard")

    assert asked.status == 409
    assert "Question why? (when it is shown)" in asked
    assert names(app) == [["heard", "why"], ["age"]]

    form = form_with(asked, "consequence")
    kari.post(f"{address}/arrange", {**form.values(), "do": "item-delete"})

    why = now(app).item("why")
    assert names(app) == [["why"], ["age"]]
    assert why is not None
    assert why.relevance is None


def test_a_question_becomes_another_kind_and_what_it_would_lose_is_asked_about(
    app: Flask, address: str, kari: Browser
) -> None:
    arrange(kari, address, "item-convert", "heard", kind="multiple")
    heard = now(app).item("heard")
    assert heard is not None
    assert (heard.type, len(heard.options)) == (ItemType.MULTIPLE, 3)

    asked = arrange(kari, address, "item-convert", "heard", kind="note")
    assert asked.status == 409
    assert "cannot keep this" in asked
    assert now(app).item("heard") == heard


def test_every_kind_of_question_can_be_added_and_opened(app: Flask, address: str, kari: Browser) -> None:
    for kind in ItemType:
        page = kari.get(f"{address}/add/two")
        opened = kari.post(f"{address}/add/two", {"_csrf": page.value("_csrf"), "type": kind.value})
        assert opened.status == 200, kind
        assert "/items/q" in opened.path

    assert {item.type for item in now(app).sections[1].items} == set(ItemType)


def test_a_standard_question_comes_with_its_codes_and_what_it_measures(app: Flask, address: str, kari: Browser) -> None:
    page = kari.get(f"{address}/add/two")
    kari.post(f"{address}/add/two", {"_csrf": page.value("_csrf"), "standard": "isced"})

    isced = now(app).item("isced")
    assert isced is not None
    assert (isced.concept, isced.options[3].code) == ("isced", "ED3")


# -- two people


def test_two_who_change_different_things_of_one_question_both_keep_theirs(
    app: Flask, address: str, kari: Browser, ola: Browser
) -> None:
    path = f"{address}/items/heard"
    seen = ola.get(path)
    save(kari, path, label="Heard of the hub?")

    ola.post(path, typed(seen, hint="Before today."))

    heard = now(app).item("heard")
    assert heard is not None
    assert (heard.label.source, heard.hint and heard.hint.source) == ("Heard of the hub?", "Before today.")


def test_the_second_who_changes_the_same_sees_both_and_chooses(
    app: Flask, address: str, kari: Browser, ola: Browser
) -> None:
    path = f"{address}/items/heard"
    seen = ola.get(path)
    save(kari, path, label="Heard of the hub?", hint="Kari's help")

    met = ola.post(path, typed(seen, label="Had you heard?", prefer_not_to_say="yes"))

    assert met.status == 409
    assert "saved a change at" in met
    assert "Heard of the hub?" in met
    heard = now(app).item("heard")
    assert heard is not None
    assert heard.label.source == "Heard of the hub?"

    choice = form_with(met, "choose-label").values() | {
        "choose-label": "mine",
        "text-label": "Had you heard of the hub?",
    }
    ola.post(path, choice)

    heard = now(app).item("heard")
    assert heard is not None
    assert heard.label.source == "Had you heard of the hub?"
    assert heard.hint is not None
    assert heard.hint.source == "Kari's help"
    assert heard.prefer_not_to_say


@pytest.mark.parametrize(
    ("form", "field", "untouched"),
    [
        pytest.param("head", "welcome", "closing", id="first page"),
        pytest.param("sections/one", "title", "description", id="section"),
    ],
)
def test_first_page_and_sections_ask_in_the_same_way(
    address: str, kari: Browser, ola: Browser, form: str, field: str, untouched: str
) -> None:
    path = f"{address}/{form}"
    seen = ola.get(path)
    save(kari, path, **{field: "Kari's words", untouched: "Only Kari's"})

    met = ola.post(path, typed(seen, **{field: "Ola's words"}))
    assert met.status == 409
    assert "Kari's words" in met
    ola.post(path, form_with(met, f"choose-{field}").values() | {f"choose-{field}": "mine"})

    page = kari.get(path)
    assert page.value(field) == "Ola's words"
    assert page.value(untouched) == "Only Kari's"


def test_scripts_are_told_who_was_faster(address: str, kari: Browser, ola: Browser) -> None:
    path = f"{address}/items/heard"
    seen = ola.get(path)
    save(kari, path, label="Heard of the hub?")

    answer = ola.raw("POST", path, data=typed(seen, label="Mine"), headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert answer.json is not None
    assert "changed the same" in answer.json["met"]


# -- what is noticed


def test_what_is_noticed_stands_beside_the_form_with_a_link_and_the_minutes_it_takes(
    address: str, kari: Browser
) -> None:
    page = kari.get(f"{address}/items/why")
    assert "English: about" in page

    save(kari, f"{address}/items/why", relevance__mode="expression", relevance__expression="${age} > 1 and ${age} < 1")
    page = kari.get(address)

    assert "Nothing stands in the way" not in page
    assert "eng-check" in page.html


# -- first page, languages, sections


def test_the_first_page_is_written_with_its_minutes_ages_contact_and_help_lines(
    app: Flask, address: str, kari: Browser
) -> None:
    values = {
        "title": "What do you need?",
        "about.purpose": "To plan.",
        "minutes": "5",
        "minimum_age": "15, NO 18",
        "contact_name": "Kari",
        "contact_phone": "+47 22",
        "support": "no | Helpline | 116\n* | Help | 112 | https://example.org",
        "closing": "Thanks.",
    }
    save(kari, f"{address}/head", **values)

    after = now(app)
    assert after.about is not None
    assert (after.title.source, after.minutes, dict(after.minimum_age)) == ("What do you need?", 5, {"*": 15, "NO": 18})
    assert after.about.purpose is not None
    assert after.about.contact is not None
    assert (after.about.purpose.source, after.about.contact.name) == ("To plan.", "Kari")
    assert {country: line.phone for country, line in after.about.support.items()} == {"NO": "116", "*": "112"}


def test_what_does_not_fit_on_the_first_page_is_said_at_its_field(address: str, kari: Browser) -> None:
    page = save(kari, f"{address}/head", title="", minutes="soon", minimum_age="old", support="Norway: 116")

    assert page.status == 422
    assert len(page.errors) == 4


def test_languages_are_added_and_taken_out(app: Flask, address: str, kari: Browser) -> None:
    page = kari.get(f"{address}/languages")
    kari.post(f"{address}/languages", {"_csrf": page.value("_csrf"), "do": "add", "tag": "ro"})
    assert now(app).languages == ("en", "de", "ro")

    kari.post(f"{address}/languages", {"_csrf": page.value("_csrf"), "do": "remove:ro"})
    assert now(app).languages == ("en", "de")


def test_a_section_has_a_title_an_address_and_a_condition(app: Flask, address: str, kari: Browser) -> None:
    path = f"{address}/sections/two"
    save(
        kari,
        path,
        title="About you",
        slug="about-you",
        relevance__mode="expression",
        relevance__expression="${heard} = 'yes'",
    )

    two = now(app).sections[1]
    assert (two.title.source, two.slug, two.relevance) == ("About you", "about-you", "${heard} = 'yes'")
    assert "Show if Question heard? is Yes" in kari.get(path)


# -- who may, and beginning from nothing


def test_who_does_not_edit_surveys_finds_no_editor(address: str, sign_in: SignIn) -> None:
    for role in (RoleName.ANALYST, RoleName.TRANSLATOR, RoleName.ASSESSOR):
        browser = sign_in(role)
        assert browser.get(address).status == 404
        assert browser.get(f"{address}/items/heard").status == 404


def test_a_form_that_is_not_ours_changes_nothing(app: Flask, address: str, kari: Browser) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = kari.raw("POST", f"{address}/arrange", data={"do": "item-delete", "name": "age"})

    assert answer.status_code == 400
    assert now(app) == QUESTIONS


def test_the_page_may_show_the_preview_in_a_frame_and_nothing_else_may(address: str, kari: Browser) -> None:
    assert "frame-src 'self'" in kari.get(address).headers["Content-Security-Policy"]
    preview = kari.get(f"/console/surveys/{SLUG}/preview/en").headers
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in kari.get(f"/console/surveys/{SLUG}").headers["Content-Security-Policy"]


def begin(browser: Browser, **values: str) -> Page:
    page = browser.get("/console/surveys/write")
    return browser.post("/console/surveys/write", {**form_with(page, "title").values(), **values})


def test_a_new_questionnaire_begins_with_a_title_and_a_language(app: Flask, kari: Browser) -> None:
    page = begin(kari, title="Hva trenger du?", language="nb")

    assert page.path.endswith("/edit")
    assert "Write your first question" in page
    with reading(app) as session:
        survey = queries.by_slug(session, "hva-trenger-du")
        assert survey is not None
        assert working.copy_of(session, survey.instrument_id).instrument.source_language == "nb"


def test_a_new_questionnaire_without_title_or_language_is_asked_for_them(kari: Browser) -> None:
    assert any("Write a title" in error for error in begin(kari).errors)
    assert any("language tag" in error for error in begin(kari, title="X", tag="not a tag").errors)


def test_a_title_that_was_written_anew_is_the_surveys_title_once_it_is_published(
    app: Flask, address: str, kari: Browser
) -> None:
    save(kari, f"{address}/head", title="Your health today")
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        fielding.publish(session, survey, now=datetime.now(UTC), without_check="A small hub.")

    assert "Your health today" in kari.get("/console/surveys")


# -- single answers


def test_single_answers_are_offered_to_some_and_the_sentence_stands_beside(
    app: Flask, address: str, kari: Browser
) -> None:
    path = f"{address}/items/heard"
    assert "options-if" not in kari.get(path).html
    drawn = kari.get(f"{path}?each=1")
    rules = {
        "options__if": ["", "", "${age} >= 18", ""],
        "options__attributes": ["side=a; size=2", "side=b", "", ""],
        "choice_filter": "side = ${why}",
    }
    page = kari.post(path, typed(drawn, **rules))

    heard = now(app).item("heard")
    assert heard is not None
    assert [option.relevance for option in heard.options] == [None, None, "${age} >= 18"]
    assert heard.options[0].attributes == {"side": "a", "size": "2"}
    assert heard.choice_filter == "side = ${why}"
    assert "Offered if Question age? is at least 18" in page

    save(kari, path, options__code=["yes", "no", "maybe", ""], options__if=["", "", "", ""])
    heard = now(app).item("heard")
    assert heard is not None
    assert (heard.options[2].code, heard.options[2].relevance) == ("maybe", None)
    assert heard.options[1].attributes == {"side": "b"}


def test_what_no_answer_can_have_is_said(address: str, kari: Browser) -> None:
    path = f"{address}/items/heard"
    page = kari.post(
        path,
        typed(
            kari.get(f"{path}?each=1"),
            options__if=["1 +", "", "", ""],
            options__attributes=["", "no sign", "", ""],
        ),
    )

    assert page.status == 422
    assert "“Yes”: the expression cannot be read" in page
    assert "“No”: write attributes as name=value" in page


def test_a_calculation_runs_when_named_questions_change(app: Flask, address: str, kari: Browser) -> None:
    page = kari.get(f"{address}/add/two")
    kari.post(f"{address}/add/two", {"_csrf": page.value("_csrf"), "type": "calculation"})
    made = now(app).sections[1].items[-1].name

    assert save(kari, f"{address}/items/{made}", trigger="gone").status == 422
    save(kari, f"{address}/items/{made}", trigger="${age}, heard")

    assert now(app).sections[1].items[-1].trigger == ("age", "heard")
