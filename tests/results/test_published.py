"""Reads of published editions."""

from datetime import date

from sqlalchemy.orm import Session

from engage.results import published
from tests.factories.editions_of_results import make_edition
from tests.factories.surveys import make_survey


def test_the_newest_edition_that_was_not_taken_back_holds(session: Session):
    one, two, three = (make_survey(session, slug=slug) for slug in ("one", "two", "three"))
    for survey, editions in ((one, 3), (two, 1)):
        session.add_all(make_edition(survey.id, number + 1) for number in range(editions))
    session.flush()
    found = published.issues(session, "one")
    assert found is not None
    assert [each.number for each in found.all] == [3, 2, 1]

    newest = make_edition(three.id)
    newest.withdrawn_on = date(2026, 6, 1)
    session.add(newest)
    session.flush()
    gone = published.issues(session, "three")

    assert gone is not None
    assert gone.newest is None
    assert {id_: each.number for id_, each in published.newest(session, [one.id, two.id, three.id]).items()} == {
        one.id: 3,
        two.id: 1,
    }
    assert set(published.newest_of_activities(session, [one.activity_id, three.activity_id])) == {one.activity_id}
    assert published.issues(session, "nowhere") is None
