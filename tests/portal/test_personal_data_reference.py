"""The reference of what is kept of persons is what the registry says."""

from flask import Flask

from scripts.personal_data import TARGET, text
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


def test_the_reference_is_up_to_date(app: Flask):
    assert TARGET.read_text(encoding="utf-8") == text(app), "run: python scripts/personal_data.py"
