"""Every further kind of item, from the page to what is stored: as people meet it, in their language."""

from dataclasses import replace
from typing import Any

from flask import Flask
from sqlalchemy import select

from engage.instruments.domain.definition import Cell, Item, ItemType, Option, Row
from engage.surveys.models import Response
from tests.factories.surveys import FIRST, instrument, item, make_survey, options, section, text
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE

PAGE = f"{FIRST}/facts"
GERMAN = PAGE.replace("/en/", "/de/")


def rows(*codes: str) -> tuple[Row, ...]:
    return tuple(Row(code=code, label=text(code.title())) for code in codes)


def asked(app: Flask, *items: Item, told: tuple[Item, ...] = ()) -> None:
    """A survey with these items on one page, and notes on the next."""
    pages = [section("facts", *items)] + ([section("told", *told)] if told else [])
    with transaction(app) as session:
        make_survey(session, instrument(*pages))


def stored(app: Flask) -> dict[str, Any]:
    with reading(app) as session:
        return session.scalars(select(Response.answers)).one()


def sent(app: Flask, browser: Browser, given: dict[str, Any]) -> dict[str, Any]:
    """Answer the one page, send, and look at what is stored."""
    page = browser.press(browser.submit(FIRST), given, action="next")
    assert page.path == f"{FIRST}/review", page.errors
    browser.press(page, action="submit")
    return stored(app)


YEAR = item("born", ItemType.YEAR, minimum=1900, maximum=2026)
DURATION = item("waited", ItemType.DURATION, units=("years", "months"))
RANGE = item("stay", ItemType.DATE_RANGE)
COUNTRY = item("lives", ItemType.COUNTRY)
FEW = item("cares", ItemType.COUNTRY, countries=("NO", "SE"))
LANGUAGE = item("speaks", ItemType.LANGUAGE, tags=("nb", "he", "de"))
AGREE = item("agrees", ItemType.CONSENT, agreed="OK")
HOURS = item("hours", ItemType.MATRIX, cell=Cell.INTEGER, rows=rows("work", "home"), minimum=0, maximum=24)
COSTS = item("costs", ItemType.MATRIX, cell=Cell.DECIMAL, rows=rows("travel"))
WORDS = item("words", ItemType.MATRIX, cell=Cell.TEXT, rows=rows("good", "bad"), max_length=20)
OTHER = item("sort", ItemType.SINGLE, options=options("lung", "else", **{"else": {"other": True}}), other_required=True)


TOOK = item("took", ItemType.DURATION, units=("minutes", "hours"))
ANSWERED = [
    (YEAR, {"born": "1961"}, {"born": 1961}),
    (DURATION, {"waited/years": "1", "waited/months": "6"}, {"waited": "P1Y6M"}),
    (TOOK, {"took/hours": "1", "took/minutes": "30"}, {"took": "PT1H30M"}),
    (
        RANGE,
        {"stay/from": "2026-01-02", "stay/to": "2026-01-02"},
        {"stay/from": "2026-01-02", "stay/to": "2026-01-02"},
    ),
    (COUNTRY, {"lives": "NO"}, {"lives": "NO"}),
    (FEW, {"cares": "SE"}, {"cares": "SE"}),
    (LANGUAGE, {"speaks": "he"}, {"speaks": "he"}),
    (AGREE, {"agrees": "OK"}, {"agrees": "OK"}),
    (HOURS, {"hours/work": "8", "hours/home": "2"}, {"hours/work": 8, "hours/home": 2}),
    (COSTS, {"costs/travel": "12,5"}, {"costs/travel": 12.5}),
    (WORDS, {"words/good": "Kind"}, {"words/good": "Kind"}),
    (OTHER, {"sort": "else", "sort/other": "Bone"}, {"sort": "else", "sort/other": "Bone"}),
]
WRONG = [
    (YEAR, {"born": "61"}, "four figures", "i-born"),
    (DURATION, {"waited/months": "a few"}, "whole number", "i-waited-months"),
    (RANGE, {"stay/from": "2026-02-01", "stay/to": "2026-01-31"}, "The end is before the start", "i-stay-to"),
    (HOURS, {"hours/work": "8", "hours/home": "25"}, "24 or less", "i-hours-r2"),
    (COSTS, {"costs/travel": "much"}, "number in figures", "i-costs-r1"),
    (WORDS, {"words/bad": "x" * 21}, "at most 20 characters", "i-words-r2"),
    (OTHER, {"sort": "else"}, "in your own words", "i-sort-o2-text"),
]


def test_every_kind_of_answer_is_stored_as_the_definition_says(app: Flask, browser: Browser):
    asked(app, *(question for question, _, _ in ANSWERED))
    given = {name: value for _, typed, _ in ANSWERED for name, value in typed.items()}

    assert sent(app, browser, given) == {key: value for _, _, found in ANSWERED for key, value in found.items()}


def test_what_does_not_fit_is_kept_and_told_where_it_stands(app: Flask, browser: Browser):
    asked(app, *(question for question, _, _, _ in WRONG))
    given = {name: value for _, typed, _, _ in WRONG for name, value in typed.items()}

    page = browser.press(browser.submit(FIRST), given, action="next")

    assert page.status == 422
    for (_, _, words, at), error in zip(WRONG, page.errors, strict=True):
        assert words in error
        assert all(
            f'{part}="{at_}"' in page.html for part, at_ in (("href", f"#{at}"), ("id", at), ("id", f"{at}-error"))
        )
    assert {name: page.value(name) for name in given} == given


