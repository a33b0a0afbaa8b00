"""What posters and cards say."""

import pytest
from flask import Flask
from flask_babel import force_locale

from engage.surveys.channels.words import Sheet, Told, channel_name
from engage.surveys.domain.channels import Channel
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
ADDRESS = "https://engage.example.org/go/K7P0Q"


def sheet(**told: object) -> Sheet:
    values: dict[str, object] = {
        "language": "en",
        "title": "Your voice",
        "hub": "Hub",
        "minutes": 8,
        "short_minutes": None,
        "contact": "",
    }
    return Sheet(Told(**(values | told)), ADDRESS)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param({}, "It takes about 8 minutes.", id="how long"),
        pytest.param({"minutes": 1}, "It takes about 1 minute.", id="one minute"),
        pytest.param({"short_minutes": 3}, "3 or 8 minutes, as you choose", id="a short form too"),
        pytest.param({"minutes": None, "short_minutes": 3}, "", id="nobody has said"),
    ],
)
def test_a_poster_says_how_long_it_takes(app: Flask, told: dict[str, object], said: str):
    with app.test_request_context(), force_locale("en"):
        assert sheet(**told).data["takes"] == said


def test_the_address_is_typed_without_its_scheme_and_scanned_with_it(app: Flask):
    with app.test_request_context(), force_locale("en"):
        data = sheet(language="he").data
    assert data["address"] == "engage.example.org/go/K7P0Q"
    assert data["scan_to"] == ADDRESS
    assert (data["direction"], data["contact"]) == ("rtl", "")


def test_every_channel_has_a_name_of_its_own(app: Flask):
    with app.test_request_context(), force_locale("en"):
        names = {channel_name(each) for each in Channel}
        assert len(names) == len(Channel)
        assert channel_name("something else") == "something else"
