"""People invited by name, in a real browser: from the list to the mail, the answer, and what the team sees of it."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engage.core.clock import utcnow
from engage.surveys import participation, queries
from engage.surveys.models_reach import Participant
from tests.browser.assessing import looked_at, signed_in
from tests.browser.conftest import NewPage
from tests.browser.listening import put_in_the_field, writing
from tests.browser.mailbox import Mailbox
from tests.browser.site import Site

pytestmark = pytest.mark.browser
SLUG, ORGANISER = "by-name", "organiser-of-inviting@example.org"
HEBE = "hebe@by-name.example.org"
LIST = "Name,Mail,Language\nHebe,hebe@by-name.example.org,Hebrew\nNobody,not an address,English\n" + "".join(
    f"Person {n},person-{n}@by-name.example.org,English\n" for n in range(21)
)


@pytest.fixture(scope="module")
def organiser(site: Site) -> str:
    put_in_the_field(site, SLUG)
    site.add_organiser(ORGANISER)
    return ORGANISER


@pytest.fixture
def desk(site: Site, new_page: NewPage, organiser: str) -> Page:
    """An organiser on a small phone."""
    return signed_in(site, new_page(width=360, bypass_csp=True), organiser)


def test_somebody_on_a_list_answers_once_and_the_team_sees_steps_of_ten(
    site: Site, new_page: NewPage, desk: Page
) -> None:
    home = f"{site.address}/console/surveys/{SLUG}/invitations"
    desk.goto(home)
    looked_at(desk, "nobody is on the list")
    bring_list(desk)
    send(desk)
    link = Mailbox(site.folder, HEBE).link("invitations")
    nine_others_answer(site)
    desk.goto(home)
    expect(desk.locator("main")).to_contain_text("How many of them have answered is too few to say.")

    answer(new_page(width=360, height=740, bypass_csp=True), link)
    another_device = new_page(width=360, height=740, bypass_csp=True)
    another_device.goto(link)
    expect(another_device.get_by_role("button")).to_have_count(0)
    expect(another_device.get_by_role("heading", level=1)).to_be_visible()
    looked_at(another_device, "an invitation that was used")

    desk.goto(home)
    expect(desk.locator("main")).to_contain_text("At least 10 of them have answered.")
    looked_at(desk, "inviting", 360, 1280)
    for part in ("people", "panel", "letters/en", "remind", "tell"):
        desk.goto(f"{home}/{part}")
        looked_at(desk, part)


def test_a_poster_is_made_on_a_phone(site: Site, desk: Page) -> None:
    desk.goto(f"{site.address}/console/surveys/{SLUG}/channels")
    looked_at(desk, "no link yet")
    desk.get_by_role("link", name="Make a link").click()
    desk.check("[name=kind][value=poster]")
    desk.get_by_label("Name for your team").fill("Poster at the clinic")
    looked_at(desk, "a new link")
    desk.locator("main form button").last.click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Poster at the clinic")
    looked_at(desk, "a link", 360, 1280)
    for link in desk.locator("main a[href*='/a4'], main a[href$='.svg']").all():
        assert desk.request.get(link.evaluate("one => one.href")).ok


def bring_list(desk: Page) -> None:
    desk.get_by_role("link", name="Bring a list, add people").click()
    desk.set_input_files("[name=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    desk.get_by_role("button", name="Look at the list").click()
    expect(desk.locator("main")).to_contain_text("22 people can be taken in.")
    expect(desk.locator(".eng-finding--error")).to_contain_text("Row 3")
    looked_at(desk, "a list before it is taken in")
    desk.get_by_label("Where do the addresses come from").fill("Members who agreed on 3 March")
    desk.get_by_role("button", name="Take in 22 people").click()
    expect(desk.locator("main")).to_contain_text("22 people wait for it")


def send(desk: Page) -> None:
    desk.get_by_role("link", name="Read the mail and send it").click()
    looked_at(desk, "before invitations are sent")
    desk.get_by_role("button", name="Send 22 invitations").click()


def nine_others_answer(site: Site) -> None:
    with writing(site) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        others = select(Participant).where(Participant.survey_id == survey.id, Participant.email != HEBE)
        for each in session.scalars(others).all()[:9]:
            participation.mark(session, each.id, now=utcnow())


def answer(phone: Page, link: str) -> None:
    """In the language that the list says, from right to left."""
    phone.goto(link)
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    looked_at(phone, "an invitation")
    for action in ("start", "next", "submit"):
        with phone.expect_navigation():
            phone.click(f"button[value='{action}']:not(.eng-default)")
    expect(phone.locator(".eng-receipt__code")).to_be_visible()
    looked_at(phone, "thanks")
