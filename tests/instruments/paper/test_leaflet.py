"""The questionnaire on paper: what stands in it, in every language, and that it is a tagged PDF."""

import json
import re
import zlib

import pytest
from flask import Flask
from flask_babel import force_locale

from engage.demo import citizen_survey
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import (
    Cell,
    Contact,
    Instrument,
    Item,
    ItemType,
    Option,
    Repeat,
    Row,
    Section,
)
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.paper.leaflet import Imprint, Leaflet
from engage.instruments.paper.pdf import pdf
from engage.instruments.paper.runs import blocks, line
from tests.support.databases import ON_SQLITE

IMPRINT = Imprint(
    "https://engage.example.org/en/surveys/x?version=3", 3, "The hub", Contact(name="Desk", phone="+47 1")
)
text = LocalizedText.of


def choices(*codes: str, **more: dict) -> tuple[Option, ...]:
    return tuple(Option(code=code, label=text(code.title()), **more.get(code, {})) for code in codes)


def leaflet(app: Flask, *items: Item, language: str = "en", repeat: Repeat | None = None, pulse: bool = False) -> dict:
    section = Section(name="s", slug="s", title=text("Part"), items=items, repeat=repeat)
    instrument = Instrument(
        name="i", title=text("Survey"), source_language="en", languages=("en",), sections=(section,)
    )
    with app.test_request_context(), force_locale("en"):
        return Leaflet(Questionnaire(instrument), language, pulse=pulse).data(IMPRINT)


def asked(data: dict) -> list[dict]:
    return [item for section in data["sections"] for item in section["items"]]


def words(runs: list[dict]) -> str:
    return "".join(run.get("text", "\n") for run in runs)


SMOKER = Item(name="smoker", type=ItemType.SINGLE, label=text("Do you smoke?"), options=choices("yes", "no"))


def ask(name: str, kind: ItemType = ItemType.TEXT, **more) -> Item:
    return Item(name=name, type=kind, label=text(name), **more)


@ON_SQLITE
def test_an_answer_says_where_to_go_on(app: Flask):
    data = leaflet(app, SMOKER, ask("brand", relevance="${smoker} = 'yes'"), ask("age"))

    assert [option["jump"] for option in asked(data)[0]["field"]["options"]] == ["", "go to 3"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("relevance", "told"),
    [
        pytest.param("${smoker} = 'yes'", "Only if you answered “Yes” to question 1.", id="one answer"),
        pytest.param(
            "${smoker} = 'yes' and ${age} >= 18",
            "Only if you answered “Yes” to question 1 and your answer to question 2 is 18 or more.",
            id="two answers",
        ),
        pytest.param(
            "${smoker} = 'no' or ${age} < 18",
            "Only if you answered “No” to question 1 or your answer to question 2 is less than 18.",
            id="either",
        ),
        pytest.param("${age} != ''", "Only if you answered question 2.", id="answered"),
        pytest.param(
            "string-length(${smoker}) > 2",
            "This is for some people only. If it does not fit you, leave it out.",
            id="what paper cannot say",
        ),
    ],
)
def test_a_condition_is_told_in_words_with_the_number_of_the_question(app: Flask, relevance: str, told: str):
    data = leaflet(app, SMOKER, ask("age", ItemType.INTEGER), ask("why", relevance=relevance))

    assert asked(data)[2]["only_if"] == told


@ON_SQLITE
def test_a_text_that_shows_an_answer_names_its_question(app: Flask):
    data = leaflet(app, SMOKER, Item(name="why", type=ItemType.TEXT, label=text("You said ${smoker}. Why?")))

    assert words(asked(data)[1]["label"]) == "You said (your answer to question 1). Why?"


@ON_SQLITE
def test_an_exclusive_option_says_that_it_stands_alone(app: Flask):
    options = choices("a", "none", none={"exclusive": True})
    data = leaflet(app, Item(name="m", type=ItemType.MULTIPLE, label=text("M"), options=options))

    assert [option["note"] for option in asked(data)[0]["field"]["options"]] == ["", "only this one"]


