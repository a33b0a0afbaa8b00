"""The pages of a desk: the same for helpers with a link and for the team, who come by the console.

Both hand over a `Counter`: which desk it is, where its pages are, how its forms are protected.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from engage.activities.domain.kinds import ActivityState
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.folding import fold
from engage.db.session import db
from engage.events import queries, queries_desk, words_attending
from engage.events.attending import checking_in, sheets
from engage.events.attending.checking_in import Desk, WalkIn
from engage.events.domain import attendance
from engage.events.domain.attendance import Verdict
from engage.events.domain.kinds import LIVE, AttendeeRole
from engage.events.queries_desk import Seen
from engage.events.tickets.codes import read_ticket, spelled
from engage.i18n.locales import direction
from engage.web.security import HEADERS

CAMERA = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
MOST_FOUND = 20
LONGEST = 200
"""Characters of a name, and of what is typed."""
IN_NOW = "in"
TAKEN_BACK = "out"


@dataclass(frozen=True, slots=True)
class Counter:
    """One visit to a desk."""

    desk: Desk
    language: str
    """Of the page."""
    address: Callable[..., str]
    """(page, **values) -> address: "desk", "person", "people", "walk_in", "paper"."""
    token: Callable[[], str]
    check: Callable[[], None]
    """400 unless the form came from this page."""
    back: str = ""
    """Where the team came from."""
    done: Callable[[str, Mapping[str, Any]], None] = field(default=lambda _action, _details: None)
    """Says in the trail what was done, for who is signed in."""

    @property
    def is_cancelled(self) -> bool:
        return self.desk.event.activity.state in (ActivityState.CANCELLED, ActivityState.REMOVED)

    @property
    def is_open(self) -> bool:
        """By a link only on its day; the team types in later what was on paper."""
        now = utcnow()
        if self.is_cancelled:
            return False
        if self.back:
            return now >= attendance.desk_window(self.desk.day, self.desk.zone)[0]
        return attendance.is_open(self.desk.day, self.desk.zone, now)


# -- pages


def front(counter: Counter) -> ResponseReturnValue:
    return _page(counter)


def enter(counter: Counter) -> ResponseReturnValue:
    """A ticket that was scanned or typed lets in; anything else looks for a name."""
    counter.check()
    if not counter.is_open:
        return _page(counter), 409
    typed = request.form.get("code", "").strip()[:LONGEST]
    if not typed:
        return _page(counter, problem=gettext("Scan a ticket, or type its code or a name.")), 422
    ticket = read_ticket(typed.rsplit("/", 1)[-1])
    session, desk = db.session(), counter.desk
    seen = queries_desk.by_ticket(session, desk.event.id, ticket, desk.day) if ticket else None
    if seen is not None:
        return _let_in(counter, seen.id)
    found = [] if ticket else _named(desk, typed)
    if not found:
        return _page(counter, typed=typed, unknown=True), 422
    return _page(counter, typed=typed, found=found)


def person(counter: Counter, attendee_id: int) -> ResponseReturnValue:
    """The card of one person, after letting them in or from a search."""
    if not counter.is_open:
        return _page(counter)
    return _page(counter, seen=_seen_or_404(counter, attendee_id), done=request.args.get("as", ""))


def act(counter: Counter, attendee_id: int) -> ResponseReturnValue:
    """Let somebody in, or take it back."""
    counter.check()
    if not counter.is_open:
        return _page(counter), 409
    if request.form.get("_action") == TAKEN_BACK:
        undone = checking_in.undo(db.session(), counter.desk, attendee_id, now=utcnow())
        if undone:
            counter.done("event.check-in-undone", {"attendee": attendee_id})
        db.session.commit()
        return _see(counter, "person", attendee_id=attendee_id, **({"as": TAKEN_BACK} if undone else {}))
    _seen_or_404(counter, attendee_id)
    return _let_in(counter, attendee_id)


def _let_in(counter: Counter, attendee_id: int) -> ResponseReturnValue:
    try:
        _, now_in = checking_in.check_in(db.session(), counter.desk, attendee_id, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        seen = _seen_or_404(counter, attendee_id)
        return _page(counter, seen=seen, problem=words_attending.refused(refusal)), 409
    if now_in:
        counter.done("event.checked-in", {"attendee": attendee_id})
    db.session.commit()
    return _see(counter, "person", attendee_id=attendee_id, **({"as": IN_NOW} if now_in else {}))


def people(counter: Counter) -> ResponseReturnValue:
    """Everybody with a place: who is in, who has not come; and where a paper list is typed in."""
    if not counter.is_open:
        return _page(counter)
    everybody = sorted(_listed(counter.desk), key=lambda each: _folded(each.name))
    show = request.args.get("show", "")
    shown = [each for each in everybody if not show or each.came == (show == "in")]
    return _render(
        counter,
        "events/desk_people.html",
        everybody=everybody,
        shown=shown,
        show=show,
        missing=sum(not each.came for each in everybody),
    )


def type_in(counter: Counter) -> ResponseReturnValue:
    """Let in those who were ticked. Nobody is taken out who is not ticked: another desk may have let them in."""
    counter.check()
    if not counter.is_open:
        return _page(counter), 409
    wanted = {
        int(each) for each in request.form.getlist("came") if each.isascii() and each.isdecimal() and len(each) < 20
    }
    number = checking_in.check_in_many(db.session(), counter.desk, wanted, now=utcnow())
    if number:
        counter.done("event.checked-in", {"persons": number})
    db.session.commit()
    return _see(counter, "people", typed=number)


def walk_in(counter: Counter) -> ResponseReturnValue:
    """A short form for somebody without a registration."""
    if not counter.is_open:
        return _page(counter)
    return _walk_in(counter, {})


def add(counter: Counter) -> ResponseReturnValue:
    counter.check()
    if not counter.is_open:
        return _page(counter), 409
    who = WalkIn(
        name=" ".join(request.form.get("name", "").split()),
        role=_role(request.form.get("role", "")),
        photos=request.form.get("photos") == "yes",
        organisation=" ".join(request.form.get("organisation", "").split())[:LONGEST],
    )
    wrong = _wrong(who)
    if wrong:
        return _walk_in(counter, wrong), 422
    try:
        attendee = checking_in.walk_in(db.session(), counter.desk, who, language=counter.language, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        return _walk_in(counter, {}, refused=words_attending.refused(refusal)), 409
    counter.done("event.walked-in", {"attendee": attendee.id})
    attendee_id = attendee.id
    db.session.commit()
    return _see(counter, "person", attendee_id=attendee_id, **{"as": IN_NOW})


def paper(counter: Counter) -> ResponseReturnValue:
    """The list to print, with boxes and a code that leads back to this desk."""
    if not counter.is_open and not counter.back:
        abort(404)
    from engage.events.attending.printing import pdf_of  # the typesetter is loaded where something is printed

    desk = counter.desk
    made = sheets.list_of(
        desk,
        sorted(_listed(desk), key=lambda each: _folded(each.name)),
        title=title_of(desk, counter.language),
        site=site_of(desk, counter.language),
        address=counter.address("link"),
        language=counter.language,
    )
    response = Response(pdf_of("list.typ", made), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{desk.event.slug}-{desk.day.isoformat()}.pdf")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


# -- what they are made of


def title_of(desk: Desk, language: str) -> tuple[str, str]:
    """What the event is called, and in which language."""
    return _text(desk, "title", language)


def site_of(desk: Desk, language: str) -> tuple[str, str]:
    return _text(desk, f"site:{desk.site.id}:name", language)


def _text(desk: Desk, place: str, language: str) -> tuple[str, str]:
    found = queries.texts(db.session(), desk.event).get(place)
    return found.pick(language) if found else ("", language)


def _listed(desk: Desk) -> list[Seen]:
    """Those whom a desk lets in, and those who are in."""
    return queries_desk.expected(db.session(), desk.event.id, desk.site.id, desk.day)


def _named(desk: Desk, typed: str) -> list[Seen]:
    """Everybody of this site in whose name all words occur, whatever became of them; those with a place first."""
    parts = _folded(typed).split()
    everybody = queries_desk.at_site(db.session(), desk.event.id, desk.site.id, desk.day)
    found = [each for each in everybody if all(part in _folded(each.name) for part in parts)]
    return sorted(found, key=lambda each: (each.status not in LIVE, _folded(each.name)))[:MOST_FOUND]


def _folded(text: str) -> str:
    return fold(text) or ""


def _seen_or_404(counter: Counter, attendee_id: int) -> Seen:
    seen = queries_desk.by_id(db.session(), counter.desk.event.id, attendee_id, counter.desk.day)
    if seen is None:
        abort(404)
    return seen


def _page(
    counter: Counter,
    *,
    seen: Seen | None = None,
    done: str = "",
    problem: str = "",
    typed: str = "",
    found: Sequence[Seen] = (),
    unknown: bool = False,
) -> Response:
    desk = counter.desk
    now = utcnow()
    opens, _ = attendance.desk_window(desk.day, desk.zone)
    standing = checking_in.verdict(desk, seen, now) if seen else None
    party = queries_desk.party(db.session(), seen.registration_id, desk.day) if seen else []
    return _render(
        counter,
        "events/desk.html",
        state=_state(counter, now < opens),
        seen=seen,
        verdict=standing,
        done=done,
        others=[(each, checking_in.verdict(desk, each, now)) for each in party if seen and each.id != seen.id],
        problem=problem,
        typed=typed,
        found=[(each, checking_in.verdict(desk, each, now)) for each in found],
        unknown=unknown,
    )


def _state(counter: Counter, early: bool) -> str:
    if counter.is_cancelled:
        return "cancelled"
    return "open" if counter.is_open else "early" if early else "over"


def _walk_in(counter: Counter, wrong: Mapping[str, str], *, refused: str = "") -> Response:
    desk = counter.desk
    numbers = queries_desk.counts(db.session(), desk.event.id, desk.site.id, desk.day)
    missing = sum(each.expected - each.came for each in numbers.values())
    return _render(
        counter,
        "events/desk_walk_in.html",
        wrong=wrong,
        refused=refused,
        missing=missing,
        given=request.form,
        roles=[{"value": role.value, "label": str(word)} for role, word in words_attending.ROLES.items()],
    )


def _render(counter: Counter, template: str, **values: Any) -> Response:
    desk, now = counter.desk, utcnow()
    numbers = queries_desk.counts(db.session(), desk.event.id, desk.site.id, desk.day)
    body = render_template(
        template,
        lang=counter.language,
        dir=direction(counter.language),
        interface=counter.language,
        ui=Markup(""),
        counter=counter,
        desk=desk,
        event_title=title_of(desk, counter.language),
        site_name=site_of(desk, counter.language),
        numbers=[(words_attending.ROLES[role], numbers[role]) for role in AttendeeRole if role in numbers],
        expected=sum(each.expected for each in numbers.values()),
        came=sum(each.came for each in numbers.values()),
        clock=lambda moment: words_attending.clock(moment, desk.zone),
        day_words=words_attending.day,
        now=now,
        roles_words=words_attending.ROLES,
        Verdict=Verdict,
        spelled=spelled,
        site_named=lambda site_id: _text(desk, f"site:{site_id}:name", counter.language)[0],
        **values,
    )
    response = make_response(body)
    response.headers["Permissions-Policy"] = CAMERA
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _see(counter: Counter, page: str, **values: Any) -> ResponseReturnValue:
    return redirect(counter.address(page, **values), code=303)


def _role(value: str) -> AttendeeRole:
    return AttendeeRole(value) if value in list(AttendeeRole) else AttendeeRole.CITIZEN


def _wrong(who: WalkIn) -> dict[str, str]:
    if not who.name:
        return {"name": gettext("Write the name.")}
    if len(who.name) > LONGEST:
        return {"name": gettext("This name is too long. Use at most %(max)d characters.", max=LONGEST)}
    return {}
