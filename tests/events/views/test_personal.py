"""The personal page of somebody who registered: what it says, and what can be done there."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.accounts import limits
from engage.activities.domain.kinds import ActivityState
from engage.core.clock import utcnow
from engage.events import places
from engage.events.domain.kinds import AttendeeRole, MaterialPhase, NeedKind, NeedState, RegistrationStatus
from engage.events.domain.wanted import NeedAsked, Person, Wanted
from engage.events.models import Event, EventMove, Material
from engage.events.models_people import FollowUp, Need, Registration
from engage.events.tickets import follow_up_links, links
from engage.events.views import personal_change
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Item, ItemType, Option, Section
from engage.instruments.domain.editing.beginning import empty_instrument
from engage.mail.models import OutboxMail
from tests.factories.events import make_event
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


@dataclass
class Scene:
    """An event with one place: who came first has it, the others wait."""

    app: Flask
    tokens: dict[str, str] = field(default_factory=dict)

    def register(self, name: str, *others: str, confirmed: bool = True, **more: Any) -> str:
        """The address of their page."""
        with transaction(self.app) as session:
            event = session.scalars(select(Event)).one()
            party = (Person(name, needs=more.pop("needs", ())), *(Person(other) for other in others))
            wanted = Wanted(event.sites[0].id, party, more.pop("language", "en"), f"{name.lower()}@example.org", **more)
            made = places.register(session, event, wanted, now=utcnow())
            if confirmed:
                places.confirm_address(session, made, now=utcnow())
            self.tokens[name] = links.token(made)
        return self.page(name)

    def page(self, name: str, language: str = "en") -> str:
        return f"/{language}/registrations/{self.tokens[name]}"

    def row(self, name: str) -> Registration:
        with transaction(self.app) as session:
            found = session.scalars(select(Registration).where(Registration.email == f"{name.lower()}@example.org"))
            registration = found.one()
            _ = [person.needs for person in registration.attendees]
            session.expunge_all()
            return registration

    def mails(self) -> list[tuple[str, str]]:
        with transaction(self.app) as session:
            rows = session.execute(select(OutboxMail.kind, OutboxMail.to).order_by(OutboxMail.made_at))
            return [(kind.removeprefix("events."), to.partition("@")[0]) for kind, to in rows]

    def set_event(self, **values: Any) -> None:
        with transaction(self.app) as session:
            session.execute(update(Event).values(**values))


@pytest.fixture
def scene(app: Flask, request: pytest.FixtureRequest) -> Scene:
    with transaction(app) as session:
        make_event(session, **{"seats": 1, **getattr(request, "param", {})})
    return Scene(app)


def given(**columns: Any) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("scene", [columns], indirect=True)


def test_opening_the_mailed_link_changes_nothing_and_its_button_confirms(scene: Scene, browser: Browser):
    page = scene.register("Ada", confirmed=False)

    assert "Your mail address is not confirmed yet" in browser.get(page)
    assert scene.row("Ada").confirm_by is not None
    assert "You have a place" in browser.submit(f"{page}/confirm")
    assert scene.row("Ada").confirm_by is None
    assert ("confirmed", "ada") in scene.mails()
    assert browser.get(f"{page}/confirm").path == page


def test_nobody_else_sees_it_keeps_it_or_finds_it(scene: Scene, browser: Browser):
    page = scene.register("Ada")

    headers = browser.get(page).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    wrong = browser.get(page[:-1] + ("A" if page[-1] != "A" else "B"))
    assert (wrong.status, "Send me my link again" in wrong) == (404, True)


def test_who_waits_reads_why_and_about_where_they_stand(scene: Scene, browser: Browser):
    scene.register("Ada")
    scene.register("Bo")
    page = browser.get(scene.register("Cy"))

    assert "You are on the waiting list" in page
    assert "All places are taken at the moment." in page
    assert "You are about number 2 of those who wait for the same places." in page
    assert "cy@example.org" in page


def test_a_released_place_is_offered_to_the_next_who_takes_it(scene: Scene, browser: Browser):
    ada, bo = scene.register("Ada"), scene.register("Bo")

    assert "You cannot be sure to get it back" in browser.get(f"{ada}/cancel")
    assert scene.row("Ada").status is RegistrationStatus.CONFIRMED
    assert "This registration is cancelled" in browser.submit(f"{ada}/cancel")
    assert "There is a place for you" in browser.get(bo)
    assert "You have a place" in browser.submit(f"{bo}/offer", action="accept")
    assert scene.row("Bo").status is RegistrationStatus.CONFIRMED


def test_who_says_no_to_an_offer_is_not_asked_again(scene: Scene, browser: Browser):
    ada, bo = scene.register("Ada"), scene.register("Bo")
    browser.submit(f"{ada}/coming", action="release")

    page = browser.submit(f"{bo}/offer", action="decline")

    assert "You said no to the place" in page
    assert scene.row("Bo").status is RegistrationStatus.DECLINED
    assert browser.get(f"{bo}/offer").status == 409


def test_i_still_come(scene: Scene, browser: Browser):
    page = browser.submit(f"{scene.register('Ada')}/coming", action="coming")

    assert "We count on you" in page
    assert scene.row("Ada").still_coming_at is not None


def test_a_button_pressed_too_late_says_so_and_shows_how_it_stands(scene: Scene, browser: Browser):
    scene.register("Ada")
    form = browser.get(f"{scene.page('Ada')}/coming")
    browser.submit(f"{scene.page('Ada')}/cancel")

    page = browser.press(form, action="coming")

    assert (page.status, "not possible any more" in page) == (409, True)


def test_a_form_from_elsewhere_is_refused(scene: Scene, browser: Browser):
    page = scene.register("Ada")

    assert browser.raw("POST", f"{page}/cancel").status_code == 400
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert browser.raw("POST", f"{page}/cancel", headers=foreign).status_code == 400
    assert scene.row("Ada").status is RegistrationStatus.CONFIRMED


@given(seats=5)
def test_persons_are_added_and_taken_out_and_everything_typed_stays(scene: Scene, browser: Browser):
    page = scene.register("Ada", "Bo")

    more = browser.submit(f"{page}/change", {"_p2._name": "Bob"}, action="people:add")
    assert (more.value("_name"), more.value("_p2._name"), more.value("_p3._name")) == ("Ada", "Bob", "")
    done = browser.press(more, {"_p3._name": "Cy"}, action="send")

    assert "Your registration is changed." in done
    assert [person.name for person in scene.row("Ada").attendees] == ["Ada", "Bob", "Cy"]
    assert ("changed", "ada") in scene.mails()


@given(seats=2)
def test_a_change_for_which_there_is_no_place_is_refused_and_nothing_is_lost(scene: Scene, browser: Browser):
    page = scene.register("Ada", "Bo")

    more = browser.submit(f"{page}/change", action="people:add")
    refused = browser.press(more, {"_p3._name": "Cy"}, action="send")

    assert (refused.status, refused.value("_p3._name")) == (409, "Cy")
    assert "There are not enough places for this." in refused
    assert len(scene.row("Ada").attendees) == 2


def test_what_is_wrong_in_a_change_is_said_with_a_link_to_it(scene: Scene, browser: Browser):
    page = browser.submit(f"{scene.register('Ada')}/change", {"_name": ""}, action="send")

    assert (page.status, page.errors) == (422, ["Enter the name that should stand on the badge."])


def test_a_place_is_handed_over_and_the_old_link_ends(scene: Scene, browser: Browser):
    page = scene.register("Ada")
    person = {"_name": "Grace", "_email": "grace@example.org"}

    done = browser.submit(f"{page}/hand-over", person, action="send")

    assert "We have written to grace@example.org" in done
    assert browser.get(page).status == 404
    assert [each.name for each in scene.row("Grace").attendees] == ["Grace"]
    assert {("handed-over", "ada"), ("check-address", "grace")} <= set(scene.mails())


@given(seats=9)
def test_places_handed_over_write_to_nobody_without_end(scene: Scene, browser: Browser, monkeypatch: Any):
    monkeypatch.setattr(personal_change, "MAILS_TO_ADDRESS", limits.Limit("mails in this test", 1, 60 * limits.MINUTE))
    person = {"_name": "Grace", "_email": "grace@example.org"}

    first = browser.submit(f"{scene.register('Ada')}/hand-over", person, action="send")
    second = browser.submit(f"{scene.register('Bo')}/hand-over", person, action="send")

    assert "We have written to grace@example.org" in first
    assert "This was tried too often" in second
    assert scene.mails().count(("check-address", "grace")) == 1


def test_a_ticket_is_for_who_has_a_place_on_a_page_and_on_paper(scene: Scene, browser: Browser):
    page = scene.register("Ada")
    code = scene.row("Ada").attendees[0].ticket
    spelled = f"{code[:3]}-{code[3:6]}-{code[6:]}"

    assert spelled in browser.get(f"{page}/ticket")
    paper = browser.raw("GET", f"{page}/ticket.pdf")
    assert (paper.data[:5], paper.headers["Cache-Control"]) == (b"%PDF-", "no-store")
    assert "no ticket" in browser.get(f"{scene.register('Bo')}/ticket")


def test_the_own_calendar_gets_the_event_with_the_personal_link(scene: Scene, browser: Browser):
    file = browser.raw("GET", f"{scene.register('Ada')}/event.ics")

    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert scene.tokens["Ada"] in file.get_data(as_text=True).replace("\r\n ", "")


def test_needs_stand_with_their_answers(scene: Scene, browser: Browser):
    page = scene.register("Ada", needs=(NeedAsked(NeedKind.ACCESS, ("step_free",), words="And a seat in front"),))
    assert "Not answered yet" in browser.get(page)

    with transaction(scene.app) as session:
        answered = {"state": NeedState.ANSWERED, "answer": "There is a lift."}
        session.execute(update(Need).values(**answered))

    shown = browser.get(page)
    assert all(words in shown for words in ("A way without steps; And a seat in front", "There is a lift."))


def test_an_event_that_was_moved_or_cancelled_says_so_first(scene: Scene, browser: Browser):
    page = scene.register("Ada")
    with transaction(scene.app) as session:
        event = session.scalars(select(Event)).one()
        old = event.starts_at - timedelta(days=7)
        session.add(
            EventMove(
                event_id=event.id,
                starts_at=old,
                ends_at=old + timedelta(hours=3),
                time_zone="Europe/Oslo",
                moved_at=utcnow(),
            )
        )
    assert "Old date:" in browser.get(page)

    with transaction(scene.app) as session:
        session.scalars(select(Event)).one().activity.state = ActivityState.CANCELLED
    assert "This event is cancelled" in browser.get(page)
    assert browser.get(f"{page}/cancel").status == 409


def test_after_the_event_nothing_can_be_changed(scene: Scene, browser: Browser):
    page = scene.register("Ada")
    scene.set_event(starts_at=utcnow() - timedelta(hours=4), ends_at=utcnow() - timedelta(hours=1))

    shown = browser.get(page)

    assert "This event is over" in shown
    assert "Release my place" not in shown


def test_materials_for_registered_people_are_theirs_alone(scene: Scene, browser: Browser):
    page = scene.register("Ada")
    with transaction(scene.app) as session:
        event = session.scalars(select(Event)).one()
        for phase, title in ((MaterialPhase.BEFORE, "Agenda"), (MaterialPhase.AFTER, "Slides")):
            session.add(
                Material(
                    event_id=event.id,
                    phase=phase,
                    registered_only=True,
                    title=title,
                    file_name=f"{title}.pdf",
                    media_type="application/pdf",
                    content=b"%PDF-1",
                    size=6,
                )
            )

    shown = browser.get(page)

    assert "Agenda" in shown
    assert "Slides" not in shown
    [address] = [link for link in shown.links if "/materials/" in link]
    assert browser.raw("GET", address).data == b"%PDF-1"
    waiting = scene.register("Bo")
    assert browser.raw("GET", f"{waiting}/materials/{address.rpartition('/')[2]}").status_code == 404


def test_the_link_is_sent_again_and_the_page_says_the_same_to_everybody(scene: Scene, browser: Browser):
    scene.register("Ada")

    known = browser.submit("/en/registrations", email="Ada@Example.org")
    unknown = browser.submit("/en/registrations", email="eve@example.org")

    assert known.text == unknown.text
    assert [to for kind, to in scene.mails() if kind == "link-again"] == ["ada"]
    assert browser.submit("/en/registrations", email="no address").errors


def test_the_page_is_in_each_language_of_the_event_and_bare_addresses_find_it(scene: Scene, browser: Browser):
    scene.register("Ada", language="de")

    assert browser.get(scene.page("Ada", "de")).lang == "de"
    assert browser.get(f"/registrations/{scene.tokens['Ada']}?lang=de").lang == "de"
    assert browser.get(scene.page("Ada", "fr")).lang == "en"


def test_who_wants_to_hear_no_more_has_the_address_deleted_by_a_button(scene: Scene, browser: Browser):
    with transaction(scene.app) as session:
        event = session.scalars(select(Event)).one()
        row = FollowUp(event_id=event.id, email="ada@example.org", language="en", keep_until=utcnow().date())
        session.add(row)
        session.flush()
        token = follow_up_links.token(row)

    scene.register("Ada")
    assert f"/en/news/{token}" in browser.get(scene.page("Ada")).links
    assert "Open day" in browser.get(f"/en/news/{token}")
    assert "Your address is deleted" in browser.submit(f"/en/news/{token}")
    assert "Your address is deleted" in browser.get(f"/en/news/{token}")
    assert f"/en/news/{token}" not in browser.get(scene.page("Ada")).links


def question() -> Any:
    text = LocalizedText.of
    options = (Option(code="open", label=text("Discussion", "en")), Option(code="talk", label=text("Talks", "en")))
    item = Item(name="format", type=ItemType.SINGLE, label=text("What do you like?", "en"), options=options)
    section = Section(name="about", slug="about", title=text("About", "en"), items=(item,))
    return replace(empty_instrument("Open day", "en"), sections=(section,))


@given(questions=question(), seats=3)
def test_answers_stand_as_they_were_given_and_are_changed(scene: Scene, browser: Browser):
    page = scene.register("Ada")

    done = browser.submit(f"{page}/change", {"format": "talk"}, action="send")

    assert "What do you like?" in done
    assert "Talks" in done
    assert scene.row("Ada").attendees[0].answers == {"format": "talk"}


@given(seats=5)
def test_one_of_a_party_is_taken_out_and_their_companion_with_them(scene: Scene, browser: Browser):
    with transaction(scene.app) as session:
        event = session.scalars(select(Event)).one()
        party = (Person("Ada"), Person("Bo"), Person("Cy", role=AttendeeRole.COMPANION, companion_of=1), Person("Di"))
        made = places.register(session, event, Wanted(event.sites[0].id, party, "en", "ada@example.org"), now=utcnow())
        scene.tokens["Ada"] = links.token(made)

    page = browser.submit(f"{scene.page('Ada')}/cancel", action="person:2")

    assert "Your registration is changed." in page
    assert [person.name for person in scene.row("Ada").attendees] == ["Ada", "Di"]


def test_a_button_pressed_twice_has_done_its_work_once(scene: Scene, browser: Browser):
    scene.register("Ada")
    form = browser.get(f"{scene.page('Ada')}/cancel")

    first, second = browser.press(form), browser.press(form)

    assert (first.status, second.status) == (200, 200)
    assert [kind for kind, _ in scene.mails()].count("cancelled") == 1
