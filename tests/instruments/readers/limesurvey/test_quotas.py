"""Quotas: who is counted, how many, and what people of a full group read."""

import pytest

from engage.instruments.domain.definition import Quota
from tests.instruments.readers.limesurvey.making import a, q, reading, sq, survey


def quota(name="Women", number="1", **cells):
    return {"class": "QTA", "id": number, "name": name, "mandatory": "20", "default": "1", "other": "1", **cells}


def counts(code, number="1"):
    return {"class": "QTAM", "related_id": number, "name": code}


def message(text, language="en", number="1"):
    return {"class": "QTALS", "related_id": number, "relevance": text, "language": language}


def told(found):
    return [finding.message for finding in found.findings if finding.code == "quota"]


def test_answers_of_one_question_are_alternatives_and_questions_must_all_agree(tmp_path):
    found = reading(
        tmp_path,
        *survey(
            q("G", "sex"),
            counts("F"),
            q("L", "region"),
            counts("N"),
            counts("S"),
            a("N"),
            a("S"),
            a("W"),
            quota(),
            message("Thank you, we have heard enough women.", "en"),
            message("Danke.", "de"),
            more="de",
        ),
    )

    [made] = found.instrument.quotas
    assert made == Quota(name="Women", limit=20, when={"sex": ("F",), "region": ("N", "S")}, message=made.message)
    assert {tag: text.text for tag, text in made.message} == {
        "en": "Thank you, we have heard enough women.",
        "de": "Danke.",
    }
    assert told(found) == []


@pytest.mark.parametrize(
    ("question", "code", "when"),
    [
        pytest.param([q("Y", "Q1")], "Y", {"Q1": ("Y",)}, id="yes or no"),
        pytest.param([q("5", "Q1")], "3", {"Q1": ("3",)}, id="five points"),
        pytest.param([q("M", "Q1"), sq("a")], "a", {"Q1": ("a",)}, id="an option of several"),
        pytest.param([q("A", "Q1"), sq("a_1")], "a_1-4", {"Q1/a_1": ("4",)}, id="a row of an array"),
        pytest.param([q("L", "Q1", other="Y"), a("x")], "-oth-", {"Q1": ("-oth-",)}, id="other"),
        pytest.param([q("I", "Q1")], "en", {"Q1": ("en",)}, id="the language"),
    ],
)
def test_a_quota_counts_an_answer_of_any_of_these_types(tmp_path, question, code, when):
    head, *parts = question
    found = reading(tmp_path, *survey(head, counts(code), *parts, quota()))

    [made] = found.instrument.quotas
    assert made.when == when


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        pytest.param([q("Y", "Q1"), counts("Y"), quota(default="0")], "is not active", id="switched off"),
        pytest.param([q("Y", "Q1"), counts("Y"), quota(mandatory="many")], "has no limit", id="no limit"),
        pytest.param([q("Y", "Q1"), quota()], "counts no answer", id="nothing counted"),
        pytest.param([q("L", "Q1"), counts("B"), a("A"), quota()], "counts “B” of Q1", id="no such answer"),
        pytest.param([q("S", "Q1"), counts("B"), quota()], "counts “B” of Q1", id="a free text"),
        pytest.param([q("%", "Q1"), counts("B"), quota()], "counts “B” of Q1", id="a question left out"),
    ],
)
def test_a_quota_that_cannot_be_said_is_left_out_with_its_reason(tmp_path, rows, why):
    found = reading(tmp_path, *survey(*rows))

    assert found.instrument.quotas == ()
    [said] = told(found)
    assert why in said
    assert "Women" in said
    assert found.ok


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        pytest.param({"other": "2"}, "lets people change their answer", id="people may go back"),
        pytest.param({"same_default": "1"}, "The address that opens", id="another page opens"),
    ],
)
def test_what_a_full_quota_did_besides_is_told(tmp_path, cells, said):
    found = reading(tmp_path, *survey(q("Y", "Q1"), counts("Y"), quota(**cells)))

    assert len(found.instrument.quotas) == 1
    assert said in told(found)[0]
