"""A survey as citizens answer it."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from engage.core.clock import utcnow
from engage.db.engine import Intent, begin_writing, intend
from engage.db.session import db
from engage.instruments.domain.checks import Problem, check_in
from engage.instruments.domain.definition import Section
from engage.instruments.domain.journey import ItemOnPath, Journey
from engage.instruments.messages import sentence
from engage.instruments.rendering import live
from engage.instruments.rendering.filling import Filling, anchor
from engage.surveys import answering, consent, messages, pages, queries
from engage.surveys.domain.draft import NoDraft, NotAccepting, NotComplete, NothingToWithdraw, Overtaken
from engage.surveys.domain.secret import RECEIPT_SIZE, SIZE, Unreadable, from_code, keys, new_secret, to_code
from engage.surveys.domain.status import Availability
from engage.surveys.views import inputs
from engage.surveys.views.respondent import (
    Respondent,
    Visit,
    address,
    device,
    forget,
    form_binding,
    keep_secret,
    require_form_token,
    respondent,
    secret_of,
    see,
    visit,
    with_form_cookie,
    without_draft,
)
from engage.surveys.views.review import summary
from engage.web import forgery, languages
from engage.web.permissions import Permission, permission

bp = Blueprint("surveys", __name__, template_folder="../templates")

CHANNELS = ("open", "kiosk", "telephone", "paper", "helper")


# -- first page


@bp.get("/surveys/<slug>")
@permission(Permission.PUBLIC)
def bare(slug: str) -> ResponseReturnValue:
    survey = queries.fielded(db.session(), slug)
    if survey is None:
        abort(404)
    edition = pages.edition(db.session(), survey)
    return languages.redirect_to_language(
        "surveys.first", edition.languages, edition.instrument.source_language, slug=slug
    )


@bp.get("/<lang:lang>/surveys/<slug>")
@permission(Permission.PUBLIC)
def first(lang: str, slug: str) -> ResponseReturnValue:
    survey = queries.fielded(db.session(), slug)
    if survey is None:
        abort(404)
    edition = pages.edition(db.session(), survey)
    if lang not in edition.languages:
        return languages.redirect_to_language(
            "surveys.first", edition.languages, edition.instrument.source_language, slug=slug
        )
    here = Visit(survey, edition, lang)
    found = queries.state(db.session(), survey, utcnow())
    if found is not Availability.OPEN:
        return _unavailable(here, found, 200)
    response = make_response(_first_page(here, MultiDict(), {}))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _first_page(here: Visit, form: MultiDict[str, str], problems: dict[str, str]) -> str:
    compiled = pages.first_page(here.survey, here.edition, here.lang)
    anchors = {"_age": "age"}

    def start_checked(name: str, value: str) -> str:
        chosen = form.get(name, "short" if name == "_length" else "")
        return " checked" if chosen == value else ""

    def described(key: str, element: str, ids: str) -> str:  # noqa: ARG001
        return f' aria-describedby="{element}-error" aria-invalid="true"' if key in problems else ""

    links = "".join(Markup('<li><a href="#{}">{}</a></li>').format(anchors[k], v) for k, v in problems.items())
    slots: dict[str, Any] = {
        "title_prefix": lambda: str(escape(gettext("Error:"))) + " " if problems else "",
        "problem_list": lambda: links,
        "start_checked": start_checked,
        "start_class": lambda key: " eng-item--error" if key in problems else "",
        "described": described,
        "message": lambda key: str(escape(problems[key])),
    }
    blocks: dict[str, Any] = {
        "problems": lambda parts, fill: fill(parts) if problems else "",
        "error": lambda parts, fill, key: fill(parts) if key in problems else "",
    }
    return compiled.fill(slots, blocks)


@bp.post("/<lang:lang>/surveys/<slug>")
@permission(Permission.PUBLIC)
def start(lang: str, slug: str) -> ResponseReturnValue:
    """Make an empty draft, or go on with the one there is. Exempt from the token: nothing can be harmed."""
    forgery.refuse_cross_site()
    here = visit(lang, slug)
    going_on = respondent(here)
    if going_on:
        return see("section", here, section=_place(going_on))
    _use_interface(here)
    problems = {}
    if here.edition.minimum_age and request.form.get("_age") != "yes":
        problems["_age"] = ngettext(
            "This survey is for people of %(num)s year or older. Tick the box if you are.",
            "This survey is for people of %(num)s years or older. Tick the box if you are.",
            here.edition.minimum_age,
        )
        return _first_page(here, request.form, problems), 422
    secret = new_secret()
    pulse = here.edition.instrument.has_pulse and request.form.get("_length") == "short"
    agreed = here.edition.instrument.has_special_category and request.form.get("_consent") == "yes"
    try:
        _start(here, secret, pulse=pulse, agreed=agreed)
    except NotAccepting as refusal:
        db.session.rollback()
        return _unavailable(here, refusal.args[0], 409)
    begun = respondent_of(here, secret)
    response = (
        see("section", here, section=begun.journey.sections()[0].slug)
        if begun.journey.sections()
        else see("review", here)
    )
    db.session.commit()
    return keep_secret(response, slug, secret)


def _start(here: Visit, secret: bytes, *, pulse: bool, agreed: bool) -> None:
    channel = request.args.get("channel", "open")
    answering.start(
        db.session(),
        here.survey,
        secret,
        first_section=here.edition.instrument.sections[0].slug if here.edition.instrument.sections else "",
        language=here.lang,
        channel=channel if channel in CHANNELS else "open",
        device=device(),
        pulse=pulse,
        consent=consent.statement(here.edition, here.lang) if agreed else None,
        now=utcnow(),
    )


def respondent_of(here: Visit, secret: bytes) -> Respondent:
    draft = answering.find(db.session(), here.survey, secret)
    journey = draft.journey(here.edition.questionnaire, now=utcnow(), language=here.lang)
    return Respondent(secret, draft, here.edition, journey)


# -- a page of questions


@bp.get("/<lang:lang>/surveys/<slug>/<section>")
@permission(Permission.PUBLIC)
def section(lang: str, slug: str, section: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    who = respondent(here)
    if who is None:
        return without_draft(here)
    wanted = who.section(section)
    if wanted is None:
        abort(404)
    path = who.journey.sections()
    if wanted not in path:
        return see("section", here, section=path[0].slug) if path else see("review", here)
    opened = request.args.get("opened") == "1"
    return _section_page(here, who, wanted, who.journey, {}, opened=opened)


def _section_page(
    here: Visit,
    who: Respondent,
    section: Section,
    journey: Journey,
    problems: dict[str, str],
    *,
    opened: bool = False,
) -> str:
    compiled = pages.section_page(here.survey, who.edition, who.draft.version_id, section, here.lang)
    filling = Filling(journey, problems)
    path = journey.sections()
    at = path.index(section) + 1 if section in path else 1
    if problems:
        _use_interface(here)
    step = pages.step(here.edition, here.lang, at, len(path))

    def problem_list() -> str:
        owners = journey.questionnaire.owners
        return "".join(
            Markup('<li><a href="#{}">{}</a></li>').format(anchor(key, owners[key], journey), text)
            for key, text in problems.items()
        )

    slots = filling.slots | {
        "title_prefix": lambda: f"{escape(gettext('Error:'))} " if problems else "",
        "step": lambda: step,
        "steps": lambda: str(len(path)),
        "at": lambda: str(at),
        "csrf": lambda: forgery.token(who.draft.keys.form),
        "problem_list": problem_list,
    }
    blocks = filling.blocks | {
        "problems": lambda parts, fill: fill(parts) if problems else "",
        "saved": lambda parts, fill: fill(parts) if opened else "",
    }
    return compiled.fill(slots, blocks)


def _use_interface(here: Visit) -> None:
    languages.use(current_app, here.lang, here.edition.instrument.source_language)


@bp.post("/<lang:lang>/surveys/<slug>/<section>")
@permission(Permission.PUBLIC)
def save(lang: str, slug: str, section: str) -> ResponseReturnValue:
    """Keep what was typed, also what is wrong, and go where the pressed button says."""
    try:
        return _save(lang, slug, section, lock=False)
    except Overtaken:
        begin_writing(db.session())
        return _save(lang, slug, section, lock=True)


def _save(lang: str, slug: str, section: str, *, lock: bool) -> ResponseReturnValue:
    """Read and check without holding up other writers, unless `lock`."""
    intend(Intent.WRITES if lock else Intent.READS_FIRST)
    here = visit(lang, slug)
    who = respondent(here, lock=lock)
    if who is None:
        forgery.refuse_cross_site()
        return without_draft(here)
    forgery.require(who.draft.keys.form)
    wanted = who.section(section)
    if wanted is None:
        abort(404)
    shown_before = inputs.shown_items(who.journey, wanted)
    changed = inputs.changes(shown_before)
    after = Journey(who.edition.questionnaire, {**who.draft.content.raw, **changed}, who.journey.circumstances)
    if request.form.get("_action") == "refresh":
        return _refreshed(after, wanted)
    found = queries.state(db.session(), here.survey, utcnow())
    if found is not Availability.OPEN:
        return _unavailable(here, found, 409)
    return _saved(here, who, wanted, after, changed, {item.name for item in shown_before}, locked=lock)


def _saved(
    here: Visit,
    who: Respondent,
    section: Section,
    after: Journey,
    changed: Any,
    shown_before: set[str],
    *,
    locked: bool,
) -> ResponseReturnValue:
    action = request.form.get("_action", "next")
    language = request.form.get("_language", "")
    path = after.sections()
    place = path.index(section) if section in path else 0
    problems: dict[str, str] = {}
    response: Any
    target = section.slug
    if language in who.edition.languages:
        here = Visit(here.survey, here.edition, language)
        response = see("section", here, section=section.slug)
    elif action == "back":
        target = path[place - 1].slug if place else section.slug
        response = see("section", here, section=target) if place else see("first", here)
    elif action == "save":
        response = see("resume", here)
    elif action == "stop":
        response = see("withdraw", here)
    else:
        on_path = after.section(section).items
        opened = [asked for asked in on_path if asked.item.name not in shown_before]
        new = [asked.item for asked in opened if asked.item.is_question and not asked.item.read_only]
        if not inputs.kept_up_to_date():
            new += live.grown(who.journey, after, [item for item in section.items if item.name in shown_before])
        problems = _problems(here, after, on_path, without={item.name for item in new})
        if problems:
            response = None
        elif new:
            element = anchor(new[0].name, new[0], after)
            response = see("section", here, section=section.slug, opened="1", anchor=element)
        elif place + 1 < len(path) and section in path:
            target = path[place + 1].slug
            response = see("section", here, section=target)
        else:
            response = see("review", here) if section in path else see("section", here, section=path[0].slug)
    if not locked:
        begin_writing(db.session())
    answering.save(db.session(), who.draft, changed, section=target, language=here.lang, now=utcnow())
    db.session.commit()
    if response is None:
        return _section_page(here, who, section, after, problems), 422
    return response  # type: ignore[no-any-return]


def _problems(here: Visit, journey: Journey, items: Iterable[ItemOnPath], *, without: set[str]) -> dict[str, str]:
    found: list[Problem] = []
    for asked in items:
        if asked.item.name not in without:
            found += check_in(journey, asked)[1]
    return sentences(here, journey, found)


def sentences(here: Visit, journey: Journey, problems: list[Problem]) -> dict[str, str]:
    if not problems:
        return {}
    _use_interface(here)
    owners = journey.questionnaire.owners
    return {problem.key: sentence(problem, owners[problem.key], here.lang) for problem in problems}


def _refreshed(after: Journey, section: Section) -> ResponseReturnValue:
    """What of the page is asked and shown now: for scripts; nothing is stored."""
    response = jsonify(live.state(after, section))
    response.headers["Cache-Control"] = "no-store"
    return response


# -- check, send, receipt


@bp.get("/<lang:lang>/surveys/<slug>/review")
@permission(Permission.PUBLIC)
def review(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    who = respondent(here)
    if who is None:
        return without_draft(here)
    return _review_page(here, who, ())


def _review_page(here: Visit, who: Respondent, sections: tuple[str, ...]) -> str:
    _use_interface(here)
    problems = []
    for slug in sections:
        section = who.section(slug)
        assert section is not None
        for key, text in _problems(here, who.journey, who.journey.section(section).items, without=set()).items():
            owner = who.journey.questionnaire.owners[key]
            problems.append((f"{address('section', here, section=slug)}#{anchor(key, owner, who.journey)}", text))
    return pages.page(
        "review.html",
        who.edition,
        here.lang,
        summary=summary(who.journey, lambda slug: address("section", here, section=slug), here.lang),
        problems=problems,
        csrf=forgery.token(who.draft.keys.form),
        consent_given=who.draft.content.consent is not None,
    )


@bp.post("/<lang:lang>/surveys/<slug>/review")
@permission(Permission.PUBLIC)
def submit(lang: str, slug: str) -> ResponseReturnValue:
    try:
        return _reviewed(lang, slug, lock=False)
    except Overtaken:
        begin_writing(db.session())
        return _reviewed(lang, slug, lock=True)


def _reviewed(lang: str, slug: str, *, lock: bool) -> ResponseReturnValue:
    """Read and check without holding up other writers, unless `lock`."""
    intend(Intent.WRITES if lock else Intent.READS_FIRST)
    here = visit(lang, slug)
    who = respondent(here, lock=lock)
    if who is None:
        forgery.refuse_cross_site()
        return without_draft(here)
    forgery.require(who.draft.keys.form)
    action, language = request.form.get("_action", "submit"), request.form.get("_language", "")
    path = who.journey.sections()
    if language in who.edition.languages:
        return see("review", Visit(here.survey, here.edition, language))
    match action:
        case "back":
            return see("section", here, section=path[-1].slug) if path else see("first", here)
        case "save":
            return see("resume", here)
        case "stop":
            return see("withdraw", here)
        case "no-consent":
            if not lock:
                begin_writing(db.session())
            answering.save(
                db.session(), who.draft, {}, section=who.draft.section, language=lang, now=utcnow(), consent=False
            )
            db.session.commit()
            return see("review", here)
    return _submit(here, who, locked=lock)


def _submit(here: Visit, who: Respondent, *, locked: bool) -> ResponseReturnValue:
    now = utcnow()
    try:
        answers = answering.complete(who.draft, who.edition.questionnaire, language=here.lang, now=now)
        if not locked:
            begin_writing(db.session())
        answering.require_open(db.session(), here.survey, now)
        answering.store(db.session(), here.survey, who.draft, answers, language=here.lang, now=now)
        db.session.commit()
    except NotAccepting as refusal:
        db.session.rollback()
        return _unavailable(here, refusal.args[0], 409)
    except NotComplete as refusal:
        db.session.rollback()
        return _review_page(here, who, refusal.sections), 422
    except IntegrityError:
        db.session.rollback()  # the other press of the button was faster
        return without_draft(here)
    return see("done", here)


@bp.get("/<lang:lang>/surveys/<slug>/done")
@permission(Permission.PUBLIC)
def done(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    secret = secret_of(slug)
    row = queries.response_by_receipt(db.session(), here.survey.id, keys(secret).receipt_hash) if secret else None
    if secret is None or row is None:
        return see("first", here)
    _use_interface(here)
    edition = pages.edition(db.session(), here.survey, row.version_id)
    explained = [
        (item, item.option(item.answer) if item.answer else None)
        for item in edition.instrument.items
        if item.explanation and any(key in row.answers for key in item.keys)
    ]
    return pages.page(
        "done.html",
        edition,
        lang,
        receipt=to_code(keys(secret).receipt),
        day=messages.day(row.day) if row.day else "",
        explained=explained,
        csrf=forgery.token(keys(secret).form),
    )


@bp.post("/<lang:lang>/surveys/<slug>/done")
@permission(Permission.PUBLIC)
def leave(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    secret = secret_of(slug)
    if secret is not None:
        forgery.require(keys(secret).form)
    return forget(see("first", here), slug)


# -- later, and never mind


@bp.get("/<lang:lang>/surveys/<slug>/resume")
@permission(Permission.PUBLIC)
def resume(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    _use_interface(here)
    who = respondent(here)
    if who is None:
        return with_form_cookie(
            pages.page("resume.html", here.edition, lang, code="", typed="", csrf=forgery.token(form_binding()))
        )
    return pages.page(
        "resume.html",
        here.edition,
        lang,
        code=to_code(who.secret),
        at=_place(who),
        csrf=forgery.token(who.draft.keys.form),
    )


def _place(who: Respondent) -> str:
    path = who.journey.sections()
    return who.draft.section if any(s.slug == who.draft.section for s in path) or not path else path[0].slug


@bp.post("/<lang:lang>/surveys/<slug>/resume")
@permission(Permission.PUBLIC)
def go_on(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    _use_interface(here)
    if request.form.get("_action") == "leave":
        who = respondent(here)
        if who is not None:
            forgery.require(who.draft.keys.form)
        return forget(see("first", here), slug)
    require_form_token()
    typed = request.form.get("code", "")[:60]
    try:
        secret = from_code(typed, SIZE)
        who = respondent_of(here, secret)
    except (Unreadable, NoDraft):
        page = pages.page(
            "resume.html",
            here.edition,
            lang,
            code="",
            typed=typed,
            error=messages.wrong_resume_code(),
            csrf=forgery.token(form_binding()),
        )
        return with_form_cookie(page, 422)
    return keep_secret(see("section", here, section=_place(who)), slug, secret)


@bp.get("/<lang:lang>/surveys/<slug>/withdraw")
@permission(Permission.PUBLIC)
def withdraw(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    _use_interface(here)
    who = respondent(here)
    if who is not None:
        return pages.page(
            "withdraw.html", here.edition, lang, under_way=True, at=_place(who), csrf=forgery.token(who.draft.keys.form)
        )
    deleted = request.args.get("deleted") == "1"
    page = pages.page(
        "withdraw.html", here.edition, lang, deleted=deleted, typed="", csrf=forgery.token(form_binding())
    )
    return with_form_cookie(page)


@bp.post("/<lang:lang>/surveys/<slug>/withdraw")
@permission(Permission.PUBLIC)
def delete(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    _use_interface(here)
    if request.form.get("_action") == "stop":
        who = respondent(here, lock=True)
        if who is not None:
            forgery.require(who.draft.keys.form)
            answering.stop(db.session(), here.survey, who.secret, now=utcnow())
            db.session.commit()
        return forget(see("withdraw", here, deleted="1"), slug)
    require_form_token()
    typed = request.form.get("code", "")[:60]
    try:
        receipt = from_code(typed, RECEIPT_SIZE)
        answering.withdraw(db.session(), here.survey, receipt)
        db.session.commit()
    except (Unreadable, NothingToWithdraw):
        db.session.rollback()
        page = pages.page(
            "withdraw.html",
            here.edition,
            lang,
            typed=typed,
            error=messages.wrong_receipt(),
            csrf=forgery.token(form_binding()),
        )
        return with_form_cookie(page, 422)
    return forget(see("withdraw", here, deleted="1"), slug)


def _unavailable(here: Visit, found: Availability, status: int) -> ResponseReturnValue:
    _use_interface(here)
    heading, lines = messages.unavailable(found, here.survey.period)
    return pages.page("unavailable.html", here.edition, here.lang, heading=heading, lines=lines), status
