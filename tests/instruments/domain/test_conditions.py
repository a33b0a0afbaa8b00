"""Conditions as rules in plain words, and back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.i18n.text import LocalizedText
from engage.instruments.domain.conditions import (
    SELF,
    SEVERAL_VALUES,
    WITHOUT_VALUE,
    Answer,
    Day,
    Join,
    Moment,
    NotARule,
    Relation,
    Rule,
    Rules,
    normal,
    read,
    relations_for,
    value_from,
    write,
)
from engage.instruments.domain.definition import Item, ItemType
from engage.instruments.expressions.evaluator import Scope, compile_expression

NO = Rule("heard", Relation.IS, ("no",))
ADULT = Rule("age", Relation.AT_LEAST, (18.0,))


def only(*rules: Rule, join: Join = Join.ALL) -> Rules:
    return Rules(join, tuple((rule,) for rule in rules))


@pytest.mark.parametrize(
    ("expression", "rules"),
    [
        pytest.param("${heard} = 'no'", only(NO), id="is"),
        pytest.param("${heard} != 'no'", only(Rule("heard", Relation.IS_NOT, ("no",))), id="is not"),
        pytest.param(
            "${heard} = 'no' or ${heard} = 'name'", only(Rule("heard", Relation.IS, ("no", "name"))), id="is one of"
        ),
        pytest.param("${heard} != ''", only(Rule("heard", Relation.ANSWERED)), id="is answered"),
        pytest.param("${heard} = ''", only(Rule("heard", Relation.UNANSWERED)), id="is not answered"),
        pytest.param("selected(${topics}, 'diet')", only(Rule("topics", Relation.CONTAINS, ("diet",))), id="contains"),
        pytest.param(
            "not(selected(${topics}, 'diet')) and not(selected(${topics}, 'drink'))",
            only(Rule("topics", Relation.CONTAINS_NOT, ("diet", "drink"))),
            id="contains none of",
        ),
        pytest.param(
            "count-selected(${topics}) > 2",
            only(Rule("topics", Relation.MORE_THAN, (2.0,), counted=True)),
            id="how many",
        ),
        pytest.param("${age} >= 18 and ${heard} = 'no'", only(ADULT, NO), id="all of"),
        pytest.param("${age} >= 18 or ${heard} = 'no'", only(ADULT, NO, join=Join.ANY), id="any of"),
        pytest.param(
            "(${heard} = 'no' or ${heard} = 'name') and ${age} >= 18",
            only(Rule("heard", Relation.IS, ("no", "name")), ADULT),
            id="one of several, and more",
        ),
        pytest.param(
            "${heard} = 'no' and (${age} >= 18 or ${age} = '')",
            Rules(Join.ALL, ((NO,), (ADULT, Rule("age", Relation.UNANSWERED)))),
            id="nested",
        ),
        pytest.param(". <= today()", only(Rule(SELF, Relation.AT_MOST, (Moment.TODAY,))), id="not in the future"),
        pytest.param(". >= date('1910-01-01')", only(Rule(SELF, Relation.AT_LEAST, (Day("1910-01-01"),))), id="a day"),
        pytest.param(". != ${name}", only(Rule(SELF, Relation.IS_NOT, (Answer("name"),))), id="another answer"),
        pytest.param(". > -2.5", only(Rule(SELF, Relation.MORE_THAN, (-2.5,))), id="below zero"),
        pytest.param('${name} = "O\'Neill"', only(Rule("name", Relation.IS, ("O'Neill",))), id="apostrophe"),
    ],
)
def test_rules_are_written_as_the_expression_one_would_write_by_hand_and_read_from_it(expression, rules):
    assert write(rules) == expression
    assert read(expression) == rules


@pytest.mark.parametrize(
    ("expression", "same"),
    [
        pytest.param("18 <= ${age}", "${age} >= 18", id="value first"),
        pytest.param("${name} = .", ". = ${name}", id="this answer last"),
        pytest.param("((${heard}='no'))", "${heard} = 'no'", id="brackets and no spaces"),
    ],
)
def test_other_ways_of_writing_the_same_are_read_too(expression, same):
    assert read(expression) == read(same)


@pytest.mark.parametrize(
    "expression",
    [
        "true()",
        "${age} + 1 > 18",
        "not(${heard} = 'no')",
        "string-length(.) > 3",
        "${a} = 1 = 2",
        "${a} = 'x' and (${b} = 'x' or (${c} = 'x' and ${d} = 'x'))",
        "count-selected(${a}) = ''",
        "selected(${a}, ${b})",
        "/data/a = 'x'",
        "${a} = ",
        "",
    ],
)
def test_what_does_not_fit_stays_an_expression(expression):
    assert read(expression) is None


keys = st.sampled_from(["a", "b", "c/d"])
texts = st.text(st.characters(exclude_characters="'", exclude_categories=("Cs",)), min_size=1, max_size=5)
values = st.one_of(
    texts,
    st.sampled_from(["it's", "a", "b"]),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates().map(lambda day: Day(day.isoformat())),
    st.sampled_from([Answer("b"), Moment.TODAY]),
)


@st.composite
def a_rule(draw: st.DrawFn) -> Rule:
    test = draw(st.sampled_from(Relation))
    if test in WITHOUT_VALUE:
        return Rule(draw(keys), test)
    member = test in (Relation.CONTAINS, Relation.CONTAINS_NOT)
    most = 3 if test in SEVERAL_VALUES else 1
    given_values = draw(st.lists(texts if member else values, min_size=1, max_size=most))
    return Rule(draw(st.just(SELF) | keys), test, tuple(given_values), counted=not member and draw(st.booleans()))


some_rules = st.builds(
    Rules,
    st.sampled_from(Join),
    st.lists(st.lists(a_rule(), min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
)


@settings(max_examples=100, deadline=None)
@given(some_rules)
def test_rules_become_an_expression_that_reads_as_the_same_rules(rules):
    expression = write(rules)

    assert read(expression) == normal(rules)
    assert normal(normal(rules)) == normal(rules)
    assert write(read(expression)) == expression


codes = st.sampled_from(["x", "y", "z"])
simple = st.builds(
    Rule,
    st.sampled_from(["a", "b"]),
    st.sampled_from([Relation.IS, Relation.IS_NOT]),
    st.lists(codes, min_size=1).map(tuple),
)


@settings(max_examples=50, deadline=None)
@given(
    st.builds(
        Rules,
        st.sampled_from(Join),
        st.lists(st.lists(simple, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
    ),
    codes,
    codes,
)
def test_the_expression_means_what_the_rules_say(rules, a, b):
    answers = {"a": a, "b": b}

    def holds(rule: Rule) -> bool:
        return (answers[rule.key] in rule.values) is (rule.relation is Relation.IS)

    every, some = (all, any) if rules.join is Join.ALL else (any, all)
    expected = every(some(holds(rule) for rule in block) for block in rules.blocks)

    scope = Scope(answers=answers, now=datetime(2026, 11, 22, tzinfo=UTC))
    assert compile_expression(write(rules)).truth(scope) is expected


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda: Rule("a", Relation.IS), id="no value"),
        pytest.param(lambda: Rule("a", Relation.ANSWERED, ("x",)), id="a value too many"),
        pytest.param(lambda: Rule("a", Relation.MORE_THAN, (1.0, 2.0)), id="more than two numbers"),
        pytest.param(lambda: Rule("a", Relation.IS, ("",)), id="an empty value"),
        pytest.param(lambda: Rule("a", Relation.IS, ('it\'s "so"',)), id="both quotation marks"),
        pytest.param(lambda: Rule("a", Relation.IS, (Day("2026-02-30"),)), id="no such day"),
        pytest.param(lambda: Rule("a", Relation.CONTAINS, (1.0,)), id="a number among options"),
        pytest.param(lambda: Rule("a}", Relation.ANSWERED), id="a key that ends the reference"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(wrong):
    with pytest.raises(NotARule):
        wrong()


def an_item(kind: ItemType) -> Item:
    return Item(name="q", type=kind, label=LocalizedText.of("Q"))


def test_every_item_that_has_an_answer_can_be_asked_about():
    assert all(relations_for(an_item(kind)) for kind in ItemType if an_item(kind).is_question)
    assert Relation.CONTAINS in relations_for(an_item(ItemType.MULTIPLE))
    assert Relation.AT_LEAST in relations_for(an_item(ItemType.INTEGER))


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        pytest.param(ItemType.INTEGER, " 18 ", 18.0, id="a number"),
        pytest.param(ItemType.DECIMAL, "1,5", 1.5, id="a decimal comma"),
        pytest.param(ItemType.SINGLE, "1", "1", id="a code that looks like a number"),
        pytest.param(ItemType.DATE, date(2026, 11, 22).isoformat(), Day("2026-11-22"), id="a day"),
        pytest.param(ItemType.TEXT, "nan", "nan", id="a text"),
        pytest.param(ItemType.INTEGER, "nan", "nan", id="no number"),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_items_kind(kind, typed, value):
    assert value_from(an_item(kind), typed) == value
