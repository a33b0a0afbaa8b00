"""Handing a hub over in the browser."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Role
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.handover import job
from engage.jobs import files, worker
from engage.jobs.models import Job
from engage.privacy.models import AuditEntry
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
HUB = "/console/hubs/default"
PAGE = f"{HUB}/hand-over"


def made(app: Flask) -> str:
    """The address of the archive that was asked for last, when the worker has made it."""
    worker.run_once(app)
    with reading(app) as session:
        found = session.scalars(select(Job).where(Job.kind == job.KIND).order_by(Job.made_at.desc())).first()
        assert found is not None
        return f"{PAGE}/{found.id}"


def trail(app: Flask) -> list[tuple[str, Any]]:
    with reading(app) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        return [(entry.action, entry.details.get("choices")) for entry in entries if "archive" in entry.action]


def test_the_page_is_found_from_the_hubs_page_and_chooses_nothing_by_itself(sign_in: SignIn) -> None:
    coordinator = sign_in(RoleName.COORDINATOR, hub="default")
    assert PAGE in coordinator.get(HUB).links

    page = coordinator.get(PAGE)

    form = next(form for form in page.forms if form.element["action"] == PAGE)
    assert not form.values().get("with")
    assert "This is data about health." in page


def test_an_archive_is_asked_for_made_and_downloaded_and_all_of_it_is_noted(app: Flask, sign_in: SignIn) -> None:
    coordinator = sign_in(RoleName.COORDINATOR, hub="default")

    coordinator.submit(PAGE, {"with": "answers", "sure": "yes"})
    with coordinator.raw("GET", made(app)) as answer:
        packed = zipfile.ZipFile(io.BytesIO(answer.data))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=default-")
    names = packed.namelist()
    assert {"manifest.json", "README.txt", "hub.yaml", "data/hub.jsonl", "data/response.jsonl"} <= set(names)
    assert "data/registration.jsonl" not in names
    assert trail(app) == [("hub.archived", ["answers"]), ("hub.archive_taken", ["answers"])]


def test_personal_data_go_with_it_only_when_somebody_says_that_they_may(app: Flask, sign_in: SignIn) -> None:
    coordinator = sign_in(RoleName.COORDINATOR, hub="default")

    page = coordinator.submit(PAGE, {"with": "people"})

    assert "Say that the receiver may have these data." in page
    with reading(app) as session:
        assert session.scalars(select(Job).where(Job.kind == job.KIND)).all() == []


def test_nobody_hands_over_what_they_do_not_see(app: Flask, sign_in: SignIn) -> None:
    office = sign_in(RoleName.NETWORK_ADMIN)
    page = office.get(PAGE)
    assert "You need the right to export results and to read what people wrote." in page
    assert "you do not see them" in page

    form = next(form for form in page.forms if form.element["action"] == PAGE)
    given = {name: values[0] for name, values in form.values().items() if values}
    answer = office.raw("POST", PAGE, data=given | {"with": "answers", "sure": "yes"})

    assert answer.status_code == 422
    assert "You may not hand this over" in answer.text
    office.submit(PAGE)
    with office.raw("GET", made(app)) as answer:
        packed = zipfile.ZipFile(io.BytesIO(answer.data))
    assert "data/assessment.jsonl" not in packed.namelist()


@pytest.mark.parametrize(
    "role", [pytest.param(role, id=role.value) for role in (RoleName.ORGANISER, RoleName.ANALYST, RoleName.ASSESSOR)]
)
def test_who_may_not_hand_over_finds_no_page(role: RoleName, sign_in: SignIn) -> None:
    assert sign_in(role, hub="default").raw("GET", PAGE).status_code == 404


def test_an_archive_is_for_who_asked_and_gone_after_a_day(app: Flask, sign_in: SignIn, tmp_path: Path) -> None:
    coordinator, office = sign_in(RoleName.COORDINATOR, hub="default"), sign_in(RoleName.NETWORK_ADMIN)
    coordinator.submit(PAGE)
    address = made(app)
    assert office.raw("GET", address).status_code == 404

    data_dir = app.config["ENGAGE_SETTINGS"].data_dir
    files.delete(files.due(data_dir, utcnow() + timedelta(days=2)))

    assert files.all_of(data_dir) == []
    assert "The archive was deleted after a day." in coordinator.get(address)


def test_whoever_lost_a_right_does_not_get_what_it_showed(app: Flask, sign_in: SignIn) -> None:
    coordinator = sign_in(RoleName.COORDINATOR, hub="default")
    coordinator.submit(PAGE, {"with": "answers", "sure": "yes"})
    address = made(app)
    with transaction(app) as session:
        role = session.scalars(select(Role).where(Role.name == RoleName.COORDINATOR)).one()
        role.name = RoleName.ORGANISER.value

    assert coordinator.raw("GET", address).status_code == 404
