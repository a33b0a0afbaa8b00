"""Check the answers, send them, keep the receipt."""

from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError

from engage.core.clock import utcnow
from engage.db.engine import Intent, begin_writing, intend
from engage.db.session import db
from engage.instruments.domain.checks import Answers
from engage.instruments.domain.definition import Item
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.rendering.answers import GAP
from engage.instruments.rendering.filling import anchor
from engage.surveys import answering, messages, pages, queries
from engage.surveys.domain.draft import NotAccepting, NotComplete
from engage.surveys.domain.invitations import AlreadyAnswered
from engage.surveys.domain.quotas import QuotaFull
from engage.surveys.domain.secret import keys, to_code
from engage.surveys.views import kiosk, lists, saving, screening
from engage.surveys.views.blueprint import bp
from engage.surveys.views.respondent import (
    Respondent,
    Visit,
    address,
    forget,
    respondent,
    secret_of,
    see,
    unavailable,
    use_interface,
    visit,
    without_draft,
)
from engage.surveys.views.review import Listing, summary
from engage.surveys.views.showing import Fillers, problems_of
from engage.web import forgery
from engage.web.permissions import Permission, permission


@bp.get("/<lang:lang>/surveys/<slug>/review")
@permission(Permission.PUBLIC)
def review(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    who = respondent(here)
    if who is None:
        return without_draft(here)
    return _review_page(here, who, ())


def _review_page(here: Visit, who: Respondent, sections: tuple[str, ...]) -> str:
    use_interface(here)
    problems = []
    for slug in sections:
        section = who.section(slug)
        assert section is not None
        if section.repeat is not None:
            problems += lists.problem_links(here, who.journey, section)
            continue
        for key, text in problems_of(here, who.journey, who.journey.section(section).items, without=set()).items():
            owner = who.journey.questionnaire.owners[key]
            problems.append((f"{address('section', here, section=slug)}#{anchor(key, owner, who.journey)}", text))
    found = summary(
        who.journey,
        lambda slug: address("section", here, section=slug),
        lambda entry: lists.entry_address(here, entry),
        here.lang,
    )
    listing, agreed = Listing(found, here.lang), who.draft.content.consent is not None
    links = "".join(Markup('<li><a href="{}">{}</a></li>').format(href, text) for href, text in problems)
    slots = {"problem_list": lambda: links, "csrf": lambda: forgery.token(who.draft.keys.form)}
    blocks: Fillers = {
        "problems": lambda parts, fill: fill(parts) if problems else "",
        "agreed": lambda parts, fill: fill(parts) if agreed else "",
    }
    compiled = pages.last_page("review.html", here.survey, who.edition, who.draft.version_id, here.lang)
    return compiled.fill(slots | listing.slots, blocks | listing.blocks)


@bp.post("/<lang:lang>/surveys/<slug>/review")
@permission(Permission.PUBLIC)
def submit(lang: str, slug: str) -> ResponseReturnValue:
    return saving.unless_overtaken(lambda lock: _reviewed(lang, slug, lock=lock))


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
        limits = who.edition.instrument.quotas
        answering.store(db.session(), here.survey, who.draft, answers, language=here.lang, now=now, limits=limits)
        db.session.commit()
    except NotAccepting as refusal:
        db.session.rollback()
        return unavailable(here, refusal.args[0], 409)
    except NotComplete as refusal:
        db.session.rollback()
        return _review_page(here, who, refusal.sections), 422
    except AlreadyAnswered:
        db.session.rollback()
        return pages.page("invitation_used.html", who.edition, here.lang, unsent=True), 409
    except QuotaFull as refusal:
        return screening.screened_out(here, who, refusal.quota)
    except IntegrityError:
        db.session.rollback()  # the other press of the button was faster
        return without_draft(here)
    return see("done", here)


@bp.get("/<lang:lang>/surveys/<slug>/done")
@permission(Permission.PUBLIC)
def done(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    if here.survey.trial:
        use_interface(here)
        return pages.page("tried.html", here.edition, lang)
    secret = secret_of(slug)
    row = queries.response_by_receipt(db.session(), here.survey.id, keys(secret).receipt_hash) if secret else None
    if secret is None or row is None:
        return see("first", here)
    use_interface(here)
    edition = pages.edition(db.session(), here.survey, row.version_id, row.country)
    return _receipt_page(here, edition, row, secret)


def _receipt_page(here: Visit, edition: pages.Edition, row: queries.ReceivedResponse, secret: bytes) -> str:
    explained = [
        item.name
        for item in edition.instrument.items
        if item.explanation and _answered(edition.questionnaire, item, row.answers)
    ]
    held = keys(secret)
    compiled = pages.last_page("done.html", here.survey, edition, row.version_id, here.lang)
    return compiled.fill(
        {
            "receipt": lambda: to_code(held.receipt),
            "day": lambda: messages.day(row.day) if row.day else "",
            "csrf": lambda: forgery.token(held.form),
            "pipe": lambda _key: GAP,  # the receipt shows no answers
        },
        {
            "dated": lambda parts, fill: fill(parts) if row.day else "",
            "explanations": lambda parts, fill: fill(parts) if explained else "",
            "explanation": lambda parts, fill, name: fill(parts) if name in explained else "",
        },
    )


def _answered(questionnaire: Questionnaire, item: Item, answers: Answers) -> bool:
    """Whether there is an answer to this item, for one asked in a list in any entry."""
    name = questionnaire.repeated.get(item.name)
    places = answers.get(name, ()) if name else (answers,)
    return any(key in each for each in places for key in item.keys)


@bp.post("/<lang:lang>/surveys/<slug>/done")
@permission(Permission.PUBLIC)
def leave(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    if here.survey.trial:
        return see("done", here)
    secret = secret_of(slug)
    if secret is not None:
        forgery.require(keys(secret).form)
    return forget(kiosk.left(here), slug)
