"""Reaching people by links: made, renamed, closed; what is printed of them; how many answered by each way."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import direction, endonym
from engage.instruments.domain.editions import countries
from engage.surveys import pages
from engage.surveys.channels import links
from engage.surveys.channels.links import Wanted
from engage.surveys.channels.words import channel_name
from engage.surveys.domain import origins
from engage.surveys.domain.channels import Channel
from engage.surveys.models import Survey
from engage.surveys.models_reach import SurveyLink
from engage.surveys.sight import Seen, countries_seen
from engage.surveys.views.manage_blueprint import account, survey_or_404, title_of
from engage.surveys.views.manage_blueprint import note as note_of
from engage.surveys.views.manage_desk import survey_crumb
from engage.surveys.views.manage_paper import version_to_print
from engage.web import links as addresses
from engage.web.console import country_name, render, use_language
from engage.web.desk import require_token
from engage.web.desk.crumbs import Crumb
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission, reach

bp = Blueprint("manage_channels", __name__, template_folder="../templates", url_prefix="/console")
bp.before_request(use_language)
PRINTED = frozenset({Channel.OPEN, Channel.POSTER, Channel.HELPER})
"""Links that are put on paper."""


def above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:  # noqa: ARG001
    """The surveys, the survey, and above a link all ways to reach people."""
    slug = arguments["slug"]
    crumbs: list[Crumb] = [(gettext("Surveys"), url_for("manage.surveys")), survey_crumb(slug)]
    if endpoint != "manage_channels.channels":
        crumbs.append((gettext("Reach people"), url_for("manage_channels.channels", slug=slug)))
    return crumbs


@bp.get("/surveys/<slug>/channels")
@permission(Permission.REACH)
def channels(slug: str) -> ResponseReturnValue:
    """All links, and how many responses came by each channel."""
    survey = survey_or_404(slug)
    counted = links.responses(db.session(), survey.id, seen(survey))
    return render(
        "manage/channels.html",
        survey=survey,
        title=title_of(survey),
        rows=[_row(each, survey) for each in links.of_survey(db.session(), survey.id)],
        counts=sorted(((channel_name(each), number) for each, number in counted.items()), key=lambda row: -row[1]),
        all_seen=seen(survey) is None,
    )


def seen(survey: Survey) -> Seen:
    """Countries whose links and responses are for who is signed in; None for all."""
    return countries_seen(db.session(), survey, reach(Permission.REACH))


def _row(link: SurveyLink, survey: Survey) -> dict[str, Any]:
    return {
        "link": link,
        "kind": channel_name(link.channel),
        "address": short_address(link),
        "language": endonym(link.language) if link.language else "",
        "country": country_name(link.country) if link.country else "",
        "own": _own(link, survey),
    }


def _own(link: SurveyLink, survey: Survey) -> bool:
    """Whether who is signed in may change it: a hub that fields one country has the links of that country."""
    mine = seen(survey)
    return mine is None or link.country in mine


def short_address(link: SurveyLink) -> str:
    return addresses.absolute(url_for("surveys.go", typed=link.code))


# -- one link


@bp.get("/surveys/<slug>/channels/new")
@permission(Permission.REACH)
def new(slug: str) -> ResponseReturnValue:
    kind = request.args.get("kind", Channel.POSTER)
    return _form_page(survey_or_404(slug), Filled({"kind": kind, "idle": "90"}), None)


@bp.post("/surveys/<slug>/channels/new")
@permission(Permission.REACH)
def make(slug: str) -> ResponseReturnValue:
    require_token()
    survey, sent = survey_or_404(slug), Sent(request.form)
    kind = Channel(sent.read_one("kind", links.KINDS, other=Channel.OPEN))
    wanted = _read(sent, survey, kind)
    if wanted is None:
        return _form_page(survey, sent, None), 422
    made = links.make(db.session(), survey, wanted, by=account(), on=utcnow().date())
    note_of("survey.link-made", survey, code=made.code, channel=made.channel.value)
    db.session.commit()
    return redirect(url_for(".link", slug=slug, link_id=made.id), code=303)


def _read(sent: Sent, survey: Survey, kind: Channel) -> Wanted | None:
    """What a form says of a link; None when something in it is wrong."""
    name = sent.read_text("name", needed=gettext("Give the link a name by which your colleagues know it."))
    language = sent.read_one("language", ["", *_languages(survey)])
    country = sent.read_one("country", _countries(survey))
    idle, frames = 90, []
    if kind is Channel.KIOSK:
        idle = (
            sent.read_number(
                "idle",
                least=links.SHORTEST_IDLE,
                most=links.LONGEST_IDLE,
                needed=gettext("Say after how many seconds the device clears itself."),
            )
            or idle
        )
    if kind is Channel.EMBED:
        frames = _read_sites(sent)
    return None if sent.wrong else Wanted(kind, name, language, country, tuple(frames), idle)


def _read_sites(sent: Sent) -> list[str]:
    """The sites that may show it, and what is wrong with a line that names none."""
    try:
        found = origins.read(sent.get("frames"))
    except origins.TooManyOrigins:
        sent.refuse("frames", gettext("These are too many. Name at most %(most)s sites.", most=origins.MOST))
        return []
    except origins.WrongOrigin as refused:
        sentences = {
            "wildcard": gettext("“%(line)s” stands for many sites. Name each site by itself.", line=refused.line),
            "https": gettext("“%(line)s” is not encrypted. Only sites with https may show it.", line=refused.line),
            "address": gettext(
                "“%(line)s” is no address of a site. Write for example https://www.example.org.", line=refused.line
            ),
        }
        sent.refuse("frames", sentences[refused.reason])
        return []
    if not found:
        sent.refuse("frames", gettext("Name the site that will show the survey, for example https://www.example.org."))
    return found


def _languages(survey: Survey) -> tuple[str, ...]:
    _, common = version_to_print(survey)
    languages: tuple[str, ...] = common.languages
    return languages


def _countries(survey: Survey) -> list[str]:
    """What a link may be for: all of them only for who sees all."""
    _, common = version_to_print(survey)
    mine = seen(survey)
    return ["", *countries(common)] if mine is None else sorted(mine)


def _form_page(survey: Survey, filled: Filled, link: SurveyLink | None) -> str:
    return render(
        "manage/channel_form.html",
        survey=survey,
        title=title_of(survey),
        filled=filled,
        link=link,
        kind=link.channel if link else filled.get("kind"),
        kinds=[(str(each), channel_name(each)) for each in links.KINDS],
        languages=[{"value": tag, "label": endonym(tag), "lang": tag} for tag in _languages(survey)],
        countries=[{"value": code, "label": country_name(code)} for code in _countries(survey) if code],
        any_country="" in _countries(survey),
        least=links.SHORTEST_IDLE,
        most=links.LONGEST_IDLE,
    )


@bp.get("/surveys/<slug>/channels/<int:link_id>")
@permission(Permission.REACH)
def link(slug: str, link_id: int) -> ResponseReturnValue:
    """One link: its address, what can be printed, and how it is shown elsewhere."""
    survey, found = link_or_404(slug, link_id)
    edition = edition_of(survey, found)
    return render(
        "manage/channel.html",
        survey=survey,
        title=title_of(survey),
        row=_row(found, survey),
        link=found,
        printed=found.channel in PRINTED,
        languages=[(tag, endonym(tag), direction(tag)) for tag in printed_in(edition, found)],
        survey_title=edition.instrument.title.in_(found.language or edition.instrument.source_language),
    )


def link_or_404(slug: str, link_id: int, *, change: bool = False) -> tuple[Survey, SurveyLink]:
    survey = survey_or_404(slug)
    found = links.one(db.session(), survey.id, link_id)
    if found is None or (change and not _own(found, survey)):
        abort(404)
    return survey, found


def edition_of(survey: Survey, link: SurveyLink) -> pages.Edition:
    """What the link leads to: as it is in the field, or as it will be."""
    _, common = version_to_print(survey)
    return pages.edition_of(survey, common, link.country)


def printed_in(edition: pages.Edition, link: SurveyLink) -> tuple[str, ...]:
    """The languages of its posters: the link's own, or all that citizens are offered."""
    offered = edition.languages or edition.instrument.languages
    return (link.language,) if link.language in edition.instrument.languages else tuple(offered)


