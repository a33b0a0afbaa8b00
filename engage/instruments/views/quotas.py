"""Quotas in the editor: all of them, and the form of one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.refusal import Refusal
from engage.instruments.domain.definition import Instrument, Quota
from engage.instruments.domain.editing.change import Summary
from engage.instruments.domain.editing.quotas import add_quota, remove_quota
from engage.instruments.views import item_form, quota_form, saving
from engage.instruments.views import page as pages
from engage.instruments.views.blueprint import bp
from engage.instruments.views.conflicts import settled
from engage.instruments.views.page import Page
from engage.instruments.views.sent import Sent, require_token, save
from engage.web.console import render
from engage.web.framing import framing
from engage.web.permissions import Permission, permission


@bp.get("/edit/quotas")
@permission(Permission.SURVEY_EDIT)
@framing
def quotas(instrument_id: int) -> ResponseReturnValue:
    return _quotas_page(pages.load(instrument_id, "quotas"), {})


def _quotas_page(page: Page, typed: Mapping[str, str], problems: Mapping[str, str] | None = None) -> str:
    problems = problems or {}
    return render(
        "instruments/editor/quotas.html",
        page=page,
        heading=gettext("Quotas"),
        v=typed,
        problems=problems,
        summary=[(f"#i-{field}", text) for field, text in problems.items()],
        rows=[
            {
                "key": str(number),
                "name": quota.name,
                "limit": quota.limit,
                "who": quota_form.who(quota, page.instrument),
                "message": quota.message.source if quota.message else "",
                "href": url_for("instruments.quota", instrument_id=page.id, name=quota.name),
            }
            for number, quota in enumerate(page.instrument.quotas)
        ],
        offered=quota_form.offered(page.instrument),
    )


@bp.post("/edit/quotas")
@permission(Permission.SURVEY_EDIT)
@framing
def change_quotas(instrument_id: int) -> ResponseReturnValue:
    """Add a quota, or take one out."""
    require_token()
    page = pages.load(instrument_id, "quotas")
    deed, _, name = request.form.get("do", "").partition(":")
    typed = {field: request.form.get(field, "").strip(" ") for field in ("quota", "limit")}
    typed["more"] = request.form.get("more-paste", "")
    if deed == "remove":
        change = remove_quota(name)
    else:
        problems = dict(_new_problems(page.instrument, typed))
        if problems:
            return _quotas_page(page, typed, problems), 422
        change = add_quota(typed["quota"], int(typed["limit"]), quota_form.group([typed["more"]]))

    def again(trouble: str) -> str:
        page.trouble = trouble
        return _quotas_page(page, typed)

    try:
        copy = saving.apply(page, change)
    except Refusal as error:
        return saving.refused(error, page, again, lambda met: again(saving.met(met.conflicts, page)))
    if deed == "remove":
        return saving.saved(copy, url_for("instruments.quotas", instrument_id=page.id, done=copy.revision))
    here = url_for("instruments.quota", instrument_id=page.id, name=typed["quota"], done=copy.revision)
    return saving.saved(copy, here)


def _new_problems(instrument: Instrument, typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not re.match(r"\w", typed["quota"]):
        yield "quota", gettext("Give the quota a name that begins with a letter or a digit.")
    elif any(quota.name == typed["quota"] for quota in instrument.quotas):
        yield "quota", gettext("There is a quota of this name already.")
    wrong = quota_form.limit_problem(typed["limit"])
    if wrong:
        yield "limit", wrong
    if quota_form.pair(typed["more"]) is None:
        yield "more", gettext("Choose an answer; more can be added on the next page.")


# -- one quota


@bp.get("/edit/quotas/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def quota(instrument_id: int, name: str) -> ResponseReturnValue:
    page, found = _quota(instrument_id, name)
    values = quota_form.values_of(found)
    return _quota_page(page, found, values, values)


def _quota(instrument_id: int, name: str) -> tuple[Page, Quota]:
    page = pages.load(instrument_id, f"quota:{name}")
    found = next((quota for quota in page.instrument.quotas if quota.name == name), None)
    if found is None:
        abort(404)
    return page, found


def _quota_page(
    page: Page,
    quota: Quota,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    problems: Mapping[str, str] | None = None,
) -> str:
    problems = problems or {}
    shown = values["when"] or seen["when"]
    boxes = quota_form.boxes(page.instrument, shown)
    return render(
        "instruments/editor/quota.html",
        page=page,
        name=quota.name,
        heading=gettext("Quota “%(name)s”", name=quota.name),
        target=url_for("instruments.quota", instrument_id=page.id, name=quota.name),
        v=values,
        seen=item_form.seen(dict(seen)),
        problems=problems,
        summary=[(f"#i-{'when-1' if field == 'when' else field}", text) for field, text in problems.items()],
        boxes=boxes,
        offered=quota_form.offered(page.instrument, but=quota_form.group(shown)),
    )


@bp.post("/edit/quotas/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def save_quota(instrument_id: int, name: str) -> ResponseReturnValue:
    require_token()
    page, found = _quota(instrument_id, name)
    before = item_form.read_seen(request.form.get("_seen", ""), quota_form.values_of(found))
    after = settled(request.form, before) if "_typed" in request.form else quota_form.posted(request.form, before)
    problems = dict(quota_form.problems(after))
    if problems:
        if saving.wants_json():
            return {"problems": problems}, 422
        return _quota_page(page, found, after, before, problems), 422

    def now(instrument: Instrument) -> Mapping[str, Any]:
        return quota_form.values_of(next((each for each in instrument.quotas if each.name == name), found))

    target = url_for("instruments.quota", instrument_id=page.id, name=name)
    sent = Sent(page, target, before, after, lambda: _quota_page(page, found, after, before), now)
    parts = list(quota_form.changes(name, before, after, page.source))
    return save(sent, parts, Summary("quota_changed", {"quota": name}))
