"""The service of places: each change under the lock, and the waiting list moves on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.core.refusal import Refusal
from engage.events import places
from engage.events.domain.kinds import AttendeeRole, Channel, NeedKind, NeedState, Phase, RegistrationStatus
from engage.events.domain.places import Limit, LimitKind
from engage.events.domain.wanted import NeedAsked, Person, Wanted
from engage.events.models import Event
from engage.events.models_people import FollowUp, Invitation, Registration, RegistrationNote
from engage.mail.models import OutboxMail
from engage.privacy.models import Consent
from tests.factories.events import make_event
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
APPLIED, CONFIRMED, WAITING, OFFERED, DECLINED, EXPIRED = (
    RegistrationStatus(name) for name in ("applied", "confirmed", "waiting", "offered", "declined", "expired")
)
NORWAY = {"name": "Norway", "key": "country", "codes": ["NO"]}


def wanted(event: Event, name: str = "Ada", *more: Person, country: str = "NO", **columns: Any) -> Wanted:
    party = (Person(name, country=country), *more)
    given = {"email": f"{name.lower()}@example.org", "site_id": event.sites[0].id} | columns
    return Wanted(party=party, language="en", **given)


def come(session: Session, event: Event, *names: str, **columns: Any) -> list[Registration]:
    return [places.register(session, event, wanted(event, name, **columns), now=NOW) for name in names]


def told(session: Session) -> list[str]:
    return sorted(kind.removeprefix("events.") for kind in session.scalars(select(OutboxMail.kind)))


def test_who_cancels_makes_room_for_the_next(session: Session) -> None:
    event = make_event(session, seats=1, now=NOW)
    first, second = come(session, event, "Ada", "Bo")
    assert (first.status, second.status) == (CONFIRMED, WAITING)

    places.cancel(session, first, now=NOW)

    assert second.status is OFFERED
    assert second.answer_by == NOW + timedelta(hours=48)
    assert told(session) == ["cancelled", "check-address", "check-address", "offer"]


@ON_SQLITE
def test_an_offer_ends_with_the_start_at_the_latest_and_nobody_moves_up_after_it(session: Session) -> None:
    event = make_event(session, seats=1, now=NOW, starts_in=timedelta(hours=5))
    first, second, third = come(session, event, "Ada", "Bo", "Cy")
    places.cancel(session, first, now=NOW)
    assert second.answer_by == event.starts_at

    places.expire(session, event.starts_at)

    assert (second.status, third.status) == (EXPIRED, WAITING)
    assert "offer-expired" not in told(session)


@ON_SQLITE
def test_who_declined_is_offered_nothing_again(session: Session) -> None:
    event = make_event(session, seats=1, now=NOW)
    first, second, third = come(session, event, "Ada", "Bo", "Cy")
    places.cancel(session, first, now=NOW)
    places.decline_offer(session, second, now=NOW)
    assert (second.status, third.status) == (DECLINED, OFFERED)

    places.decline_offer(session, third, now=NOW)
    again = places.register(session, event, wanted(event, "Bo"), now=NOW)

    assert (second.status, again.status, again.number) == (DECLINED, CONFIRMED, 4)


@ON_SQLITE
def test_a_large_party_is_passed_by_a_smaller_one_and_keeps_its_number(session: Session) -> None:
    event = make_event(session, seats=3, now=NOW)
    early, _ = come(session, event, "Ada", "Bo")
    family = places.register(session, event, wanted(event, "Family", Person("B"), Person("C")), now=NOW)
    alone = places.register(session, event, wanted(event, "Cy"), now=NOW)
    assert (family.status, alone.status) == (WAITING, CONFIRMED)

    places.cancel(session, early, now=NOW)

    assert family.status is WAITING
    standing = places.standing(session, family, now=NOW)
    assert standing is not None
    assert (standing.about, [why.limit for why in standing.why]) == (1, [Limit(LimitKind.EVENT)])


@ON_SQLITE
def test_a_companion_takes_no_citizens_place(session: Session) -> None:
    event = make_event(session, seats=1, role_seats={"companion": 1}, now=NOW)
    companion = Person("Carer", AttendeeRole.COMPANION, companion_of=0)
    assert places.register(session, event, wanted(event, "Ada", companion), now=NOW).status is CONFIRMED
    assert places.register(session, event, wanted(event, "Bo", companion), now=NOW).status is WAITING


@ON_SQLITE
def test_a_released_minimum_goes_to_who_waits_before_anybody_new(session: Session) -> None:
    quota = NORWAY | {"minimum": 1, "release_at": NOW + DAY}
    event = make_event(session, seats=1, quotas=[quota], now=NOW)
    (waits,) = come(session, event, "Bo", country="SE")
    assert waits.status is WAITING
    assert [why.limit.kind for why in places.standing(session, waits, now=NOW).why] == [LimitKind.KEPT]  # type: ignore[union-attr]

    newcomer = places.register(session, event, wanted(event, "Cy", country="SE"), now=NOW + DAY)

    assert (waits.status, newcomer.status) == (OFFERED, WAITING)


@ON_SQLITE
def test_an_address_that_nobody_confirms_loses_its_places(session: Session) -> None:
    event = make_event(session, seats=1, now=NOW)
    (first,) = come(session, event, "Ada", follow_up=True)
    (second,) = come(session, event, "Bo", channel=Channel.PHONE)
    places.expire(session, NOW + DAY)

    assert (first.status, second.status) == (EXPIRED, OFFERED)
    assert second.confirm_by is None
    assert session.scalar(select(FollowUp)) is None
    assert "address-expired" in told(session)


@ON_SQLITE
def test_who_does_not_say_that_they_still_come_makes_room(session: Session) -> None:
    event = make_event(session, seats=2, now=NOW, reconfirm_from=NOW + DAY, reconfirm_by=NOW + 3 * DAY)
    silent, comes, third = come(session, event, "Ada", "Bo", "Cy", channel=Channel.PHONE)
    places.expire(session, NOW + DAY)
    places.expire(session, NOW + DAY)
    assert told(session).count("reconfirm") == 2
    places.still_coming(session, comes, now=NOW + 2 * DAY)

    places.expire(session, NOW + 3 * DAY)

    assert (silent.status, comes.status, third.status) == (EXPIRED, CONFIRMED, OFFERED)
    places.accept_offer(session, third, now=NOW + 4 * DAY)
    places.expire(session, NOW + 5 * DAY)
    assert third.status is CONFIRMED


@ON_SQLITE
def test_handing_over_ends_the_old_link_and_what_the_old_person_said(session: Session) -> None:
    event = make_event(session, now=NOW)
    needs = (NeedAsked(NeedKind.ACCESS, codes=("wheelchair",)),)
    party = (Person("Ada", needs=needs),)
    asked = Wanted(event.sites[0].id, party, "en", email="ada@example.org", consent=("I agree.", "en"))
    registration = places.register(session, event, asked, now=NOW)
    ticket = registration.attendees[0].ticket
    assert session.scalar(select(Consent)) is not None
    session.add(RegistrationNote(registration_id=registration.id, words="Ada called about her knee", at=NOW))

    places.hand_over(
        session, registration, name="Bo", email="bo@example.org", language="nb", person=Person("Bo"), now=NOW
    )

    (bo,) = registration.attendees
    assert (bo.name, bo.needs, bo.ticket != ticket) == ("Bo", [], True)
    assert (registration.generation, registration.email, registration.confirm_by) == (2, "bo@example.org", NOW + DAY)
    assert session.scalar(select(Consent)) is None
    to = {mail.kind: mail.to for mail in session.scalars(select(OutboxMail))}
    assert to["events.handed-over"] == "ada@example.org"
    assert session.scalar(select(RegistrationNote)) is None


@ON_SQLITE
def test_a_change_keeps_tickets_and_answered_needs(session: Session) -> None:
    event = make_event(session, now=NOW)
    need = NeedAsked(NeedKind.ACCESS, codes=("wheelchair",))
    registration = places.register(session, event, wanted(event, "Ada", Person("Bo", needs=(need,))), now=NOW)
    ada, bo = registration.attendees
    kept = bo.ticket
    bo.needs[0].state = NeedState.ANSWERED

    places.change(session, registration, wanted(event, "Cy", Person("Bo", needs=(need,))), now=NOW)

    assert [row.name for row in registration.attendees] == ["Cy", "Bo"]
    assert registration.attendees[1].ticket == kept
    assert registration.attendees[1].needs[0].state is NeedState.ANSWERED
    assert ada.ticket == registration.attendees[0].ticket


@ON_SQLITE
def test_a_draw_gives_places_in_its_order_and_replaces_within_a_group(session: Session) -> None:
    event = make_event(session, seats=2, mode="draw", now=NOW)
    ada, bo, cy, di = come(session, event, "Ada", "Bo", "Cy", "Di", channel=Channel.PHONE)
    assert ada.status is APPLIED
    strata = {ada.id: "young", bo.id: "old", cy.id: "old", di.id: "young"}

    drawn = places.draw_order(session, event, [bo.id, di.id, cy.id, ada.id], strata, now=NOW)

    assert (drawn, bo.status, di.status, cy.status, ada.status) == (2, CONFIRMED, CONFIRMED, WAITING, WAITING)
    places.cancel(session, di, now=NOW)
    assert (ada.status, cy.status) == (OFFERED, WAITING)
    (late,) = come(session, event, "Eve")
    assert late.status is WAITING


@ON_SQLITE
@pytest.mark.parametrize(
    ("columns", "asked", "code"),
    [
        pytest.param({"state": ActivityState.DRAFT}, {}, "registration_closed", id="a draft"),
        pytest.param({"registration_closes_at": NOW}, {}, "registration_closed", id="closed"),
        pytest.param({"registration_paused": True}, {}, "registration_closed", id="paused"),
        pytest.param({"seats": 0, "waiting_seats": 0}, {}, "event_full", id="neither place nor waiting list"),
        pytest.param(
            {"waiting_seats": 0, "quotas": [NORWAY | {"maximum": 0}]}, {}, "quota_full", id="because of a quota"
        ),
        pytest.param({"mode": "invitation"}, {}, "invitation_needed", id="not invited"),
        pytest.param({"max_party": 1}, {"party": (Person("A"), Person("B"))}, "party_too_large", id="too many"),
        pytest.param({"roles": ["companion"]}, {}, "role_not_offered", id="a role that is not offered"),
        pytest.param({}, {"party": (Person("A", AttendeeRole.COMPANION),)}, "companion_alone", id="with nobody"),
        pytest.param({}, {"site_id": 0}, "no_such_site", id="elsewhere"),
    ],
)
def test_what_cannot_be_is_refused(session: Session, columns: dict[str, Any], asked: dict[str, Any], code: str) -> None:
    event = make_event(session, now=NOW, **columns)
    given = {"site_id": event.sites[0].id, "party": (Person("Ada", country="NO"),), "language": "en"} | asked
    with pytest.raises(Refusal) as refused:
        places.register(session, event, Wanted(**given), now=NOW)
    assert refused.value.code == code


@ON_SQLITE
def test_an_invitation_is_good_for_as_many_as_it_says(session: Session) -> None:
    event = make_event(session, mode="invitation", now=NOW)
    invitation = Invitation(event_id=event.id, kind="code", code="LEAF", most=1, made_at=NOW)
    session.add(invitation)
    session.flush()
    (first,) = come(session, event, "Ada", invitation_id=invitation.id)
    with pytest.raises(Refusal) as refused:
        come(session, event, "Bo", invitation_id=invitation.id)
    assert refused.value.code == "invitation_used"

    places.cancel(session, first, now=NOW)

    assert come(session, event, "Bo", invitation_id=invitation.id)[0].status is CONFIRMED


@ON_SQLITE
def test_a_page_says_what_is_left_and_what_is_kept(session: Session) -> None:
    event = make_event(session, seats=3, quotas=[NORWAY | {"minimum": 2}], now=NOW)
    come(session, event, "Bo", country="SE")

    seen = places.availability(session, event, now=NOW)

    assert (seen.phase, seen.free, seen.kept, seen.capacity, seen.taken) == (Phase.OPEN, 0, 2, 3, 1)
    come(session, event, "Ada", "Cy")
    assert places.availability(session, event, now=NOW).phase is Phase.FULL
