"""Where people tell that something is not safe."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from engage.core.settings import Settings, SettingsIncomplete
from engage.hubs import queries as hubs
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

ADDRESS = "/.well-known/security.txt"


def fields(app: Flask) -> dict[str, str]:
    answer = Browser(app).raw("GET", ADDRESS)
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


@ON_SQLITE
def test_it_says_what_rfc_9116_asks_for(make_app: Callable[..., Flask]):
    said = fields(make_app(security_contact="mailto:safe@example.org", base_url="http://localhost"))

    assert said["Contact"] == "mailto:safe@example.org"
    assert said["Canonical"] == f"http://localhost{ADDRESS}"
    expires = datetime.fromisoformat(said["Expires"])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


@ON_SQLITE
def test_without_a_setting_a_hub_that_is_listed_is_named_and_else_who_is_responsible(app: Flask):
    assert fields(app)["Contact"] == "http://localhost/en/privacy"
    with transaction(app) as session:
        hub = hubs.default(session)
        hub.contact_email, hub.published_at = "hub@example.org", datetime.now(UTC)

    assert fields(app)["Contact"] == "mailto:hub@example.org"


@pytest.mark.parametrize("contact", ["safe@example.org", "mailto:a\r\nContact: mailto:b", "javascript:1"])
def test_a_contact_is_an_address_in_one_line(contact: str):
    with pytest.raises(SettingsIncomplete, match="ENGAGE_SECURITY_CONTACT"):
        Settings(security_contact=contact)
