"""Who agreed to be asked again, as numbers, and inviting them; telling those who asked what came of a survey."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.surveys import what_came
from engage.surveys.inviting import lists
from engage.surveys.staying import news, panel
from engage.surveys.views.manage_inviting import Here, bp, find, note, render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission


@bp.get("/<slug>/invitations/panel")
@permission(Permission.REACH)
def members(slug: str) -> ResponseReturnValue:
    """How many there are by language; never who."""
    here = find(slug)
    sizes = panel.size(db.session(), here.survey.activity.hub_id) if here.seen is None else {}
    return render(here, "invite_panel.html", sizes=[(tag, endonym(tag), number) for tag, number in sizes.items()])


@bp.post("/<slug>/invitations/panel")
@permission(Permission.REACH)
def invite_panel(slug: str) -> ResponseReturnValue:
    """Put the panel on the list; the invitations are sent like all others."""
    here, session = find(slug), db.session()
    require_token()
    number = lists.add_panel(session, here.survey, here.languages) if here.seen is None else 0
    if number:
        note("survey.panel-listed", here, number=number)
        session.commit()
        flash(ngettext("%(num)s person is on the list.", "%(num)s people are on the list.", number))
    else:
        flash(gettext("Everybody of the panel is on the list already."), "error")
    return redirect(url_for(".inviting", slug=slug), code=303)


@bp.get("/<slug>/invitations/tell")
@permission(Permission.REACH)
def before_telling(slug: str) -> ResponseReturnValue:
    return _tell_page(_everybodys(slug), Filled())


def _everybodys(slug: str) -> Here:
    """Who wants to hear is known by language and by no country: they are for who sees all countries."""
    here = find(slug)
    if here.seen is not None:
        abort(404)
    return here


def _tell_page(here: Here, form: Filled) -> str:
    waiting = news.languages(db.session(), here.survey.id)
    tags = list(dict.fromkeys((*here.languages, *waiting)))
    return render(
        here,
        "invite_tell.html",
        form=form,
        number=sum(waiting.values()),
        languages=[(tag, endonym(tag), waiting.get(tag, 0)) for tag in tags],
    )


@bp.post("/<slug>/invitations/tell")
@permission(Permission.REACH)
def tell(slug: str) -> ResponseReturnValue:
    """One mail to everybody who wanted to hear; then their addresses are deleted."""
    here, session = _everybodys(slug), db.session()
    require_token()
    sent = Sent(request.form)
    waiting = news.languages(session, here.survey.id)
    source = here.languages[0]
    tags = [source, *(tag for tag in dict.fromkeys((*here.languages, *waiting)) if tag != source)]
    needed = gettext("Write what came of it.")
    said = {
        tag: sent.read_text(f"words-{tag}", most=news.LONGEST_WORDS, needed=needed if tag == source else "")
        for tag in tags
    }
    link = sent.read_link("link")
    if not waiting:
        sent.refuse(f"words-{source}", gettext("Nobody waits to hear."))
    if sent.wrong:
        return _tell_page(here, sent), 422
    written = {tag: words for tag, words in said.items() if words}
    first = what_came.published_on(session, here.survey.id)
    number = news.tell_all(session, here.survey, written, link, now=utcnow(), published_on=first)
    note("survey.told", here, number=number)
    session.commit()
    flash(
        ngettext(
            "%(num)s person is told. The address is deleted.",
            "%(num)s people are told. Their addresses are deleted.",
            number,
        )
    )
    return redirect(url_for(".inviting", slug=slug), code=303)
