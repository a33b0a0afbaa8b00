"""Planted faults are found, sound instruments have none, and what somebody can reach is never called unreachable."""

from dataclasses import replace
from datetime import UTC, date, datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.core.findings import Level
from engage.i18n.text import LocalizedText
from engage.instruments.domain.analysis.analyse import analyse
from engage.instruments.domain.analysis.reach import reach
from engage.instruments.domain.analysis.solving import Solver, Verdict
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Repeat, Row
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire
from engage.surveys.domain.simulation import CannotSimulate, simulate
from tests.factories.surveys import HEALTH, instrument, item, options, section, text
from tests.support.readable import readable

AGE = item("age", ItemType.INTEGER, minimum=16, maximum=99)
HEARD = item("heard", ItemType.SINGLE, options=options("yes", "no"))
TOPICS = item("topics", ItemType.MULTIPLE, options=options("a", "b", "none", none={"exclusive": True}))


def found(*items: Item, **more: object) -> set[tuple[str, str]]:
    return codes(instrument(section("one", *items), **more))


def codes(definition: Instrument) -> set[tuple[str, str]]:
    return {(each.code, each.item or each.section) for each in analyse(definition).findings}


def late(relevance: str, **more: object) -> Item:
    return item("late", relevance=relevance, **more)


@pytest.mark.parametrize(
    ("relevance", "never"),
    [
        pytest.param("${age} < 16", True, id="below the range"),
        pytest.param("${age} >= 99", False, id="the end of the range"),
        pytest.param("${age} > 20 and ${age} < 21", True, id="between two whole numbers"),
        pytest.param("${age} > 20 and ${age} < 22", False, id="one whole number"),
        pytest.param("${heard} = 'yes' and ${heard} = 'no'", True, id="two answers at once"),
        pytest.param("selected(${topics}, 'a') and selected(${topics}, 'b')", False, id="two of several"),
        pytest.param("selected(${topics}, 'a') and selected(${topics}, 'none')", True, id="exclusive with another"),
        pytest.param("${second} = 'x' and ${heard} = 'no'", True, id="an answer only others give"),
        pytest.param("${second} = 'x' or ${heard} = 'no'", False, id="or"),
        pytest.param("${sum} > 200", False, id="cannot be decided: arithmetic over a wide range"),
        pytest.param("${ready} = 'on'", False, id="by a calculation"),
        pytest.param("${ready} = 'maybe'", True, id="a value no calculation gives"),
        pytest.param("${free} > 5 and ${free} < 3", True, id="a number without a range"),
        pytest.param("${free} > '5'", False, id="a number compared with a text"),
        pytest.param("today() < '1990-01-01'", False, id="cannot be decided: time"),
        pytest.param("${word} = 'x' and ${word} != 'x'", True, id="a text"),
        pytest.param("${word} > 5 and ${word} < 3", True, id="a text compared as a number"),
        pytest.param("${word} > 5 and ${word} <= 6 and ${word} != '6'", False, id="a text between numbers"),
        pytest.param("${word} >= 6 and ${word} <= 6 and ${word} != '6'", False, id="a number spelt otherwise"),
        pytest.param("${word} > '2026-01-01'", False, id="cannot be decided: a text compared as a date"),
        pytest.param("string-length(${word}) > 5", False, id="cannot be decided: the length of a text"),
        pytest.param("${grid/r} = 'yes' and ${grid/r} = 'no'", True, id="a row"),
        pytest.param("false()", True, id="never"),
    ],
)
def test_whether_a_question_is_ever_asked(relevance, never):
    codes = found(
        AGE,
        HEARD,
        TOPICS,
        item("second", relevance="${heard} = 'yes'"),
        item("free", ItemType.DECIMAL),
        item("word"),
        item("grid", ItemType.MATRIX, options=options("yes", "no"), rows=(Row(code="r", label=text("R")),)),
        _worked_out("sum", "${age} + ${free}"),
        _worked_out("ready", "if(${age} > 50, 'on', 'off')"),
        late(relevance),
    )
    assert (("item_never_shown", "late") in codes) is never


