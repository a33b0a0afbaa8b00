"""Typing in sheets: every question on one page, twice by two people, and a decision where they differ."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext, ngettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.text import LocalizedText
from engage.instruments.document import from_document
from engage.instruments.domain.checks import check_in
from engage.instruments.domain.journey import Circumstances, Journey, Raw
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.messages import sentence
from engage.instruments.models import InstrumentVersion
from engage.instruments.paper.leaflet import statement
from engage.instruments.rendering.answers import shown
from engage.instruments.rendering.filling import anchor
from engage.instruments.rendering.texts import plain
from engage.surveys import pages
from engage.surveys import paper as sheets
from engage.surveys.domain.paper import Difference, form_of
from engage.surveys.models import Survey
from engage.surveys.models_paper import Mode, PaperSheet
from engage.surveys.views import inputs
from engage.surveys.views.manage_blueprint import bp, note, person_id, require_token, sees, survey_or_404, title_of
from engage.surveys.views.manage_paper import version_to_print
from engage.web import languages
from engage.web.console import render, use_language
from engage.web.permissions import Permission, permission

LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Desk:
    """What is about to be typed: which sheet, in which form."""

    survey: Survey
    version: InstrumentVersion
    edition: pages.Edition
    number: str
    mode: Mode
    language: str

    @property
    def form(self) -> Questionnaire:
        """The page to type into."""
        return Questionnaire(form_of(self.edition.instrument, _agreed(self.edition, self.language)))


def _agreed(edition: pages.Edition, language: str) -> LocalizedText:
    """What the tick for questions on health says, in the product's words."""
    words = _in_language(edition, language, lambda: gettext("I agree. You may ask me these questions too."))
    return LocalizedText.of(words, edition.instrument.source_language)


def _in_language(edition: pages.Edition, language: str, say: Callable[[], str]) -> str:
    """Words of the product in the language of a sheet."""
    interface = languages.interface_for(current_app, language, edition.instrument.source_language)
    with force_locale(interface.replace("-", "_")):
        return say()


@bp.get("/surveys/<slug>/paper/enter")
@permission(Permission.SHEETS)
def enter(slug: str) -> ResponseReturnValue:
    """The page to type a sheet into; for a sheet that was typed once, its second entry."""
    desk = _desk(survey_or_404(slug))
    if isinstance(desk, str):
        flash(desk, "error")
        return redirect(url_for(".paper", slug=slug), code=303)
    return _entry_page(desk, {}, {})


def _desk(survey: Survey) -> Desk | str:
    """What the address asks for; or what is wrong with it."""
    number = " ".join(request.args.get("number", "").split()).upper()[:LONGEST_NUMBER]
    if not number:
        return gettext("Write the number of the sheet. If it has none, give it one and write it on the sheet.")
    found = sheets.find(db.session(), survey, number)
    if found is not None:
        try:
            sheets.require_other_person(found, person_id())
        except sheets.SamePerson:
            return gettext(
                "You typed sheet %(number)s yourself. Somebody else types it again, without seeing your entry.",
                number=number,
            )
        if found.second is not None:
            return gettext("Sheet %(number)s was typed twice already. Decide where it differs.", number=number)
        version = db.session().get_one(InstrumentVersion, found.version_id)
        wanted = (found.mode.value, found.language, found.country)
    else:
        version, _ = version_to_print(survey)
        wanted = (request.args.get("mode", ""), request.args.get("language", ""), request.args.get("country", ""))
    mode, language, country = wanted
    if not sees(survey, country):
        return gettext("Sheet %(number)s is of a country that another hub fields.", number=number)
    edition = pages.edition_of(survey, from_document(version.document), country)
    if mode not in set(Mode) or language not in edition.instrument.languages:
        return gettext("Choose the language of the sheet, and whether it is from paper or from a telephone interview.")
    return Desk(survey, version, edition, number, Mode(mode), language)


def _entry_page(desk: Desk, raw: Raw, problems: dict[str, str]) -> str:
    """Every question of the sheet, with what was typed."""
    form = desk.form
    circumstances = Circumstances(now=utcnow(), consent=True, seed="sheet", language=desk.language)
    journey = Journey(form, raw, circumstances)
    compiled = pages.compile_sheet(desk.edition, form, desk.language)
    filling = pages.Everything(journey, problems)
    links = (
        Markup('<li><a href="#{}">{}</a></li>').format(anchor(key, form.owners[key], journey), text)
        for key, text in problems.items()
    )
    use_language()
    told = gettext("Sheet %(number)s", number=desk.number)
    slots = filling.slots | {
        "title_prefix": lambda: f"{gettext('Error:')} " if problems else "",
        "step": lambda: told,
        "steps": lambda: "1",
        "at": lambda: "1",
        "csrf": generate_csrf,
        "problem_list": lambda: "".join(links),
    }
    blocks = filling.blocks | {
        "problems": lambda parts, fill: fill(parts) if problems else "",
        "saved": lambda parts, fill: "",  # noqa: ARG005
    }
    return compiled.fill(slots, blocks)


