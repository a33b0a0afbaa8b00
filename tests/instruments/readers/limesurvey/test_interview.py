"""The interview with which LimeSurvey tests relevance, held here: who is asked what, and reads what."""

import re

import pytest

from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire
from tests.corpora import corpora
from tests.instruments.readers.limesurvey.making import q, reading, survey
from tests.instruments.readers.limesurvey.test_read import NOW
from tests.support.asking import path

pytestmark = pytest.mark.corpora

KINDS = {"text": "S", "yesno": "S", "message": "X", "expr": "*"}


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory):
    source = corpora("surveys", "limesurvey", "expressions", "relevance_scenario_var_relevance_type_message.txt")
    lines = [line.split("~", 3) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [q(KINDS[kind], name, text, relevance=relevance) for name, relevance, kind, text in lines]
    found = reading(tmp_path_factory.mktemp("interview"), *survey(*rows))
    assert [finding.code for finding in found.findings] == []
    return Questionnaire(found.instrument)


def held(questionnaire, **answers):
    """Names of what is asked or shown, and the texts of what is only shown with answers in them."""
    journey = Journey(questionnaire, answers, Circumstances(NOW))
    shown = [each.item for page in path(questionnaire, answers, Circumstances(NOW)) for each in page.items]
    texts = {
        item.name: re.sub(r"\$\{(\w+)\}", lambda match: str(journey[match[1]]), item.label.source)
        for item in shown
        if not item.is_question
    }
    return [item.name for item in shown], texts


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        pytest.param({"age": "12"}, "agestop", id="too young"),
        pytest.param({"age": "90"}, "agestop", id="too old"),
        pytest.param({"age": "30"}, "kids", id="not said whether there are children"),
        pytest.param({"age": "30", "kids": "maybe"}, "kids kidsO", id="neither yes nor no"),
        pytest.param({"age": "30", "kids": "N"}, "kids wantsKids", id="no children"),
        pytest.param({"age": "30", "kids": "N", "wantsKids": "Y"}, "kids wantsKids wantsKidsY", id="some day"),
        pytest.param({"age": "30", "kids": "N", "wantsKids": "N"}, "kids wantsKids wantsKidsN", id="never"),
        pytest.param({"age": "30", "kids": "Y"}, "kids numKids", id="children, not said how many"),
        pytest.param({"age": "30", "kids": "Y", "numKids": "0"}, "kids numKids numKidsValidation", id="none of them"),
        pytest.param({"age": "30", "kids": "Y", "numKids": "2"}, "kids numKids kid1 kid2 report", id="two children"),
        pytest.param({"age": "12", "kids": "Y", "numKids": "2"}, "agestop", id="too young after all"),
    ],
)
def test_people_are_asked_what_follows_from_their_answers(questionnaire, answers, asked):
    names, _ = held(questionnaire, name="Ada", **answers)

    assert names == ["name", "age", *asked.split()]


def test_answers_and_what_is_worked_out_of_them_are_shown(questionnaire):
    _, young = held(questionnaire, name="Ada", age="12")
    _, parent = held(questionnaire, name="Ada", age="30", kids="Y", numKids="2", kid1="4", kid2="9")

    assert young["agestop"] == "Sorry, Ada, you are too young for this test."
    assert parent["report"] == (
        "Ada, you said you are 30 and that you have 2 kids. The sum of ages of your first 2 kids is 13."
    )
