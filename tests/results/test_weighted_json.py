"""Weighted figures for machines stand beside the unweighted ones."""

from datetime import date

from sqlalchemy.orm import Session

from engage.results import service
from engage.results.domain.as_json import as_json
from engage.results.models import Weighting
from engage.surveys import fielding
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


def test_weighted_figures_stand_beside_the_others_and_are_null_without_weights(session: Session) -> None:
    survey = make_survey(session)
    usual = {"version_id": survey.version_id, "language": "en", "channel": "open", "day": date(2026, 11, 21)}
    given = [
        ({"smoker": "yes", "age": 20}, 3.0),
        ({"smoker": "no", "age": 60}, 1.0),
        ({"smoker": "no", "age": 60}, 2.0),
    ]
    rows = [usual | {"answers": answers, "weight": weight} for answers, weight in given]
    fielding.add_responses(session, survey, rows)
    found = {"margins": [], "scale": 1.0, "cap": None, "iterations": 0, "converged": True, "design_mean": 2.0}
    weighting = Weighting(survey_id=survey.id, name="design", populations=[], design=True, found=found)

    def read(weights: Weighting | None) -> dict[str, dict[str, object]]:
        tables = service.tables(session, survey, weighting=weights)
        document = as_json(tables.results, survey="health", version=1, language="en")
        return {item["name"]: item for item in document["items"]}

    assert read(None)["smoker"]["weighted"] is None
    smoker, age = (read(weighting)[name]["weighted"] for name in ("smoker", "age"))
    assert smoker == {
        "base": 3.0,
        "effective": 2.6,
        "mean": None,
        "rows": [{"code": "yes", "count": 1.5, "percent": 50.0}, {"code": "no", "count": 1.5, "percent": 50.0}],
    }
    assert isinstance(age, dict)
    assert age["mean"] == 40.0
