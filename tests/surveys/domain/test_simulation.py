from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import (
    DECLINED,
    Cell,
    Instrument,
    Item,
    ItemType,
    Option,
    Row,
    Section,
)
from engage.instruments.readers.open import read
from engage.surveys.domain.simulated_answers import day_weights
from engage.surveys.domain.simulation import CannotSimulate, Habits, simulate
from tests.corpora import corpora
from tests.factories.lists import with_lists
from tests.results.reading import item_tables

TODAY = date(2026, 11, 21)
STEADY = Habits(leaving=0, declining=0, skipping=0, consenting=1, hurrying=0)
T = LocalizedText.of


def item(name, kind, **more):
    return Item(name=name, type=kind, label=T(name), **more)


def options(*codes, **more):
    return tuple(Option(code=code, label=T(code), **more) for code in codes)


def rows(*codes):
    return tuple(Row(code=code, label=T(code)) for code in codes)


def survey(*pages, languages=("en",)):
    sections = tuple(Section(name=f"p{n}", slug=f"p{n}", title=T("Page"), items=items) for n, items in enumerate(pages))
    return Instrument(name="x", title=T("x"), source_language="en", languages=languages, sections=sections)


def simulated(*pages, responses=60, seed=1, habits=STEADY, languages=("en",), **more):
    instrument = survey(*pages, languages=languages)
    return list(simulate(instrument, responses=responses, seed=seed, today=TODAY, habits=habits, **more))


YES_NO = item("q", ItemType.SINGLE, options=options("yes", "no"))


def test_the_same_seed_gives_the_same_responses_and_another_gives_others():
    first = simulated((YES_NO, item("age", ItemType.INTEGER)), seed=7, habits=None)

    assert first == simulated((YES_NO, item("age", ItemType.INTEGER)), seed=7, habits=None)
    assert first != simulated((YES_NO, item("age", ItemType.INTEGER)), seed=8, habits=None)


def test_as_many_are_submitted_as_wanted_and_who_left_comes_on_top():
    found = simulated((YES_NO,), (item("more", ItemType.SCALE),), habits=Habits(leaving=0.2))

    assert sum(each.left_at is None for each in found) == 60
    left = [each for each in found if each.left_at]
    assert left
    assert all(each.path[-1] == each.left_at for each in left)


def test_people_walk_the_real_routing():
    deeper = item("why", ItemType.SINGLE, options=options("a", "b"), relevance="${q} = 'yes'")
    found = simulated((YES_NO, deeper), (item("end", ItemType.SINGLE, options=options("x"), relevance="${why} = 'a'"),))

    assert {each.answers["q"] for each in found} == {"yes", "no"}
    for each in found:
        assert ("why" in each.answers) == (each.answers["q"] == "yes")
        assert ("p1" in each.path) == ("end" in each.answers) == (each.answers.get("why") == "a")


@pytest.mark.parametrize(
    ("asked", "valid"),
    [
        pytest.param(item("q", ItemType.INTEGER, minimum=16, maximum=99), lambda a: 16 <= a["q"] <= 99, id="limits"),
        pytest.param(
            item("q", ItemType.INTEGER, required="true()", constraint=". > 1900 and . < 1960"),
            lambda a: 1900 < a["q"] < 1960,
            id="a constraint",
        ),
        pytest.param(item("q", ItemType.DECIMAL), lambda a: isinstance(a["q"], float), id="decimals"),
        pytest.param(
            item("q", ItemType.TEXT, required="true()", pattern=r"\d{4}"), lambda a: len(a["q"]) == 4, id="a pattern"
        ),
        pytest.param(item("q", ItemType.TEXT, required="true()", max_length=9), lambda a: len(a["q"]) <= 9, id="short"),
        pytest.param(
            item(
                "q",
                ItemType.MULTIPLE,
                options=(*options("a", "b", "c"), *options("none", exclusive=True)),
                max_choices=2,
            ),
            lambda a: 1 <= len(a["q"]) <= 2 and (len(a["q"]) == 1 or "none" not in a["q"]),
            id="several, at most two, none alone",
        ),
        pytest.param(
            item("q", ItemType.RANKING, options=options("a", "b", "c")), lambda a: set(a["q"]) == set("abc"), id="ranks"
        ),
        pytest.param(
            item("q", ItemType.ALLOCATION, rows=rows("x", "y", "z")),
            lambda a: set(a.get("q/rank", "xyz")) == set("xyz")
            and ("q/rank" in a or sum(a[f"q/{row}"] for row in "xyz") == 100),
            id="points",
        ),
        pytest.param(
            item("q", ItemType.MATRIX, options=options("1", "2"), rows=rows("x", "y"), required="true()"),
            lambda a: {a["q/x"], a["q/y"]} <= {"1", "2"},
            id="a matrix",
        ),
        pytest.param(
            item("q", ItemType.MATRIX, cell=Cell.INTEGER, rows=rows("x"), required="true()"),
            lambda a: isinstance(a["q/x"], int),
            id="a matrix of numbers",
        ),
        pytest.param(item("q", ItemType.SCALE, minimum=1, maximum=5), lambda a: 1 <= a["q"] <= 5, id="a scale"),
        pytest.param(
            item("q", ItemType.DATE, required="true()", constraint=". <= today()"),
            lambda a: a["q"] <= TODAY.isoformat(),
            id="a day that is past",
        ),
        pytest.param(item("q", ItemType.TIME), lambda a: len(a["q"]) == 5, id="a time"),
        pytest.param(item("q", ItemType.DATETIME), lambda a: len(a["q"]) == 16, id="a day and time"),
        pytest.param(item("q", ItemType.REGION, countries=("NO",)), lambda a: a["q"][:2] == "NO", id="a region"),
        pytest.param(item("q", ItemType.CONSENT), lambda a: a["q"] == "yes", id="consent"),
    ],
)  # fmt: skip
def test_every_answer_is_valid(asked, valid):
    found = simulated((asked,), responses=40)

    assert len(found) == 40
    assert all(valid(each.answers) for each in found)


