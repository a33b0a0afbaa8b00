"""The long jobs of a request: looking for somebody everywhere, erasing with a proof, and restricting."""

from typing import Any

from flask import Flask, current_app
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from engage.core.actor import PRODUCT
from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.jobs.work import Kind, Lane, Task, register
from engage.privacy import audit, proof, requests
from engage.privacy.models import PrivacyRequest, RequestState
from engage.privacy.registry import Sought, kept


def install(app: Flask) -> None:
    """The kinds of work."""
    register(
        app,
        Kind(requests.SEARCH, search, lazy_gettext("Search for personal data on request"), lane=Lane.LONG),
        Kind(requests.ERASE, erase, lazy_gettext("Erase personal data on request"), lane=Lane.LONG),
        Kind(requests.RESTRICT, restrict, lazy_gettext("Restrict personal data on request"), lane=Lane.LONG),
    )


def settings() -> Settings:
    found: Settings = current_app.config["ENGAGE_SETTINGS"]
    return found


def sought(session: Session, request: PrivacyRequest) -> Sought:
    """What a request looks for, and where: its hub with the parts, or everywhere.

    :raises Forgotten: when its address is not kept any more
    """
    within = None if request.hub_id is None else hubs.with_parts(session, [request.hub_id])
    return requests.sought(request, settings().secret_key, within)


def search(task: Task) -> None:
    """Count what there is of somebody, store by store."""
    request = requests.by_id(task.session, task.params["request"])
    if request is None or request.state is not RequestState.SEARCHING:
        return
    of = sought(task.session, request)
    task.step(0)
    with task.reading() as session:
        found = requests.search(session, kept(current_app), of, task.step)
    request.found, request.state = found, RequestState.FOUND
    if not found and request.by_id is None and request.asked_by == "receipt":
        requests.end(task.session, request, now=task.now)  # anybody can type a code: one of nobody waits for nobody


def erase(task: Task) -> None:
    """Erase store by store, then look for it everywhere, and forget whom it was about."""
    request = requests.by_id(task.session, task.params["request"])
    if request is None or request.state is not RequestState.ERASING:
        return
    of, entries = sought(task.session, request), kept(current_app)

    def step(done: int, total: int) -> None:
        task.step(done, total + 1)  # the proof is one more

    request.found = requests.erase(task.session, entries, of, request.found, step)
    task.step(len(entries), len(entries) + 1)  # commits: the proof needs a database that nobody here writes to
    found = prove(of, vacuum=bool(task.params.get("vacuum")))
    request.proof = found
    requests.end_restrictions(task.session, request, now=task.now)
    requests.end(task.session, request, now=task.now)
    audit.record(
        task.session, PRODUCT, "privacy.erased", "privacy-request", request.id, now=task.now, hub_id=request.hub_id
    )


def restrict(task: Task) -> None:
    """Keep all of it out of all use, store by store, until it is lifted."""
    request = requests.by_id(task.session, task.params["request"])
    if request is None or request.state is not RequestState.RESTRICTING:
        return
    of = sought(task.session, request)
    request.found = requests.restrict(task.session, kept(current_app), of, request, task.step)
    request.proof = {"restricted": task.now.isoformat(timespec="seconds")}
    request.state = RequestState.RESTRICTED
    audit.record(
        task.session,
        PRODUCT,
        "privacy.restricted",
        "privacy-request",
        request.id,
        now=task.now,
        hub_id=request.hub_id,
        stores={store: row["restricted"] for store, row in request.found.items() if row.get("restricted")},
    )


def prove(of: Sought, *, vacuum: bool = False) -> dict[str, Any]:
    """Look everywhere for what a request was about. Outside of any transaction."""
    known = settings()
    return proof.prove(
        db.engine,
        known.data_dir,
        of.address or of.code,
        requests.needles(kept(current_app), of),
        backup_days=known.backup_days,
        now=utcnow(),
        vacuum=vacuum,
    )
