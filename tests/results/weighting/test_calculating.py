"""Weights of a survey, from its responses to factors and back."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from sqlalchemy.orm import Session

from engage.results.domain.populations import composition
from engage.results.models import Population, Weighting
from engage.results.weighting import keeping
from engage.results.weighting.applying import is_calculated, items_of, weights
from engage.results.weighting.calculating import columns, found_now
from engage.results.weighting.keeping import Wish
from engage.surveys.models import Response, Survey
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
DAY = date(2026, 11, 21)


def put(session: Session, survey: Survey, number: int, weight: float | None = None, **answers: Any) -> None:
    assert survey.version_id is not None
    given = {"version_id": survey.version_id, "language": "en", "channel": "open", "day": DAY, "weight": weight}
    session.add_all(Response(survey_id=survey.id, answers=answers, **given) for _ in range(number))
    session.flush()


def population(session: Session, survey: Survey, item: str, *cells: tuple[str, float], country: str = "") -> Population:
    made = composition(item, [item], [[[[code]], number] for code, number in cells], country)
    return keeping.keep(session, survey, [made], "Statistics, 2026")[0]


@pytest.fixture
def survey(session: Session) -> Survey:
    """100 responses: 20 smokers, of them 15 under 40; 80 others, of them 25 under 40."""
    made = make_survey(session)
    put(session, made, 15, smoker="yes", age=30)
    put(session, made, 5, smoker="yes", age=50)
    put(session, made, 25, smoker="no", age=39)
    put(session, made, 53, smoker="no", age=40)
    put(session, made, 2, smoker="no", age="_declined")
    return made


def calculated(session: Session, survey: Survey, *rows: Population, **more: Any) -> Weighting:
    wish = Wish("w", tuple(each.id for each in rows), more.get("design", False), more.get("trim"))
    row = keeping.set_up(session, survey, wish)
    row.found = found_now(session, survey, row)
    return row


def test_what_was_found_says_how_it_was_how_it_came_out_and_how_it_should_be(session: Session, survey: Survey):
    smoking = population(session, survey, "smoker", ("yes", 30), ("no", 70))
    age = population(session, survey, "age", ("..39", 1), ("40..", 1))

    row = calculated(session, survey, smoking, age)

    assert is_calculated(row)
    assert row.found is not None
    first, second = row.found["margins"]
    assert [cell["unweighted"] for cell in first["cells"]] == [0.2, 0.8]
    assert [round(cell["weighted"], 5) for cell in first["cells"]] == [0.3, 0.7]
    assert [round(cell["weighted"], 5) for cell in second["cells"]] == [0.5, 0.5]
    assert (first["unknown"], second["unknown"]) == (0, 2)
    assert (row.found["responses"], row.found["received"], row.found["converged"]) == (100, 100, True)
    assert row.found["effect"] > 1
    assert row.found["effective"] == pytest.approx(100 / row.found["effect"])
    assert sum(count for *_, count in row.found["histogram"]) == 100


def test_stored_factors_give_every_response_its_weight_and_later_ones_too(session: Session, survey: Survey):
    smoking = population(session, survey, "smoker", ("yes", 30), ("no", 70))
    row = calculated(session, survey, smoking)
    put(session, survey, 1, smoker="yes", age=20)

    frame = columns(session, survey, items_of(row))
    found = dict(zip(frame["smoker"].to_list(), weights(frame, row).to_list(), strict=True))

    assert len(frame) == 101
    assert found == {"yes": pytest.approx(1.5), "no": pytest.approx(0.875)}


def test_design_weights_are_where_raking_starts(session: Session):
    survey = make_survey(session)
    put(session, survey, 10, weight=3, smoker="yes")
    put(session, survey, 10, weight=1, smoker="no")

    row = calculated(session, survey, design=True)
    frame = columns(session, survey, items_of(row))

    assert sorted(set(np.round(weights(frame, row).to_numpy(), 6))) == [0.5, 1.5]


def test_no_weight_is_above_the_cap_while_the_margins_hold(session: Session, survey: Survey):
    smoking = population(session, survey, "smoker", ("yes", 40), ("no", 60))
    age = population(session, survey, "age", ("..39", 20), ("40..", 80))

    free = calculated(session, survey, smoking, age)
    session.delete(free)
    row = calculated(session, survey, smoking, age, trim=4.5)

    assert free.found is not None
    assert row.found is not None
    assert free.found["largest"] > 4.5
    assert row.found["converged"]
    assert row.found["largest"] <= 4.5
    assert row.found["trimmed"] == 5


BOTH = [("no", 1), ("yes", 1)]
NEGATIVE = {"smoker": "no", "weight": -1.0}
REFUSED = [
    pytest.param(BOTH, {}, {}, "nobody", id="no responses"),
    pytest.param(BOTH, {"smoker": "no"}, {}, "empty", id="nobody in a group"),
    pytest.param(BOTH, {"smoker": "no"}, {"design": True}, "design-none", id="no weights"),
    pytest.param(BOTH, NEGATIVE, {"design": True}, "design-negative", id="below zero"),
]


@pytest.mark.parametrize(("cells", "answers", "how", "why"), REFUSED)
def test_where_there_can_be_no_weights_it_is_said_why(session: Session, cells, answers, how, why):
    survey = make_survey(session)
    smoking = population(session, survey, "smoker", *cells)
    if answers:
        put(session, survey, 3, **answers)

    row = calculated(session, survey, smoking, **how)

    assert not is_calculated(row)
    assert row.found is not None
    assert row.found["refused"] == why
    if why == "empty":
        assert (row.found["population"], row.found["codes"]) == ("smoker", [["yes"]])


def test_populations_that_contradict_each_other_are_named_with_how_far_they_are_off(session: Session, survey: Survey):
    one = population(session, survey, "smoker", ("yes", 30), ("no", 70))
    other = keeping.keep(
        session, survey, [composition("other", ["smoker"], [[[["yes"]], 1], [[["no"]], 1]])], "Another office"
    )[0]

    row = calculated(session, survey, one, other)

    assert row.found is not None
    assert not row.found["converged"]
    assert row.found["worst"]["margin"] == "smoker"
    assert abs(row.found["worst"]["by"]) == pytest.approx(0.2, abs=1e-6)


def test_a_changed_weighting_forgets_what_was_calculated_but_not_for_its_name(session: Session, survey: Survey):
    smoking = population(session, survey, "smoker", ("yes", 30), ("no", 70))
    row = calculated(session, survey, smoking)
    session.flush()

    keeping.alter(session, row, Wish("new name", (smoking.id,), False, None), revision=1)
    assert is_calculated(row)

    keeping.alter(session, row, Wish("new name", (smoking.id,), False, 4.0), revision=2)
    assert not is_calculated(row)
    with pytest.raises(keeping.ChangedMeanwhile):
        keeping.alter(session, row, Wish("x", (), True, None), revision=2)
