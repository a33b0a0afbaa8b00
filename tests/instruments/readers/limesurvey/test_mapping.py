"""A survey becomes an instrument: sections, names, relevance, texts of the survey itself."""

import pytest

from engage.instruments.domain.definition import ItemType
from tests.instruments.readers.limesurvey.making import a, codes, q, reading, sq, survey


def group(key: str, name: str, text: str = "", relevance: str = "1") -> dict[str, str]:
    return {"class": "G", "type/scale": key, "name": name, "text": text, "relevance": relevance}


def test_groups_become_sections(tmp_path):
    found = reading(
        tmp_path,
        *survey(q("S", "Q1")),
        group("5", "Results", "<p>About you</p>", 'Q1.NAOK == "a"'),
        q("S", "Q2"),
    )

    first, second = found.instrument.sections
    assert (first.name, first.slug, first.title.source, first.relevance) == ("G0", "first-group", "First group", None)
    assert (second.name, second.slug, second.description.source) == ("G5", "results-2", "About you")
    assert "${Q1}" in second.relevance


def test_a_group_without_questions_keeps_its_text_or_goes(tmp_path):
    found = reading(tmp_path, *survey(q("S", "Q1")), group("1", "Empty"), group("2", "Told", "Read this"))

    assert [section.name for section in found.instrument.sections] == ["G0", "G2"]
    [note] = found.instrument.sections[1].items
    assert (note.type, note.label.source) == (ItemType.NOTE, "Read this")
    assert "empty_group" in codes(found)


def test_texts_of_the_survey_stand_first_and_last(tmp_path):
    texts = {"surveyls_description": "What", "surveyls_welcometext": "<p>Hello</p>", "surveyls_endtext": "Bye"}
    rows = [{"class": "SL", "name": name, "text": text} for name, text in texts.items()]

    instrument = reading(tmp_path, *rows, *survey(q("S", "Q1"))).instrument

    assert (instrument.title.source, instrument.welcome.source, instrument.closing.source) == (
        "Title",
        "What\n\nHello",
        "Bye",
    )


@pytest.mark.parametrize("always", ["", "1", " 1 "])
def test_relevance_one_or_none_is_always(tmp_path, always):
    found = reading(tmp_path, *survey(q("S", "Q1", relevance=always)))

    assert found.instrument.item("Q1").relevance is None


def test_relevance_and_rules_are_translated(tmp_path):
    found = reading(
        tmp_path,
        *survey(
            q("M", "Q1"),
            sq("a"),
            q("N", "Q2", relevance='Q1_a.NAOK == "Y"', em_validation_q="this > 5", em_validation_q_tip="Too few"),
        ),
    )

    item = found.instrument.item("Q2")
    assert item.relevance == "selected(${Q1}, 'a')"
    assert item.constraint == ". > 5"
    assert item.constraint_message.source == "Too few"


def test_a_rule_for_each_part_is_checked_where_it_is_answered(tmp_path):
    found = reading(tmp_path, *survey(q("K", "Q1", em_validation_sq="this > 5"), sq("a"), sq("b")))

    expected = "(${Q1/a} = '' or (${Q1/a} > 5)) and (${Q1/b} = '' or (${Q1/b} > 5))"
    assert found.instrument.item("Q1").constraint == expected


@pytest.mark.parametrize(
    "relevance",
    [
        pytest.param("nobody == 1", id="no such answer"),
        pytest.param("Q1 = 4", id="an assignment"),
        pytest.param("((", id="no expression"),
        pytest.param("file_filecount > 0", id="a question that is left out"),
    ],
)
def test_what_cannot_be_translated_is_always_shown_and_told(tmp_path, relevance):
    found = reading(tmp_path, *survey(q("S", "Q1"), q("%", "file"), q("S", "Q2", relevance=relevance)))

    assert found.instrument.item("Q2").relevance is None
    [finding] = [finding for finding in found.findings if finding.code == "relevance"]
    assert (finding.where.row, finding.where.column) == (8, "relevance")
    assert found.ok


def test_codes_are_kept_unless_they_cannot_be_names(tmp_path):
    found = reading(tmp_path, *survey(q("S", "QuestA"), q("S", "1a"), q("O", "Q3"), a("x"), q("S", "Q3_comment")))

    names = [item.name for item in found.instrument.items]
    assert names == ["QuestA", "q1a", "Q3", "Q3_comment", "Q3_comment_2"]
    assert found.instrument.names == {"q1a": "1a", "Q3_comment_2": "Q3_comment"}
    assert codes(found).count("renamed") == 2


def test_an_equation_is_calculated_and_its_text_shown(tmp_path):
    found = reading(
        tmp_path,
        *survey(
            q("N", "Q1"),
            q("*", "twice", "Twice is {twice}", equation="{Q1 * 2}"),
            q("*", "words", "It is {Q1} years", hidden="1"),
        ),
    )

    twice, told, words = list(found.instrument.items)[1:]
    assert (twice.type, told.type, words.type) == (ItemType.CALCULATION, ItemType.NOTE, ItemType.CALCULATION)
    assert "${Q1}" in twice.calculation
    assert told.label.source == "Twice is ${twice}"
    assert words.calculation == "concat('It is ', ${Q1}, ' years')"
