"""A personal invitation: looking changes nothing, it is good for one response, and nobody is told who answered."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.surveys import answering
from engage.surveys.domain.channels import Channel
from engage.surveys.domain.secret import from_cookie
from engage.surveys.inviting import letters, lists
from engage.surveys.models import Draft, Response
from engage.surveys.models_reach import Participant
from tests.factories.editions import make_survey_of_countries
from tests.factories.invited import NOW, contact, listed, token_of
from tests.factories.surveys import SLUG, fielded, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, everything, reading, transaction

pytestmark = ON_SQLITE
ADA = "ada@example.org"


@pytest.fixture
def address(app: Flask) -> str:
    with transaction(app) as session:
        listed(session, make_survey(session), ADA, "grace@example.org")
    return f"/en/invitations/{token_of(app, ADA)}"


def answered(browser: Browser, address: str) -> Page:
    """Start with an invitation and send."""
    page = browser.submit(address, action="start")
    page = browser.press(page, smoker="no", action="next")
    page = browser.press(page, action="next")
    return browser.press(page)


def persons(app: Flask) -> dict[str, tuple[bool, bool]]:
    with reading(app) as session:
        rows = session.execute(select(Participant.email, Participant.answered, Participant.answered_on))
        return {email: (said, day is not None) for email, said, day in rows}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_an_invitation_changes_nothing_and_is_kept_by_nobody(app: Flask, address: str, method: str):
    before = everything(app)

    response = Browser(app).raw(method, address)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert everything(app) == before
    assert persons(app)[ADA] == (False, False)


def test_who_is_invited_reads_by_whom_and_starts(app: Flask, address: str, browser: Browser):
    page = browser.get(address)
    assert "has invited you by name" in page

    done = answered(browser, address)

    assert "Your answers have arrived" in done
    assert persons(app) == {ADA: (True, True), "grace@example.org": (False, False)}
    with reading(app) as session:
        assert session.scalars(select(Response.channel)).all() == ["open"]


@pytest.mark.parametrize(
    ("others", "channel"),
    [
        pytest.param({}, "invitation", id="ten of one language"),
        pytest.param({"language": "nb"}, "open", id="the only one in a language"),
        pytest.param({"country": "NO"}, "open", id="the only one of a country"),
        pytest.param({"invited_on": None}, "open", id="the others were not written to yet"),
        pytest.param({"channel": Channel.LETTER}, "open", id="the others got letters"),
    ],
)
def test_a_response_says_that_somebody_was_invited_only_where_ten_or_more_were(
    app: Flask, browser: Browser, others: dict[str, Any], channel: str
):
    with transaction(app) as session:
        people = listed(session, make_survey(session), ADA, *(f"p{number}@example.org" for number in range(9)))
        for person in people:
            person.invited_on = NOW.date()
        for person in people[1:]:
            for name, value in others.items():
                setattr(person, name, value)

    answered(browser, f"/en/invitations/{token_of(app, ADA)}")

    with reading(app) as session:
        assert session.scalars(select(Response.channel)).all() == [channel]


def test_the_invitation_lies_in_the_encrypted_draft_and_nowhere_else(app: Flask, address: str, browser: Browser):
    browser.submit(address, action="start")

    with reading(app) as session:
        person = session.scalars(select(Participant.id).where(Participant.email == ADA)).one()
        draft = session.scalars(select(Draft)).one()
        clear = {
            column.name: getattr(draft, column.name) for column in Draft.__table__.columns if column.name != "sealed"
        }
        cookie = browser.client.get_cookie(f"s-{SLUG}")
        assert cookie is not None
        opened = answering.find(session, fielded(session), from_cookie(cookie.value))
    assert str(person) not in str(clear)
    assert opened.content.invitation == person


def test_agreeing_no_more_to_questions_on_health_keeps_the_invitation(app: Flask, address: str, browser: Browser):
    page = browser.submit(address, action="start", _consent="yes")
    page = browser.press(browser.press(page, smoker="no", action="next"), action="next")
    page = browser.press(page, action="no-consent")

    browser.press(page)

    assert persons(app)[ADA] == (True, True)


def test_a_second_response_with_one_invitation_is_refused_kindly_and_not_stored(app: Flask, address: str):
    """Two devices begin; the slower one is told so inside of its own submit."""
    first, second = Browser(app), Browser(app)
    page = second.submit(address, action="start")
    page = second.press(second.press(page, age="44", action="next"), action="next")
    answered(first, address)

    refused = second.press(page)

    assert refused.status == 409
    assert refused.h1 == "This invitation was used already"
    with reading(app) as session:
        assert len(session.scalars(select(Response)).all()) == 1
        assert len(session.scalars(select(Draft)).all()) == 1, "what was written there is for its person to delete"


def test_a_used_invitation_says_so(app: Flask, address: str, browser: Browser):
    answered(browser, address)

    for page in (Browser(app).get(address), Browser(app).post(address, {"_action": "start"})):
        assert page.h1 == "This invitation was used already"


def test_a_withdrawn_response_does_not_free_its_invitation(app: Flask, address: str, browser: Browser):
    receipt = answered(browser, address).code
    page = browser.submit(f"/en/surveys/{SLUG}/withdraw", code=receipt)
    with reading(app) as session:
        left = session.scalars(select(Response)).all()
    if left:
        browser.press(page)

    assert Browser(app).get(address).h1 == "This invitation was used already"
    with reading(app) as session:
        assert session.scalars(select(Response)).all() == []


def test_the_same_device_goes_on_and_another_begins_again(app: Flask, address: str, browser: Browser):
    browser.submit(address, action="start")

    assert "Go on where you were" in browser.get(address)
    assert "Part about-you" in browser.submit(address, action="start")
    other = Browser(app)
    assert "Go on where you were" not in other.get(address)
    assert "Part about-you" in other.submit(address, action="start")


def test_what_somebody_else_began_on_this_device_is_not_taken_for_the_invited(
    app: Flask, address: str, browser: Browser
):
    browser.submit(f"/en/surveys/{SLUG}")

    page = browser.get(address)
    assert "without this invitation" in page
    browser.press(page, action="anew")

    done = browser.press(
        browser.press(browser.press(browser.get(f"/en/surveys/{SLUG}/about-you"), action="next"), action="next")
    )
    assert "Your answers have arrived" in done
    assert persons(app)[ADA] == (True, True)


@pytest.mark.parametrize("change", ["revoke", "take-off"])
def test_a_link_that_was_ended_opens_nothing(app: Flask, address: str, browser: Browser, change: str):
    with transaction(app) as session:
        person = session.scalars(select(Participant).where(Participant.email == ADA)).one()
        person.invited_on = NOW.date()
        if change == "revoke":
            lists.revoke(person)
        else:
            lists.take_off(session, Participant.id == person.id)

    page = browser.get(address)

    assert (page.status, "opens no invitation" in page) == (404, True)


def test_a_closed_survey_says_so(app: Flask, browser: Browser):
    with transaction(app) as session:
        listed(session, make_survey(session, status="closed"), ADA)

    page = browser.get(f"/en/invitations/{token_of(app, ADA)}")

    assert (page.status, page.h1) == (200, browser.get(f"/en/surveys/{SLUG}").h1)


def test_who_wants_no_more_mails_says_it_there_and_can_still_answer(app: Flask, address: str, browser: Browser):
    assert "write to you no more" in browser.press(browser.get(address), action="stop")
    with reading(app) as session:
        assert session.scalars(select(Participant.stopped).where(Participant.email == ADA)).one()

    assert "Your answers have arrived" in answered(browser, address)


def test_a_survey_of_countries_opens_in_that_of_the_invited_or_asks(app: Flask, browser: Browser):
    with transaction(app) as session:
        survey = make_survey_of_countries(session)
        lists.add(session, survey.id, [contact(ADA, country="DE"), contact("bob@example.org")], Channel.INVITATION)

    assert "people in Germany" in browser.get(f"/en/invitations/{token_of(app, ADA)}")
    asks = browser.get(f"/en/invitations/{token_of(app, 'bob@example.org')}")
    assert "Where do you live?" in asks
    there = next(link for link in asks.links if "country=NO" in link)
    assert "people in Norway" in browser.get(there)


def test_a_code_from_a_letter_leads_to_the_invitation_and_tries_are_counted(app: Flask, browser: Browser):
    with transaction(app) as session:
        survey = make_survey(session)
        lists.add(
            session,
            survey.id,
            [contact(None, name="Ada", address="Storgata 1")],
            listed(session, survey, ADA)[0].channel.LETTER,
        )
        made = letters.make(
            session, survey, "en", anew=False, key=app.config["SECRET_KEY"], base="http://localhost", most=9, now=NOW
        )
        kept = session.scalars(select(Participant.code_hash).where(Participant.code_hash.is_not(None))).one()
    assert made[0].code.encode() not in kept

    page = browser.submit("/en/invitations", code=made[0].code.lower().replace("-", " "))
    assert "has invited you by name" in page
    answered(browser, page.path)
    with reading(app) as session:
        assert len(session.scalars(select(Response)).all()) == 1

    tries = [browser.submit("/en/invitations", code="AAAA-AAAA").status for _ in range(21)]
    assert (tries[0], tries[-1]) == (422, 429)
