"""The pages of registering: the form in the frame of its event, what stands in its way, and what comes after it."""

import base64
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events.asking import words as form_words
from engage.events.asking.form import Form, Read
from engage.events.asking.sending import Outcome
from engage.events.domain.form_persons import Sent
from engage.events.domain.kinds import Mode, Phase
from engage.events.domain.places import (
    InvitationUsed,
    PartyTooLarge,
    QuotaFull,
    RoleFull,
)
from engage.events.domain.spam import HONEYPOT
from engage.events.domain.wanted import Wanted
from engage.events.models import Event
from engage.events.showing import page, rendering, times, words
from engage.events.showing.situation import Situation, situation
from engage.web import cookies, languages
from engage.web.compiled import TEMPLATE_FUNCTIONS, CompiledPage
from engage.web.newest import newest

MOST = 256
"""Compiled frames kept in a process."""
RECEIPT = "registered"
_OTHER = re.compile(r"_p(\d+)\.")
"""What the names of another person's fields begin with: `form_persons.under`."""
SHORT = (Mode.DRAW, Mode.APPROVAL)
"""Places are given later: how many are left says nothing."""


def stands(event: Event, now: datetime) -> Situation:
    return situation(db.session(), event, now)


# -- the form


def form_page(
    event: Event,
    form: Form,
    sent: Sent,
    now: datetime,
    read: Read | None,
    *,
    new: int,
    said: str,
    token: str,
    stamp: str,
    here: Situation | None = None,
) -> str:
    """The form as it stands now, filled with what was sent.

    :param said: what is in the way besides single fields
    :param here: how the event stands, where that was read a moment ago
    """
    here = here or stands(event, now)
    compiled = _frame(event, form)
    problems = read.problems if read else ()
    opened = read is not None and read.opened
    with form.spoken():
        notes = {} if form.facts.mode in SHORT else {site: _left(free) for site, free in here.sites}
        inner = form.fields(sent, problems, now=now, notes=notes, new=new)
        links = "".join(
            Markup('<li><a href="#{}">{}{}</a></li>').format(each.anchor, _whose(each.name), each.text)
            for each in problems
        )
        slots: dict[str, Any] = {
            "title_prefix": lambda: f"{escape(gettext('Error:'))} " if problems or said else "",
            "problem_list": lambda: links,
            "said": lambda: str(escape(said)),
            "fields": lambda: inner,
            "csrf": lambda: token,
            "stamp": lambda: stamp,
            "standing": lambda: "".join(Markup("<p>{}</p>").format(line) for line in _standing(form, here)),
            "button": lambda: str(escape(form_words.button(form.facts.mode, waits=here.phase is Phase.FULL))),
        }
        blocks: dict[str, Any] = {
            "problems": lambda parts, fill: fill(parts) if problems else "",
            "refused": lambda parts, fill: fill(parts) if said else "",
            "opened": lambda parts, fill: fill(parts) if opened else "",
        }
        return compiled.fill(slots, blocks)


def _frame(event: Event, form: Form) -> CompiledPage:
    """The page around the fields, compiled once for each revision."""
    key = (event.id, event.revision, event.sequence, event.activity.updated_at, event.activity.state, form.language)

    def make() -> CompiledPage:
        shown = page.load(db.session(), event, form.language)
        with form.spoken():
            explained = form_words.explained(form.facts.mode)
        values = {
            **TEMPLATE_FUNCTIONS,
            "explained": explained,
            "honeypot": HONEYPOT,
            "live": form.live,
            "action": url_for("event_form.register", lang=form.language, slug=event.slug),
        }
        return CompiledPage.of(rendering.render("events/register.html", "event_form.register", shown, lambda: values))

    made: CompiledPage = newest("event form pages", MOST).get(key, make)
    return made


def _whose(name: str) -> str:
    """Before a sentence about another person's field: the same one may stand there for several."""
    found = _OTHER.match(name)
    return f"{gettext('Person %(number)s', number=found[1])} – " if found else ""


