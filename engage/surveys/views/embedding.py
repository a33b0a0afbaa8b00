"""A survey inside a page of another site: the same pages, without cookies.

A browser keeps no cookie of ours there, and an address would give the secret away. So it travels as a hidden field:
every page that belongs to a respondent is the answer to a form that brought it. Where other visitors are sent on to a
page, here that page is the answer itself; where others follow a link, a button asks for the page.
"""

import re
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from flask import Response, abort, current_app, g, request
from markupsafe import escape

from engage.db.session import db
from engage.surveys import pages, queries
from engage.surveys.domain.secret import Unreadable, from_cookie, to_cookie
from engage.surveys.views import uploads, ways
from engage.surveys.views.blueprint import bp
from engage.web import forgery

HELD = "_held"
"""The hidden field."""
GO = "_go"
"""Of a button that only asks for a page."""
_ANCHORS = "eng-go"
"""The form that such buttons belong to."""
_MOST_STEPS = 5
FORM = re.compile(r"<form\b([^>]*)>")
LINK = re.compile(r'<a\b([^>]*?)\shref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_ATTRIBUTE = re.compile(r'\s(?:hreflang|role|target|rel)="[^"]*"')


def embedded() -> bool:
    return ways.mode() == "embed"


def held() -> bytes | None:
    """The secret that the form brought, or that this request has made."""
    if "held" not in g:
        try:
            g.held = from_cookie(request.form.get(HELD, "")[:64]) if request.form.get(HELD) else None
        except Unreadable:
            g.held = None
    found: bytes | None = g.held
    return found


def hold(secret: bytes | None) -> None:
    """From now on the pages of this visit carry this secret, or none."""
    g.held = secret


# -- a request


@bp.before_request
def _read() -> Any:
    """Let forms with files be as large as their page allows; and show the page that a button asks for."""
    if not embedded() or request.method != "POST":
        return None
    forgery.refuse_cross_site()
    if request.mimetype == "multipart/form-data":
        _expect_files()
    held()
    return _page(request.full_path) if GO in request.form else None


def _expect_files() -> None:
    session, asked = db.session(), request.view_args or {}
    survey = queries.fielded(session, str(asked.get("slug", "")))
    if survey is not None:
        instrument = pages.edition(session, survey).instrument
        uploads.expect(instrument.section(str(asked.get("section", ""))), {})
    session.rollback()


def _page(address: str) -> Response:
    """The page at an address, as if the visitor had gone there."""
    g.steps = g.get("steps", 0) + 1
    if g.steps > _MOST_STEPS:
        abort(500)
    path, _, query = address.partition("#")[0].partition("?")
    environ = {name: value for name, value in request.environ.items() if not name.startswith("werkzeug.")}
    environ |= {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": f"{path}?{query}",
        "RAW_URI": f"{path}?{query}",
        "CONTENT_LENGTH": "0",
        "CONTENT_TYPE": "",
        "wsgi.input": BytesIO(),
    }
    environ.pop("HTTP_ACCEPT_ENCODING", None)  # compressed once, at the end
    with current_app.request_context(environ):
        return current_app.full_dispatch_request()


# -- its answer


@bp.after_request
def _finish(response: Response) -> Response:
    if not embedded() or g.get("carried"):
        return response
    if response.status_code == 303 and (request.method == "POST" or held() is not None):
        return _page(response.location or "")
    if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
        _carry(response)
    return response


def _carry(response: Response) -> None:
    """Give every form its own address and the secret, and make buttons of links within the survey."""
    g.carried = True
    secret = held()
    body = response.get_data(as_text=True)
    hidden = ""
    if secret is not None:
        hidden = f'<input type="hidden" name="{HELD}" value="{to_cookie(secret)}" autocomplete="off">'
        response.headers["Cache-Control"] = "no-store"
    here = escape(request.full_path.rstrip("?"))

    def form(found: re.Match[str]) -> str:
        if " data-apart" in found[1]:  # an address that must never travel with the answers
            return found[0]
        action = "" if " action=" in found[1] else f' action="{here}"'
        return f"<form{found[1]}{action}>{hidden}"

    def link(found: re.Match[str]) -> str:
        before, address, after, words = found.groups()
        if address.startswith(("#", "mailto:", "tel:")):
            return found[0]
        if not (address.startswith("/") and f"/embed/{g.way_code}" in address):
            return f'<a{before} href="{address}"{after} target="_blank" rel="noopener">{words}</a>'
        if secret is None:
            return found[0]
        attributes = _ATTRIBUTE.sub("", before + after)
        if "class=" not in attributes:
            attributes += ' class="eng-link-button"'
        asked = f'type="submit" form="{_ANCHORS}" name="{GO}" value="1" formaction="{address}"'
        return f"<button {asked}{attributes}>{words}</button>"

    text = LINK.sub(link, FORM.sub(form, body))
    if secret is not None:
        asking = f'<form id="{_ANCHORS}" method="post" action="{here}">{hidden}</form>'
        text = text.replace("</body>", f"{asking}</body>", 1)
    response.set_data(text)
