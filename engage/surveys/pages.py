"""Compiled pages of surveys in the field.

A published version is immutable: its questionnaire is compiled once, its pages once per language, and a request
fills in values and errors. What can change besides (the contact, the hub) raises a revision and with it the key.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import current_app, g, render_template, request
from flask_babel import force_locale, gettext
from markupsafe import Markup, escape
from sqlalchemy.orm import Session, object_session

from engage.activities import funding
from engage.hubs.domain.texts import Said, named
from engage.hubs.models import Hub
from engage.i18n.gates import LOWEST, TextGate
from engage.i18n.locales import babel_locale, direction, endonym
from engage.i18n.text import LocalizedText
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Contact, Instrument, Section, SupportLine
from engage.instruments.domain.definition import Edition as NationalEdition
from engage.instruments.domain.editions import national
from engage.instruments.domain.pictures import Pictures
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.domain.translations import offered, progress
from engage.instruments.pictures import shown
from engage.instruments.rendering.ahead import ahead
from engage.instruments.rendering.filling import Filling
from engage.instruments.rendering.sections import template_context
from engage.instruments.rendering.texts import language_attributes
from engage.surveys import consent, queries
from engage.surveys.models import Survey
from engage.surveys.queries import Fielded
from engage.web import languages
from engage.web.compiled import CompiledPage, Parts
from engage.web.kept import Cache

OTHER = "other"
"""Chosen by people of countries without an edition."""


@dataclass(frozen=True, eq=False)
class Edition:
    """A version of a survey with everything its pages show besides answers."""

    survey_id: int
    slug: str
    questionnaire: Questionnaire
    hub_name: str
    """As it calls itself."""
    country: str
    """Of the hub behind it."""
    hub_id: int | None
    activity_id: int | None
    national: str
    """The country whose edition it is; empty for the common one."""
    contact: Contact
    support: SupportLine | None
    gate: TextGate
    pictures: Pictures = field(default_factory=dict)
    hub_names: Mapping[str, str] = field(default_factory=dict)
    """Its name in other languages."""
    hub_languages: tuple[str, ...] = ()
    trial: str = ""
    """The language that a test link is for: the only one there, whatever has come of its texts."""

    @property
    def instrument(self) -> Instrument:
        return self.questionnaire.instrument

    def hub_in(self, language: str) -> Said:
        """The name of the hub for a reader."""
        return named(self.hub_name, self.hub_names, self.hub_languages, language)

    @property
    def query(self) -> dict[str, Any]:
        """What an address of the first page says besides: which edition it is, where there are several."""
        if self.national:
            return {"country": self.national}
        return {"country": OTHER} if self.instrument.editions else {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        if self.trial:
            return (self.trial,)
        return offered(self.instrument, LOWEST[self.gate])

    @cached_property
    def number_of_questions(self) -> int:
        return sum(item.is_question for item in self.instrument.items)

    @cached_property
    def minimum_age(self) -> int | None:
        ages = self.instrument.minimum_age
        return ages.get(self.country) or ages.get("*") or (max(ages.values()) if ages else None)

    def incomplete(self, language: str) -> bool:
        """Whether the page must say that its translation is a draft or has gaps."""
        return language != self.instrument.source_language and not progress(self.instrument, language).complete


_editions: Cache[tuple[object, ...], Edition] = Cache(64)
_pages: Cache[tuple[object, ...], CompiledPage] = Cache(2048)


def edition(session: Session, survey: Fielded, version_id: int | None = None, country: str = "") -> Edition:
    """The compiled edition of the version that a draft is on, or of the published one; a country's, if it has one.

    Whatever else an address says for a country is the common edition, made once.
    """
    wanted = version_id or survey.version_id

    def made(country: str) -> Edition:
        key = (survey.id, wanted, survey.revision, country)
        return _editions.get(key, lambda: replace(_load(session, survey.slug, wanted, country), trial=survey.trial))

    common = made("")
    return made(country) if country in common.instrument.editions else common


def _load(session: Session, slug: str, version_id: int, country: str) -> Edition:
    survey = queries.by_slug(session, slug)
    version = queries.version(session, version_id)
    assert survey is not None
    assert version is not None
    partner = queries.partner(session, survey.id, country) if country else None
    return edition_of(
        survey,
        from_document(version.document),
        country,
        hub=partner.hub if partner else None,
        as_of=version.published_at,
    )


def edition_of(
    survey: Survey, common: Instrument, country: str = "", *, hub: Hub | None = None, as_of: datetime | None = None
) -> Edition:
    """A survey as one country fields it; `hub` stands behind it instead of the survey's own.

    Its pictures are the newest ones, or those of the moment `as_of`, when a version was published.
    """
    session = object_session(survey)
    hub = hub or survey.activity.hub
    instrument = national(common, country)
    return Edition(
        survey_id=survey.id,
        slug=survey.slug,
        questionnaire=Questionnaire(instrument),
        hub_name=hub.name,
        hub_names=hub.names,
        hub_languages=tuple(hub.languages),
        country=hub.country,
        hub_id=hub.id,
        activity_id=survey.activity_id,
        national=country if country in common.editions else "",
        contact=_contact(survey, hub, common, common.editions.get(country)),
        support=_support(hub, instrument),
        gate=survey.text_gate,
        pictures=shown(session, survey.instrument_id, as_of) if session else {},
    )


def _contact(survey: Survey, hub: Hub, instrument: Instrument, own: NationalEdition | None) -> Contact:
    """Of the national edition, else as set for the survey, else of the instrument, else of the hub: each part alone."""
    if own and own.contact:
        return own.contact
    if own and hub is not survey.activity.hub:
        return Contact(name=hub.contact_name, phone=hub.contact_phone, email=hub.contact_email)
    written = instrument.about.contact if instrument.about and instrument.about.contact else Contact(name="")
    return Contact(
        name=survey.contact_name or written.name or hub.contact_name,
        phone=survey.contact_phone or written.phone or hub.contact_phone,
        email=survey.contact_email or written.email or hub.contact_email,
    )


def _support(hub: Hub, instrument: Instrument) -> SupportLine | None:
    lines = instrument.about.support if instrument.about else {}
    found = lines.get(hub.country) or lines.get("*")
    if found or not hub.support:
        return found
    name = LocalizedText.of(hub.support.get("name", ""), instrument.source_language)
    return SupportLine(name=name, phone=hub.support.get("phone", ""), address=hub.support.get("address", ""))


def frame(edition: Edition, language: str) -> dict[str, Any]:
    """What every page of a survey shows: who stands behind it, the languages, whether the text is a draft."""
    app = current_app
    interface = languages.interface_for(app, language, edition.instrument.source_language)
    g.language, g.interface = language, interface
    ui = language_attributes(interface, language)
    return {
        "edition": edition,
        "hub_name": edition.hub_in(language).text,
        "instrument": edition.instrument,
        "lang": language,
        "dir": direction(language),
        "interface": interface,
        "ui": ui,
        "endonym": endonym,
        "country_name": lambda code: babel_locale(interface).territories.get(code, code),
        "languages": [(tag, endonym(tag), direction(tag)) for tag in edition.languages],
        "trial": bool(edition.trial),
        "channel": g.get("survey_channel", ""),
        "mode": g.get("way_mode", ""),
        "way": g.get("way"),
        "draft_texts": edition.incomplete(language),
        "draft_days": app.config["ENGAGE_DRAFT_DAYS"],
        **template_context(edition.questionnaire, ui, interface, edition.pictures),
    }


def section_page(
    survey: Fielded, edition: Edition, version_id: int, section: Section, language: str, *, faultless: bool
) -> CompiledPage:
    """:param faultless: for who has no problem on it: most of what varies is filled in already"""
    key = (survey.id, version_id, survey.revision, survey.way, edition.national, language, section.slug, faultless)

    def make() -> CompiledPage:
        page = compile_section(edition, section, language)
        return ahead(page, edition.questionnaire) if faultless else page

    return _pages.get(key, make)


def last_page(template: str, survey: Fielded, edition: Edition, version_id: int, language: str) -> CompiledPage:
    """:param template: `review.html` or `done.html`"""
    key = (survey.id, version_id, survey.revision, survey.way, edition.national, language, template)

    def make() -> CompiledPage:
        context = frame(edition, language)
        with force_locale(context["interface"].replace("-", "_")):
            return CompiledPage.of(render_template(f"surveys/{template}", **context))

    return _pages.get(key, make)


def compile_section(edition: Edition, section: Section, language: str) -> CompiledPage:
    context = frame(edition, language)
    with force_locale(context["interface"].replace("-", "_")):
        template = "entry" if section.repeat else "section"
        return CompiledPage.of(render_template(f"surveys/{template}.html", section=section, **context))


_steps: Cache[tuple[str, int, int], str] = Cache(512)


def step(edition: Edition, language: str, at: int, steps: int) -> str:
    """`Step 2 of 5` in the interface language that serves `language`."""
    interface = languages.interface_for(current_app, language, edition.instrument.source_language)

    def make() -> str:
        with force_locale(interface.replace("-", "_")):
            return str(escape(gettext("Step %(at)s of %(steps)s", at=at, steps=steps)))

    return _steps.get((interface, at, steps), make)


def forget_pages() -> None:
    """The product's own words have changed in some language: pages are made anew."""
    _pages.clear()
    _steps.clear()


