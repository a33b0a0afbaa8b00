"""The national editions of a survey: who fields them, how to share them, how many have answered."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.db.session import db
from engage.hubs import queries as hubs
from engage.i18n.locales import endonym
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editions import countries as countries_of
from engage.instruments.views import country_page
from engage.surveys import pages, partners, queries
from engage.surveys.models import Survey
from engage.surveys.sight import hubs_behind
from engage.surveys.views.manage_blueprint import bp, note, require_token, sees, survey_or_404, title_of
from engage.web.console import country_name, render
from engage.web.permissions import Permission, may_for, permission


@bp.get("/surveys/<slug>/countries")
@permission(Permission.SURVEY_SEE)
def countries(slug: str) -> ResponseReturnValue:
    found = survey_or_404(slug)
    instrument = _instrument(found)
    fielding = {partner.country: partner.hub for partner in queries.partners(db.session(), found.id)}
    counts = queries.responses_by_country(db.session(), found.id)
    owners, rows = hubs_behind(db.session(), found, Permission.SURVEY_EDIT), []
    for country in countries_of(instrument):
        edition = pages.edition_of(found, instrument, country, hub=fielding.get(country))
        rows.append(
            {
                "country": country,
                "name": country_name(country),
                "hub": fielding.get(country, found.activity.hub),
                "own": country in fielding,
                "editable": may_for(
                    Permission.SURVEY_EDIT, owners | {fielding[country].id} if country in fielding else owners
                ),
                "languages": [(tag, endonym(tag)) for tag in edition.languages],
                "age": edition.minimum_age,
                "differs": country_page.differing(instrument, country, found.instrument_id),
                "responses": counts.get(country, 0) if sees(found, country) else None,
            }
        )
    return render(
        "manage/countries.html",
        survey=found,
        title=title_of(found),
        rows=rows,
        hubs=hubs.every(db.session()),
        elsewhere=counts.get("", 0) if sees(found, "") else 0,
    )


def _instrument(survey: Survey) -> Instrument:
    version = queries.newest_version(db.session(), survey.instrument_id)
    if version is None:
        abort(404)
    instrument = from_document(version.document)
    if not instrument.editions:
        abort(404)
    return instrument


@bp.post("/surveys/<slug>/countries")
@permission(Permission.SURVEY_FIELD)
def set_country(slug: str) -> ResponseReturnValue:
    """Say which hub fields the edition of one country."""
    require_token()
    found = survey_or_404(slug)
    editions = frozenset(countries_of(_instrument(found)))
    country = request.form.get("country", "")
    hub = hubs.by_slug(db.session(), request.form.get("hub", ""))
    if hub is None:
        abort(400)
    lead = hub.id == found.activity.hub_id
    try:
        partners.set_hub(db.session(), found, country, None if lead else hub, editions=editions)
    except partners.NoEdition:
        abort(404)
    note("survey.partner-changed", found, country=country, hub=hub.slug)
    flash(
        gettext(
            "%(hub)s fields the edition of %(country)s now and sees its responses.",
            hub=hub.name,
            country=country_name(country),
        )
    )
    db.session.commit()
    return redirect(url_for(".countries", slug=slug), code=303)
