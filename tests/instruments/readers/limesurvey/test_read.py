"""Real surveys read whole: every question is an item or a finding, every expression can be worked out."""

import csv
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from pathlib import Path

import pytest

from engage.core.findings import Level
from engage.instruments.document import from_document, to_document
from engage.instruments.domain.definition import Instrument, ItemType
from engage.instruments.domain.journey import Circumstances
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.readers.limesurvey import read
from engage.instruments.readers.reading import Reading
from tests.corpora import corpora
from tests.support.asking import path

pytestmark = pytest.mark.corpora

NOW = datetime.fromisoformat("2026-11-21T10:00:00+00:00")


def multilingual() -> Path:
    return corpora("surveys", "limesurvey", "demos", "ls6_sample_survey_multilingual_fr_de_en_it.lss")


def research() -> Path:
    return corpora("surveys", "rse-2018", "questions_to_import.txt")


def table(path: Path, name: str) -> list[dict[str, str]]:
    rows = ElementTree.parse(path).getroot().find(f"{name}/rows")
    return [{cell.tag: cell.text or "" for cell in row} for row in rows] if rows is not None else []


def unaccounted(codes: list[str], found: Reading) -> list[str]:
    """Codes of questions that are neither an item nor named in a finding."""
    told = " ".join(finding.message for finding in found.findings)
    names = {item.name for item in found.instrument.items} | set(found.instrument.names.values())
    return [code for code in codes if code not in names and f"{code} " not in told]


def unknown_references(instrument: Instrument) -> set[str]:
    """Answers that expressions ask for and no item gives."""
    questionnaire = Questionnaire(instrument)
    sources = [source for source in questionnaire._sources() if source]
    return {key for source in sources for key in questionnaire.expression(source).references} - set(
        questionnaire.owners
    )


def test_the_multilingual_survey_loses_no_question():
    found = read(multilingual())

    questions = table(multilingual(), "questions")
    assert len(questions) == 67
    assert unaccounted([row["title"] for row in questions], found) == []
    assert found.ok
    assert found.instrument.languages == ("en", "fr", "de-x-informal", "he", "it")
    left_out = {finding.code for finding in found.findings if finding.level is Level.WARNING}
    assert "relevance" not in left_out


def test_the_multilingual_survey_keeps_subquestions_and_answers():
    found = read(multilingual())
    questions = {row["qid"]: row for row in table(multilingual(), "questions")}
    items = {item.name: item for item in found.instrument.items}

    for row in table(multilingual(), "subquestions"):
        question = questions[row["parent_qid"]]
        item = items.get(question["title"])
        if item is None or row["scale_id"] != "0":
            continue
        codes = {option.code for option in item.options} | {each.code for each in item.rows}
        assert row["title"] in codes or any(code.startswith(f"{row['title']}_") for code in codes), row
    for row in table(multilingual(), "answers"):
        item = items.get(questions[row["qid"]]["title"])
        second = items.get(f"{item.name}_2") if item else None
        codes = {option.code for each in (item, second) if each for option in each.options}
        assert item is None or row["code"] in codes, row


def _owners(rows: list[dict[str, str]]) -> list[tuple[dict[str, str], str]]:
    """Each answer and subquestion with the question it stands under."""
    owners, question = [], ""
    for row in rows:
        if row["class"] == "Q":
            question = row["name"]
        elif row["class"] in ("A", "SQ"):
            owners.append((row, question))
    return owners


def test_the_research_survey_loses_no_question():
    found = read(research())

    with research().open(encoding="utf-8-sig", newline="") as source:
        rows = [row for row in csv.DictReader(source, delimiter="\t") if row["language"] == "en"]
    questions = [row for row in rows if row["class"] == "Q"]
    assert len(questions) == 132
    assert unaccounted([row["name"] for row in questions], found) == []
    assert len(list(found.instrument.items)) == 132
    assert found.ok
    assert found.instrument.languages == ("en", "fr", "de-x-informal")
    items = {item.name: item for item in found.instrument.items}
    conditional = {row["name"] for row in questions if row["relevance"] not in ("", "1")}
    assert len(conditional) == 104
    assert {name for name, item in items.items() if item.relevance} == conditional
    kinds = {row["name"]: row["type/scale"] for row in questions}
    owners = _owners(rows)
    # the subquestions of a ranking are only its places
    options = sum(kinds[owner] != "R" or row["class"] == "A" for row, owner in owners)
    standard = sum(len(item.options) for item in items.values() if {o.code for o in item.options} == {"Y", "N"})
    others = sum(option.other for item in items.values() for option in item.options)
    assert sum(len(i.options) + len(i.rows) for i in items.values()) == options + standard + others


