"""A round of self-assessment in real browsers, from making it to the signed report; and a first look by keyboard."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.assessing import Rater, accepted, looked_at, signed_in, with_second_step
from tests.browser.conftest import NewPage
from tests.browser.keys import choose, press
from tests.browser.mailbox import Mailbox
from tests.browser.round_desk import (
    AFTER_TALKING,
    CHECKER,
    CITIZENS_OWN,
    CO_SIGNER,
    LEAD,
    SAID,
    SPLIT,
    WRITTEN,
    Round,
)
from tests.browser.site import PASSWORD, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def team(site: Site) -> None:
    """A hub with somebody who leads it."""
    file = site.folder / "round-hub.yaml"
    file.write_text("hubs: [{slug: round, name: Listening Hub, languages: [en, nb, de], country: DE, published: true}]")
    site.engage("hub", "import", str(file))
    site.engage("user", "add", LEAD, "--role", "coordinator", "--hub", "round", "--password-stdin", typed=PASSWORD)


def test_a_round_of_six_people_in_four_languages_from_its_making_to_the_signed_report(
    site: Site, new_page: NewPage, team: None
) -> None:
    desk = with_second_step(signed_in(site, new_page(width=360, bypass_csp=True), LEAD))
    round_ = Round(site, desk)
    round_.make()
    round_.fill_panel()
    round_.give_duty("evidence-checker", CHECKER)
    round_.give_duty("co-signer", CO_SIGNER)
    looked_at(desk, "duties")
    record_dialogue(site, desk)
    round_.bring_evidence()
    round_.measure()
    round_.press("/panel", "Open rating")
    people = {name: Rater(_link(site, name)) for name in SAID}

    phone = new_page(width=360, height=740, bypass_csp=True)
    dora_rates(phone, people["dora"].link)
    for name in ("ada", "bo", "cem", "finn", "eli"):
        people[name].rate({SPLIT: SAID[name]}, {SPLIT: WRITTEN} if name == "cem" else {})
    nothing_is_seen_yet(round_, people["bo"])
    round_.press("/rating", "Close rating now")

    round_.read_digest()
    round_.prepare_reasons()
    hold_workshop(round_, new_page, phone, people)
    check(site, new_page, round_)
    round_.make_mirror()
    round_.explain()
    sign(site, new_page, round_)
    round_.read_result()
    round_.plan()


def record_dialogue(site: Site, desk: Page) -> None:
    """A dialogue that was held elsewhere, with a report that everybody can read."""
    day = f"{datetime.now(UTC) - timedelta(days=60):%Y-%m-%d}"
    table = (
        f"title,kind,starts_on,languages,document\nTalk in the town hall,dialogue,{day},en,https://example.org/report\n"
    )
    desk.goto(f"{site.address}/console/activities/import")
    desk.set_input_files("[name=file]", {"name": "held.csv", "mimeType": "text/csv", "buffer": table.encode()})
    desk.get_by_role("button", name="Take it in").click()
    expect(desk.locator("main")).to_contain_text("Talk in the town hall")


def _link(site: Site, name: str) -> str:
    """From somebody's invitation."""
    mails = Mailbox(site.folder, f"{name}@panel.example.org")
    found = re.match(r"http://[^/]+/[^/]+/assessments/[^/\s]+", mails.link("assessments"))
    assert found
    return found.group()


def dora_rates(page: Page, link: str) -> None:
    """On a small phone, in plain Norwegian."""
    page.goto(link)
    assert page.locator("html").get_attribute("lang") == "nb"
    looked_at(page, "the first page")
    page.locator("main a.govuk-button").click()
    for number in range(1, 12):
        expect(page.locator(".eng-progress")).to_contain_text(f" {number} av 11")
        first = "/rate/MAN-3" in page.url
        if first:
            looked_at(page, "a question")
        here = SPLIT in page.url
        page.locator(f"[name=answer][value='{SAID['dora'] if here else 2}']").check()
        if here:
            page.fill("[name=reason]", CITIZENS_OWN)
            looked_at(page, "a question with facts")
        with page.expect_navigation():
            page.locator("main button[value=next]").last.click()
    looked_at(page, "the overview")
    page.locator("main form button").last.click()
    expect(page).to_have_url(re.compile("/done$"))
    looked_at(page, "handed in")


def nothing_is_seen_yet(round_: Round, other: Rater) -> None:
    for part in ("/digest", "/reasons", "/workshop", "/summary", "/profile", "/sign-off"):
        round_.go(part)
        for written in (WRITTEN, CITIZENS_OWN):
            expect(round_.desk.locator("body")).not_to_contain_text(written)
    assert WRITTEN not in other.open("/review")
    expect(round_.go("/rating").locator("main")).to_contain_text("6")


