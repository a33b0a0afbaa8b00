"""Activities from a CSV: all of them or none, said line by line, and undone with one press."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts.roles import RoleName
from engage.activities.models import Activity
from engage.hubs import service as hub_service
from tests.support.browser import Browser, Page, _page
from tests.support.databases import ON_SQLITE, reading, transaction

SignIn = Callable[..., Browser]
ADDRESS = "/console/activities/import"
HEAD = "title,kind,starts_on,languages,hub"


def send(team: Browser, content: str) -> Page:
    data = {name: values[0] for name, values in team.get(ADDRESS).fields.items() if values}
    answer = team.raw("POST", ADDRESS, data={**data, "file": (io.BytesIO(content.encode()), "activities.csv")})
    return team._follow(answer, ADDRESS) if answer.status_code == 303 else _page(ADDRESS, answer)


def number(app: Flask) -> int:
    with reading(app) as session:
        return session.scalar(select(func.count()).select_from(Activity)) or 0


def test_the_example_is_taken_in_as_it_is_and_undone_but_for_what_was_changed_since(app: Flask, sign_in: SignIn):
    team = sign_in(RoleName.ORGANISER)
    example = team.raw("GET", f"{ADDRESS}/example.csv")
    assert "attachment" in example.headers["Content-Disposition"]

    page = send(team, example.get_data(as_text=True))
    assert "2 activities are recorded." in page
    assert number(app) == 2
    with reading(app) as session:
        first = session.scalars(select(Activity.id).order_by(Activity.id)).first()
    team.submit(f"/console/activities/{first}/edit", action="save")

    undo = next(form for form in page.forms if "undo" in form.names)
    page = team.post(undo.element["action"], undo.values())

    assert "1 activity is deleted again." in page
    assert number(app) == 1, "what somebody has touched since stays"


@ON_SQLITE
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            "A,workshop,2026-03-01,en,\nB,party,2026-03-01,en,", ("Line 3", "“party” is not known here."), id="a line"
        ),
        pytest.param("A,workshop,2026-03-01,en,sweden", ("Line 2", "“sweden” is not known here."), id="another's hub"),
        pytest.param("A,workshop,2026-03-01,en,nowhere", ("Line 2", "Write one of: default."), id="no hub at all"),
    ],
)
def test_one_wrong_line_keeps_the_whole_file_out(app: Flask, sign_in: SignIn, lines: str, expected: tuple[str, ...]):
    with transaction(app) as session:
        hub_service.add(session, slug="sweden", name="Hub of Sweden", country="SE")
    team = sign_in(RoleName.ORGANISER)

    page = send(team, f"{HEAD}\n{lines}")

    assert page.status == 422
    assert all(words in page for words in ("Nothing was taken in.", *expected))
    assert number(app) == 0


@ON_SQLITE
def test_without_a_file_the_page_says_so(sign_in: SignIn):
    page = sign_in(RoleName.ORGANISER).submit(ADDRESS)

    assert page.status == 422
    assert page.errors == ["Choose a file first."]
