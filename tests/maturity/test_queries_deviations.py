"""Deviations of a round, from what is kept of it."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.accounts.models import Grant
from engage.accounts.roles import Duty, RoleName
from engage.core.clock import utcnow
from engage.maturity.domain.deviations import Rule
from engage.maturity.domain.kinds import Signer, Stage
from engage.maturity.models_panel import Member
from engage.maturity.queries_deviations import deviations
from engage.maturity.signing import signatures
from engage.maturity.signing.content import content
from tests.factories.maturity import make_assessment
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
PANEL = [
    {"citizen": number < 2, "outside": number == 0, "regional": number == 1, "submitted_on": utcnow().date()}
    for number in range(6)
]


def test_who_has_declined_sits_on_no_panel_and_a_facilitator_is_somebody_with_the_duty(session: Session):
    person = make_person(session, RoleName.ANALYST)
    found = make_assessment(session, stage=Stage.CONSENSUS, levels={"MAN-1": 2}, members=[*PANEL, {"declined": True}])

    before = {each.rule for each in deviations(session, found)}
    session.add(Grant(person_id=person.id, thing="assessment", thing_id=found.id, duty=Duty.FACILITATOR))
    session.flush()

    assert before == {Rule.NOBODY_FACILITATES, Rule.NOBODY_CHECKED, Rule.NO_MIRROR}
    assert {each.rule for each in deviations(session, found)} == before - {Rule.NOBODY_FACILITATES}


def test_a_signed_round_keeps_its_deviations_after_its_panel_is_deleted(session: Session):
    lead, citizen = (make_person(session, RoleName.ANALYST).id for _ in range(2))
    found = make_assessment(session, stage=Stage.CONSENSUS, levels={"MAN-1": 2}, members=PANEL)
    for signer, person in ((Signer.HUB_LEAD, lead), (Signer.CITIZEN, citizen)):
        seen = content(session, found).digest
        signatures.sign(session, found, signer, person_id=person, seen=seen, now=utcnow())
    before = deviations(session, found)

    session.execute(delete(Member))

    assert session.scalars(select(Member)).all() == []
    assert deviations(session, found) == before
    assert [each.rule for each in before] == [Rule.NOBODY_FACILITATES, Rule.NOBODY_CHECKED, Rule.NO_MIRROR]


def test_a_facilitator_of_the_team_is_nobody_from_outside(session: Session):
    person = make_person(session, RoleName.ASSESSOR)
    found = make_assessment(session, stage=Stage.CONSENSUS, levels={"MAN-1": 2}, members=PANEL)
    session.add(Grant(person_id=person.id, thing="assessment", thing_id=found.id, duty=Duty.FACILITATOR))
    session.flush()

    assert Rule.NOBODY_FACILITATES in {each.rule for each in deviations(session, found)}


def test_once_ratings_are_closed_the_panel_is_who_has_rated(session: Session):
    silent = [{**each, "submitted_on": None} for each in PANEL[:2]]
    found = make_assessment(session, stage=Stage.RATING, members=[*silent, *PANEL[2:], *PANEL[2:4]])
    while_open = {each.rule for each in deviations(session, found)}

    found.stage, found.rating_closed_at = Stage.CONSENSUS, utcnow()

    of_panel = {Rule.FEW_CITIZENS, Rule.NOBODY_OUTSIDE, Rule.NOBODY_REGIONAL}
    assert not while_open & {Rule.NOBODY_OUTSIDE, Rule.NOBODY_REGIONAL}
    closed = {each.rule: (each.figure, each.wanted) for each in deviations(session, found)}
    assert of_panel < closed.keys()
    assert closed[Rule.NOT_ALL_RATED] == (6, 8)
