"""Duties on one round: who leads the workshop, who checks evidence, who signs as a citizen."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_security import current_user
from sqlalchemy.orm import Session

from engage.accounts import grants, people, sight, words
from engage.accounts.models import Person
from engage.accounts.roles import Duty
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import CONSOLE_LANGUAGES, endonym
from engage.maturity.models import Assessment
from engage.maturity.rounds import duties
from engage.maturity.views import manage_frame
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, is_count
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_assessment_duties", __name__, template_folder="../templates", url_prefix="/console/assessments")
TITLE = lazy_gettext("Duties in self-assessments")


def offered(session: Session, reach: sight.Reach) -> list[grants.Thing]:
    """The rounds on which duties are given, for the pages of people."""
    return [grants.Thing(each.id, each.title, frozenset({each.hub_id})) for each in duties.given_on(session, reach)]


def about(duty: Duty) -> str:
    """What somebody with a duty does, in a sentence."""
    return {
        Duty.FACILITATOR: gettext("Prepares and leads the workshop. Should not belong to the team of the hub."),
        Duty.EVIDENCE_CHECKER: gettext("Looks at the evidence from outside the team, and confirms or lowers it."),
        Duty.CO_SIGNER: gettext("A citizen who signs the result beside the person who leads the hub."),
    }[duty]


@bp.get("/<int:number>/duties")
@permission(Permission.MATURITY_SIGN)
def held(number: int) -> ResponseReturnValue:
    return _page(manage_frame.round_or_404(number), Filled({"language": "en", "duty": Duty.FACILITATOR.value}))


@bp.post("/<int:number>/duties")
@permission(Permission.MATURITY_SIGN)
def give(number: int) -> ResponseReturnValue:
    """Give a duty to the person with a mail address; who has no account yet is invited."""
    found, sent = manage_frame.round_or_404(number), Sent(request.form)
    require_token()
    duty = sent.read_one("duty", [each.value for each in duties.DUTIES])
    email = sent.read_mail("email", needed=gettext("Enter a mail address."))
    name = sent.read_text("name")
    language = sent.read_one("language", CONSOLE_LANGUAGES, other="en")
    if sent.wrong:
        return _page(found, sent), 422
    session = db.session()
    invitation = people.Invitation(email, name, language, ())
    try:
        duties.invite(session, found, _kind(found), invitation, Duty(duty), now=utcnow(), by=_myself())
    except Refusal as refusal:
        session.rollback()
        sent.refuse("email", _refused(refusal))
        return _page(manage_frame.round_or_404(number), sent), 409
    manage_frame.note("assessment.duty-given", found, duty=duty)
    session.commit()
    flash(gettext("The duty is given. A mail is on its way."))
    return redirect(url_for(".held", number=number), code=303)


@bp.post("/<int:number>/duties/take")
@permission(Permission.MATURITY_SIGN)
def take(number: int) -> ResponseReturnValue:
    found, sent = manage_frame.round_or_404(number), Sent(request.form)
    require_token()
    session, asked = db.session(), sent.get("person")
    person = session.get(Person, int(asked)) if is_count(asked) and len(asked) < 10 else None
    if person is None or sent.get("duty") not in {each.value for each in duties.DUTIES}:
        abort(404)
    try:
        grants.take(session, person, _kind(found), found.id, Duty(sent.get("duty")), now=utcnow(), by=_myself())
    except Refusal as refusal:
        session.rollback()
        flash(_refused(refusal), "error")
        return redirect(url_for(".held", number=number), code=303)
    manage_frame.note("assessment.duty-taken", found, duty=sent.get("duty"))
    session.commit()
    flash(gettext("The duty is taken."))
    return redirect(url_for(".held", number=number), code=303)


def _kind(found: Assessment) -> grants.Things:
    return duties.things(str(TITLE), found)


def _myself() -> Person:
    person: Person = current_user._get_current_object()
    return person


def _refused(refusal: Refusal) -> str:
    if refusal.code == "yourself":
        return gettext("Your own duties are given and taken by others.")
    if refusal.code == "switched_off":
        return gettext("The account with this mail address is switched off.")
    return gettext("This duty is not yours to give or take.")


def _page(found: Assessment, filled: Filled) -> str:
    return manage_frame.render(
        found,
        "maturity/manage/duties.html",
        tab="duties",
        filled=filled,
        duties=[
            (duty, words.duty(gettext, duty), about(duty), people_)
            for duty, people_ in duties.holders(db.session(), found).items()
        ],
        options=[
            {"value": duty.value, "label": words.duty(gettext, duty), "hint": about(duty)} for duty in duties.DUTIES
        ],
        languages=[{"value": tag, "label": endonym(tag), "lang": tag} for tag in CONSOLE_LANGUAGES],
    )
