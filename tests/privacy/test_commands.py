"""`engage privacy`: the same as in the console, for operators."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from engage.core.console import provide_application
from engage.mail import outbox
from engage.mail.models import MailState, OutboxMail
from engage.privacy import retention
from engage.privacy.commands import group
from engage.privacy.models import PrivacyRequest, RetentionRun
from engage.surveys.models import Response
from tests.factories.surveys import make_survey
from tests.privacy.test_erasure import ADDRESS, CANARY, plant_response
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _application(app: Flask) -> None:
    provide_application(lambda: app)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments), catch_exceptions=False)


def test_an_address_is_found_erased_and_proven(app: Flask):
    with transaction(app) as session:
        plant_response(session, make_survey(session), {"brand": CANARY}, b"r")

    assert json.loads(run("find", CANARY, "--json").stdout) == {"found": {"response": 1}}
    erased = run("erase", CANARY, "--yes", "--json")

    assert erased.exit_code == 0
    found = json.loads(erased.stdout)
    assert (found["ok"], found["proof"]["found"]) == (True, 0)
    assert "Nothing is kept of it." in run("find", CANARY).stdout
    with reading(app) as session:
        assert ADDRESS not in json.dumps(session.scalars(select(PrivacyRequest)).one().found)


def test_erasing_asks_first(app: Flask):
    with transaction(app) as session:
        plant_response(session, make_survey(session), {"brand": CANARY}, b"r")

    assert CliRunner().invoke(group, ["erase", CANARY], input="n\n").exit_code == 1
    with reading(app) as session:
        assert len(session.scalars(select(Response)).all()) == 1


def over(app: Flask) -> None:
    """A mail sent long ago, and a response whose last day was yesterday."""
    with transaction(app) as session:
        survey = make_survey(session, keep_until=date.today() - timedelta(days=1))  # noqa: DTZ011
        plant_response(session, survey, {"brand": "x"}, b"r")
        for days in (31, 1):
            mail = outbox.put(session, "k", ADDRESS, language="en", now=NOW)
            mail.state, mail.ended_at = MailState.SENT, NOW - timedelta(days=days)


def test_retention_deletes_what_is_over_and_a_dry_run_only_counts_it(app: Flask):
    over(app)

    dry = json.loads(run("retention", "--dry-run", "--json").stdout)["deleted"]
    assert (dry["response"], dry["outbox_mail"]) == (1, 1)
    with reading(app) as session:
        assert len(session.scalars(select(Response)).all()) == 1
        assert session.scalars(select(RetentionRun)).all() == []

    assert "Deleted 2 entries." in run("retention").stdout
    with reading(app) as session:
        assert session.scalars(select(Response)).all() == []
        assert len(session.scalars(select(OutboxMail)).all()) == 1
        assert session.scalars(select(RetentionRun)).one().deleted["response"] == 1
    assert "Deleted 0 entries." in run("retention").stdout


def test_a_store_that_fails_takes_nothing_from_the_others_and_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch):
    from engage.privacy.registry import kept
    from engage.surveys import answering

    over(app)
    monkeypatch.setattr(answering, "remove", lambda *_: 1 / 0)
    with transaction(app) as session:
        deleted = retention.run(session, kept(app), NOW).deleted

    assert (deleted["response"], deleted["outbox_mail"]) == (retention.FAILED, 1)