def hold_workshop(round_: Round, new_page: NewPage, phone: Page, people: dict[str, Rater]) -> None:
    """One question, one vote: the projector and a phone follow by themselves."""
    round_.press("/workshop", "Begin the workshop")
    desk = round_.desk
    looked_at(desk, "leading the room")
    wall = new_page(width=1280, height=720, bypass_csp=True)
    wall.goto(desk.locator("#projector ~ p a, section[aria-labelledby=projector] a").first.inner_text().split()[0])
    looked_at(wall, "the projector", 360, 1280)
    phone.goto(people["dora"].link)
    expect(phone).to_have_url(re.compile("/workshop$"))
    looked_at(phone, "the room on a phone")

    with desk.expect_navigation():
        desk.get_by_role("button", name="Open the vote").click()
    expect(phone.locator("[name=answer]").first).to_be_visible(timeout=20_000)
    looked_at(phone, "a vote on a phone")
    phone.check(f"[name=answer][value='{AFTER_TALKING['dora']}']")
    with phone.expect_navigation():
        phone.locator("main form button").last.click()
    for name in people.keys() - {"dora"}:
        people[name].send(f"/workshop/{SPLIT}/1", answer=str(AFTER_TALKING[name]))
    expect(wall.locator(".eng-room__status")).to_contain_text("6 of 6", timeout=20_000)
    looked_at(wall, "a vote on the projector", 1280)
    round_.go("/workshop")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Close the vote").click()
    looked_at(desk, "a vote that is closed")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Show the result").click()
    expect(wall.locator("h2", has_text="After talking")).to_be_visible(timeout=20_000)
    looked_at(wall, "a result on the projector", 360, 1280)
    expect(phone.locator("main svg").first).to_be_visible(timeout=20_000)
    looked_at(phone, "a result on a phone")
    looked_at(desk, "a result")
    with desk.expect_navigation():
        desk.get_by_role("button", name="End the workshop").click()
    round_.see("/workshop")


def check(site: Site, new_page: NewPage, round_: Round) -> None:
    """Somebody from outside the team confirms what carries furthest."""
    page = accepted(site, new_page(width=360, bypass_csp=True), CHECKER)
    page.goto(f"{round_.address}/check")
    looked_at(page, "the check")
    page.locator("main a[href*='/check/']").first.click()
    looked_at(page, "checking")
    page.get_by_role("button", name="Keep my check").click()
    expect(page.locator("main")).to_contain_text("is kept")


def sign(site: Site, new_page: NewPage, round_: Round) -> None:
    desk = round_.see("/sign-off")
    desk.check("[name='hub-lead/read']")
    desk.get_by_role("button", name="Sign as hub lead").click()
    expect(desk.locator("main")).to_contain_text("signed on")
    citizen = accepted(site, new_page(width=360, bypass_csp=True), CO_SIGNER)
    citizen.goto(f"{round_.address}/sign-off")
    looked_at(citizen, "signing as a citizen")
    citizen.check("[name='citizen/read']")
    citizen.get_by_role("button", name="Sign as a citizen").click()
    expect(citizen.locator("main")).to_contain_text("Both have signed. The result is frozen.")


@pytest.fixture
def newcomer(site: Site) -> str:
    email = "newcomer@example.org"
    site.add_organiser(email)
    return email


def test_a_first_look_by_keyboard_on_a_phone_and_on_to_the_first_round(
    site: Site, new_page: NewPage, newcomer: str
) -> None:
    page = signed_in(site, new_page(width=360, height=740, bypass_csp=True), newcomer)
    press(page, page.get_by_role("link", name="Take a first look at your hub"))
    looked_at(page, "a new first look")
    press(page, page.get_by_role("button", name="Begin"))

    for number in range(1, 12):
        expect(page.locator(".eng-progress")).to_contain_text(f"Question {number} of 11")
        if number == 1:
            looked_at(page, "a question")
        choose(page, "level", downs=number % 4)
        choose(page, "evidence", downs=1)
        press(page, page.get_by_role("button", name="Save and go on").last)
    looked_at(page, "all questions")
    press(page, page.locator("main form[action$='/finish'] button"))

    looked_at(page, "what came of it", 360, 1280)
    expect(page.locator("main")).to_contain_text("This is a first look, not an assessment.")
    expect(page.locator("section[aria-labelledby=next] li")).to_have_count(3)
    expect(page.locator("section[aria-labelledby=profile] svg")).to_be_visible()
    expect(page.locator("section[aria-labelledby=profile] tbody tr")).to_have_count(11)
    press(page, page.get_by_role("link", name="Start the first round from here"))
    looked_at(page, "the round that follows")
    expect(page.locator("[name=previous] option:checked")).to_contain_text("First look")
    press(page, page.get_by_role("button", name="Make the round"))
    expect(page.locator("h2", has_text="What to do now")).to_be_visible()
    looked_at(page, "the first round")
