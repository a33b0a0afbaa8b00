"""The people on a survey's list: a file is read, looked at and taken in; people are added, stopped, taken off."""

from pathlib import Path
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy import or_, select

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.mail.safe import masked
from engage.surveys.domain.channels import Channel
from engage.surveys.domain.contacts import Checked, Contact, Part, Wrong, check, guessed, is_mail, key_of
from engage.surveys.inviting import counting, keeping, lists, reading
from engage.surveys.models_reach import Participant
from engage.surveys.views.manage_blueprint import account
from engage.surveys.views.manage_inviting import Here, bp, find, known, language_options, note, render
from engage.web.console import country_name
from engage.web.desk import listing, require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.desk.listing import Column, Filter, Table
from engage.web.permissions import Permission, permission

MOST_SHOWN = 100
WRONG = {
    Wrong.NO_MAIL: lazy_gettext("This is no mail address."),
    Wrong.NO_POST: lazy_gettext("A letter needs a name and an address."),
    Wrong.TWICE: lazy_gettext("Stands further up in the list."),
    Wrong.KNOWN: lazy_gettext("Is on the list of this survey already."),
    Wrong.LANGUAGE: lazy_gettext("The survey is not offered in this language."),
    Wrong.COUNTRY: lazy_gettext("This is no country that people of this list can be in."),
    Wrong.TOO_LONG: lazy_gettext("This is too long."),
    Wrong.TOO_MANY: lazy_gettext("A list may have 20,000 people. The rest is not taken in."),
}
NO_TABLE = {
    "too_large": lazy_gettext("The file is larger than 5 MB."),
    "too_many_rows": lazy_gettext("The file has more than 25,000 rows. Divide it."),
    "too_many_columns": lazy_gettext("The file has more than 100 columns."),
    "not_utf8": lazy_gettext("The file is not encoded in UTF-8. Save it again as “CSV UTF-8”, or as an Excel file."),
    "empty": lazy_gettext("There are no rows below the names of the columns."),
    "too_slow": lazy_gettext("Reading the file took too long. Save it as CSV."),
    "damaged": lazy_gettext("The file cannot be read. Save it again, as an Excel file or as CSV."),
}
PARTS = {
    Part.EMAIL: lazy_gettext("Mail address"),
    Part.NAME: lazy_gettext("Name"),
    Part.STREET: lazy_gettext("Street and number"),
    Part.PLACE: lazy_gettext("Postal code and town"),
    Part.LANGUAGE: lazy_gettext("Language"),
    Part.COUNTRY: lazy_gettext("Country"),
}


@bp.get("/<slug>/invitations/people")
@permission(Permission.REACH)
def people(slug: str) -> ResponseReturnValue:
    return _people_page(find(slug), Filled())


def _people_page(here: Here, form: Filled) -> str:
    session = db.session()
    named = or_(Participant.email.is_not(None), Participant.name != "")
    theirs = select(Participant).where(Participant.survey_id == here.survey.id, named, counting.within(here.seen))
    asked = request.args.get("q", "").strip().lower()
    if is_mail(asked):
        theirs = theirs.where(Participant.email == asked)
    columns = [
        Column("who", lazy_gettext("Who"), kind="head"),
        Column("language", lazy_gettext("Language"), sort=Participant.language),
        Column("invited", lazy_gettext("Invited"), sort=Participant.invited_on, descending=True),
        Column("state", lazy_gettext("State")),
        Column("actions", lazy_gettext("Actions")),
    ]
    tags = [(tag, endonym(tag)) for tag in here.languages]
    filters = [Filter("lang_of", lazy_gettext("Language"), tags, lambda value: Participant.language == value)]
    page = listing.read(session, theirs, Table(columns, tie=Participant.id, default="language", filters=filters))
    return render(
        here,
        "invite_people.html",
        page=page,
        form=form,
        asked=asked,
        masked=masked,
        languages=language_options(here),
        countries=[{"value": code, "label": country_name(code)} for code in here.countries],
        imported=lists.imported(session, here.survey.id) if here.seen is None else (),
    )


# -- one by one


@bp.post("/<slug>/invitations/people")
@permission(Permission.REACH)
def add_person(slug: str) -> ResponseReturnValue:
    """Somebody by hand, for a mail or for a letter."""
    here = find(slug)
    require_token()
    sent = Sent(request.form)
    contact, channel = _contact(here, sent)
    if not sent.wrong and key_of(contact.email, contact.name, contact.address) in lists.known(
        db.session(), here.survey.id
    ):
        sent.refuse("email" if contact.email else "name", str(WRONG[Wrong.KNOWN]))
    source = sent.read_text("source", most=300, needed=_source_needed())
    if sent.wrong:
        return _people_page(here, sent), 422
    _take(here, Checked((contact,)), channel, source, {})
    flash(gettext("One person is on the list."))
    return redirect(url_for(".people", slug=slug), code=303)


def _source_needed() -> str:
    return gettext("Say where the addresses come from, and why you may use them for this.")


