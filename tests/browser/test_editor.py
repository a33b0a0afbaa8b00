"""A survey from nothing, as a hub team makes it: ten questions with logic, translated, published, answered."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.questionnaire import Questionnaire
from tests.browser.conftest import NewPage
from tests.browser.looking import findings, fits
from tests.browser.site import PASSWORD, RealInput, Site
from tests.browser.walking import Manner, Walk

pytestmark = pytest.mark.browser

KARI, OLA = "kari-writes@example.org", "ola-approves@example.org"
TITLE = "Living with cancer in our town"
SLUG = "living-with-cancer-in-our-town"


@pytest.fixture(scope="module")
def team(site: Site) -> Site:
    for email in (KARI, OLA):
        site.add_organiser(email)
    return site


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/console/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/console/**")


class Author:
    """Somebody who writes a questionnaire with mouse and keyboard, and waits until it says “Saved”."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self, site: Site) -> None:
        self.page.goto(f"{site.address}/console/surveys/write")
        self.page.fill("#i-title", TITLE)
        self.page.click("main form .govuk-button")
        self.page.click("main .govuk-button:has-text('Add a question')")

    def add(self, kind: str, label: str, answers: str = "") -> str:
        """A question of a kind (or of the library, without a label); its name."""
        if "/add/" not in self.page.url:
            self.page.locator(".eng-outline__add").last.click()
        self.page.get_by_role("button", name=kind).first.click()
        self.page.wait_for_url("**/items/**")
        name = self.page.url.partition("/items/")[2].partition("?")[0]
        if label:
            self.type("#i-label", label)
        if answers:
            self.page.click("[data-parts=options] summary")
            self.page.fill("#options-paste", answers)
            self.page.click("[data-parts=options] details button")
            self.page.wait_for_url("**saved=1**")
            expect(self.page.locator("[name=options-label]")).to_have_count(len(answers.splitlines()) + 1)
        return name

    def type(self, field: str, words: str) -> None:
        self.page.fill(field, words)
        self.is_saved()

    def is_saved(self) -> None:
        self.page.locator("h1").click()
        expect(self.page.locator("[data-saved]")).to_contain_text("Saved")

    def condition(self, name: str, question: str, relation: str, *answers: str) -> None:
        """`Show if` question relation answers, by the builder."""
        self.page.click(f"label[for={name}-mode-rules]")
        self.page.select_option(f"#{name}-0-0-key", question)
        select = self.page.locator(f"#{name}-0-0-relation")
        expect(select.locator(f"option[value={relation}]")).to_be_attached()
        if select.input_value() != relation:
            select.select_option(relation)
        values = self.page.locator(f"[data-condition={name}] .eng-rule__values")
        for answer in answers:
            values.get_by_text(answer, exact=True).click()
            expect(self.page.locator(f"[data-condition={name}] .eng-sentence")).to_contain_text(answer)
        self.is_saved()


@pytest.fixture
def kari(team: Site, new_page: NewPage) -> Page:
    page = new_page()
    sign_in(page, team, KARI)
    return page


def stored(site: Site) -> Instrument:
    return from_document(json.loads(site.engage("survey", "export", SLUG, "--format", "json")))


def test_a_survey_is_written_translated_published_and_answered(team: Site, kari: Page, new_page: NewPage) -> None:
    write_ten_questions(team, kari)
    home = kari.url.partition("/edit")[0]
    everything_is_accessible(kari, home)

    kari.goto(f"{home}/edit/languages")
    kari.fill("#i-tag", "de")
    kari.get_by_role("button", name="Add it").click()
    translate(kari, home)
    ola = new_page()
    sign_in(ola, team, OLA)
    approve(ola, home)

    kari.goto(f"{team.address}/console/surveys/{SLUG}/publish")
    kari.check("#i-without_check")
    kari.fill("#i-reason", "A test of the tests.")
    kari.locator("form[action$=publish] .govuk-button").first.click()
    expect(kari.locator("main")).to_contain_text("is published")

    given = RealInput(SLUG, ("en", "de"), ())
    team._published[SLUG] = Questionnaire(stored(team))
    walk = Walk(team, new_page(), given, "de", Manner.PLAIN)
    walk.start()
    expect(walk.page.locator("h1, legend, label").first).to_be_visible()
    assert "DE: " in walk.page.content()
    walk.answer_all()
    walk.send()
    assert team.results(SLUG)["responses"] == 1


