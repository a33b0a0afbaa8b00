"""The console's pages of inviting: lists are looked at before they are taken in, and no page tells who answered."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.activities.models import ActivityTold
from engage.mail.models import OutboxMail
from engage.privacy.models import AuditEntry
from engage.surveys import participation
from engage.surveys.domain.channels import Channel
from engage.surveys.inviting import lists, mails, sending
from engage.surveys.models import Survey
from engage.surveys.models_reach import ImportedList, PanelMember, Participant, SurveyFollowUp
from engage.surveys.staying import news, panel
from tests.factories.editions import make_survey_of_countries
from tests.factories.editions_of_results import make_edition
from tests.factories.invited import contact, listed
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, everything, reading, transaction

pytestmark = ON_SQLITE
HOME = f"/console/surveys/{SLUG}/invitations"
LIST = """Name;E-Mail;Sprache
Ada;ada@example.org;Deutsch
Bert;not an address;en
Cleo;ADA@example.org;
Dora;dora@example.org;fr
Emil;emil@example.org;
"""
WHY = "Members who agreed on 3 March"


@pytest.fixture
def organiser(app: Flask, sign_in: Callable[..., Browser]) -> Browser:
    with transaction(app) as session:
        make_survey(session)
    return sign_in(RoleName.ORGANISER)


def bring(browser: Browser, content: str = LIST, name: str = "people.csv", channel: str = "invitation") -> Page:
    target, data = browser.filled(browser.get(f"{HOME}/people"), {"channel": channel})
    return browser.post(target, {**data, "file": (io.BytesIO(content.encode()), name)})


def emails(app: Flask) -> dict[str, str]:
    with reading(app) as session:
        return {str(each.email): each.language for each in session.scalars(select(Participant))}


def test_the_page_is_reached_from_the_survey(organiser: Browser):
    assert HOME in organiser.get(f"/console/surveys/{SLUG}").links
    assert f"{HOME}/people" in organiser.get(HOME).links


def test_a_list_is_looked_at_first_and_bad_rows_are_named(app: Flask, organiser: Browser):
    page = bring(organiser)

    assert "2 people can be taken in" in page
    assert all(f"Row {number}" in page for number in (3, 4, 5))
    assert page.value("part-email") == "E-Mail"
    assert everything(app)["participant"] == 0

    refused = organiser.press(page, action="take")
    assert refused.status == 422
    assert refused.errors == ["Say where the addresses come from, and why you may use them for this."]
    assert everything(app)["participant"] == 0

    organiser.press(refused, action="take", source=WHY)
    assert emails(app) == {"ada@example.org": "de", "emil@example.org": "en"}
    with reading(app) as session:
        kept = session.scalars(select(ImportedList)).one()
        assert (kept.source, kept.taken, kept.refused) == (WHY, 2, 3)
        trail = [
            entry.details for entry in session.scalars(select(AuditEntry)) if entry.action.startswith("survey.list")
        ]
    assert not any("ada@" in str(details) for details in trail)
    assert list((app.config["ENGAGE_SETTINGS"].data_dir / "contact-lists").iterdir()) == []


def test_between_preview_and_taking_in_a_list_lies_encrypted(app: Flask, organiser: Browser):
    bring(organiser)

    (kept,) = (app.config["ENGAGE_SETTINGS"].data_dir / "contact-lists").iterdir()
    assert b"example.org" not in kept.read_bytes()


def test_other_columns_can_be_chosen(organiser: Browser):
    page = organiser.press(bring(organiser), {"part-email": "Name"}, action="read")

    assert "0 people can be taken in" in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param("", "people.csv", "There are no rows", id="empty"),
        pytest.param("PK nonsense", "people.xlsx", "cannot be read", id="damaged"),
    ],
)
def test_a_file_that_is_no_list_is_told(organiser: Browser, content: str, name: str, words: str):
    page = bring(organiser, content, name)

    assert (page.status, words in page.errors[0]) == (422, True)


def test_people_are_added_by_hand_stopped_and_taken_off(app: Flask, organiser: Browser):
    people = f"{HOME}/people"
    page = organiser.get(people)
    data = {"channel": "invitation", "email": "nobody", "language": "en", "_csrf": page.value("_csrf")}
    assert organiser.post(people, data).status == 422
    organiser.post(people, {**data, "email": "Ada@example.org", "source": WHY})
    assert organiser.post(people, {**data, "email": "ada@example.org", "source": WHY}).status == 422
    letter = {"channel": "letter", "name": "Grace", "address": "Storgata 1\n0155 Oslo", "source": WHY}
    assert "One person is on the list" in organiser.post(people, {**data, "email": "", **letter})

    page = organiser.get(f"{people}?q=ada@example.org")
    assert "ada@example.org" not in re.sub(r'value="[^"]*"', "", page.html)
    with reading(app) as session:
        person = session.scalars(select(Participant.id).where(Participant.email == "ada@example.org")).one()
    token = {"_csrf": str(page.value("_csrf"))}
    organiser.post(f"{people}/{person}", {**token, "_action": "stop"})
    organiser.post(f"{people}/{person}", {**token, "_action": "take-off"})
    assert set(emails(app)) == {"None"}


def test_the_invitation_is_read_before_it_is_sent(app: Flask, organiser: Browser):
    with transaction(app) as session:
        listed(session, session.scalars(select(Survey)).one(), "ada@example.org", "bert@example.org")

    page = organiser.get(f"{HOME}/send")
    assert "invites you to answer “Your health”" in page
    assert "Fewer than ten people" in page
    assert "2 invitations go out" in organiser.press(page)
    with reading(app) as session:
        assert session.scalars(select(OutboxMail.kind)).all() == [mails.INVITED] * 2
    assert "invited already" in organiser.post(f"{HOME}/send", {"_csrf": str(page.value("_csrf"))})


def test_nobody_is_sent_to_a_closed_door(app: Flask, organiser: Browser):
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        listed(session, survey, "ada@example.org")
        survey.status = "closed"
    page = organiser.get(f"{HOME}/send")

    assert "open it first" in organiser.post(
        f"{HOME}/send", {"_csrf": str(organiser.get(f"{HOME}/people").value("_csrf"))}
    )
    assert "while the survey is open" in page
    assert everything(app)["outbox_mail"] == 0


def test_no_page_tells_who_has_answered(app: Flask, organiser: Browser):
    """All pages of inviting are the same whoever of the invited has answered."""
    then = datetime.now(UTC) - timedelta(days=9)
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        people = listed(session, survey, *(f"p{number:02d}@example.org" for number in range(30)))
        sending.invite(session, survey, now=then)
        numbers = [person.id for person in people]
    seen = []
    for answered in (numbers[:11], numbers[19:]):
        with transaction(app) as session:
            for person in session.scalars(select(Participant)):
                person.answered, person.answered_on = False, None
            session.flush()
            for number in answered:
                participation.mark(session, number, now=then)
        pages = [organiser.get(f"{HOME}{path}") for path in ("", "/people", "/people?page=2", "/remind", "/send")]
        seen.append([page.text for page in pages])

    assert seen[0] == seen[1]
    assert "At least 10 of them have answered" in seen[0][3]
    sent = organiser.submit(f"{HOME}/remind")
    assert "Reminders go out to those who have not answered" in sent
    assert "19" not in sent.text.replace("2019", "")


@pytest.mark.parametrize("kind", ["pdf", "csv", "xlsx"])
def test_letters_are_made_with_codes_that_are_kept_as_hashes(app: Flask, organiser: Browser, kind: str):
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        people = [
            contact(None, name="Ada =1+1", address="Storgata 1\n0155 Oslo"),
            contact(None, "de", name="B", address="C"),
        ]
        lists.add(session, survey.id, people, Channel.LETTER)
    assert f"{HOME}/letters/en" in organiser.get(HOME).links
    page = organiser.get(f"{HOME}/letters/en")
    target, data = organiser.filled(page, {"kind": kind})

    made = organiser.raw("POST", target, data=data)

    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    assert f"{SLUG}-letters-en.{kind}" in made.headers["Content-Disposition"]
    assert made.data.startswith(b"%PDF-" if kind == "pdf" else (b"PK" if kind == "xlsx" else b"\xef\xbb\xbfname"))
    with reading(app) as session:
        rows = {each.language: each.code_hash for each in session.scalars(select(Participant))}
        assert len(rows["en"] or b"") == 32
        assert rows["de"] is None
    again = organiser.post(target, data)
    assert (again.status, again.errors) == (422, ["There is nobody to write a letter to."])


def test_the_panel_is_shown_as_numbers_and_put_on_the_list(app: Flask, organiser: Browser):
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        panel.join(session, survey, "ada@example.org", "de", now=datetime.now(UTC))
        session.flush()
        panel.confirm(session.scalars(select(PanelMember)).one())
    page = organiser.get(f"{HOME}/panel")
    assert "Deutsch: 1 person" in page
    assert "ada@" not in page.html

    assert "1 person is on the list" in organiser.press(page)
    assert emails(app) == {"ada@example.org": "de"}


def test_those_who_asked_are_told_from_a_page_and_forgotten(app: Flask, organiser: Browser):
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        news.ask_for(session, survey, "ada@example.org", "de", now=datetime.now(UTC))
        news.confirm(session.scalars(select(SurveyFollowUp)).one(), now=datetime.now(UTC))
    with transaction(app) as session:
        session.add(make_edition(session.scalars(select(Survey.id)).one()))
    page = organiser.get(f"{HOME}/tell")
    assert organiser.press(page).errors == ["Write what came of it."]

    said = organiser.press(page, {"words-en": "A day clinic opens.", "words-de": "Eine Tagesklinik öffnet."})

    assert "1 person is told" in said
    assert everything(app)["survey_follow_up"] == 0
    with reading(app) as session:
        words = session.scalars(select(OutboxMail)).all()
        assert [mail.values.get("words") for mail in words if "words" in mail.values] == ["Eine Tagesklinik öffnet."]
        noted = session.scalars(select(ActivityTold)).one()
        assert (noted.published_on, noted.people) == (date(2026, 5, 4), 1)


def test_a_hub_of_one_country_sees_and_writes_to_its_own_people(app: Flask, sign_in: Callable[..., Browser]):
    with transaction(app) as session:
        survey = make_survey_of_countries(session)
        people = [contact("ada@example.org", country="DE"), contact("kari@example.org", country="NO")]
        lists.add(session, survey.id, people, Channel.INVITATION)
    partner = sign_in(RoleName.ORGANISER, hub="germany")

    page = partner.get(f"{HOME}/people")
    assert ("a…" in page.text or "ada" in page.text, "kari" in page.text, "k…@" in page.text) == (True, False, False)
    partner.submit(f"{HOME}/send")

    with reading(app) as session:
        assert session.scalars(select(OutboxMail.to)).all() == ["ada@example.org"]


def test_a_hub_of_one_country_does_not_write_to_those_who_want_to_hear_of_all(
    app: Flask, sign_in: Callable[..., Browser]
):
    with transaction(app) as session:
        make_survey_of_countries(session)
    partner = sign_in(RoleName.ORGANISER, hub="germany")

    assert f"{HOME}/tell" not in partner.get(HOME).links
    assert partner.get(f"{HOME}/tell").status == 404


def test_an_analyst_invites_nobody(app: Flask, sign_in: Callable[..., Browser]):
    with transaction(app) as session:
        make_survey(session)

    assert sign_in(RoleName.ANALYST).get(HOME).status in (403, 404)
