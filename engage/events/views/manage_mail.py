"""A mail to a filtered group: words in each language, looked at with a real person's values, then sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import queries_people
from engage.events.domain.filters import LIVE, Filters
from engage.events.domain.telling import Told
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.people import writing
from engage.events.views import manage_frame
from engage.events.views.manage_frame import event_or_404
from engage.events.views.manage_people import filter_words
from engage.events.views.manage_people_blueprint import (
    asked,
    bp,
    ids_of,
    refused,
    render,
    sites_seen,
)
from engage.i18n.locales import direction, endonym, nearest
from engage.mail import kinds as mail_kinds
from engage.mail import letters, speaking
from engage.mail.kinds import MailKind
from engage.mail.letters import Around, Draft
from engage.mail.models import OutboxMail
from engage.web.desk import require_token
from engage.web.permissions import Permission, actor, permission

KIND = f"events.{Told.GROUP}"


@bp.get("/<slug>/people/mail")
@permission(Permission.EVENT_PEOPLE)
def mail(slug: str) -> ResponseReturnValue:
    """The form for the group of the address, and what was sent before."""
    event = event_or_404(slug)
    return _page(event, asked() or Filters(status=LIVE), {})


@bp.post("/<slug>/people/mail")
@permission(Permission.EVENT_PEOPLE)
def write(slug: str) -> ResponseReturnValue:
    """Look at it, go back, or send it."""
    event = event_or_404(slug)
    require_token()
    filters, typed = asked(request.form), _typed(event)
    words = {tag: each for tag, each in typed.items() if each["subject"].strip() or each["body"].strip()}
    if request.form.get("_action") == "edit":
        return _page(event, filters, typed)
    try:
        if request.form.get("_action") != "send":
            writing.require_words(words)
            return _page(event, filters, typed, preview=True)
        sites = ids_of(sites_seen(event))
        sent = writing.send(db.session(), event, sites, filters, words, by=actor().id, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        return _page(event_or_404(slug), filters, typed, problem=refused(refusal)), 422
    manage_frame.note("event.group-mailed", event, mail=sent.id, number=sent.count, filters=sorted(filters.said))
    db.session.commit()
    flash(ngettext("The mail goes to %(num)s person.", "The mail goes to %(num)s people.", sent.count))
    return redirect(url_for("manage_people.mail", slug=slug) + "#sent", code=303)


def _typed(event: Event) -> dict[str, dict[str, str]]:
    return {
        tag: {
            "subject": " ".join(request.form.get(f"subject-{tag}", "").split())[: writing.MOST_SUBJECT],
            "body": request.form.get(f"body-{tag}", "").replace("\r\n", "\n")[: writing.MOST_BODY],
        }
        for tag in _languages(event)
    }


def _languages(event: Event) -> list[str]:
    """Those of the event first, then others that somebody of it reads."""
    own = list(event.activity.languages) or [event.source_language]
    more = queries_people.languages(db.session(), event.id, ids_of(sites_seen(event)))
    return list(dict.fromkeys([*own, *sorted(more)]))


@dataclass(frozen=True, slots=True)
class Shown:
    """One language of the preview."""

    language: str
    number: int
    written_in: str
    subject: str
    text: str
    who: str
    dir: str


def _page(
    event: Event,
    filters: Filters,
    typed: Mapping[str, Mapping[str, str]],
    *,
    preview: bool = False,
    problem: str = "",
) -> str:
    session, sites = db.session(), ids_of(sites_seen(event))
    words = {tag: each for tag, each in typed.items() if each["subject"].strip() or each["body"].strip()}
    sent = [each for each in queries_people.group_mails(session, event.id) if set(each.filters["sites"]) <= set(sites)]
    reached = writing.recipients(session, event, sites, filters, words)
    return render(
        event,
        "events/manage/people_mail.html",
        "mail",
        filters=filters.said,
        filtered=filter_words(event, filters),
        reached=reached,
        languages=[(tag, endonym(tag), direction(tag)) for tag in _languages(event)],
        endonym=endonym,
        typed=typed,
        preview=_previews(event, filters, sites, words, reached) if preview else [],
        problem=problem,
        sent=sent,
        authors=queries_people.authors(session, [each.by_id for each in sent]),
        described=lambda said: filter_words(event, asked({key: str(value) for key, value in said.items()})),
        placeholders=("event", "when", "where", "who", "hub", "page"),
        most_subject=writing.MOST_SUBJECT,
    )


def _previews(
    event: Event, filters: Filters, sites: Sequence[int], words: writing.Words, reached: writing.Recipients
) -> list[Shown]:
    examples = writing.examples(db.session(), event, sites, filters)
    return [
        _preview(event, examples[each.language], words[each.written_in], each)
        for each in reached.languages
        if each.written_in
    ]


def _preview(event: Event, example: Registration, words: Mapping[str, str], each: writing.Language) -> Shown:
    """As it will be sent to one person, made by what makes the mails. The personal link is left out."""
    session = db.session()
    kind: MailKind = mail_kinds.registered(current_app)[KIND]
    language = each.written_in
    translate = speaking.translate_into(session, nearest(language, speaking.offered(session, _settings())) or "en")
    with session.no_autoflush:
        draft = OutboxMail(
            kind=KIND,
            to=example.email,
            language=example.language,
            values={"event_id": event.id, "registration_id": str(example.id)},
        )
        read = kind.facts(session, draft, language, translate) if kind.facts else {}
    values = {
        one.name: speaking.said(one, read[one.name], language, translate)
        for one in kind.placeholders
        if one.name in read
    }
    page = f"{_settings().base_url.rstrip('/')}/{example.language}/registrations/…"
    letter = letters.write(
        current_app.jinja_env,
        Draft(words["subject"], words["body"], language),
        values,
        {"page": page},
        Around(),
        translate,
    )
    who = example.attendees[0].name if example.attendees else ""
    return Shown(each.language, each.number, language, letter.subject, letter.text, who, direction(language))


def _settings() -> Any:
    return current_app.config["ENGAGE_SETTINGS"]
