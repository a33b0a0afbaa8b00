"""From responses to an edition, and from one edition to the next."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.ids import random_id
from engage.instruments.domain.definition import Instrument, ItemType
from engage.jobs import worker
from engage.results.domain.plan import Plan
from engage.results.domain.populations import composition
from engage.results.publishing import figures, keeping, working
from engage.results.publishing.figures import Published, State
from engage.results.publishing.making import make
from engage.results.weighting import keeping as weightings
from engage.results.weighting.working import calculate_now
from engage.surveys.models import Response, Survey
from tests.factories.surveys import instrument, item, make_survey, options, section
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
ASKED: Instrument = instrument(
    section(
        "all",
        item("heard", ItemType.SINGLE, options=options("doctor", "letter", "nobody")),
        item("age", ItemType.INTEGER),
        item("trust", ItemType.SCALE, minimum=1, maximum=5),
        item("helped", ItemType.MULTIPLE, options=options("time", "words")),
        item("why"),
    )
)
PLAN = Plan(("heard", "age", "trust", "helped", "why"), filters=("_language",))
NAMES = {"_language": {"en": "Language"}}


def answer(session: Session, survey: Survey, number: int, language: str = "en", **answers: Any) -> None:
    given = {"version_id": survey.version_id, "channel": "open", "day": date(2026, 11, 20), "language": language}
    session.add_all(
        Response(id=random_id(), survey_id=survey.id, answers={**answers, "age": 20 + n % 60}, **given)
        for n in range(number)
    )
    session.flush()


def filled(session: Session) -> Survey:
    survey = make_survey(session, ASKED)
    answer(session, survey, 90, heard="doctor", trust=4, helped=["time"], why="Because")
    answer(session, survey, 60, heard="letter", trust=5, helped=["time", "words"])
    answer(session, survey, 4, heard="nobody", trust=1)
    answer(session, survey, 30, "de", heard="doctor", trust=2)
    return survey


def published(session: Session, survey: Survey, plan: Plan = PLAN) -> Published:
    made = make(session, survey, plan, NAMES)
    assert "refused" not in made, made["refused"]
    return figures.read(made["figures"])


def edition(session: Session, survey: Survey, plan: Plan = PLAN) -> None:
    row = keeping.page(session, survey)
    row = keeping.save(session, survey, plan, {}, revision=row.revision if row else 0)
    keeping.put(session, survey.id, make(session, survey, plan, NAMES), revision=row.revision)
    keeping.freeze(session, survey, revision=row.revision, now=utcnow(), by="ada@example.org")


def test_figures_are_rounded_and_small_counts_are_not_in_them(app: Flask):
    with transaction(app) as session:
        found = published(session, filled(session))

    heard = found.question("heard").table
    assert heard.cell("doctor").count == 120
    assert heard.cell("nobody") == figures.Cell("nobody", State.FEW)
    counts = [cell.count for each in found.questions for cell in each.table.cells if cell.count is not None]
    assert counts
    assert all(count % 5 == 0 and count >= 10 for count in counts)
    assert [each.key for each in found.questions] == ["heard", "age", "trust", "helped"], "never what people wrote"
    assert abs((found.method.responses or 0) - 184) <= found.method.step / 2


@pytest.mark.parametrize("rare", [0, 1, 9])
def test_no_table_tells_whether_somebody_said_what_few_say(app: Flask, rare: int):
    """Of countries, regions and languages only those that ten or more said are named."""
    asked = instrument(section("all", item("land", ItemType.COUNTRY), item("tongue", ItemType.LANGUAGE)))
    with transaction(app) as session:
        survey = make_survey(session, asked)
        answer(session, survey, 60, land="NO", tongue="nb")
        answer(session, survey, 40, land="DE", tongue="de")
        answer(session, survey, rare, land="MT", tongue="mt")
        found = published(session, survey, Plan(("land", "tongue")))

    said = {q.key: [(cell.code, cell.state) for cell in q.table.cells] for q in found.questions}
    assert said == {
        "land": [("DE", State.HIDDEN), ("NO", State.SHOWN), ("_rest", State.FEW)],
        "tongue": [("de", State.HIDDEN), ("nb", State.SHOWN), ("_rest", State.FEW)],
    }


def test_numbers_come_in_classes_with_open_ends(app: Flask):
    with transaction(app) as session:
        age = published(session, filled(session)).question("age")

    labels = [option.label[""] for option in age.options]
    assert labels[0].startswith("<")
    assert labels[-1].startswith("≥")
    assert age.table.mean is None


def test_a_mean_is_that_of_the_published_counts_and_stands_only_where_all_are_shown(app: Flask):
    with transaction(app) as session:
        survey = make_survey(session, ASKED)
        for points, number in ((1, 12), (2, 21), (3, 33), (4, 41), (5, 18)):
            answer(session, survey, number, trust=points)
        whole = published(session, survey).question("trust").table
        survey = make_survey(session, ASKED, slug="other")
        answer(session, survey, 60, trust=2)
        answer(session, survey, 3, trust=5)
        part = published(session, survey).question("trust").table

    assert [cell.count for cell in whole.cells] == [10, 20, 35, 40, 20]
    assert whole.mean == round((10 + 40 + 105 + 160 + 100) / 125, 1)
    assert whole.median == 3.0
    assert (part.mean, part.median) == (None, None)


@pytest.mark.parametrize("number", [0, 9])
def test_of_fewer_than_ten_nothing_is_published_but_how_it_was_asked(app: Flask, number: int):
    with transaction(app) as session:
        survey = make_survey(session, ASKED)
        answer(session, survey, number, heard="doctor")
        found = published(session, survey)

    assert found.too_few
    assert found.method.responses is None
    assert not found.questions


def test_feedback_is_not_published_below_its_own_number(app: Flask):
    with transaction(app) as session:
        survey = make_survey(session, ASKED, shown_from=20)
        answer(session, survey, 15, heard="doctor")

        assert make(session, survey, PLAN, NAMES)["refused"] == {"code": "shown_from", "number": 20}


def test_a_new_edition_needs_ten_more_or_the_same_responses(app: Flask):
    with transaction(app) as session:
        survey = filled(session)
        edition(session, survey, Plan(("heard",)))
        assert "figures" in make(session, survey, PLAN, NAMES), "of the same responses more may be told"
        answer(session, survey, 9, heard="doctor")
        few = make(session, survey, PLAN, NAMES)
        answer(session, survey, 1, heard="doctor")
        enough = make(session, survey, PLAN, NAMES)

    assert few["refused"] == {"code": "too_similar", "edition": 1, "number": 10}
    assert "figures" in enough


def test_a_group_with_few_newcomers_says_nothing_new(app: Flask):
    with transaction(app) as session:
        survey = filled(session)
        edition(session, survey)
        answer(session, survey, 20, heard="doctor")
        answer(session, survey, 3, "de", heard="letter")
        by = published(session, survey).question("heard").by["_language"]

    assert by["en"].shown
    assert by["de"].hidden


def test_an_edition_that_would_give_away_what_another_hid_is_refused_with_its_table(app: Flask, monkeypatch: Any):
    with transaction(app) as session:
        survey = make_survey(session, ASKED)
        for code, number in (("doctor", 200), ("letter", 60), ("nobody", 2)):
            answer(session, survey, number, heard=code)
        edition(session, survey, Plan(("heard",)))
        row = keeping.editions(session, survey.id)[0]
        said = [
            [place, box, *((200, 200) if place[1] == "doctor" else (262, 262) if place[1] == "\0base" else (60, 60))]
            for place, box, _, _ in row.audit["said"]["known"]
            if place[1] in ("doctor", "letter", "\0base")
        ]
        row.audit = {**row.audit, "said": {**row.audit["said"], "known": said}}

        refused = make(session, survey, Plan(("heard",)), NAMES)["refused"]

    assert refused["code"] == "leaks"
    assert ["heard", "nobody", ""] in refused["leaks"]


def test_the_worker_makes_it_and_it_is_published_once_and_taken_back_with_a_reason(app: Flask):
    with transaction(app) as session:
        survey = filled(session)
        keeping.save(session, survey, PLAN, {"lead": {"en": "Most hear it from a doctor.", "de": ""}}, revision=0)
        working.ask(session, survey, NAMES, by=None, now=utcnow())
    worker.run_once(app)
    with transaction(app) as session:
        survey = session.get_one(Survey, 1)
        row = keeping.page(session, survey)
        assert row is not None
        assert working.under_way(session, survey) is None
        first = keeping.freeze(session, survey, revision=row.revision, now=utcnow(), by="ada@example.org")
        assert first.number == 1
        assert first.texts == {"lead": {"en": "Most hear it from a doctor."}}
        with pytest.raises(keeping.NothingMade):
            keeping.freeze(session, survey, revision=row.revision, now=utcnow(), by="ada@example.org")
        keeping.take_back(session, survey, 1, reason="A question was read wrongly.", now=utcnow())
        assert keeping.current(session, survey) is None
        with pytest.raises(keeping.NoSuchEdition):
            keeping.take_back(session, survey, 1, reason="Again", now=utcnow())


def test_weighted_percentages_stand_only_beside_whole_tables_of_a_thousand(app: Flask):
    with transaction(app) as session:
        survey = make_survey(session, ASKED)
        for code, number in (("doctor", 600), ("letter", 300), ("nobody", 200)):
            answer(session, survey, number, heard=code, trust=3)
        answer(session, survey, 4, heard="doctor", trust=5)
        made = composition("Heard", ["heard"], [[[["doctor"]], 1], [[["letter"]], 1], [[["nobody"]], 2]])
        population = weightings.keep(session, survey, [made], "Statistics Norway, 2026")[0]
        row = weightings.set_up(session, survey, weightings.Wish("Heard", (population.id,), False, None))
        calculate_now(session, survey, row, data_dir=Path("none"), now=utcnow())
        found = published(session, survey, Plan(("heard", "trust"), weighting=row.id))

    assert [cell.weighted for cell in found.question("heard").table.cells] == [25.0, 25.0, 50.0]
    assert {cell.weighted for cell in found.question("trust").table.cells} == {None}
    assert found.method.weighting is not None
    assert found.method.weighting.margins == (figures.Margin("Heard", "Statistics Norway, 2026"),)
    assert [each.what for each in found.method.hidden if each.reason == "weighted"] == [("trust",)]


def test_who_was_not_asked_gives_nobody_away(app: Flask):
    """Only who had a letter was asked about it: that nearly all answered must not tell how few had none."""
    routed = instrument(
        section(
            "all",
            item("letter", ItemType.SINGLE, options=options("yes", "no")),
            item("clear", ItemType.SINGLE, options=options("yes", "no"), relevance="${letter} = 'yes'"),
        )
    )
    with transaction(app) as session:
        survey = make_survey(session, routed)
        answer_plainly(session, survey, 70, letter="yes", clear="yes")
        answer_plainly(session, survey, 28, letter="yes", clear="no")
        answer_plainly(session, survey, 2, letter="no")
        found = make(session, survey, Plan(("letter", "clear")), NAMES)

    pairs = [{tuple(state) for state in pair} for pair in found["audit"]["said"]["excluded"]]
    assert {("letter", "no"), ("clear", "yes")} in pairs
    tables = [each.table for each in figures.read(found["figures"]).questions]
    assert not (tables[0].base and tables[1].base), "one of the two totals is not said"


def answer_plainly(session: Session, survey: Survey, number: int, **answers: Any) -> None:
    given = {"version_id": survey.version_id, "channel": "open", "day": date(2026, 11, 20), "language": "en"}
    session.add_all(Response(id=random_id(), survey_id=survey.id, answers=answers, **given) for _ in range(number))
    session.flush()
