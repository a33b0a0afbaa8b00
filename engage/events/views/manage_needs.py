"""Single needs: the list for who holds the duty, one need, and the answer to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import case

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import queries, queries_needs, words_needs
from engage.events.domain.kinds import NeedKind, NeedState
from engage.events.domain.needs import MOST_WORDS, BankData, overdue
from engage.events.models import Event, Site
from engage.events.models_people import Attendee, Need, Registration
from engage.events.needs import answering
from engage.events.needs.answering import Answer
from engage.events.views import manage_frame
from engage.events.views.manage_needs_blueprint import bp, myself, organises, sites_read
from engage.i18n.text import LocalizedText
from engage.web import trail
from engage.web.desk import listing, require_token
from engage.web.desk.listing import Column, Filter, Table
from engage.web.permissions import Permission, permission

MOST_ALIKE = 100
"""Needs answered at once: more than a page shows."""
STATE_TAGS = {NeedState.ASKED: "warning", NeedState.ANSWERED: "success", NeedState.REFUSED: "error"}


def _table(names: Mapping[int, str]) -> Table:
    first = case((Need.state == NeedState.ASKED, 0), else_=1)
    return Table(
        columns=(
            Column("person", gettext("Person"), sort=Attendee.name),
            Column("kind", gettext("What for"), sort=Need.kind),
            Column("what", gettext("What they need")),
            Column("site", gettext("Site"), sort=Registration.site_id),
            Column("state", gettext("Answer"), sort=(first, Registration.created_at)),
            Column("asked", gettext("Asked on"), sort=Registration.created_at, descending=True),
        ),
        tie=Need.id,
        default="state",
        filters=(
            Filter(
                "kind",
                gettext("What for"),
                [(kind.value, words_needs.KINDS[kind]) for kind in NeedKind],
                lambda value: Need.kind == value,
            ),
            Filter(
                "state",
                gettext("Answer"),
                [(state.value, words_needs.STATES[state]) for state in NeedState],
                lambda value: Need.state == value,
            ),
            Filter(
                "site",
                gettext("Site"),
                [(str(number), name) for number, name in names.items()],
                lambda value: Registration.site_id == int(value),
            ),
        ),
        search=(Attendee.name,),
    )


@bp.get("/<slug>/needs/people")
@permission(Permission.EVENT_NEEDS)
def needs(slug: str) -> ResponseReturnValue:
    """Who needs what; who has waited too long first. Reading the list is in the trail, too."""
    event = manage_frame.event_or_404(slug)
    html, shown = _list(event, Typed(NeedState.ANSWERED.value, "", "", ""), {})
    _read(event, "event.needs-listed", needs=shown)
    return html


@bp.post("/<slug>/needs/people")
@permission(Permission.EVENT_NEEDS)
def answer_alike(slug: str) -> ResponseReturnValue:
    """The same answer to all of a page who wait: a booth for a language, lunch without nuts."""
    event = manage_frame.event_or_404(slug)
    require_token()
    typed = Typed.sent()
    given, wrong = typed.answer()
    if given is None:
        return _list(event, typed, wrong)[0], 422
    session, now = db.session(), utcnow()
    ids = [int(each) for each in request.form.getlist("need") if each.isascii() and each.isdigit() and len(each) < 20]
    found = queries_needs.by_ids(session, event, sites_read(event), ids[:MOST_ALIKE])
    try:
        answered, told = answering.answer_alike(session, event, found, given, now=now, by=myself().id)
    except Refusal as refusal:
        session.rollback()
        return _list(manage_frame.event_or_404(slug), typed, dict([refused(refusal)]))[0], 422
    manage_frame.note("event.needs-answered", event, needs=answered, state=given.state.value)
    session.commit()
    flash(
        ngettext("%(num)s need is answered.", "%(num)s needs are answered.", answered)
        + " "
        + ngettext("%(num)s mail goes out.", "%(num)s mails go out.", told)
    )
    return redirect(request.full_path.rstrip("?"), code=303)


def _list(event: Event, typed: "Typed", wrong: Mapping[str, str]) -> tuple[str, int]:
    """The page, and how many needs it shows."""
    session, now, sites = db.session(), utcnow(), sites_read(event)
    names = site_names(event, sites)
    page = listing.read(session, queries_needs.single(event, sites), _table(names))
    left = queries_needs.unanswered(session, event, sites)
    html = manage_frame.render(
        event,
        "events/manage/needs.html",
        tab="needs-people",
        page=page,
        names=names,
        words=words_needs,
        tags=STATE_TAGS,
        late={row.Need.id for row in page.rows if late(event, row, now)},
        languages=languages_of,
        waiting=ngettext("%(num)s need waits for an answer.", "%(num)s needs wait for an answer.", left)
        if left
        else "",
        organises=organises(),
        no_sites=not sites,
        waits=[row.Need.id for row in page.rows if row.Need.state is NeedState.ASKED],
        typed=typed,
        problems=wrong,
        most=MOST_WORDS,
    )
    return html, len(page.rows)


def late(event: Event, row: Any, now: Any) -> bool:
    return overdue(row.Need.state, row.Registration.created_at, event.starts_at, now)


def site_names(event: Event, sites: Sequence[Site]) -> Mapping[int, str]:
    """What sites are called in the language of the console."""
    texts = queries.texts(db.session(), event)
    return {site.id: _name(texts.get(f"site:{site.id}:name"), site) for site in sites}


def _name(text: LocalizedText | None, site: Site) -> str:
    return (text.in_(g.interface) if text else "") or site.address or site.hub.name


def languages_of(need: Need) -> Sequence[tuple[str, Sequence[str]]]:
    """What somebody said of languages, for reading: heading and names."""
    said = (
        (gettext("Speaks"), need.spoken),
        (gettext("Understands"), need.understood),
        (gettext("Signs"), need.signed),
    )
    return [(heading, [words_needs.language_name(tag) for tag in tags]) for heading, tags in said if tags]


def _read(event: Event, action: str, **details: Any) -> None:
    hub = event.activity.hub_id
    trail.note_download(db.session(), action, "event", event.id, now=utcnow(), hub_id=hub, event=event.slug, **details)


# -- one need


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer as it was typed."""

    state: str
    words: str
    by_when: str
    seen: str

    @classmethod
    def of(cls, need: Need) -> "Typed":
        state = need.state.value if need.state is not NeedState.ASKED else NeedState.ANSWERED.value
        return cls(state, need.answer, need.by_when.isoformat() if need.by_when else "", answering.stamp(need))

    @classmethod
    def sent(cls) -> "Typed":
        form = request.form
        words = form.get("words", "").replace("\r\n", "\n")
        return cls(form.get("state", ""), words, form.get("by_when", "").strip(), form.get("seen", ""))

    def answer(self) -> tuple[Answer | None, dict[str, str]]:
        """What is handed over, or what is wrong with it by field."""
        wrong: dict[str, str] = {}
        day: date | None = None
        try:
            day = date.fromisoformat(self.by_when) if self.by_when else None
        except ValueError:
            wrong["by_when"] = gettext("This is not a day. Write it as year-month-day, for example 2027-05-31.")
        if self.state not in set(NeedState):
            wrong["state"] = gettext("Say whether it is possible.")
        return (None if wrong else Answer(NeedState(self.state), self.words, day)), wrong


