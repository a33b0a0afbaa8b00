"""Trying a survey by a test link: the same pages under another address, with room for comments.

`/<lang>/surveys/<slug>/test/<token>/…` leads to the views that citizens' pages have. The token in the address is what
lets testers in; every address that a page builds keeps it. Answers lie in a draft of the channel `TEST`, which is
never counted and never becomes a response.
"""

from urllib.parse import quote, unquote, urlsplit, urlunsplit

from flask import Response, abort, g, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.gates import TextGate
from engage.surveys import pages, queries, trials
from engage.surveys.domain.status import Period, SurveyStatus
from engage.surveys.queries import Fielded
from engage.surveys.views import uploads
from engage.surveys.views.blueprint import bp
from engage.web import cookies, forgery

COMMENT = "_comment:"
"""What the inputs of comments are called, with the item's name after it."""
TESTER = "tester"
_PLACE = "/surveys/<slug>"


def token() -> str:
    """Of the test link that the visitor came by; empty for citizens."""
    return str(g.get("trial_token", ""))


def find(session: Session, slug: str) -> Fielded | None:
    """The survey at an address: as it is in the field, or its newest state by a test link; 404 if that is revoked."""
    return _newest(session, slug) if token() else queries.fielded(session, slug)


def _newest(session: Session, slug: str) -> Fielded:
    found = queries.tried(session, slug, token())
    if found is None:
        abort(404)
    survey, link = found
    version = queries.newest_version(session, survey.instrument_id)
    if version is None:
        abort(404)
    g.trial_version = version.number
    return Fielded(
        id=survey.id,
        slug=survey.slug,
        status=SurveyStatus.OPEN,
        text_gate=TextGate.NONE,
        period=Period(None, None),
        most_responses=None,
        version_id=version.id,
        revision=(survey.revision, survey.activity.hub.revision, version.id, version.revision, link.id),
        trial=link.language,
    )


def kept() -> bool:
    """Whether a comment was kept with the request that led here."""
    return bool(g.get("trial_said")) or (bool(token()) and request.args.get("said") == "1")


# -- addresses


def _under_the_token(state: BlueprintSetupState) -> None:
    """Every page of a survey a second time, under the token of a test link."""
    for rule in list(state.app.url_map.iter_rules()):
        if rule.endpoint.startswith("surveys.") and rule.rule.startswith(f"/<lang:lang>{_PLACE}"):
            place = rule.rule.replace(_PLACE, f"{_PLACE}/test/<string(length=32):token>", 1)
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            state.app.add_url_rule(place, endpoint=rule.endpoint, methods=list(methods))
            _both.add(rule.endpoint)


_both: set[str] = set()


@bp.url_value_preprocessor
def _take_token(_endpoint: str | None, values: dict[str, object] | None) -> None:
    g.trial_token = str(values.pop("token", "")) if values else ""


@bp.app_url_defaults
def _keep_token(endpoint: str, values: dict[str, object]) -> None:
    if endpoint in _both and token():
        values.setdefault("token", token())


def install() -> None:
    """Called once every page of the blueprint is there."""
    bp.record(_under_the_token)


# -- comments


@bp.before_request
def _keep_comments() -> None:
    """Before the page itself: what was said is kept also when an answer is wrong."""
    if not token() or request.method != "POST":
        return
    session, asked = db.session(), request.view_args or {}
    if request.mimetype == "multipart/form-data":
        instrument = pages.edition(session, _newest(session, str(asked.get("slug", "")))).instrument
        uploads.expect(instrument.section(str(asked.get("section", ""))), {})
        session.rollback()
    if request.form.get("_action") == "refresh":
        return
    words = {
        name.removeprefix(COMMENT): text
        for name, text in request.form.items()
        if name.startswith(COMMENT) and text.strip()
    }
    if not words:
        return
    forgery.refuse_cross_site()
    survey = _newest(session, str(asked.get("slug", "")))
    known = {"", *(item.name for item in pages.edition(session, survey).instrument.items)}
    number = trials.say(
        session,
        survey.id,
        {name: text for name, text in words.items() if name in known},
        version=g.trial_version,
        language=survey.trial,
        tester=unquote(cookies.read(TESTER) or ""),
        now=utcnow(),
    )
    session.commit()
    g.trial_said = number > 0


@bp.after_request
def _finish(response: Response) -> Response:
    if not token():
        return response
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    if request.method == "POST" and f"_{TESTER}" in request.form:
        cookies.write(response, TESTER, quote(request.form[f"_{TESTER}"].strip()[:80]))
    if g.get("trial_said") and response.location:
        parts = urlsplit(response.location)
        query = f"{parts.query}&said=1" if parts.query else "said=1"
        response.location = urlunsplit(parts._replace(query=query))
    return response
