"""What citizens have before them in the demonstration: a survey half answered, a place, a seat on a panel, links."""

import json
from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.access.demonstration import Demonstration
from engage.core.clock import utcnow
from engage.demo.events import FULL, OPEN, OVER
from engage.events import queries as events
from engage.events.attending import desk_links
from engage.events.domain.kinds import RegistrationStatus
from engage.events.models import Site
from engage.events.models_people import FollowUp, Registration
from engage.events.tickets import follow_up_links
from engage.events.tickets import links as tickets
from engage.mail import choices
from engage.maturity import links as seats
from engage.maturity import links_workshop
from engage.maturity.models_panel import Member, Workshop
from engage.privacy import requests, sealing
from engage.privacy.models import RequestKind
from engage.surveys import queries as surveys
from engage.surveys import trials
from engage.surveys.channels import links as ways
from engage.surveys.domain.channels import Channel
from engage.surveys.domain.contacts import Contact
from engage.surveys.inviting import links as invitations
from engage.surveys.inviting import lists
from engage.surveys.models_reach import PanelMember, Participant, SurveyFollowUp
from engage.surveys.staying import links as staying
from engage.surveys.staying import news
from engage.surveys.staying import panel as hub_panel
from tests.support.databases import transaction

SURVEY = "citizen-survey"
SECTIONS = ("what-you-know", "information", "what-matters", "taking-part", "about-you")
ADA = "ada@example.org"
TODAY = "open-today"


def citizen(shown: Demonstration, page: Page) -> list[str]:
    """A draft of the survey, and everything that somebody with a place or a link can open."""
    _begin(shown, page, "")
    own = [f"/en/surveys/{SURVEY}/{part}" for part in (*SECTIONS, "review")]
    with transaction(shown.app) as session:
        more = [*_places(session), *_links(session, shown)]
    return own + more


def finished(shown: Demonstration, page: Page) -> list[str]:
    """Somebody who has sent their answers."""
    _begin(shown, page, "")
    for part in (*SECTIONS, "review"):
        page.goto(f"{shown.site.address}/en/surveys/{SURVEY}/{part}")
        page.click(f"button[value='{'submit' if part == 'review' else 'next'}']:not(.eng-default)")
    return [f"/en/surveys/{SURVEY}/done"]


def kiosk(shown: Demonstration, page: Page) -> list[str]:
    """In front of a device for many people, on another site that shows the survey, and with a test link."""
    with transaction(shown.app) as session:
        survey = surveys.by_slug(session, SURVEY)
        assert survey is not None
        now = utcnow()
        trial = trials.make_link(session, survey, "en", by=ADA, now=now)
        frame = ways.Wanted(Channel.EMBED, "On our site", frames=("https://www.example.org",))
        embed = ways.make(session, survey, frame, by=ADA, on=now.date())
        device = ways.make(session, survey, ways.Wanted(Channel.KIOSK, "In the hall"), by=ADA, on=now.date())
        paths = [f"test/{trial.token}", f"embed/{embed.code}", f"kiosk/{device.code}"]
    found = [f"/surveys/{SURVEY}/{paths[-1]}"]
    for path in paths:
        _begin(shown, page, f"/{path}")
        found += [
            f"/en/surveys/{SURVEY}/{path}{part}" for part in ("", *(f"/{part}" for part in (*SECTIONS, "review")))
        ]
    return found


def panel(shown: Demonstration, _: Page) -> list[str]:
    """A member of a panel that rates, one of a panel in its workshop, and the wall of the room."""
    found = []
    with transaction(shown.app) as session:
        room = session.scalars(select(Workshop)).first()
        rated = session.scalars(select(Member).where(Member.submitted_on.is_(None), Member.language == "en")).first()
        members = [rated]
        if room is not None:
            here = select(Member).where(Member.assessment_id == room.assessment_id)
            members.append(session.scalars(here).first())
            found.append(f"/en/workshops/{links_workshop.token(room)}")
        found += [f"/en/assessments/{seats.token(each)}" for each in members if each is not None]
    return found


