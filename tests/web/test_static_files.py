"""Style sheets and scripts are compressed when they are built."""

import gzip

import pytest
from werkzeug.test import TestResponse

from engage.web.kit import asset
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE


@ON_SQLITE
@pytest.mark.parametrize("name", ["public.css", "public.rtl.css", "public.js", "console.css", "favicon.svg"])
def test_who_takes_gzip_gets_the_same_file_in_fewer_bytes(browser: Browser, name: str):
    with (
        browser.raw("GET", asset(name)) as plain,
        browser.raw("GET", asset(name), headers={"Accept-Encoding": "gzip, br"}) as small,
    ):
        same(plain, small)


def same(plain: TestResponse, small: TestResponse) -> None:
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["Vary"] == "Accept-Encoding"
    assert small.headers["Content-Type"] == plain.headers["Content-Type"]
    assert small.headers["Cache-Control"] == plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(small.data) == plain.data


@ON_SQLITE
@pytest.mark.parametrize("path", ["../app.py", "kit/../../app.py", "kit/none.css", "kit/%2e%2e/kit.py"])
def test_nothing_but_static_files_is_served(browser: Browser, path: str):
    response = browser.raw("GET", f"/static/{path}", headers={"Accept-Encoding": "gzip"})

    assert response.status_code == 404
