"""The forms of the first page and of the languages."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.refusal import Refusal
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym
from engage.instruments.domain.definition import About, Contact, Instrument
from engage.instruments.domain.editing.change import Change, Summary
from engage.instruments.domain.editing.heads import (
    add_language,
    change_head,
    move_language,
    remove_language,
    set_contact,
    set_support,
)
from engage.instruments.domain.editing.texts import set_text
from engage.instruments.domain.translations import progress
from engage.instruments.views import item_form, saving
from engage.instruments.views import page as pages
from engage.instruments.views.blueprint import bp
from engage.instruments.views.conflicts import settled
from engage.instruments.views.page import Page
from engage.instruments.views.sent import Sent, require_token, save
from engage.web.console import render
from engage.web.framing import framing
from engage.web.permissions import Permission, permission

HEAD = ("title", "welcome", "closing", "consent")
ABOUT = (
    "asks",
    "purpose",
    "decision",
    "published",
    "next_steps",
    "controller",
    "data_protection_officer",
    "retention",
    "rights",
)
FIGURES = ("minutes", "pulse_minutes")


# -- the first page


@bp.get("/edit/head")
@permission(Permission.SURVEY_EDIT)
@framing
def head(instrument_id: int) -> ResponseReturnValue:
    page = pages.load(instrument_id, "head")
    values = _head_values(page.instrument)
    return _head_page(page, values, values)


def _head_values(instrument: Instrument) -> dict[str, Any]:
    about = instrument.about or About()
    contact = about.contact or Contact(name="")
    found: dict[str, Any] = {}
    for name in HEAD:
        text = getattr(instrument, name)
        found[name] = text.source if text else ""
    for name in ABOUT:
        text = getattr(about, name)
        found[f"about.{name}"] = text.source if text else ""
    for name in FIGURES:
        found[name] = str(getattr(instrument, name) or "")
    found["minimum_age"] = ", ".join(f"{country} {years}" for country, years in instrument.minimum_age.items())
    found |= {"contact_name": contact.name, "contact_phone": contact.phone, "contact_email": contact.email}
    found["support"] = "\n".join(
        " | ".join((country, line.name.source, line.phone, line.address)).rstrip(" |")
        for country, line in about.support.items()
    )
    return found


def _head_page(
    page: Page, values: Mapping[str, Any], seen: Mapping[str, Any], problems: Mapping[str, str] | None = None
) -> str:
    problems = problems or {}
    return render(
        "instruments/editor/head.html",
        page=page,
        heading=gettext("First page and ends"),
        target=url_for("instruments.head", instrument_id=page.id),
        v=values,
        seen=item_form.seen(dict(seen)),
        problems=problems,
        summary=[(f"#i-{field}", text) for field, text in problems.items()],
    )


@bp.post("/edit/head")
@permission(Permission.SURVEY_EDIT)
@framing
def save_head(instrument_id: int) -> ResponseReturnValue:
    require_token()
    page = pages.load(instrument_id, "head")
    before = item_form.read_seen(request.form.get("_seen", ""), _head_values(page.instrument))
    if "_typed" in request.form:
        after = settled(request.form, before)
    else:
        after = {name: request.form.get(name, value).replace("\r\n", "\n").strip() for name, value in before.items()}
    problems = dict(_head_problems(after))
    if problems:
        if saving.wants_json():
            return {"problems": problems}, 422
        return _head_page(page, after, before, problems), 422
    target = url_for("instruments.head", instrument_id=page.id)
    sent = Sent(page, target, before, after, lambda: _head_page(page, after, before), _head_values)
    return save(sent, list(_head_changes(before, after, page.source)), Summary("head_changed"))


def _head_problems(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not values["title"]:
        yield "title", gettext("Write a title.")
    for name in FIGURES:
        if values[name] and not (values[name].isdigit() and 1 <= int(values[name]) <= 600):
            yield name, gettext("Write whole minutes, from 1 to 600.")
    if _ages(values["minimum_age"]) is None:
        yield "minimum_age", gettext("Write an age, or ages by country, for example: 15, or * 15, NO 18.")
    if _lines(values["support"]) is None:
        yield "support", gettext("Write one line a country: country | name | telephone | web address.")


def _ages(text: str) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for part in text.replace(";", ",").split(","):
        words = part.split()
        if not words:
            continue
        country, years = ("*", words[0]) if len(words) == 1 else (words[0].upper(), words[-1])
        if not years.isdigit() or int(years) > 120 or (country != "*" and not _is_country(country)):
            return None
        found[country] = int(years)
    return found


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha()


def _lines(text: str) -> dict[str, tuple[str, str, str]] | None:
    found = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split("|")]
        country = parts[0].upper()
        if len(parts) not in (2, 3, 4) or not parts[1] or not (country == "*" or _is_country(country)):
            return None
        name, phone, address = (*parts[1:], "", "")[:3]
        found[country] = (name, phone, address)
    return found


def _head_changes(before: Mapping[str, str], after: Mapping[str, str], source: str) -> Iterator[Change]:
    for name in item_form.changed(dict(before), dict(after)):
        if name in HEAD or name.startswith("about."):
            yield set_text(name, after[name], language=source, source=source)
        elif name in FIGURES:
            yield change_head(**{name: int(after[name]) if after[name] else None})
        elif name == "minimum_age":
            yield change_head(minimum_age=_ages(after[name]) or {})
        elif name == "support":
            old, new = _lines(before[name]) or {}, _lines(after[name]) or {}
            for country in old.keys() - new.keys():
                yield set_support(country, None)
            for country, line in new.items():
                if old.get(country) != line:
                    yield set_support(country, *line)
    contact = ("contact_name", "contact_phone", "contact_email")
    if any(before[name] != after[name] for name in contact):
        name, phone, email = (after[each] for each in contact)
        yield set_contact(Contact(name=name, phone=phone, email=email) if name or phone or email else None)


# -- languages


@bp.get("/edit/languages")
@permission(Permission.SURVEY_EDIT)
@framing
def languages(instrument_id: int) -> ResponseReturnValue:
    return _languages_page(pages.load(instrument_id, "languages"))


def _languages_page(page: Page) -> str:
    instrument = page.instrument
    return render(
        "instruments/editor/languages.html",
        page=page,
        heading=gettext("Languages"),
        rows=[
            {"tag": tag, "name": endonym(tag), "source": tag == page.source, "progress": progress(instrument, tag)}
            for tag in instrument.languages
        ],
        offered=[(tag, endonym(tag)) for tag in PUBLIC_LANGUAGES if tag not in instrument.languages],
    )


@bp.post("/edit/languages")
@permission(Permission.SURVEY_EDIT)
@framing
def change_languages(instrument_id: int) -> ResponseReturnValue:
    """Add one, take one out, or move one up."""
    require_token()
    page = pages.load(instrument_id, "languages")
    deed, _, tag = request.form.get("do", "").partition(":")
    tag = tag or request.form.get("tag", "").strip() or request.form.get("choice", "")
    match deed:
        case "add" if tag:
            change = add_language(tag)
        case "remove":
            change = remove_language(tag)
        case "up" if tag in page.languages[2:]:
            change = move_language(tag, after=page.languages[page.languages.index(tag) - 2])
        case _:
            return _languages_page(page), 422

    def again(trouble: str) -> str:
        page.trouble = trouble
        return _languages_page(page)

    try:
        copy = saving.apply(page, change)
    except Refusal as error:
        return saving.refused(error, page, again, lambda met: again(saving.met(met.conflicts, page)))
    return saving.saved(copy, url_for("instruments.languages", instrument_id=page.id, done=copy.revision))
