"""Afterwards: who wants to hear what came of it, and who may be asked again. Nothing leads to what they answered."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.activities.models import ActivityTold
from engage.mail.models import OutboxMail
from engage.surveys.domain.channels import Channel
from engage.surveys.inviting import lists, shuffling
from engage.surveys.models import Survey
from engage.surveys.models_reach import PanelMember, Participant, SurveyFollowUp, SurveyLink
from engage.surveys.staying import mails, news, panel, tell_all
from tests.factories.invited import letter_of, waiting
from tests.factories.surveys import FIRST, SLUG, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, everything, reading, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 1, 12, 34, tzinfo=UTC)
ADA = "ada@example.org"
STAY = f"{FIRST}/done/stay"


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session)


def done(browser: Browser) -> Page:
    page = browser.press(browser.submit(FIRST), action="next")
    return browser.press(browser.press(page, action="next"))


def link_in(app: Flask, kind: str) -> str:
    """From the only mail of a kind."""
    with reading(app) as session:
        said = letter_of(app, session, waiting(session, kind)[0])
    return next(word for word in said.split() if "/stay/" in word or "/panel/" in word).replace("http://localhost", "")


@pytest.mark.parametrize(
    ("what", "model", "kind"),
    [
        pytest.param("news", SurveyFollowUp, mails.CONFIRM_NEWS, id="what came of it"),
        pytest.param("panel", PanelMember, mails.CONFIRM_PANEL, id="asked again"),
    ],
)
def test_an_address_counts_once_it_is_confirmed_and_goes_by_the_same_link(
    app: Flask, browser: Browser, what, model, kind
):
    page = done(browser)
    assert page.asks("email")

    assert browser.press(page, email=ADA, action=what).h1 == "Look into your mail"
    link = link_in(app, kind)
    asks = Browser(app).get(link)
    with reading(app) as session:
        assert session.scalars(select(model.confirmed)).one() is False, "opening the link changes nothing"

    assert "is confirmed" in Browser(app).press(asks, action="confirm")
    with reading(app) as session:
        assert session.execute(select(model.email, model.confirmed, model.language)).one() == (ADA, True, "en")

    assert "not kept here" in Browser(app).submit(link, action="delete")
    assert everything(app)[model.__tablename__] == 0


def test_the_form_brings_no_secret_no_receipt_and_reads_no_cookie(app: Flask, browser: Browser):
    page = done(browser)
    form = next(form for form in page.forms if "email" in form.names)

    assert set(form.names) <= {"email", "_action"}
    assert page.code not in str(form.values())
    alone = Browser(app).raw("POST", STAY, data={"email": ADA, "_action": "news"})
    assert (alone.status_code, "Set-Cookie" in alone.headers) == (303, False)
    with reading(app) as session:
        follower = session.scalars(select(SurveyFollowUp)).one()
        columns = {column.name for column in SurveyFollowUp.__table__.columns}
        mail = waiting(session, mails.CONFIRM_NEWS)[0]
        assert columns == {"id", "survey_id", "email", "language", "confirmed", "keep_until"}
        assert set(mail.values) == {"survey_id", "follow_up_id"}
        assert (mail.made_at.hour, mail.made_at.minute, mail.made_at.second) == (0, 0, 0), "no moment is kept"
        assert follower.email == ADA


def test_another_site_cannot_send_it_and_what_is_no_address_is_told(app: Flask, browser: Browser):
    forged = browser.raw("POST", STAY, data={"email": ADA, "_action": "news"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert forged.status_code == 400

    refused = browser.press(browser.get(STAY), email="nobody", action="news")

    assert (refused.status, refused.errors) == (422, ["Enter a mail address, for example name@example.org."])
    assert 'value="nobody"' in refused.html
    assert everything(app)["survey_follow_up"] == 0


def test_who_asks_twice_is_not_told_apart_and_gets_one_mail(app: Flask, browser: Browser):
    answers = [browser.post(STAY, {"email": ADA, "_action": "news"}).text for _ in range(2)]

    assert answers[0] == answers[1]
    with reading(app) as session:
        assert len(waiting(session, mails.CONFIRM_NEWS)) == 1


@pytest.mark.parametrize("mode", [Channel.EMBED, Channel.KIOSK])
def test_in_another_site_s_page_and_on_a_device_for_many_it_works_and_leaves_nothing(app: Flask, mode: Channel):
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        link = SurveyLink(
            survey_id=survey.id,
            channel=mode,
            code="K7Q2P",
            name="Table",
            frames=["https://example.org"],
            made_on=NOW.date(),
            made_by=ADA,
        )
        session.add(link)
    visitor = Browser(app)

    page = visitor.submit(f"{FIRST}/{mode}/K7Q2P/done/stay", email=ADA, action="news")

    assert page.h1 == "Look into your mail"
    assert ADA not in page.html
    assert visitor.client.get_cookie(f"k-{SLUG}") is None
    assert visitor.client.get_cookie("form") is None
    assert everything(app)["survey_follow_up"] == 1


def follow(app: Flask, *people: tuple[str, str]) -> None:
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        for email, language in people:
            news.ask_for(session, survey, email, language, now=NOW)
        for each in session.scalars(select(SurveyFollowUp)):
            news.confirm(each, now=NOW)


def test_who_asked_is_told_once_in_their_language_and_then_deleted(app: Flask):
    follow(app, (ADA, "en"), ("bert@example.org", "de"), ("cleo@example.org", "fr"))
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        news.ask_for(session, survey, "unconfirmed@example.org", "en", now=NOW)

        said = {"en": "A day clinic opens.", "de": "Eine Tagesklinik öffnet."}
        told = tell_all(session, survey, said, "", now=NOW, published_on=NOW.date())
        again = tell_all(session, survey, said, "", now=NOW, published_on=NOW.date())

        assert (told, again) == (3, 0)
        noted = session.scalars(select(ActivityTold)).one()
        assert (noted.activity_id, noted.published_on, noted.told_on, noted.people) == (
            survey.activity_id, NOW.date(), NOW.date(), 3
        )  # fmt: skip
        assert session.scalars(select(SurveyFollowUp.email)).all() == ["unconfirmed@example.org"]
        said = {mail.to: letter_of(app, session, mail) for mail in waiting(session, mails.CAME_OF_IT)}
    assert "A day clinic opens." in said[ADA]
    assert "Tagesklinik" in said["bert@example.org"]
    assert "A day clinic opens." in said["cleo@example.org"]


def test_who_never_confirms_is_deleted_after_a_week(app: Flask):
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        news.ask_for(session, survey, ADA, "en", now=NOW)
        panel.join(session, survey, ADA, "en", now=NOW)

        assert news.delete_due(session, NOW.date() + timedelta(days=7)) == 0
        assert news.delete_due(session, NOW.date() + timedelta(days=8)) == 1
        assert panel.delete_due(session, NOW.date() + timedelta(days=8)) == 1


def test_the_panel_is_known_as_numbers_and_can_be_put_on_a_list_once(app: Flask):
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        for email, language in ((ADA, "en"), ("bert@example.org", "de"), ("cleo@example.org", "fr")):
            panel.join(session, survey, email, language, now=NOW)
        members = session.scalars(select(PanelMember)).all()
        for member in members[:3]:
            panel.confirm(member)
        panel.join(session, survey, "unconfirmed@example.org", "en", now=NOW)
        session.flush()

        assert panel.size(session, survey.activity.hub_id) == {"de": 1, "en": 1, "fr": 1}
        assert lists.add_panel(session, survey, ("en", "de")) == 3
        assert lists.add_panel(session, survey, ("en", "de")) == 0
        listed = {each.email: each.language for each in session.scalars(select(Participant))}
    assert listed == {ADA: "en", "bert@example.org": "de", "cleo@example.org": "en"}


def test_the_daily_job_writes_addresses_anew_and_loses_none(app: Flask):
    follow(app, *((f"p{number}@example.org", "en") for number in range(20)))
    with transaction(app) as session:
        assert shuffling.run(session, NOW) == 20

    with reading(app) as session:
        assert len(set(session.scalars(select(SurveyFollowUp.email)))) == 20
        assert session.scalars(select(OutboxMail.kind)).first() == mails.CONFIRM_NEWS
        assert session.scalars(select(Survey.slug)).one() == SLUG