def desk(shown: Demonstration, _: Page) -> list[str]:
    """At the door of an event that is held today."""
    today = utcnow()
    document = {
        "format": 1, "slug": TODAY, "kind": "dialogue", "languages": ["en"], "gate": "none", "state": "announced",
        "title": {"en": "Open today"}, "summary": {"en": "Come and talk."}, "consent": {"en": "I agree."},
        "time_zone": "UTC",
        "starts": f"{today + timedelta(minutes=3):%Y-%m-%d %H:%M}",
        "ends": f"{today + timedelta(hours=5):%Y-%m-%d %H:%M}",
        "contact": {"email": "desk@example.org"},
        "places": {"seats": 10, "waiting": 5},
        "sites": [{"key": "room", "name": {"en": "Room"}, "address": "Street 1"}],
    }  # fmt: skip
    file = shown.site.folder / f"{TODAY}.yaml"
    file.write_text(json.dumps(document), encoding="utf-8")
    shown.site.engage("event", "import", str(file))
    with transaction(shown.app) as session:
        event = events.by_slug(session, TODAY)
        assert event is not None
        place = session.scalars(select(Site).where(Site.event_id == event.id)).one()
        made = desk_links.make(session, event, place, today.date(), "Left", now=today, by=None)
        token = desk_links.token(made, key=shown.app.config["SECRET_KEY"])
    return [f"/en/desk/{token}", f"/en/desk/{token}/people", f"/en/desk/{token}/walk-in"]


def _begin(shown: Demonstration, page: Page, by: str) -> None:
    page.goto(f"{shown.site.address}/en/surveys/{SURVEY}{by}")
    for control in ("#length-long", "#age", "#consent"):
        if page.locator(control).count():
            page.check(control)
    page.click("button[value='start']")
    page.wait_for_load_state()


def _places(session: Session) -> list[str]:
    found = []
    for slug, status in (
        (OPEN, RegistrationStatus.CONFIRMED),
        (FULL, RegistrationStatus.WAITING),
        (OVER, RegistrationStatus.CONFIRMED),
    ):
        event = events.by_slug(session, slug)
        assert event is not None
        wanted = select(Registration).where(Registration.event_id == event.id, Registration.status == status)
        one = session.scalars(wanted).first()
        if one is not None:
            start = f"/en/registrations/{tickets.token(one)}"
            parts = ("", "ticket", "change", "cancel", "coming", "hand-over", "confirm", "offer")
            found += [f"{start}/{part}".rstrip("/") for part in parts]
    event = events.by_slug(session, OVER)
    assert event is not None
    told = FollowUp(event_id=event.id, email=ADA, language="en", keep_until=utcnow().date() + timedelta(days=90))
    session.add(told)
    session.flush()
    return [*found, f"/en/news/{follow_up_links.token(told)}"]


def _links(session: Session, shown: Demonstration) -> list[str]:
    now, settings = utcnow(), shown.app.config["ENGAGE_SETTINGS"]
    survey = surveys.by_slug(session, SURVEY)
    assert survey is not None
    news.ask_for(session, survey, ADA, "en", now=now)
    hub_panel.join(session, survey, ADA, "en", now=now)
    contact = Contact(email=ADA, language="en", name="Ada", address="", country="")
    lists.add(session, survey.id, [contact], Channel.INVITATION)
    asked = requests.open_request(
        session, RequestKind.ACCESS, ADA,
        secret_key=settings.secret_key, hub_id=None, language="en", now=now, confirmed=False,
    )  # fmt: skip
    session.flush()
    told = session.scalars(select(SurveyFollowUp)).first()
    member = session.scalars(select(PanelMember)).first()
    invited = session.scalars(select(Participant)).first()
    assert told is not None
    assert member is not None
    assert invited is not None
    return [
        f"/en/stay/{staying.of_follower(told)}",
        f"/en/panel/{staying.of_member(member)}",
        f"/en/invitations/{invitations.token(invited)}",
        f"/en/mail/{choices.token(settings, ADA, 'news', None)}",
        f"/en/privacy/request/{sealing.token(settings.secret_key, asked.id)}",
    ]
