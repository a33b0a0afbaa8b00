"""Hand over a hub: choose what goes with it, have the archive made, download it."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.handover import job, words
from engage.handover.parts.kept import PERSONAL, Choice
from engage.hubs import queries as hubs
from engage.hubs.domain.texts import named
from engage.hubs.models import Hub
from engage.jobs import files
from engage.jobs import queries as jobs
from engage.jobs.models import JobState
from engage.web import trail
from engage.web.console import render, use_language
from engage.web.desk import require_token
from engage.web.permissions import Permission, actor, may, permission

bp = Blueprint("handover", __name__, template_folder="../templates", url_prefix="/console/hubs")
bp.before_request(use_language)
_NEEDS: Mapping[Choice, tuple[Permission, ...]] = {
    Choice.ANSWERS: (Permission.RESULTS_EXPORT, Permission.RESULTS_TEXTS),
    Choice.REGISTRATIONS: (Permission.EVENT_PEOPLE, Permission.REACH),
    Choice.PEOPLE: (Permission.PEOPLE,),
    Choice.ASSESSMENTS: (Permission.MATURITY_SEE,),
}
"""What somebody must be allowed to see of a hub to take it away."""


def hubs_here(_label: Permission, args: Mapping[str, Any]) -> frozenset[int]:
    """The hub that an address names."""
    found = hubs.by_slug(db.session(), args["hub"])
    return frozenset() if found is None else frozenset((found.id,))


@bp.get("/<hub>/hand-over")
@permission(Permission.HAND_OVER)
def page(hub: str) -> ResponseReturnValue:
    return _shown(_hub(hub))


@bp.post("/<hub>/hand-over")
@permission(Permission.HAND_OVER)
def have(hub: str) -> ResponseReturnValue:
    """Ask for the archive. What somebody may not choose is refused, not left out in silence."""
    require_token()
    found, by = _hub(hub), actor().id
    wanted = {each for each in PERSONAL if each.value in request.form.getlist("with")}
    refused = wanted - _allowed()
    if refused or by is None:
        sentence = gettext("You may not hand this over: %(what)s.", what=", ".join(_names(refused)))
        return _shown(found, sentence, wanted), 422
    if wanted and request.form.get("sure") != "yes":
        sentence = gettext("Say that the receiver may have these data.")
        return _shown(found, sentence, wanted, at="sure"), 422
    choices = frozenset(wanted | ({Choice.ASSESSMENTS} & _allowed()))
    now = utcnow()
    asked = job.ask(db.session(), job.Wish(found.id, found.slug, choices), by=by, now=now)
    chosen = sorted(each.value for each in wanted)
    trail.note(db.session(), "hub.archived", "hub", found.id, now=now, hub_id=found.id, hub=found.slug, choices=chosen)
    db.session.commit()
    return redirect(url_for("jobs.mine_one", job_id=asked.id), code=303)


@bp.get("/<hub>/hand-over/<int:job_id>")
@permission(Permission.HAND_OVER)
def made(hub: str, job_id: int) -> ResponseReturnValue:
    """The archive: for who asked, while they may see all that is in it, for a day."""
    found, done = _hub(hub), jobs.one(db.session(), job_id)
    if done is None or done.kind != job.KIND or done.by_id is None or done.by_id != actor().id:
        abort(404)
    wish = job.Wish.of(done.params)
    if wish.hub_id != found.id or not wish.is_for(_allowed()) or done.state is not JobState.DONE:
        abort(404)
    path = files.existing(current_app.config["ENGAGE_SETTINGS"].data_dir, job_id, utcnow())
    if path is None:
        flash(gettext("The archive was deleted after a day. Have it made again."))
        return redirect(url_for(".page", hub=hub), code=303)
    chosen = sorted(each.value for each in wish.choices if each in PERSONAL)
    trail.note_download(
        db.session(), "hub.archive_taken", "hub", found.id, now=utcnow(), hub_id=found.id, choices=chosen
    )
    answer = send_file(path.absolute(), "application/zip", True, done.result["name"], etag=False)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _hub(slug: str) -> Hub:
    found = hubs.by_slug(db.session(), slug)
    if found is None:
        abort(404)
    return found


def _allowed() -> set[Choice]:
    """What who asks may take away of this hub."""
    return {choice for choice, labels in _NEEDS.items() if all(may(label) for label in labels)}


def _names(choices: set[Choice]) -> list[str]:
    return [str(words.CHOICES[each][0]) for each in PERSONAL if each in choices]


def _shown(hub: Hub, problem: str = "", wanted: Collection[Choice] = (), *, at: str = "with") -> str:
    allowed = _allowed()
    name = named(hub.name, hub.names, hub.languages, g.interface).text
    return render(
        "handover/hand_over.html",
        crumbs=[
            (gettext("Hubs"), url_for("hubs_manage.index")),
            (name, url_for("hubs_manage.hub", hub=hub.slug)),
            (gettext("Hand over"), None),
        ],
        hub=hub,
        name=name,
        problem=problem,
        at=at,
        wanted=[each.value for each in wanted],
        offered=[_offered(each) for each in PERSONAL if each in allowed],
        missing=[words.CHOICES[each] for each in PERSONAL if each not in allowed],
        assessments=Choice.ASSESSMENTS in allowed,
        parts=len(hubs.with_parts(db.session(), [hub.id])) - 1,
    )


def _offered(choice: Choice) -> dict[str, Any]:
    label, meaning, _ = words.CHOICES[choice]
    return {"value": choice.value, "label": label, "hint": meaning}
