"""What tickets and mails say of where somebody goes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engage.events.tickets.card import Card, Spoken
from engage.events.tickets.printing import data

AT = datetime(2026, 12, 12, 9, tzinfo=UTC)
CARD = Card(
    title=Spoken("Open day", "en"),
    practical=Spoken("", "en"),
    starts_at=AT,
    ends_at=AT.replace(hour=12),
    zone="Europe/Oslo",
    event_zone="Europe/Oslo",
    site=Spoken("City library, room 2", "en"),
    address="Storgata 1, Oslo",
    online=False,
    hub="Norway",
    contact_name="",
    contact_phone="",
    contact_email="",
    cancelled=False,
    moved_from=None,
    several_sites=False,
)


@pytest.mark.parametrize(
    ("card", "where"),
    [
        pytest.param(CARD, "City library, room 2, Storgata 1, Oslo", id="one site"),
        pytest.param(replace(CARD, several_sites=True), "City library, room 2, Storgata 1, Oslo", id="several sites"),
        pytest.param(
            replace(CARD, address="City Library, room 2, Storgata 1"),
            "City Library, room 2, Storgata 1",
            id="said once",
        ),
        pytest.param(replace(CARD, address=""), "City library, room 2", id="without an address"),
        pytest.param(replace(CARD, online=True, address=""), "City library, room 2, Online", id="online"),
    ],
)
def test_a_ticket_names_the_site_and_its_address_once(card: Card, where: str) -> None:
    facts = {each["label"]: each["text"] for each in data(card, [], "en", str)["facts"]}

    assert facts["Where"] == where
