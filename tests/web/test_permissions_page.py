"""The page of the manual on who may do what."""

from flask import Flask

from scripts import permissions
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


def test_the_page_says_what_the_product_does(app: Flask) -> None:
    """Write it anew with `python -m scripts.permissions`."""
    assert permissions.PAGE.read_text(encoding="utf-8") == permissions.page(app)