def _left(free: Any) -> str:
    return "" if free is None else words.left(free)


def _standing(form: Form, here: Situation) -> list[str]:
    """How many places are left, or that one would wait."""
    if form.facts.mode in SHORT:
        return []
    if here.phase is Phase.FULL:
        return [
            gettext("All places are taken. With this form you join the waiting list."),
            words.waiting(here.waiting),
        ]
    if here.kept:
        return [gettext("The places that are left are kept for some groups: you may have to wait.")]
    return [words.left(here.free)] if here.free is not None else []


def refused(refusal: Refusal) -> str:
    """What is in the way of a form that was right in itself, and what to do."""
    kept = gettext("Everything you wrote is still here.")
    if isinstance(refusal, QuotaFull):
        return gettext(
            "The places for your group were taken meanwhile, and the waiting list is full. Come back later: places "
            "that come free are shown on the event's page."
        )
    if isinstance(refusal, RoleFull):
        return gettext("The places for companions, or for what you come as, are taken. Ask the organiser.") + f" {kept}"
    if isinstance(refusal, InvitationUsed):
        return gettext("This invitation was used already or is no longer valid. Ask the organiser.") + f" {kept}"
    if isinstance(refusal, PartyTooLarge):
        return gettext("These are more persons than one registration takes.") + f" {kept}"
    if refusal.code == "event_full":
        return gettext(
            "The last places were taken meanwhile, and the waiting list is full. Come back later: places that come "
            "free are shown on the event's page."
        )
    return gettext("The event was changed meanwhile. Look through the form and send it again.") + f" {kept}"


def closed(event: Event, lang: str, now: datetime) -> str:
    """Why one cannot register now."""
    shown = page.load(db.session(), event, lang)
    here = stands(event, now)
    return rendering.render(
        "events/register_closed.html",
        "event_form.register",
        shown,
        lambda: {"stands": here, "now": now, "lines": words.standing(shown, here, now, languages.current_interface())},
    )


# -- afterwards


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page after the form says: kept in the visitor's cookie, and nowhere else."""

    event_id: int
    address: str
    """With most of it hidden."""
    status: str
    confirm_by: str
    left_out: bool

    @classmethod
    def of(cls, event_id: int, wanted: Wanted, outcome: Outcome, *, left_out: bool) -> "Receipt":
        until = outcome.confirm_by.isoformat() if outcome.confirm_by else ""
        return cls(event_id, masked(wanted.email), outcome.status.value, until, left_out)


def masked(address: str) -> str:
    """“a…@example.org”."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}" if domain else ""


def _code(body: bytes) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, b"engage registered\n" + body, "sha256")[:16].hex()


def keep_receipt(response: Response, receipt: Receipt) -> None:
    told = (receipt.event_id, receipt.address, receipt.status, receipt.confirm_by, receipt.left_out)
    body = base64.urlsafe_b64encode(json.dumps(told).encode())
    cookies.write(response, RECEIPT, f"{body.decode()}.{_code(body)}")


def receipt(event_id: int) -> Receipt | None:
    """Of the registration that was just sent for this event from this browser."""
    body, _, code = (cookies.read(RECEIPT) or "").encode().partition(b".")
    if not hmac.compare_digest(code, _code(body).encode()):
        return None
    found = Receipt(*json.loads(base64.urlsafe_b64decode(body)))
    return found if found.event_id == event_id else None


def done(event: Event, lang: str, receipt: Receipt | None) -> str:
    shown = page.load(db.session(), event, lang)

    def values() -> dict[str, Any]:
        until = ""
        if receipt and receipt.confirm_by:
            interface = languages.current_interface()
            until = times.moment(datetime.fromisoformat(receipt.confirm_by), event.time_zone, interface)
        return {"receipt": receipt, "until": until, "mode": event.mode.value}

    return rendering.render("events/register_done.html", "event_form.done", shown, values)
