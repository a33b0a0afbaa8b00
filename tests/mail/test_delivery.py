"""What lies in the outbox leaves it: once, to one person, and again while a server would not have it."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.db.engine import writing
from engage.db.session import db
from engage.mail import choices, delivery, kinds, outbox, post
from engage.mail.kinds import MailKind, Placeholder, Topic, button
from engage.mail.models import MailState, OutboxMail
from engage.mail.wiring import look
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.smtp import Sink, free_port, serving

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NEWS = MailKind(
    name="test.news",
    topic=Topic("news", lambda _: _("News of the test")),
    subject=lambda _: _("News of {hub}"),
    body=lambda _: (_("Hello {name},"), button("page", _("Read the news"))),
    placeholders=(Placeholder("hub", "Hub Norway"), Placeholder("name", "Ada")),
    links={"page": lambda settings, session, mail: f"{settings.base_url}/news/{mail.values['id']}"},
)
NEEDED = MailKind(
    name="test.needed",
    topic=None,
    subject=lambda _: _("Your code"),
    body=lambda _: _("It is here."),
    needed=lambda session, mail, now: mail.values.get("used") != "yes",
)
BROKEN = MailKind(
    name="test.broken",
    topic=None,
    subject=lambda _: _("Never"),
    body=lambda _: "{link}",
    links={"link": lambda settings, session, mail: str(mail.values["missing"])},
)


@pytest.fixture
def sink() -> Sink:
    return Sink(port=free_port())


@pytest.fixture
def office(make_app: Callable[..., Flask], sink: Sink) -> Flask:
    """An application whose mail server is the sink, with kinds of mails of the tests' own."""
    app = make_app(smtp_url=f"smtp://127.0.0.1:{sink.port}", mail_from="Engage <engage@example.org>")
    kinds.register(app, NEWS, NEEDED, BROKEN)
    return app


def put(app: Flask, to: str = "ada@example.org", kind: str = "test.news", **values: str | int) -> int:
    with transaction(app) as session:
        given = {"hub": "Hub Norway", "name": "Ada", "id": 7, **values}
        mail = outbox.put(session, kind, to, language="en", values=given, now=datetime.now(UTC))
        session.flush()
        return mail.id


def run(app: Flask) -> int:
    post.of(app).pause_until = 0.0
    return look(app, threading.Event())


def row(app: Flask, mail_id: int) -> OutboxMail:
    with reading(app) as session:
        found = session.get(OutboxMail, mail_id)
        assert found is not None
        session.expunge(found)
        return found


def make_due(app: Flask) -> None:
    """Time passes: what waits for its next try is due, and leases are over."""
    with transaction(app) as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(OutboxMail).values(due_at=past, leased_until=None))


def test_a_mail_is_sent_to_one_person_and_marked(office: Flask, sink: Sink):
    first, second = put(office), put(office, "bo@example.org")

    with serving(sink):
        assert run(office) == 2
        assert run(office) == 0

    assert sorted(sink.recipients) == [["ada@example.org"], ["bo@example.org"]]
    mail = sink.mails[0]
    assert mail["Subject"] == "News of Hub Norway"
    assert "Hello Ada," in mail.get_body(("plain",)).get_content()
    assert "http://localhost/news/7" in mail.get_body(("html",)).get_content()
    assert mail["Message-ID"] == row(office, first).message_id
    assert row(office, first).state is row(office, second).state is MailState.SENT
    assert "ada@" not in row(office, first).answer


def test_a_mail_whose_transaction_is_rolled_back_is_never_sent(office: Flask, sink: Sink):
    with office.app_context(), writing():
        outbox.put(db.session(), "test.news", "ada@example.org", language="en", now=NOW)
        db.session.rollback()

    with serving(sink):
        assert run(office) == 0


def test_while_the_server_is_away_nothing_is_lost_and_no_try_is_counted(office: Flask, sink: Sink):
    mail = put(office)

    run(office)
    waiting = row(office, mail)
    assert (waiting.state, waiting.attempts, waiting.leased_until) == (MailState.WAITING, 0, None)
    assert "refused" in waiting.answer
    with serving(sink):
        run(office)

    assert row(office, mail).state is MailState.SENT


@ON_SQLITE
def test_a_server_that_is_away_is_not_asked_again_at_once(office: Flask):
    put(office)
    look(office, threading.Event())

    assert look(office, threading.Event()) == 0
    assert post.of(office).pause_until > 0


def test_a_refusal_for_now_is_tried_again_later_with_the_same_message_id(office: Flask, sink: Sink):
    sink.answer = lambda recipient, before: "250 taken" if before else "451 try <ada@example.org> again later"
    mail = put(office)

    with serving(sink):
        run(office)
        waiting = row(office, mail)
        assert (waiting.state, waiting.attempts) == (MailState.WAITING, 1)
        assert waiting.due_at > datetime.now(UTC) + timedelta(seconds=30)
        assert waiting.answer.startswith("451")
        assert "ada@" not in waiting.answer
        assert run(office) == 0
        make_due(office)
        run(office)

    assert row(office, mail).state is MailState.SENT
    assert list(sink.seen.values()) == [2]


@ON_SQLITE
def test_a_server_that_refuses_many_mails_for_now_is_asked_for_each(office: Flask, sink: Sink):
    """Grey-listing: every new sender has to come again."""
    sink.answer = lambda recipient, before: "451 come again"
    for _ in range(5):
        put(office)

    with serving(sink):
        run(office)

    assert len(sink.seen) == 5
    assert post.of(office).pause_until == 0


