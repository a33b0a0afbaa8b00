"""The product's own strings in languages that it does not ship."""

from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import DEFAULT, PUBLIC_LANGUAGES, is_well_formed
from engage.instruments.views.translating_people import home_bp as bp
from engage.instruments.views.translating_work import language_facts, person_id, require_token
from engage.web.additions import installing, service
from engage.web.additions.messages import Message, as_po, messages, plural_forms
from engage.web.console import render
from engage.web.permissions import Permission, may, permission

PER_PAGE = 40


@bp.get("/product")
@permission(Permission.TRANSLATE)
def product() -> ResponseReturnValue:
    """The languages that citizens' pages speak, and those that are being added."""
    session, total = db.session(), len(messages())
    added = [
        {
            **language_facts(row.language),
            "done": len(messages()) - len(service.missing(session, row.language)),
            "offered": row.offered_at is not None,
        }
        for row in service.languages(session)
    ]
    shipped = [language_facts(tag) for tag in PUBLIC_LANGUAGES]
    return render("instruments/translating/product.html", shipped=shipped, added=added, total=total)


@bp.post("/product")
@permission(Permission.TRANSLATE)
def start() -> ResponseReturnValue:
    require_token()
    tag = request.form.get("tag", "").strip()
    if not is_well_formed(tag) or tag in PUBLIC_LANGUAGES:
        flash(gettext("Write a language tag that the product does not speak yet, for example ro."), "error")
        return redirect(url_for("translating.product"), code=303)
    service.start(db.session(), tag)
    db.session.commit()
    return redirect(url_for("translating.strings", lang=tag), code=303)


@bp.get("/product/<lang:lang>")
@permission(Permission.TRANSLATE)
def strings(lang: str) -> ResponseReturnValue:
    return _page(_known(lang))


def _known(lang: str) -> str:
    if lang not in {row.language for row in service.languages(db.session())}:
        abort(404)
    return lang


def _page(lang: str, problems: dict[str, tuple[list[str], str]] | None = None) -> str:
    session = db.session()
    there, forms = service.texts(session, lang), plural_forms(lang)
    missing = {message.digest for message in service.missing(session, lang)}
    shown = request.args.get("show", "missing" if missing else "all")
    listed = [
        message
        for message in messages()
        if shown == "all" or message.digest in missing or (problems or {}).get(message.digest)
    ]
    pages = -(-len(listed) // PER_PAGE) or 1
    page = max(1, min(request.args.get("page", 1, int), pages))
    here = listed[(page - 1) * PER_PAGE : page * PER_PAGE]
    row = next(row for row in service.languages(session) if row.language == lang)
    return render(
        "instruments/translating/strings.html",
        language=language_facts(lang),
        source=language_facts(DEFAULT),
        rows=[_row(message, there, len(forms), problems or {}) for message in here],
        forms=forms,
        missing=len(missing),
        total=len(messages()),
        offered=row.offered_at is not None,
        may_offer=may(Permission.SURVEY_FIELD),
        shown=shown,
        page=page,
        pages=pages,
    )


def _row(
    message: Message, there: dict[str, list[str]], number: int, problems: dict[str, tuple[list[str], str]]
) -> dict[str, Any]:
    typed, problem = problems.get(message.digest, ([], ""))
    texts = typed or there.get(message.digest) or []
    wanted = number if message.plural else 1
    return {"message": message, "texts": [*texts, *[""] * wanted][:wanted], "problem": problem}


@bp.post("/product/<lang:lang>")
@permission(Permission.TRANSLATE)
def save_strings(lang: str) -> ResponseReturnValue:
    """Store what was typed; what loses a placeholder or a plural form comes back with what to do."""
    require_token()
    session, there = db.session(), service.texts(db.session(), _known(lang))
    saved, problems = 0, {}
    offered = {row.language for row in service.languages(session) if row.offered_at is not None}
    in_use = lang in offered and not may(Permission.SURVEY_FIELD)
    for digest in request.form.getlist("message"):
        forms = [form.replace("\r\n", "\n").strip() for form in request.form.getlist(f"text-{digest}")]
        if forms == there.get(digest, [""] * len(forms)):
            continue
        if digest in there and in_use:
            words = gettext("Citizens' pages say this now. Somebody who puts surveys in the field changes it.")
            problems[digest] = (forms, words)
            continue
        try:
            service.save(session, lang, digest, forms, by=person_id(), now=utcnow())
            saved += 1
        except service.MarksDiffer as refusal:
            problems[digest] = (
                forms,
                gettext("These marks must be the same as in English: %(marks)s", marks=str(refusal)),
            )
        except service.NotComplete:
            problems[digest] = (forms, gettext("Write a text in each field: each is for other numbers."))
        except service.NoSuchMessage:
            continue
    session.commit()
    installing.refresh()
    if problems:
        return _page(lang, problems), 422
    flash(ngettext("%(num)s text is saved.", "%(num)s texts are saved.", saved))
    asked: dict[str, Any] = {name: request.args[name] for name in ("show",) if name in request.args}
    return redirect(url_for("translating.strings", lang=lang, **asked), code=303)


@bp.post("/product/<lang:lang>/use")
@permission(Permission.SURVEY_FIELD)
def use(lang: str) -> ResponseReturnValue:
    """Offer citizens' pages in a language that is complete, or no longer."""
    require_token()
    session, language = db.session(), language_facts(_known(lang))["name"]
    try:
        if request.form.get("use") == "yes":
            service.put_in_use(session, lang, now=utcnow())
            flash(gettext("Citizens' pages now speak %(language)s.", language=language))
        else:
            service.take_out_of_use(session, lang)
            flash(gettext("Citizens' pages no longer speak %(language)s.", language=language))
    except service.NotComplete:
        session.rollback()
        flash(gettext("Some texts are still missing. People would meet two languages on one page."), "error")
    session.commit()
    installing.refresh()
    return redirect(url_for("translating.strings", lang=lang), code=303)


@bp.get("/product/<lang:lang>/public.po")
@permission(Permission.TRANSLATE)
def strings_file(lang: str) -> ResponseReturnValue:
    """For the project: so that the next release speaks the language everywhere."""
    content = as_po(lang, service.texts(db.session(), _known(lang)))
    answer = Response(content, mimetype="text/x-gettext-translation")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{lang}.po")
    return answer
