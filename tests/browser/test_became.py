"""From a published result to an answer, a decision and a mail to each who asked; and its pages on every screen."""

import json
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engage.core.clock import utcnow
from engage.i18n.locales import direction
from engage.i18n.text import LocalizedText
from engage.instruments.document import to_document
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Section
from engage.mail.models import OutboxMail
from engage.outcomes.models import Outcome
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.models_reach import SurveyFollowUp
from tests.browser.assessing import signed_in
from tests.browser.conftest import NewPage
from tests.browser.keys import choose, press, types
from tests.browser.listening import writing
from tests.browser.looking import fits
from tests.browser.mailbox import Mailbox
from tests.browser.site import Site
from tests.factories.editions_of_results import make_edition
from tests.factories.outcomes import make_outcome

pytestmark = pytest.mark.browser

SLUG, ORGANISER = "became", "organiser-of-outcomes@example.org"
EMAILS = {"en": "ada@became.example.org", "de": "bert@became.example.org", "he": "chava@became.example.org"}
"""Who asks to be told, by the language in which they answer."""
TITLE = {
    "en": "Who tells people of screening",
    "de": "Wer von der Früherkennung erzählt",
    "he": "מי מספר על בדיקות סקר",
}
HEARD = {
    "en": "Nobody told one in four.\n\nLetters came too late.",
    "de": "Jeder vierten Person sagte es niemand.\n\nBriefe kamen zu spät.",
    "he": "לאחד מכל ארבעה איש לא סיפר.\n\nהמכתבים הגיעו מאוחר מדי.",
}
SAID = {
    "text": {
        "en": "Invite everybody by letter",
        "de": "Alle mit einem Brief einladen",
        "he": "להזמין את כולם במכתב",
    },
    "addressed_to": {"en": "Ministry of Health", "de": "Ministerium für Gesundheit", "he": "משרד הבריאות"},
    "answer": {"en": "Letters go out from May.", "de": "Ab Mai gehen Briefe hinaus.", "he": "המכתבים יישלחו ממאי."},
    "reason": {"en": "Letters reach everybody.", "de": "Briefe erreichen alle.", "he": "מכתבים מגיעים לכולם."},
    "decision": {
        "en": "It is in the budget of 2027.",
        "de": "Es steht im Haushalt 2027.",
        "he": "זה בתקציב של 2027.",
    },
    "decided_by": {"en": "The parliament", "de": "Das Parlament", "he": "הכנסת"},
}
"""A recommendation, its answer and its decision, as the form names them."""
QUESTION = {"en": "Who told you of screening?", "de": "Wer hat Ihnen davon erzählt?", "he": "מי סיפר לך?"}
"""Of the table that it rests on, as it is published."""


@pytest.fixture(scope="module")
def survey(site: Site) -> str:
    """One question in three languages, its results published; gives its slug."""
    text = LocalizedText.of("Are you well?", "en", de="Geht es Ihnen gut?", he="שלומך טוב?")
    yes = Option(code="yes", label=LocalizedText.of("Yes", "en", de="Ja", he="כן"))
    asked = Item(name="well", type=ItemType.SINGLE, label=text, options=(yes,))
    section = Section(name="all", slug="all", title=text, items=(asked,))
    instrument = Instrument(name=SLUG, title=text, source_language="en", languages=tuple(EMAILS), sections=(section,))
    file = site.folder / f"{SLUG}.json"
    file.write_text(json.dumps(to_document(instrument)), encoding="utf-8")
    site.engage("survey", "import", str(file), "--slug", SLUG, "--publish", "--texts", "approved")
    with writing(site) as session:
        found = queries.by_slug(session, SLUG)
        assert found is not None
        session.add(make_edition(found.id))
    site.add_organiser(ORGANISER)
    return SLUG


