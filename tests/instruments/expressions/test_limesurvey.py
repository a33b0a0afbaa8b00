from contextlib import suppress
from datetime import UTC, datetime

import pytest

from engage.instruments.expressions.evaluator import ExpressionError, Scope, compile_expression
from engage.instruments.expressions.limesurvey import (
    assignments,
    legacy_conditions,
    translate,
    translate_condition,
    translate_stored,
)
from tests.support.cpu import least_seconds

NOW = datetime(2026, 11, 21, tzinfo=UTC)
NAMES = {
    "socio1": "${socio1}",
    "x": "${x}",
    "y": "${y}",
    "empty": "${empty}",
    "Q1_A": "if(selected(${Q1}, 'A'), 'Y', '')",
    "Q1_B": "if(selected(${Q1}, 'B'), 'Y', '')",
    "that.AF": "${AF}",
    "self": "${m/a}, ${m/b}, ${m/c}",
    "this": ".",
    "734181X11X236SH101": "if(selected(${Q1}, 'SH101'), 'Y', '')",
    "734181X11X236SH102": "if(selected(${Q1}, 'SH102'), 'Y', '')",
    "734181X11X240": "${Q3}",
}
ANSWERS = {
    "socio1": "7",
    "x": "12",
    "y": "Y",
    "Q1": ("A", "SH102"),
    "AF": ("a", "b"),
    "m/a": "N",
    "m/b": "3",
    "m/c": "",
    "Q3": "N",
}


def in_ours(source):
    return translate(source, variables=NAMES.get)


def evaluate(source, **answers):
    return compile_expression(in_ours(source)).value(Scope(answers=ANSWERS | answers, now=NOW, this="3"))


@pytest.mark.parametrize(
    ("source", "ours"),
    [
        pytest.param("(socio1.NAOK == 7)", "${socio1} = 7", id="equal"),
        pytest.param(
            "(!is_empty(socio1.NAOK) and (socio1.NAOK != 2))", "${socio1} != '' and ${socio1} != 2", id="but not"
        ),
        pytest.param('y.NAOK == "Y" OR y == "N"', "${y} = 'Y' or ${y} = 'N'", id="words in capitals"),
        pytest.param("!(y == 'Y' || x > 3) && x lt 5", "not(${y} = 'Y' or ${x} > 3) and ${x} < 5", id="not"),
        pytest.param('Q1_A.NAOK == "Y"', "selected(${Q1}, 'A')", id="an option"),
        pytest.param('Q1_A.NAOK != "Y"', "not(selected(${Q1}, 'A'))", id="not an option"),
        pytest.param("is_empty(Q1_A)", "not(selected(${Q1}, 'A'))", id="an option left empty"),
        pytest.param("!Q1_A && Q1_B", "not(selected(${Q1}, 'A')) and selected(${Q1}, 'B')", id="options as truths"),
        pytest.param("count(that.AF) > 0", "count-non-empty(${AF}) > 0", id="count of a multiple choice"),
        pytest.param(
            "countif('N', self) >= 1",
            "sum(if(${m/a} = 'N', 1, 0), if(${m/b} = 'N', 1, 0), if(${m/c} = 'N', 1, 0)) >= 1",
            id="countif over a matrix",
        ),
        pytest.param("(this / 5) == floor(this / 5)", None, id="this"),
        pytest.param('734181X11X236SH101.NAOK == "Y"', "selected(${Q1}, 'SH101')", id="an address of a column"),
        pytest.param("INSERTANS:734181X11X240 == 'N'", "${Q3} = 'N'", id="an old address"),
        pytest.param("x", "${x}", id="a value"),
        pytest.param("1", "1", id="always"),
        pytest.param("", "true()", id="nothing is always"),
        pytest.param("x + y * 2", "coalesce(${x}, 0) + coalesce(${y}, 0) * 2", id="nothing counts as 0"),
        pytest.param("x - (1 - 2)", "coalesce(${x}, 0) - (1 - 2)", id="brackets that matter"),
        pytest.param("'a' + x", "concat('a', ${x})", id="plus joins texts"),
        pytest.param('y == "it\'s \\"it\\""', "${y} = concat('it', \"'\", 's \"it\"')", id="quotes"),
        pytest.param("regexMatch('/^[a-z]+$/i', y)", "regex(${y}, '(?i)[a-z]+')", id="a pattern of the whole"),
        pytest.param("regexMatch('/a|b/', y)", "regex(${y}, '[\\s\\S]*(?:a|b)[\\s\\S]*')", id="a pattern inside"),
    ],
)
def test_relevance_is_said_in_our_language(source, ours):
    translated = in_ours(source)

    assert ours in (None, translated)
    compile_expression(translated)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param("empty == 0", False, id="nothing is not 0"),
        pytest.param("empty != 0", True, id="nothing differs from 0"),
        pytest.param("empty < 3", False, id="nothing is not less"),
        pytest.param("empty > 3", False, id="nothing is not more"),
        pytest.param("'' >= empty", True, id="nothing is as much as nothing"),
        pytest.param("x > 9", True, id="numbers by size"),
        pytest.param('x > "9"', False, id="a quoted number orders by letters"),
        pytest.param('empty < "9"', False, id="nothing is not less than a text"),
        pytest.param("'A' < 'B'", True, id="texts by letters"),
        pytest.param("is_empty(empty)", True, id="empty"),
        pytest.param("is_empty('0')", False, id="'0' is something"),
        pytest.param("is_empty(1 == 2)", True, id="what is false is nothing in PHP"),
        pytest.param("if('0', 1, 2)", 2.0, id="'0' is false"),
        pytest.param("if('00', 1, 2)", 1.0, id="'00' is true"),
        pytest.param("if(empty, 1, 2)", 2.0, id="nothing is false"),
        pytest.param("empty + 1", 1.0, id="nothing adds nothing"),
        pytest.param("sum(self)", None, id="a text cannot be added"),
        pytest.param("count(self)", 2.0, id="count leaves out what is empty"),
        pytest.param("countifop('>', 2, self)", 1.0, id="countifop"),
        pytest.param("substr('1234567890', 5, 3)", "678", id="substr counts from 0"),
        pytest.param("strlen(x)", 2.0, id="strlen"),
        pytest.param("intval(empty)", 0.0, id="intval of nothing"),
        pytest.param("5 + + 3 + - 2", 6.0, id="signs"),
        pytest.param("not (1 == 2)", True, id="not as a word"),
        pytest.param("is_numeric(x) and !is_numeric(y)", True, id="is_numeric"),
    ],
)
def test_nothing_and_texts_mean_what_they_mean_in_limesurvey(source, value):
    result = evaluate(source)

    assert result == value or (value is None and result != result)


