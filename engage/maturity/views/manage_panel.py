"""The panel of a round: who is on it, inviting and reminding them. Who has handed in is said to nobody."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.maturity import messages, queries
from engage.maturity.domain import panel_list
from engage.maturity.domain.kinds import Stage, StepName
from engage.maturity.domain.panel import MOST, composition
from engage.maturity.forms_panel import (
    LONGEST_LIST,
    finding_words,
    languages_for,
    read_seat,
    read_text,
    stored,
)
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member
from engage.maturity.rounds import inviting, panel
from engage.maturity.views import manage_frame
from engage.maturity.views.manage_rounds import deviations_of
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_panel", __name__, template_folder="../templates", url_prefix="/console/assessments")
MOST_FINDINGS = 20


@bp.get("/<int:number>/panel")
@permission(Permission.MATURITY_EDIT)
def members(number: int) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    session = db.session()
    seats = queries.members(session, found.id)
    return manage_frame.render(
        found,
        "maturity/manage/panel.html",
        step=StepName.PANEL,
        members=seats,
        endonym=endonym,
        composition=composition((each.citizen, each.outside, each.regional) for each in seats if not each.declined),
        waiting=len(inviting.uninvited(session, found)),
        changes=found.stage in panel.OPEN,
        deviations=deviations_of(found),
    )


# -- one person


@bp.get("/<int:number>/panel/new")
@permission(Permission.MATURITY_EDIT)
def new(number: int) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    return _form(found, Filled({"language": languages_for(found.hub.languages)[0], "form": "full"}))


@bp.post("/<int:number>/panel/new")
@permission(Permission.MATURITY_EDIT)
def add(number: int) -> ResponseReturnValue:
    found, sent = manage_frame.round_or_404(number), Sent(request.form)
    require_token()
    session = db.session()
    seat = read_seat(sent, panel.addresses(session, found))
    if seat is None:
        return _form(found, sent), 422
    try:
        panel.add(session, found, [seat])
    except Refusal as refusal:
        return _refused(number, refusal)
    manage_frame.note("assessment.member-added", found, members=1)
    session.commit()
    flash(gettext("%(name)s is on the panel.", name=seat.name))
    return redirect(url_for(".members", number=number), code=303)


@bp.get("/<int:number>/panel/<int:member>")
@permission(Permission.MATURITY_EDIT)
def member(number: int, member: int) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    who = _member_or_404(found, member)
    return _form(found, stored(who), who)


@bp.post("/<int:number>/panel/<int:member>")
@permission(Permission.MATURITY_EDIT)
def change(number: int, member: int) -> ResponseReturnValue:
    found, sent = manage_frame.round_or_404(number), Sent(request.form)
    require_token()
    session, who = db.session(), _member_or_404(found, member)
    seat = read_seat(sent, panel.addresses(session, found) - {who.email or ""})
    if seat is None:
        return _form(found, sent, who), 422
    try:
        moved = panel.change(session, found, who, seat)
    except Refusal as refusal:
        return _refused(number, refusal)
    manage_frame.note("assessment.member-changed", found)
    session.commit()
    flash(
        gettext("Saved. The link sent to the old address no longer works: invite this person again.")
        if moved and seat.email
        else gettext("Saved.")
    )
    return redirect(url_for(".members", number=number), code=303)


def _member_or_404(found: Assessment, member_id: int) -> Member:
    who = panel.one(db.session(), found, member_id)
    if who is None:
        abort(404)
    return who


def _form(found: Assessment, filled: Filled, who: Member | None = None) -> str:
    return manage_frame.render(
        found,
        "maturity/manage/panel_member.html",
        step=StepName.PANEL,
        filled=filled,
        who=who,
        languages=[{"value": tag, "label": endonym(tag), "lang": tag} for tag in languages_for(found.hub.languages)],
        changes=found.stage in panel.OPEN,
        rating=found.stage is not Stage.PREPARING,
    )


# -- a list


@bp.get("/<int:number>/panel/list")
@permission(Permission.MATURITY_EDIT)
def listed(number: int) -> ResponseReturnValue:
    return _list(manage_frame.round_or_404(number), Filled())


@bp.post("/<int:number>/panel/list")
@permission(Permission.MATURITY_EDIT)
def add_list(number: int) -> ResponseReturnValue:
    """Everybody of a list, or nobody while a line is wrong."""
    found, sent = manage_frame.round_or_404(number), Sent(request.form)
    require_token()
    session, file = db.session(), request.files.get("file")
    text = read_text(sent, file.read(LONGEST_LIST * 4) if file else b"")
    if sent.wrong:
        return _list(found, sent), 422
    free = MOST - panel.size(session, found)
    read = panel_list.read(text, languages_for(found.hub.languages), panel.addresses(session, found), free=free)
    if read.findings or not read.seats:
        sent.text["list"] = text
        sent.refuse("list", gettext("Nobody was entered yet: mend the lines first."))
        return _list(found, sent, read.findings), 422
    try:
        panel.add(session, found, read.seats)
    except Refusal as refusal:
        return _refused(number, refusal)
    manage_frame.note("assessment.member-added", found, members=len(read.seats))
    session.commit()
    flash(ngettext("%(num)s person is on the panel now.", "%(num)s people are on the panel now.", len(read.seats)))
    return redirect(url_for(".members", number=number), code=303)


def _list(found: Assessment, filled: Filled, findings: tuple[panel_list.Finding, ...] = ()) -> str:
    return manage_frame.render(
        found,
        "maturity/manage/panel_list.html",
        step=StepName.PANEL,
        filled=filled,
        columns=", ".join(panel_list.COLUMNS),
        languages=languages_for(found.hub.languages),
        findings=[(each, finding_words(each)) for each in findings[:MOST_FINDINGS]],
        more=max(0, len(findings) - MOST_FINDINGS),
    )


# -- writing to them


@bp.post("/<int:number>/panel/invite")
@permission(Permission.MATURITY_EDIT)
def invite_all(number: int) -> ResponseReturnValue:
    """Write to everybody who was not written to yet."""
    return _deed(
        number,
        "assessment.panel-invited",
        lambda session, found: inviting.invite_all(session, found, now=utcnow()),
        lambda count: (
            ngettext("%(num)s person is invited.", "%(num)s people are invited.", count)
            if count
            else gettext("Everybody who has a mail address is invited already.")
        ),
    )


@bp.post("/<int:number>/panel/remind")
@permission(Permission.MATURITY_EDIT)
def remind(number: int) -> ResponseReturnValue:
    """Write to everybody who has not handed in; nobody learns who that is."""
    return _deed(
        number,
        "assessment.panel-reminded",
        lambda session, found: inviting.remind(session, found, now=utcnow()),
        lambda _: gettext("Everybody who has not handed in gets a mail. Who that is stays unknown."),
    )


@bp.post("/<int:number>/panel/<int:member>/invite")
@permission(Permission.MATURITY_EDIT)
def invite(number: int, member: int) -> ResponseReturnValue:
    """Write to one person; again, when somebody asks for it."""
    return _deed(
        number,
        "assessment.panel-invited",
        lambda session, found: inviting.invite(session, found, _member_or_404(found, member), now=utcnow()),
        lambda _: gettext("The invitation is on its way."),
    )


@bp.post("/<int:number>/panel/<int:member>/link")
@permission(Permission.MATURITY_EDIT)
def new_link(number: int, member: int) -> ResponseReturnValue:
    """End the link that somebody has, and send a new one."""
    return _deed(
        number,
        "assessment.member-link",
        lambda session, found: inviting.new_link(session, found, _member_or_404(found, member), now=utcnow()),
        lambda _: gettext("The old link no longer works. A new one is on its way."),
    )


@bp.post("/<int:number>/panel/<int:member>/remove")
@permission(Permission.MATURITY_EDIT)
def remove(number: int, member: int) -> ResponseReturnValue:
    return _deed(
        number,
        "assessment.member-removed",
        lambda session, found: panel.remove(session, found, _member_or_404(found, member)),
        lambda _: gettext("This person is no longer on the panel."),
    )


def _deed(
    number: int, action: str, deed: Callable[[Session, Assessment], Any], said: Callable[[Any], str]
) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    require_token()
    session = db.session()
    try:
        count = deed(session, found)
    except Refusal as refusal:
        return _refused(number, refusal)
    manage_frame.note(action, found)
    session.commit()
    flash(said(count))
    return redirect(url_for(".members", number=number), code=303)


def _refused(number: int, refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    flash(messages.refused(refusal), "error")
    return redirect(url_for(".members", number=number), code=303)
