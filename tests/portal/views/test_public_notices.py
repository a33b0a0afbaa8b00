"""What citizens read of privacy and accessibility, and how they ask about their own data."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core.settings import Settings
from engage.hubs import queries as hubs
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.jobs import worker
from engage.mail.models import OutboxMail
from engage.portal.notices import accessibility
from engage.privacy import mails
from engage.privacy.models import PrivacyRequest, RequestState
from engage.surveys.domain.secret import keys, new_secret, to_code
from tests.conftest import KEY
from tests.factories.people import make_person
from tests.factories.surveys import make_survey
from tests.privacy.test_erasure import plant_response
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
ASK = "/en/privacy/request"
ADDRESS = "ada@example.org"


@pytest.fixture(autouse=True)
def _hub(app: Flask) -> None:
    with transaction(app) as session:
        hub = hubs.default(session)
        hub.name, hub.languages = "Hub Norway", ["nb", "en"]
        hub.controller = {"nb": "Kreftforeningen", "en": "The Cancer Society"}
        hub.data_protection_officer, hub.legal_basis = "dpo@example.org", {"en": "Article 6(1)(e)"}
        hub.contact_email, hub.published_at = "desk@example.org", datetime.now(UTC)


def test_the_notice_says_who_is_responsible_what_is_kept_how_long_and_why(make_app: Callable[..., Flask]):
    browser = Browser(make_app(draft_days=12, backup_days=77))
    page = browser.get("/en/privacy")

    for words in ("The Cancer Society", "dpo@example.org", "Article 6(1)(e)", "12 days after", "after 77 days"):
        assert words in page
    assert "Kreftforeningen" in browser.get("/nb/privacy")
    assert not browser.cookies


def test_notice_and_statement_are_there_in_every_language(browser: Browser):
    for language in PUBLIC_LANGUAGES:
        for name in ("privacy", "accessibility", "privacy/request"):
            page = browser.get(f"/{language}/{name}")
            assert (page.status, page.lang) == (200, language)
            assert name == "privacy/request" or "example.org" in page


def test_the_statement_says_what_the_last_assessment_found(browser: Browser, monkeypatch: pytest.MonkeyPatch):
    """Its figures are those of the long proof: nobody writes them by hand."""
    found = accessibility.Assessment(date(2026, 5, 3), 1812, 55, 49, ["1.4.11", "3.1.2"], ["1.2.1"], ["2.1.1"])
    monkeypatch.setattr(accessibility, "last_assessment", lambda: found)
    page = browser.get("/en/accessibility")

    for words in ("met: 49", "1.4.11, 3.1.2", "1.2.1", "2.1.1", "1,812", "May 3, 2026"):
        assert words in page


def link(app: Flask) -> str:
    """The path in the last mail."""
    with reading(app) as session:
        mail = session.scalars(select(OutboxMail).order_by(OutboxMail.made_at.desc())).first()
        address = mails.CONFIRM.links["confirm"](Settings(secret_key=KEY, base_url="http://localhost"), session, mail)
        return address.removeprefix("http://localhost")


def states(app: Flask) -> list[RequestState]:
    with reading(app) as session:
        return list(session.scalars(select(PrivacyRequest.state)))


def test_a_request_is_passed_on_by_pressing_the_button_behind_the_link_and_not_by_opening_it(
    app: Flask, browser: Browser
):
    sent = browser.submit(ASK, kind="erasure", address=ADDRESS, hub="default")
    assert "Look into your mail" in sent
    path = link(app)

    assert "You ask Hub Norway" in Browser(app).get(path)
    assert states(app) == [RequestState.UNCONFIRMED]
    done = Browser(app).submit(path)

    assert "Hub Norway answers you within one month" in done
    assert states(app) == [RequestState.SEARCHING]
    assert "We have your request" in browser.get(path)
    assert browser.raw("GET", f"{path}0").status_code == 404


def test_the_answer_is_the_same_for_known_and_unknown_addresses(app: Flask):
    from engage.accounts.roles import RoleName

    with transaction(app) as session:
        make_person(session, RoleName.ORGANISER, email=ADDRESS)
    known, unknown = (Browser(app).submit(ASK, kind="access", address=who) for who in (ADDRESS, "b@example.org"))

    assert known.text == unknown.text
    assert len(states(app)) == 2


def test_who_has_a_receipt_asks_by_its_code_that_it_is_no_longer_used_and_learns_nothing(app: Flask):
    held, stranger = keys(new_secret()), keys(new_secret())
    with transaction(app) as session:
        plant_response(session, make_survey(session), {}, b"").receipt_hash = held.receipt_hash
    known, unknown = (
        Browser(app).submit(ASK, kind="restriction", code=to_code(each.receipt)) for each in (held, stranger)
    )
    assert "We have your request" in known
    assert known.text == unknown.text
    worker.run_once(app)
    worker.run_once(app)

    assert sorted(states(app)) == [RequestState.ENDED, RequestState.FOUND]  # only one waits for somebody
    with reading(app) as session:
        assert session.scalars(select(OutboxMail)).all() == []


def test_a_code_is_for_restricting_only_and_one_that_cannot_be_a_code_is_said(app: Flask, browser: Browser):
    code = to_code(keys(new_secret()).receipt)

    assert "for example ada@example.org" in browser.submit(ASK, kind="erasure", code=code).errors[0]
    assert "not a code of a receipt" in browser.submit(ASK, kind="restriction", code="ABCD-EFGH").errors[0]
    both = browser.submit(ASK, kind="restriction", code=code, address=ADDRESS)
    assert both.errors == ["Enter your mail address or the code, not both."]
    assert states(app) == []


def test_a_restriction_is_asked_for_by_mail_address_too(app: Flask, browser: Browser):
    assert "Look into your mail" in browser.submit(ASK, kind="restriction", address=ADDRESS)
    assert "Ask that my data are no longer used" in Browser(app).get(link(app))
    assert states(app) == [RequestState.UNCONFIRMED]


def test_what_is_missing_is_said_and_too_many_requests_wait(app: Flask, browser: Browser):
    wrong = browser.submit(ASK, address="ada")
    assert (wrong.status, len(wrong.errors)) == (422, 2)
    assert wrong.value("address") == "ada"

    answers = [browser.submit(ASK, kind="access", address=ADDRESS) for _ in range(6)]
    assert [page.status for page in answers] == [200] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert len(states(app)) == 5


def test_a_form_of_another_site_asks_for_nothing(app: Flask, browser: Browser):
    data = {"kind": "access", "address": ADDRESS}

    assert browser.raw("POST", ASK, data=data).status_code == 400
    assert states(app) == []
