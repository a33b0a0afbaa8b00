from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from engage.instruments.expressions.evaluator import EntryNodes, ExpressionError, Scope, compile_expression, kind_of
from tests.support.cpu import least_seconds

NOW = datetime(2026, 11, 21, 10, 20, 30, tzinfo=UTC)
TOWNS = (
    {"name": "osl", "label": "Oslo", "country": "NO", "people": "700"},
    {"name": "brg", "label": "Bergen", "country": "NO", "people": "290"},
    {"name": "mal", "label": "Malmö", "country": "SE", "people": "360"},
)
ANSWERS = {
    "name": "Ada",
    "age": "34",
    "born": "1992-02-29",
    "country": "NO",
    "topics": ("screening", "diet"),
    "visit/doctor": "2",
    "blank": "",
}


def evaluate(source, **more):
    scope = {"answers": ANSWERS, "now": NOW, "tables": {"towns": TOWNS}} | more
    return compile_expression(source).value(Scope(**scope))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param("${name}", "Ada", id="an answer"),
        pytest.param("${ name }", "Ada", id="spaces in the braces"),
        pytest.param("/data/person/name", "Ada", id="a path means its last step"),
        pytest.param("../name", "Ada", id="a sibling"),
        pytest.param("current()/../name", "Ada", id="a sibling of the item itself"),
        pytest.param("${visit/doctor}", "2", id="a row of a matrix"),
        pytest.param("${topics}", "screening diet", id="a list reads as one text"),
        pytest.param("${nothing}", "", id="no answer reads as nothing"),
        pytest.param("${age} + 1", 35.0, id="an answer as a number"),
        pytest.param("${nothing} < 18", False, id="no answer is not less"),
        pytest.param("${nothing} != 18", True, id="no answer differs"),
        pytest.param("not(${blank})", True, id="nothing is false"),
        pytest.param("count(${topics})", 2.0, id="a list counts its members"),
        pytest.param("count(${nothing})", 0.0, id="an irrelevant answer is no node"),
        pytest.param("count-non-empty(${blank}, ${name}, ${topics})", 3.0, id="what holds something"),
        pytest.param("join(', ', ${topics})", "screening, diet", id="a list joined"),
        pytest.param("sum(${age}, ${blank}, ${visit/doctor})", 36.0, id="nothing adds nothing"),
        pytest.param("max(${age}, ${visit/doctor})", 34.0, id="the largest"),
        pytest.param("selected(${topics}, 'diet')", True, id="chosen"),
        pytest.param("selected(${topics}, 'die')", False, id="a part of a code is not chosen"),
        pytest.param("count-selected(${topics})", 2.0, id="how many are chosen"),
        pytest.param("selected-at(${topics}, 1)", "diet", id="the second chosen"),
        pytest.param("coalesce(${blank}, ${nothing}, 'x')", "x", id="the first that is not empty"),
        pytest.param("if(${age} > 18, 'adult', 'child')", "adult", id="if"),
        pytest.param("1 or 2 = 3 and 4 > 5", True, id="and binds more than or"),
        pytest.param("2 + 3 * 4 - 10 div 5", 12.0, id="products bind more than sums"),
        pytest.param("--2", 2.0, id="a sign twice"),
        pytest.param("-1 div 0", float("-inf"), id="by zero"),
        pytest.param("string(number('') div 0)", "NaN", id="no number by zero"),
        pytest.param("string(5 mod 0)", "NaN", id="the rest of a division by zero"),
        pytest.param("substring('12345', 1.5, 2.6)", "234", id="places are rounded"),
        pytest.param("indexed-repeat(${name}, /data/person, 1)", "Ada", id="nothing repeats"),
        pytest.param("position(..)", 1.0, id="the first of one"),
        pytest.param("string(0.1 + 0.2)", "0.30000000000000004", id="as many decimals as there are"),
        pytest.param("string(1000000000000000000000)", "1000000000000000000000", id="no exponent"),
        pytest.param("string(0.000001)", "0.000001", id="no exponent in small numbers"),
    ],
)
def test_an_expression_reads_answers_as_untyped_texts(source, value):
    assert evaluate(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param("instance('towns')/root/item[name = 'mal']/label", ("Malmö",), id="look-up"),
        pytest.param("instance('towns')/root/item[country = ${country}][2]/label", ("Bergen",), id="second match"),
        pytest.param("count(instance('towns')/root/item[people > 300])", 2.0, id="rows counted"),
        pytest.param("sum(instance('towns')/root/item/people)", 1350.0, id="a column added up"),
        pytest.param("instance('towns')/root/item[position() = last()]/name", ("mal",), id="the last row"),
        pytest.param("instance('towns')/root/item/name = 'brg'", True, id="any row will do"),
        pytest.param("instance('towns')/root/item/name[. = 'brg']", ("brg",), id="the value itself"),
        pytest.param("instance('none')/root/item/name", (), id="no such table"),
        pytest.param("instance('towns')/root/item/colour", (), id="no such column"),
        pytest.param("string(instance('towns')/root/item/name)", "osl", id="as a text: the first"),
        pytest.param("pulldata('towns', 'label', 'name', 'brg')", "Bergen", id="pulldata"),
        pytest.param("concat(instance('towns')/root/item/name | ${name})", "oslbrgmalAda", id="union"),
    ],
)
def test_tables_are_looked_up_with_predicates(source, value):
    assert evaluate(source) == value