@pytest.mark.parametrize(("value", "shown"), [("0", False), ("", False), ("1", True), ("N", True)])
def test_an_answer_of_0_is_false_where_only_truth_matters(value, shown):
    expression = compile_expression(translate_condition("x", variables=NAMES.get))

    assert expression.truth(Scope(answers={"x": value}, now=NOW)) is shown


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param("trim('  two  words ')", "two words", id="blanks at the ends"),
        pytest.param("ltrim('  two  words ')", "two  words ", id="blanks at the beginning"),
        pytest.param("list(self)", "N, 3", id="those that are answered"),
        pytest.param("list(x, empty, y)", "12, Y", id="several that are answered"),
        pytest.param("stddev(4, 5, 6, 7, 8) * 2 > 3.16", True, id="standard deviation"),
        pytest.param("unique(x, y, empty, empty)", True, id="no two the same"),
        pytest.param("unique(x, 12)", False, id="two the same"),
        pytest.param("sprintf('%s of %d, 100%%', y, 12.7)", "Y of 12, 100%", id="a form"),
        pytest.param("sprintf('%2$s %1$s', x, y)", "Y 12", id="a form in another order"),
        pytest.param("str_repeat('ab', 3)", "ababab", id="several times"),
        pytest.param("str_replace(',', '.', '1,5')", "1.5", id="one sign for another"),
        pytest.param("stristr('ABCDEFGHI', 'fg')", "FGHI", id="found in any case"),
        pytest.param("stripos('ABCDEFGHI', 'fg')", 5.0, id="place in any case"),
        pytest.param("floatval('4.5')", 4.5, id="a number"),
        pytest.param("floatval(y)", 0.0, id="no number"),
        pytest.param("modulo_function(x, 5)", 2.0, id="remainder"),
        pytest.param("countifop('RX', '/^[0-9]$/', self)", 1.0, id="counted by a pattern"),
        pytest.param("regexMatch(y, '^[YN]$')", True, id="a pattern as other programs write it"),
        pytest.param("date('Y') - 2000", 26.0, id="the year"),
        pytest.param("date('d.m.Y', strtotime(day))", "24.12.2026", id="a date in another form"),
        pytest.param("(strtotime(day) - strtotime('2026-12-20')) / 86400", 4.0, id="days between"),
        pytest.param("strtotime(day) > time()", True, id="in the future"),
        pytest.param("(x > 3, x + 1)", 13.0, id="the last of several"),
    ],
)
def test_functions_of_texts_and_dates_give_what_limesurvey_gives(source, value):
    ours = translate(source, variables={"day": "${day}", **NAMES}.get)
    scope = Scope(answers=ANSWERS | {"day": "2026-12-24"}, now=NOW)

    assert compile_expression(ours).value(scope) == value


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("str_replace('You', 'I', y)", id="words replaced"),
        pytest.param("sprintf('%05.2f', x)", id="a number with places"),
        pytest.param("date('l jS F')", id="names of days"),
        pytest.param("date('Y', 1326410867)", id="seconds"),
        pytest.param("strtotime('+1 week')", id="a moment in words"),
        pytest.param("str_repeat(y, x)", id="so often as an answer says"),
    ],
)
def test_functions_that_cannot_be_said_are_refused(source):
    with pytest.raises(ExpressionError):
        in_ours(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a = 1", (("a", "1"),), id="one"),
        pytest.param("a='x, y', b = max(1, 2)", (("a", "'x, y'"), ("b", "max(1, 2)")), id="several"),
        pytest.param("a += b", (("a", "a + (b)"),), id="added to what it was"),
        pytest.param("a == 1", (), id="a comparison"),
        pytest.param("(a = 1) + 2", (), id="something besides"),
    ],
)
def test_assignments_are_found(source, expected):
    assert assignments(source) == expected


