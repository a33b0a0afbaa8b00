"""A survey inside a page of another site, and on a device that many people use, as browsers treat them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.db import engine as database
from engage.instruments.document import to_document
from engage.surveys.domain.channels import Channel
from tests.browser.conftest import NewPage
from tests.browser.site import Site
from tests.factories.links import make_link
from tests.factories.surveys import HEALTH

pytestmark = pytest.mark.browser
SLUG = "everywhere"


@contextmanager
def _writing(site: Site) -> Iterator[Session]:
    url = Settings(data_dir=site.folder, base_url=site.address).sqlalchemy_url
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    with database.writing(), Session(engine) as session:
        yield session
        session.commit()
    engine.dispose()


@pytest.fixture(scope="module", autouse=True)
def _survey(site: Site) -> None:
    file = site.folder / "everywhere.json"
    file.write_text(json.dumps(to_document(HEALTH)), encoding="utf-8")
    site.engage("survey", "import", str(file), "--slug", SLUG, "--publish", "--texts", "approved")


def made(site: Site, channel: Channel, **wanted: Any) -> str:
    """The short address of a new link."""
    with _writing(site) as session:
        return f"{site.address}/go/{make_link(session, channel, slug=SLUG, **wanted).code}"


@pytest.fixture(scope="module")
def neighbour() -> Iterator[ThreadingHTTPServer]:
    """Another site: each of its pages shows the address that is asked for in a frame."""

    class Framing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><title>A clinic</title><iframe src="{self.path[1:]}" title="Survey"></iframe>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Framing)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("scripts", [pytest.param(False, id="without scripts"), pytest.param(True, id="with scripts")])
def test_the_whole_way_inside_a_page_of_another_site_without_a_cookie(
    site: Site, chromium: Browser, neighbour: ThreadingHTTPServer, scripts: bool
):
    other = f"http://localhost:{neighbour.server_port}"
    address = made(site, Channel.EMBED, frames=(other,))
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{other}/{address}?lang=en")
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Start").click()
    frame.get_by_label("Question age?").fill("44")
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_role("button", name="Change Question age?").click()
    expect(frame.get_by_label("Question age?")).to_have_value("44")
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_role("button", name="Send my answers").click()

    expect(frame.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers have arrived.")
    assert context.cookies() == []
    assert page.url == f"{other}/{address}?lang=en"
    context.close()


def test_a_site_that_is_not_on_the_list_may_not_show_it(site: Site, chromium: Browser, neighbour: ThreadingHTTPServer):
    allowed = f"http://localhost:{neighbour.server_port}"
    address = made(site, Channel.EMBED, frames=(allowed,))
    context = chromium.new_context()
    page = context.new_page()
    other = f"http://127.0.0.1:{neighbour.server_port}/{address}"
    plain = f"{allowed}/{site.address}/en/surveys/{SLUG}"
    for framing in (other, plain):
        with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
            page.goto(framing)
        expect(page.frame_locator("iframe").get_by_role("button", name="Start")).to_have_count(0)
    context.close()


def test_a_device_for_many_people_asks_and_then_clears_itself(site: Site, new_page: NewPage):
    page = new_page(width=820, height=1180)
    page.clock.install()
    start = made(site, Channel.KIOSK, idle_seconds=60)
    page.goto(start)
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Question age?").fill("44")

    page.clock.run_for(31_000)
    asked = page.get_by_role("alertdialog", name="Are you still there?")
    expect(asked).to_be_visible()
    stay = asked.get_by_role("button", name="Yes, I need more time")
    expect(stay).to_be_focused()
    page.keyboard.press("Enter")
    expect(asked).to_be_hidden()
    expect(page.get_by_label("Question age?")).to_have_value("44")

    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Back")).to_be_visible()
    page.clock.run_for(31_000)
    expect(asked).to_be_visible()
    page.clock.run_for(31_000)
    expect(page.get_by_role("link", name="English")).to_be_visible()
    assert page.context.cookies() == []

    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        expect(page.get_by_label("Question age?")).to_have_count(0)
