"""The guide's memory: what is kept with the account."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from engage.accounts import guide
from engage.accounts.roles import RoleName
from engage.hubs import queries as hubs
from engage.hubs import service
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_who_publishes_is_led_for_a_hub_of_their_own_and_others_are_not(session: Session):
    default = hubs.default(session).id

    assert guide.hub_of(session, make_person(session, RoleName.ORGANISER)) == default
    assert guide.hub_of(session, make_person(session, RoleName.ANALYST)) is None
    assert guide.hub_of(session, make_person(session, RoleName.NETWORK_ADMIN)) is None


def test_another_of_ones_hubs_is_begun_anew_and_a_strangers_is_not(session: Session):
    person = make_person(session, RoleName.ORGANISER, email="kari@example.org")
    own = service.add(session, slug="no", name="Hub Norway", country="NO").id
    strange = service.add(session, slug="se", name="Hub Sweden", country="SE").id
    make_person(session, RoleName.ORGANISER, email="kari@example.org", hub="no")
    session.refresh(person)
    guide.skip(person, "contact")

    assert not guide.choose_hub(session, person, strange)
    assert guide.choose_hub(session, person, own)
    assert guide.hub_of(session, person) == own
    assert "skipped" not in person.guide


def test_what_was_left_or_ended_is_resumed_where_it_was(session: Session):
    person = make_person(session, RoleName.ORGANISER)
    guide.say_done(person, "preview")
    guide.remember(person, "survey", 7)
    guide.leave(person)
    guide.end(person, now=NOW)
    assert guide.is_left(person)

    guide.resume(person)

    assert not guide.is_left(person)
    assert person.guide == {"said": ["preview"], "notes": {"survey": 7}}
