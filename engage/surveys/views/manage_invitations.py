"""Writing to the people on the list: the invitation, reminders, letters; with what is known of how many answered."""

from typing import Any

from flask import Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext, ngettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.mail import post, speaking
from engage.mail.kinds import Translate
from engage.mail.models import OutboxMail
from engage.surveys import pages, queries
from engage.surveys.domain.invitations import DAYS_BETWEEN, FEW, MOST_REMINDERS, NotYet
from engage.surveys.domain.status import Availability
from engage.surveys.inviting import counting, letter_words, letters, mails, sending
from engage.surveys.models import Survey
from engage.surveys.staying import panel
from engage.surveys.views.manage_inviting import Here, bp, find, note, render
from engage.surveys.views.manage_paper import version_to_print
from engage.web import languages, links
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission

KINDS = ("pdf", "csv", "xlsx")
_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_IN_A_TABLE = 20_000


@bp.get("/<slug>/invitations")
@permission(Permission.REACH)
def inviting(slug: str) -> ResponseReturnValue:
    here, session = find(slug), db.session()
    survey_id = here.survey.id
    return render(
        here,
        "invite.html",
        counts=counting.counts(session, survey_id, here.seen),
        waiting=counting.to_invite(session, survey_id, here.seen),
        letters=counting.letters(session, survey_id, here.seen),
        panel=panel.size(session, here.survey.activity.hub_id) if here.seen is None else None,
        open_=_state(here.survey),
        few=FEW,
    )


def _state(survey: Survey) -> Availability | None:
    found = queries.fielded(db.session(), survey.slug)
    return queries.state(db.session(), found, utcnow()) if found else None


# -- the invitation


@bp.get("/<slug>/invitations/send")
@permission(Permission.REACH)
def before_sending(slug: str) -> ResponseReturnValue:
    """The mail as people read it, in each language, and how many it goes to."""
    here, session = find(slug), db.session()
    return render(
        here,
        "invite_send.html",
        letters=_previews(here, mails.INVITED),
        waiting=counting.to_invite(session, here.survey.id, here.seen),
        counts=counting.counts(session, here.survey.id, here.seen),
        open_=_state(here.survey),
        few=FEW,
    )


def _previews(here: Here, kind: str) -> list[tuple[str, str, str]]:
    """(language, subject, text) of a mail, with this survey's own values; links lead nowhere."""
    session, room, activity = db.session(), post.of(current_app), here.survey.activity
    values = {"survey_id": here.survey.id}
    found = {}
    for tag in here.languages:
        about = {"hub_id": activity.hub_id, "activity_id": activity.id}
        letter = room.preview_of(session, OutboxMail(kind=kind, to="", language=tag, values=values, **about))
        found[letter.language] = (letter.language, letter.subject, letter.text)
    return list(found.values())


@bp.post("/<slug>/invitations/send")
@permission(Permission.REACH)
def send(slug: str) -> ResponseReturnValue:
    here, session = find(slug), db.session()
    require_token()
    if _state(here.survey) is not Availability.OPEN:
        flash(gettext("The survey is not open. People would come to a closed door: open it first."), "error")
        return redirect(url_for(".before_sending", slug=slug), code=303)
    number = 0
    while written := sending.invite(session, here.survey, now=utcnow(), seen=here.seen):
        number += written
        note("survey.invited", here, number=written)
        session.commit()
    if number:
        flash(ngettext("%(num)s invitation goes out.", "%(num)s invitations go out.", number))
    else:
        flash(gettext("Everybody on the list was invited already."), "error")
    return redirect(url_for(".inviting", slug=slug), code=303)


# -- reminders


@bp.get("/<slug>/invitations/remind")
@permission(Permission.REACH)
def before_reminding(slug: str) -> ResponseReturnValue:
    """Who is missing comes first; then how many were invited and answered, and when the next reminder may go out."""
    here, session = find(slug), db.session()
    return render(
        here,
        "invite_remind.html",
        letters=_previews(here, mails.REMINDED),
        counts=counting.counts(session, here.survey.id, here.seen),
        **_reminding(here),
    )


def _reminding(here: Here) -> dict[str, Any]:
    session, survey_id = db.session(), here.survey.id
    day = sending.next_reminder(session, survey_id, here.seen)
    monitoring = "result_monitoring.page"
    return {
        "day": format_date(day, "long") if day else "",
        "may_now": day is not None and day <= utcnow().date() and _state(here.survey) is Availability.OPEN,
        "rounds": sending.rounds(session, survey_id, here.seen),
        "most": MOST_REMINDERS,
        "days": DAYS_BETWEEN,
        "missing": url_for(monitoring, slug=here.survey.slug) if monitoring in current_app.view_functions else "",
    }


