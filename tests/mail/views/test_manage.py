"""Mails in the console: what became of them, trying again, and a hub's own words."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.hubs import queries as hubs
from engage.hubs.models import Hub
from engage.mail import kinds, outbox, post
from engage.mail.changed import State, own
from engage.mail.kinds import Form, MailKind, Placeholder, Topic, button
from engage.mail.models import MailState, OutboxMail
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NEWS = MailKind(
    name="test.news",
    topic=Topic("news", lambda _: "News of the test"),
    subject=lambda _: "News of {hub}",
    body=lambda _: ("Hello {name}, until {until}.", button("page", "Read the news")),
    placeholders=(
        Placeholder("hub", "Hub Norway"),
        Placeholder("name", "Ada"),
        Placeholder("until", "2026-11-30", Form.DAY),
    ),
    links={"page": lambda settings, session, mail: f"{settings.base_url}/news/secret-{mail.id}"},
)
SAFE = MailKind("test.safe", None, lambda _: "Your password", lambda _: "Changed.", hubs_change_it=False)


@pytest.fixture(autouse=True)
def _kinds(app: Flask) -> None:
    kinds.register(app, NEWS, SAFE)
    with transaction(app) as session:
        hubs.default(session).languages = ["nb", "en"]
        session.add(Hub(slug="other", name="Other hub", languages=["de"]))


def put(app: Flask, state: MailState = MailState.WAITING, *, hub: str = "default", to: str = "ada@example.org") -> int:
    with transaction(app) as session:
        found = hubs.by_slug(session, hub) if hub else None
        mail = outbox.put(
            session,
            "test.news",
            to,
            language="en",
            values={"hub": "Hub Norway", "name": "Grace", "until": "2026-12-24"},
            hub_id=found.id if found else None,
            now=NOW,
        )
        mail.state, mail.attempts = state, 3
        mail.answer = "550 no such box" if state is MailState.FAILED else ""
        session.flush()
        return mail.id


def test_a_team_sees_what_became_of_the_mails_of_its_hub_and_no_whole_address(
    app: Flask, sign_in: Callable[..., Browser]
):
    failed = put(app, MailState.FAILED)
    put(app, MailState.SENT, to="bo@example.org")
    put(app, hub="other", to="cy@example.org")
    put(app, hub="", to="di@example.org")

    browser = sign_in(RoleName.ORGANISER)
    page = browser.get("/console/mails")

    assert "2 entries" in page
    assert "a…@example.org" in page
    assert "550 no such box" in page
    assert "ada@" not in page.html
    assert "c…@" not in page
    assert "d…@" not in page
    assert "News of …" in page
    assert "1 entry" in browser.get("/console/mails?state=failed")
    assert "ada@" not in browser.get(f"/console/mails/{failed}").html


def test_the_network_sees_the_mails_of_all_hubs_and_of_none(app: Flask, sign_in: Callable[..., Browser]):
    put(app)
    put(app, hub="other")
    own_ = put(app, hub="")

    browser = sign_in(RoleName.NETWORK_ADMIN)

    assert "3 entries" in browser.get("/console/mails")
    assert browser.raw("GET", f"/console/mails/{own_}").status_code == 200
    assert sign_in(RoleName.ORGANISER).raw("GET", f"/console/mails/{own_}").status_code == 404


def test_what_failed_is_sent_again_on_request(app: Flask, sign_in: Callable[..., Browser]):
    mail, others = put(app, MailState.FAILED), put(app, MailState.FAILED, hub="other")
    browser = sign_in(RoleName.ORGANISER)

    page = browser.submit(f"/console/mails/{mail}")
    assert "sent again within a minute" in page
    with reading(app) as session:
        again = session.get(OutboxMail, mail)
        assert again is not None
        assert (again.state, again.attempts) == (MailState.WAITING, 0)
    assert browser.raw("POST", f"/console/mails/{others}/again").status_code == 404


def test_all_that_failed_within_reach_is_sent_again_at_once(app: Flask, sign_in: Callable[..., Browser]):
    put(app, MailState.FAILED)
    put(app, MailState.SENT)
    others = put(app, MailState.FAILED, hub="other")

    page = sign_in(RoleName.ORGANISER).submit("/console/mails")

    assert "1 mail is sent again." in page
    with reading(app) as session:
        states = dict(session.execute(select(OutboxMail.id, OutboxMail.state)).all())
    assert states.pop(others) is MailState.FAILED
    assert sorted(states.values()) == [MailState.SENT, MailState.WAITING]


def test_the_start_page_says_how_many_mails_failed(app: Flask, sign_in: Callable[..., Browser]):
    put(app, MailState.FAILED)

    assert "1 mail could not be delivered." in sign_in(RoleName.ORGANISER).get("/console/")


# -- words of a hub


TEXTS = "/console/mails/texts/1/test.news"


def stored(app: Flask, language: str) -> State:
    with reading(app) as session:
        found = own(session, "test.news", 1, "nb").get(language)
    return found.state if found else State.SHIPPED


def in_use(app: Flask, language: str) -> str:
    with app.app_context(), reading(app) as session:
        return post.of(app).draft_for(session, NEWS, 1, language).subject


def test_a_hub_changes_only_what_it_wants(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.ORGANISER)

    page = browser.get("/console/mails/texts")
    assert page.path == "/console/mails/texts/1"
    assert "News of …" in page
    assert "Your password" not in page
    page = browser.submit(f"{TEXTS}/nb", action="approve", subject="Nytt fra {hub}", body="Hei {name}\n\n[Les]({page})")
    assert "used from now on" in page
    assert (in_use(app, "nb"), in_use(app, "en"), in_use(app, "fr")) == ("Nytt fra {hub}", *["News of {hub}"] * 2)


def test_a_draft_is_seen_and_not_used(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.ORGANISER)

    page = browser.submit(f"{TEXTS}/nb", action="draft", subject="Nytt fra {hub}", body="Hei {name}\n\n[Les]({page})")

    assert "not used before you approve it" in page
    assert "Nytt fra Hub Norway" in page
    assert stored(app, "nb") is State.DRAFT
    assert in_use(app, "nb") == "News of {hub}"


def test_when_the_first_language_changes_its_translations_wait_for_approval_again(
    app: Flask, sign_in: Callable[..., Browser]
):
    browser = sign_in(RoleName.ORGANISER)
    body = "Hei {name}\n\n[Les]({page})"
    browser.submit(f"{TEXTS}/nb", action="approve", subject="Nytt", body=body)
    browser.submit(f"{TEXTS}/en", action="approve", subject="Our news", body=body)
    assert in_use(app, "en") == "Our news"

    browser.submit(f"{TEXTS}/nb", action="approve", subject="Nytt i dag", body=body)
    assert stored(app, "en") is State.STALE
    assert in_use(app, "en") == "News of {hub}"

    page = browser.get(f"{TEXTS}/en")
    assert "have changed since these were approved" in page
    browser.press(page, action="approve", subject="Our news today")
    assert in_use(app, "en") == "Our news today"


@pytest.mark.parametrize(
    ("subject", "body", "says"),
    [
        pytest.param("", "x [Les]({page})", "Write a subject and a text", id="no subject"),
        pytest.param("Hi {hub.name}", "[Les]({page})", "no placeholder {hub.name}", id="attribute"),
        pytest.param("Hi", "{{config}} [Les]({page})", "no placeholder {config}", id="template"),
        pytest.param("Hi", "{0.__class__} [Les]({page})", "no placeholder {0.__class__}", id="format"),
        pytest.param("Hi", "${7*7} [Les]({page})", "no placeholder {7*7}", id="expression"),
        pytest.param("Hi", "{name}", "of no use without {page}", id="link left out"),
        pytest.param("See {page}", "{page}", "cannot stand in the subject", id="link in the subject"),
        pytest.param("Hi", "{page}" + "x" * 10_001, "too long", id="too long"),
    ],
)
def test_words_that_could_not_be_sent_are_refused_by_name(
    app: Flask, sign_in: Callable[..., Browser], subject: str, body: str, says: str
):
    page = sign_in(RoleName.ORGANISER).submit(f"{TEXTS}/nb", action="approve", subject=subject, body=body)

    assert page.status == 422
    assert any(says in error for error in page.errors), page.errors
    assert page.value("body") == body
    assert stored(app, "nb") is State.SHIPPED


def test_what_looks_like_a_template_stays_literal(app: Flask, sign_in: Callable[..., Browser]):
    body = "100 % %(name)s #1 <b>x</b> [Les]({page})"

    page = sign_in(RoleName.ORGANISER).submit(f"{TEXTS}/nb", action="draft", subject="Hi <i>", body=body)

    assert "100 % %(name)s #1 <b>x</b>" in page
    letter = sign_in(RoleName.ORGANISER).raw("GET", f"{TEXTS}/nb/letter")
    assert b"&lt;b&gt;x&lt;/b&gt;" in letter.data


def test_going_back_to_the_shipped_words_can_be_undone(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.ORGANISER)
    browser.submit(f"{TEXTS}/nb", action="approve", subject="Nytt", body="[Les]({page})")
    page = browser.get(f"{TEXTS}/nb")

    reset = next(form for form in page.forms if form.element["action"].endswith("/reset"))
    page = browser.post(reset.element["action"], reset.values())
    assert in_use(app, "nb") == "News of {hub}"
    undo = next(form for form in page.forms if "undo" in form.names)
    page = browser.post(undo.element["action"], undo.values())

    assert "Your words are back." in page
    assert in_use(app, "nb") == "Nytt"


def test_the_preview_shows_real_values_or_samples_and_no_link_that_opens_something(
    app: Flask, sign_in: Callable[..., Browser]
):
    browser = sign_in(RoleName.ORGANISER)
    assert "Hello Ada, until November 30, 2026." in browser.get(f"{TEXTS}/en/preview")
    put(app)

    page = browser.get(f"{TEXTS}/en/preview")

    assert "Hello Grace, until December 24, 2026." in page
    assert "secret" not in page.html
    assert "Hello Ada" in browser.get(f"{TEXTS}/en/preview?values=samples")
    letter = browser.raw("GET", f"{TEXTS}/en/letter")
    assert "sandbox" in letter.headers["Content-Security-Policy"]
    assert b"secret" not in letter.data


def test_a_test_mail_goes_to_who_asks_for_it_with_the_words_as_they_are(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.ORGANISER)
    browser.submit(f"{TEXTS}/nb", action="draft", subject="Nytt fra {hub}", body="Hei {name}\n\n[Les]({page})")
    page = browser.get(f"{TEXTS}/nb/preview")
    sends = next(form for form in page.forms if "/test" in form.element["action"])
    browser.post(sends.element["action"], sends.values())

    with app.app_context(), reading(app) as session:
        mail = session.scalars(select(OutboxMail)).one()
        letter = post.of(app).letter(session, mail)
    assert mail.to.startswith("organiser-")
    assert letter.subject == "Prøve: Nytt fra Hub Norway"
    assert "Hei Ada" in letter.text


def test_words_of_other_hubs_are_not_there(app: Flask, sign_in: Callable[..., Browser]):
    other = TEXTS.replace("/1/", "/2/")
    browser = sign_in(RoleName.ORGANISER)

    assert browser.raw("GET", f"{other}/de").status_code == 404
    assert browser.raw("POST", f"{other}/de").status_code == 404
    assert browser.raw("GET", "/console/mails/texts/1/test.safe").status_code == 404
    assert browser.raw("GET", f"{TEXTS}/xx").status_code == 404
    assert sign_in(RoleName.ANALYST).raw("GET", "/console/mails").status_code == 404
