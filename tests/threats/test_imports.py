"""Files that people bring: whatever is said of what stands in them shows it as text, in every format that is read."""

import io
from collections.abc import Callable
from html import escape

import openpyxl
import pytest
import yaml
from flask import Flask

from engage.accounts.roles import RoleName
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction
from tests.support.html import Form, parse
from tests.threats import poison
from tests.threats.poison import SHORT, XSS0

pytestmark = ON_SQLITE


def _yaml() -> bytes:
    item = {"name": XSS0, "type": SHORT, "label": {"en": XSS0}, "relevance": XSS0, XSS0: XSS0}
    return yaml.safe_dump({"title": {"en": XSS0}, XSS0: SHORT, "sections": [{"title": XSS0, "items": [item]}]}).encode()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", "label", XSS0, "relevant"])
    survey.append(["text", XSS0, XSS0, XSS0, XSS0])
    survey.append([XSS0, SHORT, XSS0, "", ""])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    choices.append([XSS0, XSS0, XSS0])
    book.create_sheet(SHORT[:20].replace("/", "").replace("[", ""))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _lss() -> bytes:
    said = escape(XSS0)
    row = f"<row><qid>1</qid><gid>1</gid><type>{escape(SHORT)}</type><title>{said}</title><language>en</language></row>"
    return (
        f'<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>{said}</DBVersion>'
        f"<questions><rows>{row}</rows></questions><{'unknown'}>{said}</{'unknown'}></document>"
    ).encode()


def _csv() -> bytes:
    cell = XSS0.replace('"', '""')
    return f'"{cell}",email,title,name\n"{cell}","{cell}","{cell}","{cell}"\n'.encode()


def _po() -> bytes:
    said = XSS0.replace("\\", "\\\\").replace('"', '\\"')
    return f'msgid ""\nmsgstr ""\n\nmsgctxt "{said}"\nmsgid "{said}"\nmsgstr "{said}"\n'.encode()


def _xliff() -> bytes:
    said = escape(XSS0)
    unit = f'<unit id="{said}"><segment><source>{said}</source><target>{said}</target></segment></unit>'
    return (
        f'<?xml version="1.0"?><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" '
        f'trgLang="de"><file id="{said}">{unit}</file></xliff>'
    ).encode()


FILES = {"yaml": _yaml, "json": _yaml, "xlsx": _xlsx, "lss": _lss, "csv": _csv, "po": _po, "xlf": _xliff, "txt": _csv}
PAGES = (
    ("/console/surveys/new", RoleName.ORGANISER),
    (f"/console/surveys/{SLUG}/version", RoleName.ORGANISER),
    (f"/console/surveys/{SLUG}/invitations/people", RoleName.ORGANISER),
    (f"/console/surveys/{SLUG}/populations/file", RoleName.ORGANISER),
    ("/console/instruments/1/translations/de", RoleName.ORGANISER),
    ("/console/activities/import", RoleName.ORGANISER),
    ("/console/library/import", RoleName.ORGANISER),
    ("/console/hubs/default/organisations/import", RoleName.COORDINATOR),
    ("/console/models/import", RoleName.NETWORK_ADMIN),
)


@pytest.mark.parametrize(("page", "role"), PAGES)
def test_what_is_said_of_a_file_shows_what_stands_in_it_as_text(
    app: Flask, sign_in: Callable[..., Browser], page: str, role: RoleName
):
    with transaction(app) as session:
        make_survey(session)
    browser = sign_in(role)
    shown = browser.raw("GET", page)
    form = next(one for one in Form.all_of(parse(shown.text)) if any(c["type"] == "file" for c in one.controls))
    inputs = [control["name"] for control in form.controls if control["type"] == "file"]
    chosen = {"channel": ["invitation"]} if "channel" in form.names else {}
    wrong, named = [], 0
    for ending, made in FILES.items():
        for name in (f"file.{ending}", f"{SHORT}.{ending}"):
            files = {each: (io.BytesIO(made()), name) for each in inputs}
            answer = browser.raw("POST", form.element["action"] or page, data=form.values() | chosen | files)
            if answer.status_code == 303:
                answer = browser.raw("GET", answer.headers["Location"])
            assert answer.status_code < 500, (page, name)
            wrong += [f"{name}: {each}" for each in poison.wrong_with(answer)]
            named += "onerror" in answer.text or "onload" in answer.text

    assert not wrong
    assert named, "nothing of the file is ever shown: this page proves nothing"
