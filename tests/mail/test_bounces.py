"""A mail that came back is known again, whatever program returned it."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from engage.mail import bounces, outbox
from engage.mail.models import MailState, OutboxMail
from tests.support.databases import reading, transaction

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
REPORT = """From: MAILER-DAEMON@mx.example.org
To: {returned_to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ada@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: no
 such box
--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: News
--b--
"""
PLAIN = "To: x@example.org\nSubject: Returned mail\n\nDelivery failed.\n\n> Message-ID: {message_id}\n"


def sent(app: Flask, state: MailState = MailState.SENT) -> tuple[int, str]:
    with transaction(app) as session:
        mail = outbox.put(session, "x", "ada@example.org", language="en", now=NOW)
        mail.state = state
        session.flush()
        return mail.id, mail.message_id


def returned(app: Flask, content: str, *, to: str = "") -> int | None:
    with transaction(app) as session:
        return bounces.record(session, bounces.read(content.encode(), returned_to=to), now=NOW)


def state(app: Flask, mail_id: int) -> tuple[MailState, str]:
    with reading(app) as session:
        mail = session.get(OutboxMail, mail_id)
        assert mail is not None
        return mail.state, mail.answer


def report(message_id: str = "", *, action: str = "failed", status: str = "5.1.1", to: str = "x@example.org") -> str:
    return REPORT.format(message_id=message_id, action=action, status=status, returned_to=to)


def test_a_report_of_failure_marks_the_mail_without_keeping_the_address(app: Flask):
    mail, message_id = sent(app)

    assert returned(app, report(message_id)) == mail
    assert state(app, mail) == (MailState.BOUNCED, "550 5.1.1 <…>: no such box")


@pytest.mark.parametrize("where", ["header", "told by the server"])
def test_the_number_in_the_address_is_enough(app: Flask, where: str):
    mail, _ = sent(app)
    address = f"bounces+{mail:x}@example.org"

    found = returned(app, report(to=address)) if where == "header" else returned(app, report(), to=address)

    assert found == mail


def test_old_servers_that_write_a_plain_mail_are_understood(app: Flask):
    mail, message_id = sent(app)

    assert returned(app, PLAIN.format(message_id=message_id)) == mail


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda message_id: report(message_id, action="delayed", status="4.4.1"), id="delayed"),
        pytest.param(lambda message_id: report(message_id, action="delivered", status="2.0.0"), id="delivered"),
        pytest.param(lambda message_id: report(message_id, action="", status="4.2.2"), id="for now"),
        pytest.param(lambda message_id: report("<0123@engage.invalid>"), id="of another"),
        pytest.param(lambda message_id: f"Subject: Out of office\n\nIn reply to {message_id}", id="an answer"),
        pytest.param(lambda message_id: "", id="nothing"),
        pytest.param(lambda message_id: "\x00\xff garbage {", id="garbage"),
    ],
)
def test_what_is_no_failure_of_ours_changes_nothing(app: Flask, content: Callable[[str], str]):
    mail, message_id = sent(app)

    assert returned(app, content(message_id)) is None
    assert state(app, mail)[0] is MailState.SENT


def test_only_a_mail_that_was_sent_can_come_back(app: Flask):
    mail, message_id = sent(app, MailState.WAITING)

    assert returned(app, report(message_id)) is None
    assert state(app, mail)[0] is MailState.WAITING


def test_the_command_reads_the_pipe_of_a_mail_server(app: Flask, monkeypatch: pytest.MonkeyPatch):
    from click.testing import CliRunner

    from engage.mail import commands

    mail, message_id = sent(app)
    monkeypatch.setattr(commands, "application", lambda: app)

    done = CliRunner().invoke(commands.group, ["bounced"], input=io.BytesIO(report(message_id).encode()))

    assert (done.exit_code, done.output) == (0, "One mail is marked as come back.\n")
    assert state(app, mail)[0] is MailState.BOUNCED
