"""The self-assessments of the demonstration."""

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.demo import hub_file, maturity
from engage.hubs import importing
from engage.mail.models import OutboxMail
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import Assessment
from engage.maturity.models_after import Action, Snapshot
from engage.maturity.models_panel import Member, Workshop
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def test_seventeen_hubs_have_signed_one_round_is_rated_one_is_in_its_workshop_and_one_is_a_first_look(
    session: Session,
):
    importing.bring_in(session, hub_file(), now=NOW)
    importing.bring_in(session, maturity.more_hubs(), now=NOW)
    for role in (RoleName.COORDINATOR, RoleName.ANALYST, RoleName.TRANSLATOR):
        make_person(session, role, email=f"{role.value}@example.org")
    lead, citizen, checker = (f"{name}@example.org" for name in ("coordinator", "analyst", "translator"))

    count = maturity.load(session, now=NOW, lead=lead, citizen=citizen, checker=checker)

    found = session.scalars(select(Assessment)).all()
    assert count == len(found) == 22
    assert Counter((each.kind, each.stage) for each in found) == {
        (AssessmentKind.FULL, Stage.SIGNED): 19,
        (AssessmentKind.CORE, Stage.RATING): 1,
        (AssessmentKind.FULL, Stage.CONSENSUS): 1,
        (AssessmentKind.FIRST_LOOK, Stage.SIGNED): 1,
    }
    rounds = Counter(session.scalars(select(Snapshot.hub_id)))
    assert (len(rounds), sorted(rounds.values())[-2:]) == (17, [2, 2])
    rated = next(each for each in found if each.stage is Stage.RATING)
    handed_in = select(func.count(Member.submitted_on)).where(Member.assessment_id == rated.id)
    assert session.scalar(handed_in) == 4
    assert session.scalar(select(func.count()).select_from(Workshop).where(Workshop.phase != "closed")) == 1
    assert len(session.scalars(select(Action)).all()) == 6
    assert session.scalars(select(OutboxMail)).all() == []
