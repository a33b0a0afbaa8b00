"""A survey in a real browser, gone through otherwise than straight on: back, forward, again, without a connection."""

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import NewPage
from tests.browser.site import SOCIO_ECONOMIC, Site
from tests.browser.walking import Walk

VALUES = """() => [...new FormData([...document.forms].find(form => form.method === 'post'))]
    .filter(([name]) => name !== '_csrf').map(pair => pair.join('='))"""


def test_answers_are_there_after_back_forward_and_reload_and_a_form_without_a_connection_is_sent_again(
    site: Site, new_page: NewPage
):
    walk = Walk(site, new_page(), SOCIO_ECONOMIC, "en")
    walk.start()
    page, first = walk.page, walk.page.url
    untouched = page.evaluate(VALUES)
    page.context.set_offline(True)
    with pytest.raises(Error):
        walk.answer_page()
    page.context.set_offline(False)
    page.reload()  # as the browser's own page offers: the form is sent again
    second = page.url
    assert second != first
    page.goto(first)
    assert len(page.evaluate(VALUES)) > len(untouched)

    page.goto(second)
    walk.answer_page()
    third = page.url
    assert third != second
    page.go_back()
    assert page.url == second
    answered = page.evaluate(VALUES)
    page.go_forward()
    page.reload()
    assert page.url == third
    page.goto(second)
    assert page.evaluate(VALUES) == answered
