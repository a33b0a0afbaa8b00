"""The questionnaire on paper, for printing."""

from typing import Any

from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from engage.activities import funding
from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.instruments.document import from_document
from engage.instruments.domain.editions import countries
from engage.instruments.models import InstrumentVersion
from engage.instruments.paper.leaflet import Funder, Imprint, Leaflet
from engage.surveys import pages, queries
from engage.surveys import paper as sheets
from engage.surveys.models import Survey
from engage.surveys.views.manage_blueprint import bp, person_id, sees, survey_or_404, title_of
from engage.web import languages, links
from engage.web.console import country_name, render
from engage.web.permissions import Permission, permission

SHORT = "short"


@bp.get("/surveys/<slug>/paper")
@permission(Permission.SURVEY_SEE)
def paper(slug: str) -> ResponseReturnValue:
    """What can be printed: each language of each national edition."""
    found = survey_or_404(slug)
    version, common = version_to_print(found)
    editions = [pages.edition_of(found, common, country) for country in (countries(common) or ("",))]
    return render(
        "manage/paper.html",
        survey=found,
        title=title_of(found),
        version=version,
        editions=[(country_name(each.national), each.national, _leaflets(found, each)) for each in editions],
        short=common.has_pulse,
        **sheets_of(found, common),
    )


def sheets_of(survey: Survey, common: Any) -> dict[str, Any]:
    """What a sheet can be, and those that are being typed in."""
    return {
        "languages": [{"value": tag, "label": endonym(tag), "lang": tag} for tag in common.languages],
        "countries": [{"value": code, "label": country_name(code)} for code in countries(common)],
        "sheets": [
            {
                "sheet": each,
                "language": endonym(each.language),
                "differing": len(sheets.differing(each)) if each.second is not None else None,
                "mine": each.first_by == person_id(),
            }
            for each in sheets.waiting(db.session(), survey)
            if sees(survey, each.country)
        ],
    }


def version_to_print(survey: Survey) -> tuple[InstrumentVersion, Any]:
    """The version in the field, else the newest; 404 without any."""
    version = survey.version or queries.newest_version(db.session(), survey.instrument_id)
    if version is None:
        abort(404)
    return version, from_document(version.document)


def _leaflets(survey: Survey, edition: pages.Edition) -> list[dict[str, Any]]:
    return [
        {
            "tag": tag,
            "name": endonym(tag),
            "offered": tag in edition.languages,
            "address": url_for(".leaflet", slug=survey.slug, lang=tag, country=edition.national or None),
            "short": url_for(".leaflet", slug=survey.slug, lang=tag, country=edition.national or None, length=SHORT),
        }
        for tag in edition.instrument.languages
    ]


def _funders(edition: pages.Edition, lang: str) -> tuple[Funder, ...]:
    session = db.session()
    found = funding.statements(session, lang, utcnow().date(), hub_id=edition.hub_id, activity_id=edition.activity_id)
    return tuple(
        Funder(each.text or each.funder, funding.picture_of(session, each)[0], each.emblem_text) for each in found
    )


@bp.get("/surveys/<slug>/paper/<lang:lang>.pdf")
@permission(Permission.SURVEY_SEE)
def leaflet(slug: str, lang: str) -> ResponseReturnValue:
    from engage.instruments.paper.pdf import pdf  # the typesetter is loaded where something is printed

    found = survey_or_404(slug)
    version, common = version_to_print(found)
    edition = pages.edition_of(found, common, request.args.get("country", ""))
    if lang not in edition.instrument.languages:
        abort(404)
    imprint = Imprint(
        address=links.absolute(url_for("surveys.first", lang=lang, slug=slug, **edition.query, version=version.number)),
        version=version.number,
        hub=edition.hub_in(lang).text,
        contact=edition.contact,
        funders=_funders(edition, lang),
    )
    short = request.args.get("length") == SHORT and common.has_pulse
    interface = languages.interface_for(current_app, lang, edition.instrument.source_language)
    with force_locale(interface.replace("-", "_")):
        data = Leaflet(edition.questionnaire, lang, pulse=short).data(imprint)
    response = Response(pdf(data), mimetype="application/pdf")
    parts = (slug, edition.national.lower(), lang, SHORT if short else "", f"v{version.number}")
    response.headers.set("Content-Disposition", "inline", filename=f"{'-'.join(part for part in parts if part)}.pdf")
    response.headers["Cache-Control"] = "no-store"
    return response
