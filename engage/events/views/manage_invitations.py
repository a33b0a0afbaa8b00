"""Invitations: one address, a list, or a code for many."""

from collections.abc import Sequence

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import queries_people
from engage.events.domain.kinds import InvitationKind, Mode
from engage.events.models import Event
from engage.events.people import inviting
from engage.events.people.inviting import Finding
from engage.events.views import manage_frame
from engage.events.views.manage_frame import event_or_404
from engage.events.views.manage_people_blueprint import INVITATIONS, bp, ids_of, refused, render, sees_all, sites_seen
from engage.events.views.manage_people_messages import WRONG
from engage.i18n.locales import endonym
from engage.web.desk import require_token
from engage.web.links import absolute
from engage.web.permissions import Permission, permission

LARGEST = 1_000_000
MOST_FINDINGS = 100


@bp.get("/<slug>/people/invitations")
@permission(Permission.EVENT_PEOPLE)
def invitations(slug: str) -> ResponseReturnValue:
    return _page(_event(slug))


def _event(slug: str) -> Event:
    """For who sees everybody: an invitation belongs to no site."""
    event = event_or_404(slug)
    if not sees_all(event):
        abort(404)
    return event


def _page(event: Event, *, findings: Sequence[Finding] = (), problem: tuple[str, str] | None = None) -> str:
    """:param problem: the name of the field and a sentence"""
    session = db.session()
    languages = event.activity.languages or [event.source_language]
    form = url_for("event_form.register", lang=languages[0], slug=event.slug)
    return render(
        event,
        "events/manage/people_invitations.html",
        "invitations",
        invitations=queries_people.invitations(session, event.id),
        used_by=queries_people.used_by(session, event.id, ids_of(sites_seen(event))),
        kinds=INVITATIONS,
        languages=[(tag, endonym(tag)) for tag in languages],
        endonym=endonym,
        form_address=absolute(form),
        needed=event.mode is Mode.INVITATION,
        findings=[(finding, str(WRONG[finding.what])) for finding in findings[:MOST_FINDINGS]],
        more=max(0, len(findings) - MOST_FINDINGS),
        problem=problem,
        typed=request.form,
    )


@bp.post("/<slug>/people/invitations")
@permission(Permission.EVENT_PEOPLE)
def invite(slug: str) -> ResponseReturnValue:
    """By `_action`: "one" address, a "list", or a "code"."""
    event = _event(slug)
    require_token()
    what = request.form.get("_action")
    if what == "one":
        return _invite_list(event, InvitationKind.SINGLE, _one_line(), "email")
    if what == "list":
        return _invite_list(event, InvitationKind.LIST, _list(), "list")
    if what != "code":
        abort(400)
    return _make_code(event)


def _one_line() -> str:
    cells = (request.form.get(name, "") for name in ("email", "language", "note"))
    return ",".join('"' + " ".join(cell.replace('"', "'").split()) + '"' for cell in cells)


def _list() -> str:
    file = request.files.get("file")
    read = file.stream.read(LARGEST) if file and file.filename else b""
    pasted = request.form.get("list", "")[:LARGEST]
    return "\n".join(part for part in (pasted, read.decode("utf-8-sig", errors="replace")) if part.strip())


def _invite_list(event: Event, kind: InvitationKind, text: str, field: str) -> ResponseReturnValue:
    """All lines or none."""
    session, now = db.session(), utcnow()
    languages = event.activity.languages or [event.source_language]
    found = inviting.read_list(text, languages, inviting.invited(session, event.id))
    if found.findings and kind is InvitationKind.SINGLE:
        return _page(event, problem=(field, str(WRONG[found.findings[0].what]))), 422
    if found.findings or not found.lines:
        sentence = gettext("Nobody was invited. Mend the lines below and send the list again.")
        nothing = gettext("Write at least one mail address.")
        return _page(event, findings=found.findings, problem=(field, sentence if found.findings else nothing)), 422
    made = inviting.invite(session, event, found.lines, kind=kind, now=now)
    manage_frame.note("event.invited", event, number=len(made), kind=kind.value)
    session.commit()
    flash(ngettext("%(num)s invitation goes out.", "%(num)s invitations go out.", len(made)))
    return redirect(url_for("manage_people.invitations", slug=event.slug), code=303)


def _make_code(event: Event) -> ResponseReturnValue:
    session = db.session()
    most = request.form.get("most", "")
    if not (most.isascii() and most.isdigit() and 1 <= int(most[:9]) <= inviting.MOST_USES):
        return _page(event, problem=("most", gettext("Enter a number from 1 to 100,000."))), 422
    code, words = request.form.get("code", ""), " ".join(request.form.get("note-code", "").split())
    try:
        made = inviting.make_code(session, event, code, int(most), words, now=utcnow())
    except Refusal as refusal:
        session.rollback()
        return _page(event_or_404(event.slug), problem=("code", refused(refusal))), 422
    manage_frame.note("event.invited", event, number=most, kind=InvitationKind.CODE.value, invitation=made.id)
    session.commit()
    flash(gettext("The code %(code)s is there.", code=made.code))
    return redirect(url_for("manage_people.invitations", slug=event.slug), code=303)


@bp.post("/<slug>/people/invitations/<int:invitation_id>")
@permission(Permission.EVENT_PEOPLE)
def change_invitation(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Revoke it, let it hold again, or send it again."""
    event, session, now = _event(slug), db.session(), utcnow()
    require_token()
    found = inviting.one(session, event.id, invitation_id)
    if found is None:
        abort(404)
    what = request.form.get("_action", "")
    match what:
        case "revoke":
            found.revoked_at = now
            flash(gettext("The invitation does not hold any more. Who registered with it stays registered."))
        case "restore":
            found.revoked_at = None
            flash(gettext("The invitation holds again."))
        case "send" if found.email and found.revoked_at is None:
            inviting.send(session, event, found, now=now)
            flash(gettext("The invitation goes out once more."))
        case _:
            abort(400)
    manage_frame.note("event.invitation-changed", event, invitation=found.id, what=what)
    session.commit()
    return redirect(url_for("manage_people.invitations", slug=slug), code=303)
