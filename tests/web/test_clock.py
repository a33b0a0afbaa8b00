"""How moments are written on pages of the console."""

from datetime import UTC, datetime

import pytest
from flask import Flask, g, render_template_string
from flask_babel import force_locale

from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
AT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        pytest.param("en", "Nov 22, 2026, 14:05 | November 22, 2026, 14:05 | 14:05", id="English, without PM"),
        pytest.param("nb", "22. nov. 2026, 14:05 | 22. november 2026, 14:05 | 14:05", id="Norwegian"),
        pytest.param("el", "22 Νοε 2026, 14:05 | 22 Νοεμβρίου 2026, 14:05 | 14:05", id="Greek, without μ.μ."),
    ],
)
def test_hours_run_from_0_to_23_in_every_language(app: Flask, language: str, written: str) -> None:
    page = '{{ at|datetimeformat("short") }} | {{ at|datetimeformat("long") }} | {{ at|timeformat("medium") }}'

    with app.test_request_context("/console"), force_locale(language):
        g.time_zone = "Europe/Oslo"
        assert render_template_string(page, at=AT) == written