def test_a_choice_filter_reads_the_attributes_of_the_option_by_bare_names():
    expression = compile_expression("country = ${country} and people > 300")

    shown = [t["name"] for t in TOWNS if expression.truth(Scope(answers=ANSWERS, now=NOW, option=t))]

    assert shown == ["osl"]
    assert expression.columns == {"country", "people"}
    assert expression.references == {"country"}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param("today()", date(2026, 11, 21), id="today"),
        pytest.param("now()", NOW, id="now"),
        pytest.param("${born} < today()", True, id="an ISO text against a date"),
        pytest.param("int((today() - ${born}) div 365.25)", 34.0, id="age in years"),
        pytest.param("date(today() + 1)", date(2026, 11, 22), id="tomorrow"),
        pytest.param("date(${blank})", "", id="no date of nothing"),
        pytest.param("format-date(${born}, '%e %b %Y')", "29 Feb 1992", id="format-date"),
        pytest.param("format-date-time(now(), '%H:%M:%S %a')", "10:20:30 Sat", id="format-date-time"),
        pytest.param("decimal-time('06:00')", 0.25, id="decimal-time"),
        pytest.param("string(date-time('2026-01-02T03:04'))", "2026-01-02T03:04:00.000+00:00", id="date-time"),
        pytest.param("now() > date-time('2026-11-21T10:20:29Z')", True, id="moments are ordered"),
    ],
)
def test_dates_are_compared_and_counted_in_days(source, value):
    assert evaluate(source) == value


def test_times_of_day_are_those_of_the_respondents_zone():
    scope = Scope(answers={}, now=datetime(2026, 11, 21, 1, tzinfo=timezone(timedelta(hours=2))))

    assert compile_expression("decimal-time('2026-11-20T22:00:00Z')").value(scope) == 0.0
    assert compile_expression("today()").value(scope) == date(2026, 11, 21)


def test_once_keeps_the_value_an_item_already_has():
    assert evaluate("once(random())", this="0.5") == "0.5"


def test_chance_is_the_same_for_one_seed_and_place_and_differs_otherwise():
    first, again, other = (evaluate("random()", seed=seed) for seed in ("a", "a", "b"))

    assert first == again != other
    assert 0 <= first < 1
    assert evaluate("random() = random()") is False
    assert len(evaluate("uuid()")) == 36
    assert len(evaluate("uuid(8)")) == 8