@bp.post("/surveys/<slug>/paper/enter")
@permission(Permission.SHEETS)
def keep(slug: str) -> ResponseReturnValue:
    require_token()
    survey = survey_or_404(slug)
    desk = _desk(survey)
    if isinstance(desk, str):
        flash(desk, "error")
        return redirect(url_for(".paper", slug=slug), code=303)
    raw = inputs.changes(tuple(desk.form.instrument.items), {})
    problems = _problems(desk, raw)
    if problems:
        return _entry_page(desk, raw, problems), 422
    found = sheets.enter(
        db.session(),
        survey,
        desk.version,
        raw,
        number=desk.number,
        mode=desk.mode,
        language=desk.language,
        country=desk.edition.national,
        by=person_id(),
        now=utcnow(),
    )
    note("survey.sheet-entered", survey)
    if found.second is None:
        flash(gettext("Sheet %(number)s is kept. Somebody else types it once more.", number=desk.number))
    elif sheets.differing(found):
        db.session.commit()
        return redirect(url_for(".decide", slug=slug, sheet_id=found.id), code=303)
    else:
        _store(survey, found, {})
    db.session.commit()
    return redirect(url_for(".paper", slug=slug), code=303)


def _problems(desk: Desk, raw: Raw) -> dict[str, str]:
    """What cannot have been written so: a letter where a number belongs, two ticks where one fits."""
    form = desk.form
    journey = Journey(form, raw, Circumstances(now=utcnow(), consent=True, language=desk.language))
    found: dict[str, str] = {}
    for item in form.instrument.items:
        for problem in check_in(journey, journey.on_path(item))[1]:
            found[problem.key] = sentence(problem, item, desk.language)
    return found


# -- where two entries differ


@bp.get("/surveys/<slug>/paper/sheets/<int:sheet_id>")
@permission(Permission.SHEETS)
def decide(slug: str, sheet_id: int) -> ResponseReturnValue:
    survey = survey_or_404(slug)
    return _decide_page(survey, _sheet_or_404(survey, sheet_id), {})


def _sheet_or_404(survey: Survey, sheet_id: int) -> PaperSheet:
    try:
        found = sheets.sheet(db.session(), survey, sheet_id)
    except sheets.NoSuchSheet:
        abort(404)
    if not sees(survey, found.country):
        abort(404)
    return found


def _decide_page(survey: Survey, found: PaperSheet, choices: dict[str, str], *, problem: bool = False) -> str:
    rows = [
        {"difference": each, "label": label, "first": first, "second": second, "chosen": choices.get(each.key, "")}
        for each, label, first, second in _told(survey, found)
    ]
    return render("manage/sheet.html", survey=survey, title=title_of(survey), sheet=found, rows=rows, problem=problem)


def _told(survey: Survey, found: PaperSheet) -> list[tuple[Difference, str, str, str]]:
    """Each difference with its question and both answers as people read them."""
    version = db.session().get_one(InstrumentVersion, found.version_id)
    edition = pages.edition_of(survey, from_document(version.document), found.country)
    form = Questionnaire(form_of(edition.instrument, _agreed(edition, found.language)))
    circumstances = Circumstances(now=utcnow(), consent=True, language=found.language)
    first, second = (Journey(form, sheets.raw(kept or {}), circumstances) for kept in (found.first, found.second))
    return [
        (
            each,
            _question(form, each.key, found.language),
            _answer(first, each.key, each.first),
            _answer(second, each.key, each.second),
        )
        for each in sheets.differing(found)
    ]


def _question(form: Questionnaire, key: str, language: str) -> str:
    owner, _, part = key.rpartition("/")
    item = form.owners.get(key) or form.owners.get(owner)
    if item is None:
        return key
    label = plain(item.label.in_(language))
    row = next((row for row in item.rows if row.code == part), None)
    option = item.option(part) if key not in form.owners else None
    inner = row or option
    return f"{label}: {plain(inner.label.in_(language))}" if inner else label


def _answer(journey: Journey, key: str, values: tuple[str, ...]) -> str:
    if not values:
        return ""
    return plain(shown(journey, key)) or ", ".join(values)


@bp.post("/surveys/<slug>/paper/sheets/<int:sheet_id>")
@permission(Permission.SHEETS)
def decided(slug: str, sheet_id: int) -> ResponseReturnValue:
    require_token()
    survey = survey_or_404(slug)
    found = _sheet_or_404(survey, sheet_id)
    if request.form.get("_action") == "delete":
        sheets.drop(db.session(), found)
        note("survey.sheet-deleted", survey)
        flash(gettext("What was typed of sheet %(number)s is deleted.", number=found.number))
        db.session.commit()
        return redirect(url_for(".paper", slug=slug), code=303)
    wanted = {each.key: f"choice-{at}" for at, each in enumerate(sheets.differing(found))}
    choices = {
        key: request.form[name] for key, name in wanted.items() if request.form.get(name) in ("first", "second", "none")
    }
    try:
        _store(survey, found, choices)
    except sheets.Undecided:
        return _decide_page(survey, found, choices, problem=True), 422
    note("survey.sheet-decided", survey)
    db.session.commit()
    return redirect(url_for(".paper", slug=slug), code=303)


def _store(survey: Survey, found: PaperSheet, choices: dict[str, str]) -> None:
    """Store the response, and say what of the sheet does not count."""
    version = db.session().get_one(InstrumentVersion, found.version_id)
    edition = pages.edition_of(survey, from_document(version.document), found.country)
    number, language = found.number, found.language
    own = edition.instrument.consent
    words = own.in_(language) if own else _in_language(edition, language, statement)
    made = sheets.store(db.session(), survey, found, choices, statement=words, now=utcnow())
    flash(gettext("Sheet %(number)s is a response now. Nothing typed is kept besides.", number=number))
    if made.left_out:
        items = {item.name: plain(item.label.in_(language)) for item in edition.instrument.items}
        listed = "; ".join(items[name] for name in made.left_out)
        flash(
            ngettext(
                "%(num)s answer does not count, because it was not meant for this person or cannot be: %(items)s",
                "%(num)s answers do not count, because they were not meant for this person or cannot be: %(items)s",
                len(made.left_out),
                items=listed,
            )
        )