def test_an_equation_keeps_a_truth_as_limesurvey_does():
    assert translate_stored("x > 3", variables=NAMES.get) == "if(${x} > 3, 1, '')"
    assert translate_stored("x + 3", variables=NAMES.get) == "coalesce(${x}, 0) + 3"


@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        pytest.param("x == who", "unknown_reference", 5, id="unknown variable"),
        pytest.param("x = 1", "unsupported", 2, id="an assignment"),
        pytest.param("x += 1", "unsupported", 2, id="another assignment"),
        pytest.param("1 + strrev(x)", "unsupported_function", 4, id="a function we do not have"),
        pytest.param("substr(x)", "wrong_arguments", 0, id="too few arguments"),
        pytest.param("self > 1", "wrong_arguments", 0, id="several answers at once"),
        pytest.param("five > > 3", "unknown_reference", 0, id="unknown first"),
        pytest.param("x > > 3", "unexpected", 4, id="two operators"),
        pytest.param("x,", "unexpected", 2, id="a list without an end"),
        pytest.param("(x", "unexpected", 2, id="an open bracket"),
        pytest.param("x 3", "unexpected", 2, id="two values"),
        pytest.param("'open", "unexpected", 0, id="an open quote"),
        pytest.param("regexMatch('[0-9]', x)", "wrong_arguments", 0, id="a pattern without slashes"),
        pytest.param("(" * 200, "expression_too_deep", 64, id="deep brackets"),
        pytest.param("1+" * 3_000 + "1", "expression_too_long", 4_000, id="a long sum"),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_place(source, code, position):
    with pytest.raises(ExpressionError) as refused:
        in_ours(source)

    assert (refused.value.code, refused.value.position) == (code, position)


@pytest.mark.parametrize(
    "source",
    [
        "not " * 900 + "x",
        "!" * 3_000 + "x",
        "strstr(" * 60 + "x" + ", 'a')" * 60,
        "is_empty(" * 63 + "x" + ")" * 63,
        "if(" * 60,
        f"unique({', '.join(['x'] * 400)})",
        f"list({', '.join(['x'] * 480)})",
        "x, " * 900 + "x",
    ],
)
def test_a_bomb_ends_at_once(source):
    def work():
        with suppress(ExpressionError):
            compile_expression(in_ours(source))

    assert least_seconds(work, enough=0.2) < 0.2


def row(cqid, field, value, method="==", scenario="1", **more):
    return {"cqid": cqid, "cfieldname": field, "value": value, "method": method, "scenario": scenario, **more}


@pytest.mark.parametrize(
    ("rows", "ours"),
    [
        pytest.param([row("240", "734181X11X240", "Y")], "${Q3} = 'Y'", id="one"),
        pytest.param(
            [row("236", "734181X11X236", "SH101"), row("236", "734181X11X236", "SH102")],
            "selected(${Q1}, 'SH101') or selected(${Q1}, 'SH102')",
            id="one question: alternatives",
        ),
        pytest.param(
            [row("236", "+734181X11X236SH101", "Y"), row("240", "734181X11X240", "Y", "!=")],
            "selected(${Q1}, 'SH101') and ${Q3} != 'Y'",
            id="two questions: both",
        ),
        pytest.param(
            [row("236", "+734181X11X236SH101", "Y"), row("240", "734181X11X240", "N", scenario="2")],
            "selected(${Q1}, 'SH101') or ${Q3} = 'N'",
            id="two scenarios: either",
        ),
        pytest.param([row("240", "734181X11X240", " ")], "${Q3} = ''", id="not answered"),
        pytest.param([row("240", "734181X11X240", " ", "!=")], "${Q3} != ''", id="answered"),
        pytest.param([row("240", "734181X11X240", "^Y", "RX")], "regex(${Q3}, 'Y[\\s\\S]*')", id="a pattern"),
        pytest.param([row("240", "734181X11X240", "@x@")], "${Q3} != '' and ${Q3} = ${x}", id="another answer"),
        pytest.param([row("236", "734181X11X236", "SH101", type="M")], "selected(${Q1}, 'SH101')", id="a known type"),
        pytest.param([], "true()", id="none"),
    ],
)
def test_old_conditions_become_one_expression(rows, ours):
    assert legacy_conditions(rows, NAMES.get) == ours