def test_what_is_required_is_asked_for_field_by_field(app: Flask, browser: Browser):
    asked(app, *(replace(each, required="true()") for each in (YEAR, DURATION, RANGE, COUNTRY, HOURS)))

    page = browser.press(browser.submit(FIRST), action="next")

    assert page.errors == [
        "Write a year in four figures, for example 1961.",
        "Write how long it was. Fields that you leave empty count as none.",
        "Write a date as day, month and year, for example 21.11.2026.",
        "Write a date as day, month and year, for example 21.11.2026.",
        "Choose an answer.",
        "Write a number in figures, for example 12.",
        "Write a number in figures, for example 12.",
    ]


def test_one_may_prefer_not_to_say_when_one_was_ill(app: Flask, browser: Browser):
    asked(app, item("stay", ItemType.DATE_RANGE, prefer_not_to_say=True, required="true()"))

    assert sent(app, browser, {"stay/declined": "1"}) == {"stay": "_declined"}


def test_countries_and_languages_are_named_in_the_language_of_the_page(app: Flask, browser: Browser):
    asked(app, COUNTRY, FEW, LANGUAGE)
    browser.submit(FIRST)

    english, german = browser.get(PAGE), browser.get(GERMAN)

    assert "Norway" in english
    assert "Norwegen" in german
    assert "Österreich" in german
    assert "Norwegisch" in german.html
    assert '<span lang="he" dir="rtl">עברית</span>' in german.html
    labels = [option.text for option in german.root.all("option")]
    assert labels.index("Österreich") < labels.index("Polen")


PIPES = "${born}, ${waited}, ${stay}, ${lives}, ${speaks}, ${hours/work}, ${costs/travel}, ${sort}, ${sum}"
TOLD = (
    Item(
        name="said",
        type=ItemType.NOTE,
        label=text(
            f"You said {PIPES}.",
            f"Sie sagten {PIPES}.",
        ),
    ),
)


def test_answers_are_told_back_as_people_of_that_language_write_them(app: Flask, browser: Browser):
    total = Item(
        name="sum", type=ItemType.CALCULATION, label=text(""), calculation="${costs/travel} * 2 + ${hours/work}"
    )
    asked(app, YEAR, DURATION, RANGE, COUNTRY, LANGUAGE, HOURS, COSTS, OTHER, total, told=TOLD)
    given = {
        "born": "1961",
        "waited/years": "1",
        "waited/months": "6",
        "stay/from": "2026-01-02",
        "stay/to": "2026-02-03",
        "lives": "NO",
        "speaks": "nb",
        "hours/work": "8",
        "costs/travel": "1234.25",
        "sort": "else",
        "sort/other": "<b>Bone</b>",
    }
    page = browser.press(browser.submit(FIRST), given, action="next")

    assert (
        "You said 1961, 1 year and 6 months, Jan 2, 2026 – Feb 3, 2026, Norway, Norwegian Bokmål, 8, 1,234.25, "
        "<b>Bone</b>, 2476.5." in page
    )
    german = browser.get(page.path.replace("/en/", "/de/"))
    assert (
        "Sie sagten 1961, 1 Jahr und 6 Monate, 2. Jan. 2026 – 3. Feb. 2026, Norwegen, Norwegisch (Bokmål), 8, "
        "1.234,25, <b>Bone</b>, 2476,5." in german.text
    )


def test_an_answer_shows_in_labels_of_options_titles_and_messages(app: Flask, browser: Browser):
    name = item("name")
    label = text("Ask ${name}", "Fragen Sie ${name}")
    few = Item(name="who", type=ItemType.SINGLE, label=text("Who?"), options=(Option(code="a", label=label),))
    many = Item(name="whom", type=ItemType.SINGLE, dropdown=True, label=text("Whom?"), options=few.options)
    strict = Item(
        name="again",
        type=ItemType.TEXT,
        label=text("Again, ${name}?"),
        constraint=". = ${name}",
        constraint_message=text("Write ${name} once more.", "Schreiben Sie ${name} noch einmal."),
    )
    with transaction(app) as session:
        second = section("more", few, many, strict)
        second = replace(second, title=text("About ${name}", "Über ${name}"))
        make_survey(session, instrument(section("facts", name), second))

    page = browser.press(browser.submit(FIRST), name="*Ada* & Eve", action="next")
    assert page.h1 == "About *Ada* & Eve"
    assert "<title>About *Ada* &amp; Eve" in page.html
    assert [o.text for o in page.root.all("option")][-1] == "Ask *Ada* & Eve"
    page = browser.press(page, again="Bob", who="a", whom="a", action="next")
    assert page.errors == ["Write *Ada* & Eve once more."]
    page = browser.press(page, again="*Ada* & Eve", action="next")

    assert page.path == f"{FIRST}/review"
    assert page.text.count("Ask *Ada* & Eve") == 2
    assert "Again, *Ada* & Eve?" in page
    assert "About *Ada* & Eve" in page


def test_guidance_is_folded_and_works_without_scripts(app: Flask, browser: Browser):
    asked(app, item("age", ItemType.INTEGER, guidance=text("Years you have *completed*.")))

    page = browser.submit(FIRST)

    (folded,) = page.root.all("details")
    assert "More about this question" in folded.text
    assert "<em>completed</em>" in page.html


def test_the_review_page_shows_answers_in_words(app: Flask, browser: Browser):
    asked(app, YEAR, DURATION, RANGE, COUNTRY, HOURS, AGREE)
    given = {"waited/years": "2", "stay/from": "2026-01-02", "stay/to": "2026-02-03", "lives": "NO", "hours/work": "8"}
    page = browser.press(browser.submit(FIRST), given | {"agrees": "OK", "born": "1961"}, action="next")

    assert page.path == f"{FIRST}/review"
    for words in ("1961", "2 years", "Jan 2, 2026 – Feb 3, 2026", "Norway", "Work: 8", "Yes"):
        assert words in page
