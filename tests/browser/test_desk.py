"""Tickets are read with the camera of a phone, also by browsers that have no reader of their own."""

import logging
from typing import Any

import segno
from playwright.sync_api import expect

from engage.app import create_app
from engage.core.settings import Settings
from engage.db.session import db
from engage.events.attending import desk_links
from tests.browser.conftest import NewPage
from tests.browser.site import Site
from tests.factories.attending import event_today, make_desk, make_party
from tests.support.databases import transaction

CAMERA = """
(rows) => {
  const canvas = document.createElement('canvas')
  const size = rows.length * 8
  canvas.width = canvas.height = size
  const pen = canvas.getContext('2d')
  const draw = () => {
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, size, size)
    pen.fillStyle = '#000'
    rows.forEach((row, y) => row.forEach((dark, x) => { if (dark) pen.fillRect(x * 8, y * 8, 8, 8) }))
  }
  draw()
  setInterval(draw, 100)
  delete window.BarcodeDetector
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10)
}
"""
"""A camera that sees a ticket."""


def test_a_ticket_before_the_camera_lets_somebody_in(site: Site, new_page: NewPage) -> None:
    token, ticket = _desk(site)
    page = new_page(width=360, height=740)
    page.goto(f"{site.address}/en/desk/{token}")
    expect(page.locator("#code")).to_be_focused()
    rows: list[list[Any]] = [list(row) for row in segno.make(ticket, error="m", micro=False).matrix_iter(border=4)]
    page.evaluate(CAMERA, rows)

    page.get_by_role("button", name="Scan tickets with the camera").click()

    expect(page.locator("#desk-result")).to_contain_text("Welcome, come in")
    expect(page.locator("#desk-counts")).to_contain_text("1 of 1 are in")
    page.get_by_role("button", name="Stop the camera").click()
    expect(page.locator("video")).to_be_hidden()


def _desk(site: Site) -> tuple[str, str]:
    """A desk of today, and a ticket of somebody who is expected there."""
    settings = Settings(data_dir=site.folder, base_url=site.address, secret_key=site.environment["ENGAGE_SECRET_KEY"])
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    app = create_app(settings)
    root.handlers, root.level = handlers, level  # the tests' own listeners stay
    with transaction(app) as session:
        event = event_today(session, slug="by-camera")
        ticket = make_party(session, event, "Ada Lovelace").attendees[0].ticket
        found = desk_links.token(make_desk(session, event), key=settings.secret_key), ticket
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return found