@bp.post("/<slug>/invitations/remind")
@permission(Permission.REACH)
def remind(slug: str) -> ResponseReturnValue:
    """To how many it goes is said to nobody: it would be how many have not answered."""
    here, session = find(slug), db.session()
    require_token()
    if _state(here.survey) is not Availability.OPEN:
        flash(gettext("The survey is not open. People would come to a closed door: open it first."), "error")
        return redirect(url_for(".before_reminding", slug=slug), code=303)
    try:
        sending.remind(session, here.survey, now=utcnow(), seen=here.seen)
    except NotYet:
        session.rollback()
        flash(gettext("Nobody may be reminded today."), "error")
        return redirect(url_for(".before_reminding", slug=slug), code=303)
    note("survey.reminded", here)
    session.commit()
    flash(gettext("Reminders go out to those who have not answered."))
    return redirect(url_for(".inviting", slug=slug), code=303)


# -- letters


@bp.get("/<slug>/invitations/letters/<lang>")
@permission(Permission.REACH)
def before_letters(slug: str, lang: str) -> ResponseReturnValue:
    here = _letters(slug, lang)
    return _letters_page(here, lang, Filled({"words": _words(here, lang)}))


def _letters(slug: str, lang: str) -> Here:
    here = find(slug)
    if lang not in here.languages:
        abort(404)
    return here


def _letters_page(here: Here, lang: str, form: Filled) -> str:
    found = counting.letters(db.session(), here.survey.id, here.seen).get(lang, (0, 0))
    return render(
        here,
        "invite_letters.html",
        form=form,
        language=endonym(lang),
        tag=lang,
        fresh=found[0],
        every=found[1],
        most=letters.MOST_PRINTED,
        page=_page_address(),
    )


def _page_address() -> str:
    return links.absolute(url_for("survey_invitations.bare_code_page"))


def _words(here: Here, lang: str) -> str:
    """What a letter says unless the team writes something else, in the letter's language."""
    return letter_words.body(here.survey, lang, _translate(here, lang))


def _translate(here: Here, lang: str) -> Translate:
    interface = languages.interface_for(current_app, lang, here.languages[0])
    return speaking.translate_into(db.session(), interface)


@bp.post("/<slug>/invitations/letters/<lang>")
@permission(Permission.REACH)
def make_letters(slug: str, lang: str) -> ResponseReturnValue:
    """New codes, and the letters as a file. What is kept of a code is a hash: the file is there once."""
    here, session = _letters(slug, lang), db.session()
    require_token()
    sent = Sent(request.form)
    kind = sent.read_one("kind", KINDS, other="csv")
    words = sent.read_text("words", most=letters.LONGEST_WORDS, needed=gettext("Write what the letter says."))
    anew = sent.get("who") == "all"
    every = counting.letters(session, here.survey.id, here.seen).get(lang, (0, 0))[1]
    if kind == "pdf" and anew and every > letters.MOST_PRINTED:
        sent.refuse("kind", gettext("These are too many letters for one file to print. Take a table."))
    if sent.wrong:
        return _letters_page(here, lang, sent), 422
    try:
        made = letters.make(
            session,
            here.survey,
            lang,
            anew=anew,
            key=str(current_app.config["SECRET_KEY"]),
            base=str(current_app.config["ENGAGE_BASE_URL"]),
            most=letters.MOST_PRINTED if kind == "pdf" else MOST_IN_A_TABLE,
            now=utcnow(),
            seen=here.seen,
        )
    except letters.NobodyThere:
        session.rollback()
        sent.refuse("who", gettext("There is nobody to write a letter to."))
        return _letters_page(here, lang, sent), 422
    content = _file(here, lang, kind, made, words)
    note("survey.letters-made", here, number=len(made), language=lang)
    session.commit()
    response = Response(content, mimetype=None, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-letters-{lang}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(here: Here, lang: str, kind: str, made: list[letters.Letter], words: str) -> bytes:
    if kind != "pdf":
        table = letters.rows(made, _page_address())
        return letters.as_xlsx(table) if kind == "xlsx" else letters.as_csv(table)
    _, common = version_to_print(here.survey)
    contact = pages.edition_of(here.survey, common).contact
    ways = ", ".join(part for part in (contact.name, contact.phone, contact.email) if part)
    said = letter_words.around(here.survey, lang, words, ways, utcnow().date(), _translate(here, lang))
    return letters.pdf(made, said, _page_address())
