"""The form of a section: its words, when it is shown, and the list it may be."""

from collections.abc import Mapping
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from engage.instruments.domain.definition import Instrument, Section
from engage.instruments.domain.editing.change import Summary
from engage.instruments.views import condition_form, item_form, saving, section_form
from engage.instruments.views import page as pages
from engage.instruments.views.blueprint import bp
from engage.instruments.views.conflicts import settled
from engage.instruments.views.page import Page
from engage.instruments.views.sent import Sent, require_token, save
from engage.web.console import render
from engage.web.framing import framing
from engage.web.permissions import Permission, permission


@bp.get("/edit/sections/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def section(instrument_id: int, name: str) -> ResponseReturnValue:
    page, found = _section(instrument_id, name)
    values = section_form.values_of(found)
    form = condition_form.of("relevance", found.relevance)
    return _section_page(page, found, values, form, values)


def _section(instrument_id: int, name: str) -> tuple[Page, Section]:
    page = pages.load(instrument_id, f"section:{name}")
    found = next((section for section in page.instrument.sections if section.name == name), None)
    if found is None:
        abort(404)
    page.section = found.slug
    return page, found


def _section_page(
    page: Page,
    section: Section,
    values: Mapping[str, Any],
    form: condition_form.ConditionForm,
    seen: Mapping[str, Any],
    problems: Mapping[str, str] | None = None,
) -> str:
    problems = problems or {}
    return render(
        "instruments/editor/section.html",
        page=page,
        section=section,
        heading=pages.section_text(section),
        target=url_for("instruments.section", instrument_id=page.id, name=section.name),
        v=values,
        seen=item_form.seen(dict(seen)),
        problems=problems,
        summary=[(f"#i-{field}", text) for field, text in problems.items()],
        relevance=condition_form.view(form, page.instrument, page.source, this=None, before=None, quiet=not problems),
        list_open=any(field.startswith("repeat") for field in problems),
    )


@bp.post("/edit/sections/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def save_section(instrument_id: int, name: str) -> ResponseReturnValue:
    require_token()
    page, found = _section(instrument_id, name)
    before = item_form.read_seen(request.form.get("_seen", ""), section_form.values_of(found))
    if "_typed" in request.form:
        after = section_form.whole(settled(request.form, before), before, page.instrument, found)
        return _save_section(page, found, before, after, condition_form.of("relevance", after["relevance"]))
    after = section_form.posted(request.form, before)
    typed = condition_form.posted("relevance", request.form, before["relevance"])
    form = condition_form.fitted(typed, page.instrument, None)
    expression, wrong = condition_form.result(form, page.instrument)
    after["relevance"] = expression or ""
    if condition_form.is_button(request.form.get("_action", ""), "relevance"):
        return _section_page(page, found, after, form, before)
    problems = dict(section_form.problems(after))
    if wrong:
        problems["relevance"] = " ".join(wrong)
    if problems:
        if saving.wants_json():
            return {"problems": problems}, 422
        return _section_page(page, found, after, form, before, problems), 422
    return _save_section(page, found, before, section_form.whole(after, before, page.instrument, found), form)


def _save_section(
    page: Page,
    section: Section,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    form: condition_form.ConditionForm,
) -> ResponseReturnValue:
    def now(instrument: Instrument) -> Mapping[str, Any]:
        return section_form.values_of(
            next((each for each in instrument.sections if each.name == section.name), section)
        )

    target = url_for("instruments.section", instrument_id=page.id, name=section.name)
    sent = Sent(page, target, before, after, lambda: _section_page(page, section, after, form, before), now)
    parts = list(section_form.changes(section.name, before, after, page.source))
    return save(sent, parts, Summary("section_changed", {"section": section.name}))