def _worked_out(name: str, calculation: str) -> Item:
    return Item(name=name, type=ItemType.CALCULATION, label=LocalizedText("en", {}), calculation=calculation)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([HEARD, late("${hard} = 'x'")], {("unknown_item", "late")}, id="an item that is not there"),
        pytest.param([item("q", hint=text("${gone}"))], {("unknown_item", "q")}, id="a text shows what is not there"),
        pytest.param(
            [HEARD, late("${heard} = 'maybe'")],
            {("unknown_option", "late"), ("item_never_shown", "late")},
            id="an option that is not there",
        ),
        pytest.param([late("${heard} = 'no'"), HEARD], {("asked_later", "late")}, id="a condition on a later item"),
        pytest.param([late("${late} = 'x'")], {("looks_at_itself", "late")}, id="a condition on itself"),
        pytest.param(
            [_worked_out("a", "${b} + 1"), _worked_out("b", "${a} + 1"), HEARD],
            {("circle", "a"), ("circle", "b")},
            id="a circle",
        ),
        pytest.param(
            [replace(HEARD, options=(*HEARD.options, HEARD.options[0]))], {("double_code", "heard")}, id="a code twice"
        ),
        pytest.param([replace(HEARD, options=())], {("no_options", "heard")}, id="no options"),
        pytest.param([item("m", ItemType.MATRIX, options=options("a"))], {("no_rows", "m")}, id="no rows"),
        pytest.param([_worked_out("c", ""), HEARD], {("no_calculation", "c")}, id="nothing to work out"),
        pytest.param(
            [replace(AGE, constraint=". > 120", required="true()")], {("dead_end", "age")}, id="required and impossible"
        ),
        pytest.param([replace(AGE, constraint=". > 120")], {("no_possible_answer", "age")}, id="impossible"),
        pytest.param([replace(AGE, minimum=9, maximum=3)], {("no_possible_answer", "age")}, id="9 to 3"),
        pytest.param([replace(AGE, constraint=". > 20 and . < 90")], set(), id="a constraint that can hold"),
        pytest.param([AGE, late("${age} < 5", required="true()")], {("required_never_shown", "late")}, id="required"),
        pytest.param(
            [replace(TOPICS, required="true()", min_choices=9)], {("dead_end", "topics")}, id="more than there are"
        ),
        pytest.param(
            [AGE, item("q", ItemType.SINGLE, options=options("x", "y", y={"relevance": "${age} < 3"}))],
            {("option_never_offered", "q")},
            id="an option for nobody",
        ),
        pytest.param(
            [
                AGE,
                item(
                    "q",
                    ItemType.SINGLE,
                    options=options("x", "y", x={"relevance": "${age} = 1"}, y={"relevance": "${age} < 3"}),
                    required="true()",
                ),
            ],
            {("option_never_offered", "q"), ("dead_end", "q")},
            id="required, and nothing to choose",
        ),
        pytest.param([replace(HEARD, label=LocalizedText("en", {}))], {("no_label", "heard")}, id="no words"),
        pytest.param([late("${heard")], {("bad_expression", "late")}, id="a condition that cannot be read"),
    ],
)
def test_a_planted_fault_is_found_and_nothing_else(items, expected):
    assert found(*items, languages=("en",)) == expected


def test_a_sound_instrument_has_no_findings():
    assert codes(HEALTH) == set()


def test_a_section_that_nobody_comes_to_is_one_finding_and_an_empty_one_another():
    definition = instrument(section("a", AGE), section("b", item("x"), item("y"), relevance="${age} < 3"), section("c"))
    assert codes(definition) == {("section_never_shown", "b"), ("empty_section", "c")}


def test_a_cascade_is_followed_and_what_no_choice_leads_to_is_found():
    towns = tuple(
        Option(code=code, label=text(code), attributes={"country": country})
        for code, country in (("oslo", "no"), ("bonn", "de"), ("rome", "it"))
    )
    countries = item("country", ItemType.SINGLE, options=options("no", "de"))
    town = item("town", ItemType.SINGLE, options=towns, choice_filter="country = ${country}")

    (finding,) = analyse(instrument(section("a", countries, town))).findings

    assert (finding.code, finding.figures) == ("option_never_offered", {"option": "rome"})


def test_in_a_list_the_answers_of_one_entry_decide_and_from_outside_nothing_is_concluded():
    people = section("people", AGE, late("${age} < 3"), item("old", relevance="${age} > 60"))
    repeated = replace(people, repeat=Repeat(name="household"))
    definition = instrument(repeated, section("after", item("any", relevance="${age} < 3 and ${age} > 60")))

    found = analyse(definition)

    assert [(each.code, each.item) for each in found.findings] == [("item_never_shown", "late")]
    assert found.undecided == ("any",)