@bp.get("/surveys/<slug>/channels/<int:link_id>/change")
@permission(Permission.REACH)
def change(slug: str, link_id: int) -> ResponseReturnValue:
    survey, found = link_or_404(slug, link_id, change=True)
    values = {
        "name": found.name,
        "language": found.language,
        "country": found.country,
        "frames": "\n".join(found.frames),
        "idle": str(found.idle_seconds),
    }
    return _form_page(survey, Filled(values), found)


@bp.post("/surveys/<slug>/channels/<int:link_id>/change")
@permission(Permission.REACH)
def changed(slug: str, link_id: int) -> ResponseReturnValue:
    require_token()
    survey, found = link_or_404(slug, link_id, change=True)
    sent = Sent(request.form)
    wanted = _read(sent, survey, found.channel)
    if wanted is None:
        return _form_page(survey, sent, found), 422
    links.change(found, wanted)
    note_of("survey.link-changed", survey, code=found.code)
    db.session.commit()
    flash(gettext("The link is changed. Its address stays the same."))
    return redirect(url_for(".link", slug=slug, link_id=link_id), code=303)


@bp.post("/surveys/<slug>/channels/<int:link_id>/close")
@permission(Permission.REACH)
def close(slug: str, link_id: int) -> ResponseReturnValue:
    require_token()
    survey, found = link_or_404(slug, link_id, change=True)
    links.close(found, on=utcnow().date())
    note_of("survey.link-closed", survey, code=found.code)
    db.session.commit()
    flash(gettext("The link is closed. Who comes by it is told so; who has begun may finish."))
    return redirect(url_for(".link", slug=slug, link_id=link_id), code=303)


@bp.post("/surveys/<slug>/channels/<int:link_id>/open")
@permission(Permission.REACH)
def open_again(slug: str, link_id: int) -> ResponseReturnValue:
    require_token()
    survey, found = link_or_404(slug, link_id, change=True)
    links.open_again(found)
    note_of("survey.link-opened", survey, code=found.code)
    db.session.commit()
    flash(gettext("The link leads to the survey again."))
    return redirect(url_for(".link", slug=slug, link_id=link_id), code=303)
