"""Facts: counted by the platform, declared by hand, or not measured."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.hubs.models import Hub
from engage.maturity.domain.kinds import FactSource, Stage
from engage.maturity.evidence import explaining, facts
from engage.maturity.evidence.beside import beside
from engage.maturity.measuring import Counted, Figures
from engage.maturity.models import Assessment
from engage.maturity.standing import standing
from engage.maturity.wording import model_of
from tests.factories.maturity import make_assessment
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = utcnow()


def counts(**figures: float | None) -> Any:
    def measure(_session: Session, _hub: Hub, since: date, until: date) -> Figures:
        assert since < until <= NOW.date()
        return Figures(figures, [Counted("A survey")])

    return measure


def declare(session: Session, assessment: Assessment, metric: str, **figures: float | None) -> None:
    facts.declare(session, assessment, model_of(assessment.model).metric(metric), figures, "The register", now=NOW)


def test_what_is_counted_stands_with_its_source_and_no_data_is_not_measured_here(session: Session):
    found = make_assessment(session)

    number = facts.measure(session, found, {"M01": counts(closed=2, answers=None), "M05": counts()}, now=NOW)

    known = facts.of(session, found.id)
    assert number == 1
    assert (known["M01"].source, facts.known(known["M01"])) == (FactSource.COMPUTED, {"closed": 2})
    assert {known[each].source for each in ("M05", "M19")} == {FactSource.NONE}


def test_a_declared_figure_stays_until_the_platform_counts_it(session: Session):
    found = make_assessment(session)
    declare(session, found, "M01", closed=3, linked_share=50)

    facts.measure(session, found, {"M01": counts(closed=1)}, now=NOW)

    fact = facts.of(session, found.id)["M01"]
    assert facts.known(fact) == {"closed": 1, "linked_share": 50}
    assert (facts.computed(fact), fact.by_hand, fact.note) == ({"closed": 1}, ["linked_share"], "The register")


def test_what_was_counted_cannot_be_overwritten_by_hand(session: Session):
    found = make_assessment(session)
    facts.measure(session, found, {"M01": counts(closed=1)}, now=NOW)

    with pytest.raises(facts.WrongFigures):
        declare(session, found, "M01", closed=9)


def test_a_declared_figure_is_taken_back_by_leaving_it_empty(session: Session):
    found = make_assessment(session)
    declare(session, found, "M19", records=3)
    declare(session, found, "M19", records=None)

    fact = facts.of(session, found.id)["M19"]
    assert (fact.source, fact.note) == (FactSource.NONE, "")


def test_only_counted_figures_verify_a_level(session: Session):
    found = make_assessment(session, levels={"LIS-1": 2, "RES-2": 2})
    declare(session, found, "M19", records=5)
    facts.measure(session, found, {"M01": counts(closed=1)}, now=NOW)

    known = standing(session, found)

    assert known.tests["LIS-1"][("M01", 2)] is True
    assert known.tests["RES-2"][("M19", 2)] is None
    assert (known.score.indicators["LIS-1"].supported, known.score.indicators["RES-2"].supported) == (2, 1)


@pytest.mark.parametrize("stage", [Stage.SIGNED, Stage.CANCELLED], ids=str)
def test_nothing_is_measured_or_declared_once_it_is_over(session: Session, stage: Stage):
    found = make_assessment(session, stage=stage)

    with pytest.raises(facts.Over):
        facts.measure(session, found, {}, now=NOW)
    with pytest.raises(facts.Over):
        declare(session, found, "M19", records=1)


def test_a_failed_test_needs_an_explanation_where_its_level_is_claimed(session: Session):
    found = make_assessment(session, stage=Stage.CONSENSUS, levels={"LIS-1": 2, "INF-1": 1})
    facts.measure(session, found, {"M01": counts(closed=0), "M21": counts(official_share=50)}, now=NOW)
    known = standing(session, found)

    assert [each.key for each in explaining.wanted(session, found, known)] == [("LIS-1", "M01", 2)]

    explaining.explain(session, found, known, ("LIS-1", "M01", 2), "It opens in May.")
    assert [each.text for each in explaining.wanted(session, found, known)] == ["It opens in May."]
    with pytest.raises(explaining.NothingToExplain):
        explaining.explain(session, found, known, ("INF-1", "M21", 2), "Not needed.")


def test_beside_a_question_stands_what_is_known_of_it_and_no_word_of_a_level(session: Session):
    found = make_assessment(session, stage=Stage.RATING)
    facts.measure(session, found, {"M08": counts(asked=40, non_organised=4, share=10)}, now=NOW + timedelta(0))

    shown = beside(session, found, "INC-2", "en", now=NOW)

    assert [each.metric for each in shown.facts] == ["M08"]
    assert {each.shown.figure.name: each.shown.value for each in shown.facts[0].figures} == {
        "asked": 40, "non_organised": None
    }  # fmt: skip
    assert not {"ceiling", "evidence_class", "level", "tests"} & set(dir(shown.facts[0]))