@ON_SQLITE
def test_questions_on_health_come_after_the_statement_that_is_agreed_to(app: Flask):
    data = leaflet(app, ask("illness", special_category=True))

    assert "I agree that my answers about my health are stored" in words(data["consent"]["text"][0]["runs"])
    assert "only if you ticked" in asked(data)[0]["consent"]


@ON_SQLITE
def test_a_list_is_printed_several_times(app: Flask):
    data = leaflet(app, ask("kind"), repeat=Repeat(name="treatments", maximum=2))

    assert data["sections"][0]["copies"] == 2


@ON_SQLITE
def test_the_short_form_has_its_own_numbers(app: Flask):
    data = leaflet(app, ask("long"), ask("short", pulse=True), pulse=True)

    assert [item["number"] for item in asked(data)] == [1]


def test_markdown_becomes_words_and_nothing_that_acts():
    made = blocks("A **bold** [word](https://example.org) <b>x</b>\n\n- one\n- two", lambda key: key)

    assert [run for run in made[0]["runs"] if run["strong"]] == [{"text": "bold", "strong": True, "em": False}]
    assert "(https://example.org)" in words(made[0]["runs"])
    assert "<b>x</b>" in words(made[0]["runs"])
    assert [words(item[0]["runs"]) for item in made[1]["items"]] == ["one", "two"]
    assert words(line("a\n\nb", lambda key: key)) == "a\nb"


EVERY_TYPE = (
    Item(name="heading", type=ItemType.NOTE, label=text("Heading"), heading=True),
    SMOKER,
    Item(name="many", type=ItemType.MULTIPLE, label=text("Many"), options=choices("a", "b", a={"other": True})),
    Item(name="rank", type=ItemType.RANKING, label=text("Rank"), options=choices("a", "b")),
    Item(name="scale", type=ItemType.SCALE, label=text("Scale"), minimum=0, maximum=10, low_label=text("Low")),
    Item(name="points", type=ItemType.ALLOCATION, label=text("Points"), rows=(Row(code="r", label=text("Row")),)),
    Item(
        name="grid",
        type=ItemType.MATRIX,
        label=text("Grid"),
        options=choices("a", "b"),
        rows=(Row(code="r", label=text("Row")),),
    ),
    Item(name="texts", type=ItemType.MATRIX, cell=Cell.TEXT, label=text("T"), rows=(Row(code="r", label=text("R")),)),
    ask("region", ItemType.REGION),
    ask("country", ItemType.COUNTRY),
    ask("language", ItemType.LANGUAGE),
    ask("day", ItemType.DATE),
    ask("span", ItemType.DATE_RANGE),
    ask("year", ItemType.YEAR),
    ask("long", ItemType.DURATION, units=("hours", "minutes")),
    ask("number", ItemType.DECIMAL, suffix=text("kg")),
    ask("words", multiline=True),
    ask("file", ItemType.FILE),
    ask("agree", ItemType.CONSENT),
)


@ON_SQLITE
def test_every_type_of_item_is_typeset(app: Flask):
    made = pdf(leaflet(app, *EVERY_TYPE))

    assert made.startswith(b"%PDF-")


@ON_SQLITE
@pytest.mark.parametrize("language", citizen_survey().languages)
def test_the_demonstration_is_an_accessible_pdf_in_every_language(app: Flask, language: str):
    with app.test_request_context(), force_locale(language):
        data = Leaflet(Questionnaire(citizen_survey()), language).data(IMPRINT)
    json.dumps(data)

    made = pdf(data)
    everything = made + b"".join(_streams(made))

    assert b"pdfuaid" in everything
    assert b"/StructTreeRoot" in everything
    assert re.search(rb"/Lang ?\(" + language.split("-")[0].encode(), everything)


def _streams(made: bytes) -> list[bytes]:
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return found