def test_missing_translations_are_counted_by_language():
    definition = instrument(section("a", HEARD), languages=("en", "de", "fr"))
    (finding,) = analyse(definition).findings
    assert (finding.level, finding.figures["language"], finding.figures["missing"]) == (Level.NOTE, "fr", 5)


def test_minutes_are_those_of_the_shortest_the_usual_and_the_longest_way():
    definition = instrument(
        section("a", HEARD),
        section("b", *(item(f"q{n}", multiline=True) for n in range(10)), relevance="${heard} = 'no'"),
    )
    lengths = analyse(definition).minutes["en"]
    assert lengths.shortest < 1
    assert 5 < lengths.longest < 8
    assert lengths.shortest <= lengths.typical <= lengths.longest


def test_a_way_that_takes_much_longer_than_the_first_page_says_is_a_finding():
    long = [item(f"q{n}", multiline=True) for n in range(10)]
    assert ("longer_than_said", "") in found(*long, minutes=2)
    assert ("longer_than_said", "") not in found(*long, minutes=6)


# -- never a false alarm


CONDITIONS = st.lists(
    st.sampled_from(
        [
            "${age} > 30",
            "${age} <= 17",
            "${age} != 40",
            "${heard} = 'yes'",
            "${heard} != 'no'",
            "not(${heard} = 'yes')",
            "selected(${topics}, 'a')",
            "not(selected(${topics}, 'b'))",
            "count-selected(${topics}) > 1",
            "${topics} = ''",
            "${free} > 2.5",
            "${free} = ${age}",
            "${word} = 'x'",
            "${word} > 3",
            "${word} != 7",
            "string-length(${word}) > 1",
            "${calc} > 10",
            "${calc} = 20",
            "${mid} = 'x'",
            "${mid} = ''",
            "${calc2}",
            "${age} + ${free} > 60",
            "${age} mod 7 = 3",
            "if(${heard} = 'yes', ${age}, 20) > 50",
        ]
    ),
    min_size=1,
    max_size=3,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(16, 99).map(str),
        "heard": st.sampled_from(["yes", "no"]),
        "topics": st.sampled_from([("a",), ("b",), ("a", "b"), ("none",)]),
        "free": st.sampled_from(["0", "2.6", "17", "40", "-3.5", "1000"]),
        "word": st.sampled_from(["x", "y", "long words", "7", "7.0", "3.2"]),
        "mid": st.sampled_from(["x", "z"]),
    },
)


@settings(max_examples=100, deadline=None)
@given(CONDITIONS, st.sampled_from([" and ", " or "]), CONDITIONS, ANSWERS)
def test_what_some_answers_lead_to_is_never_called_unreachable(first, joined, second, raw):
    definition = instrument(
        section(
            "one",
            AGE,
            HEARD,
            TOPICS,
            item("free", ItemType.DECIMAL),
            item("word"),
            _worked_out("calc", "${age} - 10"),
            _worked_out("calc2", "${heard} = 'yes'"),
            item("mid", relevance=joined.join(first).replace("${mid}", "${word}")),
            late(" and ".join(second)),
        )
    )
    reached = reach(Solver(definition)).items
    journey = Journey(Questionnaire(definition), raw, Circumstances(now=datetime(2026, 1, 1, tzinfo=UTC), consent=True))

    for name in ("mid", "late"):
        owner = definition.item(name)
        assert owner is not None
        if journey.relevant(owner):
            assert reached[name].verdict is not Verdict.NEVER


@pytest.mark.corpora
def test_every_real_instrument_is_analysed_and_nothing_that_simulated_people_answer_is_called_unreachable():
    slow = []
    for name, definition in readable().items():
        begun = process_time()
        findings = analyse(definition).findings
        slow += [name] if process_time() - begun > 1 else []
        never = {each.item for each in findings if each.code.endswith("never_shown") and each.item}
        hidden = {each.section for each in findings if each.code == "section_never_shown"}
        never |= {each.name for part in definition.sections if part.name in hidden for each in part.items}
        if not never:
            continue
        try:
            for response in simulate(definition, responses=5, seed=1, today=date(2026, 11, 22)):
                assert not never & {key.partition("/")[0] for key in response.answers}, name
        except CannotSimulate:
            continue
    assert slow == []
