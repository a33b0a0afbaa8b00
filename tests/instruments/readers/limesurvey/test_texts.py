"""Answers shown in texts, and expressions shown in texts, find their place."""

import pytest

from engage.instruments.domain.definition import ItemType
from tests.instruments.readers.limesurvey.making import a, codes, q, reading, sq, survey


def label(folder, text):
    found = reading(
        folder,
        *survey(
            q("S", "name"),
            q("L", "list"),
            a("A1"),
            q("M", "many"),
            sq("a"),
            q("F", "array"),
            sq("r1"),
            a("A1"),
            q("X", "shown", text),
        ),
    )
    return found.instrument.item("shown").label.source, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Dear {name}!", "Dear ${name}!", id="an answer"),
        pytest.param("<b>{name.shown}</b>", "**${name}**", id="as shown, in bold"),
        pytest.param("{list.shown} or {list.NAOK}", "${list} or ${list}", id="the label of a choice"),
        pytest.param("{INSERTANS:name}", "${name}", id="the old way"),
        pytest.param("{array_r1.shown}", "${array/r1}", id="a row"),
        pytest.param("{ not an expression }", "{ not an expression }", id="braces with blanks"),
        pytest.param("/[a-z]{2,3}/", "/[a-z]{2,3}/", id="braces around figures"),
        pytest.param("{SURVEYNAME}", "Title", id="the survey's title"),
    ],
)
def test_a_text_shows_an_answer(tmp_path, text, expected):
    written, found = label(tmp_path, text)

    assert written == expected
    assert codes(found) == []


def test_an_expression_in_a_text_becomes_a_calculation_before_it(tmp_path):
    written, found = label(tmp_path, "You are <i>{if(is_empty(name), 'nobody', name)}</i>.")

    calculation, shown = found.instrument.sections[0].items[-2:]
    assert (calculation.type, shown.name) == (ItemType.CALCULATION, "shown")
    assert written == f"You are *${{{calculation.name}}}*."
    assert "${name}" in calculation.calculation
    assert codes(found) == []


def test_the_same_expression_is_calculated_once(tmp_path):
    written, found = label(tmp_path, "{strlen(name)} is {strlen(name)}")

    assert sum(item.type is ItemType.CALCULATION for item in found.instrument.items) == 1
    assert written.split(" is ")[0] == written.split(" is ")[1]


@pytest.mark.parametrize("shown", ["{TOKEN:FIRSTNAME}", "{SAVEDID}", "{nobody}", "{name.jsName}", "{strrev(name)}"])
def test_what_cannot_be_shown_leaves_nothing_but_a_finding(tmp_path, shown):
    written, found = label(tmp_path, f"Dear {shown} friend")

    assert written.split() == ["Dear", "friend"]
    [finding] = [finding for finding in found.findings if finding.code == "piping"]
    assert shown in finding.message


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        pytest.param('Look: <img src="/upload/a/map.png?x=1" alt="Map">', "image map.png", id="an image"),
        pytest.param("<table><tr><td>One</td></tr></table>", "table", id="a table"),
        pytest.param('<a href="javascript:x()">Go</a>', "link to javascript:x()", id="a link that does something"),
        pytest.param("H<sub>2</sub>O<hr>", "lowered text, line", id="several things"),
    ],
)
def test_what_a_text_loses_is_named_with_its_place(tmp_path, text, lost):
    found = reading(tmp_path, *survey(q("S", "Q1", text)))

    [finding] = [finding for finding in found.findings if finding.code == "markup"]
    assert finding.message.endswith(f"Lost: {lost}.")
    assert (finding.where.row, finding.where.column) == (6, "question")


def test_a_script_is_left_out_and_told(tmp_path):
    written, found = label(tmp_path, "Hello<script>document.title = 'x'</script>")

    assert written == "Hello"
    assert "script" in codes(found)
