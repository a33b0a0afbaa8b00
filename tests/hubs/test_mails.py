"""Mails name the hub whose they are, in the language of the mail."""

from flask import Flask
from sqlalchemy.orm import Session

from engage.hubs.models import Hub
from engage.mail import ports
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


def test_a_hub_signs_its_mails_with_its_name_in_the_language_of_the_mail(app: Flask, session: Session):
    hub = Hub(
        slug="no",
        name="Norsk kreftnode",
        names={"en": "Norwegian hub"},
        languages=["nb"],
        contact_email="n@example.org",
    )
    session.add(hub)
    session.flush()

    english = ports.sender_of(app, session, hub.id, "en")
    german = ports.sender_of(app, session, hub.id, "de")

    assert english is not None
    assert german is not None
    assert (english.name, german.name) == ("Norwegian hub", "Norsk kreftnode")
    assert (english.languages, english.contact) == (("nb",), "n@example.org")
    assert ports.names_of(app, session, [hub.id]) == {hub.id: "Norsk kreftnode"}
    assert ports.sender_of(app, session, 987654, "en") is None
    assert ports.names_of(app, session, []) == {}
