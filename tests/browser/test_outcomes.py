"""What became of it in a real browser: on a phone, in both directions, by keyboard, without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db import engine as database
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState, RestKind
from engage.outcomes.domain.written import Asked, Rest
from tests.browser.conftest import NewPage
from tests.browser.looking import fits, is_accessible
from tests.browser.site import Site
from tests.factories.outcomes import make_outcome

pytestmark = pytest.mark.browser

TITLE = {"en": "Waiting for a diagnosis", "he": "ההמתנה לאבחון"}
HEARD = {
    "en": "Waiting was the hardest part.\n\n- somebody to call\n- help with the journey",
    "he": "ההמתנה הייתה קשה.",
}
BODY = {"en": "Ministry of Health and Care Services", "he": "משרד הבריאות"}


def _recommendations() -> tuple[Asked, ...]:
    today = utcnow().date()
    call = {"en": "Somebody to call, from the first visit on", "he": "אדם להתקשר אליו"}
    done = Asked(
        text=call,
        addressed_to=BODY,
        handed_on=today - timedelta(days=300),
        state=RecommendationState.DONE,
        answer={"en": "We agree."},
        reason={"en": "A pilot showed that people felt safer."},
        answered_on=today - timedelta(days=250),
        decision={"en": "Every hospital names a contact person."},
        decided_by={"en": "Directorate of Health"},
        decided_on=today - timedelta(days=200),
        citizens_role=CitizensRole.INVOLVED,
        done={"en": "The name stands in the first letter."},
        done_on=today - timedelta(days=100),
    )
    times = {"en": "Publish waiting times every month"}
    late = Asked(text=times, addressed_to=BODY, handed_on=today - timedelta(days=130))
    return done, late


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    """Of an outcome in English and Hebrew, one answer of which is overdue."""
    url = Settings(data_dir=site.folder).sqlalchemy_url
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    with database.writing(), Session(engine) as session:
        rests = (Rest(RestKind.LINK, label={"en": "Minutes of the committee"}, link="https://example.org/minutes"),)
        made = make_outcome(
            session,
            title=TITLE["en"],
            heard=HEARD,
            languages=("en", "he"),
            mission_areas=("equity",),
            recommendations=_recommendations(),
            rests=rests,
            now=utcnow(),
        )
        made.title, made.languages = TITLE, ["en", "he"]
        slug = made.slug
        session.commit()
    engine.dispose()
    return slug


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_list_and_an_outcome_are_readable_on_a_phone(new_page: NewPage, site: Site, slug: str, language: str):
    page = new_page(width=360)

    page.goto(f"{site.address}/{language}/outcomes")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    fits(page, "the list of outcomes")
    is_accessible(page, "the list of outcomes")

    page.goto(f"{site.address}/{language}/outcomes/{slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE[language])
    fits(page, "an outcome")
    is_accessible(page, "an outcome")


def test_what_is_overdue_is_found_by_keyboard_and_without_scripts(new_page: NewPage, site: Site, slug: str):
    page = new_page(scripts=False, width=360)
    page.goto(f"{site.address}/en/outcomes")

    page.get_by_label("How far it is").focus()
    page.keyboard.type("Answer")
    page.get_by_label("Words that stand in it").focus()
    page.keyboard.type("WAITING")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=TITLE["en"]).focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{site.address}/en/outcomes/{slug}")
    expect(page.get_by_text("It is 10 days late.")).to_be_visible()
    expect(page.get_by_text("The name stands in the first letter.")).to_be_visible()
