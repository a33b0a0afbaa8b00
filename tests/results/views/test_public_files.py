"""Files of published results: figures, charts, the report."""

import csv
import io
import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from flask import Flask
from openpyxl import load_workbook

from engage.results.publishing.figures import Option, Published, document
from engage.results.reporting.files import COLUMNS
from tests.factories.editions_of_results import make_edition, make_published
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

PAGE = f"/en/surveys/{SLUG}/results"
FORMULA = '=HYPERLINK("http://example.org")'


def publish(app: Flask, **changes: Any) -> Published:
    with transaction(app) as session:
        session.add(make_edition(make_survey(session).id, **changes))
    return make_published(**changes)


def fetch(browser: Browser, path: str) -> bytes:
    answer = browser.raw("GET", path)
    assert answer.status_code == 200, path
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert browser.raw("GET", path, headers={"If_None_Match": answer.headers["ETag"]}).status_code == 304
    data: bytes = answer.data
    return data


def test_the_csv_holds_each_figure_of_the_edition_and_no_other(app: Flask, browser: Browser):
    published = publish(app)

    text = fetch(browser, f"{PAGE}/data.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert tuple(rows[0]) == COLUMNS
    shown = [row for row in rows if row["question"] == "heard" and not row["by"]]
    assert [(row["answer"], row["count"], row["percent"], row["base"]) for row in shown] == [
        ("doctor", "300", "50.0", "600"),
        ("letter", "150", "25.0", "600"),
        ("nobody", "150", "25.0", "600"),
    ]
    german = [row for row in rows if row["by"] == "_language" and row["group"] == "de" and row["question"] == "heard"]
    assert [(row["state"], row["count"]) for row in german] == [("shown", "95"), ("few", ""), ("hidden", "")]
    assert not [row for row in rows if row["state"] != "shown" and (row["count"] or row["percent"])]
    counts = {cell.count for question in published.questions for cell in question.table.cells if cell.count}
    assert counts <= {int(row["count"]) for row in rows if row["count"]}


def test_the_json_is_the_edition_as_it_is_stored(app: Flask, browser: Browser):
    published = publish(app)

    found = json.loads(fetch(browser, f"{PAGE}/data.json"))

    assert found["edition"] == {"number": 1, "published_on": "2026-05-04"}
    assert found["figures"] == json.loads(json.dumps(document(published)))
    assert found["texts"]["lead"]["de"] == "Die meisten hören es vom Arzt."


def test_no_text_acts_as_a_formula_in_a_spreadsheet(app: Flask, browser: Browser):
    heard = make_published().questions[0]
    options = (Option("doctor", {"en": FORMULA}), *heard.options[1:])
    publish(app, questions=(replace(heard, options=options),), crossings=())

    book = load_workbook(io.BytesIO(fetch(browser, f"{PAGE}/data.xlsx")))
    cells = [cell for row in book["figures"].iter_rows() for cell in row if cell.value == FORMULA]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert "Eurostat demo_pjan, 2024" in " ".join(str(row[1].value) for row in book["about"].iter_rows())
    lines = fetch(browser, f"{PAGE}/data.csv").decode("utf-8-sig")
    assert f'"\'{FORMULA.replace(chr(34), chr(34) * 2)}"' in lines


def test_a_workbook_in_hebrew_reads_from_right_to_left(app: Flask, browser: Browser):
    words = {"en": "Trust", "de": "Vertrauen", "he": "אמון"}
    first = replace(make_published().questions[0], label=words, section=words)
    publish(app, questions=(first,), crossings=(), title=words)

    hebrew, english = (
        load_workbook(io.BytesIO(fetch(browser, f"/{lang}/surveys/{SLUG}/results/data.xlsx"))) for lang in ("he", "en")
    )

    assert all(sheet.sheet_view.rightToLeft for sheet in hebrew)
    assert not any(sheet.sheet_view.rightToLeft for sheet in english)


@pytest.mark.parametrize("of", ["q1", "q2", "q3"])
def test_each_chart_is_a_picture_and_its_table_a_file(app: Flask, browser: Browser, of: str):
    publish(app)

    picture = ElementTree.fromstring(fetch(browser, f"{PAGE}/charts/{of}.svg"))
    table = fetch(browser, f"{PAGE}/charts/{of}.csv").decode("utf-8-sig")

    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Screening and you · Edition 1" in "".join(picture.itertext())
    assert table.startswith(make_published().questions[int(of[1]) - 1].label["en"])


def test_a_chart_is_pixels_too(app: Flask, browser: Browser):
    publish(app)

    assert fetch(browser, f"/he/surveys/{SLUG}/results/charts/q1.png?group=_language:de").startswith(b"\x89PNG")


def test_the_report_is_a_document_in_every_kind(app: Flask, browser: Browser):
    publish(app)

    assert fetch(browser, f"{PAGE}/report.pdf").startswith(b"%PDF")
    words = Document(io.BytesIO(fetch(browser, f"{PAGE}/report.docx?group=_language:de")))
    assert "Language: German" in [paragraph.text.partition(": ")[2] for paragraph in words.paragraphs]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("data.csv?group=_language:xx", id="a group that is not published"),
        pytest.param("charts/q9.svg", id="a question that is not there"),
        pytest.param("charts/q1.svg?n=2", id="a chart that is not there"),
        pytest.param("charts/q1.svg?n=x", id="no number"),
        pytest.param("charts/c1.svg", id="a crossing without a chart"),
        pytest.param("charts/q1.pdf", id="another kind of file"),
        pytest.param("report.pdf?edition=7", id="an edition that is not there"),
    ],
)
def test_what_is_not_published_is_no_file(app: Flask, browser: Browser, path: str):
    publish(app)

    assert browser.raw("GET", f"{PAGE}/{path}").status_code == 404


def test_a_file_in_a_language_that_is_not_served_is_sent_in_one_that_is(app: Flask, browser: Browser):
    publish(app)

    answer = browser.raw("GET", f"/fi/surveys/{SLUG}/results/data.csv")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PAGE}/data.csv")