def first_page(
    session: Session, survey: Fielded, edition: Edition, language: str, today: date, template: str = "first.html"
) -> CompiledPage:
    """Made anew each day: who pays is named from a first day to a last."""
    key = (survey.id, survey.version_id, survey.revision, survey.way, edition.national, language, today, template)

    def make() -> CompiledPage:
        context = frame(edition, language)
        of = {"hub_id": edition.hub_id, "activity_id": edition.activity_id}
        context["funding"] = funding.statements(session, language, today, **of)
        with force_locale(context["interface"].replace("-", "_")):
            text, found = consent.statement(edition, language)
            context |= {"consent_text": text, "consent_attributes": language_attributes(found, language)}
            return CompiledPage.of(render_template(f"surveys/{template}", **context))

    return _pages.get(key, make)


def page(template: str, edition: Edition, language: str, **values: Any) -> Markup:
    """A page of a survey that is not worth compiling."""
    context = frame(edition, language) | {"said": bool(edition.trial) and request.args.get("said") == "1"}
    with force_locale(context["interface"].replace("-", "_")):
        return Markup(render_template(f"surveys/{template}", **context, **values))  # noqa: S704 -- autoescaped


class Everything(Filling):
    """A filling that shows every item, for previews."""

    def item(self, parts: Parts, fill: Callable[[Parts], str], name: str) -> str:  # noqa: ARG002
        return fill(parts)

    def hidden(self, name: str) -> str:  # noqa: ARG002
        return ""


def compile_preview(edition: Edition, section: Section, language: str) -> CompiledPage:
    """A section as it would be shown, with links to the other sections in place of sending."""
    context = frame(edition, language) | {"preview": True}
    with force_locale(context["interface"].replace("-", "_")):
        return CompiledPage.of(render_template("surveys/preview.html", section=section, **context))


def compile_sheet(edition: Edition, form: Questionnaire, language: str) -> CompiledPage:
    """A sheet to type in: every question of the form on one page."""
    context = frame(replace(edition, questionnaire=form), language)
    with force_locale(context["interface"].replace("-", "_")):
        page = render_template("surveys/sheet.html", section=form.instrument.sections[0], **context)
    return CompiledPage.of(page)
