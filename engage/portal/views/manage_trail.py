"""The trail for the network office: who did what to what, and when."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any

from flask import Blueprint, Response, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from sqlalchemy import Select, select

from engage.core.clock import utcnow
from engage.core.spreadsheets import guarded
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.portal.views.manage_trail_words import THINGS, action_words, thing_words
from engage.privacy.models import AuditEntry
from engage.web import desk
from engage.web.console import render, use_language
from engage.web.desk import listing
from engage.web.permissions import Permission, permission

bp = Blueprint("trail", __name__, template_folder="../templates", url_prefix="/console/trail")
bp.before_request(use_language)

PERIODS = {
    "1": lazy_gettext("Last 24 hours"),
    "7": lazy_gettext("Last 7 days"),
    "30": lazy_gettext("Last 30 days"),
    "365": lazy_gettext("Last year"),
}


def _since(days: str) -> Any:
    return AuditEntry.at >= utcnow() - timedelta(days=int(days))


def _table(actions: list[str], names: dict[int, str]) -> listing.Table:
    return listing.Table(
        columns=(
            listing.Column("at", lazy_gettext("When"), sort=AuditEntry.at, descending=True),
            listing.Column("by", lazy_gettext("Who"), sort=AuditEntry.by),
            listing.Column("action", lazy_gettext("What"), sort=AuditEntry.action),
            listing.Column("thing", lazy_gettext("To what"), sort=(AuditEntry.thing, AuditEntry.thing_id)),
            listing.Column("hub", lazy_gettext("Hub"), sort=AuditEntry.hub_id),
            listing.Column("details", lazy_gettext("Details")),
        ),
        tie=AuditEntry.id,
        default="-at",
        filters=(
            listing.Filter(
                "action",
                lazy_gettext("What"),
                sorted(((action, action_words(action)) for action in actions), key=lambda pair: str(pair[1])),
                lambda value: AuditEntry.action == value,
            ),
            listing.Filter(
                "thing",
                lazy_gettext("Kind of thing"),
                [(thing, words) for thing, words in THINGS.items()],
                lambda value: AuditEntry.thing == value,
            ),
            listing.Filter(
                "hub",
                lazy_gettext("Hub"),
                [(str(number), name) for number, name in names.items()],
                lambda value: AuditEntry.hub_id == int(value),
            ),
            listing.Filter("period", lazy_gettext("Period"), list(PERIODS.items()), _since),
        ),
        search=(AuditEntry.by, AuditEntry.thing_id),
        size=50,
    )


def _statement() -> Select[AuditEntry]:
    """The entries of the chosen hub, and between two days where the address names them."""
    statement = select(AuditEntry)
    own = desk.reach(Permission.AUDIT)
    if own is not None:
        statement = statement.where(AuditEntry.hub_id.in_(own))
    first, last = _day("from"), _day("to")
    if first:
        statement = statement.where(AuditEntry.at >= datetime.combine(first, time.min, UTC))
    if last:
        statement = statement.where(AuditEntry.at < datetime.combine(last + timedelta(days=1), time.min, UTC))
    return statement


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _page() -> tuple[listing.Table, dict[int, str]]:
    names = {hub.id: hub.name for hub in hubs.every(db.session())}
    actions = list(db.session().scalars(select(AuditEntry.action).distinct()))
    return _table(actions, names), names


@bp.get("/")
@permission(Permission.AUDIT)
def entries() -> ResponseReturnValue:
    table, names = _page()
    page = listing.read(db.session(), _statement(), table)
    return render(
        "portal/manage/trail.html",
        page=page,
        names=names,
        action_words=action_words,
        thing_words=thing_words,
        details=_details,
        query=request.query_string.decode("ascii", "ignore"),
    )


def _details(entry: AuditEntry) -> list[str]:
    return [f"{key}: {_value(value)}" for key, value in entry.details.items()]


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@bp.get("/trail.csv")
@permission(Permission.AUDIT)
def as_csv() -> ResponseReturnValue:
    """Everything that the filters leave, as a file."""
    table, names = _page()
    chosen = {one.key: request.args[one.key] for one in table.filters if _is_offered(one, request.args.get(one.key))}
    statement = listing.narrow(_statement(), table, request.args.get("q", "")[:100], chosen).order_by(AuditEntry.id)
    head = (gettext("When"), gettext("Who"), gettext("What"), gettext("To what"), gettext("Hub"), gettext("Details"))

    def lines() -> Iterator[str]:
        yield "\ufeff" + _line(head)
        for entry in db.session().scalars(statement.execution_options(yield_per=500)):
            yield _line(
                (
                    entry.at.astimezone(UTC).isoformat(timespec="seconds"),
                    entry.by,
                    entry.action,
                    f"{entry.thing} {entry.thing_id}",
                    names.get(entry.hub_id or 0, ""),
                    "; ".join(_details(entry)),
                )
            )

    headers = {"Content-Disposition": f'attachment; filename="trail-{utcnow().date()}.csv"'}
    return Response(stream_with_context(lines()), content_type="text/csv; charset=utf-8", headers=headers)


def _is_offered(one: listing.Filter, value: str | None) -> bool:
    return value is not None and value in {offered for offered, _ in one.options}


def _line(cells: tuple[str, ...]) -> str:
    """One row; what a spreadsheet would take for a formula is made text."""
    out = StringIO()
    csv.writer(out).writerow([guarded(cell) for cell in cells])
    return out.getvalue()
