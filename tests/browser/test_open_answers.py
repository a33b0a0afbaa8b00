"""What people wrote, on a small phone and by keyboard: redacted, coded by two, settled, quoted."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from engage.core.ids import random_id
from engage.surveys import queries
from engage.surveys.models import Response
from tests.browser.assessing import looked_at, signed_in
from tests.browser.conftest import NewPage
from tests.browser.keys import press, reach
from tests.browser.listening import put_in_the_field, writing
from tests.browser.site import Site

pytestmark = pytest.mark.browser
SLUG = "told-in-words"
ONE, TWO = "one-of-two@example.org", "two-of-two@example.org"
PLACE = f"/console/surveys/{SLUG}/texts"


@pytest.fixture
def desks(site: Site, new_page: NewPage) -> tuple[Page, Page]:
    """Two people wrote something, one of them in Hebrew; two of the team."""
    put_in_the_field(site, SLUG)
    with writing(site) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        for language, said in (("en", "Write to me: ada@example.org"), ("he", "תורים קצרים יותר")):
            session.add(
                Response(
                    id=random_id(), survey_id=survey.id, version_id=survey.version_id, language=language,
                    channel="open", day=datetime.now(UTC).date(), answers={"why": said},
                )
            )  # fmt: skip
    for each in (ONE, TWO):
        site.add_organiser(each)
    one, two = (signed_in(site, new_page(width=360, bypass_csp=True), each) for each in (ONE, TWO))
    return one, two


def at(desk: Page, site: Site, work: str) -> None:
    desk.goto(f"{site.address}{PLACE}/{work}/why")


def code(desk: Page, site: Site, label: str) -> None:
    at(desk, site, "code")
    looked_at(desk, "coding")
    for box in desk.get_by_label(label).all():
        reach(desk, box)
        desk.keyboard.press("Space")
    press(desk, desk.get_by_role("button", name="Save these and go on"))
    expect(desk.locator("main")).to_contain_text("You have coded every answer that can be read.")


def test_written_answers_are_worked_with_by_keyboard_on_a_phone(site: Site, desks: tuple[Page, Page]) -> None:
    one, two = desks
    one.goto(f"{site.address}/console/surveys/{SLUG}/results")
    press(one, one.get_by_role("link", name="Open questions: redact, code, quote"))
    press(one, one.get_by_role("link", name="What would help you?"))
    press(one, one.get_by_role("link", name="Redact answers"))
    looked_at(one, "redaction")
    expect(one.locator("main")).to_contain_text("Write to me: [address]")
    press(one, one.get_by_role("button", name="These are clean: go on"))
    expect(one.locator("main")).to_contain_text("Nothing is left to redact")

    at(one, site, "codebook")
    for label in ("Contact", "Waiting"):
        reach(one, one.get_by_label("What it stands for"))
        one.keyboard.type(label)
        press(one, one.get_by_role("button", name="Add the code"))

    code(one, site, "Contact")
    code(two, site, "Waiting")
    at(two, site, "settle")
    looked_at(two, "differences")
    reach(two, two.get_by_label("Waiting").first)
    two.keyboard.press("Space")
    press(two, two.get_by_role("button", name="This holds").first)
    at(two, site, "question")
    looked_at(two, "a question", 360, 1280)
    expect(two.locator("main")).to_contain_text("1 answer is coded differently and not settled.")

    at(one, site, "quotes")
    press(one, one.get_by_role("link", name="Release as a quote").first)
    looked_at(one, "a quote")
    for box in one.locator("[name=check]").all():
        reach(one, box)
        one.keyboard.press("Space")
    press(one, one.get_by_role("button", name="Release the quote"))
    expect(one.locator("main")).to_contain_text("Released")