def test_a_published_result_becomes_an_answer_and_who_asked_is_told_once_in_their_language(
    site: Site, new_page: NewPage, survey: str
) -> None:
    mails = {language: asked_to_be_told(site, new_page(width=360, height=740), language) for language in EMAILS}
    desk = signed_in(site, new_page(scripts=False, width=360, height=740), ORGANISER)
    desk.goto(f"{site.address}/console/surveys/{survey}/publishing")
    desk.locator("main a[href*='/console/outcomes/new?activity=']").click()
    written(desk)
    rests_on_a_table(desk)
    recommended(desk)
    answered(desk)
    published(desk)
    expect(desk.locator("body")).to_contain_text("3 people who wanted to hear")

    slug = slug_of(site)
    for language, mailbox in mails.items():
        told = mailbox.next()
        link = f"{site.address}/{language}/outcomes/{slug}"
        assert link in words_of(told)
        assert TITLE[language] in told["subject"]
        assert SAID["answer"][language] in words_of(told)
        reads(new_page(width=360, height=740), link, language)

    published_again(desk)
    with writing(site) as session:
        here = select(Survey.id).where(Survey.slug == survey)
        assert session.scalars(select(SurveyFollowUp.id).where(SurveyFollowUp.survey_id.in_(here))).all() == []
        assert session.scalars(select(OutboxMail.kind).where(OutboxMail.kind.startswith("outcomes."))).all() == []
    assert {language: told_about(mailbox, slug) for language, mailbox in mails.items()} == dict.fromkeys(EMAILS, 1)


def test_a_recommendation_is_added_answered_and_published_with_the_keyboard_alone(
    site: Site, new_page: NewPage, survey: str
) -> None:
    with writing(site) as session:
        number = make_outcome(session, title="By keyboard", recommendations=(), published_at=None, now=utcnow()).id
    desk = signed_in(site, new_page(width=360, height=740), ORGANISER, f"/console/outcomes/{number}")

    press(desk, desk.locator("main a[href$='/recommendations/new']"))
    types(desk, "text-en", "Open the clinic in the evening")
    types(desk, "addressed_to-en", "The region")
    types(desk, "handed_on", f"{date.fromisoformat(day(30)):%m%d%Y}")
    press(desk, desk.locator("main form button").last)
    expect(desk.locator(".eng-recommendation")).to_contain_text("The region")

    press(desk, desk.locator("main .eng-recommendation a").first)
    choose(desk, "state", downs=1)
    types(desk, "answer-en", "From June on")
    types(desk, "answered_on", f"{date.fromisoformat(day(3)):%m%d%Y}")
    press(desk, desk.locator("main form button").last)
    press(desk, desk.locator("main a[href$='/publish']"))
    press(desk, desk.locator("main form[action$='/publish'] button"))
    press(desk, desk.locator("main a[href*='/en/outcomes/']"))
    for said in ("Open the clinic in the evening", "The region", "From June on"):
        expect(desk.locator("main")).to_contain_text(said)


def asked_to_be_told(site: Site, phone: Page, language: str) -> Mailbox:
    """Somebody answers, leaves an address on the last page, and confirms it by the link that is mailed."""
    phone.goto(f"{site.address}/{language}/surveys/{SLUG}")
    for action in ("start", "next", "submit"):
        with phone.expect_navigation():
            phone.click(f"button[value='{action}']:not(.eng-default)")
    phone.fill("#email-news", EMAILS[language])
    phone.click("button[value=news]")
    mailbox = Mailbox(site.folder, EMAILS[language])
    phone.goto(mailbox.link("stay"))
    expect(phone.locator("html")).to_have_attribute("lang", language)
    phone.click("button[value=confirm]")
    expect(phone.locator("button[value=confirm]")).to_have_count(0)
    return mailbox


def written(desk: Page) -> None:
    """In three languages; the form has fields for those of the survey, or gets them."""
    for language in EMAILS:
        desk.check(f"[name=languages][value={language}]")
    desk.click("button[value=languages]")
    for language in EMAILS:
        desk.fill(f"[name=title-{language}]", TITLE[language])
        desk.fill(f"[name=heard-{language}]", HEARD[language])
    desk.click("main button[value=save]:not(.eng-default)")
    expect(desk.get_by_role("heading", level=1)).to_have_text(TITLE["en"])


