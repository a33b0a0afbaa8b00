"""Pages of the jobs: for who runs the instance, and for everybody what they asked for themselves."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.jobs import messages, queries, schedule, service, work
from engage.jobs.models import Job, JobState
from engage.web import desk, trail
from engage.web.console import render, use_language
from engage.web.desk import listing
from engage.web.permissions import Permission, actor, may_somewhere, permission

bp = Blueprint("jobs", __name__, template_folder="../templates", url_prefix="/console")
bp.before_request(use_language)

_FILTER = listing.Filter(
    "state",
    lazy_gettext("State"),
    [(state.value, words) for state, words in messages.STATES.items()],
    lambda value: Job.state == JobState(value),
)
JOBS = listing.Table(
    columns=(
        listing.Column("kind", lazy_gettext("Job"), sort=Job.kind),
        listing.Column("state", lazy_gettext("State")),
        listing.Column("made", lazy_gettext("Asked for"), sort=Job.made_at, descending=True),
        listing.Column("attempts", lazy_gettext("Tries"), sort=Job.attempts, kind="number", descending=True),
        listing.Column("problem", lazy_gettext("Problem")),
    ),
    tie=Job.id,
    default="-made",
    filters=(_FILTER,),
)
OWN = listing.Table(
    columns=(
        listing.Column("kind", lazy_gettext("What you asked for"), sort=Job.kind),
        listing.Column("state", lazy_gettext("State")),
        listing.Column("made", lazy_gettext("Asked for"), sort=Job.made_at, descending=True),
        listing.Column("actions", lazy_gettext("What you can do")),
    ),
    tie=Job.id,
    default="-made",
)


def hubs_of(_label: Permission, arguments: Mapping[str, Any]) -> list[int] | None:
    """Whose a job is; a job of the whole instance, and a regular one, is of no hub in particular."""
    if "job_id" in arguments:
        job = queries.one(db.session(), arguments["job_id"])
        return [] if job is None else None if job.hub_id is None else [job.hub_id]
    return None if _regular(arguments["name"]) else []


def _regular(name: str) -> schedule.RegularJob | None:
    return next((job for job in work.regular(current_app) if job.name == name), None)


def _shown(template: str, **values: Any) -> str:
    return render(
        template,
        states=messages.STATES,
        marks=messages.MARKS,
        label=lambda kind: messages.label(current_app, kind),
        about=lambda job: messages.about(current_app, job.kind, job.params),
        problem=messages.problem,
        download=_download,
        **values,
    )


def _download(job: Job) -> str:
    """Where to have what the job made; empty where there is nothing (any more)."""
    kind = work.kinds(current_app).get(job.kind)
    return kind.download(job.id) if kind and kind.download and job.state is JobState.DONE else ""


# -- for who runs the instance


@bp.get("/jobs")
@permission(Permission.OPERATIONS)
def index() -> ResponseReturnValue:
    """What was asked for, the newest first."""
    found = listing.read(db.session(), queries.jobs(desk.reach(Permission.OPERATIONS)), JOBS)
    return _shown("jobs/manage/list.html", page=found, failed=queries.failed(db.session()))


@bp.get("/jobs/regular")
@permission(Permission.OPERATIONS)
def regular() -> ResponseReturnValue:
    """What recurs: how often, how it went, when next."""
    now, runs = utcnow(), queries.regular_runs(db.session())
    rows = [
        {
            "job": job,
            "run": (run := runs.get(job.name)),
            "running": run is not None and run.last_at > now - schedule.LONGEST_RUN and schedule.is_running(run),
            "next": schedule.next_at(job, run, now),
        }
        for job in work.regular(current_app)
    ]
    return render("jobs/manage/regular.html", rows=rows, now=now)


@bp.post("/jobs/regular/<name>/run")
@permission(Permission.OPERATIONS)
def run_now(name: str) -> ResponseReturnValue:
    desk.require_token()
    job = _regular(name)
    if job is None:
        abort(404)
    now = utcnow()
    schedule.run_now(db.session(), job, now)
    trail.note(db.session(), "job.run", "regular-job", name, now=now)
    db.session.commit()
    flash(gettext("“%(job)s” runs as soon as the worker looks, within some seconds.", job=job.label or job.name))
    return redirect(url_for(".regular"), code=303)


@bp.get("/jobs/<int:job_id>")
@permission(Permission.OPERATIONS)
def job(job_id: int) -> ResponseReturnValue:
    found = queries.one(db.session(), job_id)
    if found is None:
        abort(404)
    return _shown("jobs/manage/job.html", job=found, own=False, crumbs=[(gettext("Jobs"), url_for(".index"))])


@bp.post("/jobs/<int:job_id>/again")
@permission(Permission.OPERATIONS)
def again(job_id: int) -> ResponseReturnValue:
    desk.require_token()
    found, now = queries.one(db.session(), job_id), utcnow()
    if found is None:
        abort(404)
    try:
        service.run_again(db.session(), found, now=now)
    except Refusal as refusal:
        db.session.rollback()
        flash(str(messages.REFUSALS[refusal.code]), "error")
        return redirect(url_for(".job", job_id=job_id), code=303)
    trail.note(db.session(), "job.run", "job", job_id, now=now, hub_id=found.hub_id, kind=found.kind)
    db.session.commit()
    flash(gettext("It is tried again within some seconds."))
    return redirect(url_for(".job", job_id=job_id), code=303)


# -- for everybody: what they asked for


@bp.get("/work")
@permission(Permission.SIGNED_IN)
def mine() -> ResponseReturnValue:
    found = listing.read(db.session(), queries.asked_by(_me()), OWN)
    return _shown("jobs/manage/mine.html", page=found)


@bp.get("/work/<int:job_id>")
@permission(Permission.SIGNED_IN)
def mine_one(job_id: int) -> ResponseReturnValue:
    found = queries.one(db.session(), job_id)
    if found is None or found.by_id != _me():
        abort(404)
    return _shown("jobs/manage/job.html", job=found, own=True, crumbs=[(gettext("Your work"), url_for(".mine"))])


def _me() -> int:
    found = actor().id
    if found is None:
        abort(404)
    return found


# -- for the desk


def going_on(session: Session) -> list[desk.Running]:
    """What who is signed in waits for."""
    return [
        desk.Running(
            title=messages.label(current_app, job.kind),
            address=url_for("jobs.mine_one", job_id=job.id),
            state=str(messages.STATES[job.state]),
            kind=messages.MARKS[job.state],
            about=messages.about(current_app, job.kind, job.params),
        )
        for job in queries.running_for(session, _me())
    ]


def to_look_at(session: Session) -> list[desk.ToDo]:
    """Jobs that were given up, for who runs the instance."""
    count = queries.failed(session) if may_somewhere(Permission.OPERATIONS) else 0
    if not count:
        return []
    words = gettext("Jobs that did not work: %(count)s", count=count)
    return [desk.ToDo(words, url_for("jobs.index", state=JobState.FAILED.value), gettext("See why"))]