def _contact(here: Here, sent: Sent) -> tuple[Contact, Channel]:
    by_letter = sent.get("channel") == Channel.LETTER
    name = sent.read_text("name", needed=gettext("A letter needs a name.") if by_letter else "")
    language = sent.read_one("language", here.languages, other=here.languages[0])
    country = sent.read_one("country", here.countries) if here.countries and sent.get("country") else ""
    if here.seen is not None and not country:
        country = here.countries[0] if here.countries else ""
    if by_letter:
        address = sent.read_text("address", most=600, needed=gettext("A letter needs an address."))
        lines = [" ".join(line.split()) for line in address.split("\n") if line.strip()]
        return Contact(None, name, "\n".join(lines), language, country), Channel.LETTER
    email = sent.read_text("email", most=254, needed=gettext("Enter a mail address, for example hub@example.org."))
    if email and not is_mail(email):
        sent.refuse("email", gettext("Enter a mail address, for example hub@example.org."))
    return Contact(email.lower(), name, "", language, country), Channel.INVITATION


@bp.post("/<slug>/invitations/people/<int:participant_id>")
@permission(Permission.REACH)
def change_person(slug: str, participant_id: int) -> ResponseReturnValue:
    """Stop writing, end the link, or take off the list."""
    here = find(slug)
    require_token()
    person = lists.one(db.session(), here.survey.id, participant_id)
    if person is None or (here.seen is not None and person.country not in here.seen):
        abort(404)
    what = request.form.get("_action", "")
    match what:
        case "stop":
            lists.stop(person)
            flash(gettext("This person gets no more mails about this survey."))
        case "revoke":
            lists.revoke(person)
            flash(gettext("The link and the code of this person open nothing any more."))
        case "take-off":
            lists.take_off(db.session(), Participant.id == person.id)
            flash(gettext("The person is off the list. Name and address are deleted."))
        case _:
            abort(400)
    note("survey.invitation-changed", here, what=what)
    db.session.commit()
    return redirect(url_for(".people", slug=slug), code=303)


# -- a whole list


@bp.post("/<slug>/invitations/list")
@permission(Permission.REACH)
def bring_list(slug: str) -> ResponseReturnValue:
    """Read a file and show what it would bring; on the page that shows it, read it by other columns or take it in."""
    here = find(slug)
    require_token()
    data_dir: Path = current_app.config["ENGAGE_SETTINGS"].data_dir
    sent = Sent(request.form)
    if not sent.get("key"):
        return _bring(here, sent, data_dir)
    table = keeping.kept(data_dir, sent.get("key"), here.survey.id)
    if table is None:
        flash(gettext("The list is not there any more. Bring the file again."), "error")
        return redirect(url_for(".people", slug=slug), code=303)
    columns = {part: sent.get(f"part-{part}") for part in Part if sent.get(f"part-{part}") in table.headers}
    by_letter = sent.get("channel") == Channel.LETTER
    checked = check(table.rows, columns, known(here), letters=by_letter)
    if sent.get("_action") != "take":
        return _preview(here, sent, table, columns, checked)
    source = sent.read_text("source", most=300, needed=_source_needed())
    if not checked.contacts:
        sent.refuse(f"part-{Part.EMAIL}", gettext("No row of this list can be used. Choose other columns."))
    if sent.wrong:
        return _preview(here, sent, table, columns, checked), 422
    channel = Channel.LETTER if by_letter else Channel.INVITATION
    _take(here, checked, channel, source, {part.value: header for part, header in columns.items()})
    keeping.forget(data_dir, sent.get("key"))
    number = len(checked.contacts)
    flash(ngettext("%(num)s person is on the list.", "%(num)s people are on the list.", number))
    return redirect(url_for(".inviting", slug=slug), code=303)


def _bring(here: Here, sent: Sent, data_dir: Path) -> ResponseReturnValue:
    file = request.files.get("file")
    if file is None or not file.filename:
        sent.refuse("file", gettext("Choose a file."))
        return _people_page(here, sent), 422
    try:
        table = reading.read(file.stream.read(reading.LARGEST + 1), file.filename)
    except reading.NoTable as refusal:
        sent.refuse("file", str(NO_TABLE[refusal.why]))
        return _people_page(here, sent), 422
    columns = guessed(table.headers)
    sent.text["key"] = keeping.keep(data_dir, table, here.survey.id)
    by_letter = sent.get("channel") == Channel.LETTER
    return _preview(here, sent, table, columns, check(table.rows, columns, known(here), letters=by_letter))


def _preview(here: Here, sent: Sent, table: reading.Table, columns: dict[Part, str], checked: Checked) -> str:
    """What would be taken in, by which columns, and which rows cannot be used. Nothing is stored yet."""
    none = [{"value": "", "label": gettext("no column")}]
    shown: dict[str, Any] = {
        "headers": none + [{"value": header, "label": header} for header in table.headers],
        "parts": [(part, str(label), columns.get(part, "")) for part, label in PARTS.items()],
    }
    return render(
        here,
        "invite_list.html",
        form=sent,
        number=len(checked.contacts),
        first=[(each, endonym(each.language)) for each in checked.contacts[:5]],
        bad=[(each, str(WRONG[each.what])) for each in checked.bad[:MOST_SHOWN]],
        bad_number=len(checked.bad),
        more=max(0, len(checked.bad) - MOST_SHOWN),
        **shown,
    )


def _take(here: Here, checked: Checked, channel: Channel, source: str, columns: dict[str, str]) -> None:
    lists.take(
        db.session(),
        here.survey,
        checked.contacts,
        channel=channel,
        source=source,
        columns=columns,
        refused=len(checked.bad),
        by=account(),
        now=utcnow(),
    )
    note("survey.list-taken-in", here, number=len(checked.contacts), source=source)
    db.session.commit()