def test_answers_lean_to_some_options():
    found = simulated((item("q", ItemType.SINGLE, options=options(*"abcdef")),), responses=300)

    counts = Counter(each.answers["q"] for each in found)
    assert len(counts) == 6
    assert max(counts.values()) > 2 * min(counts.values())


def test_some_prefer_not_to_say_and_some_pass_over():
    asked = (item("q", ItemType.SINGLE, options=options("a", "b"), prefer_not_to_say=True),)
    found = simulated(asked, responses=200, habits=Habits(leaving=0, declining=0.2, skipping=0.2))

    counts = Counter(each.answers.get("q") for each in found)
    assert 15 < counts[DECLINED] < 75
    assert 15 < counts[None] < 75


def test_languages_are_drawn_by_weight_and_free_texts_are_in_them():
    wish = item("wish", ItemType.TEXT, required="true()")
    habits = Habits(languages={"nb": 3, "de-informal": 1})
    found = simulated((wish,), responses=200, habits=habits, languages=("nb", "de-informal"))

    counts = Counter(each.language for each in found)
    assert counts["nb"] > 2 * counts["de-informal"] > 0
    assert any("Wartezeiten" in each.answers.get("wish", "") for each in found if each.language == "de-informal")


def test_special_category_items_are_answered_only_with_consent():
    asked = (YES_NO, item("health", ItemType.SINGLE, options=options("a"), special_category=True))
    found = simulated(asked, responses=100, habits=Habits(leaving=0, skipping=0, consenting=0.5))

    assert {each.consent for each in found} == {True, False}
    assert all(("health" in each.answers) == each.consent for each in found)


def test_the_short_form_asks_only_what_belongs_to_it():
    asked = (item("short", ItemType.SINGLE, options=options("a"), pulse=True), YES_NO)
    found = simulated(asked, habits=Habits(leaving=0, skipping=0, hurrying=0.5))

    assert {each.pulse for each in found} == {True, False}
    assert all(("q" in each.answers) != each.pulse for each in found)


def test_days_lie_within_the_fieldwork_and_times_are_in_steps_of_ten_seconds():
    found = simulated((YES_NO,), responses=300, days=5)

    assert {each.day for each in found} == {date(2026, 11, day) for day in range(17, 22)}
    assert all(each.seconds % 10 == 0 and each.seconds > 0 for each in found)


@pytest.mark.parametrize("days", [1, 2, 30])
def test_every_day_has_a_chance(days):
    assert len(day_weights(days)) == days
    assert min(day_weights(days)) > 0


def test_an_item_that_nothing_made_up_satisfies_is_named():
    with pytest.raises(CannotSimulate) as caught:
        simulated((YES_NO,), (item("code", ItemType.TEXT, required="true()", pattern="[q]{7}"),))

    assert caught.value.item == "code"


def test_the_demonstration_survey_can_be_simulated_and_every_item_gets_answers():
    instrument = read(Path(__file__).parents[3] / "engage" / "demo" / "citizen-survey.yaml").instrument
    found = [each for each in simulate(instrument, responses=60, seed=1, today=TODAY) if each.left_at is None]

    tables = item_tables(instrument, ((each.answers, each.day, each.language, 1) for each in found))
    assert [table.name for table in tables if not table.base] == []


@pytest.mark.corpora
@pytest.mark.parametrize(
    "path",
    [
        "rse-2018/questions_to_import.txt",
        "limesurvey/demos/ls6_sample_survey_multilingual_fr_de_en_it.lss",
    ],
)
def test_real_instruments_can_be_simulated_in_all_their_languages(path):
    instrument = read(corpora("surveys", path)).instrument
    found = list(simulate(instrument, responses=25, seed=3, today=TODAY))

    assert sum(each.left_at is None for each in found) == 25
    assert {each.language for each in found} == set(instrument.languages)


def test_simulated_people_fill_lists_within_their_limits_and_as_often_as_they_say():
    survey = with_lists(minimum=1, maximum=3)

    made = [one.answers for one in simulate(survey, responses=60, seed=3, today=TODAY) if one.left_at is None]

    numbers = {len(answers["treatments"]) for answers in made}
    assert numbers <= {1, 2, 3}
    assert len(numbers) > 1
    assert all("kind" in entry for answers in made for entry in answers["treatments"])
    assert all(len(answers.get("visits", ())) == min(max(answers.get("visits_number", 0), 0), 100) for answers in made)
