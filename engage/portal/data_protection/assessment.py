"""A data protection impact assessment of a hub (GDPR article 35), filled in as far as the product knows."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import format_date, gettext, ngettext

from engage.portal.data_protection.facts import HubFacts
from engage.portal.data_protection.register import measures, recipients, responsible
from engage.portal.notices.personal_data import Row
from engage.web.typesetting.document import Block, Bullets, Document, Heading, Paragraph, Table, ToFill


def assessment(hub: HubFacts, rows: Sequence[Row], *, language: str, day: date) -> Document:
    """Description, necessity, risks with measures, what the hub has to add."""
    title = gettext("Data protection impact assessment")
    return Document(
        title=title,
        language=language,
        footer=gettext("%(hub)s, %(title)s, %(day)s", hub=hub.name, title=title, day=day.isoformat()),
        to_fill=gettext("To be added by the hub"),
        page=gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        blocks=[
            Paragraph(
                gettext(
                    "GDPR article 35. Filled in by Engage on %(day)s from what is configured. It is a beginning: what "
                    "only the hub can judge is marked, and the hub signs it.",
                    day=format_date(day, "long"),
                ),
                quiet=True,
            ),
            *responsible(hub),
            *_needed(hub),
            *_description(hub, rows),
            *recipients(),
            *_necessity(hub),
            *_rights(),
            *_risks(),
            *_end(),
        ],
    )


def _needed(hub: HubFacts) -> Iterable[Block]:
    special = sum(bool(survey.special) for survey in hub.surveys)
    yield Heading(gettext("Why an assessment is needed"))
    yield Paragraph(
        gettext(
            "Questions about cancer can reveal something about health. Health data are a special category (article 9); "
            "collected from many people, they need an assessment (article 35(3)(b))."
        )
    )
    yield Paragraph(
        ngettext(
            "%(num)s survey of this hub has questions that are marked as a special category.",
            "%(num)s surveys of this hub have questions that are marked as a special category.",
            special,
        )
    )


def _description(hub: HubFacts, rows: Sequence[Row]) -> Iterable[Block]:
    yield Heading(gettext("Description of the processing"))
    yield Paragraph(
        gettext(
            "The hub puts questionnaires on public pages. People answer without an account and without saying who they "
            "are, in parts if they like. The hub sees tables and, with the right role, free texts. Protected figures "
            "are published."
        )
    )
    for survey in hub.surveys:
        yield Heading(survey.title, 2)
        facts = [
            ngettext("%(num)s question", "%(num)s questions", survey.questions),
            gettext("Special categories: %(items)s", items=", ".join(survey.special) or gettext("none marked")),
            gettext("Can say who somebody is: %(items)s", items=", ".join(survey.personal) or gettext("none marked")),
            gettext("Asks for consent in its own words")
            if survey.consent
            else gettext("Has no consent text of its own"),
            gettext("From the age of %(age)s", age=survey.minimum_age)
            if survey.minimum_age
            else gettext("No lowest age is set"),
        ]
        yield Bullets(facts)
        if survey.special and not survey.consent:
            yield ToFill(gettext("This survey asks about a special category and has no consent text: write one."))
        if survey.keep_until is None:
            yield ToFill(gettext("Say until when responses are kept, and set it in the survey's settings."))
    yield Table(
        gettext("What is kept of citizens"),
        (gettext("Data"), gettext("Kept for")),
        [(row.what, row.how_long) for row in rows if row.whose == "citizens"],
    )


def _necessity(hub: HubFacts) -> Iterable[Block]:
    yield Heading(gettext("Necessity and proportion"))
    yield Bullets(
        [
            gettext("Answering is voluntary, and most questions can be left out."),
            gettext("Special categories are asked for only after consent, which is kept word for word."),
            gettext(
                "Nothing is collected besides the answers but language, day and a duration in steps of ten seconds."
            ),
            gettext("People can stop, go on later, and withdraw their response with the code on their receipt."),
        ]
    )
    yield ToFill(gettext("Why each question is needed for the purpose, and why it cannot be reached with less data."))
    if not hub.legal_basis:
        yield ToFill(gettext("The legal basis (articles 6 and 9), and national law where it is needed."))


def _rights() -> Iterable[Block]:
    yield Heading(gettext("Rights of the people"))
    yield Bullets(
        [
            gettext("Information: a privacy notice in every language, made from what is configured."),
            gettext(
                "Access and erasure: by mail address or receipt code, with a copy or a proof; also on a public page."
            ),
            gettext(
                "Restricting and objecting: responses that a request finds are kept and used for nothing, until it is "
                "lifted."
            ),
            gettext("Withdrawal: with the receipt code, at any time, without giving a reason."),
            gettext("Correction: until a response is sent; afterwards by withdrawing it and answering again."),
        ]
    )


def _risks() -> Iterable[Block]:
    yield Heading(gettext("Risks and measures"))
    yield Table(
        gettext("Risks to the people who answer"),
        (gettext("Risk"), gettext("What the product does"), gettext("What remains")),
        [
            (
                gettext("Somebody is recognised in published results"),
                gettext(
                    "Counts below 10 are hidden, others cannot be worked out from sums; free texts are never published."
                ),
                gettext("Low"),
            ),
            (
                gettext("Somebody of the hub recognises a person by a rare combination of answers or a free text"),
                gettext(
                    "Free texts are for those who run the survey; analysts see figures; downloads stand in the trail."
                ),
                gettext("Medium: roles have to be given sparingly"),
            ),
            (
                gettext("A response is linked to an invitation or a sheet of paper"),
                gettext("They are kept apart without a common key; the sheet is deleted when it becomes a response."),
                gettext("Low"),
            ),
            (
                gettext("Strangers get into an account"),
                gettext("Second factor, limited tries, sessions that can be ended, passwords as hashes (argon2id)."),
                gettext("Low"),
            ),
            (
                gettext("The server or a backup is stolen"),
                gettext("Answers under way are encrypted. Responses that were sent are not: the disk has to be."),
                gettext("Medium: depends on the encryption of disks and backups"),
            ),
            (
                gettext("Data are kept for too long"),
                gettext("Each store has its time; what is over is deleted every day and counted."),
                gettext("Low, once each survey says until when"),
            ),
            (
                gettext("A question about cancer hurts"),
                gettext("Questions can be left out; a support line can stand on every page."),
                gettext("Medium: the hub names the support line"),
            ),
        ],
    )
    yield ToFill(gettext("How likely and how severe each risk is for the people whom this hub asks."))
    yield Heading(gettext("Measures in detail"), 2)
    yield Bullets(measures())


def _end() -> Iterable[Block]:
    yield Heading(gettext("Views and decision"))
    yield ToFill(gettext("What people who were asked, or those who speak for them, said about it (article 35(9))."))
    yield ToFill(gettext("Advice of the data protection officer (article 35(2)), with date."))
    yield ToFill(gettext("Whether the remaining risk is acceptable, or the authority is consulted (article 36)."))
    yield ToFill(gettext("Decision, name, role, date and signature; day of the next review."))
