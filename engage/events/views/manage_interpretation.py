"""The interpretation planner: who follows what is said, which booths would help, who can sit with whom.

Numbers for everybody who organises; names beside them for who reads needs.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext
from markupsafe import Markup

from engage.db.session import db
from engage.events import queries, queries_needs, words_needs
from engage.events.domain import interpretation, tables
from engage.events.domain.interpretation import Coverage, Plan
from engage.events.models import Event, ProgrammeSession, Site
from engage.events.queries_needs import Heard
from engage.events.views import manage_frame
from engage.events.views.manage_needs import site_names
from engage.events.views.manage_needs_blueprint import bp, sites_counted, sites_read
from engage.i18n.locales import direction
from engage.i18n.text import LocalizedText
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.drawing import figure
from engage.web.permissions import Permission, permission

MOST_BOOTHS, SMALLEST_TABLE, LARGEST_TABLE, USUAL_TABLE = 12, 3, 20, 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, nothing of it taken as it comes."""

    site: Site | None
    session: ProgrammeSession | None
    floor: tuple[str, ...]
    booths: tuple[str, ...]
    number: int
    size: int


@bp.get("/<slug>/interpretation")
@permission(Permission.EVENT_PEOPLE)
def interpretation_counts(slug: str) -> ResponseReturnValue:
    event = manage_frame.event_or_404(slug)
    return _page(event, sites_counted(event), names=False)


@bp.get("/<slug>/needs/interpretation")
@permission(Permission.EVENT_NEEDS)
def interpretation_names(slug: str) -> ResponseReturnValue:
    event = manage_frame.event_or_404(slug)
    return _page(event, sites_read(event), names=True)


def _page(event: Event, sites: Sequence[Site], *, names: bool) -> str:
    session = db.session()
    programme = queries_needs.sessions(session, event)
    everybody = queries_needs.heard(session, event, sites)
    known = sorted({tag for one in everybody for tag in one.listener.follows})
    asked = _asked(event, sites, programme, known)
    here = [one for one in everybody if asked.site is None or one.site_id == asked.site.id]
    listeners = [one.listener for one in here]
    found = interpretation.coverage(asked.floor, asked.booths, listeners)
    bare = interpretation.coverage(asked.floor, (), listeners)
    seating = tables.seat(listeners, asked.size)
    return manage_frame.render(
        event,
        "events/manage/interpretation.html",
        tab="needs-people" if names else "needs",
        asked=asked,
        sites=site_names(event, sites),
        programme=[(each.id, _session_title(event, each)) for each in programme],
        candidates=sorted({*known, *asked.booths}, key=words_needs.language_name),
        found=found,
        bare=bare,
        people=len(here),
        pairs=interpretation.demand(asked.floor, listeners),
        relays=interpretation.relays(asked.floor, asked.booths),
        smallest=interpretation.smallest(asked.floor, listeners),
        largest=interpretation.largest(asked.floor, listeners, asked.number),
        chart=_chart(found, len(listeners) - len(found.unknown)),
        seating=seating,
        shared=_shared(seating),
        named=_named(here) if names else {},
        language=words_needs.language_name,
        plan_address=_plan_address,
        most_booths=MOST_BOOTHS,
    )


def _asked(event: Event, sites: Sequence[Site], programme: Sequence[ProgrammeSession], known: Collection[str]) -> Asked:
    given = request.args
    site = next((each for each in sites if str(each.id) == given.get("site")), None)
    session = next((each for each in programme if str(each.id) == given.get("session")), None)
    held = [session] if session else [each for each in programme if site is None or each.site_id in (None, site.id)]
    floor = {interpretation.base(tag) for each in held for tag in each.languages}
    floor = floor or {interpretation.base(tag) for tag in event.activity.languages[:1]}
    planned = {interpretation.base(tag) for each in held for tag in each.interpreted}
    tried = {tag for tag in given.getlist("booth") if tag in {*known, *planned}}
    return Asked(
        site=site,
        session=session,
        floor=tuple(sorted(floor)),
        booths=tuple(sorted(tried if "tried" in given else planned)),
        number=_number("n", 2, 0, MOST_BOOTHS),
        size=_number("size", USUAL_TABLE, SMALLEST_TABLE, LARGEST_TABLE),
    )


def _number(name: str, usual: int, least: int, most: int) -> int:
    given = request.args.get(name, "")
    return min(max(int(given), least), most) if given.isascii() and given.isdigit() and len(given) < 4 else usual


def _session_title(event: Event, session: ProgrammeSession) -> str:
    texts = g.setdefault("event_texts", {})
    if event.id not in texts:
        texts[event.id] = queries.texts(db.session(), event)
    text: LocalizedText | None = texts[event.id].get(f"session:{session.id}:title")
    title = text.in_(g.interface) if text else ""
    return title or gettext("Session %(number)s", number=session.id)


def _plan_address(asked: Asked, plan: Plan) -> Mapping[str, Any]:
    """What the address says when the booths of a plan are tried."""
    values: dict[str, Any] = {"tried": "1", "booth": list(plan.booths), "n": asked.number, "size": asked.size}
    if asked.site:
        values["site"] = asked.site.id
    if asked.session:
        values["session"] = asked.session.id
    return values


def _named(here: Sequence[Heard]) -> Mapping[int, str]:
    return {one.listener.id: one.name for one in here}


def _shared(seating: tables.Seating) -> Sequence[tuple[str, Sequence[tables.Table]]]:
    """Tables by their language."""
    languages = list(dict.fromkeys(table.language for table in seating.tables))
    return [(tag, [table for table in seating.tables if table.language == tag]) for tag in languages]


def _chart(found: Coverage, asked: int) -> Markup:
    """How many people follow directly, by which booth, partly, not at all."""
    parts = [(gettext("Follow without help"), len(found.direct))]
    parts += [
        (gettext("Booth: %(language)s", language=words_needs.language_name(tag)), len(people))
        for tag, people in found.by_booth.items()
    ]
    parts += [
        (gettext("Follow a part only"), len(found.partly)),
        (gettext("Follow nothing"), len(found.uncovered)),
    ]
    rows = (
        [Row(label, [Bar(100 * count / asked, str(format_decimal(count)))]) for label, count in parts] if asked else []
    )
    title = gettext("Who follows what is said")
    base = gettext("%(count)s people who said which languages they follow", count=format_decimal(asked))
    return figure(
        bars(rows, direction(g.interface)) if rows else None,
        title=title,
        description="; ".join(f"{label}: {count}" for label, count in parts),
        caption=[title, base],
    )
