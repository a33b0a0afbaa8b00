"""One question in one country: beside the common one, in the country's own words."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.refusal import Refusal
from engage.i18n.locales import endonym
from engage.instruments.domain.definition import Instrument, Item, NationalItem
from engage.instruments.domain.editing.change import Change, Summary, together
from engage.instruments.domain.editing.national_items import (
    back_to_common,
    pasted_options,
    with_pasted,
)
from engage.instruments.domain.editions import CHOICES
from engage.instruments.rendering.texts import plain
from engage.instruments.views import country_conflicts, country_form, country_page, edit_words, saving
from engage.instruments.views.blueprint import bp
from engage.instruments.views.country_form import Values
from engage.instruments.views.country_page import CountryPage
from engage.instruments.views.editor import section_of
from engage.web.console import country_name, render
from engage.web.framing import framing
from engage.web.permissions import Permission, permission


@bp.get("/edit/countries/<country>/items/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def national_item(instrument_id: int, country: str, name: str) -> ResponseReturnValue:
    page, item = _loaded(instrument_id, country, name)
    values = _values(page, item)
    return _item_page(page, item, values, values)


def _loaded(instrument_id: int, country: str, name: str) -> tuple[CountryPage, Item]:
    page = country_page.load(instrument_id, country, f"country:{country}")
    item = page.instrument.item(name)
    if item is None or name == page.instrument.country_item:
        country_page.gone(page)
    page.section = section_of(page.instrument, name).slug
    return page, item


def _own(instrument: Instrument, country: str, name: str) -> NationalItem:
    edition = instrument.editions.get(country)
    return edition.items.get(name, NationalItem()) if edition else NationalItem()


def _values(page: CountryPage, item: Item) -> Values:
    return country_form.item_values(_own(page.instrument, page.country, item.name), page.written_in)


def _item_page(
    page: CountryPage, item: Item, values: Values, seen: Values, problems: dict[str, str] | None = None
) -> str:
    return render(
        "instruments/editor/national_item.html",
        page=page,
        item=item,
        heading=edit_words.item_title(page.instrument, item.name),
        country_name=country_name(page.country),
        back=url_for("instruments.country", instrument_id=page.id, country=page.country),
        target=_here(page, item.name),
        v=values,
        seen=country_form.seen(seen),
        problems=problems or {},
        summary=[(f"#i-{field}", text) for field, text in (problems or {}).items()],
        tags=[(tag, endonym(tag)) for tag in page.written_in],
        chooses=item.type in CHOICES,
        common=[(option.code, plain(option.label.source) or option.code) for option in item.options],
        own=item.name in page.edition.items,
    )


def _here(page: CountryPage, name: str, **more: Any) -> str:
    return url_for("instruments.national_item", instrument_id=page.id, country=page.country, name=name, **more)


@bp.post("/edit/countries/<country>/items/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def save_national_item(instrument_id: int, country: str, name: str) -> ResponseReturnValue:
    """Save what was typed; buttons put in pasted lines or the common answers, move or remove one, or undo it all."""
    if not saving.TokenForm().validate():
        abort(400)
    page, item = _loaded(instrument_id, country, name)
    before = country_form.read_seen(request.form.get("_seen", ""), _values(page, item))
    action = request.form.get("_action", "")
    if action == "common":
        return _save(page, item, back_to_common(country, name), before, before)
    if "_typed" in request.form:
        after = country_form.settled(before)
    else:
        after = country_form.item_posted(before, page.written_in)
    problems = country_form.item_problems(after, page.written_in)
    pasted = request.form.get("options-paste", "").strip()
    if not problems and action == "begin":
        after["options"] = country_form.common_options(item, page.written_in)
    elif not problems and pasted:
        try:
            new = pasted_options(pasted, page.written_in[0])
        except Refusal as error:
            problems = {"paste": edit_words.refusal(error, page.instrument)}
        else:
            merged = with_pasted(country_form.own_options(after["options"]), new)
            after["options"] = country_form.option_rows(merged, page.written_in)
    if problems:
        return _item_page(page, item, after, before, problems), 422
    parts = country_form.item_changes(country, name, before, after, page.source)
    if not parts:
        return saving.saved(page.copy, _here(page, name, saved=1))
    summary = Summary(_code(before, after), {"country": country, "item": name})
    return _save(page, item, together(*parts, summary=summary), before, after)


def _code(before: Values, after: Values) -> str:
    if before["left_out"] == after["left_out"]:
        return "national_changed"
    return "national_left_out" if after["left_out"] else "national_asked"


def _save(page: CountryPage, item: Item, change: Change, before: Values, after: Values) -> ResponseReturnValue:
    anchor = "i-options" if request.form.get("_action", "").startswith(("options", "begin")) else None

    def again(trouble: str) -> str:
        page.trouble = trouble
        return _item_page(page, item, after, before)

    def values(instrument: Instrument) -> Values:
        return country_form.item_values(_own(instrument, page.country, item.name), page.written_in)

    return country_page.do(
        page,
        change,
        lambda copy: _here(page, item.name, done=copy.revision, _anchor=anchor),
        again,
        lambda met: country_conflicts.conflict_page(
            page,
            met,
            values,
            before,
            after,
            target=_here(page, item.name),
            heading=gettext(
                "%(item)s, %(country)s",
                item=edit_words.item_title(page.instrument, item.name),
                country=country_name(page.country),
            ),
        ),
    )