def test_labels_of_options_come_from_whoever_evaluates():
    def label(item, code):
        return f"{item}:{code}!"

    assert evaluate("jr:choice-name(${country}, '${country}')", choice_label=label) == "country:NO!"
    assert evaluate("jr:itext(${country})", choice_label=label) == ":NO!"
    assert evaluate("jr:choice-name(${country}, '${country}')") == "NO"


def test_an_expression_tells_what_it_reads_and_whether_it_reads_the_clock():
    expression = compile_expression("if(${a/b} = 1, ../c, today()) and selected(/data/d, ${e})")

    assert expression.references == {"a/b", "c", "d", "e"}
    assert expression.uses_clock
    assert not compile_expression("${a} = 1").uses_clock


def test_the_four_ways_to_take_a_value():
    expression, scope = compile_expression("${age} * 1"), Scope(answers=ANSWERS, now=NOW)

    assert expression.value(scope) == 34.0
    assert expression.number(scope) == 34.0
    assert expression.text(scope) == "34"
    assert expression.truth(scope) is True


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("1 + 1", "number"),
        ("'a'", "string"),
        ("true()", "boolean"),
        ("today()", "date"),
        ("now()", "date"),
        ("instance('towns')/root/item/name", "nodeset"),
    ],
)
def test_a_value_has_one_of_five_kinds(source, kind):
    assert kind_of(evaluate(source)) == kind


