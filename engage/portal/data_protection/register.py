"""The register of processing activities of a hub (GDPR article 30), from the registry and what is configured."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import format_date, gettext

from engage.i18n.locales import endonym
from engage.portal.data_protection.facts import HubFacts, SurveyFacts
from engage.portal.notices.personal_data import PEOPLE, Row
from engage.privacy.registry import Whose
from engage.web.typesetting.document import Block, Bullets, Document, Heading, Paragraph, Table, ToFill


def register(hub: HubFacts, rows: Sequence[Row], *, language: str, day: date) -> Document:
    """Controller, activities, data, recipients, times, measures; what only the hub knows is marked."""
    title = gettext("Register of processing activities")
    return Document(
        title=title,
        language=language,
        footer=gettext("%(hub)s, %(title)s, %(day)s", hub=hub.name, title=title, day=day.isoformat()),
        to_fill=gettext("To be added by the hub"),
        page=gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        blocks=[
            Paragraph(
                gettext(
                    "GDPR article 30(1). Written by Engage on %(day)s from what is configured.",
                    day=format_date(day, "long"),
                ),
                quiet=True,
            ),
            *responsible(hub),
            Heading(gettext("Processing activities")),
            *_activities(hub.surveys),
            Heading(gettext("Personal data, and how long they are kept")),
            *_data(rows),
            *recipients(),
            Heading(gettext("Technical and organisational measures")),
            Bullets(measures()),
            ToFill(gettext("Measures of the place where the server stands: access, disk encryption, training.")),
        ],
    )


def responsible(hub: HubFacts) -> Iterable[Block]:
    """Who answers for it (article 30(1)(a))."""
    yield Heading(gettext("Who is responsible"))
    yield from _said(gettext("Controller"), hub.controller, gettext("Name and address of the controller."))
    yield from _said(
        gettext("Data protection officer"), hub.officer, gettext("Name and contact of the data protection officer.")
    )
    yield from _said(gettext("Legal basis"), hub.legal_basis, gettext("Why the hub may process these data."))
    if hub.contact:
        yield Paragraph(gettext("Contact: %(contact)s", contact=hub.contact))
    yield ToFill(gettext("Joint controllers, and the agreement with them (article 26), where there are any."))


def _said(label: str, text: str, missing: str) -> Iterable[Block]:
    yield Paragraph(f"{label}: {text}") if text else ToFill(missing)


def _activities(surveys: Sequence[SurveyFacts]) -> Iterable[Block]:
    yield Paragraph(
        gettext("Purpose: to learn what citizens need and think about cancer, and to tell those who decide.")
    )
    if not surveys:
        yield Paragraph(gettext("The hub has no survey yet."))
        return
    head = (
        gettext("Survey"),
        gettext("Period"),
        gettext("Questions"),
        gettext("Special categories (article 9)"),
        gettext("Responses are kept until"),
    )
    yield Table(gettext("Surveys of the hub"), head, [_survey(survey) for survey in surveys])
    if any(survey.keep_until is None for survey in surveys):
        yield ToFill(gettext("For some surveys nobody has said how long responses are kept: set it in their settings."))


def _survey(survey: SurveyFacts) -> tuple[str, ...]:
    return (
        f"{survey.title}\n{', '.join(endonym(tag) for tag in survey.languages)}",
        f"{_day(survey.opens)} – {_day(survey.closes)}",
        str(survey.questions),
        ", ".join(survey.special) if survey.special else gettext("none marked"),
        _day(survey.keep_until),
    )


def _day(day: date | None) -> str:
    return format_date(day, "medium") if day else gettext("not set")


def _data(rows: Sequence[Row]) -> Iterable[Block]:
    head = (
        gettext("Data"),
        gettext("Purpose"),
        gettext("Usual legal basis"),
        gettext("Kept for"),
        gettext("Recipients"),
    )
    for whose in Whose:
        own = [(row.what, row.why, row.basis, row.how_long, row.goes_to) for row in rows if row.whose is whose]
        yield Heading(str(PEOPLE[whose]), 2)
        yield Table(str(PEOPLE[whose]), head, own)


def recipients() -> Iterable[Block]:
    """Who gets data, and whether they leave the European Union."""
    yield Heading(gettext("Recipients and transfers"))
    yield Paragraph(
        gettext(
            "Engage sends nothing to other companies: no statistics service, no fonts or maps from elsewhere. Mails go "
            "through the mail server of the operator."
        )
    )
    yield ToFill(gettext("Who runs the server and the mail server, where they stand, and the contract (article 28)."))


def measures() -> list[str]:
    """What the product does (article 32)."""
    return [
        gettext("Answers under way are encrypted with a key that only the person's device or code has (AES-256-GCM)."),
        gettext(
            "No name, internet address, browser or exact time is stored with a response; its number is random, and who "
            "was invited is kept apart from what was answered."
        ),
        gettext("Counts below 10 are not published, and sums cannot be used to work them out."),
        gettext("People of the hub sign in with a password of at least 12 characters and a second factor."),
        gettext(
            "Each page needs a permission, held for one hub; what one may not see answers like what does not exist."
        ),
        gettext("Who did what in the console stands in a trail that cannot be changed."),
        gettext("What is over is deleted every day, and erasure on request is proven by a search."),
        gettext(
            "Connections are encrypted (HTTPS); only cookies that are needed are set; pages load nothing from "
            "elsewhere."
        ),
        gettext("Backups can be made while it runs, and restoring is tested."),
    ]
