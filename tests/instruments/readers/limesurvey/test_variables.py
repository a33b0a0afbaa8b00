"""LimeSurvey's names of answers find the same answers here."""

import pytest

from engage.core.findings import Where
from engage.instruments.readers.limesurvey.model import Answer, Group, Question, SubQuestion, Survey
from engage.instruments.readers.limesurvey.variables import Names

NOWHERE = Where()


def question(kind: str, code: str, qid: str, *parts: str, columns: tuple[str, ...] = (), **more: object) -> Question:
    subs = [SubQuestion(code=part, texts={}, where=NOWHERE) for part in parts]
    subs += [SubQuestion(code=part, texts={}, where=NOWHERE, scale=1) for part in columns]
    answers = [Answer(code="A1", texts={}, where=NOWHERE)]
    return Question(code=code, type=kind, where=NOWHERE, qid=qid, subquestions=subs, answers=answers, **more)


QUESTIONS = [
    question("S", "age", "11"),
    question("L", "list", "12", other=True),
    question("M", "many", "13", "a", "b", other=True),
    question("P", "noted", "14", "a"),
    question("O", "said", "15"),
    question("F", "array", "16", "r1", "1"),
    question("1", "dual", "17", "r1"),
    question(";", "grid", "18", "r1", columns=("c1",)),
    question(":", "boxes", "19", "r1", columns=("c1",), attributes={"multiflexible_checkbox": {"": "1"}}),
    question("R", "rank", "20"),
    question("Y", "on_page", "21"),
    question("X", "told", "22"),
    question("|", "file", "23"),
]
SURVEY = Survey(sid="7", language="en", languages=("en",), groups=[Group(gid="1", where=NOWHERE, questions=QUESTIONS)])
NAMES = Names(SURVEY, {id(question): question.code for question in QUESTIONS if question.code != "file"})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("age", "${age}", id="one value"),
        pytest.param("age.NAOK", "${age}", id="with a suffix"),
        pytest.param("that.age.NAOK", "${age}", id="that"),
        pytest.param("list.shown", "jr:choice-name(${list}, '${list}')", id="the label of a choice"),
        pytest.param("list_other", "${list/other}", id="other text"),
        pytest.param("many", "${many}", id="all chosen"),
        pytest.param("many_a.NAOK", "if(selected(${many}, 'a'), 'Y', '')", id="an option"),
        pytest.param("many_other", "${many/other}", id="other of a multiple choice"),
        pytest.param("noted_acomment", "${noted_comment/a}", id="comment on an option"),
        pytest.param("said_comment", "${said_comment}", id="comment on a list"),
        pytest.param("array_r1", "${array/r1}", id="a row"),
        pytest.param("dual_r1_0", "${dual/r1}", id="first scale"),
        pytest.param("dual_r1_1", "${dual_2/r1}", id="second scale"),
        pytest.param("grid_r1_c1", "${grid/r1_c1}", id="a cell"),
        pytest.param("boxes_r1_c1", "if(selected(${boxes/r1}, 'c1'), '1', '')", id="a checkbox"),
        pytest.param("rank_2", "selected-at(${rank}, 1)", id="a place"),
        pytest.param("on_page", "${on_page}", id="a code with an underscore"),
        pytest.param("7X1X11", "${age}", id="column of a question"),
        pytest.param("7X1X13a", "if(selected(${many}, 'a'), 'Y', '')", id="column of an option"),
        pytest.param("+7X1X13b", "if(selected(${many}, 'b'), 'Y', '')", id="column in an old condition"),
        pytest.param("7X1X161", "${array/1}", id="column whose row is a digit"),
        pytest.param("7X1X17r1#1", "${dual_2/r1}", id="column of the second scale"),
        pytest.param("7X1X12other", "${list/other}", id="column of other"),
        pytest.param("array", None, id="an array as a whole"),
        pytest.param("told", None, id="a text has no answer"),
        pytest.param("file", None, id="left out"),
        pytest.param("many_z", None, id="no such option"),
        pytest.param("nobody", None, id="no such question"),
        pytest.param("age.relevanceStatus", None, id="not a value"),
        pytest.param("TOKEN:FIRSTNAME", None, id="a participant's data"),
    ],
)
def test_a_name_finds_its_answer(name, expected):
    assert NAMES.expression(name) == expected


def test_self_is_the_answer_under_check_and_the_item_elsewhere():
    own = QUESTIONS[0]

    assert NAMES.within(own, ".")("this") == "."
    assert NAMES.within(own)("self.NAOK") == "${age}"
    assert NAMES.within(None)("this") is None


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        pytest.param("array", "self", "${array/r1}, ${array/1}", id="all rows"),
        pytest.param("array", "self.sq_r1.NAOK", "${array/r1}", id="a row"),
        pytest.param("array", "self.nosq_r1", "${array/1}", id="all rows but one"),
        pytest.param("age", "that.array.sq_r1", "${array/r1}", id="a row of another question"),
        pytest.param("age", "that.noted.comments", "${noted_comment/a}", id="comments only"),
        pytest.param("age", "that.noted.nocomments", "if(selected(${noted}, 'a'), 'Y', '')", id="without comments"),
        pytest.param("age", "that.dual", "${dual/r1}, ${dual_2/r1}", id="both scales"),
        pytest.param("age", "that.boxes", "if(selected(${boxes/r1}, 'c1'), '1', '')", id="checkboxes"),
        pytest.param("age", "that.list.shown", "jr:choice-name(${list}, '${list}')", id="the label of a choice"),
        pytest.param("age", "that.array.rowdivid", None, id="not an answer"),
    ],
)
def test_a_question_stands_for_all_its_answers(code, name, expected):
    own = next(question for question in QUESTIONS if question.code == code)

    assert NAMES.within(own)(name) == expected