def rests_on_a_table(desk: Page) -> None:
    desk.locator("main a[href$='/rests']").click()
    desk.get_by_label(QUESTION["en"]).check()
    saved(desk)
    desk.locator("main a").last.click()
    expect(desk.locator("section[aria-labelledby=rests]")).to_contain_text(QUESTION["en"])


def recommended(desk: Page) -> None:
    """Handed over to a body, in three languages."""
    desk.locator("main a[href$='/recommendations/new']").click()
    say(desk, "text", "addressed_to")
    desk.fill("[name=handed_on]", day(40))
    saved(desk)
    expect(desk.locator(".eng-recommendation")).to_contain_text(SAID["addressed_to"]["en"])


def answered(desk: Page) -> None:
    """And decided."""
    desk.locator("main .eng-recommendation a").first.click()
    say(desk, "answer", "reason", "decision", "decided_by")
    desk.check("[name=state][value=accepted]")
    desk.check("[name=role][value=consulted]")
    desk.fill("[name=answered_on]", day(20))
    desk.fill("[name=decided_on]", day(10))
    saved(desk)


def say(desk: Page, *names: str) -> None:
    """Type texts; the fields of translations are folded away."""
    for language in EMAILS:
        folded = desk.locator(f"details:has([name={names[0]}-{language}])")
        if folded.count():
            folded.locator("summary").click()
        for name in names:
            desk.fill(f"[name={name}-{language}]", SAID[name][language])


def saved(desk: Page) -> None:
    desk.locator("main form.eng-form").first.locator("button[type=submit]").last.click()
    expect(desk.locator(".govuk-error-summary")).to_have_count(0)


def published(desk: Page) -> None:
    desk.locator("main a[href$='/publish']").click()
    expect(desk.locator("main .govuk-inset-text")).to_contain_text(SAID["decision"]["en"])
    fits(desk, "before publishing")
    desk.locator("main form[action$='/publish'] button").click()
    expect(desk.locator("main form[action$='/withdraw']")).to_be_visible()


def published_again(desk: Page) -> None:
    desk.locator("main form[action$='/withdraw'] button").click()
    published(desk)


def reads(phone: Page, link: str, language: str) -> None:
    """The page says all of it, and leads to the table that it rests on."""
    phone.goto(link)
    expect(phone.locator("html")).to_have_attribute("lang", language)
    expect(phone.locator("html")).to_have_attribute("dir", direction(language))
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE[language])
    fits(phone, f"what became of it, in {language}")
    main = phone.locator("main")
    for said in (*HEARD[language].split("\n\n"), *(each[language] for each in SAID.values())):
        expect(main).to_contain_text(said)
    if language == "en":
        expect(main).to_contain_text("Citizens were asked, and their answers were looked at before the decision.")
    phone.get_by_role("link", name=QUESTION[language]).click()
    expect(phone.locator(f"[id='{urlsplit(phone.url).fragment}']")).to_contain_text(QUESTION[language])
    phone.locator(f"main a[href$='{urlsplit(link).path}']").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE[language])


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def told_about(mailbox: Mailbox, slug: str) -> int:
    """How many mails that lead to the outcome came to the address."""
    every = (message_from_bytes(path.read_bytes(), policy=default) for path in mailbox.folder.glob("*.eml"))
    theirs = [mail for mail in every if isinstance(mail, EmailMessage) and mailbox.address in mail["to"]]
    return sum(f"/outcomes/{slug}" in words_of(mail) for mail in theirs)


def slug_of(site: Site) -> str:
    with writing(site) as session:
        found = session.scalars(select(Outcome).order_by(Outcome.id.desc())).first()
        assert found is not None
        return found.slug


def day(before: int) -> str:
    return (utcnow().date() - timedelta(days=before)).isoformat()
