"""National editions in the editor: the countries of an instrument, and what one of them does differently."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.i18n.locales import endonym
from engage.i18n.named import COUNTRIES
from engage.instruments.document import EDITION_TEXTS
from engage.instruments.domain.definition import About
from engage.instruments.domain.editing.change import Summary, together
from engage.instruments.domain.editing.editions import (
    ASKS_FOR_COUNTRY,
    add_edition,
    remove_edition,
    set_country_item,
)
from engage.instruments.domain.editions import countries as countries_of
from engage.instruments.views import country_conflicts, country_form, country_page, saving
from engage.instruments.views import page as pages
from engage.instruments.views.blueprint import bp
from engage.instruments.views.country_form import Values
from engage.instruments.views.country_page import CountryPage
from engage.instruments.views.page import Page
from engage.web.console import country_name, render
from engage.web.framing import framing
from engage.web.permissions import Permission, permission


@bp.get("/edit/countries")
@permission(Permission.SURVEY_EDIT)
@framing
def countries(instrument_id: int) -> ResponseReturnValue:
    return _countries_page(pages.load(instrument_id, "countries"))


def _countries_page(page: Page) -> str:
    instrument = page.instrument
    return render(
        "instruments/editor/countries.html",
        page=page,
        heading=gettext("Countries"),
        rows=[
            {
                "code": country,
                "name": country_name(country),
                "href": url_for("instruments.country", instrument_id=page.id, country=country),
                "languages": country_page.coverage(instrument, country),
                "differs": country_page.differing(instrument, country, page.id),
            }
            for country in countries_of(instrument)
        ],
        offered=sorted(
            ((code, country_name(code)) for code in COUNTRIES if code not in instrument.editions), key=lambda c: c[1]
        ),
        asking=[
            {"value": item.name, "label": pages.item_text(item)}
            for section in instrument.sections
            if not section.repeat
            for item in section.items
            if item.type in ASKS_FOR_COUNTRY
        ],
    )


@bp.post("/edit/countries")
@permission(Permission.SURVEY_EDIT)
@framing
def change_countries(instrument_id: int) -> ResponseReturnValue:
    """Add a country, take one out, or say which question asks for it."""
    _require_token()
    page = pages.load(instrument_id, "countries")
    deed, _, country = request.form.get("do", "").partition(":")
    match deed:
        case "add" if request.form.get("country"):
            country = request.form["country"]
            change = add_edition(country)
        case "remove" if country:
            change = remove_edition(country)
        case "item":
            change = set_country_item(request.form.get("item") or None)
        case _:
            page.trouble = gettext("Choose a country.")
            return _countries_page(page), 422

    def where(copy: Any) -> str:
        if deed == "add":
            return url_for("instruments.country", instrument_id=page.id, country=country, done=copy.revision)
        return url_for("instruments.countries", instrument_id=page.id, done=copy.revision)

    def again(trouble: str) -> str:
        page.trouble = trouble
        return _countries_page(page)

    return country_page.do(page, change, where, again)


# -- one country


@bp.get("/edit/countries/<country>")
@permission(Permission.SURVEY_EDIT)
@framing
def country(instrument_id: int, country: str) -> ResponseReturnValue:
    page = country_page.load(instrument_id, country, f"country:{country}")
    values = country_form.country_values(page.edition, page.written_in)
    return _country_page(page, values, values)


def _country_page(page: CountryPage, values: Values, seen: Values, problems: dict[str, str] | None = None) -> str:
    instrument = page.instrument
    return render(
        "instruments/editor/country.html",
        page=page,
        heading=country_name(page.country),
        target=url_for("instruments.country", instrument_id=page.id, country=page.country),
        v=values,
        seen=country_form.seen(seen),
        problems=problems or {},
        summary=[(f"#{_control(field, page)}", text) for field, text in (problems or {}).items()],
        tags=[(tag, endonym(tag)) for tag in page.written_in],
        languages=[{"value": tag, "label": endonym(tag)} for tag in instrument.languages],
        common=_common(page),
        coverage=country_page.coverage(instrument, page.country),
        differs=country_page.differing(instrument, page.country, page.id),
        alike=country_page.asked_alike(instrument, page.country, page.id),
    )


def _control(field: str, page: CountryPage) -> str:
    return f"i-support.{page.written_in[0]}" if field == "support" else f"i-{field}"


def _common(page: CountryPage) -> Values:
    """What is read where the country says nothing of its own."""
    instrument, about = page.instrument, page.instrument.about or About()
    texts = {"welcome": instrument.welcome, "consent": instrument.consent}
    texts |= {field: getattr(about, field) for field in EDITION_TEXTS if field not in texts}
    line = about.support.get(page.country) or about.support.get("*")
    ages = instrument.minimum_age
    return {field: text.source if text else "" for field, text in texts.items()} | {
        "minimum_age": ages.get(page.country, ages.get("*", "")),
        "contact": about.contact.name if about.contact else "",
        "support": line.name.source if line else "",
    }


@bp.post("/edit/countries/<country>")
@permission(Permission.SURVEY_EDIT)
@framing
def save_country(instrument_id: int, country: str) -> ResponseReturnValue:
    _require_token()
    page = country_page.load(instrument_id, country, f"country:{country}")
    now = country_form.country_values(page.edition, page.written_in)
    before = country_form.read_seen(request.form.get("_seen", ""), now)
    chosen = "_typed" in request.form
    after = country_form.settled(before) if chosen else country_form.country_posted(before)
    problems = country_form.country_problems(after)
    if problems:
        return _country_page(page, after, before, problems), 422
    here = url_for("instruments.country", instrument_id=page.id, country=country, saved=1)
    parts = country_form.country_changes(country, before, after, page.source)
    if not parts:
        return saving.saved(page.copy, here)
    change = together(*parts, summary=Summary("edition_changed", {"country": country}))

    def again(trouble: str) -> str:
        page.trouble = trouble
        return _country_page(page, after, before)

    def values(instrument: Any) -> Values:
        return country_form.country_values(instrument.editions.get(country, page.edition), page.written_in)

    return country_page.do(
        page,
        change,
        lambda _: here,
        again,
        lambda met: country_conflicts.conflict_page(
            page, met, values, before, after, target=here.partition("?")[0], heading=country_name(country)
        ),
    )


def _require_token() -> None:
    if not saving.TokenForm().validate():
        abort(400)
