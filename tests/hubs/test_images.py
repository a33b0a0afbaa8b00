"""Pictures of hubs and activities."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.core import images as core
from engage.hubs import images
from engage.hubs.models import Image
from tests.core.test_images import PNG
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


def test_the_same_picture_is_kept_once(session: Session):
    first, again = images.store(session, PNG), images.store(session, PNG)

    assert first.digest == again.digest
    assert session.scalar(select(func.count()).select_from(Image)) == 1


@pytest.mark.parametrize(
    "content", [pytest.param(b"GIF", id="too short"), pytest.param(b"<svg onload=alert(1)>", id="a drawing")]
)
def test_what_is_no_picture_is_refused(session: Session, content: bytes):
    with pytest.raises(images.NoImage):
        images.store(session, content)


def test_a_picture_that_is_too_large_is_refused(session: Session, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(core, "MOST_BYTES", 10)

    with pytest.raises(images.ImageTooLarge):
        images.store(session, PNG)


def test_a_picture_is_served_under_its_content_and_kept_for_ever(app: Flask, browser: Browser):
    with transaction(app) as session:
        address = images.shown(session, images.store(session, PNG).digest)
    assert address is not None

    answer = browser.raw("GET", address.address)

    assert answer.data == core.checked(PNG).content
    assert answer.mimetype == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert browser.raw("GET", address.address.replace(".png", ".gif")).status_code == 404
