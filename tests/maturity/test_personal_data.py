"""What self-assessment keeps of persons is found, handed over, erased, and deleted when its time is over."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage import privacy
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.maturity import queries, queries_ratings
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import AssessedLevel, Assessment, Evidence, Explanation, Fact
from engage.maturity.models_after import Action, Signature
from engage.maturity.models_panel import Member, Rating
from engage.privacy.registry import Keeps, Sought
from tests.factories.maturity import make_assessment
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
ADDRESS = "canary@example.org"
STORES = {
    "assessment_action",
    "words of evidence",
    "assessment_level",
    "assessment_member",
    "assessment_signature",
}


def entries(app: Flask) -> dict[str, Keeps]:
    return {entry.store: entry for entry in privacy.kept(app) if entry.store in STORES}


def plant(session: Session, **columns: Any) -> Assessment:
    """The canary in every store that can hold it."""
    person = make_person(session, RoleName.ASSESSOR, email=ADDRESS)
    made = make_assessment(
        session,
        levels={"MAN-1": 2},
        members=[{"name": "Canary", "email": ADDRESS}, {"role": f"of {ADDRESS}"}],
        **columns,
    )
    mine, other = session.scalars(select(Member).order_by(Member.name)).all()
    at, here = utcnow(), {"assessment_id": made.id}
    session.add_all(
        [
            Rating(member_id=mine.id, indicator="MAN-1", level=1, reason="Seen it"),
            Rating(member_id=other.id, indicator="MAN-1", level=3, reason=f"As {ADDRESS} said"),
            Evidence(**here, kind="statement", title="Plan", evidence_class="E1", checked_by=ADDRESS, added_at=at),
            Explanation(**here, indicator="MAN-1", metric="M01", level=2, text=f"Ask {ADDRESS}"),
            Fact(**here, metric="M01", source="declared", note=f"Told by {ADDRESS}", measured_at=at),
            Signature(**here, signer="citizen", person_id=person.id, content_digest="d" * 64, signed_at=at),
            Action(
                **here, indicator="MAN-1", level=3, title="Ask", owner="Canary", owner_email=ADDRESS, due_on=at.date()
            ),
        ]
    )
    session.get_one(AssessedLevel, (made.id, "MAN-1")).minority = f"{ADDRESS} sees it otherwise"
    session.flush()
    return made


def test_every_store_finds_somebody_by_address_and_hands_over_a_copy(app: Flask, session: Session):
    plant(session)
    sought = Sought(ADDRESS)

    found = {store: entry.find(session, sought) for store, entry in entries(app).items() if entry.find}
    copies = {store: len(entry.export(session, sought)) for store, entry in entries(app).items() if entry.export}

    assert found == copies
    assert found == {
        "assessment_action": 1,
        "words of evidence": 1,
        "assessment_level": 3,
        "assessment_member": 3,
        "assessment_signature": 1,
    }


def test_after_an_erasure_nothing_is_found_any_more_and_others_stay(app: Flask, session: Session):
    made = plant(session)
    sought = Sought(ADDRESS)

    for entry in entries(app).values():
        assert entry.erase
        entry.erase(session, sought)
    session.flush()
    session.expire_all()

    assert {entry.find(session, sought) for entry in entries(app).values() if entry.find} == {0}
    assert [each.name for each in session.scalars(select(Member))] == ["Person 2"]
    assert [each.level for each in session.scalars(select(Rating))] == [3]
    assert session.scalars(select(Signature.signer)).all() == ["citizen"]
    assert session.get_one(AssessedLevel, (made.id, "MAN-1")).level == 2


def test_a_request_of_one_hub_covers_its_assessments_alone(app: Flask, session: Session):
    made = plant(session)
    inside, outside = Sought(ADDRESS, hubs=frozenset({made.hub_id})), Sought(ADDRESS, hubs=frozenset({made.hub_id + 1}))

    assert all(entry.find(session, inside) for entry in entries(app).values() if entry.find)
    assert not any(entry.find(session, outside) for entry in entries(app).values() if entry.find)


def test_after_closing_an_erased_member_is_nobody_and_the_counts_stay_as_they_were(app: Flask, session: Session):
    made = plant(session, stage=Stage.CONSENSUS, rating_closed_at=utcnow())
    for member in queries.members(session, made.id):
        member.submitted_on, member.citizen, member.role = utcnow().date(), True, member.role or "Nurse"
    session.flush()
    before, sought = queries_ratings.tallies(session, made), Sought(ADDRESS)
    generation = session.scalars(select(Member.generation).where(Member.email == ADDRESS)).one()

    entry = entries(app)["assessment_member"]
    assert entry.find
    assert entry.erase
    entry.erase(session, sought)
    session.flush()
    session.expire_all()

    assert queries_ratings.tallies(session, made) == before
    assert entry.find(session, sought) == 0
    nobody = session.scalars(select(Member).where(Member.name == "")).one()
    assert (nobody.email, nobody.role, nobody.language) == (None, "", made.working_language)
    assert (nobody.citizen, nobody.generation) == (True, generation + 1)
    assert session.scalars(select(Rating.reason).where(Rating.member_id == nobody.id)).all() == [""]


@pytest.mark.parametrize(
    ("stage", "moment", "days", "left"),
    [
        pytest.param(Stage.SIGNED, "signed_at", 182, 2, id="signed less than half a year ago"),
        pytest.param(Stage.SIGNED, "signed_at", 184, 0, id="signed more than half a year ago"),
        pytest.param(Stage.CANCELLED, "cancelled_at", 184, 0, id="cancelled more than half a year ago"),
        pytest.param(Stage.RATING, "created_at", 700, 2, id="a long round"),
        pytest.param(Stage.RATING, "created_at", 731, 0, id="a round that nobody ended"),
    ],
)
def test_the_panel_is_deleted_half_a_year_after_its_round_has_ended(
    app: Flask, session: Session, stage: Stage, moment: str, days: int, left: int
):
    made = plant(session, stage=stage)
    setattr(made, moment, utcnow() - timedelta(days=days))
    session.flush()

    deleted = entries(app)["assessment_member"].delete_due(session, utcnow())  # type: ignore[misc]

    assert deleted == 2 - left
    assert len(session.scalars(select(Member)).all()) == left
    assert len(session.scalars(select(Rating)).all()) == left
    assert session.get_one(AssessedLevel, (made.id, "MAN-1")).level == 2