def test_a_refusal_for_good_is_not_tried_again(office: Flask, sink: Sink):
    sink.answer = lambda recipient, before: "550 no such person"
    mail = put(office)

    with serving(sink):
        run(office)
        make_due(office)
        assert run(office) == 0

    assert row(office, mail).state is MailState.FAILED
    assert row(office, mail).answer == "550 no such person"


@ON_SQLITE
def test_after_a_day_of_refusals_a_mail_is_given_up(office: Flask, sink: Sink):
    sink.answer = lambda recipient, before: "451 later"
    mail = put(office)

    with serving(sink):
        for _ in delivery.MINUTES_BETWEEN_TRIES:
            run(office)
            assert row(office, mail).state is MailState.WAITING
            make_due(office)
        run(office)

    assert row(office, mail).state is MailState.FAILED
    assert 20 * 60 < sum(delivery.MINUTES_BETWEEN_TRIES) < 28 * 60


@ON_SQLITE
def test_one_mail_that_cannot_be_written_does_not_hold_up_the_others(office: Flask, sink: Sink):
    broken, unknown, good = put(office, kind="test.broken"), put(office, kind="test.gone"), put(office)

    with serving(sink):
        run(office)

    assert row(office, good).state is MailState.SENT
    assert row(office, unknown).state is MailState.FAILED
    assert row(office, broken).state is MailState.WAITING
    assert row(office, broken).answer == "could not be written: KeyError"


@ON_SQLITE
def test_what_is_no_longer_true_is_not_sent(office: Flask, sink: Sink):
    used, fresh = put(office, kind="test.needed", used="yes"), put(office, kind="test.needed")

    with serving(sink):
        run(office)

    assert row(office, used).state is MailState.DROPPED
    assert row(office, fresh).state is MailState.SENT


@ON_SQLITE
def test_who_ended_a_topic_gets_none_of_its_mails_but_those_that_are_needed(office: Flask, sink: Sink):
    with transaction(office) as session:
        address = choices.digest(post.of(office).settings, "ADA@example.org")
        choices.end(session, address, "news", None, now=NOW)
    ended, needed, other = put(office), put(office, kind="test.needed"), put(office, "bo@example.org")

    with serving(sink):
        run(office)

    assert row(office, ended).state is MailState.DROPPED
    assert row(office, needed).state is row(office, other).state is MailState.SENT


@ON_SQLITE
def test_what_an_account_says_is_asked_before_sending(office: Flask, sink: Sink):
    kinds.ask_before_sending(office, lambda session, to, topic, hub_id: (to, topic) == ("ada@example.org", "news"))
    ended, needed = put(office), put(office, kind="test.needed")

    with serving(sink):
        run(office)

    assert (row(office, ended).state, row(office, needed).state) == (MailState.DROPPED, MailState.SENT)


def claimed(session: Session) -> set[int]:
    return {each.id for each in delivery.claim(session, datetime.now(UTC), most=3)}


def test_two_workers_never_claim_the_same_mail(office: Flask):
    mails = {put(office) for _ in range(5)}

    with transaction(office) as session:
        first = claimed(session)
        session.commit()
        second = claimed(session)
        session.commit()
        third = claimed(session)

    assert (len(first), len(second), third) == (3, 2, set())
    assert first | second == mails


def test_what_a_dead_worker_had_claimed_is_sent_when_its_lease_is_over(office: Flask, sink: Sink):
    mail = put(office)
    with transaction(office) as session:
        assert claimed(session) == {mail}

    with serving(sink):
        assert run(office) == 0
        with transaction(office) as session:
            session.execute(update(OutboxMail).values(leased_until=datetime.now(UTC)))
        run(office)

    assert row(office, mail).state is MailState.SENT


def test_a_worker_that_lost_its_lease_marks_nothing(office: Flask):
    put(office)
    with transaction(office) as session:
        mine = delivery.claim(session, datetime.now(UTC))[0]
        session.execute(update(OutboxMail).values(leased_until=mine.until + timedelta(minutes=9)))
    with office.app_context():
        delivery._mark(db.session(), post.of(office), mine, delivery.Ended(MailState.SENT))

    with reading(office) as session:
        assert session.scalar(select(OutboxMail.state)) is MailState.WAITING


@ON_SQLITE
def test_without_a_server_mails_are_files_that_their_owner_alone_reads(make_app: Callable[..., Flask]):
    app = make_app()
    kinds.register(app, NEWS)
    mail = put(app)

    run(app)

    [path] = (app.config["ENGAGE_SETTINGS"].data_dir / "mail").iterdir()
    assert path.name == f"{mail:016x}.eml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"To: ada@example.org" in path.read_bytes()


def test_the_worker_ends_between_two_mails(office: Flask, sink: Sink):
    stop = threading.Event()
    sink.answer = lambda recipient, before: (stop.set(), "250 taken")[1]
    for _ in range(3):
        put(office)

    with serving(sink):
        look(office, stop)

    with reading(office) as session:
        rows = session.scalars(select(OutboxMail)).all()
    assert sorted((each.state, each.leased_until is None, each.attempts) for each in rows) == [
        (MailState.SENT, True, 1),
        (MailState.WAITING, True, 0),
        (MailState.WAITING, True, 0),
    ]
