"""A first survey, as the guide offers it: the example questionnaire, standard questions, or both."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage.accounts import guide
from engage.accounts.models import Person
from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.gates import TextGate
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym, nearest
from engage.instruments.domain.definition import Item, ItemType
from engage.instruments.readers.reading import Reading
from engage.surveys import fielding, first_survey
from engage.surveys.models import Survey
from engage.surveys.views import hub_choice
from engage.surveys.views.manage_blueprint import bp, require_token
from engage.surveys.views.manage_guide import NOTE
from engage.surveys.views.manage_writing import LONGEST_TITLE
from engage.web.console import render
from engage.web.permissions import Permission, permission


@bp.get("/guide/survey")
@permission(Permission.SURVEY_EDIT)
def ask_first_survey() -> ResponseReturnValue:
    return _page(_hub_first(), "", _language_first(), example=True, standard=list(first_survey.USUAL), errors={})


def _me() -> Person:
    return db.session.get_one(Person, int(current_user.id))


def _hub_first() -> str:
    """The hub that the guide leads for, where one may write for it."""
    led = guide.hub_of(db.session(), _me())
    return next((hub.slug for hub in hub_choice.offered() if hub.id == led), hub_choice.first())


def _language_first() -> str:
    """The first language of the hub that the interface has, else the person's."""
    slug = _hub_first()
    hub = next((each for each in hub_choice.offered() if each.slug == slug), None)
    wanted = [*(hub.languages if hub else []), _me().language]
    return next((found for tag in wanted if (found := nearest(tag, PUBLIC_LANGUAGES))), "en")


def _page(hub: str, title: str, language: str, *, example: bool, standard: list[str], errors: dict[str, str]) -> str:
    return render(
        "manage/first_survey.html",
        crumbs=[(gettext("First steps"), url_for("guide.page"))],
        hub=hub,
        hubs=hub_choice.options(),
        title=title,
        language=language,
        languages=[{"value": tag, "label": endonym(tag), "lang": tag} for tag in PUBLIC_LANGUAGES],
        example=example,
        standard=standard,
        items=[
            {"value": item.name, "label": item.label.source, "hint": _answers(item)}
            for item in first_survey.standard_items(g.interface)
        ],
        errors=errors,
    )


def _answers(item: Item) -> str:
    """What can be answered: two questions may ask the same in finer and coarser answers."""
    labels = [option.label.source for option in item.options]
    if item.type is ItemType.INTEGER:
        return str(gettext("A number"))
    if item.type is ItemType.REGION:
        return str(gettext("A region from the European list (NUTS)"))
    return " · ".join([*labels[:3], *(["…"] if len(labels) > 3 else [])])


@bp.post("/guide/survey")
@permission(Permission.SURVEY_EDIT)
def begin_first_survey() -> ResponseReturnValue:
    require_token()
    title, language = request.form.get("title", "").strip(), request.form.get("language", "")
    example = request.form.get("example") == "yes"
    known = {item.name for item in first_survey.standard_items("en")}
    standard = [name for name in request.form.getlist("standard") if name in known]
    hub = hub_choice.chosen()
    errors = _wrong(title, language, example=example, standard=standard, has_hub=hub is not None)
    if errors or hub is None:
        slug = request.form.get("hub") or _hub_first()
        return _page(slug, title, language, example=example, standard=standard, errors=errors), 422
    instrument = first_survey.build(language, hub.name, title=title, example=example, standard=standard)
    survey = fielding.import_reading(
        db.session(),
        Reading(instrument),
        hub=hub,
        file="",
        slug=None,
        gate=TextGate.APPROVED,
        texts=None,
        now=utcnow(),
        by=current_user.id,
        by_name=current_user.email,
    )
    _remember(survey, hub.id)
    db.session.commit()
    flash(gettext("Your survey is there. Nobody sees it yet: look at it, change what you like, then publish it."))
    return redirect(url_for("guide.page"), code=303)


def _remember(survey: Survey, hub_id: int) -> None:
    person = _me()
    if guide.hub_of(db.session(), person) == hub_id:
        guide.remember(person, NOTE, survey.id)


def _wrong(title: str, language: str, *, example: bool, standard: list[str], has_hub: bool) -> dict[str, str]:
    found = {}
    if not has_hub:
        found["hub"] = gettext("Choose the hub that asks.")
    if language not in PUBLIC_LANGUAGES:
        found["language"] = gettext("Choose one of these.")
    if len(title) > LONGEST_TITLE:
        found["title"] = gettext("Write a shorter title.")
    elif not title and not example:
        found["title"] = gettext("Write a title. You can change it later.")
    if not example and not standard:
        found["standard"] = gettext("Choose the example questionnaire, or at least one standard question.")
    return found