def test_routing_of_the_research_survey_follows_the_country():
    questionnaire = Questionnaire(read(research()).instrument)

    def asked(**answers: str) -> set[str]:
        return {
            each.item.name for section in path(questionnaire, answers, Circumstances(NOW)) for each in section.items
        }

    german, british, nobody = asked(socio1="3"), asked(socio1="7"), asked()
    assert {"edu1qde"} == {name for name in german if name.startswith("edu1q")}
    assert {"edu1quk"} == {name for name in british if name.startswith("edu1q")}
    assert not {name for name in nobody if name.startswith("edu1q")}


@pytest.mark.parametrize("survey", [multilingual, research])
def test_every_expression_compiles_and_asks_for_what_exists(survey):
    assert unknown_references(read(survey()).instrument) == set()


@pytest.mark.parametrize("survey", [multilingual, research])
def test_the_instrument_survives_being_stored(survey):
    instrument = read(survey()).instrument

    assert from_document(to_document(instrument)) == instrument


def test_texts_come_in_their_languages():
    instrument = read(multilingual()).instrument

    yes_no = next(item for item in instrument.items if [o.code for o in item.options] == ["Y", "N"])
    assert [yes_no.options[0].label.in_(tag) for tag in instrument.languages] == ["Yes", "Oui", "Ja", "כן", "Sì"]
    assert all("<" not in translation.text.replace("\\<", "") for _, translation in instrument.welcome)


def test_old_conditions_say_what_the_relevance_says(tmp_path):
    """The survey has both; without the relevance its old conditions stand in."""
    content = multilingual().read_text(encoding="utf-8")
    asked = {row["qid"] for row in table(multilingual(), "conditions")}
    names = [row["title"] for row in table(multilingual(), "questions") if row["qid"] in asked]
    root = ElementTree.fromstring(content)
    for row in root.find("questions/rows"):
        if row.findtext("qid") in asked:
            row.find("relevance").text = ""
    copy = tmp_path / "copy.lss"
    copy.write_text(ElementTree.tostring(root, encoding="unicode"), encoding="utf-8")

    ours, theirs = (read(each).instrument for each in (copy, multilingual()))

    many = next(item.name for item in theirs.items if item.type is ItemType.MULTIPLE and item.option("SH101"))
    for chosen in ((), ("SH101",), ("SH102",), ("SH101", "SH102")):
        for switch in ("", "Y", "N"):
            answers = {many: chosen, "QC": switch, "QCS3": switch}
            shown = [
                {each.item.name for page in path(Questionnaire(i), answers, Circumstances(NOW)) for each in page.items}
                for i in (ours, theirs)
            ]
            assert shown[0] & set(names) == shown[1] & set(names), answers


def test_every_survey_of_the_corpus_reads():
    folder = corpora("surveys", "limesurvey")
    files = sorted(folder.rglob("*.lss"))
    assert len(files) > 50
    for file in files:
        found = read(file)
        assert found.ok, (file.name, found.findings)
        assert unaccounted([row["title"] for row in table(file, "questions")], found) == [], file.name
        assert unknown_references(found.instrument) == set(), file.name
        path(Questionnaire(found.instrument), {}, Circumstances(NOW))


def test_surveys_made_by_another_converter_read():
    files = sorted(corpora("surveys", "xlsform2lstsv", "tsv").glob("*.tsv"))
    for file in files:
        found = read(file)
        assert found.ok, (file.name, found.findings)
        assert unknown_references(found.instrument) == set(), file.name
