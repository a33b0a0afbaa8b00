"""The path depends on the answers alone, and what is not on it never counts."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from engage.demo import citizen_survey
from engage.instruments.domain.checks import final_answers, input_names, takes_many
from engage.instruments.domain.definition import Item, ItemType
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire, in_order
from tests.factories.surveys import HEALTH, instrument, item, options, section
from tests.support.asking import path

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PLAIN = Circumstances(now=NOW, seed="s")
QUICK = settings(max_examples=80, deadline=None)
SMALL = Questionnaire(HEALTH)
CITIZENS = Questionnaire(citizen_survey())


def typed(one: Item) -> st.SearchStrategy[dict[str, Any]]:
    """What may be sent for an item: offered codes mostly, nonsense sometimes."""
    codes = [option.code for option in one.options] + ["", "nonsense", "1", "50"]
    value = st.sampled_from(codes)
    each = {
        key: st.lists(value, max_size=3).map(tuple) if takes_many(one) and "/" not in key else value
        for key in input_names(one)
    }
    return st.fixed_dictionaries({}, optional=each)


def raws(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, Any]]:
    def joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
        return {key: value for part in parts for key, value in part.items()}

    return st.tuples(*(typed(one) for one in questionnaire.instrument.items)).map(list).map(joined)


CIRCUMSTANCES = st.builds(
    Circumstances, now=st.just(NOW), consent=st.booleans(), pulse=st.booleans(), seed=st.sampled_from("abc")
)


@settings(max_examples=40, deadline=None)
@given(raw=raws(CITIZENS), circumstances=CIRCUMSTANCES)
def test_what_is_not_on_the_path_never_reaches_the_answers(raw: dict[str, Any], circumstances: Circumstances):
    journey = Journey(CITIZENS, raw, circumstances)
    asked = {part.item.name for here in path(CITIZENS, raw, circumstances) for part in here.items}

    answers, problems = final_answers(journey)

    assert {CITIZENS.owners[key].name for key in answers} <= asked
    assert {CITIZENS.owners[problem.key].name for problem in problems} <= asked
    for one in CITIZENS.instrument.items:
        if one.special_category:
            assert circumstances.consent or one.name not in asked
        if circumstances.pulse:
            assert one.pulse or one.name not in asked


@QUICK
@given(raw=raws(SMALL), circumstances=CIRCUMSTANCES)
def test_the_path_depends_only_on_the_answers_and_not_on_their_order(raw: dict[str, Any], circumstances: Circumstances):
    turned = dict(reversed(list(raw.items())))

    assert path(SMALL, raw, circumstances) == path(SMALL, turned, circumstances) == path(SMALL, raw, circumstances)


@QUICK
@given(raw=raws(SMALL), value=st.text(max_size=5))
def test_answering_what_is_not_asked_changes_nothing(raw: dict[str, Any], value: str):
    before = Journey(SMALL, raw, PLAIN)
    assume(not before.relevant(SMALL.owners["brand"]))

    more = raw | {"brand": value, "illness": value}

    assert path(SMALL, more, PLAIN) == path(SMALL, raw, PLAIN)
    assert final_answers(Journey(SMALL, more, PLAIN)) == final_answers(before)


def test_a_chain_of_conditions_falls_as_a_whole():
    chain = instrument(
        section(
            "one",
            item("a", relevance=None),
            item("b", relevance="${a} = 'yes'"),
            item("c", relevance="${b} = 'yes'"),
        )
    )
    raw = {"a": "no", "b": "yes", "c": "kept"}

    assert final_answers(Journey(Questionnaire(chain), raw, PLAIN))[0] == {"a": "no"}


def test_a_chain_may_be_as_long_as_the_instrument():
    links = [
        item(
            f"c{place}", ItemType.CALCULATION, calculation=f"${{c{place + 1}}} + 1", relevance=f"${{c{place + 1}}} != 1"
        )
        for place in range(1_500)
    ]
    questionnaire = Questionnaire(instrument(section("one", *links, item("c1500", ItemType.INTEGER))))

    assert Journey(questionnaire, {"c1500": "7"}, Circumstances(NOW))["c0"] == "1507"


def test_many_circles_end():
    links = [
        item(
            f"c{place}",
            ItemType.CALCULATION,
            calculation=" + ".join(f"${{c{(place * 7 + step * 13) % 120}}}" for step in range(1, 9)),
        )
        for place in range(120)
    ]
    questionnaire = Questionnaire(instrument(section("one", *links)))

    assert Journey(questionnaire, {}, Circumstances(NOW))["c0"] == "NaN"


def test_what_cannot_be_worked_out_with_an_answer_is_nothing_and_does_not_hold():
    broken = "date(${when}) > date('2026-01-01')"
    questionnaire = Questionnaire(
        instrument(
            section(
                "one",
                item("when", ItemType.TEXT),
                item("year", ItemType.CALCULATION, calculation="format-date(date(${when}), '%Y')"),
                item("later", ItemType.TEXT, relevance=broken),
            )
        )
    )

    soon, dated = (Journey(questionnaire, {"when": when}, Circumstances(NOW)) for when in ("soon", "2026-11-21"))

    assert (soon["year"], soon.relevant(questionnaire.owners["later"])) == ("", False)
    assert (dated["year"], dated.relevant(questionnaire.owners["later"])) == ("2026", True)


def test_a_condition_on_itself_is_false():
    circle = instrument(section("one", item("a", relevance="${b} = ''"), item("b", relevance="${a} = ''")))

    assert not final_answers(Journey(Questionnaire(circle), {"a": "x"}, PLAIN))[1]


@QUICK
@given(
    codes=st.lists(st.sampled_from("abcdefgh"), unique=True), seed=st.text(max_size=8), fixed=st.sets(st.integers(0, 7))
)
def test_a_random_order_is_a_permutation_the_same_for_one_seed_in_which_fixed_options_stay(codes, seed, fixed):
    more = {code: {"fixed": True} for place, code in enumerate(codes) if place in fixed}
    parts = options(*codes, **more)

    shuffled = in_order(parts, seed=seed, name="q")

    assert sorted(part.code for part in shuffled) == sorted(codes)
    assert in_order(parts, seed=seed, name="q") == shuffled
    assert all(shuffled[place] is part for place, part in enumerate(parts) if part.fixed)


def test_respondents_get_different_orders():
    parts = options(*"abcdefgh")

    orders = {tuple(part.code for part in in_order(parts, seed=str(seed), name="q")) for seed in range(30)}

    assert len(orders) > 25


class Answering(RuleBasedStateMachine):
    """Somebody goes back and forth and changes their mind: the end depends on what stands there at last."""

    def __init__(self) -> None:
        super().__init__()
        self.raw: dict[str, Any] = {}

    @rule(changes=raws(SMALL))
    def save(self, changes: dict[str, Any]) -> None:
        self.raw |= changes

    @rule(answer=st.sampled_from(["yes", "no", ""]))
    def smoke(self, answer: str) -> None:
        self.raw["smoker"] = answer

    @rule(reason=st.text(max_size=3))
    def explain(self, reason: str) -> None:
        self.raw["reason"] = reason

    @invariant()
    def only_smokers_are_asked_why(self) -> None:
        journey = Journey(SMALL, self.raw, PLAIN)
        smokes = self.raw.get("smoker") == "yes"
        slugs = [part.slug for part in journey.sections()]
        answers, problems = final_answers(journey)

        assert slugs == ["about-you", "views", "smoking"][: 3 if smokes else 2]
        assert smokes or not {"brand", "reason"} & answers.keys()
        missing = smokes and not str(self.raw.get("reason", "")).strip()
        assert any(p.code == "required" for p in problems) or not missing


TestAnswering = Answering.TestCase
TestAnswering.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)


ORDERED = replace(
    section(
        "one",
        item("title", ItemType.NOTE, heading=True),
        item("a"),
        item("b"),
        item("only_b", relevance="${b} != ''"),
        item("fixed", fixed=True),
        item("c"),
        item("after_fixed", relevance="${fixed} = 'x'"),
        item("end", ItemType.NOTE),
    ),
    shuffle=True,
)


def orders() -> set[tuple[str, ...]]:
    questionnaire = Questionnaire(instrument(ORDERED))
    return {tuple(one.name for one in questionnaire.in_random_order(ORDERED, str(seed))) for seed in range(60)}


def test_notes_and_fixed_items_keep_their_place_when_the_others_are_in_random_order():
    for order in orders():
        assert sorted(order) == sorted(one.name for one in ORDERED.items)
        assert (order[0], order[4], order[7]) == ("title", "fixed", "end")


def test_an_item_shown_because_of_another_on_the_page_never_comes_before_it():
    for order in orders():
        assert order.index("b") < order.index("only_b")
        assert order.index("fixed") < order.index("after_fixed")


def test_respondents_get_the_items_in_different_orders_and_each_always_the_same():
    questionnaire = Questionnaire(instrument(ORDERED))

    assert len(orders()) > 5
    assert [one.item.name for one in Journey(questionnaire, {}, PLAIN).section(ORDERED).items] == [
        one.item.name for one in Journey(questionnaire, {}, PLAIN).section(ORDERED).items
    ]
