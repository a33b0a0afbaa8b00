"""Quotes: answers that are released one by one, in words of the team's choice. The next edition shows them."""

from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.results.coding import keeping
from engage.results.coding.answers import Answer
from engage.results.views import filtering
from engage.results.views.coding_pages import (
    Open,
    bp,
    errors_of,
    label_of,
    language_options,
    languages_of,
    open_question,
)
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, options
from engage.web.permissions import Permission, actor, may, permission

A_PAGE = 20
QUOTE_MOST = 1_000
CHECKS = {
    "name": lazy_gettext("No name, address, workplace or small place stands in it."),
    "story": lazy_gettext("Nobody who knows the person could recognise them: by an illness, a date, a job, an event."),
    "others": lazy_gettext("Nobody else is recognisable: a doctor, a relative, a colleague."),
    "meaning": lazy_gettext("It says what the person meant, also where it is shortened or translated."),
}


def _open(slug: str, key: str) -> Open:
    """Editions are of all responses: they are for those who may see them all."""
    found = open_question(slug, key, Permission.RESULTS_PUBLISH)
    if found.here.seen is not None:
        abort(404)
    return found


def _reads() -> bool:
    """Whether who asks may read redacted answers. The network's office may not: it sees what is released."""
    return may(Permission.RESULTS_CODE) or may(Permission.RESULTS_TEXTS)


def _shown(answer: Answer) -> bool:
    return answer.redacted is not None and (answer.quote is not None or _reads())


def _one(found: Open, reference: str) -> Answer:
    answer = found.one(reference)
    if not _shown(answer):
        abort(404)
    return answer


@bp.get("/surveys/<slug>/texts/quotes/<path:key>")
@permission(Permission.RESULTS_PUBLISH)
def quotes(slug: str, key: str) -> ResponseReturnValue:
    """Redacted answers, those that are released first; of one code where one is asked for."""
    found = _open(slug, key)
    code, reads = request.args.get("code", ""), _reads()
    readable = [each for each in found.answers if _shown(each)]
    if code:
        readable = [each for each in readable if code in (each.coded.hold or ())]
    readable.sort(key=lambda each: each.quote is None)
    number = filtering.page_number(len(readable), A_PAGE)
    names = {"": gettext("All answers"), **{each.code: label_of(each).text for each in found.codes}}
    return found.render(
        "coding_quotes.html",
        lines=[_line(found, each) for each in readable[(number - 1) * A_PAGE : number * A_PAGE]],
        total=len(readable),
        reads=reads,
        code=code,
        codes=options(names, lambda each: names[each]) if len(names) > 1 else [],
        pages=filtering.page_links(
            len(readable), A_PAGE, number, lambda n: found.address("quotes", page=n, code=code or None)
        ),
    )


def _line(found: Open, answer: Answer) -> dict[str, Any]:
    called = found.called(answer.response_id)
    labels = {each.code: label_of(each).text for each in found.codes}
    held = answer.coded.hold or ()
    quoted = dict(answer.quote or {})
    language = answer.language if answer.language in quoted else next(iter(quoted), answer.language)
    return {
        "answer": answer,
        "quoted": quoted.get(language, ""),
        "language": language,
        "codes": [label for code, label in labels.items() if code in held],
        "address": found.address("quote", reference=called),
    }


@bp.get("/surveys/<slug>/texts/quote/<reference>/<path:key>")
@permission(Permission.RESULTS_PUBLISH)
def quote(slug: str, key: str, reference: str) -> ResponseReturnValue:
    """The words of one quote."""
    found = _open(slug, key)
    answer = _one(found, reference)
    return _page(found, answer, reference, Filled(_stored(answer)))


def _stored(answer: Answer) -> dict[str, str]:
    """What is released; before that, the redacted words and the working translation."""
    if answer.quote:
        own = answer.language if answer.language in answer.quote else next(iter(answer.quote))
        others = {f"in-{tag}": text for tag, text in answer.quote.items() if tag != own}
        return {"language": own, "text": answer.quote[own], **others}
    work = answer.work
    translated = {f"in-{work.translation_language}": work.translation} if work and work.translation else {}
    return {"language": answer.language, "text": answer.redacted or "", **translated}


def _page(found: Open, answer: Answer, reference: str, sent: Filled) -> str:
    languages = languages_of(found.here, answer.language)
    return found.render(
        "coding_quote.html",
        answer=answer,
        reference=reference,
        sent=sent,
        errors=errors_of(sent),
        languages=language_options(languages),
        translations=[(tag, endonym(tag)) for tag in languages if tag != answer.language],
        checks=options(CHECKS, lambda each: CHECKS[each]),
        ticked=sent.all("check"),
        reads=_reads(),
    )


@bp.post("/surveys/<slug>/texts/quote/<reference>/<path:key>")
@permission(Permission.RESULTS_PUBLISH)
def release(slug: str, key: str, reference: str) -> ResponseReturnValue:
    """Release it in these words, or take it back."""
    require_token()
    found, sent = _open(slug, key), Sent(request.form)
    answer = _one(found, reference)
    if sent.get("_action") == "take-back":
        return _taken_back(found, answer)
    if not _reads():
        abort(404)
    said = _read(found, answer, sent)
    if set(sent.all("check")) < set(CHECKS):
        sent.refuse("check", gettext("Look for each of these, and tick it. If one is not so, shorten the quote."))
    if sent.wrong:
        return _page(found, answer, reference, sent), 422
    keeping.release(answer, said, by=actor().id, on=utcnow().date())
    found.note("results.quote-released")
    db.session.commit()
    flash(gettext("The quote is released. The next edition of the results shows it."))
    return redirect(found.address("quotes"), code=303)


def _read(found: Open, answer: Answer, sent: Sent) -> dict[str, str]:
    languages = languages_of(found.here, answer.language)
    own = sent.read_one("language", languages)
    text = sent.read_text("text", most=QUOTE_MOST, needed=gettext("Type what is to be shown."))
    others = {tag: sent.read_text(f"in-{tag}", most=QUOTE_MOST) for tag in languages if tag != own}
    return {own: text, **{tag: words for tag, words in others.items() if words}}


def _taken_back(found: Open, answer: Answer) -> ResponseReturnValue:
    if answer.quote is not None:
        keeping.take_back(answer)
        found.note("results.quote-taken-back")
        db.session.commit()
    flash(gettext("The quote is taken back: within a minute or two no published edition shows it."))
    return redirect(found.address("quotes"), code=303)