def write_ten_questions(team: Site, page: Page) -> None:
    author = Author(page)
    author.begin(team)
    heard = author.add("One choice", "Had you heard of the hub?", "yes\tYes\nno\tNo")
    why = author.add("Text", "What would have helped you to hear of it?")
    author.condition("relevance", heard, "is", "No")
    expect(page.locator("[data-condition=relevance] .eng-expression")).to_have_text(f"${{{heard}}} = 'no'")
    topics = author.add("Several choices", "What matters to you?", "Screening\nCare close to home\nBack to work")
    times = author.add("Whole number", "How often did you see a doctor this year?")
    author.type("#i-maximum", "60")
    author.add("Scale", "How sure are you that you get care close to home?")
    author.condition("relevance", topics, "contains", "Care close to home")
    author.add("Date", "When were you last examined?")
    page.click("summary:has-text('Check the answer')")
    page.click("label[for=constraint-mode-rules]")
    page.select_option("#constraint-0-0-key", ".")
    expect(page.locator("#constraint-0-0-relation option[value=at_most]")).to_be_attached()
    page.select_option("#constraint-0-0-relation", "at_most")
    page.fill("#constraint-0-0-value", "today()")
    author.is_saved()
    matrix = author.add("Table of questions", "How far do you agree?", "1\tNot at all\n5\tFully")
    page.click("[data-parts=rows] summary")
    page.fill("#rows-paste", "I am listened to\nI know whom to ask")
    page.click("[data-parts=rows] details button")
    author.add("Age group", "")
    author.add("Education, three groups", "")
    author.add("Text to read", "Thank you. One moment more.")

    moved_by_keyboard(page, times)
    after = stored(team)
    names = [item.name for item in after.items]
    assert len(names) == 10
    assert names.index(times) == names.index(topics) - 1
    assert {item.name: item.relevance for item in after.items if item.relevance} == {
        why: f"${{{heard}}} = 'no'",
        next(i.name for i in after.items if i.type == "scale"): f"selected(${{{topics}}}, 'care_close_to_home')",
    }
    assert next(item.constraint for item in after.items if item.type == "date") == ". <= today()"
    rows = after.item(matrix)
    assert rows is not None
    assert [row.code for row in rows.rows] == ["i_am_listened_to", "i_know_whom_to_ask"]


def moved_by_keyboard(page: Page, name: str) -> None:
    """Alt and an arrow in the outline; it is said where it stands now, and the focus stays on it."""
    link = f"[data-outline] [data-name={name}]"
    page.focus(link)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[role=status]").filter(has_text="is now number 3 of 10")).to_be_attached()
    expect(page.locator(link)).to_be_focused()


UNDECIDED = (
    "(Element content contains only non-text characters)",  # arrows; the buttons have names
    "partially obscured by another element)",  # scrolled out of view in the outline
    "(The iframe still has to be tested with axe-core)",  # the preview: a page with tests of its own
)
"""What axe leaves to people on these pages, and what people found."""


def everything_is_accessible(page: Page, home: str) -> None:
    for path in editor_pages(page, home):
        page.goto(f"{home}/{path}")
        assert [line for line in findings(page) if not line.endswith(UNDECIDED)] == [], path
        page.set_viewport_size({"width": 360, "height": 740})
        fits(page, f"{path} on a phone")
        page.set_viewport_size({"width": 1280, "height": 900})


def editor_pages(page: Page, home: str) -> Iterator[str]:
    page.goto(f"{home}/edit")
    names = page.locator(".eng-outline__item").evaluate_all("links => links.map(link => link.dataset.name)")
    section = page.locator("[data-kind=section]").first.get_attribute("data-name")
    yield from (
        "edit",
        "edit/head",
        "edit/languages",
        "edit/countries",
        "edit/history",
        f"edit/sections/{section}",
        f"edit/add/{section}",
    )
    yield from (f"edit/items/{name}" for name in (names[0], names[1], names[-4]))


def parts(page: Page, home: str) -> list[str]:
    """The addresses of all parts of the German translation."""
    page.goto(f"{home}/translations/de")
    links: list[str] = page.locator("main a[href*='/translations/de/part/']").evaluate_all(
        "links => links.map(link => link.href.split('?')[0].split('#')[0])"
    )
    return list(dict.fromkeys(links))


def translate(page: Page, home: str) -> None:
    """Every text by its source with “DE: ” before it; what came from the library as a draft is written anew, too."""
    for address in parts(page, home):
        page.goto(f"{address}?show=all")
        for field in page.locator("textarea.eng-pair__field").all():
            number = str(field.get_attribute("name")).removeprefix("text-")
            field.fill("DE: " + page.locator(f"#source-{number}").inner_text())
        page.click(".eng-actions button[value=save]")
        page.wait_for_load_state()


def approve(page: Page, home: str) -> None:
    for address in parts(page, home):
        page.goto(f"{address}?show=all")
        page.click(".eng-actions button[value='approved:all']")
        page.wait_for_load_state()


def test_without_scripts_the_editor_has_its_buttons_and_a_link_to_the_preview(team: Site, new_page: NewPage) -> None:
    page = new_page(scripts=False, width=360)
    sign_in(page, team, KARI)
    page.goto(f"{team.address}/console/surveys/write")
    page.fill("#i-title", "Without scripts")
    page.click("main form .govuk-button")
    page.locator(".eng-outline__add").first.click()
    page.get_by_role("button", name="One choice").first.click()
    page.fill("#i-label", "Does it work?")
    page.locator("[name=options-label]").first.fill("Yes")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("[name=options-code]").first).to_have_value("yes")
    expect(page.locator("main")).to_contain_text("Saved.")
    expect(page.get_by_role("link", name="Preview in English")).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)
    fits(page, "an item without scripts")