@bp.get("/<slug>/needs/people/<int:need_id>")
@permission(Permission.EVENT_NEEDS)
def need(slug: str, need_id: int) -> ResponseReturnValue:
    """One need, in the person's words. Each view is in the trail."""
    event = manage_frame.event_or_404(slug)
    found = _need_or_404(event, need_id)
    html = _page(event, found, Typed.of(found.Need), {})
    _read(event, "event.need-read", need=str(need_id), kind=found.Need.kind.value)
    return html


@bp.post("/<slug>/needs/people/<int:need_id>")
@permission(Permission.EVENT_NEEDS)
def answer(slug: str, need_id: int) -> ResponseReturnValue:
    event = manage_frame.event_or_404(slug)
    require_token()
    found = _need_or_404(event, need_id)
    typed = Typed.sent()
    given, wrong = typed.answer()
    if given is None:
        return _page(event, found, typed, wrong), 422
    session, now = db.session(), utcnow()
    try:
        told = answering.answer(
            session, event, found.Registration, found.Need, given, seen=typed.seen, now=now, by=myself().id
        )
    except Refusal as refusal:
        session.rollback()
        event = manage_frame.event_or_404(slug)
        fresh = _need_or_404(event, need_id)
        if isinstance(refusal, answering.AnsweredMeanwhile):
            typed = Typed(typed.state, typed.words, typed.by_when, answering.stamp(fresh.Need))
        return _page(event, fresh, typed, dict([refused(refusal)])), 409 if "" in dict([refused(refusal)]) else 422
    manage_frame.note("event.need-answered", event, need=str(need_id), state=given.state.value)
    session.commit()
    flash(_done(given, told))
    return redirect(url_for(".needs", slug=slug), code=303)


def _done(given: Answer, told: bool) -> str:
    if given.state is NeedState.ASKED:
        return gettext("The answer is taken back. The person was not told.")
    if told:
        return gettext("The answer is kept, and the person is told by mail.")
    return gettext("The answer is kept. The person has no mail address: tell them by phone or letter.")


def refused(refusal: Refusal) -> tuple[str, str]:
    """The field that a refusal concerns (empty: the page), and why."""
    if isinstance(refusal, BankData):
        return "words", str(words_needs.BANK_DATA)
    return {
        "no_words": ("words", gettext("Say why it is not possible, and what else is.")),
        "too_long": ("words", gettext("Write at most %(most)s characters.", most=MOST_WORDS)),
        "past_day": ("by_when", gettext("This day is over. Choose one that is still to come.")),
        "answered_meanwhile": (
            "",
            gettext("Somebody else has answered meanwhile. Compare their answer with yours, and save again."),
        ),
    }[refusal.code]


def _need_or_404(event: Event, need_id: int) -> queries_needs.One:
    found = queries_needs.by_id(db.session(), event, sites_read(event), need_id)
    if found is None:
        abort(404)
    return found


def _page(event: Event, found: queries_needs.One, typed: Typed, wrong: Mapping[str, str]) -> str:
    one: Need = found.Need
    return manage_frame.render(
        event,
        "events/manage/need.html",
        tab="needs-people",
        need=one,
        attendee=found.Attendee,
        registration=found.Registration,
        kind=words_needs.KINDS[one.kind],
        labels=[words_needs.label(one.kind, code) for code in one.codes],
        tongues=languages_of(one),
        state=words_needs.STATES[one.state],
        state_tag=STATE_TAGS[one.state],
        late=late(event, found, utcnow()),
        tongue=words_needs.language_name(found.Registration.language),
        site=site_names(event, sites_read(event)).get(found.Registration.site_id, ""),
        typed=typed,
        problems=wrong,
        most=MOST_WORDS,
    )