@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        pytest.param("1 + ", "unexpected", 4, id="nothing after an operator"),
        pytest.param("(1", "unexpected", 2, id="an open bracket"),
        pytest.param("1 2", "unexpected", 2, id="two values"),
        pytest.param("${a} == 1", "unexpected", 6, id="the equals of other languages"),
        pytest.param("${a} = ‘x’", "unexpected", 7, id="smart quotes"),
        pytest.param("'open", "unexpected", 0, id="an open quote"),
        pytest.param("", "unexpected", 0, id="nothing"),
        pytest.param("1 + fo(2)", "unknown_function", 4, id="unknown function"),
        pytest.param("area(${a})", "unsupported_function", 0, id="a function of maps"),
        pytest.param("selected(${a})", "wrong_arguments", 0, id="too few arguments"),
        pytest.param("//a", "unsupported", 0, id="anywhere in the form"),
        pytest.param("child::a", "unsupported", 0, id="an axis"),
        pytest.param("/data/a[1]/b[2]", "unsupported", 12, id="conditions on two steps"),
        pytest.param("..", "unsupported", 0, id="a group"),
        pytest.param("regex(., '(a')", "pattern_refused", 10, id="an open group in a pattern"),
        pytest.param("regex(., 'a(?=b)')", "pattern_refused", 11, id="looking ahead"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(source, code, position):
    with pytest.raises(ExpressionError) as refused:
        compile_expression(source)

    assert (refused.value.code, refused.value.position) == (code, position)


def test_an_unknown_name_is_refused_where_the_names_are_known():
    with pytest.raises(ExpressionError) as refused:
        compile_expression("${age} > 1 and ${agee} > 1", names={"age"})

    assert (refused.value.code, refused.value.position, refused.value.detail) == ("unknown_reference", 15, "agee")
    assert str(refused.value) == "unknown reference: agee (character 16)"


def test_a_path_finds_the_row_of_a_matrix_where_the_names_are_known():
    assert compile_expression("/data/visit/doctor", names={"visit/doctor"}).references == {"visit/doctor"}


@pytest.mark.parametrize("source", ["date('1983-09-31')", "date('soon')", "date(1 div 0)", "digest('a', 'X', 'hex')"])
def test_what_cannot_be_worked_out_is_refused(source):
    with pytest.raises(ExpressionError):
        evaluate(source)


MANY_ROWS = {"t": tuple({"name": str(n)} for n in range(50_000))}
AT_ONCE = 0.2
"""Seconds of processor time after which any expression has ended, refused or not."""
LONG = ", ".join(["${long}"] * 330)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("(" * 10_000, "expression_too_long", id="open brackets"),
        pytest.param("a" * 10**6, "expression_too_long", id="a long name"),
        pytest.param("1" + "+1" * 2_000, "expression_too_long", id="a long sum"),
        pytest.param("(" * 3_000, "expression_too_deep", id="deep brackets"),
        pytest.param("not(" * 500 + "1" + ")" * 500, "expression_too_deep", id="deep calls"),
        pytest.param("if(1, 2, " * 400, "expression_too_deep", id="deep conditions"),
        pytest.param("1" + "=1" * 1_900, "expression_too_deep", id="a chain of comparisons"),
        pytest.param("1 or 1 and (" * 65, "expression_too_deep", id="all levels of operators"),
        pytest.param("instance('t')/root/item[" * 100, "expression_too_deep", id="deep predicates"),
        pytest.param(
            "instance('t')/root/item[name = instance('t')/root/item/name]", "too_many_steps", id="rows by rows"
        ),
        pytest.param(
            "instance('t')/root/item/name = instance('t')/root/item/name", "too_many_steps", id="sets by sets"
        ),
        pytest.param(f"instance('t')/root/item[{'1=2 or ' * 500} 1]", "too_many_steps", id="costly predicates"),
        pytest.param(
            "instance('t')/root/item[contains(translate(${long}, 'a', 'b'), 'x')]", "too_many_steps", id="long answers"
        ),
        pytest.param(" or ".join(["regex(${long}, '(a+)+b')"] * 120), "too_many_steps", id="many patterns"),
        pytest.param("lower-case(" * 40 + f"concat({LONG})" + ")" * 40, "too_many_steps", id="texts grown large"),
        pytest.param(f"join(concat({LONG}){', 1' * 200})", "too_many_steps", id="texts grown huge"),
        pytest.param("instance('t')/root/item[selected(${long}, name)]", "too_many_steps", id="long answers cut up"),
        pytest.param(
            "instance('t')/root/item[format-date('2026-01-01', '%Y-%m-%d') = name]", "too_many_steps", id="many dates"
        ),
        pytest.param(
            f"instance('t')/root/item[format-date('2026-01-01', '{'%Y' * 1_900}') = name]",
            "too_many_steps",
            id="long forms of dates",
        ),
        pytest.param("instance('t')/root/item[digest(name, 'SHA-512') = 1]", "too_many_steps", id="many digests"),
        pytest.param("instance('t')/root/item[uuid() = name]", "too_many_steps", id="many draws"),
        pytest.param(
            f"instance('t')/root/item[{'lower-case(' * 50}name{')' * 50} = 1]", "too_many_steps", id="calls by rows"
        ),
        pytest.param(
            f"instance('t')/root/item[normalize-unicode('{'é' * 3_900}') = 1]", "too_many_steps", id="texts by rows"
        ),
    ],
)
def test_a_bomb_is_refused_at_once(source, code):
    scope = Scope(answers={"long": "a b" * 3_333}, now=NOW, tables=MANY_ROWS)

    def work():
        with pytest.raises(ExpressionError) as refused:
            compile_expression(source).value(scope)
        assert refused.value.code == code

    assert least_seconds(work, enough=AT_ONCE) < AT_ONCE


def test_a_long_chain_within_the_limits_is_simply_worked_out():
    assert evaluate("1" + "+1" * 1_900) == 1901.0
    assert evaluate("-" * 3_999 + "1") == -1.0
    assert evaluate("1 and " * 600 + "1") is True
    assert evaluate("if(1, " * 60 + "5" + ", 0)" * 60) == 5.0


class People:
    """Three entries of a list; the expression stands in the second."""

    place = 2
    ROWS = ({"age": "40", "name": "Ada"}, {"age": "12", "name": "Ben"}, {"age": "", "name": "Cleo"})

    def list_rows(self, name):
        return self.ROWS if name == "people" else ()


REPEATED = {"people": "people", "age": "people", "name": "people"}
OUTSIDE = {key: EntryNodes(row[key] for row in People.ROWS) for key in ("age", "name")} | {
    "people": EntryNodes(("1", "2", "4"))
}
INSIDE = OUTSIDE | People.ROWS[1]


