"""The forms of what is not an item: the first page, the languages, a section."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.refusal import Refusal
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym
from engage.instruments.domain.definition import About, Contact, Instrument, Section
from engage.instruments.domain.editing.change import Change, Summary, together
from engage.instruments.domain.editing.heads import (
    add_language,
    change_head,
    move_language,
    remove_language,
    set_contact,
    set_support,
)
from engage.instruments.domain.editing.sections import change_section
from engage.instruments.domain.editing.texts import set_text
from engage.instruments.domain.editing.tree import at_section
from engage.instruments.domain.translations import progress
from engage.instruments.views import condition_form, item_form, saving
from engage.instruments.views import page as pages
from engage.instruments.views.blueprint import bp
from engage.instruments.views.conflicts import conflict_page, settled
from engage.instruments.views.page import Page
from engage.instruments.working import Overtaken
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
    _require_token()
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
    sent = _Sent(page, target, before, after, lambda: _head_page(page, after, before), _head_values)
    return _save(sent, list(_head_changes(before, after, page.source)), Summary("head_changed"))


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


@dataclass(frozen=True)
class _Sent:
    """A form that was sent: what it held, what it holds, where it lies and how it is shown again."""

    page: Page
    target: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    again: Callable[[], str]
    now: Callable[[Instrument], Mapping[str, Any]]
    """What the form would hold in a newer state."""


def _save(sent: _Sent, parts: list[Change], summary: Summary) -> ResponseReturnValue:
    """Do the parts as one change; nothing to do is saved, too."""
    page, here = sent.page, f"{sent.target}?saved=1"
    seen = item_form.seen(dict(sent.after))
    if not parts:
        return saving.saved(page.copy, here, seen=seen)

    def refused(trouble: str) -> str:
        page.trouble = trouble
        return sent.again()

    def both(met: Overtaken) -> str:
        now = sent.now(met.copy.instrument)
        return conflict_page(page, sent.target, page.title, now, sent.before, sent.after, met)

    try:
        copy = saving.apply(page, parts[0] if len(parts) == 1 else together(*parts, summary=summary))
    except Refusal as error:
        return saving.refused(error, page, refused, both)
    return saving.saved(copy, here, seen=seen)


def _require_token() -> None:
    if not saving.TokenForm().validate():
        abort(400)


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
    _require_token()
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


# -- a section


@bp.get("/edit/sections/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def section(instrument_id: int, name: str) -> ResponseReturnValue:
    page, found = _section(instrument_id, name)
    values = _section_values(found)
    form = condition_form.of("relevance", found.relevance)
    return _section_page(page, found, values, form, values)


def _section(instrument_id: int, name: str) -> tuple[Page, Section]:
    page = pages.load(instrument_id, f"section:{name}")
    found = next((section for section in page.instrument.sections if section.name == name), None)
    if found is None:
        abort(404)
    page.section = found.slug
    return page, found


def _section_values(section: Section) -> dict[str, Any]:
    return {
        "title": section.title.source,
        "description": section.description.source if section.description else "",
        "slug": section.slug,
        "shuffle": section.shuffle,
        "relevance": section.relevance or "",
    }


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
    )


@bp.post("/edit/sections/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def save_section(instrument_id: int, name: str) -> ResponseReturnValue:
    _require_token()
    page, found = _section(instrument_id, name)
    before = item_form.read_seen(request.form.get("_seen", ""), _section_values(found))
    if "_typed" in request.form:
        after = settled(request.form, before)
        return _save_section(page, found, before, after, condition_form.of("relevance", after["relevance"]))
    after = dict(before)
    for field in ("title", "description", "slug"):
        after[field] = request.form.get(field, before[field]).replace("\r\n", "\n").strip()
    after["shuffle"] = "shuffle" in request.form
    typed = condition_form.posted("relevance", request.form, before["relevance"])
    form = condition_form.fitted(typed, page.instrument, None)
    expression, wrong = condition_form.result(form, page.instrument)
    after["relevance"] = expression or ""
    if condition_form.is_button(request.form.get("_action", ""), "relevance"):
        return _section_page(page, found, after, form, before)
    if wrong:
        problems = {"relevance": " ".join(wrong)}
        if saving.wants_json():
            return {"problems": problems}, 422
        return _section_page(page, found, after, form, before, problems), 422
    return _save_section(page, found, before, after, form)


def _save_section(
    page: Page,
    section: Section,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    form: condition_form.ConditionForm,
) -> ResponseReturnValue:
    def now(instrument: Instrument) -> Mapping[str, Any]:
        return _section_values(next((each for each in instrument.sections if each.name == section.name), section))

    target = url_for("instruments.section", instrument_id=page.id, name=section.name)
    sent = _Sent(page, target, before, after, lambda: _section_page(page, section, after, form, before), now)
    parts = list(_section_changes(section.name, before, after, page.source))
    return _save(sent, parts, Summary("section_changed", {"section": section.name}))


def _section_changes(name: str, before: Mapping[str, Any], after: Mapping[str, Any], source: str) -> Iterator[Change]:
    fields = item_form.changed(dict(before), dict(after))
    for field in ("title", "description"):
        if field in fields:
            yield set_text(at_section(name, field), after[field], language=source, source=source)
    values = {field: after[field] or None for field in ("relevance",) if field in fields}
    values |= {field: after[field] for field in ("slug", "shuffle") if field in fields}
    if values:
        yield change_section(name, **values)
