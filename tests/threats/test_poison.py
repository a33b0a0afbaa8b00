"""What looks for payloads finds them: a proof that could not fail would prove nothing."""

from html import escape

import pytest

from tests.threats.poison import LINKED, MARKUP, TEMPLATES, XSS0, wrong_with_markup

QUOTED = XSS0.replace("<", "&lt;")


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<p>{XSS0}</p>", id="as it was written"),
        pytest.param(f'<input value="{QUOTED}">', id="with its quotes in an attribute"),
        pytest.param(f"<p>{MARKUP}</p>", id="markup"),
        pytest.param("<p>-->49</p>", id="a template that was worked out"),
        pytest.param("<p><class 'str'></p>", id="an object in place of a format"),
        pytest.param("<p>&lt;class 'str'&gt;&lt;Config {}</p><p>#49</p>", id="settings"),
        pytest.param("<a href=' java\nscript:x'>x</a>", id="a link that runs"),
        pytest.param("<button onclick=x>x</button>", id="a handler"),
        pytest.param('<script type="application/json">{"a": "</b><"}</script>', id="markup in data"),
        pytest.param("<p>\ue000</p>", id="a mark of a compiled page"),
    ],
)
def test_what_acts_is_found(html: str):
    assert wrong_with_markup(f"<html><body>{html}</body></html>")


@pytest.mark.parametrize("payload", [XSS0, TEMPLATES, MARKUP, LINKED])
def test_what_stands_as_text_is_let_be(payload: str):
    said = escape(payload)

    assert not wrong_with_markup(f'<html><body><p title="{said}">{said}</p><textarea>{said}</textarea></body></html>')