@pytest.mark.parametrize(
    ("source", "answers", "value"),
    [
        pytest.param("count(${people})", OUTSIDE, 3.0, id="entries counted"),
        pytest.param("count-non-empty(${age})", OUTSIDE, 2.0, id="those with an answer"),
        pytest.param("sum(${age})", OUTSIDE, 52.0, id="an empty answer adds nothing"),
        pytest.param("min(${age})", OUTSIDE, 12.0, id="the least"),
        pytest.param("join(' ', ${name})", OUTSIDE, "Ada Ben Cleo", id="joined"),
        pytest.param("${name}", OUTSIDE, ("Ada", "Ben", "Cleo"), id="a node-set outside"),
        pytest.param("${name}", INSIDE, "Ben", id="the sibling inside"),
        pytest.param("string(${name})", OUTSIDE, "Ada", id="as text the first"),
        pytest.param("${age} = 12", OUTSIDE, True, id="any entry will do"),
        pytest.param("selected(${name}, 'Ada')", OUTSIDE, True, id="of several the first"),
        pytest.param("position(..)", INSIDE, 2.0, id="which entry"),
        pytest.param("indexed-repeat(${name}, ${people}, 3)", INSIDE, "Cleo", id="of another entry"),
        pytest.param("indexed-repeat(${name}, ${people}, 4)", INSIDE, "", id="of none"),
        pytest.param("indexed-repeat(${name}, ${people}, position(..) - 1)", INSIDE, "Ada", id="of the one before"),
        pytest.param("${people}[position() = position(current()/..) - 1]/name", INSIDE, ("Ada",), id="by its place"),
        pytest.param("${people}[1]/name", OUTSIDE, ("Ada",), id="the first"),
        pytest.param("/data/people[age > 18]/name", OUTSIDE, ("Ada",), id="by a path"),
        pytest.param("count(${people}[./age != ''])", OUTSIDE, 2.0, id="under a condition"),
        pytest.param("${people}[${age} > 18]/name", OUTSIDE, ("Ada",), id="the tested entry's own answer"),
        pytest.param("count(${people}[${age} = 12])", INSIDE, 3.0, id="inside, the sibling's"),
        pytest.param("count(${people}[age > 18][1])", OUTSIDE, 1.0, id="two conditions"),
    ],
)
def test_entries_of_a_list_are_node_sets(source, answers, value):
    scope = Scope(answers=answers, now=NOW, lists=People())

    assert compile_expression(source, repeated=REPEATED).value(scope) == value


def test_what_an_expression_reads_of_a_list_is_known():
    expression = compile_expression("${people}[age > ${limit}]/name", names={*REPEATED, "limit"}, repeated=REPEATED)

    assert expression.references == {"people", "age", "limit", "name"}
    assert expression.columns == frozenset()
    with pytest.raises(ExpressionError):
        compile_expression("${people}[agee > 1]/name", names=set(REPEATED), repeated=REPEATED)


def test_randomize_gives_every_node_in_an_order_that_stays():
    scope = Scope(answers={"all": tuple("abcdefgh")}, now=NOW, seed="s")

    first = compile_expression("randomize(${all})").value(scope)

    assert sorted(first) == list("abcdefgh")
    assert first == compile_expression("randomize(${all})").value(scope)
    assert first != compile_expression("randomize(${all}, 42)").value(scope)


def test_once_is_known_to_be_kept():
    assert compile_expression("if(true(), once(random()), 1)").keeps
    assert not compile_expression("random()").keeps


def test_many_entries_cost_steps():
    class Many:
        place = 1

        def list_rows(self, name):
            return ({"age": "1"},) * 1_000

    nested = "count(${people}[count(${people}[age = 1]) > 0])"
    with pytest.raises(ExpressionError) as refused:
        compile_expression(nested, repeated=REPEATED).value(Scope(answers={}, now=NOW, lists=Many()))
    assert refused.value.code == "too_many_steps"
